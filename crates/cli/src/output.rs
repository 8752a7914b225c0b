//! What commands answer: text or stable JSON on standard output, troubles with their remedy on
//! standard error.

use std::fmt;
use std::io::{self, Write};
use std::process::ExitCode;

/// Why a command did not do its work; shown as it is, so it says the remedy.
#[derive(Debug)]
pub struct Trouble(pub String);

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<kernel::Fault> for Trouble {
    fn from(fault: kernel::Fault) -> Self {
        Self(fault.to_string())
    }
}

/// What a command gives.
pub type Done = Result<ExitCode, Trouble>;

/// A trouble in words.
pub fn trouble(text: impl Into<String>) -> Trouble {
    Trouble(text.into())
}

/// Misused, or something cannot be read: status 2.
pub fn fail(trouble: &Trouble) -> ExitCode {
    note(&trouble.to_string());
    ExitCode::from(2)
}

/// Says something beside the answer, on standard error.
pub fn note(text: &str) {
    let _ = writeln!(io::stderr(), "preau: {text}");
}

/// Prints a text; a closed pipe is no trouble.
pub fn print(text: &str) -> Done {
    let mut out = io::stdout().lock();
    match out
        .write_all(text.as_bytes())
        .and_then(|()| {
            if text.ends_with('\n') {
                Ok(())
            } else {
                out.write_all(b"\n")
            }
        })
        .and_then(|()| out.flush())
    {
        Ok(()) => Ok(ExitCode::SUCCESS),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(ExitCode::SUCCESS),
        Err(error) => Err(trouble(format!("cannot write the answer: {error}"))),
    }
}

/// Prints a value as JSON, indented.
pub fn json(value: &impl serde::Serialize) -> Done {
    let text = serde_json::to_string_pretty(value)
        .map_err(|error| trouble(format!("the answer has no JSON form: {error}")))?;
    print(&text)
}

/// Reads a file, or standard input for `-`.
pub fn read(path: &str) -> Result<String, Trouble> {
    if path == "-" {
        return io::read_to_string(io::stdin())
            .map_err(|error| trouble(format!("standard input cannot be read: {error}")));
    }
    std::fs::read_to_string(path)
        .map_err(|error| trouble(format!("{path} cannot be read: {error}")))
}
