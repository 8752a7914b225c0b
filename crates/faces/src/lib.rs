#![doc = include_str!("../README.md")]

mod grey;
mod model;
mod net;
mod pattern;
mod search;

pub use grey::Grey;
pub use search::{Face, find};

/// The side of what the model looks at, in points.
const WINDOW: usize = 40;

#[cfg(test)]
mod tests;
