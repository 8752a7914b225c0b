#![doc = include_str!("../README.md")]

pub mod files;
pub mod model;
pub mod pages;
mod queries;
pub mod rules;
pub mod service;

pub use pages::capability::capability;
pub use pages::layer::declare;
pub use service::Audits;
