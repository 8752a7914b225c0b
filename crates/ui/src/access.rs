//! How accessible the site says it is: one of three states, on every page (decree no. 2019-768).

/// What an audit lets the site say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Access {
    /// No valid audit, or less than half of the criteria.
    #[default]
    None,
    /// At least half of the criteria.
    Partial,
    /// All of them.
    Full,
}

impl Access {
    /// As exported, and at the end of the key of its words.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "non",
            Self::Partial => "partielle",
            Self::Full => "totale",
        }
    }
}
