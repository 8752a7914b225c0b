//! A real server in a folder of its own, stopped by its own process when dropped.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Mutex;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Child;

/// Where the program under test is: `PREAU_BIN`, or the debug build beside this folder.
pub fn program() -> PathBuf {
    let given = std::env::var_os("PREAU_BIN").map(PathBuf::from);
    let path = given
        .unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/debug/preau"));
    assert!(
        path.is_file(),
        "no program at {}: build it, or set PREAU_BIN",
        path.display()
    );
    path
}

/// Runs the program to its end.
pub fn run(args: &[&str]) -> Output {
    Command::new(program())
        .args(args)
        .stdin(Stdio::null())
        .output()
        .expect("the program starts")
}

/// A running server.
pub struct Server {
    /// `http://localhost:PORT`, without a slash.
    pub origin: String,
    port: u16,
    child: Mutex<Option<Child>>,
    room: TempDir,
    clocked: bool,
    settings: bool,
}

impl Server {
    /// Starts one on a free port, with an empty data folder, and waits for its address.
    pub async fn start() -> Self {
        Self::with(None, "").await
    }

    /// The same at this instant, with these settings (TOML); [`Self::pass_to`] moves its clock.
    pub async fn at(instant: &str, settings: &str) -> Self {
        Self::with(Some(instant), settings).await
    }

    async fn with(instant: Option<&str>, settings: &str) -> Self {
        let room = tempfile::tempdir().expect("a temporary folder");
        if let Some(instant) = instant {
            set_clock(room.path(), instant);
        }
        if !settings.is_empty() {
            std::fs::write(room.path().join("preau.toml"), settings).expect("the settings");
        }
        let (clocked, settings) = (instant.is_some(), !settings.is_empty());
        let (child, port) = launch(room.path(), 0, clocked, settings).await;
        Self {
            origin: format!("http://localhost:{port}"),
            port,
            child: Mutex::new(Some(child)),
            room,
            clocked,
            settings,
        }
    }

    /// Stops it, as whoever hosts does; waits until it is gone.
    pub async fn stop(&self) {
        let child = self.child.lock().expect("one at a time").take();
        let mut child = child.expect("it runs");
        let id = child.id().expect("it runs").to_string();
        let told = Command::new("kill").args(["-TERM", &id]).status();
        assert!(told.expect("kill").success(), "it is told to stop");
        child.wait().await.expect("it stops");
    }

    /// Starts it again, on the same port and the same data.
    pub async fn start_again(&self) {
        let (child, _) = launch(self.room.path(), self.port, self.clocked, self.settings).await;
        *self.child.lock().expect("one at a time") = Some(child);
    }

    /// Moves the clock of a server that was started at an instant.
    pub fn pass_to(&self, instant: &str) {
        set_clock(self.room.path(), instant);
    }

    /// Runs a command of whoever hosts, on the same data; gives what it printed.
    pub fn hosts(&self, args: &[&str]) -> String {
        let data = self.room.path().join("data").display().to_string();
        let clock = self.room.path().join("clock").display().to_string();
        let done = run(&[&["--clock", &clock], args, &["--data", &data]].concat());
        let said = String::from_utf8_lossy(&done.stdout).into_owned();
        assert!(
            done.status.success(),
            "{args:?}: {said}{}",
            String::from_utf8_lossy(&done.stderr)
        );
        said
    }

    /// The body of a bare GET without a cookie.
    pub fn body_of(&self, path: &str) -> Vec<u8> {
        let answer = self.answer(path, "");
        let blank = b"\r\n\r\n";
        let end = answer.windows(4).position(|four| four == blank);
        answer[end.expect("headers") + 4..].to_vec()
    }

    /// One bare GET with a session cookie: the status line and the headers.
    pub fn head_of(&self, path: &str, session: &str) -> String {
        let answer = self.answer(path, &format!("Cookie: preau={session}\r\n"));
        let text = String::from_utf8_lossy(&answer).into_owned();
        text.split("\r\n\r\n").next().unwrap_or_default().to_owned()
    }

    fn answer(&self, path: &str, says: &str) -> Vec<u8> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("the server listens");
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: localhost:{}\r\n{says}Connection: close\r\n\r\n",
            self.port
        );
        stream
            .write_all(request.as_bytes())
            .expect("the request leaves");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("the answer comes");
        answer
    }
}

/// Starts the program on this port, or on a free one; waits for its address.
async fn launch(room: &Path, port: u16, clocked: bool, settings: bool) -> (Child, u16) {
    let mut command = tokio::process::Command::new(program());
    if clocked {
        command.arg("--clock").arg(room.join("clock"));
    }
    let listen = format!("127.0.0.1:{port}");
    command.args(["serve", "--listen", &listen, "--data"]);
    command.arg(room.join("data"));
    if settings {
        command.arg("--config").arg(room.join("preau.toml"));
    }
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("the server starts");
    let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
    let port = tokio::time::timeout(crate::PATIENCE, async {
        while let Some(line) = lines.next_line().await.expect("its output is text") {
            if let Some((_, rest)) = line.split_once("http://localhost:") {
                let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
                return digits.parse().expect("a port");
            }
        }
        panic!("the server stopped without printing its address");
    })
    .await
    .expect("the server prints its address");
    // Keeps reading, so that the server never waits on a full pipe.
    tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
    (child, port)
}

/// Put in place whole: a clock read half written would be the machine's.
fn set_clock(room: &Path, instant: &str) {
    let draft = room.join("clock.new");
    std::fs::write(&draft, instant).expect("a clock");
    std::fs::rename(draft, room.join("clock")).expect("a clock");
}
