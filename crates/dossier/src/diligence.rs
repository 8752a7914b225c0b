//! The proof of diligences (N045): what the person did to prevent, with its day and the time it took, in her own words; put
//! together as a dated record. Whoever can show what he did in time is not at fault for what he could not stop.

use crate::entries::{Parts, Tells};
use crate::follow::Follow;
use crate::forms::{Problem, is_hour};
use crate::model::Case;
use crate::note::Did;
use crate::pages::{notes, say};
use crate::record;
use guide::Content;
use guide::law::Lang as GuideLang;
use kernel::date::{iso, paris_date, parse};
use kernel::doc::{Block, Doc, Frame, Inline, para};
use kernel::{Fault, Moment};
use seal::entry::EntryDraft;
use serde_json::Value;
use time::Date;
use ui::{Lang, Words, dates};

/// The type of its entries.
pub const KIND: &str = "diligence";
/// Longest time of one measure, in minutes: a working day.
const LONGEST: u32 = 600;

const FR: Words = Words(Lang::Fr);

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Settings of an account or a service were checked.
    Settings,
    /// A password was changed, a second step was set.
    Password,
    /// A document, a folder or an access was closed.
    Closed,
    /// The head of the school, a superior or a service was informed.
    Informed,
    /// A note, a rule, a guide was read.
    Read,
    /// A training was followed.
    Trained,
    /// Advice was asked for.
    Advice,
    /// Something else.
    Other,
}

impl Measure {
    /// Every one, in the order of the form.
    pub const ALL: [Self; 8] = [
        Self::Settings,
        Self::Password,
        Self::Closed,
        Self::Informed,
        Self::Read,
        Self::Trained,
        Self::Advice,
        Self::Other,
    ];

    /// The value sealed and used in forms.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Settings => "settings",
            Self::Password => "password",
            Self::Closed => "closed",
            Self::Informed => "informed",
            Self::Read => "read",
            Self::Trained => "trained",
            Self::Advice => "advice",
            Self::Other => "other",
        }
    }

    /// Reads the sealed value.
    pub fn read(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }
}

/// What one line says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// What was done.
    pub measure: Measure,
    /// The day.
    pub on: Date,
    /// The hour (`21:43`), when it matters.
    pub hour: String,
    /// Minutes that it took.
    pub minutes: Option<u32>,
    /// With whom, to whom.
    pub with: String,
    /// In the person's words: which setting, which document, what was read.
    pub words: String,
}

/// One line of the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diligence {
    /// Its first entry.
    pub first: u64,
    /// When it was first noted: the server's instant, which the seal covers.
    pub at: Moment,
    /// What it says, in its last version.
    pub text: Text,
}

/// The fields of the form, as typed.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    /// What was done.
    pub measure: String,
    /// The day (`2026-11-21`); today when empty.
    pub on: String,
    /// The hour.
    pub hour: String,
    /// Minutes.
    pub minutes: String,
    /// With whom.
    pub with: String,
    /// In her words.
    pub words: String,
}

impl Typed {
    /// Checks them; every problem names its field.
    pub fn read(&self, today: Date) -> Result<Text, Vec<Problem>> {
        let mut problems: Vec<Problem> = Vec::new();
        let measure = Measure::read(&self.measure);
        if measure.is_none() {
            problems.push(("measure", "diligence-measure-missing"));
        }
        let on = match parse(&self.on) {
            None if self.on.trim().is_empty() => Some(today),
            None => {
                problems.push(("on", "note-date-unclear"));
                None
            }
            Some(on) if on > today => {
                problems.push(("on", "fact-date-future"));
                None
            }
            on => on,
        };
        let hour = self.hour.trim();
        if !hour.is_empty() && !is_hour(hour) {
            problems.push(("hour", "fact-hour-wrong"));
        }
        let minutes = self.minutes.trim();
        let took = minutes.parse().ok().filter(|n| (1..=LONGEST).contains(n));
        if !minutes.is_empty() && took.is_none() {
            problems.push(("minutes", "diligence-minutes-wrong"));
        }
        let words = self.words.trim().replace("\r\n", "\n");
        if measure == Some(Measure::Other) && words.is_empty() {
            problems.push(("words", "diligence-words-missing"));
        }
        match (measure, on) {
            (Some(measure), Some(on)) if problems.is_empty() => Ok(Text {
                measure,
                on,
                hour: hour.to_owned(),
                minutes: took,
                with: self.with.trim().to_owned(),
                words,
            }),
            _ => Err(problems),
        }
    }
}

impl Text {
    /// The entry that seals it.
    pub fn entry(&self) -> Result<EntryDraft, Fault> {
        let hour = Some(self.hour.as_str()).filter(|hour| !hour.is_empty());
        Parts::of(KIND)
            .value("measure", self.measure.name())
            .value("on", iso(self.on))
            .value("hour", hour)
            .value("minutes", self.minutes)
            .words("with", &self.with)
            .words("words", &self.words)
            .done()
    }
}

/// The entry that takes a line back.
pub fn taken_back(first: u64) -> Result<EntryDraft, Fault> {
    Parts::of(KIND).value("of", first).done()
}

/// Reads an entry of type `diligence`.
pub(crate) fn apply(case: &mut Case, entry: &dyn Tells) {
    if let Some(of) = entry.value("of").and_then(Value::as_u64) {
        case.diligences.retain(|one| one.first != of);
        return;
    }
    let text = |name: &str| entry.text(name).unwrap_or_default();
    let minutes = entry.value("minutes").and_then(Value::as_u64);
    let (Some(measure), Some(on)) = (Measure::read(&text("measure")), parse(&text("on"))) else {
        return;
    };
    case.diligences.push(Diligence {
        first: entry.line().seq,
        at: entry.line().at,
        text: Text {
            measure,
            on,
            hour: text("hour"),
            minutes: minutes.and_then(|minutes| u32::try_from(minutes).ok()),
            with: text("with"),
            words: text("words"),
        },
    });
}

/// The lines in the order of their days.
pub fn in_order(case: &Case) -> Vec<&Diligence> {
    let mut all: Vec<&Diligence> = case.diligences.iter().collect();
    all.sort_by(|a, b| {
        let key = |one: &Diligence| (one.text.on, one.text.hour.clone(), one.first);
        key(a).cmp(&key(b))
    });
    all
}

/// The day, and the hour where it was said.
pub fn when(w: Words, text: &Text) -> String {
    let day = dates::plain_day(w, text.on);
    if text.hour.is_empty() {
        return day;
    }
    [day.as_str(), ", ", &say::hour(w, &text.hour)].concat()
}

/// What was done.
pub fn what(w: Words, text: &Text) -> String {
    w.t(&["diligence-did-", text.measure.name()].concat())
}

/// How long it took, with whom.
pub fn about(w: Words, text: &Text) -> String {
    let took = text
        .minutes
        .map(|minutes| w.ta("diligence-took", &[("count", &minutes)]));
    let with = (!text.with.is_empty()).then(|| w.ta("note-said-with", &[("value", &text.with)]));
    let parts: Vec<String> = took.into_iter().chain(with).collect();
    parts.join(" · ")
}

/// Minutes of all lines together.
pub fn minutes(case: &Case) -> u32 {
    let all = case.diligences.iter().filter_map(|one| one.text.minutes);
    all.fold(0, u32::saturating_add)
}

/// The table of the record; French, as it goes to French readers.
fn table(case: &Case) -> Block {
    let row = |one: &&Diligence| {
        let mut said = vec![Inline::Strong(what(FR, &one.text))];
        for more in [about(FR, &one.text), one.text.words.clone()] {
            if !more.is_empty() {
                said.push(Inline::text(format!(". {}", more.trim_end_matches('.'))));
            }
        }
        vec![
            vec![Inline::text(when(FR, &one.text))],
            said,
            vec![Inline::text(dates::moment(FR, one.at))],
        ]
    };
    Block::Table {
        caption: FR.t("diligence-caption"),
        head: ["diligence-day", "diligence-measure", "diligence-noted"]
            .map(|key| FR.t(key))
            .into(),
        widths: vec![2, 5, 2],
        rows: in_order(case).iter().map(row).collect(),
    }
}

/// The boxes ticked in the lists of the guide: each was noted with its hour.
fn ticks(content: &Content, case: &Case) -> Vec<Block> {
    let mut blocks = Vec::new();
    for follow in Follow::all(content, case) {
        let ticked = follow
            .notes
            .iter()
            .filter(|note| note.text.did == Did::Tick);
        let rows: Vec<_> = ticked
            .map(|note| record::row(content, case, note))
            .collect();
        if rows.is_empty() {
            continue;
        }
        let title = notes::title(content, &follow.subject);
        let title = title.map_or(follow.subject.id(), |title| title.get(GuideLang::Fr));
        blocks.push(Block::Heading(2, title.to_owned()));
        blocks.push(Block::Table {
            caption: title.to_owned(),
            head: vec![FR.t("diligence-noted"), FR.t("diligence-measure")],
            widths: vec![2, 5],
            rows,
        });
    }
    if !blocks.is_empty() {
        blocks.insert(0, Block::Heading(1, FR.t("diligence-ticks")));
    }
    blocks
}

/// Its part of the exported document; nothing when nothing was noted.
pub fn blocks(case: &Case) -> Vec<Block> {
    if case.diligences.is_empty() {
        return Vec::new();
    }
    vec![
        Block::Heading(1, FR.t("diligence-title")),
        para(FR.t("diligence-proves")),
        table(case),
    ]
}

/// The record as a document of its own.
pub fn sheet(content: &Content, case: &Case, origin: &str, at: Moment) -> Doc {
    let count = case.diligences.len();
    let mut said = FR.ta("diligence-count", &[("count", &count)]);
    let took = minutes(case);
    if took > 0 {
        said = format!(
            "{said} {}",
            FR.ta("diligence-took-all", &[("count", &took)])
        );
    }
    let mut blocks = vec![
        Block::Terms(vec![
            (
                FR.t("report-reference"),
                vec![Inline::Mono(origin.to_owned())],
            ),
            (
                FR.ta("report-printed", &[("date", &dates::moment(FR, at))]),
                vec![Inline::text(said)],
            ),
        ]),
        para(FR.t("diligence-proves")),
        Block::Heading(1, FR.t("diligence-caption")),
    ];
    blocks.push(match count {
        0 => para(FR.t("report-none")),
        _ => table(case),
    });
    blocks.extend(ticks(content, case));
    blocks.push(Block::Heading(1, FR.t("report-method")));
    blocks.push(para(FR.t("diligence-method")));
    Doc {
        lang: "fr",
        title: FR.t("diligence-title"),
        date: paris_date(at),
        frame: Frame::Report,
        blocks,
        footer: origin.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    const TODAY: Date = date!(2026 - 11 - 22);

    fn typed() -> Typed {
        Typed {
            measure: "read".to_owned(),
            on: "2026-11-20".to_owned(),
            minutes: "25".to_owned(),
            words: "La note de service".to_owned(),
            ..Typed::default()
        }
    }

    #[test]
    fn what_is_wrong_is_named_by_its_field() {
        let text = typed().read(TODAY).unwrap();
        assert_eq!((text.on, text.minutes), (date!(2026 - 11 - 20), Some(25)));
        let today = Typed {
            on: String::new(),
            ..typed()
        };
        assert_eq!(today.read(TODAY).unwrap().on, TODAY);
        let wrong = |change: fn(&mut Typed)| {
            let mut typed = typed();
            change(&mut typed);
            let found = typed.read(TODAY).unwrap_err();
            found.iter().map(|one| one.0).collect::<Vec<_>>()
        };
        assert_eq!(wrong(|t| t.measure.clear()), ["measure"]);
        assert_eq!(wrong(|t| "2026-11-23".clone_into(&mut t.on)), ["on"]);
        assert_eq!(wrong(|t| "31 février".clone_into(&mut t.on)), ["on"]);
        assert_eq!(wrong(|t| "25h".clone_into(&mut t.hour)), ["hour"]);
        for minutes in ["0", "-5", "601", "longtemps"] {
            let mut typed = typed();
            minutes.clone_into(&mut typed.minutes);
            assert_eq!(
                typed.read(TODAY).unwrap_err(),
                [("minutes", "diligence-minutes-wrong")]
            );
        }
        let other = |t: &mut Typed| {
            "other".clone_into(&mut t.measure);
            t.words.clear();
        };
        assert_eq!(wrong(other), ["words"]);
    }
}
