//! Merges the steps of all kinds: filtered by the facts, ordered by gradation, danger first.

use super::addressee::Addressees;
use super::clocks::{self, Clock};
use super::data::{Action, Exposure, Kind, KindStep, Level, Track};
use super::extras;
use super::facts::{About, Answer, Author, Outcome, Situation};
use super::outcome;
use crate::Content;
use crate::law::Text;
use serde::Serialize;
use time::Date;

/// Somebody to write to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Recipient {
    /// The authority.
    pub id: String,
    /// Its name.
    pub name: Text,
}

/// One step of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// The action.
    pub action: String,
    /// The kind it comes from.
    pub kind: String,
    /// Its place in the gradation (N020).
    pub level: Level,
    /// What to do.
    pub title: Text,
    /// How.
    pub about: Text,
    /// Why.
    pub why: Text,
    /// Who acts.
    pub who: Text,
    /// To whom.
    pub to: Vec<Recipient>,
    /// « Sous couvert de ».
    pub through: Vec<Recipient>,
    /// From which day to which day.
    pub days: [u16; 2],
    /// The same, in words.
    pub when: Text,
    /// The letter that goes with it.
    pub letter: Option<String>,
    /// Its time limit.
    pub deadline: Option<Clock>,
    /// What opens on refusal or silence.
    pub refused: Text,
    /// The actions that open then.
    pub opens: Vec<String>,
    /// Not needed: one may leave it out.
    pub optional: bool,
    /// It was refused, or left without answer.
    pub done_in_vain: bool,
    /// Proposed now, because an earlier step was refused or left without answer.
    pub proposed: bool,
    /// Over: nothing more to do here; the other steps stay as they are (N060).
    pub done: bool,
    /// The checklist to be dated before this step can be ready (N016).
    pub waits_for: Option<String>,
    /// Whether the author learns of it (N024).
    pub exposure: Exposure,
    /// What the author learns.
    pub exposed: Option<Text>,
    /// School discipline or criminal law: two ways side by side (N060).
    pub track: Option<Track>,
    /// The link with the duties is doubtful: to be argued (N028).
    pub to_argue: bool,
    /// When it applies only to some authors and none was said.
    pub only_if: Option<Text>,
    /// What to beware of.
    pub warning: Option<Text>,
    /// Rows of the list of needs it serves.
    pub needs: Vec<String>,
}

/// What the steps are computed from.
pub(super) struct Setting<'a> {
    pub content: &'a Content,
    pub facts: &'a Situation,
    pub addressees: &'a Addressees,
    pub danger: bool,
    pub outcomes: &'a [Outcome],
    /// Words that the press law may cover are part of it.
    pub press: bool,
    pub today: Date,
}

/// The steps of these kinds, in order.
pub(super) fn all(setting: &Setting<'_>, kinds: &[&Kind]) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for kind in kinds {
        for own in &kind.step {
            let Some(action) = setting
                .content
                .action(&own.action)
                .filter(|action| setting.applies(action, own))
            else {
                continue;
            };
            match steps.iter_mut().find(|step| step.action == own.action) {
                Some(step) => {
                    step.waits_for = step.waits_for.take().or_else(|| setting.waits_for(own));
                    if own.days < step.days {
                        step.days = own.days;
                        step.when = when(own.days);
                    }
                }
                None => steps.push(setting.step(kind, action, own)),
            }
        }
    }
    besides(setting, kinds, &mut steps);
    propose(setting, kinds, &mut steps);
    let danger = setting.danger;
    steps.sort_by_key(|step| {
        let later = danger && step.days[1] > 1;
        (
            step.done,
            !step.proposed,
            danger && step.optional,
            later,
            step.level,
            step.days,
        )
    });
    steps
}

/// Steps that no kind lists, called for by the facts alone.
fn besides(setting: &Setting<'_>, kinds: &[&Kind], steps: &mut Vec<Step>) {
    let facts = setting.facts;
    let complaint = steps.iter().any(|step| step.track == Some(Track::Penal));
    let mut called: Vec<&str> = Vec::new();
    // A trace that reaches nobody, for whoever fears reprisals (N024).
    if facts.reprisals && complaint {
        called.push("main-courante");
    }
    // Data that are sold: a lawyer, and the authority (N073).
    if facts.commercial {
        called.extend(["contacter-asl-avocat", "saisir-cnil"]);
    }
    // The authorities, and nothing that would copy the image (N043).
    if facts.minor_intimate {
        called.extend(["alerter-chef", "signalement-article-40", "plainte"]);
        steps.retain(|step| !COPIES.contains(&step.action.as_str()));
    }
    for id in called {
        let own = KindStep {
            days: [0, 1],
            ..KindStep::of(id)
        };
        if let (Some(kind), Some(action)) = (kinds.first(), setting.content.action(id))
            && !steps.iter().any(|step| step.action == id)
        {
            steps.push(setting.step(kind, action, &own));
        }
    }
}

/// Actions that make a copy.
pub(super) const COPIES: [&str; 2] = ["captures-preuves", "constat-commissaire"];

/// What a refusal or silence opens comes first (N020: the next step is proposed from the result).
fn propose(setting: &Setting<'_>, kinds: &[&Kind], steps: &mut Vec<Step>) {
    let facts = setting.facts;
    let tried = |id: &str| setting.outcomes.iter().any(|outcome| outcome.action == id);
    for ended in setting.outcomes {
        let Some(action) = setting.content.action(&ended.action) else {
            continue;
        };
        if let Some(step) = steps.iter_mut().find(|step| step.action == action.id) {
            step.done_in_vain = true;
            // Asked again first: the second request quotes the first (N022, N066).
            step.proposed |= action.again || action.letter_after.is_some();
            step.letter = action.letter_after.clone().or_else(|| step.letter.take());
        }
        for open in outcome::opens(action, ended.ending) {
            let copies = facts.minor_intimate && COPIES.contains(&open.as_str());
            if copies || tried(open) || extras::discouraged(setting.content, facts, kinds, open) {
                continue;
            }
            if let Some(step) = steps.iter_mut().find(|step| step.action == *open) {
                step.proposed = true;
                continue;
            }
            let own = KindStep::of(open);
            if let (Some(kind), Some(opened)) = (kinds.first(), setting.content.action(open))
                && setting.applies(opened, &own)
                && (opened.track != Some(Track::Penal) || written(kinds, opened))
            {
                let mut step = setting.step(kind, opened, &own);
                step.proposed = true;
                steps.push(step);
            }
        }
    }
}

/// Whether these kinds count on the letter of that action.
fn written(kinds: &[&Kind], action: &Action) -> bool {
    let counted = |kind: &&Kind| action.letter.iter().all(|id| kind.letters.contains(id));
    kinds.iter().any(counted)
}

impl KindStep {
    fn of(action: &str) -> Self {
        Self {
            action: action.to_owned(),
            days: [0, 7],
            title: None,
            why: None,
            letter: None,
            deadline: None,
            authors: Vec::new(),
            public: false,
            published: None,
            after: None,
        }
    }
}

impl Setting<'_> {
    fn applies(&self, action: &Action, own: &KindStep) -> bool {
        let facts = self.facts;
        let allows = |authors: &[Author]| {
            authors.is_empty() || facts.author.is_none_or(|author| authors.contains(&author))
        };
        let pupil = facts.about == About::Pupil;
        let protection = action.id == "protection-fonctionnelle";
        allows(&action.authors)
            && allows(&own.authors)
            && !(own.public && facts.public == Answer::Non)
            && own
                .published
                .is_none_or(|published| published == (facts.published != Answer::Non))
            && !(pupil && action.staff_only)
            && !(protection
                && (facts.link_with_duties == Answer::Non || self.addressees.protection.is_none()))
    }

    fn step(&self, kind: &Kind, action: &Action, own: &KindStep) -> Step {
        let facts = self.facts;
        let primary = action
            .primary
            .as_ref()
            .filter(|_| self.addressees.primary)
            .or_else(|| {
                action
                    .elsewhere
                    .as_ref()
                    .filter(|_| self.addressees.own_rules)
            });
        let by_author = facts
            .author
            .and_then(|author| action.letter_by_author.get(name(author)));
        let said = |own: &Option<String>, or: Option<&String>| match own.as_deref() {
            Some("aucun") => None,
            Some(id) => Some(id.to_owned()),
            None => or.cloned(),
        };
        let letter = match primary {
            Some(primary) if own.letter.is_none() => primary.letter.clone(),
            _ => said(&own.letter, by_author.or(action.letter.as_ref())),
        };
        let rule = match primary {
            // What a kind says of the disciplinary council does not hold here.
            Some(primary) if own.deadline.is_none() || action.track == Some(Track::Discipline) => {
                primary.deadline.clone()
            }
            _ => said(&own.deadline, action.deadline.as_ref()),
        };
        let rule = rule.filter(|id| self.press || !clocks::PRESS.contains(&id.as_str()));
        let rule = rule.map(|id| self.press_rule(id));
        let amicable = action.level == Level::Amiable && action.id != "informer-personnes";
        let protection = action.id == "protection-fonctionnelle";
        let to_argue = protection && facts.link_with_duties == Answer::Nsp;
        Step {
            action: action.id.clone(),
            kind: kind.id.clone(),
            level: action.level,
            title: own
                .title
                .clone()
                .or_else(|| primary.map(|p| p.title.clone()))
                .unwrap_or_else(|| action.title.clone()),
            about: action.about.clone(),
            why: own.why.clone().unwrap_or_else(|| action.why.clone()),
            who: self.who(action),
            to: self.recipients(&action.to),
            through: if protection {
                self.named(&self.addressees.through)
            } else {
                Vec::new()
            },
            days: own.days,
            when: when(own.days),
            letter,
            deadline: rule
                .filter(|_| !facts.done.contains(&action.id))
                .and_then(|id| self.content.deadline(&id))
                .map(|rule| {
                    clocks::running(self.content, facts, rule, self.today).told(
                        self.content,
                        facts,
                        self.today,
                    )
                }),
            refused: action.refused.clone(),
            opens: action.opens.clone(),
            optional: amicable,
            done_in_vain: false,
            proposed: false,
            done: facts.done.contains(&action.id),
            waits_for: self.waits_for(own),
            exposure: action.exposure,
            exposed: action.exposed.clone(),
            track: action.track,
            to_argue,
            only_if: self.only_if(action, own),
            warning: self.warning(amicable, to_argue),
            needs: action.needs.clone(),
        }
    }

    /// The checklist still to be dated.
    fn waits_for(&self, own: &KindStep) -> Option<String> {
        own.after
            .clone()
            .filter(|list| extras::gone_through(self.facts, list).is_none())
    }

    /// The press limit that fits the facts.
    fn press_rule(&self, id: String) -> String {
        if id == "presse-3-mois" && self.facts.public == Answer::Non {
            return "presse-non-publique-3-mois".to_owned();
        }
        id
    }

    fn who(&self, action: &Action) -> Text {
        if action.who == "vous" && self.facts.about == About::Colleague {
            return text("votre collègue, avec vous", "your colleague, with you");
        }
        self.content
            .situations
            .who
            .get(&action.who)
            .map(|who| who.name.clone())
            .unwrap_or_default()
    }

    fn recipients(&self, to: &[String]) -> Vec<Recipient> {
        let addressees = self.addressees;
        let mut ids: Vec<String> = Vec::new();
        for to in to {
            match to.as_str() {
                "@chef" => ids.extend(
                    std::iter::once(addressees.head.clone()).chain(addressees.tell.clone()),
                ),
                "@hierarchie" => ids.push(addressees.above.clone()),
                "@protection" => ids.extend(addressees.protection.clone()),
                id => ids.push(id.to_owned()),
            }
        }
        self.named(&ids)
    }

    fn named(&self, ids: &[String]) -> Vec<Recipient> {
        ids.iter()
            .filter_map(|id| self.content.authority(id))
            .map(|authority| Recipient {
                id: authority.id.clone(),
                name: authority.name.clone(),
            })
            .collect()
    }

    fn only_if(&self, action: &Action, own: &KindStep) -> Option<Text> {
        let authors = if own.authors.is_empty() {
            &action.authors
        } else {
            &own.authors
        };
        let named: Vec<(&str, &str)> = authors.iter().filter_map(|author| words(*author)).collect();
        if self.facts.author.is_some() || named.is_empty() {
            return None;
        }
        let (fr, en): (Vec<&str>, Vec<&str>) = named.into_iter().unzip();
        Some(text(
            &format!("Si c’est {}", fr.join(" ou ")),
            &format!("If it is {}", en.join(" or ")),
        ))
    }

    fn warning(&self, amicable: bool, to_argue: bool) -> Option<Text> {
        if self.danger && amicable {
            return Some(text(
                "Pas obligatoire, et jamais avant d’être en sécurité. N’attendez pas cette rencontre pour porter plainte ou demander une protection.",
                "Not required, and never before you are safe. Do not wait for it before filing a complaint or asking for protection.",
            ));
        }
        to_argue.then(|| {
            text(
                "Lien avec vos fonctions à argumenter : dites ce qui le montre (auteur, sujet, moment, lieu).",
                "Link with your duties to be argued: say what shows it (author, subject, moment, place).",
            )
        })
    }
}

/// « dans les 7 jours ».
fn when([first, last]: [u16; 2]) -> Text {
    match (first, last) {
        (_, 0) => text("aujourd’hui", "today"),
        (_, 1) => text("d’ici demain", "by tomorrow"),
        (0 | 1, last) => text(
            &format!("dans les {last} jours"),
            &format!("within {last} days"),
        ),
        (first, last) => text(
            &format!("dans {first} à {last} jours"),
            &format!("in {first} to {last} days"),
        ),
    }
}

pub(super) fn text(fr: &str, en: &str) -> Text {
    Text {
        fr: fr.to_owned(),
        en: en.to_owned(),
    }
}

const fn name(author: Author) -> &'static str {
    match author {
        Author::Eleve => "eleve",
        Author::Parent => "parent",
        Author::Collegue => "collegue",
        Author::Elu => "elu",
        Author::Hierarchie => "hierarchie",
        Author::Inconnu => "inconnu",
        Author::Autre => "autre",
    }
}

const fn words(author: Author) -> Option<(&'static str, &'static str)> {
    match author {
        Author::Eleve => Some(("un élève", "a pupil")),
        Author::Parent => Some(("un parent", "a parent")),
        Author::Collegue => Some(("un collègue", "a colleague")),
        Author::Elu => Some(("un élu", "an elected official")),
        Author::Hierarchie => Some(("un supérieur", "a superior")),
        Author::Autre => Some(("un tiers", "a third person")),
        Author::Inconnu => None,
    }
}
