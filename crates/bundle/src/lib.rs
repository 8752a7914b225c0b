#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod audit;
mod export;
mod layout;
mod local;
mod logged;
pub mod verify;
mod write;

pub use export::{
    Export, LogFiles, MASKS_PART, Mask, MaskReason, PDF_PART, PieceFile, SealFiles, ShownEntry,
    masks_jsonl, masks_sha256,
};
pub use layout::piece_name;
pub use local::{LocalDossier, LocalLine, LocalPiece, NotSealed, Sealed, seal_files};
pub use verify::{Options, Pieces, Report, Unreadable, verify, verify_zip};
pub use write::{Parcel, Written, write};
