//! What a letter takes from what came before it: a second letter quotes the first and its answer, a report to
//! an abuse service lists the exchanges, a référé the refusals (N015, N054, N066, N074, N079). Pure.

use crate::follow::{Follow, day_of, letters_of_action, subject_of};
use crate::model::{Asked, Case, LetterState, Sending};
use crate::note::{Did, Note, Subject};
use guide::Content;
use guide::plan::{Action, Situation};
use kernel::date::paris_date;
use serde_json::{Map, Value};
use time::Date;
use ui::{Lang, Words, dates};

/// Letters are French whatever the language of the screens.
const FR: Words = Words(Lang::Fr);

/// Fields that belong to one letter and its own past, its own addressee or its own meeting: never taken from another letter.
pub fn is_own(path: &str) -> bool {
    let own = [
        "more.first_",
        "more.answer_",
        "more.measures_",
        "more.meeting_",
        "recipient.address",
        "recipient.level",
        "recipient.via",
    ];
    own.iter().any(|start| path.starts_with(start))
        || matches!(
            path,
            "added_pieces" | "contacts" | "more.meeting" | "more.recipient_name" | "more.refusals"
        )
}

/// What the past of the case says for this letter, by field.
pub fn answers(content: &Content, case: &Case, letter: &str) -> Map<String, Value> {
    let mut answers = Map::new();
    say(&mut answers, "more.recognised", recognised(case));
    say(&mut answers, "more.refusals", refusals(content, case));
    say(&mut answers, "contacts", contacts(content, case, letter));
    if letter == MINUTES {
        minutes(&mut answers, case);
    }
    say(&mut answers, SIGNATORIES, signatories(case).join("\n"));
    measures(&mut answers, content, case);
    let Some((action, first, sent)) = first_of(content, case, letter) else {
        return answers;
    };
    let day = |date: Date| dates::plain_day(FR, date);
    say(&mut answers, "more.first_date", day(sent.on));
    say(
        &mut answers,
        "more.first_received",
        sent.received.map(day).unwrap_or_default(),
    );
    say(&mut answers, "more.first_reference", sent.tracking.clone());
    let name = content.models.name(&first.id);
    say(
        &mut answers,
        "more.first_what",
        name.map(|n| lower(&n.fr)).unwrap_or_default(),
    );
    say(&mut answers, "more.first_quote", quote(first));
    say(&mut answers, "added_pieces", later_pieces(case, sent.on));
    let follow = Follow::of(content, case, &Subject::Action(action.id.clone()));
    let decided = |note: &&&Note| {
        let ended = matches!(
            note.text.did,
            Did::Refused | Did::Granted | Did::Closed | Did::Silent | Did::Broken
        );
        ended && day_of(note) >= sent.on
    };
    let last = follow.notes.iter().filter(decided);
    if let Some(note) = last.max_by_key(|note| (day_of(note), note.first)) {
        if note.text.did == Did::Silent {
            answers.insert("more.answer_none".to_owned(), true.into());
        } else {
            say(&mut answers, "more.answer_date", day(day_of(note)));
            say(
                &mut answers,
                "more.answer_reference",
                note.text.reference.clone(),
            );
            say(&mut answers, "more.answer_text", note.text.words.clone());
        }
    }
    answers
}

/// Who signs a joint request, one a line.
pub const SIGNATORIES: &str = "more.signatories";

fn signatories(case: &Case) -> Vec<String> {
    let lines = case.signatories().map(|one| match one.role.as_str() {
        "" => one.name.clone(),
        role => [one.name.as_str(), ", ", role].concat(),
    });
    lines.collect()
}

/// Those who agreed to sign and whom these answers do not name: the list she saved is hers, nobody is added to it without
/// her (N181).
pub fn not_named(case: &Case, answers: &Map<String, Value>) -> Vec<String> {
    let named = answers.get(SIGNATORIES).and_then(Value::as_str);
    let mut all = signatories(case);
    all.retain(|line| {
        !named
            .unwrap_or_default()
            .lines()
            .any(|one| one.trim() == line)
    });
    all
}

/// The minutes of a meeting.
const MINUTES: &str = "compte-rendu-rencontre";

/// The last meeting noted fills its minutes: what was decided is what was asked or promised (N166, N168).
fn minutes(answers: &mut Map<String, Value>, case: &Case) {
    let met = case
        .notes
        .iter()
        .filter(|note| note.text.did == Did::Meeting);
    let Some(note) = met.max_by_key(|note| (day_of(note), note.first)) else {
        return;
    };
    let mut when = dates::plain_day(FR, day_of(note));
    if !note.text.hour.is_empty() {
        when = [when.as_str(), ", ", &note.text.hour].concat();
    }
    say(answers, "more.meeting_when", when);
    say(answers, "more.meeting_with", note.text.with.clone());
    say(answers, "more.meeting_said", note.text.words.clone());
    say(answers, "more.meeting_decided", note.text.asked.clone());
}

/// The list of what a head sets up; its reminder says what was ticked and what was not.
const SET_UP: &str = "mesures-direction";

/// What was taken and what is missing, once something of that list is known (N165).
fn measures(answers: &mut Map<String, Value>, content: &Content, case: &Case) {
    let follow = Follow::of(content, case, &Subject::List(SET_UP.to_owned()));
    let ticks = follow.ticks();
    let Some(list) = content
        .situations
        .checklists
        .get(SET_UP)
        .filter(|_| !ticks.is_empty())
    else {
        return;
    };
    let (mut taken, mut missing) = (Vec::new(), Vec::new());
    for item in &list.item {
        let tick = ticks.iter().find(|note| note.text.item == item.id);
        let words = item.text.fr.clone();
        match tick {
            Some(note) if note.text.words.is_empty() => taken.push(words),
            Some(note) => {
                taken.push([words.as_str(), " ", &note.text.words.replace('\n', " ")].concat())
            }
            None => missing.push(words),
        }
    }
    say(answers, "more.measures_taken", taken.join("\n"));
    say(answers, "more.measures_missing", missing.join("\n"));
}

/// Fills a field; nothing known fills nothing.
fn say(answers: &mut Map<String, Value>, path: &str, text: String) {
    if !text.is_empty() {
        answers.insert(path.to_owned(), text.into());
    }
}

/// The letter that this one follows: the last one sent for an action that leads to it.
fn first_of<'a>(
    content: &'a Content,
    case: &'a Case,
    letter: &str,
) -> Option<(&'a Action, &'a LetterState, &'a Sending)> {
    let letters = |id: &'a str| letters_of_action(content, case, id);
    let opens = |action: &&'a Action| {
        let next = action.opens.iter();
        let mut next = next.flat_map(|id| letters(id));
        action.letter_after.as_deref() == Some(letter) || next.any(|id| id == letter)
    };
    let actions = content.situations.actions.iter().filter(opens);
    let sent = actions.flat_map(|action| {
        let ids = letters(&action.id).into_iter();
        let others = ids.filter(|id| *id != letter);
        others.filter_map(move |id| {
            let state = case.letter(id)?;
            Some((action, state, state.sent.as_ref()?))
        })
    });
    sent.max_by_key(|(_, _, sent)| sent.on)
}

/// The heart of a letter, as the person wrote it.
fn quote(letter: &LetterState) -> String {
    let of = |path: &&str| letter.answers.get(*path).and_then(Value::as_str);
    let mut parts = ["explanation", "duties_link", "more.request", "harm"].iter();
    parts.find_map(of).unwrap_or_default().to_owned()
}

/// Pieces that came after the first letter: what it did not have.
fn later_pieces(case: &Case, since: Date) -> String {
    let later = case
        .pieces
        .iter()
        .filter(|piece| paris_date(piece.at) > since);
    let shown = later.filter(|piece| case.left_out(piece, Asked::default()).is_none());
    let numbers: Vec<String> = shown.map(|piece| piece.number.to_string()).collect();
    numbers.join(", ")
}

fn recognised(case: &Case) -> String {
    let said: Situation = serde_json::from_value(case.situation.clone()).unwrap_or_default();
    let mut parts = said.clues;
    parts.extend(said.recognised_by);
    parts.join(", ")
}

/// One line each, in order of days: what was asked, how it ended. What was granted since is none.
fn refusals(content: &Content, case: &Case) -> String {
    let mut lines: Vec<(Date, String)> = Vec::new();
    for follow in Follow::all(content, case) {
        let Subject::Action(id) = &follow.subject else {
            continue;
        };
        if follow.state().is_over() {
            continue;
        }
        let Some(action) = content.action(id) else {
            continue;
        };
        lines.extend(follow.notes.iter().filter_map(|note| {
            let key = match note.text.did {
                Did::Refused => "step-refused",
                Did::Silent => "step-silent",
                Did::Closed => "step-closed",
                Did::Broken => "step-broken",
                _ => return None,
            };
            let on = day_of(note);
            let ended = FR.ta(key, &[("date", &dates::plain_day(FR, on))]);
            Some((on, format!("{} : {}", action.title.fr, lower(&ended))))
        }));
    }
    lines.sort_by_key(|(on, _)| *on);
    let lines: Vec<String> = lines.into_iter().map(|(_, line)| line).collect();
    lines.join("\n")
}

/// One line each: when, by which channel, what was said.
fn contacts(content: &Content, case: &Case, letter: &str) -> String {
    let own = subject_of(content, case, letter);
    let notes = case.notes.iter().filter(|note| note.text.subject == own);
    let exchanges = notes.filter(|note| note.text.did == Did::Contact);
    let lines = exchanges.map(|note| {
        let channel = note
            .text
            .channel
            .map(|channel| lower(&FR.t(&["channel-", channel.name()].concat())));
        let day = dates::plain_day(FR, day_of(note));
        // A line is one exchange: its own line breaks would make others.
        let words = note.text.words.replace(['\r', '\n'], " ");
        format!("{day} : {} : {words}", channel.unwrap_or_default())
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The text with a small first letter.
pub fn lower(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(char::to_lowercase);
    first.into_iter().flatten().chain(chars).collect()
}
