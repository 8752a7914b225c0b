//! The copy of the instance's secrets, in an archive of its own: never beside the data that they find and seal.

use super::read::{Archive, Member};
use super::write;
use super::{SECRETS, TOP, altered};
use crate::StoreConfig;
use crate::secrets::{Secrets, is_secret};
use kernel::{Fault, Moment};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{Read, Write};
use zeroize::Zeroizing;

/// Writes the secrets of the instance to `out`, which its caller encrypts and syncs. Gives how many files.
///
/// # Errors
/// `Invalid` when the folder is not whole; `DiskFull` or `Internal` when `out` fails.
pub fn back_up_secrets<W: Write>(config: &StoreConfig, out: W) -> Result<(W, usize), Fault> {
    let folder = config.data_dir.join("secrets");
    Secrets::look(&folder)?;
    let at: Moment = config.clock.now();
    let top = json!({
        "format": SECRETS,
        "at": at.rfc3339(),
        "instance": Secrets::name(&folder)?,
    });
    let mut archive = write::Archive::new(out, at.seconds());
    archive.add(TOP, top.to_string().as_bytes())?;
    let names = Secrets::files(&folder)?;
    for name in &names {
        let bytes = std::fs::read(folder.join(name))
            .map(Zeroizing::new)
            .map_err(|error| Fault::internal("a secret cannot be read", error))?;
        archive.add(&format!("secrets/{name}"), &bytes)?;
    }
    Ok((archive.finish(json!({}))?, names.len()))
}

/// A copy of the secrets, read whole and checked.
pub struct SecretsCopy {
    pub(super) files: BTreeMap<String, Zeroizing<Vec<u8>>>,
    pub(super) secrets: Secrets,
}

impl SecretsCopy {
    /// Reads it.
    ///
    /// # Errors
    /// `Damaged` when it was changed or is another file.
    pub fn read(from: impl Read) -> Result<Self, Fault> {
        let mut archive = Archive::new(from);
        let mut files = BTreeMap::new();
        let mut known = false;
        while let Some(member) = archive.next()? {
            match member {
                Member::Top(top) => {
                    known = top.get("format").and_then(Value::as_str) == Some(SECRETS)
                }
                Member::Secret(name, bytes) if known && is_secret(&name) => {
                    files.insert(name, bytes);
                }
                Member::End(_) => {}
                _ => return Err(altered("it is no copy of an instance's secrets")),
            }
        }
        let secrets = Secrets::of_copy(&files)?;
        Ok(Self { files, secrets })
    }
}
