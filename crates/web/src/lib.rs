#![doc = include_str!("../README.md")]

pub mod access;
pub mod app;
pub mod ledger;
mod limits;
mod openapi;
pub mod listen;

pub use app::{App, Settings, build};
