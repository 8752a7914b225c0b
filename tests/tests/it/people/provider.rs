//! A real provider of OpenID Connect, which a story starts: `tests/oidc/provider.mjs` over npm's `oidc-provider`.

use super::Visitor;
use http::Method;
use kernel::Moment;
use kernel::ports::SignIn;
use outbound::{Oidc, OidcSettings};
use serde_json::Value;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use tempfile::TempDir;

/// Where the program says that people come back to.
pub const BACK: &str = "https://preau.example/revenir/connexion/retour";

/// What people call it.
pub const NAME: &str = "Mon académie";

/// The provider, until it is dropped or stopped.
pub struct Provider {
    /// Its identifier.
    pub issuer: String,
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
    pub fn start(now: Moment) -> Arc<Self> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("oidc/provider.mjs");
        assert!(
            script.with_file_name("node_modules").is_dir(),
            "the provider of the tests is not installed: ./bin/test npm"
        );
        let mut process = Command::new("node")
            .arg(script)
            .args([&now.seconds().to_string(), BACK])
            .stdout(Stdio::piped())
            // It warns that it is not made for the world; what matters is the line below.
            .stderr(Stdio::null())
            .spawn()
            .expect("node");
        let mut issuer = String::new();
        let said = process.stdout.take().expect("its words");
        BufReader::new(said)
            .read_line(&mut issuer)
            .expect("its issuer");
        assert!(
            issuer.starts_with("http://127.0.0.1:"),
            "the provider did not start: node 20 or newer is needed"
        );
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(
            folder.path().join("secret"),
            "un secret & des signes : +/=\n",
        )
        .expect("the secret");
        Arc::new(Self {
            issuer: issuer.trim().to_owned(),
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

    /// Asks it, as the program does.
    pub fn port(&self) -> Arc<dyn SignIn> {
        Arc::new(Oidc::new(&self.settings()).expect("settings"))
    }

    /// Tells it to behave otherwise; gives what it was asked so far.
    pub async fn told(&self, path: &str) -> Value {
        let mut browser = Visitor::on_the_net(&self.issuer);
        let (status, _, body) = browser.once(Method::GET, path, None).await;
        assert_eq!(status, 200, "{path}");
        serde_json::from_slice(&body).expect("what it was asked")
    }

    /// A person opens this address of the provider, signs in as `subject` (or refuses, without one), and is sent back:
    /// to this path, with its query.
    pub async fn recognises(&self, entrance: &str, subject: &str) -> String {
        let mut browser = Visitor::on_the_net(&self.issuer);
        if !subject.is_empty() {
            browser.says.push(("x-subject", subject.to_owned()));
        }
        let mut address = entrance.to_owned();
        for _ in 0..8 {
            if address.starts_with(BACK) {
                return address
                    .trim_start_matches("https://preau.example")
                    .to_owned();
            }
            let path = address.trim_start_matches(&self.issuer).to_owned();
            assert!(path.starts_with('/'), "{address} is not the provider's");
            let (status, headers, body) = browser.once(Method::GET, &path, None).await;
            let onward = headers.get("location").and_then(|to| to.to_str().ok());
            address = onward
                .unwrap_or_else(|| panic!("{path}: {status} {}", String::from_utf8_lossy(&body)))
                .to_owned();
        }
        panic!("the provider never sends back: {address}");
    }
}
