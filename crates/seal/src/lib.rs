#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod asked;
pub mod claimed;
pub mod code;
mod derive;
mod digest;
pub mod dkim;
pub mod entry;
mod error;
pub mod feed;
pub mod grant;
pub mod idtoken;
pub mod invite;
pub mod json;
pub mod log;
pub mod note;
pub mod passkey;
pub mod random;
pub mod rows;
pub mod secrets;
pub mod session;
pub mod sheet;
pub mod slot;
pub mod stamp;
pub mod team;
pub mod token;
pub mod totp;
pub mod tree;
pub mod vault;
pub mod wacz;

pub use digest::{Digest, Hasher, sha256};
pub use error::{Error, Result};
