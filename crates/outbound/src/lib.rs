#![doc = include_str!("../README.md")]

pub mod address;
pub mod name;
pub mod relay;
pub mod sniff;
mod tsa;

pub use relay::{Contact, Refusal, Relay};
pub use tsa::Tsa;
