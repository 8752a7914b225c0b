#![doc = include_str!("../README.md")]

pub mod answers;
pub mod content;
pub mod deadline;
pub mod files;
pub mod law;
pub mod letters;
pub mod library;
mod mark;
pub mod path;
pub mod plan;
pub mod search;
mod stale;
pub mod triage;

pub use content::Content;
pub use files::{Files, Problem};
pub use stale::{Stale, is_old};
