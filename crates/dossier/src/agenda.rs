//! The days to keep, in two steps: what a dossier holds whatever the day (the agenda), then what that makes on one day.
//! The first is kept from one visit to the next by whoever helps; the second is made at each reading. Pure.

use crate::follow::{Follow, State, day_of};
use crate::letters::drafted;
use crate::model::Case;
use crate::note::{Did, Note, Subject};
use crate::plans::{self, Coming};
use guide::Content;
use guide::deadline::{Due, Place};
use guide::law::Event;
use guide::letters::Draft;
use guide::plan::Situation;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use time::Date;

/// Why a day matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why<'a> {
    /// An answer is due; silence then opens the next way. The rule.
    Answer(&'a str),
    /// The person said she would look again.
    Look,
    /// A limit of the plan. The rule.
    Limit(&'a str),
}

/// A day to keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keep<'a> {
    /// What it is about; a limit of the whole case is about none.
    pub subject: Option<Subject>,
    /// The day.
    pub on: Date,
    /// Why.
    pub why: Why<'a>,
    /// It has passed, and nothing came.
    pub late: bool,
    /// It is behind: a limit that silence opened stays in the list after its day.
    pub passed: bool,
}

/// An answer awaited since that day, and the rules that the request opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Awaited {
    from: Date,
    opens: Vec<String>,
}

/// What goes on about one step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Followed {
    subject: Subject,
    awaited: Option<Awaited>,
    /// The days on which she said she would look again.
    looks: Vec<Date>,
}

/// Everything that the days to keep are counted from. No day of reading is in it: it stands until the dossier changes, or
/// the content.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Agenda {
    followed: Vec<Followed>,
    #[serde(with = "sparse")]
    situation: Situation,
    /// Number of the département whose days off count.
    departement: Option<String>,
}

impl Agenda {
    /// What the case holds.
    pub fn of(content: &Content, case: &Case) -> Self {
        let all = Follow::all(content, case).into_iter().map(|follow| {
            let awaited = match follow.state() {
                State::Waiting(from) => Some(Awaited {
                    from,
                    opens: opened_by(content, case, &follow),
                }),
                _ => None,
            };
            Followed {
                awaited,
                looks: promised(&follow),
                subject: follow.subject,
            }
        });
        let mut situation = plans::of_case(content, case);
        // Words that no limit is counted from.
        situation.clues.clear();
        situation.recognised_by.clear();
        for occurrence in &mut situation.occurrences {
            occurrence.by = None;
        }
        Self {
            followed: all
                .filter(|one| one.awaited.is_some() || !one.looks.is_empty())
                .collect(),
            situation,
            departement: plans::departement_of(case).map(str::to_owned),
        }
    }

    /// Every day to keep on that day, the nearest first: answers awaited, looks promised, limits (N021).
    pub fn days<'a>(&self, content: &'a Content, today: Date) -> Vec<Keep<'a>> {
        self.kept(content, today, false)
    }

    fn kept<'a>(&self, content: &'a Content, today: Date, ahead: bool) -> Vec<Keep<'a>> {
        let mut all: Vec<Keep<'a>> = Vec::new();
        for followed in &self.followed {
            all.extend(self.awaited(content, followed, today, ahead));
            all.extend(followed.looks.iter().map(|on| Keep {
                subject: Some(followed.subject.clone()),
                on: *on,
                why: Why::Look,
                late: *on < today,
                passed: *on < today,
            }));
        }
        for Coming { rule, due, .. } in plans::coming_of(content, &self.situation, today) {
            let said = |on, keep: &Keep<'_>| {
                let limit = keep.why == Why::Limit(&rule.id) && keep.on == on;
                limit || keep.why == Why::Answer(&rule.id)
            };
            if let Some(on) = due
                .day()
                .filter(|on| !all.iter().any(|keep| said(*on, keep)))
            {
                all.push(Keep {
                    subject: None,
                    on,
                    why: Why::Limit(&rule.id),
                    late: false,
                    passed: false,
                });
            }
        }
        all.sort_by_key(|keep| keep.on);
        all
    }

    /// The answers awaited. Once one is late, the limit that this opens is a day to keep too; `ahead` does not wait for
    /// that.
    fn awaited<'a>(
        &self,
        content: &'a Content,
        followed: &Followed,
        today: Date,
        ahead: bool,
    ) -> Vec<Keep<'a>> {
        let Some(Awaited { from, opens }) = &followed.awaited else {
            return Vec::new();
        };
        let place = self.departement.as_deref();
        let place = place.and_then(Place::of_departement).unwrap_or_default();
        let mut kept = Vec::new();
        for opened in plans::opened_from(content, *from, opens, place) {
            let Due::Day(on) = opened.due else { continue };
            let asked = opened.rule.event == Event::Demande;
            let before_late = kept.last().is_some_and(|keep: &Keep<'_>| keep.late);
            if asked || before_late || ahead {
                kept.push(Keep {
                    subject: Some(followed.subject.clone()),
                    on,
                    why: if asked {
                        Why::Answer(&opened.rule.id)
                    } else {
                        Why::Limit(&opened.rule.id)
                    },
                    late: asked && on < today,
                    passed: on < today,
                });
            }
        }
        kept
    }
}

/// Every day to keep, the nearest first.
pub fn days<'a>(content: &'a Content, case: &Case, today: Date) -> Vec<Keep<'a>> {
    Agenda::of(content, case).days(content, today)
}

/// The same, with the limits that each silence would open: for what goes on while nobody opens the dossier (seal
/// specification, section 8). They go when an answer comes.
pub fn days_ahead<'a>(content: &'a Content, case: &Case, today: Date) -> Vec<Keep<'a>> {
    Agenda::of(content, case).kept(content, today, true)
}

/// The rules that a request opened: those of the letter sent last, or the limit of the action when it was made without a
/// letter of ours.
fn opened_by(content: &Content, case: &Case, follow: &Follow<'_>) -> Vec<String> {
    let last = follow.letters.iter();
    let last = last.filter_map(|letter| Some((letter, letter.sent.as_ref()?)));
    let last = last.max_by_key(|(_, sent)| (sent.on, sent.seq));
    match (last, &follow.subject) {
        // As it left: no rule that a letter opens hangs on the day it is read.
        (Some((letter, sent)), _) => drafted(content, case, &letter.id, sent.on)
            .map(|Draft { opens, .. }| opens)
            .unwrap_or_default(),
        (None, Subject::Action(id)) => {
            let rule = content
                .action(id)
                .and_then(|action| action.deadline.clone());
            rule.into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// The days on which she said she would look again: each stands until it was looked at, or planned anew, or all is over.
fn promised(follow: &Follow<'_>) -> Vec<Date> {
    let over = follow.state().is_over() && !follow.still_shows();
    let settled = |note: &Note, next: Date| {
        let later = follow.notes.iter().filter(|later| later.first > note.first);
        over || later.into_iter().any(|later| {
            let same = !note.text.address.is_empty() && later.text.address == note.text.address;
            let again = note.text.did == Did::Planned && later.text.did == Did::Planned;
            same || again || day_of(later) >= next
        })
    };
    let looks = follow.notes.iter().filter_map(|note| {
        let on = note.text.next?;
        (!settled(note, on)).then_some(on)
    });
    looks.collect()
}

/// Only what was said: most facts are not.
mod sparse {
    use super::{Deserialize, Map, Situation, Value};
    use serde::de::Error as _;
    use serde::ser::{Error as _, Serialize as _};
    use serde::{Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(said: &Situation, to: S) -> Result<S::Ok, S::Error> {
        let fields = |of: &Situation| serde_json::to_value(of).map_err(S::Error::custom);
        let (said, unsaid) = (fields(said)?, fields(&Situation::default())?);
        let fields = said.as_object().into_iter().flatten();
        let fields = fields.filter(|(name, value)| unsaid.get(name.as_str()) != Some(value));
        let kept: Map<String, Value> = fields.map(|(n, v)| (n.clone(), v.clone())).collect();
        kept.serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Situation, D::Error> {
        serde_json::from_value(Value::deserialize(from)?).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests;
