//! A case as JSON: what the command line answers with `--json` and what the API answers, from the same functions. Pure.

use crate::agenda::{Keep, Why, days};
use crate::entries::when_json;
use crate::follow::{Follow, State};
use crate::model::{Case, Fact, LetterState, Nature, Piece};
use crate::note::Subject;
use crate::pages::notes;
use crate::pages::plan::lang;
use crate::pages::timeline::{counted, holder};
use crate::timeline::ball::{Ball, Holder};
use crate::timeline::hours::{Hours, Tally};
use crate::timeline::people::{Person, people};
use crate::timeline::scale::Civil;
use crate::timeline::{At, Row, Timeline};
use guide::Content;
use guide::law::Text;
use kernel::date::{iso, paris_date};
use serde_json::{Value, json};
use time::Date;
use ui::{Lang, Words};

const FR: Words = Words(Lang::Fr);

fn title(content: &Content, subject: Option<&Subject>) -> Option<String> {
    let title = notes::title(content, subject?)?;
    Some(title.fr.clone())
}

fn day(keep: &Keep<'_>, content: &Content, w: Words) -> Value {
    let (why, rule) = match keep.why {
        Why::Answer(rule) => ("answer", Some(rule)),
        Why::Look => ("look", None),
        Why::Limit(rule) => ("limit", Some(rule)),
    };
    json!({
        "on": iso(keep.on),
        "late": keep.late,
        "why": why,
        "rule": rule,
        "step": keep.subject.as_ref().map(Subject::id),
        "title": title(content, keep.subject.as_ref()),
        "words": notes::keep(w, content, keep),
    })
}

/// The days to keep, the nearest first; `withheld` counts the entries that are not known here.
pub fn due(content: &Content, case: &Case, today: Date, withheld: u64, w: Words) -> Value {
    let kept = days(content, case, today);
    let all: Vec<Value> = kept.iter().map(|keep| day(keep, content, w)).collect();
    json!({
        "today": iso(today),
        "late": kept.iter().any(|keep| keep.late),
        "withheld": withheld,
        "days": all,
    })
}

/// `2026-11-20T21:43`, as clocks show it in France.
pub fn stamp(at: Civil) -> String {
    format!("{}T{:02}:{:02}", iso(at.day()), at.hour(), at.minute())
}

/// The case on one line of time: what happened and was done, at which hours, by whom, who is to act.
/// `to_act` is who is to act, or nothing when an entry that could change it is not known here.
pub fn timeline(
    content: &Content,
    case: &Case,
    today: Date,
    withheld: u64,
    to_act: Option<Vec<Ball>>,
) -> Value {
    let timeline = Timeline::of(FR, content, case);
    let window = timeline.days();
    let rows = window.map_or_else(Vec::new, |window| {
        let unit = crate::drawing::counting(window);
        timeline.rows(case, unit, |bucket| counted(FR, bucket))
    });
    let tally = Tally::of(timeline.minutes());
    let hours = Hours::of(timeline.minutes());
    let row = |row: &Row| {
        json!({
            "from": stamp(row.from),
            "to": stamp(row.to),
            "sort": row.event.lane.name(),
            "sure": row.at.is_none_or(At::is_sure),
            "count": row.event.count,
            "what": row.event.what,
            "pieces": row.event.pieces,
        })
    };
    let apart = timeline.undated().map(|event| {
        json!({
            "sort": event.lane.name(),
            "what": event.what,
            "pieces": event.pieces,
        })
    });
    let person = |one: &Person<'_>| {
        json!({
            "name": one.name,
            "one": one.is_one(),
            "author": one.author.name(),
            "facts": one.facts,
            "repeated": one.repeated,
            "messages": one.messages,
            "first": one.first.map(iso),
            "last": one.last.map(iso),
        })
    };
    let ball = |ball: Ball| {
        json!({
            "step": ball.subject.id(),
            "title": ball.title.fr,
            "who": holder(FR, &ball.holder, false),
            "mine": ball.holder == Holder::Her,
            "since": ball.since.map(iso),
        })
    };
    let by_hour: Vec<Vec<usize>> = (0..7)
        .map(|day| (0..24).map(|hour| hours.at(day, hour)).collect())
        .collect();
    json!({
        "today": iso(today),
        "withheld": withheld,
        "from": window.map(|window| iso(window.from)),
        "to": window.map(|window| iso(window.to)),
        "lines": rows.iter().map(row).collect::<Vec<_>>(),
        "without_day": apart.collect::<Vec<_>>(),
        "messages": {
            "all": tally.all,
            "night": tally.night,
            "late": tally.late,
            "weekend": tally.weekend,
            "without_day": timeline.undated_messages(),
            "by_hour": by_hour,
        },
        "people": people(case).iter().map(person).collect::<Vec<_>>(),
        // Null: not known, because something is withheld.
        "to_act": to_act.map(|held| held.into_iter().map(ball).collect::<Vec<_>>()),
    })
}

fn fact(fact: &Fact, case: &Case) -> Value {
    let text = &fact.text;
    let shows = case
        .pieces
        .iter()
        .filter(|piece| piece.text.facts.contains(&fact.first));
    json!({
        "id": fact.first,
        "at": fact.at.rfc3339(),
        "what": text.what,
        "when": when_json(&text.when),
        "published": text.published.map(iso),
        "discovered": text.discovered.map(iso),
        "author": text.author.name(),
        "author_name": text.author_name,
        "place": text.place,
        "platform": text.platform,
        "post": text.post,
        "profile": text.profile,
        "told_by": text.told_by,
        "held": text.held,
        "pieces": shows.map(|piece| piece.number).collect::<Vec<_>>(),
    })
}

fn piece(piece: &Piece) -> Value {
    let text = &piece.text;
    json!({
        "number": piece.number,
        "at": piece.at.rfc3339(),
        "name": piece.name,
        "media": piece.media,
        "bytes": piece.bytes,
        "sha256": piece.sha256.to_string(),
        "class": piece.class.letter(),
        "nature": text.nature.map(Nature::name),
        "caption": text.caption,
        "transcript": text.transcript,
        "address": text.address,
        "seen": text.seen.map(iso),
        "taken_by": text.taken_by,
    })
}

/// The pieces, by number.
pub fn pieces(case: &Case) -> Vec<Value> {
    let mut all: Vec<&Piece> = case.pieces.iter().collect();
    all.sort_by_key(|piece| piece.number);
    all.into_iter().map(piece).collect()
}

fn step(content: &Content, follow: &Follow<'_>) -> Value {
    let (state, on) = match follow.state() {
        State::ToDo => ("to-do", None),
        State::Begun => ("begun", None),
        State::Waiting(on) => ("waiting", Some(on)),
        State::Ended(did, on) => (did.name(), Some(on)),
        State::Granted(on) => ("granted", Some(on)),
        State::Done(on) => ("done", Some(on)),
    };
    json!({
        "id": follow.subject.id(),
        "title": title(content, Some(&follow.subject)),
        "state": state,
        "on": on.map(iso),
        "references": follow.references(),
    })
}

fn letter(content: &Content, letter: &LetterState) -> Value {
    let sent = letter.sent.as_ref();
    let state = match (sent, letter.final_sha256) {
        (Some(_), _) => "sent",
        (None, Some(_)) => "final",
        (None, None) => "draft",
    };
    json!({
        "id": letter.id,
        "name": content.models.name(&letter.id),
        "state": state,
        "sent": sent.map(|sent| iso(sent.on)),
        "received": sent.and_then(|sent| sent.received).map(iso),
        "sha256": letter.final_sha256.map(|digest| digest.to_string()),
    })
}

/// What a reader of a dossier is told: the case, its letters' and its steps' states, its days. Not what is said between
/// those who follow it, nor who they are.
pub fn case(content: &Content, case: &Case, today: Date, w: Words) -> Value {
    let first = case.history.first().and_then(|event| event.at);
    let kinds = case.qualification.chosen.iter().map(|id| {
        let name: Option<&Text> = content.kind(id).map(|kind| &kind.name);
        json!({ "id": id, "name": name.map(|name| name.get(lang(w))) })
    });
    let mut facts: Vec<&Fact> = case.facts.iter().collect();
    facts.sort_by_key(|fact| fact.text.when.first());
    let facts = facts.into_iter().map(|one| fact(one, case));
    let steps = Follow::all(content, case);
    json!({
        "title": case.title,
        "concerned": case.concerned.name(),
        "opened_on": first.map(|at| iso(paris_date(at))),
        "kinds": kinds.collect::<Vec<_>>(),
        "story": case.story,
        "facts": facts.collect::<Vec<_>>(),
        "pieces": pieces(case),
        "steps": steps.iter().map(|follow| step(content, follow)).collect::<Vec<_>>(),
        "letters": case.letters.iter().map(|one| letter(content, one)).collect::<Vec<_>>(),
        "deadlines": due(content, case, today, 0, w),
    })
}
