//! Everything of the table is in the drawing, nothing covers anything, and no word of the person is there.

use super::card::card;
use super::*;
use crate::model::{Case, When};
use crate::pages::drawing::{card as card_svg, frise, saying, saying_hours};
use crate::timeline::hours::Hours;
use crate::timeline::tests::{FR, fact, instant, messages, of};
use evidence::import::Sent;
use kernel::Moment;
use kernel::date::add_days;
use proptest::prelude::*;
use time::Date;
use time::macros::date;

const FORMS: [Form; 3] = [Form::Wide, Form::Paper, Form::Narrow];

fn drawn(case: &Case, form: Form) -> (Timeline, Window, Drawing) {
    let timeline = of(case);
    let window = timeline.days().unwrap();
    let now = Civil::of(instant("2026-11-22T09:30:00Z"));
    let drawing = draw(&timeline, window, now, form);
    (timeline, window, drawing)
}

fn svg(case: &Case, form: Form) -> String {
    let (timeline, window, drawing) = drawn(case, form);
    frise(FR, "f", &drawing, &saying(FR, &timeline, window), true).to_string()
}

/// Something of each certainty.
fn when() -> impl Strategy<Value = When> {
    let day = (0_i64..4_000).prop_map(|days| add_days(date!(2016 - 01 - 01), days));
    prop_oneof![
        day.clone().prop_map(|day| When::Exact(day, None)),
        (day.clone(), 0_u8..24)
            .prop_map(|(day, hour)| When::Exact(day, Some(format!("{hour:02}:30")))),
        day.clone().prop_map(When::Around),
        (day, 0_i64..900).prop_map(|(day, days)| When::Several(day, add_days(day, days))),
        Just(When::Unknown),
    ]
}

proptest! {
    #[test]
    fn n040_each_line_of_the_table_is_in_the_drawing_once(
        whens in prop::collection::vec(when(), 1..60),
        minutes in prop::collection::vec(0_i64..3_000_000, 0..80),
        near in any::<bool>(),
    ) {
        // All of it within three weeks, or over ten years.
        let whens: Vec<When> = if near {
            let close = |day: Date| add_days(date!(2026 - 10 - 01), i64::from(day.ordinal()) % 21);
            whens.into_iter().map(|when| match when {
                When::Exact(day, hour) => When::Exact(close(day), hour),
                When::Around(day) => When::Around(close(day)),
                When::Several(from, to) => When::Several(close(from).min(close(to)), close(from).max(close(to))),
                When::Unknown => When::Unknown,
            }).collect()
        } else { whens };
        let facts = whens.into_iter().zip(0_u64..);
        let sent = minutes.iter().map(|m| (Some(Sent::At(Moment::from_seconds(1_790_000_000 + m * if near { 1 } else { 60 }))), "x"));
        let case = Case {
            facts: facts.map(|(when, n)| fact(n, when, "", "")).collect(),
            imports: vec![messages(sent)],
            ..Case::default()
        };
        let timeline = of(&case);
        prop_assume!(timeline.days().is_some());
        for form in FORMS {
            let (timeline, window, drawing) = drawn(&case, form);
            let rows = timeline.rows(&case, counting(window), |_| String::new());
            let of_lane = |lane| rows.iter().filter(move |row| row.event.lane == lane);
            for track in &drawing.tracks {
                let told: usize = of_lane(track.lane).map(|row| row.event.count).sum();
                let marks: usize = track.marks.iter().map(|mark| mark.count).sum();
                let bars: usize = track.bars.iter().map(|bar| bar.tally.all).sum();
                prop_assert_eq!(told, marks + bars);
                for row in of_lane(track.lane) {
                    let by_mark = track.marks.iter().any(|mark| mark.from <= row.from && row.to <= mark.to);
                    let by_bar = track.bars.iter().any(|bar| bar.from == row.from && bar.to == row.to);
                    prop_assert!(by_mark || by_bar);
                }
                let apart = form.measures().apart;
                for (n, mark) in track.marks.iter().enumerate() {
                    for other in &track.marks[n + 1..] {
                        if mark.range.is_none() && other.range.is_none() {
                            let far = (mark.x.0 - other.x.0).abs() + (mark.y.0 - other.y.0).abs();
                            prop_assert!(far >= apart - 0.001, "{mark:?} covers {other:?}");
                        }
                    }
                    prop_assert!(mark.x.0 <= drawing.width.0 && mark.y.0 <= drawing.height.0);
                }
            }
            let lanes: Vec<_> = drawing.tracks.iter().map(|track| track.lane).collect();
            prop_assert!(rows.iter().all(|row| lanes.contains(&row.event.lane)));
        }
    }
}

fn small() -> Case {
    let on = |hour: &str| When::Exact(date!(2026 - 11 - 20), Some(hour.to_owned()));
    Case {
        facts: vec![
            fact(0, on("21:43"), "", ""),
            fact(1, on("21:44"), "", ""),
            fact(2, When::Around(date!(2026 - 11 - 12)), "", ""),
            fact(
                3,
                When::Several(date!(2026 - 11 - 02), date!(2026 - 11 - 16)),
                "",
                "",
            ),
        ],
        imports: vec![messages(
            [("2026-11-20T21:10:00Z", "a"), ("2026-11-21T06:02:00Z", "b")]
                .map(|(at, from)| (Some(Sent::At(instant(at))), from)),
        )],
        ..Case::default()
    }
}

#[test]
fn snapshots_of_a_small_case() {
    insta::assert_snapshot!("wide", svg(&small(), Form::Wide));
    insta::assert_snapshot!("narrow", svg(&small(), Form::Narrow));
    let timeline = of(&small());
    let hours = Hours::of(timeline.minutes());
    let saying = saying_hours(FR, Tally::of(timeline.minutes()));
    let card = card_svg(FR, "h", &card(&hours, Form::Narrow), &saying, true);
    insta::assert_snapshot!("hours", card.to_string());
}

#[test]
fn three_thousand_messages_or_ten_years_stay_a_drawing_of_a_few_hundred_marks() {
    let many = (0..3_000_i64).map(|n| {
        (
            Some(Sent::At(Moment::from_seconds(1_600_000_000 + n * 61_000))),
            "x",
        )
    });
    let days = (0..400_i64).map(|n| When::Exact(add_days(date!(2016 - 01 - 01), n * 9), None));
    let case = Case {
        facts: days
            .zip(0_u64..)
            .map(|(when, n)| fact(n, when, "", ""))
            .collect(),
        imports: vec![messages(many)],
        ..Case::default()
    };
    for form in FORMS {
        let (_, _, drawing) = drawn(&case, form);
        let marks: usize = drawing
            .tracks
            .iter()
            .map(|track| track.marks.len() + track.bars.len())
            .sum();
        assert!((40..=200).contains(&marks), "{marks}");
        assert!(!drawing.nights && !drawing.weekends, "none could be seen");
        assert!(drawing.ticks.len() >= 5, "{:?}", drawing.ticks);
        assert!(svg(&case, form).len() < 60_000);
    }
}

#[test]
fn one_night_is_hours_and_a_hostile_word_never_enters_a_drawing() {
    let word = "<script>alert(1)</script>\u{202e}&\"".repeat(50);
    let night = date!(2026 - 11 - 20);
    let case = Case {
        facts: vec![
            fact(
                0,
                When::Exact(night, Some("23:59".to_owned())),
                &word,
                &word,
            ),
            fact(1, When::Exact(night, None), &word, &word),
        ],
        ..Case::default()
    };
    for form in FORMS {
        let (_, _, drawing) = drawn(&case, form);
        assert!(matches!(drawing.unit, Unit::Hours(_)), "{:?}", drawing.unit);
        assert!(drawing.nights && drawing.tracks[0].marks.len() == 2);
        let text = svg(&case, form);
        assert!(!text.contains("script") && !text.contains('\u{202e}'));
    }
}
