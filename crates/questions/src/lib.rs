#![doc = include_str!("../README.md")]

pub mod live;
pub mod model;
pub mod pages;
mod queries;
pub mod rules;
