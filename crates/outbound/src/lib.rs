#![doc = include_str!("../README.md")]

mod dns;
mod http;
mod tsa;

pub use dns::Dns;
pub use tsa::Tsa;
