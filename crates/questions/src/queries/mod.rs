//! Every SQL text of this slice.

pub mod answers;
pub mod events;
pub mod panels;
pub mod questions;
pub mod sifting;

/// Reads a list that was stored with spaces between.
fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}
