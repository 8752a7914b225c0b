//! The time limits of a plan, each computed from a dated fact and shown with its rule (N061).

use super::addressee::Addressees;
use super::facts::{Answer, Author, Ending, Situation};
use crate::Content;
use crate::deadline::{self, Due, From, Place, in_words};
use crate::law::{Event, Lang, Nature, Rule, Text};
use kernel::date::{add_days, iso};
use serde::{Serialize, Serializer};
use time::Date;

/// Days kept in hand before a press limit: its start online is disputed.
const MARGIN: i64 = 15;

/// A time limit, running or waiting for its start.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Clock {
    /// The rule.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// What it does.
    pub nature: Nature,
    /// What makes it run.
    pub starts: Text,
    /// The day it is counted from, when known.
    #[serde(serialize_with = "day")]
    pub from: Option<Date>,
    /// The start is not sure: a careful one was taken.
    pub cautious: bool,
    /// Its end, when it can be computed.
    pub due: Option<Due>,
    /// For a request not yet made: its end if it were received today.
    pub if_today: Option<Due>,
    /// Act before that day, earlier than the end.
    #[serde(serialize_with = "day")]
    pub act_before: Option<Date>,
    /// Whole days left; negative once past.
    pub days_left: Option<i64>,
    /// Days on which to warn.
    #[serde(serialize_with = "days")]
    pub warnings: Vec<Date>,
    /// How it is counted, with its text.
    pub rule: Text,
    /// What to know about this date.
    pub note: Option<Text>,
    /// What people wrongly believe stops it.
    pub no_effect: Vec<String>,
}

/// A time limit without its words: what a list of many cases asks of each.
#[derive(Debug, Clone, Copy)]
pub struct Running<'a> {
    /// The rule.
    pub rule: &'a Rule,
    /// The day it is counted from, when known.
    pub from: Option<Date>,
    /// The start is not sure: a careful one was taken.
    pub cautious: bool,
    /// Its end, when it can be computed.
    pub due: Option<Due>,
    /// Start and end before the answer to a request moved them.
    own: (Option<Date>, Option<Due>),
}

impl Clock {
    /// Whether its last day is behind.
    pub fn passed(&self) -> bool {
        self.days_left.is_some_and(|left| left < 0)
    }
}

fn day<S: Serializer>(date: &Option<Date>, to: S) -> Result<S::Ok, S::Error> {
    match date {
        Some(date) => to.serialize_some(&iso(*date)),
        None => to.serialize_none(),
    }
}

fn days<S: Serializer>(dates: &[Date], to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(dates.iter().map(|date| iso(*date)))
}

/// The place whose days off count.
pub(super) fn place(facts: &Situation) -> Place {
    facts
        .departement
        .as_deref()
        .and_then(Place::of_departement)
        .unwrap_or_default()
}

pub(super) const PRESS: [&str; 4] = [
    "presse-3-mois",
    "presse-1-an",
    "presse-non-publique-3-mois",
    "presse-non-publique-discri",
];

/// The limits of these kinds, the nearest first; those still to start come after.
pub(super) fn all<'a>(
    content: &'a Content,
    facts: &Situation,
    addressees: &Addressees,
    kinds: &[String],
    today: Date,
) -> Vec<Running<'a>> {
    let mut ids: Vec<&str> = Vec::new();
    if facts.speaks_of_words() {
        ids.extend(press(facts));
    }
    let listed = kinds
        .iter()
        .filter_map(|id| content.kind(id))
        .flat_map(|kind| &kind.deadlines);
    for id in listed.map(String::as_str) {
        if PRESS.contains(&id) {
            ids.extend(press(facts));
        } else if kept(facts, addressees, id) {
            ids.push(id);
        }
    }
    let mut clocks: Vec<Running<'a>> = Vec::new();
    for id in ids {
        push(content, facts, id, today, &mut clocks);
    }
    // What was granted or is over waits for nothing more.
    let asked = facts.received.keys().filter(|id| !facts.done.contains(id));
    for action in asked.filter_map(|id| content.action(id)) {
        if let Some(id) = action
            .deadline
            .as_deref()
            .filter(|id| kept(facts, addressees, id))
        {
            push(content, facts, id, today, &mut clocks);
        }
    }
    let mut ended: Vec<&str> = facts.received.keys().map(String::as_str).collect();
    ended.extend(facts.outcomes.iter().map(|outcome| outcome.action.as_str()));
    ended.sort_unstable();
    ended.dedup();
    for action in ended {
        next_limit(content, facts, action, today, &mut clocks);
    }
    // A request that was granted has no limit any more.
    let over = facts
        .done
        .iter()
        .filter(|id| facts.received.contains_key(*id));
    let over = over.filter_map(|id| content.action(id));
    let over: Vec<&str> = over
        .filter_map(|action| action.deadline.as_deref())
        .collect();
    clocks.retain(|clock| {
        let asked = clock.rule.event == Event::Demande;
        !(asked && over.contains(&clock.rule.id.as_str()))
    });
    clocks.sort_by_key(|clock| {
        clock
            .due
            .and_then(Due::day)
            .map_or((1, Date::MAX), |last| (0, last))
    });
    clocks
}

fn push<'a>(
    content: &'a Content,
    facts: &Situation,
    id: &str,
    today: Date,
    clocks: &mut Vec<Running<'a>>,
) {
    if let Some(rule) = content.deadline(id)
        && !clocks.iter().any(|clock| clock.rule.id == id)
    {
        clocks.push(running(content, facts, rule, today));
    }
}

/// The press limits that can apply; when public or not is unknown, the public one, which is shorter or equal.
fn press(facts: &Situation) -> Vec<&'static str> {
    match (facts.public, facts.hateful) {
        (Answer::Non, false) => vec!["presse-non-publique-3-mois"],
        (Answer::Non, true) => vec!["presse-non-publique-3-mois", "presse-non-publique-discri"],
        (_, false) => vec!["presse-3-mois"],
        (_, true) => vec!["presse-3-mois", "presse-1-an"],
    }
}

/// Limits that the facts rule out.
fn kept(facts: &Situation, addressees: &Addressees, id: &str) -> bool {
    let by_pupil = matches!(facts.author, None | Some(Author::Eleve | Author::Inconnu));
    match id {
        "discipline-defense-2jo" | "conseil-discipline-5j" | "appel-recteur-8j" => {
            by_pupil && !addressees.primary && !addressees.own_rules
        }
        "primaire-suspension-5j" => by_pupil && addressees.primary,
        "pf-silence-2-mois"
        | "pf-recours-ta-2-mois"
        | "pf-urgence"
        | "recours-gracieux-2-mois"
        | "motifs-1-mois" => facts.link_with_duties != Answer::Non,
        "droit-reponse-demande" | "droit-reponse-insertion" => facts.public != Answer::Non,
        _ => true,
    }
}

/// One limit, computed from what is known.
pub(super) fn running<'a>(
    content: &Content,
    facts: &Situation,
    rule: &'a Rule,
    today: Date,
) -> Running<'a> {
    let place = place(facts);
    let (from, cautious) = start(content, facts, rule, today);
    let due = match (deadline::due(rule, From::Day(today), place), from) {
        (Due::AtOnce, _) => Some(Due::AtOnce),
        (_, Some(from)) => Some(deadline::due(rule, From::Day(from), place)),
        (_, None) => None,
    };
    Running {
        rule,
        from,
        cautious,
        due,
        own: (from, due),
    }
}

impl Running<'_> {
    /// The same, with everything a page says of it.
    pub(super) fn told(self, content: &Content, facts: &Situation, today: Date) -> Clock {
        let Self {
            rule,
            from,
            cautious,
            due,
            own,
        } = self;
        let last = own.1.and_then(Due::day);
        let press = PRESS.contains(&rule.id.as_str());
        Clock {
            id: rule.id.clone(),
            name: rule.name.clone(),
            nature: rule.nature,
            starts: rule.starts.clone(),
            from,
            cautious,
            due,
            if_today: (due.is_none() && rule.event == Event::Demande)
                .then(|| deadline::due(rule, From::Day(today), place(facts))),
            act_before: last.filter(|_| press).map(|last| add_days(last, -MARGIN)),
            days_left: due.and_then(|due| due.days_left(today)),
            warnings: due
                .map(|due| deadline::warnings(rule, due, today))
                .unwrap_or_default(),
            rule: Text {
                fr: in_words(&content.law, rule, Lang::Fr),
                en: in_words(&content.law, rule, Lang::En),
            },
            note: note(rule, own.0.filter(|_| cautious), last, today),
            no_effect: rule.no_effect.clone(),
        }
    }
}

/// The day a rule is counted from, and whether it is only a careful one.
fn start(content: &Content, facts: &Situation, rule: &Rule, today: Date) -> (Option<Date>, bool) {
    let asked = facts
        .received
        .iter()
        .find(|(action, _)| {
            content
                .action(action)
                .and_then(|action| action.deadline.as_deref())
                == Some(rule.id.as_str())
        })
        .map(|(_, date)| *date);
    let occurred = || facts.occurrences.iter().map(|occurrence| occurrence.date);
    match rule.event {
        Event::Publication => match facts.first_published {
            Some(first) => (Some(first), false),
            // The earliest day that was given; without any, today is the latest it can be.
            None => {
                let given = occurred()
                    .chain(facts.earliest_plausible)
                    .chain(facts.discovered)
                    .min();
                (Some(given.unwrap_or(today)), true)
            }
        },
        Event::DernierFait => match occurred().max().or(facts.first_published) {
            Some(last) => (Some(last), false),
            None => (facts.discovered, true),
        },
        Event::Connaissance => (
            facts.discovered.or(facts.first_published),
            facts.discovered.is_none(),
        ),
        Event::Demande => (asked, false),
        Event::Decision | Event::Autre => (None, false),
    }
}

/// What to know about a date; `careful` is the start that was taken for want of a sure one.
fn note(rule: &Rule, careful: Option<Date>, last: Option<Date>, today: Date) -> Option<Text> {
    let press = PRESS.contains(&rule.id.as_str());
    let passed = last.is_some_and(|last| last < today) && rule.nature == Nature::Forclusion;
    let mut said: Vec<(&str, &str)> = Vec::new();
    if passed && press {
        said.push((
            "Cette date semble passée. Rien n’est perdu : d’autres voies ont des délais plus longs, et un acte a pu interrompre celui-ci. Parlez-en à un avocat.",
            "This date seems to be past. Not all is lost: other ways have longer limits, and an act may have interrupted this one. Talk to a lawyer.",
        ));
    }
    if let Some(from) = careful.filter(|_| rule.event == Event::Publication) {
        said.push(if from == today {
            (
                "Aucune date n’est connue : nous comptons depuis aujourd’hui, c’est le plus tard possible. La vraie limite est sans doute plus proche. Cherchez la date et n’attendez pas.",
                "No date is known: we count from today, the latest it can be. The true limit is probably closer. Look for the date and do not wait.",
            )
        } else {
            (
                "La date de première mise en ligne n’est pas connue. Nous comptons depuis la plus ancienne date donnée : la vraie limite peut être plus proche. Cherchez la date et n’attendez pas.",
                "The date it first went online is not known. We count from the earliest date given: the true limit may be closer. Look for the date and do not wait.",
            )
        });
    }
    if rule.id == "presse-1-an" {
        said.push((
            "Si le caractère haineux ou discriminatoire n’est pas certain, comptez trois mois.",
            "If the hateful or discriminatory nature is not certain, count three months.",
        ));
    }
    if rule.id == "pf-recours-ta-2-mois" {
        said.push((
            "Si vous vivez outre-mer ou à l’étranger et que le tribunal est ailleurs, un délai supplémentaire peut exister : n’y comptez pas sans l’avis d’un avocat.",
            "If you live overseas or abroad and the court is elsewhere, more time may exist: do not count on it without a lawyer’s advice.",
        ));
    }
    if rule.id == "presse-non-publique-discri" {
        said.push((
            "Les sources ne s’accordent pas : trois mois est le compte prudent.",
            "Sources disagree: three months is the careful count.",
        ));
    }
    if said.is_empty() {
        return None;
    }
    let (fr, en): (Vec<&str>, Vec<&str>) = said.into_iter().unzip();
    Some(Text {
        fr: fr.join(" "),
        en: en.join(" "),
    })
}

/// The limit that opens when a request ended in vain, counted from the day that the law says, never from the day on
/// which somebody noted it: a silence counts from the end of its own limit. An express refusal counts from its day
/// when it comes before the court's limit is over; later, it reopens nothing (CE, 3 December 2018, n° 417292).
fn next_limit<'a>(
    content: &'a Content,
    facts: &Situation,
    id: &str,
    today: Date,
    clocks: &mut Vec<Running<'a>>,
) {
    if facts.done.iter().any(|done| done == id) {
        return;
    }
    let Some(rule) = content
        .action(id)
        .and_then(|action| action.deadline.as_deref())
        .and_then(|id| content.deadline(id))
    else {
        return;
    };
    let place = place(facts);
    let next = rule.next.as_deref().and_then(|id| content.deadline(id));
    let arose = facts
        .received
        .get(id)
        .and_then(|received| deadline::due(rule, From::Day(*received), place).day());
    let closed = arose
        .zip(next)
        .and_then(|(arose, next)| deadline::due(next, From::Day(arose), place).day());
    let of = |ending: Ending| {
        facts
            .outcomes
            .iter()
            .filter(move |outcome| outcome.action == id && outcome.ending == ending)
            .filter_map(|outcome| outcome.on)
    };
    // Of several refusals the first counts: one that only confirms it reopens nothing.
    let refused = of(Ending::Refus)
        .filter(|day| closed.is_none_or(|closed| *day <= closed))
        .min();
    let silent = arose
        .filter(|arose| *arose < today)
        .or_else(|| of(Ending::Silence).filter(|_| arose.is_none()).min());
    if let Some(from) = refused.or(silent) {
        opened(content, facts, rule, from, today, clocks);
    }
}

/// The limit that opens after `rule`, counted from that day; it takes the place of one without a date.
fn opened<'a>(
    content: &'a Content,
    facts: &Situation,
    rule: &Rule,
    from: Date,
    today: Date,
    clocks: &mut Vec<Running<'a>>,
) {
    let Some(next) = rule.next.as_deref().and_then(|next| content.deadline(next)) else {
        return;
    };
    let due = deadline::due(next, From::Day(from), place(facts));
    let mut clock = running(content, facts, next, today);
    clock.from = Some(from);
    clock.due = Some(due);
    clocks.retain(|other| other.rule.id != next.id);
    clocks.push(clock);
}

/// Whether a request already made has been left without answer for longer than its limit.
pub(super) fn silent(content: &Content, facts: &Situation, action: &str, today: Date) -> bool {
    if facts.done.iter().any(|done| done == action) {
        return false;
    }
    let Some(received) = facts.received.get(action) else {
        return false;
    };
    let rule = content
        .action(action)
        .and_then(|action| action.deadline.as_deref())
        .and_then(|id| content.deadline(id));
    rule.filter(|rule| rule.event == Event::Demande)
        .and_then(|rule| deadline::due(rule, From::Day(*received), place(facts)).day())
        .is_some_and(|last| last < today)
}
