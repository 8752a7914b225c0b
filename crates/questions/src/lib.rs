#![doc = include_str!("../README.md")]

pub mod api;
pub mod live;
pub mod model;
pub mod pages;
mod queries;
pub mod rules;
pub mod service;

pub use pages::capability::capability;
pub use pages::live;
pub use service::{By, Panels};
