//! One's own profile: public, private or professional, from four criteria (N184–N186, N193).
//!
//! A body of clues, not a sum of points. In doubt it is read as public: a private post can be copied.

use super::types::{Clue, Look};
use super::{Library, types};
use crate::Content;
use crate::law::Text;
use serde::{Deserialize, Serialize};

/// How a profile reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reading {
    /// For chosen people; it may still get out.
    Prive,
    /// Tied to the work.
    Professionnel,
    /// For everybody.
    Public,
}

/// How much a clue weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weight {
    /// It goes with others.
    Faible,
    /// It counts.
    Moyen,
    /// It decides.
    Fort,
}

/// A clue, with its weight.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Weighed {
    /// The clue.
    pub id: String,
    /// The criterion.
    pub criterion: String,
    /// What is seen.
    pub text: Text,
    /// What it points to.
    pub points_to: Reading,
    /// How much it weighs.
    pub weight: Weight,
}

/// What the clues say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Assessment {
    /// How the profile reads.
    pub reading: Reading,
    /// The clues, the heaviest first.
    pub clues: Vec<Weighed>,
    /// Criteria not answered; until then the careful reading stands.
    pub missing: Vec<String>,
    /// What remains whatever the settings: always said (N185).
    pub residual: Text,
    /// What the silence on the job does not change (N193).
    pub function: Text,
}

/// An item to hide, in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hidden {
    /// What a stranger sees.
    pub id: String,
    /// What to do.
    pub hide: Text,
}

impl Content {
    /// Reads a profile from the clues seen. `job_mentioned` changes the words, never the reading.
    pub fn assess_profile(&self, seen: &[&str], job_mentioned: bool) -> Assessment {
        let mut clues: Vec<&Clue> = seen
            .iter()
            .filter_map(|id| self.library().clues.get(id))
            .collect();
        clues.sort_by_key(|clue| std::cmp::Reverse(clue.weight));
        let answered = |criterion: &str| clues.iter().any(|clue| clue.criterion == criterion);
        let missing: Vec<String> = self
            .law
            .criteria
            .iter()
            .filter(|criterion| !answered(&criterion.id))
            .map(|criterion| criterion.id.clone())
            .collect();
        Assessment {
            reading: reading(&clues, missing.is_empty()),
            clues: clues.into_iter().map(weighed).collect(),
            missing,
            residual: text(
                "Il reste un risque : un réglage n’empêche ni la capture, ni le transfert, ni un contact de parler.",
                "A risk remains: no setting prevents a capture, a forward, or a contact from talking.",
            ),
            function: if job_mentioned {
                text(
                    "Votre métier est dit : vos devoirs d’agent public s’appliquent à ce que l’on y lit.",
                    "Your job is stated: your duties as public staff apply to what is read there.",
                )
            } else {
                text(
                    "Ne pas dire votre métier n’y change rien : on vous reconnaît, et vos devoirs d’agent public restent.",
                    "Not stating your job changes nothing: people recognise you, and your duties as public staff remain.",
                )
            },
        }
    }

    /// What a stranger sees of the profile, and what to hide first (N186).
    pub fn hide_first(&self, seen: &[&str]) -> Vec<Hidden> {
        hide_first(self.library(), seen)
    }
}

fn reading(clues: &[&types::Clue], whole: bool) -> Reading {
    let decides = |to: Reading| {
        clues
            .iter()
            .any(|clue| clue.points_to == to && clue.weight == Weight::Fort)
    };
    let all_private = clues.iter().all(|clue| clue.points_to == Reading::Prive);
    if decides(Reading::Public) {
        Reading::Public
    } else if decides(Reading::Professionnel) {
        Reading::Professionnel
    } else if whole && all_private {
        Reading::Prive
    } else {
        Reading::Public
    }
}

fn weighed(clue: &Clue) -> Weighed {
    Weighed {
        id: clue.id.clone(),
        criterion: clue.criterion.clone(),
        text: clue.text.clone(),
        points_to: clue.points_to,
        weight: clue.weight,
    }
}

fn hide_first(library: &Library, seen: &[&str]) -> Vec<Hidden> {
    let mut looks: Vec<&Look> = seen.iter().filter_map(|id| library.looks.get(id)).collect();
    looks.sort_by_key(|look| look.rank);
    looks
        .into_iter()
        .map(|look| Hidden {
            id: look.id.clone(),
            hide: look.hide.clone(),
        })
        .collect()
}

fn text(fr: &str, en: &str) -> Text {
    Text {
        fr: fr.to_owned(),
        en: en.to_owned(),
    }
}
