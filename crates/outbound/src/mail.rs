//! Mails: reminders that say nothing (N110). One message, one recipient, by the server that the operator names.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kernel::ports::{Mail, Mailer, NotSent};
use kernel::{Code, Fault};
use lettre::address::{Address, Envelope};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::{AsyncSmtpTransport, Error};
use lettre::{AsyncTransport as _, Tokio1Executor};
use std::fmt::Write as _;
use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;
use std::time::Duration;

/// A server that stays silent for this long has failed.
const PATIENCE: Duration = Duration::from_secs(30);
/// Octets of base 64 on a line (RFC 2045, section 6.8).
const WIDTH: usize = 76;

/// How the connection is encrypted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MailTls {
    /// From the first byte (RFC 8314).
    Implicit,
    /// After `STARTTLS`; a server that does not offer it is refused.
    #[default]
    Starttls,
    /// Not at all: a server on this machine only.
    None,
}

/// The server that takes mails.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailSettings {
    /// Its name, which its certificate must carry.
    pub server: String,
    /// Its port; 587 with `starttls`, 465 with `implicit`, 25 with `none`.
    pub port: Option<u16>,
    /// How the connection is encrypted.
    #[serde(default)]
    pub tls: MailTls,
    /// A certificate trusted as its root (PEM), beside those of the web.
    pub ca: Option<PathBuf>,
    /// Whom it knows.
    pub user: Option<String>,
    /// The file of the password.
    pub password_file: Option<PathBuf>,
    /// The address that mails come from.
    pub from: String,
}

/// Sends through one server.
pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Address,
}

fn wrong(what: &'static str) -> impl FnOnce(std::io::Error) -> Fault {
    move |error| Fault::caused(Code::Invalid, what, error)
}

impl Smtp {
    /// Reads the settings and the files that they name.
    ///
    /// # Errors
    /// `Invalid`, with what to put right.
    pub fn new(settings: &MailSettings) -> Result<Self, Fault> {
        let invalid = |what| Fault::new(Code::Invalid, what);
        let from: Address = settings
            .from
            .parse()
            .map_err(|_| invalid("[mail] from must be a mail address"))?;
        let host = settings.server.as_str();
        let here = matches!(host, "localhost" | "127.0.0.1" | "::1");
        let (tls, port) = match settings.tls {
            MailTls::None if here => (Tls::None, 25),
            MailTls::None => {
                return Err(invalid(
                    "[mail] tls = \"none\" is for a server on this machine only",
                ));
            }
            MailTls::Starttls => (Tls::Required(parameters(settings)?), 587),
            MailTls::Implicit => (Tls::Wrapper(parameters(settings)?), 465),
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host)
            .port(settings.port.unwrap_or(port))
            .tls(tls)
            .timeout(Some(PATIENCE))
            // The name of this machine is nobody's business.
            .hello_name(ClientId::Domain(from.domain().to_owned()));
        match (&settings.user, &settings.password_file) {
            (Some(user), Some(file)) => {
                let password = std::fs::read_to_string(file)
                    .map_err(wrong("[mail] password_file cannot be read"))?;
                let password = password.trim_end_matches(['\r', '\n']).to_owned();
                builder = builder.credentials(Credentials::new(user.clone(), password));
            }
            (None, None) => {}
            _ => return Err(invalid("[mail] user and password_file go together")),
        }
        Ok(Self {
            transport: builder.build(),
            from,
        })
    }

    /// Whether the server answers, and knows us.
    pub async fn look(&self) -> Result<(), Fault> {
        match self.transport.test_connection().await {
            Ok(true) => Ok(()),
            Ok(false) => Err(Fault::new(
                Code::Internal,
                "the mail server closed the door",
            )),
            Err(error) => Err(said(&error)),
        }
    }

    async fn give(&self, mail: &Mail) -> Result<(), NotSent> {
        // An address that no server would take is one that refuses.
        let to: Address = mail.to.parse().map_err(|_| NotSent::Refused)?;
        let bytes = self.written(mail);
        let envelope =
            Envelope::new(Some(self.from.clone()), vec![to]).map_err(|_| NotSent::Refused)?;
        match self.transport.send_raw(&envelope, bytes.as_bytes()).await {
            Ok(_) => Ok(()),
            Err(error) if error.is_permanent() && names_the_address(&error) => {
                Err(NotSent::Refused)
            }
            Err(error) => Err(NotSent::Later(said(&error))),
        }
    }

    /// The message (RFC 5322), made by a machine and to be answered by none (RFC 3834).
    fn written(&self, mail: &Mail) -> String {
        let mut text = String::new();
        let headers = [
            ("From", self.from.to_string()),
            ("To", mail.to.clone()),
            ("Date", date(mail.at)),
            (
                "Message-ID",
                format!("<{}@{}>", mail.id, self.from.domain()),
            ),
            ("Subject", mail.subject.clone()),
            ("Auto-Submitted", "auto-generated".to_owned()),
            ("X-Auto-Response-Suppress", "All".to_owned()),
            ("MIME-Version", "1.0".to_owned()),
            ("Content-Type", "text/plain; charset=utf-8".to_owned()),
            ("Content-Transfer-Encoding", "base64".to_owned()),
        ];
        for (name, value) in headers {
            // A line break in a value would begin another header.
            let value: String = value.chars().filter(|c| !c.is_control()).collect();
            let _ = write!(text, "{name}: {value}\r\n");
        }
        text.push_str("\r\n");
        let body = mail.text.replace('\n', "\r\n");
        let code = STANDARD.encode(body);
        let mut rest = code.as_str();
        while !rest.is_empty() {
            let (line, after) = rest.split_at(rest.len().min(WIDTH));
            let _ = write!(text, "{line}\r\n");
            rest = after;
        }
        text
    }
}

fn parameters(settings: &MailSettings) -> Result<TlsParameters, Fault> {
    let unusable =
        |error| Fault::caused(Code::Invalid, "[mail] ca cannot be used", said_of(&error));
    let mut builder = TlsParameters::builder(settings.server.clone());
    if let Some(file) = &settings.ca {
        let pem = std::fs::read(file).map_err(wrong("[mail] ca cannot be read"))?;
        builder = builder.add_root_certificate(Certificate::from_pem(&pem).map_err(unusable)?);
    }
    builder.build_rustls().map_err(unusable)
}

/// `Mon, 23 Nov 2026 08:00:00 +0000` (RFC 5322, section 3.3).
fn date(at: kernel::Moment) -> String {
    use time::format_description::well_known::Rfc2822;
    // Whole seconds of a year that the format knows: it does not fail.
    let whole = kernel::Moment::from_seconds(at.seconds());
    whole.utc().format(&Rfc2822).unwrap_or_default()
}

/// Whether the refusal is about the address itself. Any other is tried again, however permanent it calls itself: a list
/// of senders, a full mailbox, a password are put right by somebody.
fn names_the_address(error: &Error) -> bool {
    let said = std::error::Error::source(error).map(ToString::to_string);
    said.is_some_and(|said| refuses_address(&said))
}

/// Whether an answer begins with a status that says so (RFC 3463, section 3.2: nobody of that name, no such domain, not
/// an address, ambiguous, moved; RFC 7505: it takes no mail). 5.1.7 and 5.1.8 are about the sender, 5.1.0 says neither.
fn refuses_address(said: &str) -> bool {
    let status = said.split_whitespace().next().unwrap_or_default();
    matches!(
        status,
        "5.1.1" | "5.1.2" | "5.1.3" | "5.1.4" | "5.1.6" | "5.1.10"
    )
}

/// What failed, without the server's words: they repeat the address.
fn said_of(error: &Error) -> String {
    let kind = if error.is_timeout() {
        "no answer in time"
    } else if error.is_tls() {
        "TLS failed: its certificate is not one that is trusted, or it offers none"
    } else if error.is_response() {
        "an answer that is none"
    } else if error.is_client() {
        "it does not offer what the settings ask for (STARTTLS, a way to sign in)"
    } else {
        "no connection"
    };
    match error.status() {
        Some(code) => format!("it answered {code}"),
        None => kind.to_owned(),
    }
}

fn said(error: &Error) -> Fault {
    Fault::caused(
        Code::Internal,
        "the mail server did not take a mail",
        said_of(error),
    )
}

impl Mailer for Smtp {
    fn send<'a>(
        &'a self,
        mail: &'a Mail,
    ) -> Pin<Box<dyn Future<Output = Result<(), NotSent>> + Send + 'a>> {
        Box::pin(async move {
            // The whole exchange, however slowly its steps come.
            tokio::time::timeout(PATIENCE.saturating_mul(2), self.give(mail))
                .await
                .unwrap_or_else(|_| {
                    let slow = Fault::new(Code::Internal, "the mail server took too long");
                    Err(NotSent::Later(slow))
                })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> MailSettings {
        MailSettings {
            server: "localhost".into(),
            tls: MailTls::None,
            from: "rappels@preau.example".into(),
            ..MailSettings::default()
        }
    }

    #[test]
    fn settings_that_would_show_a_password_or_an_address_are_refused() {
        assert!(Smtp::new(&settings()).is_ok());
        let wrong = [
            MailSettings {
                server: "mail.example".into(),
                ..settings()
            },
            MailSettings {
                from: "nobody".into(),
                ..settings()
            },
            MailSettings {
                user: Some("preau".into()),
                ..settings()
            },
            MailSettings {
                tls: MailTls::Starttls,
                ca: Some("/nowhere".into()),
                ..settings()
            },
        ];
        for settings in wrong {
            let refused = Smtp::new(&settings).err().map(|fault| fault.code());
            assert_eq!(refused, Some(Code::Invalid), "{settings:?}");
        }
    }

    #[test]
    fn n021_only_a_status_about_the_address_refuses_it() {
        for said in ["5.1.1 <a@b.example>: nobody", "5.1.10 null MX", "5.1.2"] {
            assert!(refuses_address(said), "{said}");
        }
        for said in [
            "5.1.0 address rejected",
            "5.1.7 the sender's address",
            "5.1.8 the sender's domain",
            "5.2.2 mailbox full",
            "5.7.1 blocked",
            "5.7.26 SPF",
            "4.1.1 later",
            "nobody of that name 5.1.1",
            "",
        ] {
            assert!(!refuses_address(said), "{said}");
        }
    }

    #[test]
    fn a_mail_is_lines_of_ascii_and_no_value_begins_a_header() {
        let smtp = Smtp::new(&settings()).unwrap();
        let text = smtp.written(&Mail {
            to: "a@b.example\r\nBcc: c@d.example".into(),
            subject: "Rappel".into(),
            text: "é".repeat(100),
            id: "00ff".into(),
            at: kernel::Moment::parse("2026-11-23T08:00:00Z").unwrap(),
        });
        assert!(text.is_ascii());
        assert!(text.lines().all(|line| line.len() <= 78), "{text}");
        assert!(!text.contains("\nBcc"), "{text}");
        assert!(
            text.contains("Date: Mon, 23 Nov 2026 08:00:00 +0000\r\n"),
            "{text}"
        );
        assert!(text.contains("Message-ID: <00ff@preau.example>\r\n"));
    }
}
