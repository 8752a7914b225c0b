//! A form that was refused, on its way back to its page: the answer to a POST is always a redirection, so
//! that Back never meets a page which only a POST could show again. What was typed travels in the
//! person's own session, never in an address.

use crate::page::see_other;
use crate::problems::Problems;
use crate::protected::{CSRF, NONCE};
use crate::url::Url;
use axum::response::Response;
use serde::{Deserialize, Serialize};

/// What the page shows again.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// The page that shows it.
    pub page: String,
    /// The form, by the path it is posted to.
    pub action: String,
    /// What was typed.
    pub values: Vec<(String, String)>,
    /// What to correct.
    pub problems: Problems,
}

/// Without what was typed: it goes to no log.
impl std::fmt::Debug for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Refusal").finish_non_exhaustive()
    }
}

impl Refusal {
    /// Whether a form accepted at `action` makes this one good: the same form, or any form when nothing that
    /// was typed would be lost.
    pub fn is_settled_by(&self, action: &str) -> bool {
        self.action == action || !self.has_words()
    }

    fn has_words(&self) -> bool {
        self.values
            .iter()
            .any(|(_, value)| !value.trim().is_empty())
    }

    /// Sends the browser to `page`; the middleware that holds the session keeps the refusal there first.
    pub(crate) fn answer(mut self, page: &impl Url) -> Response {
        self.values
            .retain(|(name, _)| name != CSRF && name != NONCE);
        let mut response = see_other(page);
        response.extensions_mut().insert(self);
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_until_their_own_form_is_accepted() {
        let refused = |value: &str| Refusal {
            page: "/dossiers/x/fait".into(),
            action: "/dossiers/x/fait".into(),
            values: vec![("what".into(), value.into())],
            problems: Problems::new(),
        };
        assert!(!refused("Une insulte").is_settled_by("/dossiers/x/pieces"));
        assert!(refused("Une insulte").is_settled_by("/dossiers/x/fait"));
        assert!(refused(" ").is_settled_by("/dossiers/x/pieces"));
        assert!(!format!("{:?}", refused("Une insulte")).contains("insulte"));
    }
}
