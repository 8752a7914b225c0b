#![doc = include_str!("../README.md")]

mod tsa;

pub use tsa::Tsa;
