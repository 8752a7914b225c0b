//! The line of time in the exported document: each drawing, then its table (N018, N021, N040). French, as the rest of it.

use super::ball::balls;
use super::hours::{Hours, Tally};
use super::people::people;
use super::scale::Civil;
use super::{Timeline, Window, when};
use crate::drawing::card::card;
use crate::drawing::{Drawing, Form, counting, draw};
use crate::model::Case;
use crate::pages::drawing::{self, Saying};
use crate::pages::say;
use crate::pages::timeline::{counted, from_to, holder, how_often, name_of, since, sort_of};
use guide::Content;
use guide::law::Lang as GuideLang;
use kernel::Moment;
use kernel::date::paris_date;
use kernel::doc::{Block, Inline, para};
use ui::{Lang, Words};

const FR: Words = Words(Lang::Fr);

/// What is shown of the case, drawn and said; `partial` when something of it is not shown.
pub fn blocks(content: &Content, case: &Case, at: Moment, partial: bool) -> Vec<Block> {
    let timeline = Timeline::of(FR, content, case);
    let mut blocks = Vec::new();
    if let Some(window) = timeline.days() {
        blocks.push(Block::Heading(1, FR.t("frise-report-title")));
        if partial {
            blocks.push(para(FR.t("frise-report-partial")));
        }
        blocks.extend(line_of_time(case, &timeline, window, Civil::of(at)));
    }
    blocks.extend(undated(&timeline));
    blocks.extend(by_hour(&timeline));
    blocks.extend(who(case));
    // Who is to act is computed from the whole: of a part it would be false.
    if !partial {
        blocks.extend(to_act(content, case, at));
    }
    blocks
}

fn picture(svg: &ui::Html, saying: &Saying) -> Block {
    Block::Drawing {
        svg: svg.to_string(),
        alt: format!("{}. {}", saying.title, saying.about),
        caption: saying.title.clone(),
    }
}

fn cells(texts: impl IntoIterator<Item = String>) -> Vec<Vec<Inline>> {
    let texts = texts.into_iter();
    texts.map(|text| vec![Inline::text(text)]).collect()
}

fn heads<const N: usize>(keys: [&str; N]) -> Vec<String> {
    keys.iter().map(|key| FR.t(key)).collect()
}

/// What the shapes and the grounds of that drawing say.
fn legend(drawn: &Drawing, timeline: &Timeline) -> Block {
    let keys = [
        (true, "frise-legend-number"),
        (true, "frise-legend-unsure"),
        (drawn.has_ranges(), "frise-legend-range"),
        (drawn.nights, "frise-legend-night"),
        (drawn.weekends, "frise-legend-weekend"),
        (timeline.minutes().any(Civil::is_late), "frise-legend-late"),
        (drawn.today.is_some(), "frise-legend-today"),
    ];
    let said = keys.iter().filter(|(said, _)| *said);
    let said: Vec<String> = said.map(|(_, key)| FR.t(key)).collect();
    para(format!("{}.", said.join(". ")))
}

fn line_of_time(case: &Case, timeline: &Timeline, window: Window, now: Civil) -> [Block; 3] {
    let saying = drawing::saying(FR, timeline, window);
    let drawn = draw(timeline, window, now, Form::Paper);
    let rows = timeline.rows(case, counting(window), |bucket| counted(FR, bucket));
    let row = |row: &super::Row| {
        let event = &row.event;
        let pieces: Vec<String> = event.pieces.iter().map(u32::to_string).collect();
        let sort = FR.t(&["frise-one-", event.lane.name()].concat());
        cells([when(FR, row), sort, event.what.clone(), pieces.join(", ")])
    };
    [
        picture(&drawing::frise(FR, "frise", &drawn, &saying, true), &saying),
        legend(&drawn, timeline),
        Block::Table {
            caption: FR.t("frise-table-caption"),
            head: heads(["frise-when", "frise-sort", "frise-what", "frise-pieces"]),
            widths: vec![4, 2, 6, 2],
            rows: rows.iter().map(row).collect(),
        },
    ]
}

fn undated(timeline: &Timeline) -> Vec<Block> {
    let events = timeline.undated().map(|event| {
        let pieces = say::numbers(FR, &event.pieces);
        vec![Inline::text(format!("{}{pieces}", event.what))]
    });
    let messages = Some(timeline.undated_messages()).filter(|count| *count > 0);
    let messages = messages.map(|count| {
        let said = FR.ta("frise-messages", &[("count", &count)]);
        vec![Inline::text(said)]
    });
    let items: Vec<Vec<Inline>> = events.chain(messages).collect();
    if items.is_empty() {
        return Vec::new();
    }
    vec![
        Block::Heading(2, FR.t("frise-undated")),
        Block::List {
            ordered: false,
            items,
        },
    ]
}

fn by_hour(timeline: &Timeline) -> Vec<Block> {
    let tally = Tally::of(timeline.minutes());
    if tally.all == 0 {
        return Vec::new();
    }
    let hours = Hours::of(timeline.minutes());
    let saying = drawing::saying_hours(FR, tally);
    let drawn = drawing::card(FR, "heures", &card(&hours, Form::Paper), &saying, true);
    vec![
        Block::Heading(2, FR.t("frise-hours-title")),
        para(saying.about.clone()),
        picture(&drawn, &saying),
        Block::Table {
            caption: FR.t("frise-hours-table"),
            head: drawing::hour_heads(FR),
            widths: vec![3, 2, 2, 3, 2, 3, 3, 3, 2],
            rows: drawing::hour_rows(FR, &hours)
                .into_iter()
                .map(cells)
                .collect(),
        },
        para(FR.t("frise-report-hours")),
    ]
}

fn who(case: &Case) -> Vec<Block> {
    let people = people(case);
    if people.is_empty() {
        return Vec::new();
    }
    let rows = people.iter().map(|one| {
        let sort = sort_of(FR, one);
        let name = match sort.as_str() {
            "" => name_of(FR, one),
            sort => format!("{} ({sort})", name_of(FR, one)),
        };
        cells([name, how_often(FR, one), from_to(FR, one)])
    });
    vec![
        Block::Heading(2, FR.t("frise-who-title")),
        para(FR.t("frise-who-lead")),
        Block::Table {
            caption: FR.t("frise-who-caption"),
            head: heads(["frise-who", "frise-how-often", "frise-from-to"]),
            widths: vec![4, 4, 4],
            rows: rows.collect(),
        },
    ]
}

fn to_act(content: &Content, case: &Case, at: Moment) -> Vec<Block> {
    let today = paris_date(at);
    let held = balls(content, case, today);
    if held.is_empty() {
        return Vec::new();
    }
    let rows = held.iter().map(|ball| {
        cells([
            // Whoever reads the document is not the person.
            holder(FR, &ball.holder, false),
            ball.title.get(GuideLang::Fr).to_owned(),
            since(FR, ball.since, today),
        ])
    });
    vec![
        Block::Heading(2, FR.t("frise-ball-title")),
        Block::Table {
            caption: FR.t("frise-ball-caption"),
            head: heads(["frise-ball-who", "frise-ball-step", "frise-ball-when"]),
            widths: vec![4, 5, 4],
            rows: rows.collect(),
        },
    ]
}
