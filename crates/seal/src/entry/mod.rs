//! An entry of the journal: a **line** that is committed, **parts** committed one by one by
//! whoever holds the plaintext, and **local** data that is never committed nor exported.

mod draft;
mod line;
mod open;
mod part;
pub mod words;

pub use draft::EntryDraft;
pub use line::{By, Line, LineSig, leaf};
pub use open::{Disclosed, Entry, disclose, open_entry};
pub use part::Part;
