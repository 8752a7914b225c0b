//! OpenID Connect: what the provider publishes (Discovery 1.0), and the exchange of a code (Core 1.0, section 3.1.3; RFC 6749,
//! section 4.1.3; RFC 7636). Nothing that comes is believed here: the caller checks the token.
//!
//! The operator names the provider, so its address may be private; nothing else is connected to. Addresses that the
//! provider publishes under another scheme, name or port are refused, and no redirection is followed.

use crate::http::{Http, client, client_under};
use ::http::{Request, Response, StatusCode, Uri, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use kernel::ports::{Said, SignIn};
use kernel::{Code, Fault};
use std::fmt::Write as _;
use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;
use std::time::Duration;
use tokio::sync::Semaphore;

/// The longest that the provider may take for all that one person waits for.
const PATIENCE: Duration = Duration::from_secs(10);
/// The largest answer, in bytes.
const LARGEST: usize = 256 * 1024;
/// People whom the provider is asked about at once: it must not be flooded through us.
const AT_ONCE: usize = 8;

/// The provider.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OidcSettings {
    /// Its identifier: `https://…`, or `http://…` on this machine.
    pub issuer: String,
    /// Our name there.
    pub client_id: String,
    /// The file of our secret there.
    pub secret_file: PathBuf,
    /// Its name, as people know it.
    pub name: String,
    /// Certificates trusted as its roots (PEM), instead of those of the web.
    pub ca: Option<PathBuf>,
}

/// Asks one provider.
pub struct Oidc {
    settings: OidcSettings,
    secret: String,
    home: Uri,
    client: Http,
    places: Semaphore,
}

/// What the provider publishes of itself, as far as it is used.
#[derive(serde::Deserialize)]
struct Published {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    #[serde(default)]
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
    #[serde(default)]
    code_challenge_methods_supported: Option<Vec<String>>,
    #[serde(default)]
    id_token_signing_alg_values_supported: Vec<String>,
}

#[derive(serde::Deserialize)]
struct Tokens {
    id_token: String,
}

/// Why there are none (RFC 6749, section 5.2).
#[derive(Default, serde::Deserialize)]
#[serde(default)]
struct Denied {
    error: String,
}

fn invalid(what: &'static str) -> Fault {
    Fault::new(Code::Invalid, what)
}

fn odd(what: &'static str) -> Fault {
    Fault::new(Code::Internal, what)
}

/// Whether two addresses lead to the same door.
fn same_door(one: &Uri, other: &Uri) -> bool {
    let port = |uri: &Uri| {
        let usual = if uri.scheme_str() == Some("https") {
            443
        } else {
            80
        };
        uri.port_u16().unwrap_or(usual)
    };
    let host = |uri: &Uri| uri.host().map(str::to_ascii_lowercase);
    let bare = |uri: &Uri| uri.authority().is_some_and(|at| !at.as_str().contains('@'));
    one.scheme() == other.scheme()
        && host(one) == host(other)
        && port(one) == port(other)
        && bare(one)
        && bare(other)
}

fn home(issuer: &str) -> Result<Uri, Fault> {
    let wrong = || invalid("[oidc] issuer must be https://NAME/PATH without ? or #");
    let home: Uri = issuer.parse().map_err(|_| wrong())?;
    let here = matches!(home.host(), Some("localhost" | "127.0.0.1" | "[::1]"));
    let fits = match home.scheme_str() {
        Some("https") => true,
        // What is said there could be changed on the way.
        Some("http") => here,
        _ => false,
    };
    let whole = home.query().is_none() && !issuer.contains('#') && same_door(&home, &home);
    if fits && whole {
        Ok(home)
    } else {
        Err(wrong())
    }
}

/// Writes a form's value: unreserved characters of RFC 3986 as they are.
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                out.push(char::from(byte))
            }
            // Writing to a text does not fail.
            _ => drop(write!(out, "%{byte:02X}")),
        }
    }
    out
}

impl Oidc {
    /// Reads the settings and the files that they name.
    ///
    /// # Errors
    /// `Invalid`, with what to put right.
    pub fn new(settings: &OidcSettings) -> Result<Self, Fault> {
        let read = |what| move |error| Fault::caused(Code::Invalid, what, error);
        let home = home(&settings.issuer)?;
        let secret = std::fs::read_to_string(&settings.secret_file)
            .map_err(read("[oidc] secret_file cannot be read"))?;
        let secret = secret.trim_end_matches(['\r', '\n']).to_owned();
        if secret.is_empty() || settings.client_id.is_empty() || settings.name.trim().is_empty() {
            return Err(invalid(
                "[oidc] client_id, name and the secret must not be empty",
            ));
        }
        let client = match &settings.ca {
            None => client()?,
            Some(file) => {
                let pem = std::fs::read(file).map_err(read("[oidc] ca cannot be read"))?;
                client_under(&pem)?
            }
        };
        Ok(Self {
            settings: settings.clone(),
            secret,
            home,
            client,
            places: Semaphore::new(AT_ONCE),
        })
    }

    /// Whether it answers, knows us and can be used.
    ///
    /// # Errors
    /// What is missing, in words.
    pub async fn look(&self) -> Result<(), Fault> {
        self.patiently(async {
            let published = self.published().await?;
            self.at_home(&published.authorization_endpoint)?;
            self.at_home(&published.token_endpoint)?;
            self.body(self.ask(self.at_home(&published.jwks_uri)?).await?)
                .await?;
            // A code that nobody gave: it is refused, once the provider has seen that it is us who ask.
            match self.tokens(&published, ("none", "none", "none")).await {
                Err(fault) if fault.code() == Code::Invalid => Ok(()),
                Err(fault) => Err(fault),
                Ok(_) => Err(odd("the provider gives tokens for any code")),
            }
        })
        .await
    }

    async fn patiently<T>(&self, work: impl Future<Output = Result<T, Fault>>) -> Result<T, Fault> {
        let busy = |_| Fault::new(Code::Busy, "the provider is asked about many people");
        let _place = self.places.try_acquire().map_err(busy)?;
        let late = |_| odd("the provider did not answer in time");
        tokio::time::timeout(PATIENCE, work).await.map_err(late)?
    }

    /// An address that the provider publishes, when it is its own.
    fn at_home(&self, address: &str) -> Result<Uri, Fault> {
        let uri: Option<Uri> = address.parse().ok();
        uri.filter(|uri| same_door(uri, &self.home) && !address.contains('#'))
            .ok_or(odd("the provider publishes an address that is not its own"))
    }

    async fn published(&self) -> Result<Published, Fault> {
        let base = self.settings.issuer.trim_end_matches('/');
        let address = [base, "/.well-known/openid-configuration"].concat();
        let body = self.body(self.ask(self.at_home(&address)?).await?).await?;
        let published: Published = serde_json::from_slice(&body)
            .map_err(|e| Fault::internal("what the provider publishes cannot be read", e))?;
        if published.issuer != self.settings.issuer {
            return Err(odd("the provider has another name than [oidc] issuer"));
        }
        let methods = published.code_challenge_methods_supported.as_deref();
        if methods.is_some_and(|known| !known.iter().any(|one| one == "S256")) {
            return Err(odd("the provider knows no S256 (RFC 7636)"));
        }
        let signs = &published.id_token_signing_alg_values_supported;
        if !signs
            .iter()
            .any(|one| matches!(one.as_str(), "RS256" | "ES256"))
        {
            return Err(odd("the provider signs with neither RS256 nor ES256"));
        }
        Ok(published)
    }

    async fn send(&self, request: Request<Full<Bytes>>) -> Result<Response<Incoming>, Fault> {
        let sent = self.client.request(request).await;
        sent.map_err(|e| Fault::internal("the provider cannot be reached", e))
    }

    async fn ask(&self, address: Uri) -> Result<Response<Incoming>, Fault> {
        let request = Request::get(address)
            .header(header::ACCEPT, "application/json")
            .body(Full::default())
            .map_err(|e| Fault::internal("a question to the provider", e))?;
        self.send(request).await
    }

    async fn body(&self, answer: Response<Incoming>) -> Result<Vec<u8>, Fault> {
        if answer.status() != StatusCode::OK {
            let status = format!("HTTP status {}", answer.status());
            return Err(Fault::internal("the provider refused", status));
        }
        self.bytes(answer).await
    }

    async fn bytes(&self, answer: Response<Incoming>) -> Result<Vec<u8>, Fault> {
        let body = Limited::new(answer.into_body(), LARGEST).collect().await;
        let cut = |e| Fault::internal("the provider's answer was cut off or too large", e);
        Ok(body.map_err(cut)?.to_bytes().to_vec())
    }

    /// The request that exchanges a code, with our secret in its header (RFC 6749, section 2.3.1) or in its form.
    fn exchange(
        &self,
        published: &Published,
        (code, verifier, back): (&str, &str, &str),
        in_header: bool,
    ) -> Result<Request<Full<Bytes>>, Fault> {
        let (id, secret) = (encoded(&self.settings.client_id), encoded(&self.secret));
        let (code, back) = (encoded(code), encoded(back));
        let mut form = format!(
            "grant_type=authorization_code&code={code}&redirect_uri={back}&code_verifier={verifier}"
        );
        let mut request = Request::post(self.at_home(&published.token_endpoint)?)
            .header(header::ACCEPT, "application/json")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        if in_header {
            let basic = STANDARD.encode(format!("{id}:{secret}"));
            request = request.header(header::AUTHORIZATION, format!("Basic {basic}"));
        } else {
            let _ = write!(form, "&client_id={id}&client_secret={secret}");
        }
        let body = Full::new(Bytes::from(form));
        request
            .body(body)
            .map_err(|e| Fault::internal("a question to the provider", e))
    }

    /// Whether our secret goes into the header, which every provider is to read, and into the form. Both, one after the
    /// other, where both are published: a client may be registered for one of them only, and LemonLDAP::NG reads a
    /// header's secret as it stands, without decoding the signs that it may hold.
    fn ways(published: &Published) -> (bool, bool) {
        let methods = published.token_endpoint_auth_methods_supported.as_deref();
        let Some(methods) = methods else {
            return (true, false);
        };
        let reads = |name: &str| methods.iter().any(|one| one == name);
        let header = reads("client_secret_basic");
        (header, !header || reads("client_secret_post"))
    }

    async fn tokens(
        &self,
        published: &Published,
        given: (&str, &str, &str),
    ) -> Result<Tokens, Fault> {
        let (header, form) = Self::ways(published);
        let ways = [(true, header), (false, form)];
        for (in_header, _) in ways.into_iter().filter(|(_, is_read)| *is_read) {
            let asked = self.exchange(published, given, in_header)?;
            let answer = self.send(asked).await?;
            let status = answer.status();
            if !matches!(status, StatusCode::BAD_REQUEST | StatusCode::UNAUTHORIZED) {
                return serde_json::from_slice(&self.body(answer).await?)
                    .map_err(|e| Fault::internal("the provider's tokens cannot be read", e));
            }
            let denied: Denied =
                serde_json::from_slice(&self.bytes(answer).await?).unwrap_or_default();
            // Who we are is asked first: a code that was not looked at still serves.
            if status == StatusCode::BAD_REQUEST && denied.error != "invalid_client" {
                return Err(invalid("the provider refuses the code"));
            }
        }
        Err(odd("the provider refuses our client_id or our secret"))
    }

    async fn exchanged(&self, given: (&str, &str, &str)) -> Result<Said, Fault> {
        let published = self.published().await?;
        let jwks = self.at_home(&published.jwks_uri)?;
        let tokens = self.tokens(&published, given).await?;
        // After the token, so that a key made meanwhile is among them.
        let keys = self.body(self.ask(jwks).await?).await?;
        Ok(Said {
            token: tokens.id_token,
            keys,
        })
    }
}

impl SignIn for Oidc {
    fn name(&self) -> &str {
        &self.settings.name
    }

    fn issuer(&self) -> &str {
        &self.settings.issuer
    }

    fn client(&self) -> &str {
        &self.settings.client_id
    }

    fn entrance<'a>(&'a self) -> Pin<Box<dyn Future<Output = Result<String, Fault>> + Send + 'a>> {
        Box::pin(self.patiently(async {
            let published = self.published().await?;
            let entrance = self.at_home(&published.authorization_endpoint)?;
            Ok(entrance.to_string())
        }))
    }

    fn redeem<'a>(
        &'a self,
        code: &'a str,
        verifier: &'a str,
        back: &'a str,
    ) -> Pin<Box<dyn Future<Output = Result<Said, Fault>> + Send + 'a>> {
        Box::pin(self.patiently(self.exchanged((code, verifier, back))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_issuer_is_reached_by_tls_or_on_this_machine() {
        for good in [
            "https://compte.exemple.fr",
            "https://compte.exemple.fr/oidc",
            "https://10.0.0.7:8443/a",
            "http://localhost:4000",
            "http://127.0.0.1:4000/op",
            "http://[::1]:4000",
        ] {
            assert!(home(good).is_ok(), "{good}");
        }
        for bad in [
            "http://compte.exemple.fr",
            "http://10.0.0.7",
            "http://localhost.exemple.fr",
            "ftp://compte.exemple.fr",
            "compte.exemple.fr",
            "https://compte.exemple.fr?a",
            "https://compte.exemple.fr/#a",
            "https://a@compte.exemple.fr",
            "/oidc",
            "",
        ] {
            assert!(home(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn only_the_issuers_own_door_is_knocked_at() {
        let home = home("https://compte.exemple.fr/oidc").unwrap();
        let same = |other: &str| {
            other
                .parse()
                .is_ok_and(|other: Uri| same_door(&home, &other))
        };
        for good in [
            "https://compte.exemple.fr/oidc/token",
            "https://COMPTE.exemple.fr:443/keys",
            "https://compte.exemple.fr/?a=b",
        ] {
            assert!(same(good), "{good}");
        }
        for bad in [
            "http://compte.exemple.fr/token",
            "https://compte.exemple.fr:8443/token",
            "https://compte.exemple.fr@127.0.0.1/token",
            "https://a@compte.exemple.fr/token",
            "https://exemple.fr/token",
            "https://127.0.0.1/token",
            "https://169.254.169.254/",
            "/token",
            "compte.exemple.fr:443",
        ] {
            assert!(!same(bad), "{bad}");
        }
    }

    #[test]
    fn a_form_keeps_what_would_cut_it() {
        assert_eq!(encoded("a-Z.0_~"), "a-Z.0_~");
        assert_eq!(encoded("a&b=c d+é%"), "a%26b%3Dc%20d%2B%C3%A9%25");
    }
}
