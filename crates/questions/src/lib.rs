#![doc = include_str!("../README.md")]

pub mod model;
mod queries;
pub mod rules;
