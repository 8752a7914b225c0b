//! The journal of a dossier (seal specification, sections 2 to 4 and 9): entries are appended,
//! never changed; every append checks the stored head, extends the tree and signs the new head
//! inside its own transaction. What contradicts its seal is refused, and the dossier marked.

mod append;
mod branch;
mod epoch;
mod erase;
mod queries;
mod read;
pub mod replay;
mod row;

pub use append::{
    Append, Foreign, LARGEST_BODY, MOST_PARTS, Receipt, append, append_foreign, create,
};
pub use branch::{catch_up, is_behind};
pub use epoch::renew;
pub use erase::{delete, erase, erase_again};
pub use read::{Journal, SlotEntry, read};
pub use row::{
    Dossier, confirm, due_for_purge, hold, hold_by_operator, info, info_kept, overdue, purge_in,
    standing, unchanged,
};
pub(crate) use row::{KEPT_COLUMNS, check_kept};

use crate::Store;
use kernel::{Code, DossierId, Fault, Moment};

/// An unconfirmed dossier is purged after this long (seconds).
pub const UNCONFIRMED: i64 = 7 * 24 * 3600;
/// Months without any unlock after which a dossier is purged, unless its owner chose otherwise.
pub const KEPT_MONTHS: i64 = 36;

/// The name under which heads are signed: `<instance>/d`.
pub fn key_name(store: &Store) -> String {
    key_name_at(&store.instance)
}

pub(crate) fn key_name_at(instance: &str) -> String {
    format!("{instance}/d")
}

/// The origin of a dossier's heads. After a restore the dossier goes on as another branch, whose
/// heads never meet those of the first.
pub fn origin(store: &Store, dossier: DossierId, generation: u64) -> String {
    origin_at(&store.instance, dossier, generation)
}

fn origin_at(instance: &str, dossier: DossierId, generation: u64) -> String {
    match generation {
        0 | 1 => format!("{instance}/d/{dossier}"),
        branch => format!("{instance}/d/{dossier}.{branch}"),
    }
}

/// The month of an instant, as rows keep it: 12 × year + month - 1, in UTC.
pub fn month(at: Moment) -> i64 {
    let at = at.utc();
    i64::from(at.year()) * 12 + i64::from(u8::from(at.month())) - 1
}

const fn damaged(context: &'static str) -> Fault {
    Fault::new(Code::Damaged, context)
}

fn small(number: u64) -> Result<i64, Fault> {
    i64::try_from(number).map_err(|error| Fault::caused(Code::Invalid, "a number too large", error))
}
