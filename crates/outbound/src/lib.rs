#![doc = include_str!("../README.md")]

mod reader;
mod several;
mod tsa;

pub use reader::Reader;
pub use several::Several;
pub use tsa::Tsa;
