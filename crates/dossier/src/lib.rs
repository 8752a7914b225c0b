#![doc = include_str!("../README.md")]

pub mod calendar;
pub mod capturing;
pub mod completeness;
pub mod entries;
pub mod exporting;
pub mod fold;
pub mod follow;
pub mod forms;
pub mod hiding;
pub mod importing;
pub mod letters;
pub mod logging;
mod masking;
pub mod model;
pub mod note;
pub mod noting;
pub mod pages;
pub mod plans;
pub mod prior;
pub mod recipient;
pub mod record;
pub mod report;
pub mod service;
pub mod showing;
pub mod stamping;
pub mod uploading;

pub use pages::capability::capability;
pub use service::{Beginning, Begun, Dossiers, Opened, Prepared};
