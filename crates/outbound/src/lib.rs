#![doc = include_str!("../README.md")]

mod several;
mod tsa;

pub use several::Several;
pub use tsa::Tsa;
