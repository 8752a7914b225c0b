#![doc = include_str!("../README.md")]

mod capability;
pub mod draft;
pub mod pages;
pub mod settings;

pub use capability::{Front, capability};
pub use settings::Operator;
