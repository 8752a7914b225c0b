#![doc = include_str!("../README.md")]

pub mod devices;
pub mod directory;
pub mod doors;
pub mod drawn;
pub mod model;
pub mod oidc;
pub mod pages;
pub mod passkeys;
pub mod passphrase;
pub mod people;
mod purging;
mod queries;
pub mod rules;
pub mod service;
pub mod slow;
pub mod strength;
pub mod teams;
mod telling;
pub mod tokens;

pub use model::{Person, Visit};
pub use pages::capability::capability;
pub use service::Accounts;
