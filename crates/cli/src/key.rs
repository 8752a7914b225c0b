//! The key of a person who seals without any server.

use crate::output::{Trouble, trouble};
use crate::whole;
use seal::note::SigningKey;
use std::io::Write;
use std::path::Path;

/// Reads the person's key, or makes it: 32 bytes, readable by its owner only.
pub fn signing_key(path: &Path) -> Result<SigningKey, Trouble> {
    match std::fs::read(path) {
        Ok(bytes) => SigningKey::from_slice(&bytes).map_err(|_| {
            trouble(format!(
                "{} is not a signing key; choose another file with --key",
                path.display()
            ))
        }),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let key = SigningKey::generate();
            whole::new(path)
                .and_then(|mut file| {
                    file.write_all(&*key.expose())?;
                    file.sync_all()
                })
                .map_err(|error| whole::cannot(path, &error))?;
            Ok(key)
        }
        Err(error) => Err(trouble(format!(
            "{} cannot be read: {error}",
            path.display()
        ))),
    }
}
