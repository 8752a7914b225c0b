//! Nights and week-ends by French clocks, counts that lose nothing, people and who holds the ball.

use super::ball::{Holder, balls};
use super::hours::{Hours, Tally};
use super::people::people;
use super::scale::{Civil, Unit};
use super::*;
use crate::model::{Author, Fact, FactText, LetterState, Sending};
use crate::note::{Did, Note, NoteText};
use crate::pages::timeline::{how_often, name_of};
use evidence::import::{Format, Period};
use kernel::date::{add_days, iso};
use proptest::prelude::*;
use seal::sha256;
use time::macros::date;
use ui::Lang;

pub const FR: Words = Words(Lang::Fr);

/// A fact of that day.
pub fn fact(first: u64, when: When, author_name: &str, what: &str) -> Fact {
    Fact {
        seq: first,
        at: Moment(0),
        first,
        text: FactText {
            what: what.to_owned(),
            when,
            author_name: author_name.to_owned(),
            ..FactText::default()
        },
    }
}

/// Messages read out of the piece at entry 100.
pub fn messages(all: impl IntoIterator<Item = (Option<Sent>, &'static str)>) -> Imported {
    let message = |(sent, from): (Option<Sent>, &str)| Message {
        sent,
        from: from.to_owned(),
        subject: String::new(),
        text: String::new(),
        attached: Vec::new(),
        signed_by: Vec::new(),
        signed: Vec::new(),
        exchange: None,
        member: None,
        media: Vec::new(),
        first: 0,
        bytes: 0,
        sha256: sha256(b""),
    };
    Imported {
        seq: 101,
        of: 100,
        format: Format::WhatsApp,
        unread: 0,
        outside: 0,
        period: Period::default(),
        checked: false,
        members: Vec::new(),
        others: 0,
        missing: 0,
        unlisted: 0,
        messages: all.into_iter().map(message).collect(),
    }
}

pub fn instant(text: &str) -> Moment {
    Moment::parse(text).unwrap()
}

pub fn of(case: &Case) -> Timeline {
    Timeline::of(FR, Content::embedded().unwrap(), case)
}

#[test]
fn nights_and_weekends_are_those_of_french_clocks_on_both_days_that_change_the_hour() {
    let one = |text: &str| Tally::of([Civil::of(instant(text))]);
    let tally = |night, late, weekend| Tally {
        all: 1,
        night,
        late,
        weekend,
    };
    for (text, expected) in [
        // Sunday 29 March 2026: 2 h becomes 3 h at 01:00 UTC.
        ("2026-03-29T00:30:00Z", tally(1, 1, 1)),
        ("2026-03-29T03:59:00Z", tally(1, 1, 1)),
        ("2026-03-29T04:00:00Z", tally(1, 0, 1)),
        ("2026-03-29T05:00:00Z", tally(0, 0, 1)),
        // The Saturday before, the same hours are one less.
        ("2026-03-28T04:59:00Z", tally(1, 1, 1)),
        ("2026-03-28T05:59:00Z", tally(1, 0, 1)),
        ("2026-03-28T06:00:00Z", tally(0, 0, 1)),
        // Sunday 25 October 2026: 3 h becomes 2 h at 01:00 UTC.
        ("2026-10-25T04:59:00Z", tally(1, 1, 1)),
        ("2026-10-25T05:59:00Z", tally(1, 0, 1)),
        ("2026-10-25T06:00:00Z", tally(0, 0, 1)),
        // Friday evening, Monday at midnight.
        ("2026-11-20T17:59:00Z", tally(0, 0, 0)),
        ("2026-11-20T18:00:00Z", tally(1, 0, 0)),
        ("2026-11-20T21:00:00Z", tally(1, 1, 0)),
        ("2026-11-20T23:00:00Z", tally(1, 1, 1)),
        ("2026-11-22T23:00:00Z", tally(1, 1, 0)),
    ] {
        assert_eq!(one(text), expected, "{text}");
    }
    // The hour that October shows twice is one hour, and counts twice.
    let twice = ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"];
    let hours = Hours::of(twice.map(|text| Civil::of(instant(text))));
    assert_eq!((hours.at(6, 2), hours.all()), (2, 2));
}

const UNITS: [Unit; 9] = [
    Unit::Hours(1),
    Unit::Hours(6),
    Unit::Day,
    Unit::Week,
    Unit::Months(1),
    Unit::Months(3),
    Unit::Years(1),
    Unit::Years(10),
    Unit::Years(100),
];

proptest! {
    #[test]
    fn a_unit_begins_at_or_before_each_minute_of_it_and_the_next_one_begins_after(
        minute in -400_000_000_i64..900_000_000,
        unit in prop::sample::select(UNITS.to_vec()),
    ) {
        // From about the year 0 to beyond the year 2000.
        let at = Civil(2_440_587 * scale::DAY + minute);
        let start = unit.floor(at);
        let next = unit.next(start);
        prop_assert!(start <= at && at < next, "{start:?} {at:?} {next:?}");
        prop_assert_eq!(unit.floor(next), next);
        prop_assert_eq!(unit.floor(next.before()), start);
    }

    #[test]
    fn n018_counting_by_any_unit_and_by_hour_keeps_every_message(
        minutes in prop::collection::vec(prop::option::of(0_i64..6_000_000), 0..300),
        unit in prop::sample::select(UNITS.to_vec()),
    ) {
        let sent = |minute: &Option<i64>| minute.map(|m| Sent::At(Moment::from_seconds(1_500_000_000 + m * 60)));
        let case = Case {
            imports: vec![messages(minutes.iter().map(|minute| (sent(minute), "x")))],
            ..Case::default()
        };
        let timeline = of(&case);
        let dated = minutes.iter().flatten().count();
        let buckets = timeline.counted(unit);
        prop_assert_eq!(buckets.iter().map(|bucket| bucket.minutes.len()).sum::<usize>(), dated);
        for bucket in &buckets {
            prop_assert!(bucket.minutes.iter().all(|at| bucket.from <= *at && *at < bucket.to));
        }
        let hours = Hours::of(timeline.minutes());
        prop_assert_eq!(hours.all(), dated);
        prop_assert_eq!((0..24).map(|hour| hours.at_hour(hour)).sum::<usize>(), dated);
        prop_assert_eq!(timeline.undated_messages(), minutes.len() - dated);
        let rows = timeline.rows(&case, unit, |_| String::new());
        prop_assert_eq!(rows.iter().map(|row| row.event.count).sum::<usize>(), dated);
    }

    #[test]
    fn looking_at_each_day_alone_shows_everything_once(
        days in prop::collection::vec(0_i64..20, 1..40),
    ) {
        let day = |days: i64| add_days(date!(2026 - 10 - 20), days);
        let facts = days.iter().zip(0_u64..);
        let case = Case {
            facts: facts.map(|(n, first)| fact(first, When::Exact(day(*n), None), "", "")).collect(),
            ..Case::default()
        };
        let timeline = of(&case);
        let each = (0..20).map(|n| timeline.within(Window { from: day(n), to: day(n) }));
        prop_assert_eq!(each.map(|part| part.dated(Lane::Facts)).sum::<usize>(), days.len());
    }
}

#[test]
fn an_uncertain_day_stays_uncertain_and_an_unknown_one_is_apart() {
    let (first, last) = (date!(2026 - 11 - 02), date!(2026 - 11 - 20));
    let whens = [
        When::Several(first, last),
        When::Around(last),
        When::Unknown,
        When::Exact(first, Some("21:43".to_owned())),
        When::Exact(first, Some("vers le soir".to_owned())),
    ];
    let facts = whens.into_iter().zip(0_u64..);
    let case = Case {
        facts: facts
            .map(|(when, n)| fact(n, when, "", "Un fait"))
            .collect(),
        ..Case::default()
    };
    let timeline = of(&case);
    assert_eq!(timeline.undated().count(), 1);
    assert_eq!(timeline.dated(Lane::Facts), 4);
    assert_eq!(
        timeline.days(),
        Some(Window {
            from: first,
            to: last
        })
    );
    let said: Vec<String> = timeline
        .rows(&case, Unit::Day, |_| String::new())
        .iter()
        .map(|row| when(FR, row))
        .collect();
    assert_eq!(
        said,
        [
            "lundi 2\u{a0}novembre 2026",
            "Plusieurs fois, du 2\u{a0}novembre 2026 au 20\u{a0}novembre 2026",
            "lundi 2\u{a0}novembre 2026, 21\u{a0}h\u{a0}43",
            "Vers le vendredi 20\u{a0}novembre 2026",
        ]
    );
}

#[test]
fn n018_a_name_typed_in_two_ways_is_one_person_and_messages_count_beside_facts() {
    let on = |day| When::Exact(day, None);
    let (first, last) = (date!(2026 - 11 - 02), date!(2026 - 11 - 20));
    let mut case = Case {
        facts: vec![
            fact(0, on(first), "Kevin 3B", ""),
            fact(1, When::Several(first, last), " kevin  3b ", ""),
            fact(2, When::Unknown, "", ""),
        ],
        imports: vec![messages([
            (Some(Sent::At(instant("2026-11-22T23:10:00Z"))), "KEVIN 3B"),
            (None, "Lina"),
            (None, ""),
        ])],
        ..Case::default()
    };
    case.facts[2].text.author = Author::Parent;
    let people = people(&case);
    let said: Vec<_> = people
        .iter()
        .map(|one| (one.name, one.facts, one.repeated, one.messages, one.last))
        .collect();
    assert_eq!(
        said,
        [
            // 23 h 10 in London is the next day in Paris.
            ("Kevin 3B", 2, 1, 1, Some(date!(2026 - 11 - 23))),
            ("Lina", 0, 0, 1, None),
            ("", 1, 0, 0, None),
        ]
    );
    assert_eq!(people[2].author, Author::Parent);
}

#[test]
fn n018_names_that_are_masked_or_missing_are_never_said_to_be_one_person() {
    let unknown = || When::Unknown;
    let case = Case {
        facts: vec![
            fact(0, unknown(), "Kevin █", ""),
            fact(1, unknown(), "█ █", ""),
            fact(2, unknown(), "Kevin █", ""),
            fact(3, unknown(), "", ""),
            fact(4, unknown(), "", ""),
            fact(5, unknown(), "Lina", ""),
            fact(6, unknown(), "Lina", ""),
        ],
        ..Case::default()
    };
    let people = people(&case);
    let said: Vec<_> = people
        .iter()
        .map(|one| (name_of(FR, one), how_often(FR, one)))
        .collect();
    let said: Vec<_> = said.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    assert_eq!(
        said,
        [
            ("Lina", "2 faits"),
            ("Nom masqué", "3 faits, d’une ou de plusieurs personnes"),
            (
                "Auteur non connu",
                "2 faits, d’une ou de plusieurs personnes"
            ),
        ]
    );
}

#[test]
fn n021_after_a_sending_the_addressee_holds_the_ball_and_after_a_refusal_she_does() {
    let (sent, today) = (date!(2026 - 09 - 03), date!(2026 - 09 - 10));
    let mut case = Case {
        letters: vec![LetterState {
            seq: 5,
            id: "protection-fonctionnelle".to_owned(),
            at: Moment(0),
            by: seal::entry::By::Owner,
            answers: serde_json::json!({"person.status": "enseignant-2d"}),
            final_sha256: None,
            final_on: None,
            final_bytes: 0,
            blob: None,
            edition: None,
            sent: Some(Sending {
                seq: 6,
                on: sent,
                received: None,
                copied: None,
                means: String::new(),
                tracking: String::new(),
            }),
        }],
        ..Case::default()
    };
    let content = Content::embedded().unwrap();
    let found = balls(content, &case, today);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].since, Some(sent));
    let Holder::Others(names) = &found[0].holder else {
        panic!("she waits");
    };
    assert!(names[0].fr.contains("ect"), "{names:?}");

    let subject = found[0].subject.clone();
    let mut refused = NoteText::about(subject, Did::Refused);
    refused.on = Some(today);
    case.notes.push(Note {
        seq: 7,
        first: 7,
        at: Moment(0),
        text: refused.clone(),
    });
    let found = balls(content, &case, today);
    assert_eq!(
        (&found[0].holder, found[0].since),
        (&Holder::Her, Some(today))
    );
    let refused_note = refused.clone();
    refused.did = Did::Granted;
    case.notes.push(Note {
        seq: 8,
        first: 8,
        at: Moment(0),
        text: refused,
    });
    // What is acknowledged after the answer, or after a silence that was noted, waits for nobody.
    let mut late = case.clone();
    let mut received = refused_note.clone();
    received.did = Did::Received;
    received.on = Some(add_days(today, 3));
    late.notes.push(Note {
        seq: 9,
        first: 9,
        at: Moment(0),
        text: received,
    });
    assert_eq!(balls(content, &late, add_days(today, 4)), []);
    for did in [Did::Refused, Did::Silent, Did::Closed] {
        let mut late = late.clone();
        late.notes.retain(|note| note.seq != 8);
        late.notes[0].text.did = did;
        let found = balls(content, &late, add_days(today, 4));
        assert_eq!(found[0].holder, Holder::Her, "{did:?}");
    }
    assert_eq!(balls(content, &case, today), []);
    // Sent, refused, granted: three lanes, three days.
    let lanes: Vec<(Lane, String)> = of(&case)
        .events
        .iter()
        .map(|event| (event.lane, iso(event.at.unwrap().from().day())))
        .collect();
    let day = "2026-09-10".to_owned();
    assert_eq!(
        lanes,
        [
            (Lane::Letters, "2026-09-03".to_owned()),
            (Lane::Answers, day.clone()),
            (Lane::Refusals, day),
        ]
    );
}
