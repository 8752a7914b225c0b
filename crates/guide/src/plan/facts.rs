//! What the person says of her situation. Every fact is optional: « je ne sais pas » is an answer.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use time::Date;

/// Yes, no, or not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// Yes.
    Oui,
    /// No.
    Non,
    /// Not known, or doubtful.
    #[default]
    #[serde(alias = "doute")]
    Nsp,
}

/// Who wrote, filmed or did it (N026).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Author {
    /// A pupil.
    Eleve,
    /// A pupil's parent.
    Parent,
    /// A colleague.
    Collegue,
    /// An elected official.
    Elu,
    /// A superior.
    Hierarchie,
    /// Nobody knows.
    Inconnu,
    /// Somebody else.
    Autre,
}

/// Whom it happens to (N175).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum About {
    /// The person herself.
    #[default]
    #[serde(alias = "moi")]
    #[serde(rename = "self")]
    Oneself,
    /// A colleague.
    #[serde(alias = "collegue")]
    Colleague,
    /// A pupil.
    #[serde(alias = "eleve")]
    Pupil,
}

/// One of several times it happened (N018).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Occurrence {
    /// The day.
    #[serde(with = "iso")]
    pub date: Date,
    /// Who, in the person's words.
    #[serde(default)]
    pub by: Option<String>,
}

/// How a request ended without being granted (N022, N023).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ending {
    /// Refused.
    Refus,
    /// Left without answer.
    Silence,
    /// A complaint closed without prosecution.
    Classement,
}

/// A request that ended so, with its day: each one is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// The action.
    pub action: String,
    /// How it ended.
    pub ending: Ending,
    /// The day of the decision, or the day on which silence counts as one.
    #[serde(default, with = "iso::option")]
    pub on: Option<Date>,
}

/// The facts that shape a plan.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Situation {
    /// Kinds of situation, the most important first.
    pub kinds: Vec<String>,
    /// Status, an id of `law/staff.toml`.
    pub status: Option<String>,
    /// Place of work, an id of `law/establishments.toml`.
    pub establishment: Option<String>,
    /// Who did it; absent when it was not asked.
    pub author: Option<Author>,
    /// Whether a name is known (N053).
    pub author_named: Answer,
    /// Whom it happens to.
    pub about: About,
    /// Whether the name is written; without it, one can still be recognised (N015).
    pub named: Answer,
    /// What lets people recognise her, when the name is not written.
    pub clues: Vec<String>,
    /// Who recognised her.
    pub recognised_by: Vec<String>,
    /// The day a namesake was ruled out, for a fake profile (N016).
    #[serde(with = "iso::option")]
    pub namesake_checked: Option<Date>,
    /// An intimate image of a minor: nothing is captured, copied or forwarded (N043).
    pub minor_intimate: bool,
    /// Whether everybody can read or see it.
    pub public: Answer,
    /// Whether the image or the recording was put online or shared (N080).
    pub published: Answer,
    /// Whether a precise fact is imputed (N014).
    pub precise_fact: Answer,
    /// Whether it is linked with the duties (N028).
    pub link_with_duties: Answer,
    /// Words of hatred or discrimination (N019).
    pub hateful: bool,
    /// It happened several times (N018).
    pub repeated: bool,
    /// Somebody may be in danger (N017).
    pub danger: bool,
    /// She fears reprisals (N024).
    pub reprisals: bool,
    /// The day she goes back to work (N062).
    #[serde(with = "iso::option")]
    pub return_date: Option<Date>,
    /// The first time it was published or sent.
    #[serde(with = "iso::option")]
    pub first_published: Option<Date>,
    /// The earliest day it can have been published, when the first is not known.
    #[serde(with = "iso::option")]
    pub earliest_plausible: Option<Date>,
    /// The day the person learnt of it.
    #[serde(with = "iso::option")]
    pub discovered: Option<Date>,
    /// The times it happened.
    pub occurrences: Vec<Occurrence>,
    /// Number of the département, for days off.
    pub departement: Option<String>,
    /// Actions that were refused or left without answer.
    pub refusals: Vec<String>,
    /// The same, with how and when each ended.
    pub outcomes: Vec<Outcome>,
    /// Actions that are over; closing one never closes another (N060).
    pub done: Vec<String>,
    /// Requests already made: action, day of receipt.
    #[serde(with = "iso::map")]
    pub received: BTreeMap<String, Date>,
    /// Lists that were gone through: list, day (N016, N071, N082).
    #[serde(with = "iso::map")]
    pub lists: BTreeMap<String, Date>,
    /// Who goes with her, as she chose: an authority (N025).
    pub support: Option<String>,
    /// Her data are sold or used for trade (N073).
    pub commercial: bool,
}

impl Situation {
    /// Only kinds, nothing else known.
    pub fn of(kinds: &[&str]) -> Self {
        Self {
            kinds: kinds.iter().map(|kind| (*kind).to_owned()).collect(),
            ..Self::default()
        }
    }

    /// Reads a facts file: JSON when it starts with `{`, else TOML.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.trim_start().starts_with('{') {
            return serde_json::from_str(text).map_err(|error| error.to_string());
        }
        let mut table: toml::Table = toml::from_str(text).map_err(|error| error.to_string())?;
        for value in table.iter_mut().map(|(_, value)| value) {
            bare_dates(value);
        }
        table
            .try_into()
            .map_err(|error: toml::de::Error| error.to_string())
    }

    /// Whether somebody speaks of words that the press law may cover, whatever the kind.
    pub(super) fn speaks_of_words(&self) -> bool {
        self.hateful || self.precise_fact != Answer::Nsp
    }

    /// A facts file to start from, every field shown.
    pub const fn example() -> &'static str {
        include_str!("example.toml")
    }
}

/// `2026-09-10` may be written without quotes.
fn bare_dates(value: &mut toml::Value) {
    match value {
        toml::Value::Datetime(date) => *value = toml::Value::String(date.to_string()),
        toml::Value::Array(items) => items.iter_mut().for_each(bare_dates),
        toml::Value::Table(table) => table.iter_mut().for_each(|(_, value)| bare_dates(value)),
        _ => {}
    }
}

/// Dates written `2026-11-21`.
pub(super) mod iso {
    use serde::{Deserialize, Deserializer, Serializer};
    use time::Date;

    fn read<E: serde::de::Error>(text: &str) -> Result<Date, E> {
        kernel::date::parse(text)
            .ok_or_else(|| E::custom(format!("`{text}` is not a date like 2026-11-21")))
    }

    pub fn serialize<S: Serializer>(date: &Date, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&kernel::date::iso(*date))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Date, D::Error> {
        read(&String::deserialize(from)?)
    }

    /// The same, when it may be absent.
    pub mod option {
        use super::{Date, Deserialize, Deserializer, Serializer, read};

        #[expect(clippy::ref_option, reason = "the signature serde asks for")]
        pub fn serialize<S: Serializer>(date: &Option<Date>, to: S) -> Result<S::Ok, S::Error> {
            match date {
                Some(date) => to.serialize_some(&kernel::date::iso(*date)),
                None => to.serialize_none(),
            }
        }

        pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Date>, D::Error> {
            Option::<String>::deserialize(from)?
                .filter(|text| !text.is_empty())
                .map(|text| read(&text))
                .transpose()
        }
    }

    /// The same, by action.
    pub mod map {
        use super::{Date, Deserialize, Deserializer, Serializer, read};
        use std::collections::BTreeMap;

        pub fn serialize<S: Serializer>(
            map: &BTreeMap<String, Date>,
            to: S,
        ) -> Result<S::Ok, S::Error> {
            to.collect_map(
                map.iter()
                    .map(|(key, date)| (key, kernel::date::iso(*date))),
            )
        }

        pub fn deserialize<'de, D: Deserializer<'de>>(
            from: D,
        ) -> Result<BTreeMap<String, Date>, D::Error> {
            BTreeMap::<String, String>::deserialize(from)?
                .into_iter()
                .map(|(key, text)| Ok((key, read(&text)?)))
                .collect()
        }
    }
}
