//! Backups (seal specification, section 9): everything that the instance keeps in one archive, which its caller encrypts;
//! the instance's secrets in another one. Both are read member by member, in constant memory but for some thirty bytes
//! for each dossier and each file.
//!
//! An archive is a ustar: `backup.json`, then `rows/<table>/<n>.jsonl`, then `blobs/<id>` and `public/<digest>`; after at most a thousand
//! members a list of their digests, `manifest/<n>.sha256`, that `sha256sum -c` reads; `end.json` closes it.

mod check;
mod copy;
#[cfg(test)]
pub(crate) mod older;
mod read;
mod restore;
pub(crate) mod rows;
mod tar;
mod write;

pub use check::{Found, check};
pub use copy::{SecretsCopy, back_up_secrets};
pub use restore::{Restored, restore};
pub use write::{Written, back_up};

use kernel::{Code, Fault};
use std::path::Path;

/// What the first member of an archive says it is.
const FORMAT: &str = "preau-backup/v1";
/// The same for the secrets.
const SECRETS: &str = "preau-secrets/v1";
const TOP: &str = "backup.json";
const END: &str = "end.json";
/// Members between two lists of digests.
const LISTED: usize = 1000;
/// A part of a table holds rows of about so many bytes.
const PART: usize = 2 << 20;
/// No part of a table is longer, whoever wrote it.
const LONGEST: u64 = 64 << 20;
/// Stands in a folder while it is being restored.
const MARK: &str = "restoring";

/// Refuses a folder whose restore never came to its end.
pub(crate) fn must_be_whole(data: &Path) -> Result<(), Fault> {
    if data.join(MARK).exists() {
        return Err(Fault::caused(
            Code::Invalid,
            "a restore into this folder was interrupted: what is there is not whole. Remove the folder (and empty the \
             PostgreSQL database, if there is one), then run `preau restore` again",
            data.display().to_string(),
        ));
    }
    Ok(())
}

/// The archive is not what a backup writes.
fn altered(said: impl Into<String>) -> Fault {
    Fault::caused(
        Code::Damaged,
        "this backup was changed or is not whole: nothing of it is used",
        said.into(),
    )
}
