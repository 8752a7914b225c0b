//! From a kind of situation and a few facts to a plan: what to do today, then step by step.

mod addressee;
mod check;
mod clocks;
mod data;
mod extras;
mod facts;
mod lawyers;
mod notes;
mod outcome;
mod reading;
mod steps;

pub use addressee::{Addressees, addressees};
pub use clocks::{Clock, Running};
pub use data::{
    Action, Avoid, Closed, Exposure, FirstHour, Kind, KindStep, LETTERS, Level, Primary, Question,
    Situations, Sphere, Track, Who,
};
pub use extras::{
    Answerable, Checklist, Discouraged, Item, Liability, Listed, NotAdvised, When, names_to_reserve,
};
pub use facts::{About, Answer, Author, Ending, Occurrence, Outcome, Situation};
pub use lawyers::{Counsel, Lawyer};
pub use notes::Note;
pub use outcome::Consequence;
pub use reading::{Open, Qualification};
pub use steps::{Recipient, Step};

use crate::Content;
use crate::law::{Entry as _, Text};
use serde::Serialize;
use time::Date;

/// Something for today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Act {
    /// The action it belongs to.
    pub action: Option<String>,
    /// What to do.
    pub text: Text,
    /// Safety comes first.
    pub danger: bool,
}

/// A kind the plan is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Named {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: Text,
}

/// Somebody to talk to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Contact {
    /// The authority.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// How to reach it.
    pub contact: Option<Text>,
    /// Somebody who listens and goes with you (N025).
    pub support: bool,
    /// The one she chose.
    pub chosen: bool,
}

/// What to do, in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Plan {
    /// The kinds it is about.
    pub kinds: Vec<Named>,
    /// Somebody may be in danger.
    pub danger: bool,
    /// The first hour, danger first.
    pub today: Vec<Act>,
    /// The steps.
    pub steps: Vec<Step>,
    /// Lists to tick, whose dated result joins the dossier.
    pub checklists: Vec<Listed>,
    /// What was refused or left without answer, and what opens.
    pub consequences: Vec<Consequence>,
    /// What not to do, and why.
    pub not_to_do: Vec<Avoid>,
    /// Ways not advised here, and why.
    pub not_advised: Vec<NotAdvised>,
    /// What may engage the liability of whoever leads the school; empty for everybody else.
    pub liability: Vec<Answerable>,
    /// Two ways to a lawyer, side by side (N050); empty when the plan has not both.
    pub counsels: Vec<Counsel>,
    /// Whom to talk to; support first.
    pub contacts: Vec<Contact>,
    /// Time limits, the nearest first.
    pub deadlines: Vec<Clock>,
    /// What the facts may amount to.
    pub qualifications: Vec<Qualification>,
    /// Whom to write to.
    pub addressees: Addressees,
    /// What explains the choices made.
    pub notes: Vec<Note>,
    /// What would still change the plan.
    pub ask: Vec<Open>,
    /// The actions, each once, in the order of the steps.
    pub actions: Vec<String>,
}

impl Situation {
    /// What cannot be used, each with its remedy; empty when all ids are known.
    pub fn faults(&self, content: &Content) -> Vec<String> {
        let mut faults = Vec::new();
        let mut check = |what: &str, id: &str, known: bool, list: String| {
            if !known {
                faults.push(format!("{what}: `{id}` is not known; use one of {list}"));
            }
        };
        fn ids<T: crate::law::Entry>(shelf: &crate::law::Shelf<T>) -> String {
            shelf.iter().map(T::id).collect::<Vec<_>>().join(", ")
        }
        for kind in &self.kinds {
            check(
                "kinds",
                kind,
                content.kind(kind).is_some(),
                ids(&content.situations.kinds),
            );
        }
        if let Some(id) = &self.status {
            check(
                "status",
                id,
                content.staff(id).is_some(),
                ids(&content.law.staff),
            );
        }
        if let Some(id) = &self.establishment {
            check(
                "establishment",
                id,
                content.law.establishments.has(id),
                ids(&content.law.establishments),
            );
        }
        if let Some(id) = &self.support {
            check(
                "support",
                id,
                content.authority(id).is_some(),
                SUPPORT.join(", "),
            );
        }
        for list in self.lists.keys() {
            check(
                "lists",
                list,
                content.situations.checklists.has(list),
                ids(&content.situations.checklists),
            );
        }
        let ended = self.outcomes.iter().map(|outcome| &outcome.action);
        let acted = self.refusals.iter().chain(self.received.keys());
        for action in acted.chain(ended).chain(&self.done) {
            check(
                "action",
                action,
                content.action(action).is_some(),
                ids(&content.situations.actions),
            );
        }
        if let Some(number) = &self.departement
            && kernel::date::Place::of_departement(number).is_none()
        {
            faults.push(format!(
                "departement: `{number}` is not one; write 01 to 95, 2A, 2B, 971 to 978"
            ));
        }
        faults
    }
}

/// The time limits of the plan for these facts, as the plan has them, without their words.
pub fn running<'a>(content: &'a Content, facts: &Situation, today: Date) -> Vec<Running<'a>> {
    let kinds = reading::kinds(content, facts);
    let ids: Vec<String> = kinds.iter().map(|kind| kind.id.clone()).collect();
    clocks::all(
        content,
        facts,
        &addressees(&content.law, facts),
        &ids,
        today,
    )
}

/// The plan for these facts; ids that are not known are left out (see [`Situation::faults`]).
pub fn plan(content: &Content, facts: &Situation, today: Date) -> Plan {
    let kinds = reading::kinds(content, facts);
    let danger = facts.danger || facts.minor_intimate || kinds.iter().any(|kind| kind.danger);
    let addressees = addressees(&content.law, facts);
    let outcomes = outcome::all(content, facts, today);
    let setting = steps::Setting {
        content,
        facts,
        addressees: &addressees,
        danger,
        outcomes: &outcomes,
        press: facts.speaks_of_words() || kinds.iter().any(|kind| kind.press()),
        today,
    };
    let steps = steps::all(&setting, &kinds);
    let ids: Vec<String> = kinds.iter().map(|kind| kind.id.clone()).collect();
    let actions: Vec<String> = steps.iter().map(|step| step.action.clone()).collect();
    Plan {
        danger,
        today: first_hour(facts, &kinds, danger),
        checklists: extras::checklists(content, facts, &kinds),
        consequences: outcome::consequences(content, &outcomes),
        not_advised: extras::ways(content, facts, &kinds, &actions),
        liability: extras::liability(content, facts, &kinds),
        counsels: lawyers::counsels(content, &steps),
        not_to_do: not_to_do(&kinds),
        contacts: contacts(content, facts, &kinds, danger),
        deadlines: clocks::all(content, facts, &addressees, &ids, today)
            .into_iter()
            .map(|clock| clock.told(content, facts, today))
            .collect(),
        qualifications: reading::qualifications(content, facts, &kinds),
        notes: notes::all(facts, &addressees, &steps),
        ask: reading::open(facts, &kinds),
        actions,
        kinds: kinds
            .iter()
            .map(|kind| Named {
                id: kind.id.clone(),
                name: kind.name.clone(),
            })
            .collect(),
        addressees,
        steps,
    }
}

impl Plan {
    /// The steps of which nothing reaches the author (N024).
    pub fn discreet(&self) -> impl Iterator<Item = &Step> {
        self.steps
            .iter()
            .filter(|step| step.exposure == Exposure::Non)
    }
}

/// Safety, then the first hour of each kind; an action named twice is said once.
fn first_hour(facts: &Situation, kinds: &[&Kind], danger: bool) -> Vec<Act> {
    let mut acts: Vec<Act> = Vec::new();
    if danger {
        acts.push(Act {
            action: None,
            text: steps::text(
                "Danger maintenant : appelez le 17 ou le 112, ou écrivez au 114. Idées suicidaires : 3114.",
                "Danger now: call 17 or 112, or text 114. Suicidal thoughts: 3114.",
            ),
            danger: true,
        });
    }
    // What a fact calls for comes before the rest (N043).
    let own = kinds.iter().flat_map(|kind| &kind.first_hour);
    let called = own.filter(|first| facts.minor_intimate && first.minor_intimate);
    acts.extend(called.map(|first| Act {
        action: first.action.clone(),
        text: first.act.clone(),
        danger: true,
    }));
    for kind in kinds {
        for first in &kind.first_hour {
            let copies = |id: &String| steps::COPIES.contains(&id.as_str());
            if facts.minor_intimate && first.action.as_ref().is_some_and(copies) {
                continue;
            }
            let again = |act: &Act| {
                act.text == first.act || (first.action.is_some() && act.action == first.action)
            };
            if !acts.iter().any(again) {
                acts.push(Act {
                    action: first.action.clone(),
                    text: first.act.clone(),
                    danger: kind.danger,
                });
            }
        }
    }
    acts
}

fn not_to_do(kinds: &[&Kind]) -> Vec<Avoid> {
    let mut all: Vec<Avoid> = Vec::new();
    for avoid in kinds.iter().flat_map(|kind| &kind.avoid) {
        if !all.contains(avoid) {
            all.push(avoid.clone());
        }
    }
    all
}

/// Those who listen, whatever the situation.
pub const SUPPORT: [&str; 3] = ["asl", "syndicat", "france-victimes"];

/// Support first (N025), then those the kinds name; hatred adds its own (N019).
fn contacts(content: &Content, facts: &Situation, kinds: &[&Kind], danger: bool) -> Vec<Contact> {
    let mut ids: Vec<&str> = Vec::new();
    if danger {
        ids.push("urgence");
    }
    let chosen = facts.support.as_deref();
    ids.extend(chosen);
    ids.extend(SUPPORT);
    if danger
        || kinds
            .iter()
            .any(|kind| kind.id == "harcelement" || kind.pupil)
    {
        ids.push("3114");
    }
    if facts.minor_intimate {
        ids.extend(["police-gendarmerie", "3018", "119", "pharos"]);
    }
    if facts.hateful {
        ids.extend([
            "pharos",
            "procureur",
            "signaleurs-confiance",
            "defenseur-droits",
        ]);
    }
    ids.extend(
        kinds
            .iter()
            .flat_map(|kind| kind.contacts.iter().map(String::as_str)),
    );
    let mut contacts: Vec<Contact> = Vec::new();
    for authority in ids.into_iter().filter_map(|id| content.authority(id)) {
        if !contacts.iter().any(|contact| contact.id == authority.id) {
            contacts.push(Contact {
                id: authority.id().to_owned(),
                name: authority.name.clone(),
                contact: authority.contact.clone(),
                support: SUPPORT.contains(&authority.id()) || authority.id() == "3114",
                chosen: chosen == Some(authority.id()),
            });
        }
    }
    contacts
}
