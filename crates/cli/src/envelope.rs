//! The age files around backups: to keys or under a passphrase, and what opens them.

use crate::output::{Trouble, trouble};
use seal::vault::{Identity, Recipient, Writer, decrypting, decrypting_with_passphrase};
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Write as _};
use std::path::Path;
use zeroize::Zeroizing;

/// Shortest passphrase of a file that leaves.
const SHORTEST: usize = 15;

/// What opens a file.
pub enum Key {
    /// A passphrase.
    Passphrase(Zeroizing<String>),
    /// Keys, as `age -i` reads them.
    Identities(Vec<Identity>),
}

/// The next line of standard input, which holds a passphrase.
pub fn passphrase(of: &str) -> Result<Zeroizing<String>, Trouble> {
    let mut typed = Zeroizing::new(String::new());
    std::io::stdin()
        .read_line(&mut typed)
        .map_err(|error| trouble(format!("the passphrase cannot be read: {error}")))?;
    let line = typed.trim_end_matches(['\r', '\n']);
    if line.is_empty() {
        return Err(trouble(format!(
            "the passphrase of {of} is awaited on a line of standard input"
        )));
    }
    Ok(Zeroizing::new(line.to_owned()))
}

/// The same for a new file: a short one would be guessed.
pub fn new_passphrase(of: &str) -> Result<Zeroizing<String>, Trouble> {
    let typed = passphrase(of)?;
    if typed.chars().count() < SHORTEST {
        return Err(trouble(format!(
            "the passphrase of {of} must have at least {SHORTEST} characters"
        )));
    }
    Ok(typed)
}

/// Reads recipients (`age1…`).
pub fn recipients(texts: &[String]) -> Result<Vec<Recipient>, Trouble> {
    let read = |text: &String| {
        text.parse::<Recipient>()
            .map_err(|_| trouble(format!("`{text}` is not an age recipient (age1…)")))
    };
    texts.iter().map(read).collect()
}

/// Reads a file of keys.
pub fn identities(path: &Path) -> Result<Vec<Identity>, Trouble> {
    let text = std::fs::read_to_string(path)
        .map(Zeroizing::new)
        .map_err(|error| trouble(format!("{} cannot be read: {error}", path.display())))?;
    let lines = text.lines().map(str::trim);
    let keys = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    let read: Result<Vec<_>, _> = keys.map(Identity::from_secret).collect();
    match read {
        Ok(keys) if !keys.is_empty() => Ok(keys),
        _ => Err(trouble(format!(
            "{} is no file of age keys (AGE-SECRET-KEY-1…)",
            path.display()
        ))),
    }
}

/// Begins an age file.
pub fn begin(
    file: &File,
    to: &[Recipient],
    passphrase: &str,
) -> Result<Writer<BufWriter<File>>, Trouble> {
    let file = file
        .try_clone()
        .map_err(|error| trouble(error.to_string()))?;
    let plain = BufWriter::with_capacity(1 << 20, file);
    let begun = match to {
        [] => Writer::with_passphrase(plain, passphrase),
        to => Writer::new(plain, to),
    };
    begun.map_err(|error| trouble(error.to_string()))
}

/// Ends it.
pub fn finish(out: Writer<BufWriter<File>>, path: &Path) -> Result<(), Trouble> {
    out.finish_unpadded()
        .and_then(|mut out| out.flush())
        .map_err(|error| crate::whole::cannot(path, &error))
}

/// What an age file holds, as a stream.
pub fn open(path: &Path, key: &Key) -> Result<Box<dyn Read>, Trouble> {
    let file = File::open(path)
        .map_err(|error| trouble(format!("{} cannot be read: {error}", path.display())))?;
    let file = BufReader::with_capacity(1 << 20, file);
    let opened: seal::Result<Box<dyn Read>> = match key {
        Key::Passphrase(passphrase) => decrypting_with_passphrase(file, passphrase)
            .map(|inside| Box::new(inside) as Box<dyn Read>),
        Key::Identities(keys) => {
            decrypting(file, keys).map(|inside| Box::new(inside) as Box<dyn Read>)
        }
    };
    opened.map_err(|error| match error {
        // A wrong passphrase shows as a header that was changed: which of the two it is, nobody can tell.
        seal::Error::Mismatch(_) if matches!(key, Key::Passphrase(_)) => trouble(format!(
            "{}: this passphrase does not open it",
            path.display()
        )),
        seal::Error::NoKey => trouble(format!(
            "{}: this key or passphrase does not open it",
            path.display()
        )),
        seal::Error::Mismatch(_) => trouble(format!(
            "{}: this backup was changed or is not whole",
            path.display()
        )),
        error => trouble(format!("{} is no age file: {error}", path.display())),
    })
}
