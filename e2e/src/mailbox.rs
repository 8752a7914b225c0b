//! The mail server of the stories (aiosmtpd), for the program itself.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

fn python() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let told = std::env::var_os("PREAU_TEST_VENV").map(PathBuf::from);
    let python = told
        .unwrap_or_else(|| root.join(".tools/venv"))
        .join("bin/python");
    assert!(python.exists(), "no {}: ./bin/test venv", python.display());
    python
}

fn script(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../tests")
        .join(path)
}

/// What Python's own libraries read of a mail (`mail/read.py`) or of a calendar (`calendar/read.py`).
pub fn read_back(path: &str, bytes: &[u8]) -> serde_json::Value {
    use std::io::Write as _;
    let mut run = Command::new(python())
        .arg(script(path))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python");
    let mut input = run.stdin.take().expect("its input");
    input.write_all(bytes).expect("what it reads");
    drop(input);
    let done = run.wait_with_output().expect("python");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(bytes));
    serde_json::from_slice(&done.stdout).expect("JSON")
}

/// A mail server that listens until it is dropped.
pub struct Mailbox {
    folder: tempfile::TempDir,
    /// Its port on this machine.
    pub port: u16,
    child: Child,
}

impl Mailbox {
    /// Starts one.
    pub fn open() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut child = Command::new(python())
            .arg(script("mail/smtpd.py"))
            .arg(folder.path())
            .arg("0")
            .stdout(Stdio::piped())
            .spawn()
            .expect("a mail server");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("its output"))
            .read_line(&mut line)
            .expect("its port");
        let port = line.trim().parse().expect("a port");
        Self {
            folder,
            port,
            child,
        }
    }

    /// The mails that it took, the oldest first.
    pub fn mails(&self) -> Vec<Vec<u8>> {
        let files = std::fs::read_dir(self.folder.path()).expect("the folder");
        let mut files: Vec<PathBuf> = files
            .map(|file| file.expect("a file").path())
            .filter(|file| file.extension().is_some_and(|end| end == "eml"))
            .collect();
        files.sort();
        let read = files.into_iter().map(std::fs::read);
        read.map(|mail| mail.expect("a mail")).collect()
    }

    /// Waits for so many mails: the program looks at what is due each minute.
    pub async fn wait_for(&self, count: usize) -> Vec<u8> {
        for _ in 0..360 {
            let mails = self.mails();
            if mails.len() >= count {
                return mails.into_iter().next_back().expect("a mail");
            }
            tokio::time::sleep(std::time::Duration::from_millis(500)).await;
        }
        panic!("{} mails, {count} were expected", self.mails().len());
    }
}

impl Drop for Mailbox {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
