//! Kinds of situation and actions, read from `content/situations/` and `content/steps/`.

use super::extras::{Checklist, Discouraged, Liability};
use super::facts::Author;
use super::lawyers::Lawyer;
use crate::files::{Files, Problem};
use crate::law::{Confidence, Law, Shelf, Text, entries};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The letters a step may name; the models are in `content/letters/`.
pub const LETTERS: [&str; 54] = [
    "alerte-chef",
    "alerte-f3sct",
    "alerte-hierarchie",
    "alerte-violation",
    "attestation-effacement",
    "attestation-temoin",
    "autorisation-image",
    "cadrage-messagerie",
    "charte-prevention",
    "compte-rendu-rencontre",
    "copie-avant-effacement",
    "declaration-accident",
    "defense-collegue",
    "demande-amiable",
    "demande-chef-etablissement",
    "demande-collective",
    "demande-constat",
    "demande-courriels",
    "demande-document",
    "demande-retrait-photo",
    "dossier-refere",
    "droit-de-reponse",
    "dsa-notification",
    "dsa-reclamation",
    "fiche-eleves",
    "fiche-entretien",
    "fiche-plainte-orale",
    "guide-rencontre",
    "information-agent",
    "information-familles",
    "information-preoccupante",
    "interdiction-usage-nom",
    "lettre-famille",
    "mise-en-demeure",
    "plainte-arcom",
    "plainte-procureur",
    "protection-fonctionnelle",
    "rappel-devoir-chef",
    "recours-pf",
    "rencontre-referent-justice",
    "reponse-association-parents",
    "reponse-parent",
    "retrait-ent",
    "rgpd-acces",
    "rgpd-effacement",
    "rgpd-effacement-mineur",
    "saisine-avocat",
    "saisine-cnil",
    "saisine-ien",
    "signalement-abuse",
    "signalement-art40",
    "signalement-l135-6",
    "signature-remplacee",
    "usage-materiel-etablissement",
];

/// The order of gradation (N020).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// What one does for oneself: evidence, safety, support.
    Soi,
    /// With the author, the parents, the people concerned.
    Amiable,
    /// The school.
    Ecole,
    /// The employer and the line of management.
    Hierarchie,
    /// Platforms, hosts, controllers.
    Plateforme,
    /// Police, prosecutor, judge, authority.
    Juge,
}

/// What changes in a primary school.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Primary {
    /// Its title there.
    pub title: Text,
    /// Its letter there.
    #[serde(default)]
    pub letter: Option<String>,
    /// Its time limit there.
    #[serde(default)]
    pub deadline: Option<String>,
}

/// Whether a step lets the author know of it (N024).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Exposure {
    /// Nothing reaches the author.
    #[default]
    Non,
    /// It may, later or through somebody else.
    Possible,
    /// The author learns of it.
    Oui,
}

/// Two ways that run side by side, neither waiting for the other (N060).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Track {
    /// The school's own discipline.
    Discipline,
    /// Police, prosecutor, judge.
    Penal,
}

/// What follows a complaint closed without prosecution (N023).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Closed {
    /// The actions that open.
    pub opens: Vec<String>,
    /// In words.
    pub text: Text,
}

/// Something one can do.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Action {
    /// Stable id.
    pub id: String,
    /// Its place in the gradation.
    pub level: Level,
    /// Who acts.
    pub who: String,
    /// Addressees: authorities, or `@chef`, `@hierarchie`, `@protection`.
    #[serde(default)]
    pub to: Vec<String>,
    /// Authors for whom it makes sense; all when empty.
    #[serde(default)]
    pub authors: Vec<Author>,
    /// What opens on refusal or silence.
    #[serde(default)]
    pub opens: Vec<String>,
    /// Its letter.
    #[serde(default)]
    pub letter: Option<String>,
    /// The letter that follows a refusal or silence.
    #[serde(default)]
    pub letter_after: Option<String>,
    /// Letters that depend on the author.
    #[serde(default)]
    pub letter_by_author: BTreeMap<String, String>,
    /// Sheets and letters that go with it and are not the request itself: its page offers them.
    #[serde(default)]
    pub also: Vec<String>,
    /// Its time limit.
    #[serde(default)]
    pub deadline: Option<String>,
    /// Of no use to the adult witness of what happens to a pupil (N175).
    #[serde(default)]
    pub staff_only: bool,
    /// Rows of the list of needs it serves.
    pub needs: Vec<String>,
    /// A verb and its object.
    pub title: Text,
    /// How.
    pub about: Text,
    /// Why, in a sentence.
    pub why: Text,
    /// What opens when it is refused or left without answer.
    pub refused: Text,
    /// What follows when a complaint is closed without prosecution.
    #[serde(default)]
    pub closed: Option<Closed>,
    /// After a refusal, it is first asked once more, in writing.
    #[serde(default)]
    pub again: bool,
    /// Whether the author learns of it.
    #[serde(default)]
    pub exposure: Exposure,
    /// What the author learns; said whenever there is some exposure.
    #[serde(default)]
    pub exposed: Option<Text>,
    /// The way it belongs to.
    #[serde(default)]
    pub track: Option<Track>,
    /// What changes in a primary school.
    #[serde(default)]
    pub primary: Option<Primary>,
    /// What changes where neither those measures nor the disciplinary council apply.
    #[serde(default)]
    pub elsewhere: Option<Primary>,
}

/// Who acts.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Who {
    /// Stable id.
    pub id: String,
    /// In words.
    pub name: Text,
}

/// A question that helps to see clearly.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// The fact of [`super::Situation`] it gives.
    #[serde(default)]
    pub fact: Option<String>,
    /// The question.
    pub ask: Text,
}

/// Something to do in the first hour.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FirstHour {
    /// The action it belongs to.
    #[serde(default)]
    pub action: Option<String>,
    /// It speaks of an intimate image of a minor: it comes first when there is one (N043).
    #[serde(default)]
    pub minor_intimate: bool,
    /// What to do.
    #[serde(rename = "do")]
    pub act: Text,
}

/// Something not to do, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Avoid {
    /// What.
    pub what: Text,
    /// Why.
    pub why: Text,
}

/// A step of a kind; what it does not say comes from its action.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KindStep {
    /// The action.
    pub action: String,
    /// From which day to which day.
    pub days: [u16; 2],
    /// Its own title.
    #[serde(default)]
    pub title: Option<Text>,
    /// Its own reason.
    #[serde(default)]
    pub why: Option<Text>,
    /// Its own letter; `aucun` for none.
    #[serde(default)]
    pub letter: Option<String>,
    /// Its own time limit; `aucun` for none.
    #[serde(default)]
    pub deadline: Option<String>,
    /// Only for these authors.
    #[serde(default)]
    pub authors: Vec<Author>,
    /// Only for what the public can see.
    #[serde(default)]
    pub public: bool,
    /// Only for what was put online or shared, or only for what was not (N080).
    #[serde(default)]
    pub published: Option<bool>,
    /// The checklist to be dated first (N016).
    #[serde(default)]
    pub after: Option<String>,
}

/// Where a risk is met (N012).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sphere {
    /// At work.
    Travail,
    /// In private life.
    Prive,
    /// In both.
    Deux,
    /// It is not a risk: a question, a project.
    Aucune,
}

/// A kind of situation.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    /// Stable id.
    pub id: String,
    /// Its place in lists.
    pub order: u8,
    /// Its name.
    pub name: Text,
    /// What it is, in one line.
    pub line: Text,
    /// At work, in private life, or both.
    pub sphere: Sphere,
    /// When it becomes urgent, and what then.
    #[serde(default)]
    pub urgent_if: Option<Text>,
    /// What changes in a primary school.
    #[serde(default)]
    pub primary_school: Option<Text>,
    /// It happens to a pupil: the path of the adult witness (N175).
    #[serde(default)]
    pub pupil: bool,
    /// Danger comes first (N017).
    #[serde(default)]
    pub danger: bool,
    /// What it may amount to.
    #[serde(default)]
    pub offences: Vec<String>,
    /// The texts.
    #[serde(default)]
    pub articles: Vec<String>,
    /// Time limits.
    #[serde(default)]
    pub deadlines: Vec<String>,
    /// Why there is none.
    #[serde(default)]
    pub no_deadline: Option<Text>,
    /// Letters.
    #[serde(default)]
    pub letters: Vec<String>,
    /// Why there is none.
    #[serde(default)]
    pub no_letter: Option<Text>,
    /// Whom to turn to.
    #[serde(default)]
    pub contacts: Vec<String>,
    /// How sure we are.
    pub confidence: Confidence,
    /// Questions.
    #[serde(default)]
    pub question: Vec<Question>,
    /// The first hour.
    #[serde(default)]
    pub first_hour: Vec<FirstHour>,
    /// What not to do.
    #[serde(default)]
    pub avoid: Vec<Avoid>,
    /// Steps, in order.
    #[serde(default)]
    pub step: Vec<KindStep>,
}

impl Kind {
    /// Whether words that the press law covers may be part of it.
    pub fn press(&self) -> bool {
        self.deadlines.iter().any(|id| id.starts_with("presse-"))
    }
}

entries!(Action = "action", Who = "who", Kind = "kind");

/// Kinds of situation, actions, and who acts.
#[derive(Debug, Default)]
pub struct Situations {
    /// The kinds, in order.
    pub kinds: Shelf<Kind>,
    /// The actions.
    pub actions: Shelf<Action>,
    /// Who acts.
    pub who: Shelf<Who>,
    /// Lists to tick.
    pub checklists: Shelf<Checklist>,
    /// Ways not advised here.
    pub discouraged: Shelf<Discouraged>,
    /// What engages the liability of whoever leads a school.
    pub liability: Shelf<Liability>,
    /// The ways to a lawyer.
    pub lawyers: Shelf<Lawyer>,
}

impl Situations {
    /// The letters that an action may send, first and second, whoever the author and whatever the school; those that these
    /// kinds put in their place come first.
    pub fn letters_of<'a>(&'a self, action: &'a str, kinds: &'a [String]) -> Vec<&'a str> {
        let own = kinds.iter().filter_map(|id| self.kinds.get(id));
        let own = own.flat_map(|kind| &kind.step);
        let own = own.filter(|step| step.action == action);
        let own = own.filter_map(|step| step.letter.as_ref());
        let all = self.actions.get(action).into_iter().flat_map(|action| {
            let elsewhere = action.primary.iter().chain(&action.elsewhere);
            let first = action.letter.iter().chain(action.letter_by_author.values());
            let first = first.chain(elsewhere.filter_map(|other| other.letter.as_ref()));
            first.chain(&action.letter_after)
        });
        let mut ids: Vec<&str> = Vec::new();
        for id in own.chain(all).filter(|id| *id != "aucun") {
            if !ids.contains(&id.as_str()) {
                ids.push(id);
            }
        }
        ids
    }

    pub(crate) fn read(files: &Files, problems: &mut Vec<Problem>) -> Self {
        let mut kinds: Vec<Kind> = Vec::new();
        for (name, text) in files.under("situations/") {
            match toml::from_str::<Kind>(text) {
                Ok(kind) if name == format!("situations/{}.toml", kind.id) => kinds.push(kind),
                Ok(kind) => problems.push(Problem {
                    file: name.to_owned(),
                    what: format!("the file must be named {}.toml, like its id", kind.id),
                }),
                Err(error) => problems.push(Problem {
                    file: name.to_owned(),
                    what: error.to_string(),
                }),
            }
        }
        kinds.sort_by_key(|kind| kind.order);
        let mut all = Self {
            kinds: Shelf::default(),
            actions: crate::law::shelf(files, "steps/actions.toml", problems),
            who: crate::law::shelf(files, "steps/who.toml", problems),
            checklists: crate::law::shelf(files, "steps/checklists.toml", problems),
            discouraged: crate::law::shelf(files, "steps/discouraged.toml", problems),
            liability: crate::law::shelf(files, "steps/liability.toml", problems),
            lawyers: crate::law::shelf(files, "steps/lawyers.toml", problems),
        };
        for kind in kinds {
            all.kinds.push(kind);
        }
        all
    }

    pub(crate) fn check(&self, law: &Law, problems: &mut Vec<Problem>) {
        super::check::all(self, law, problems);
    }
}
