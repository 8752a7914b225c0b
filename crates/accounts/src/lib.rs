#![doc = include_str!("../README.md")]

pub mod model;
pub mod pages;
mod queries;
pub mod rules;
pub mod service;

pub use model::{Person, Visit};
pub use pages::capability::capability;
pub use service::Accounts;
