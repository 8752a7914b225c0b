//! The case on one line of time, at which hours, by whom, what comes and who holds the ball, and the contact sheet: each
//! drawn, and each said in a table (N018, N021, N040).

use super::contact::{Picture, pictures};
use super::drawing::{self, Saying};
use super::step::{tag, url};
use super::{notes, open, say, urls};
use crate::agenda::days;
use crate::drawing::card::card;
use crate::drawing::{Drawing, Form, Px, counting, draw};
use crate::model::{Author, Case};
use crate::service::{Dossiers, Opened};
use crate::timeline::ball::{Holder, balls};
use crate::timeline::hours::{Hours, Tally};
use crate::timeline::people::{Person, people};
use crate::timeline::scale::{Civil, Unit};
use crate::timeline::{Bucket, Event, Lane, Source, Timeline, Window, when};
use accounts::pages::Visiting;
use accounts::rules::Action;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::IntoResponse;
use guide::law::Text;
use kernel::GrantId;
use kernel::date::iso;
use seal::grant::Rights;
use time::Date;
use ui::parts::{Table, Tag};
use ui::{Answer, Ctx, Html, Page, Url, Words, dates};

/// The longest text of a line, in characters: its own page has the whole.
const LONGEST: usize = 280;
/// Parts of the period that are offered, at most.
const MOST_PARTS: usize = 60;
/// People whose bar is drawn; the table has them all.
const MOST_BARS: usize = 12;

/// What is looked at, and how.
#[derive(Debug, Default, serde::Deserialize)]
pub struct Look {
    /// The first day.
    #[serde(default)]
    du: String,
    /// The last day.
    #[serde(default)]
    au: String,
    /// Tables stand open, for paper.
    #[serde(default)]
    tables: String,
    /// Paper shows the pictures.
    #[serde(default)]
    images: String,
}

impl Look {
    fn opens(&self) -> bool {
        !self.tables.is_empty()
    }
}

/// One line of the table.
struct Line {
    when: String,
    sort: String,
    what: String,
    links: Vec<(String, String)>,
    pieces: String,
    /// The same, as a line says it.
    shown: String,
}

/// A part of the period that can be looked at alone.
struct Part {
    name: String,
    url: String,
}

/// The line of time in both forms, with its table.
struct Frise {
    wide: Html,
    narrow: Html,
    saying: Saying,
    lines: Vec<Line>,
    ranges: bool,
    nights: bool,
    weekends: bool,
    late: bool,
    today: bool,
}

/// Messages by hour in both forms, with their table.
struct Clock {
    wide: Html,
    narrow: Html,
    saying: Saying,
    table: Table,
}

/// Somebody, with the bars that are drawn.
struct Who {
    name: String,
    sort: String,
    said: String,
    days: String,
    facts: Px,
    messages: Px,
}

impl Who {
    fn only_messages(&self) -> bool {
        self.facts == Px(0.0)
    }
}

struct Day {
    text: String,
    title: String,
    url: String,
}

/// A step and who holds it.
struct Held {
    who: String,
    title: String,
    url: String,
    since: String,
    tag: Tag,
}

#[derive(Template)]
#[template(path = "timeline.html")]
struct TimelinePage {
    ctx: Ctx,
    messages: Option<String>,
    frise: Option<Frise>,
    whole: Option<String>,
    parts: Vec<Part>,
    undated: Vec<Line>,
    undated_messages: Option<String>,
    clock: Option<Clock>,
    who: Vec<Who>,
    next: Option<Day>,
    late: Vec<Day>,
    coming: Vec<Day>,
    held: Vec<Held>,
    pictures: Vec<Picture>,
    opens: bool,
    open: String,
    printed: bool,
    print: String,
    history: String,
    follow: String,
    calendar: String,
}

impl TimelinePage {
    /// The people whose bar is drawn.
    fn bars(&self) -> &[Who] {
        self.who.get(..MOST_BARS).unwrap_or(&self.who)
    }
}

/// The page.
pub async fn get(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path(grant): Path<GrantId>,
    Query(look): Query<Look>,
) -> Answer {
    let opened = open(&dossiers, &visiting, grant, Action::Read).await?;
    let page = page(&dossiers, ctx, grant, &opened, &look);
    Ok(Page::new(page).into_response())
}

fn page(
    dossiers: &Dossiers,
    ctx: Ctx,
    grant: GrantId,
    opened: &Opened,
    look: &Look,
) -> TimelinePage {
    let (case, w) = (&opened.case, ctx.w);
    let all = Timeline::of(w, dossiers.content, case);
    let chosen = Window::read(&look.du, &look.au);
    let timeline = chosen.map_or_else(|| all.clone(), |window| all.within(window));
    let shown = timeline.shown(chosen);
    let now = Civil::of(dossiers.store().clock.now());
    let here = urls::Timeline(grant);
    let tally = Tally::of(timeline.minutes());
    let (late, coming) = kept(dossiers, w, grant, case);
    let with = |name: &str| {
        let mut query = vec![(name, "oui")];
        if chosen.is_some() {
            query.extend([("du", look.du.as_str()), ("au", look.au.as_str())]);
        }
        here.query(&query)
    };
    let mut coming = coming.into_iter();
    TimelinePage {
        messages: (tally.all > 0).then(|| drawing::messages(w, tally)),
        frise: shown
            .filter(|_| Lane::ALL.into_iter().any(|lane| timeline.dated(lane) > 0))
            .map(|window| frise(w, grant, case, &timeline, window, now)),
        whole: chosen.map(|_| here.path()),
        parts: shown.map_or_else(Vec::new, |window| parts(w, grant, &timeline, window)),
        undated: timeline
            .undated()
            .map(|event| line(w, grant, String::new(), event))
            .collect(),
        undated_messages: Some(timeline.undated_messages())
            .filter(|count| *count > 0)
            .map(|count| w.ta("frise-messages", &[("count", &count)])),
        clock: (tally.all > 0).then(|| clock(w, &timeline, tally)),
        who: who(w, &people(case)),
        next: coming.next(),
        late,
        coming: coming.collect(),
        held: held(dossiers, w, grant, opened),
        pictures: pictures(&ctx, grant, case, !look.images.is_empty()),
        opens: look.opens(),
        open: with("tables"),
        printed: !look.images.is_empty(),
        print: with("images"),
        history: urls::History(grant).path(),
        follow: urls::Follow(grant).path(),
        calendar: urls::Calendar(grant).path(),
        ctx: ctx.with_back(&urls::Home(grant)),
    }
}

fn frise(
    w: Words,
    grant: GrantId,
    case: &Case,
    timeline: &Timeline,
    window: Window,
    now: Civil,
) -> Frise {
    let saying = drawing::saying(w, timeline, window);
    let drawn = |form| draw(timeline, window, now, form);
    let (wide, narrow) = (drawn(Form::Wide), drawn(Form::Narrow));
    let svg = |id: &str, drawing: &Drawing| drawing::frise(w, id, drawing, &saying, false);
    let rows = timeline.rows(case, counting(window), |bucket| counted(w, bucket));
    let lines = rows
        .iter()
        .map(|row| line(w, grant, when(w, row), &row.event));
    Frise {
        wide: svg("fl", &wide),
        narrow: svg("fe", &narrow),
        lines: lines.collect(),
        ranges: wide.has_ranges() || narrow.has_ranges(),
        nights: wide.nights || narrow.nights,
        weekends: wide.weekends || narrow.weekends,
        late: timeline.minutes().any(Civil::is_late),
        today: wide.today.is_some(),
        saying,
    }
}

/// What a line of messages says.
pub fn counted(w: Words, bucket: &Bucket) -> String {
    drawing::messages(w, Tally::of(bucket.minutes.iter().copied()))
}

fn line(w: Words, grant: GrantId, when: String, event: &Event) -> Line {
    let pieces: Vec<String> = event.pieces.iter().map(u32::to_string).collect();
    let links = match &event.source {
        Source::Fact(first) => vec![urls::Fact(grant, *first).path()],
        Source::Piece(seq) => vec![urls::Piece(grant, *seq).path()],
        Source::Step(subject) => vec![url(grant, subject)],
        Source::Letter(id) => vec![urls::Letter(grant, id.clone()).path()],
        Source::Whole => vec![urls::History(grant).path()],
        Source::Messages(of) => of
            .iter()
            .map(|seq| urls::Messages(grant, *seq).path())
            .collect(),
    };
    let what = cut(&event.what);
    let (what, links) = match (&event.source, links) {
        (Source::Messages(_), links) => {
            let names = event.pieces.iter();
            let names = names.map(|number| w.ta("piece-title", &[("number", number)]));
            (what, links.into_iter().zip(names).collect())
        }
        (_, links) => (
            String::new(),
            links.into_iter().map(|url| (url, what.clone())).collect(),
        ),
    };
    Line {
        when,
        sort: w.t(&["frise-one-", event.lane.name()].concat()),
        what,
        links,
        pieces: pieces.join(", "),
        shown: say::numbers(w, &event.pieces),
    }
}

/// The beginning of a long text.
pub fn cut(text: &str) -> String {
    let mut kept: String = text.chars().take(LONGEST).collect();
    if kept.len() < text.len() {
        kept.push('…');
    }
    kept
}

/// Parts of what is shown in which something happened: years of a long period, months of some, days of a few weeks.
fn parts(w: Words, grant: GrantId, timeline: &Timeline, window: Window) -> Vec<Part> {
    let days = window.to.to_julian_day() - window.from.to_julian_day() + 1;
    let unit = match days {
        ..3 => return Vec::new(),
        3..=45 => Unit::Day,
        46..=400 => Unit::Months(1),
        _ => Unit::Years(1),
    };
    let events = timeline.events.iter().filter_map(|event| event.at);
    let begun = events.map(|at| at.from().max(Civil::midnight(window.from)));
    let mut starts: Vec<Civil> = begun
        .chain(timeline.minutes())
        .map(|at| unit.floor(at))
        .collect();
    starts.sort_unstable();
    starts.dedup();
    let part = |start: Civil| {
        let (from, to) = (start.day(), unit.next(start).before().day());
        let name = match unit {
            Unit::Day => dates::plain_day(w, from),
            Unit::Months(_) => format!("{} {}", dates::month(w, from.month()), from.year()),
            _ => from.year().to_string(),
        };
        let url = urls::Timeline(grant).query(&[("du", &iso(from)), ("au", &iso(to))]);
        Part { name, url }
    };
    starts.into_iter().take(MOST_PARTS).map(part).collect()
}

fn clock(w: Words, timeline: &Timeline, tally: Tally) -> Clock {
    let hours = Hours::of(timeline.minutes());
    let saying = drawing::saying_hours(w, tally);
    let drawn = |id: &str, form| drawing::card(w, id, &card(&hours, form), &saying, false);
    let table = Table::new(w.t("frise-hours-table"), drawing::hour_heads(w));
    let rows = drawing::hour_rows(w, &hours).into_iter();
    Clock {
        wide: drawn("hl", Form::Wide),
        narrow: drawn("he", Form::Narrow),
        table: rows.fold(table, Table::row),
        saying,
    }
}

/// « 3 faits, 43 messages ».
pub fn how_often(w: Words, person: &Person<'_>) -> String {
    let said = [
        ("frise-facts", person.facts),
        ("frise-repeated", person.repeated),
        ("frise-messages", person.messages),
    ];
    let said = said.into_iter().filter(|(_, count)| *count > 0);
    let mut said: Vec<String> = said
        .map(|(key, count)| w.ta(key, &[("count", &count)]))
        .collect();
    if !person.is_one() {
        said.push(w.t("frise-one-or-more"));
    }
    said.join(", ")
}

/// From when to when.
pub fn from_to(w: Words, person: &Person<'_>) -> String {
    match (person.first, person.last) {
        (Some(first), Some(last)) => drawing::period(
            w,
            Civil::midnight(first),
            Civil::midnight(last).plus_days(1),
        ),
        _ => w.t("fact-when-unknown"),
    }
}

/// Who it is: the name, else what is known.
pub fn name_of(w: Words, person: &Person<'_>) -> String {
    match (person.name, person.author) {
        _ if person.masked => w.t("frise-masked"),
        ("", Author::Unknown) => w.t("frise-nobody"),
        ("", author) => w.t(&["author-", author.name()].concat()),
        (name, _) => name.to_owned(),
    }
}

/// What the facts say of somebody who has a name.
pub fn sort_of(w: Words, person: &Person<'_>) -> String {
    match (person.name, person.author) {
        ("", _) | (_, Author::Unknown) => String::new(),
        (_, author) => w.t(&["author-", author.name()].concat()),
    }
}

fn who(w: Words, people: &[Person<'_>]) -> Vec<Who> {
    let most = people.iter().map(Person::all).max().unwrap_or(1).max(1) as f64;
    let bar = |count: usize| match count {
        0 => Px(0.0),
        count => Px((count as f64 / most * 300.0).max(3.0)),
    };
    people
        .iter()
        .map(|person| Who {
            name: cut(&name_of(w, person)),
            sort: sort_of(w, person),
            said: how_often(w, person),
            days: from_to(w, person),
            facts: bar(person.facts),
            messages: bar(person.messages),
        })
        .collect()
}

/// Days that have passed, then days that come.
fn kept(dossiers: &Dossiers, w: Words, grant: GrantId, case: &Case) -> (Vec<Day>, Vec<Day>) {
    let content = dossiers.content;
    let all = days(content, case, dossiers.today());
    let day = |keep: &crate::agenda::Keep<'_>| {
        let subject = keep.subject.as_ref();
        let title = subject.and_then(|subject| notes::title(content, subject));
        Day {
            text: notes::keep(w, content, keep),
            title: title.map(|title| words(w, title)).unwrap_or_default(),
            url: subject.map_or_else(|| urls::Plan(grant).path(), |subject| url(grant, subject)),
        }
    };
    let (late, coming): (Vec<_>, Vec<_>) = all.iter().partition(|keep| keep.late);
    (
        late.into_iter().map(day).collect(),
        coming.into_iter().map(day).collect(),
    )
}

fn words(w: Words, text: &Text) -> String {
    text.get(super::plan::lang(w)).to_owned()
}

/// Who holds it, in words: « vous » is said to the person herself, not to whoever else reads.
pub fn holder(w: Words, holder: &Holder, to_her: bool) -> String {
    match holder {
        Holder::Her if to_her => w.t("frise-ball-her"),
        Holder::Her => w.t("summary-owner"),
        Holder::Others(all) if all.is_empty() => w.t("frise-ball-other"),
        Holder::Others(all) => all
            .iter()
            .map(|text| words(w, text))
            .collect::<Vec<_>>()
            .join(", "),
    }
}

/// Since when, and how long that is.
pub fn since(w: Words, since: Option<Date>, today: Date) -> String {
    let Some(since) = since else {
        return String::new();
    };
    let days = today.to_julian_day() - since.to_julian_day();
    let args: [(&str, &dyn std::fmt::Display); 2] = [
        ("date", &dates::plain_day(w, since)),
        ("count", &days.max(0)),
    ];
    w.ta("frise-ball-since", &args)
}

fn held(dossiers: &Dossiers, w: Words, grant: GrantId, opened: &Opened) -> Vec<Held> {
    let today = dossiers.today();
    let to_her = opened.keyring.rights == Rights::Owner;
    balls(dossiers.content, &opened.case, today)
        .into_iter()
        .map(|ball| Held {
            who: holder(w, &ball.holder, to_her),
            title: words(w, &ball.title),
            url: url(grant, &ball.subject),
            since: since(w, ball.since, today),
            tag: tag(w, ball.state),
        })
        .collect()
}
