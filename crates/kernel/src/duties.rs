//! How a slice declares the personal data it keeps (articles 5, 13 and 30 of the GDPR). The notice
//! shown to people and the register of processing are assembled from these declarations, so a
//! table that nobody declares fails a test.

/// One table of personal data.
#[derive(Debug, Clone, Copy)]
pub struct Duty {
    /// The table's name in both engines.
    pub table: &'static str,
    /// Key of the sentence that says what it holds and why (`locales/`).
    pub purpose: &'static str,
    /// Key of the sentence that says how long it stays.
    pub retention: &'static str,
    /// How a person's rows leave: the use-case that erases them.
    pub erased_by: &'static str,
}

/// Everything one slice keeps about people.
pub type Duties = &'static [Duty];
