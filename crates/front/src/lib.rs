#![doc = include_str!("../README.md")]

pub mod api;
pub mod draft;
pub mod pages;
pub mod settings;

pub use pages::capability::{Front, capability};
pub use settings::Operator;
