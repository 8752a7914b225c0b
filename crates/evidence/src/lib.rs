#![doc = include_str!("../README.md")]

pub mod import;
pub mod likeness;
pub mod masking;
pub mod model;
pub mod rules;
pub mod segments;
pub mod service;
