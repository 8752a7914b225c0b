//! From a case to the facts that a plan and its dates are computed from. Pure.

use crate::follow::{Follow, day_of, letters_of_action, subject_of};
use crate::model::{Author, Case, Concerned, FactText, LetterState, When};
use crate::note::{Did, Note, Subject};
use guide::Content;
use guide::deadline::{Due, From, Place, due};
use guide::law::{Event, Rule};
use guide::plan::{About, Answer, Ending, Occurrence, Outcome, Situation, plan};
use time::Date;

const fn author_of(author: Author) -> Option<guide::plan::Author> {
    Some(match author {
        Author::Pupil => guide::plan::Author::Eleve,
        Author::Parent => guide::plan::Author::Parent,
        Author::Colleague => guide::plan::Author::Collegue,
        Author::Superior => guide::plan::Author::Hierarchie,
        Author::Elected => guide::plan::Author::Elu,
        Author::Other => guide::plan::Author::Autre,
        Author::Unknown => guide::plan::Author::Inconnu,
    })
}

/// The facts of a plan: what the person said of her situation, completed by what her facts say. The
/// first publication is the earliest one; when none is known, the earliest day that a fact can have
/// happened stands as the earliest plausible one.
pub fn situation_of(
    said: &Situation,
    concerned: Concerned,
    kinds: &[String],
    facts: &[&FactText],
) -> Situation {
    let mut situation = Situation {
        kinds: kinds.to_vec(),
        ..said.clone()
    };
    situation.about = match concerned {
        Concerned::Self_ => About::Oneself,
        Concerned::Colleague => About::Colleague,
        Concerned::Pupil => About::Pupil,
    };
    // The last author said stands: the first fact often says « je ne sais pas ».
    situation.author = facts
        .iter()
        .rev()
        .find(|fact| fact.author != Author::Unknown)
        .or(facts.last())
        .and_then(|fact| author_of(fact.author));
    if facts.iter().any(|fact| !fact.author_name.is_empty()) {
        situation.author_named = Answer::Oui;
    }
    situation.first_published = facts.iter().filter_map(|fact| fact.published).min();
    situation.earliest_plausible = facts.iter().filter_map(|fact| fact.when.first()).min();
    situation.discovered = facts.iter().filter_map(|fact| fact.discovered).min();
    situation.occurrences = facts.iter().flat_map(|fact| occurrences(fact)).collect();
    situation.repeated = situation.repeated
        || situation.occurrences.len() > 1
        || facts
            .iter()
            .any(|fact| matches!(fact.when, When::Several(..)));
    situation
}

fn occurrences(fact: &FactText) -> Vec<Occurrence> {
    let by = (!fact.author_name.is_empty()).then(|| fact.author_name.clone());
    let one = |date: Date| Occurrence {
        date,
        by: by.clone(),
    };
    match fact.when {
        When::Exact(day, _) | When::Around(day) => vec![one(day)],
        When::Several(from, to) if from != to => vec![one(from), one(to)],
        When::Several(from, _) => vec![one(from)],
        When::Unknown => Vec::new(),
    }
}

/// The facts of a case's plan.
pub fn of_case(content: &Content, case: &Case) -> Situation {
    let said: Situation = serde_json::from_value(case.situation.clone()).unwrap_or_default();
    let facts: Vec<&FactText> = case.facts.iter().map(|fact| &fact.text).collect();
    let mut situation = situation_of(&said, case.concerned, &case.qualification.chosen, &facts);
    for letter in &case.letters {
        let Some(sent) = &letter.sent else { continue };
        let Subject::Action(action) = subject_of(content, case, &letter.id) else {
            continue;
        };
        // A second letter has its own limits: the first request keeps its day.
        let second = content
            .action(&action)
            .and_then(|action| action.letter_after.as_ref());
        if second != Some(&letter.id) {
            situation.received.insert(action, sent.counts_from());
        }
    }
    for note in &case.notes {
        noted(&mut situation, note);
    }
    // What was granted or done in the end is no refusal any more; the dates stay in the record.
    for follow in Follow::all(content, case) {
        if let Subject::Action(action) = &follow.subject
            && follow.state().is_over()
        {
            situation.outcomes.retain(|ended| ended.action != *action);
            situation.done.push(action.clone());
        }
    }
    situation
}

/// What a note tells the plan: how a request ended, when it was received, which list was gone through.
fn noted(situation: &mut Situation, note: &Note) {
    let on = day_of(note);
    match (&note.text.subject, note.text.did) {
        (Subject::Action(action), Did::Received) => {
            situation.received.insert(action.clone(), on);
        }
        (Subject::Action(action), did) => {
            situation.outcomes.extend(ending(did).map(|ending| Outcome {
                action: action.clone(),
                ending,
                on: Some(on),
            }))
        }
        (Subject::List(list), Did::Listed) => {
            situation.lists.insert(list.clone(), on);
        }
        _ => {}
    }
}

const fn ending(did: Did) -> Option<Ending> {
    Some(match did {
        Did::Refused | Did::Broken => Ending::Refus,
        Did::Silent => Ending::Silence,
        Did::Closed => Ending::Classement,
        _ => return None,
    })
}

/// The list to be gone through before that letter can be final (N016, N071).
pub fn holds_back(content: &Content, case: &Case, letter: &str, today: Date) -> Option<String> {
    let found = plan(content, &of_case(content, case), today);
    let steps = found.steps.into_iter();
    let mut held = steps.filter(|step| {
        step.letter.as_deref() == Some(letter)
            || letters_of_action(content, case, &step.action).contains(&letter)
    });
    held.find_map(|step| step.waits_for)
}

/// The letters that her situation calls for: those of the steps, in their order, then those that the kinds name.
pub fn letters_of(content: &Content, case: &Case, today: Date) -> Vec<String> {
    let situation = of_case(content, case);
    let steps = plan(content, &situation, today).steps;
    let of_kinds = situation
        .kinds
        .iter()
        .filter_map(|id| content.kind(id))
        .flat_map(|kind| kind.letters.iter().cloned());
    let mut letters: Vec<String> = Vec::new();
    for id in steps
        .into_iter()
        .filter_map(|step| step.letter)
        .chain(of_kinds)
    {
        if !letters.contains(&id) {
            letters.push(id);
        }
    }
    letters
}

/// The number of her département, once she said it.
pub fn departement_of(case: &Case) -> Option<&str> {
    let number = case.situation.get("departement");
    number.and_then(serde_json::Value::as_str)
}

/// The place whose days off count.
pub fn place_of(case: &Case) -> Place {
    let number = departement_of(case);
    number.and_then(Place::of_departement).unwrap_or_default()
}

/// A date to keep: what it is, when it ends.
#[derive(Debug, Clone)]
pub struct Coming<'a> {
    /// The rule.
    pub rule: &'a Rule,
    /// Its end.
    pub due: Due,
    /// The start was a careful guess.
    pub cautious: bool,
}

/// The deadlines that a letter opened by being received.
pub fn opened_by<'a>(
    content: &'a Content,
    letter: &LetterState,
    opens: &[String],
    place: Place,
) -> Vec<Coming<'a>> {
    let Some(sent) = &letter.sent else {
        return Vec::new();
    };
    opened_from(content, sent.counts_from(), opens, place)
}

/// Those that a request received that day opened: those that the law counts from a request, each followed by the one that
/// it opens if it ends in silence. A limit counted from another fact (a publication, a decision) is none of them,
/// whatever the letter says of it.
pub fn opened_from<'a>(
    content: &'a Content,
    on: Date,
    opens: &[String],
    place: Place,
) -> Vec<Coming<'a>> {
    let mut opened = Vec::new();
    for rule in opens.iter().filter_map(|id| content.deadline(id)) {
        let end = due(rule, From::Day(on), place);
        match (rule.event, end) {
            (Event::Demande, Due::Day(silence)) => {
                opened.push(Coming {
                    rule,
                    due: end,
                    cautious: false,
                });
                if let Some(next) = rule.next.as_deref().and_then(|id| content.deadline(id)) {
                    opened.push(Coming {
                        rule: next,
                        due: due(next, From::Day(silence), place),
                        cautious: false,
                    });
                }
            }
            (Event::Demande, _) | (_, Due::AtOnce) => opened.push(Coming {
                rule,
                due: end,
                cautious: false,
            }),
            _ => {}
        }
    }
    opened
}

/// Every dated limit of the case that has not passed, the nearest first.
pub fn coming<'a>(content: &'a Content, case: &Case, today: Date) -> Vec<Coming<'a>> {
    coming_of(content, &of_case(content, case), today)
}

/// The same, from the facts of its plan.
pub(crate) fn coming_of<'a>(
    content: &'a Content,
    situation: &Situation,
    today: Date,
) -> Vec<Coming<'a>> {
    let running = guide::plan::running(content, situation, today).into_iter();
    let mut coming: Vec<Coming<'a>> = running
        .filter_map(|clock| {
            Some(Coming {
                rule: clock.rule,
                due: clock.due?,
                cautious: clock.cautious,
            })
        })
        .filter(|coming| coming.due.day().is_some_and(|day| day >= today))
        .collect();
    coming.sort_by_key(|coming| coming.due.day());
    coming
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn n018_n061_the_facts_give_the_first_publication_and_the_repetition() {
        let fact = |day, published| FactText {
            when: When::Exact(day, None),
            published,
            author: Author::Pupil,
            ..FactText::default()
        };
        let facts = [
            fact(date!(2026 - 11 - 10), Some(date!(2026 - 11 - 9))),
            fact(date!(2026 - 11 - 12), Some(date!(2026 - 11 - 11))),
        ];
        let refs: Vec<&FactText> = facts.iter().collect();
        let situation = situation_of(
            &Situation::default(),
            Concerned::Self_,
            &["insulte-diffamation".to_owned()],
            &refs,
        );
        assert_eq!(situation.first_published, Some(date!(2026 - 11 - 9)));
        assert!(situation.repeated, "two dated facts are a repetition");
        assert_eq!(situation.occurrences.len(), 2);
        let content = Content::embedded().unwrap();
        let coming = plan(content, &situation, date!(2026 - 11 - 22));
        let press = coming
            .deadlines
            .iter()
            .find(|clock| clock.id == "presse-3-mois")
            .expect("the press rule is on the plan");
        assert_eq!(
            press.due.and_then(Due::day),
            Some(date!(2027 - 2 - 9)),
            "three months from the first publication, never moved"
        );
    }

    #[test]
    fn a_letter_opens_only_what_the_law_counts_from_its_receipt() {
        let content = Content::embedded().unwrap();
        let letter = LetterState {
            seq: 1,
            id: "protection-fonctionnelle".into(),
            at: kernel::Moment(0),
            by: seal::entry::By::Owner,
            answers: serde_json::Value::Null,
            final_sha256: None,
            final_on: None,
            final_bytes: 0,
            blob: None,
            edition: None,
            sent: Some(crate::model::Sending {
                seq: 2,
                on: date!(2017 - 6 - 22),
                received: Some(date!(2017 - 6 - 23)),
                copied: None,
                means: String::new(),
                tracking: String::new(),
            }),
        };
        let opens = [
            "pf-silence-2-mois",
            "pf-recours-ta-2-mois",
            "presse-3-mois",
            "conservation-ip-1-an",
        ]
        .map(str::to_owned);
        let opened: Vec<(String, String)> = opened_by(content, &letter, &opens, Place::default())
            .iter()
            .map(|c| (c.rule.id.clone(), c.due.iso()))
            .collect();
        assert_eq!(
            opened,
            [
                ("pf-silence-2-mois".to_owned(), "2017-08-23".to_owned()),
                ("pf-recours-ta-2-mois".to_owned(), "2017-10-24".to_owned())
            ],
            "CE, 3 Dec. 2018, n° 417292: received 23 June, refused 23 August, appeal until 24 October"
        );
    }
}
