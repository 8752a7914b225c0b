//! Real providers of OpenID Connect, which stories start: npm's `oidc-provider` (`tests/oidc/provider.mjs`), and the portal of
//! LemonLDAP::NG as Debian has it (`tests/oidc/lemonldap.pl`), where a person signs in with a name and a password.

use super::Visitor;
use http::Method;
use kernel::Moment;
use kernel::ports::SignIn;
use outbound::{Oidc, OidcSettings};
use serde_json::Value;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use tempfile::TempDir;

/// Where the program says that people come back to.
pub const BACK: &str = "https://preau.example/revenir/connexion/retour";

/// What people call it.
pub const NAME: &str = "Mon académie";

/// Which provider it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `oidc-provider`: it believes whom the browser says, and lies when it is told to.
    Npm,
    /// LemonLDAP::NG: it knows `dwho`, `rtyler` and `msmith`, asks for a password, then whether they agree.
    Lemonldap,
}

impl Kind {
    /// Those that this machine has. Without npm's nothing is tried; LemonLDAP::NG is not everywhere, and its absence is said.
    pub fn installed() -> Vec<Self> {
        // As `bin/test` looks for it, and tries to install it.
        let portal = Command::new("perl")
            .args(["-MLemonldap::NG::Portal::Issuer::OpenIDConnect", "-e1"])
            .output();
        if portal.is_ok_and(|portal| portal.status.success()) {
            return vec![Self::Npm, Self::Lemonldap];
        }
        // Past the capture of what good tests say.
        let said =
            "NOT CHECKED: sign-in at LemonLDAP::NG, which is not installed: ./bin/test setup";
        writeln!(std::io::stderr(), "{said}").expect("a terminal");
        vec![Self::Npm]
    }

    fn command(self, folder: &Path, now: Moment) -> Command {
        let place = |name: &str| -> PathBuf {
            Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("oidc")
                .join(name)
        };
        let seconds = now.seconds().to_string();
        match self {
            Self::Npm => {
                assert!(
                    place("node_modules").is_dir(),
                    "the provider of the tests is not installed: ./bin/test npm"
                );
                let mut command = Command::new("node");
                command.arg(place("provider.mjs")).args([&seconds, BACK]);
                command
            }
            Self::Lemonldap => {
                let mut command = Command::new("perl");
                command
                    .arg(place("lemonldap.pl"))
                    .arg(folder)
                    .args([&seconds, BACK]);
                command
            }
        }
    }
}

/// The provider, until it is dropped or stopped.
pub struct Provider {
    /// Its identifier.
    pub issuer: String,
    /// Which one it is.
    pub kind: Kind,
    process: Mutex<Child>,
    folder: TempDir,
}

impl Drop for Provider {
    fn drop(&mut self) {
        self.stop();
    }
}

impl Provider {
    /// Starts it, at this hour.
    pub fn start(kind: Kind, now: Moment) -> Arc<Self> {
        let folder = tempfile::tempdir().expect("a folder");
        let secret = "un secret & des signes : +/=\n";
        std::fs::write(folder.path().join("secret"), secret).expect("the secret");
        let words = folder.path().join("words");
        let mut process = kind
            .command(folder.path(), now)
            .stdout(Stdio::piped())
            // It warns that it is not made for the world; what matters is the line below.
            .stderr(std::fs::File::create(&words).expect("a file"))
            .spawn()
            .expect("node, or perl");
        let mut issuer = String::new();
        let said = process.stdout.take().expect("its words");
        BufReader::new(said)
            .read_line(&mut issuer)
            .expect("its issuer");
        assert!(
            issuer.starts_with("http://127.0.0.1:"),
            "the provider did not start (node 20 or newer is needed): {}",
            std::fs::read_to_string(words).unwrap_or_default()
        );
        Arc::new(Self {
            issuer: issuer.trim().to_owned(),
            kind,
            process: Mutex::new(process),
            folder,
        })
    }

    fn stop(&self) {
        if let Ok(mut process) = self.process.lock() {
            let _ = process.kill();
            let _ = process.wait();
        }
    }

    /// What an operator writes to use it.
    pub fn settings(&self) -> OidcSettings {
        OidcSettings {
            issuer: self.issuer.clone(),
            client_id: "preau".to_owned(),
            secret_file: self.folder.path().join("secret"),
            name: NAME.to_owned(),
            ca: None,
        }
    }

    /// What an operator writes who copied the secret wrong.
    pub fn with_wrong_secret(&self) -> OidcSettings {
        let secret_file = self.folder.path().join("wrong");
        std::fs::write(&secret_file, "un autre secret\n").expect("the secret");
        OidcSettings {
            secret_file,
            ..self.settings()
        }
    }

    /// Asks it, as the program does.
    pub fn port(&self) -> Arc<dyn SignIn> {
        Arc::new(Oidc::new(&self.settings()).expect("settings"))
    }

    fn base(&self) -> &str {
        self.issuer.trim_end_matches('/')
    }

    /// Tells it to behave otherwise; gives what it was asked so far.
    pub async fn told(&self, path: &str) -> Value {
        let mut browser = Visitor::on_the_net(self.base());
        let (status, _, body) = browser.once(Method::GET, path, None).await;
        assert_eq!(status, 200, "{path}");
        serde_json::from_slice(&body).expect("what it was asked")
    }

    /// A person opens this address of the provider, signs in as `subject` (or refuses, without one), and is sent back:
    /// to this path, with its query.
    pub async fn recognises(&self, entrance: &str, subject: &str) -> String {
        let back = self.visited(entrance, subject, subject).await;
        back.unwrap_or_else(|page| panic!("the provider never sends back: {page}"))
    }

    /// What becomes of her who opens this address and signs in with this password: the path that she is sent back to,
    /// or else the page on which she stays.
    pub async fn visited(
        &self,
        entrance: &str,
        subject: &str,
        password: &str,
    ) -> Result<String, String> {
        // Who has agreed once is not asked again: this one never does. A script writes the minus of her refusal.
        let (user, password, agrees) = match subject {
            "" => ("msmith", "msmith", "-1"),
            subject => (subject, password, "1"),
        };
        // Each page by its button.
        let pages = [
            ("Connect", vec![("user", user), ("password", password)]),
            ("Accept", vec![("confirm", agrees)]),
        ];
        let mut browser = Visitor::on_the_net(self.base());
        if self.kind == Kind::Npm && !subject.is_empty() {
            browser.says.push(("x-subject", subject.to_owned()));
        }
        let (mut address, mut filled, mut pages) = (entrance.to_owned(), None, pages.into_iter());
        for _ in 0..8 {
            if let Some(back) = address.strip_prefix("https://preau.example") {
                assert!(address.starts_with(BACK), "{address}");
                return Ok(back.to_owned());
            }
            let path = address.strip_prefix(self.base()).unwrap_or(&address);
            assert!(path.starts_with('/'), "{address} is not the provider's");
            let method = filled.as_ref().map_or(Method::GET, |_| Method::POST);
            let (_, headers, body) = browser.once(method, path, filled.take()).await;
            if let Some(onward) = headers.get("location") {
                onward
                    .to_str()
                    .expect("an address")
                    .clone_into(&mut address);
                continue;
            }
            // Browsers mend what this parser refuses.
            let page = String::from_utf8_lossy(&body).replace("&url=", "&amp;url=");
            let Some((button, fields)) = pages.find(|(button, _)| page.contains(button)) else {
                return Err(page);
            };
            browser.body = page.into_bytes();
            let mut form = browser.form(button);
            form.fill(&fields);
            if form.action != "#" {
                address.clone_from(&form.action);
            }
            filled = Some(form.body(&[]));
        }
        panic!("the provider leads in circles: {address}");
    }
}
