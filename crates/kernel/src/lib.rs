#![doc = include_str!("../README.md")]

pub mod actor;
pub mod clock;
pub mod date;
pub mod doc;
pub mod duties;
pub mod fault;
pub mod id;
pub mod mail;
pub mod ports;
pub mod range;
pub mod search;

pub use actor::Actor;
pub use clock::{Clock, FixedClock, Moment, SystemClock};
pub use fault::{Code, Fault};
pub use id::{
    AccountId, AnswerId, BlobId, DossierId, GrantId, NoteId, OrgId, PanelId, QuestionId, RefusalId,
    SlotId, UploadId,
};
