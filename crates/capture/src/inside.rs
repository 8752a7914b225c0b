//! The part of this program that runs inside the browser's network: it raises the loopback, listens there for each port,
//! hands every connection to the relay outside by a socket that is a file, and starts the browser.

use crate::launch::{resolver_rules, which};
use std::ffi::OsString;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{ExitCode, Stdio};
use tokio::io::{AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, UnixStream};
use tokio::process::Command;

/// The hidden subcommand: `preau capture-inside SOCKET PORTS PROGRAM ARGUMENTS…`.
pub const COMMAND: &str = "capture-inside";

/// Standard input and output become the two pipes of `--remote-debugging-pipe`.
pub const PIPES: &str = r#"exec "$@" 3<&0 4>&1 </dev/null >/dev/null 2>/dev/null"#;

/// Runs until the browser ends.
pub fn run(arguments: Vec<OsString>) -> ExitCode {
    let done = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .and_then(|runtime| runtime.block_on(inside(arguments)));
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

async fn inside(arguments: Vec<OsString>) -> io::Result<()> {
    let wrong = || io::Error::from(io::ErrorKind::InvalidInput);
    let mut arguments = arguments.into_iter();
    let socket = PathBuf::from(arguments.next().ok_or_else(wrong)?);
    let ports = arguments.next().ok_or_else(wrong)?;
    let program = arguments.next().ok_or_else(wrong)?;
    let raised = Command::new(which("ip").ok_or_else(wrong)?)
        .args(["link", "set", "lo", "up"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .status()
        .await?;
    if !raised.success() {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    let mut doors: Vec<(u16, SocketAddr)> = Vec::new();
    for port in ports.to_string_lossy().split(',') {
        let port: u16 = port.parse().map_err(|_| wrong())?;
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        doors.push((port, listener.local_addr()?));
        tokio::spawn(hand_over(listener, port, socket.clone()));
    }
    let mut command = Command::new("/bin/sh");
    command.args(["-c", PIPES, "sh"]);
    // The rights that raised the loopback are not the browser's.
    if let Some(setpriv) = which("setpriv") {
        command
            .arg(setpriv)
            .args(["--inh-caps=-all", "--ambient-caps=-all", "--no-new-privs"]);
    }
    command
        .arg(program)
        .args(arguments)
        .arg(resolver_rules(&doors))
        .kill_on_drop(true)
        .status()
        .await
        .map(drop)
}

async fn hand_over(listener: TcpListener, port: u16, socket: PathBuf) {
    while let Ok((mut browser, _)) = listener.accept().await {
        let socket = socket.clone();
        tokio::spawn(async move {
            let mut relay = UnixStream::connect(socket).await?;
            relay.write_u16(port).await?;
            copy_bidirectional(&mut browser, &mut relay).await
        });
    }
}
