#![doc = include_str!("../README.md")]

pub mod access;
pub mod app;
pub mod ledger;
mod limits;
pub mod listen;
mod openapi;

pub use app::{App, Settings, build};
