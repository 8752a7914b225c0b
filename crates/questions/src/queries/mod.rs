//! Every SQL text of this slice.

/// Questions, in the order of columns that `questions.rs` reads.
macro_rules! of_questions {
    ($($rest:literal),+ $(,)?) => {
        concat!(
            "SELECT question, panel, place, asked, ct, pseudonym, body, kind, profession, level, state, joined, taken, \
             same, mail, (SELECT r.ct FROM panel_refusals r WHERE r.refusal = panel_questions.refusal) \
             FROM panel_questions ",
            $($rest),+
        )
    };
}

pub mod answers;
pub mod events;
pub mod panels;
pub mod public;
pub mod questions;
pub mod sifting;

/// Reads a list that was stored with spaces between.
fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}
