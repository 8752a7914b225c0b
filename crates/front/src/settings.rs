//! What only the operator can say: who publishes, who hosts, who answers for the data (LCEN, article
//! 1-1; GDPR, article 13). Empty lines are shown as such, and `doctor` stays red until they are filled.

/// The operator's lines.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Operator {
    /// Who publishes the site: name, legal form, address, director of publication.
    pub publisher: String,
    /// Who hosts it: name, address, telephone.
    pub host: String,
    /// How to write to the operator.
    pub contact: String,
    /// The controller of the processing, when it is not the publisher.
    pub controller: String,
    /// How to reach the data protection officer.
    pub dpo: String,
}

impl Operator {
    /// The lines still empty, by name.
    pub fn missing(&self) -> Vec<&'static str> {
        [
            ("publisher", &self.publisher),
            ("host", &self.host),
            ("contact", &self.contact),
            ("controller", &self.controller),
            ("dpo", &self.dpo),
        ]
        .into_iter()
        .filter(|(_, text)| text.trim().is_empty())
        .map(|(name, _)| name)
        .collect()
    }
}
