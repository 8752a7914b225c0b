//! A mail server of the tests (aiosmtpd), and the mails that it took, read by Python's own parser.

use kernel::ports::Mailer;
use outbound::{MailSettings, MailTls, Smtp};
use serde_json::Value;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};

/// The Python of the environment that `bin/test` makes.
pub fn python() -> PathBuf {
    let told = std::env::var_os("PREAU_TEST_VENV").map(PathBuf::from);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let python = told
        .unwrap_or_else(|| root.join(".tools/venv"))
        .join("bin/python");
    assert!(
        python.exists(),
        "{} is missing: bin/test venv makes it, or set PREAU_TEST_VENV",
        python.display()
    );
    python
}

/// Where mails come from.
pub const FROM: &str = "rappels@preau.example";

/// The server and its folder.
pub struct Mailbox {
    folder: tempfile::TempDir,
    port: u16,
    tls: bool,
    child: Mutex<Option<Child>>,
}

fn script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("mail")
        .join(name)
}

fn openssl(folder: &Path, args: &str) {
    let done = Command::new("openssl")
        .args(args.split(' '))
        .current_dir(folder)
        .output()
        .expect("openssl");
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
}

impl Mailbox {
    /// A server that listens.
    pub fn open() -> Self {
        Self::new(false)
    }

    /// The same, which takes nothing before `STARTTLS`; its certificate is by an authority of its own.
    pub fn with_tls() -> Self {
        Self::new(true)
    }

    fn new(tls: bool) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        if tls {
            let at = folder.path();
            let key = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes";
            openssl(
                at,
                &format!("req -x509 {key} -keyout ca.key -out ca.pem -days 9999 -subj /CN=essai"),
            );
            openssl(
                at,
                &format!("req {key} -keyout key.pem -out csr.pem -subj /CN=localhost"),
            );
            std::fs::write(at.join("ext"), "subjectAltName=DNS:localhost\n").expect("a file");
            openssl(
                at,
                "x509 -req -in csr.pem -CA ca.pem -CAkey ca.key -CAcreateserial -extfile ext -days 9998 -out cert.pem",
            );
        }
        let mut one = Self {
            folder,
            port: 0,
            tls,
            child: Mutex::default(),
        };
        one.port = one.start();
        one
    }

    /// Starts it, again on the same port.
    pub fn start(&self) -> u16 {
        let mut command = Command::new(python());
        command
            .arg(script("smtpd.py"))
            .arg(self.folder.path())
            .arg(self.port.to_string());
        if self.tls {
            for name in ["cert.pem", "key.pem"] {
                command.arg(self.folder.path().join(name));
            }
        }
        let mut child = command
            .stdout(Stdio::piped())
            .spawn()
            .expect("a mail server");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("its output"))
            .read_line(&mut line)
            .expect("its port");
        *self.child.lock().expect("the server") = Some(child);
        line.trim().parse().expect("a port")
    }

    /// Stops it.
    pub fn stop(&self) {
        if let Some(mut child) = self.child.lock().expect("the server").take() {
            child.kill().expect("its end");
            child.wait().expect("its end");
        }
    }

    /// Makes it answer 550 5.1.1 (`refuse`), 550 5.7.1 (`block`) or 451 (`busy`), or takes that back.
    pub fn answers(&self, name: &str, so: bool) {
        let file = self.folder.path().join(name);
        if so {
            std::fs::write(file, "").expect("a file");
        } else {
            std::fs::remove_file(file).expect("a file");
        }
    }

    /// How Préau is set up for it.
    pub fn settings(&self) -> MailSettings {
        MailSettings {
            server: if self.tls { "localhost" } else { "127.0.0.1" }.to_owned(),
            port: Some(self.port),
            tls: if self.tls {
                MailTls::Starttls
            } else {
                MailTls::None
            },
            ca: self.tls.then(|| self.folder.path().join("ca.pem")),
            from: FROM.to_owned(),
            ..MailSettings::default()
        }
    }

    /// What sends through it.
    pub fn mailer(&self) -> Arc<dyn Mailer> {
        Arc::new(Smtp::new(&self.settings()).expect("the settings"))
    }

    /// How many mails it took.
    pub fn count(&self) -> usize {
        self.files().len()
    }

    fn files(&self) -> Vec<PathBuf> {
        let files = std::fs::read_dir(self.folder.path()).expect("the folder");
        let mut mails: Vec<PathBuf> = files
            .map(|file| file.expect("a file").path())
            .filter(|file| file.extension().is_some_and(|end| end == "eml"))
            .collect();
        mails.sort();
        mails
    }

    /// The last mail, as it came.
    pub fn last_bytes(&self) -> Vec<u8> {
        std::fs::read(self.files().last().expect("a mail")).expect("a mail")
    }

    /// The last mail, read.
    pub fn last(&self) -> Value {
        let mut run = Command::new(python())
            .arg(script("read.py"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("python");
        let mut input = run.stdin.take().expect("its input");
        input.write_all(&self.last_bytes()).expect("a mail");
        drop(input);
        let done = run.wait_with_output().expect("python");
        assert!(
            done.status.success(),
            "{}",
            String::from_utf8_lossy(&self.last_bytes())
        );
        serde_json::from_slice(&done.stdout).expect("JSON")
    }

    /// The code in the last mail.
    pub fn code(&self) -> String {
        code_in(self.last()["text"].as_str().expect("a text"))
    }
}

/// The six digits of a mail's text.
pub fn code_in(text: &str) -> String {
    let mut words = text.split_whitespace();
    let code = words.find(|word| word.len() == 6 && word.bytes().all(|b| b.is_ascii_digit()));
    code.expect("a code").to_owned()
}

impl Drop for Mailbox {
    fn drop(&mut self) {
        self.stop();
    }
}
