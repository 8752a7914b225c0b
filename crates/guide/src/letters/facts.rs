//! What a letter is filled with: a TOML or JSON file, or the dossier.

use super::requests::{Contact, Reported};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Everything the letters may need; whatever is missing becomes a gap.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LetterFacts {
    /// Who writes.
    pub person: Person,
    /// Where the person works.
    pub establishment: Establishment,
    /// Who employed the person when the facts happened.
    pub employer: Employer,
    /// The facts.
    pub facts: Vec<Fact>,
    /// Why the facts touch the person because of the duties.
    pub duties_link: String,
    /// Ids of `offences` in the law; what the facts may come under.
    pub offences: Vec<String>,
    /// For a platform: why the contents are clearly unlawful.
    pub explanation: String,
    /// Who is behind the facts, as far as known.
    pub author: Author,
    /// What the facts did to the person.
    pub harm: String,
    /// Who saw or read.
    pub witnesses: Vec<Witness>,
    /// Said by the person: nobody witnessed.
    pub no_witness: bool,
    /// What is asked of the employer.
    pub measures: Vec<Measure>,
    /// The risk of serious physical harm, when there is one.
    pub urgent: String,
    /// The lawyer, chosen or not yet.
    pub lawyer: Lawyer,
    /// What was already done, in order.
    pub steps: Vec<Step>,
    /// The numbered exhibits.
    pub pieces: Vec<Piece>,
    /// The platform to notify.
    pub platform: Platform,
    /// The court whose procureur is written to.
    pub court: Court,
    /// The postal address and the way up the hierarchy, given by the person.
    pub recipient: Recipient,
    /// Place and date of the letter.
    pub letter: Written,
    /// What the person states under their own responsibility.
    pub statements: Statements,
    /// Reasons in law, chosen among those of the model.
    pub grounds: Vec<Measure>,
    /// Numbers of the exhibits that the first letter did not have (N066).
    pub added_pieces: Vec<u32>,
    /// What others told.
    pub reported: Vec<Reported>,
    /// Exchanges with the addressee so far.
    pub contacts: Vec<Contact>,
    /// The fields that only some letters have, by the id that `content/letters/common.toml` gives them.
    pub more: BTreeMap<String, More>,
}

/// The value of a field that only some letters have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum More {
    /// A box, ticked or not.
    Tick(bool),
    /// Words.
    Words(String),
}

/// Who writes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Person {
    /// First name and name.
    pub name: String,
    /// Corps and grade, or function.
    pub role: String,
    /// Id of `staff` in the law: it chooses the addressee.
    pub status: String,
    /// Postal address, one line or several.
    pub address: String,
    /// The address is the professional one.
    pub address_professional: bool,
    /// The employer agreed to it (code de procédure pénale, article 10-2).
    pub employer_agrees: bool,
    /// Date and place of birth, in words; optional.
    pub birth: String,
    /// E-mail address.
    pub email: String,
    /// Telephone.
    pub phone: String,
}

/// Where the person works.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Establishment {
    /// Its name.
    pub name: String,
    /// Id of `establishments` in the law: with the status, it chooses the addressee.
    pub kind: String,
    /// Postal address.
    pub address: String,
    /// Commune.
    pub commune: String,
    /// Number of the département.
    pub departement: String,
    /// Académie.
    pub academie: String,
    /// Region; used for agricultural education.
    pub region: String,
}

/// Who employed the person when the facts happened.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Employer {
    /// The employer, in words.
    pub name: String,
    /// `commune`, or another collectivity; for territorial staff.
    pub kind: String,
    /// Who signed the contract; for AESH and AED.
    pub signatory: String,
    /// Postal address.
    pub address: String,
}

/// One fact.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Fact {
    /// The date in words, hour included: what the letter shows.
    pub when: String,
    /// The civil date, `2026-11-03`: orders the facts, and stands for `when` when it is empty.
    pub date: String,
    /// Where, online or not.
    pub place: String,
    /// What happened.
    pub what: String,
    /// Who did it, "inconnu" included.
    pub author: String,
    /// The platform.
    pub platform: String,
    /// The exact address of the post.
    pub url: String,
    /// The address of the profile.
    pub profile_url: String,
    /// Where in the content: minute of a video, place in a thread.
    pub position: String,
}

/// The author, as far as known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Author {
    /// Named: the complaint is against this person.
    pub name: String,
    /// Not named: the complaint is against X.
    pub unknown: bool,
    /// What is known: pseudonym, account, class.
    pub details: String,
}

/// Who saw or read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Witness {
    /// Name and quality.
    pub name: String,
    /// What was seen.
    pub what: String,
}

/// Something asked; the model has a text for each id, `autre` needs its own.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Measure {
    /// Id of a measure of the model, or `autre`.
    pub id: String,
    /// Replaces the model's text when not empty.
    pub text: String,
}

/// The lawyer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Lawyer {
    /// Name.
    pub name: String,
    /// Postal address.
    pub address: String,
    /// Not chosen yet.
    pub undecided: bool,
}

/// Something already done.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Step {
    /// When, in words.
    pub when: String,
    /// What.
    pub what: String,
}

/// A numbered exhibit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Piece {
    /// Its number in the dossier.
    pub number: u32,
    /// What it is.
    pub title: String,
    /// When it was made, in words.
    pub date: String,
    /// The first digits of its SHA-256.
    pub sha256: String,
}

/// The platform to notify.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Platform {
    /// Its name.
    pub name: String,
    /// Its form or address, given by the person.
    pub contact: String,
}

/// The court.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Court {
    /// Where the tribunal judiciaire sits.
    pub city: String,
    /// Postal address, given by the person.
    pub address: String,
    /// The person confirmed that it is the right one.
    pub confirmed: bool,
}

/// Where the letter goes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Recipient {
    /// Postal address, given by the person.
    pub address: String,
    /// The level of the hierarchical channel written to: an authority; the one above the head when empty (N177).
    pub level: String,
    /// Through whom, when the status does not say.
    pub via: String,
    /// Straight to the addressee, nobody of the hierarchy on the way or in copy: when the author is
    /// one of them (N022, N026).
    pub direct: bool,
}

/// Place and date of the letter.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Written {
    /// Where.
    pub place: String,
    /// Civil date, `2026-11-22`.
    pub date: String,
}

/// Statements that only the person can make.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Statements {
    /// No personal fault (code général de la fonction publique, L134-5).
    pub no_personal_fault: bool,
    /// What is said is accurate and complete (règlement 2022/2065, article 16, 2, d).
    pub good_faith: bool,
}
