//! Time limits, as the files hold them.

use super::load::date;
use super::types::{Confidence, State, Text};
use serde::{Deserialize, Serialize};
use time::Date;

/// What a time limit does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Nature {
    /// Not to be passed by the person.
    Forclusion,
    /// To be waited for before a right arises.
    Attente,
    /// Binds somebody else.
    ObligationTiers,
    /// Binds the staff member or the employer.
    ObligationAgent,
    /// At least.
    Minimum,
    /// At most.
    Maximum,
    /// How long data is kept.
    Conservation,
}

/// The unit of a time limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// Months.
    Mois,
    /// Days, calendar or working according to the mode.
    Jours,
    /// Hours.
    Heures,
}

/// How a time limit is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// The same day N months later.
    Quantieme,
    /// The same, plus one day, then the first business day.
    Franc,
    /// N days, all counted.
    JoursCalendaires,
    /// N days without Sundays and holidays.
    JoursOuvrables,
    /// N hours without a break.
    ContinuHeures,
    /// At once: no figure in the law, so no date.
    SansDelai,
}

/// What happens when the end falls on a day off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Carry {
    /// Nothing: the day stands.
    Aucun,
    /// The first business day after it.
    JourOuvrableSuivant,
}

/// The dated fact that starts a time limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// The words or images were first published or sent.
    Publication,
    /// The last of the acts.
    DernierFait,
    /// The person learnt of it.
    Connaissance,
    /// A request of hers was received.
    Demande,
    /// A decision was notified, or arose from silence.
    Decision,
    /// Something else, which only its actor can date.
    Autre,
}

/// A time limit.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Stable id.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// What it does.
    pub nature: Nature,
    /// What makes it run.
    pub starts: Text,
    /// The dated fact that gives it.
    pub event: Event,
    /// The limit that opens when this one ends in silence or in a refusal.
    #[serde(default)]
    pub next: Option<String>,
    /// How many units; 0 without delay.
    pub amount: u32,
    /// The unit.
    pub unit: Unit,
    /// How it is counted.
    pub mode: Mode,
    /// What happens at the end.
    pub carry: Carry,
    /// The texts.
    pub articles: Vec<String>,
    /// Whom it binds.
    pub holder: String,
    /// What passing it does.
    #[serde(default)]
    pub effect: String,
    /// What interrupts it.
    #[serde(default)]
    pub interrupts: Vec<String>,
    /// What suspends it.
    #[serde(default)]
    pub suspends: Vec<String>,
    /// What people wrongly believe stops it.
    #[serde(default)]
    pub no_effect: Vec<String>,
    /// Days before the end on which to warn.
    #[serde(default)]
    pub warn_days_before: Vec<u16>,
    /// An example of start, checked by a test.
    #[serde(default)]
    pub example_from: Option<String>,
    /// Its end.
    #[serde(default)]
    pub example_due: Option<String>,
    /// Who receives what must be done in time.
    #[serde(default)]
    pub recipients: Vec<String>,
    /// Traps.
    #[serde(default)]
    pub note: String,
    /// Where it stands.
    pub state: State,
    /// The day it was checked.
    #[serde(deserialize_with = "date")]
    pub checked: Date,
    /// How sure we are.
    pub confidence: Confidence,
    /// What was read.
    pub how: String,
}
