#![doc = include_str!("../README.md")]

pub mod address;
mod dns;
mod http;
pub mod name;
pub mod relay;
pub mod sniff;
mod tsa;

pub use dns::Dns;
pub use relay::{Contact, Refusal, Relay};
pub use tsa::Tsa;
