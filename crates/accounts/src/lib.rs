#![doc = include_str!("../README.md")]

mod capability;
pub mod model;
pub mod pages;
mod queries;
pub mod rules;
pub mod service;

pub use capability::capability;
pub use model::{Person, Visit};
pub use service::Accounts;
