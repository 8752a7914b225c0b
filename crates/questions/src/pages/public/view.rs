//! A question as every page of everybody shows it, and the state of a session: the page and what comes to it later while it
//! stands open are the same fragments.

use crate::model::{Answer, Panel, PanelState, Source, Status, Thread};
use crate::pages::urls;
use crate::service::{Panels, Sources};
use askama::Template;
use guide::law::Lang;
use kernel::Moment;
use kernel::date::paris_date;
use ui::{Html, Url as _, Words, dates};

/// A link.
#[derive(Clone, Default)]
pub(super) struct Link {
    /// Its words.
    pub(super) text: String,
    /// Where it leads.
    pub(super) href: String,
    /// Its words are French whatever the page is.
    pub(super) french: bool,
}

impl Link {
    pub(super) fn to(text: impl Into<String>, href: String) -> Self {
        Self {
            text: text.into(),
            href,
            french: false,
        }
    }
}

/// One part of a question, and whether it is answered.
struct Part {
    text: String,
    state: String,
}

/// A signed answer.
struct Given {
    anchor: String,
    heading: String,
    earlier: Option<Link>,
    taken_up: String,
    text: Vec<String>,
    moved: Vec<String>,
    links: Vec<Link>,
    signed: String,
    since: String,
    reader: String,
    versions: Option<Link>,
}

/// A published question.
#[derive(Template)]
#[template(path = "question_item.html")]
pub(super) struct Item {
    w: Words,
    id: String,
    anchor: String,
    place: u32,
    href: String,
    inner: bool,
    pseudonym: String,
    colour: &'static str,
    status: String,
    about: String,
    kind: Link,
    asked: Vec<String>,
    parts: Vec<Part>,
    answers: Vec<Given>,
}

impl askama::filters::HtmlSafe for Item {}

impl Item {
    /// Alone in its page: under the title, and with an id that no other session's question has.
    pub(super) fn alone(mut self) -> Self {
        self.inner = false;
        self.apart()
    }

    /// Among those of other sessions.
    pub(super) fn apart(mut self) -> Self {
        self.anchor = self.href.replace('/', "-").trim_matches('-').to_owned();
        self
    }
}

/// The words of the guide in the language of the page.
pub(super) const fn lang(w: Words) -> Lang {
    match w.lang() {
        ui::Lang::Fr => Lang::Fr,
        ui::Lang::En => Lang::En,
    }
}

/// A day in words.
pub(super) fn day(w: Words, at: Moment) -> String {
    dates::plain_day(w, paris_date(at))
}

/// What empty lines part.
pub(super) fn paragraphs(text: &str) -> Vec<String> {
    let all = text.split("\n\n").map(str::trim);
    all.filter(|one| !one.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The name of a kind of situation, leading to its page.
pub(super) fn kind(panels: &Panels, w: Words, id: &str) -> Option<Link> {
    let kind = panels.content.kind(id)?;
    let href = urls::Situation(kind.id.clone()).path();
    Some(Link::to(kind.name.get(lang(w)), href))
}

/// Where a question stands, in one or two words.
pub(super) fn status_word(w: Words, status: Status) -> String {
    w.t(&["panel-status-", status.name()].concat())
}

const fn status_colour(status: Status) -> &'static str {
    match status {
        Status::Answered => "preau-tag--good",
        Status::Partly | Status::Taken => "preau-tag--started",
        Status::Waiting => "preau-tag--todo",
    }
}

/// The question of a thread.
pub(super) fn view(panels: &Panels, w: Words, sources: &Sources, thread: &Thread) -> Item {
    let question = &thread.question;
    let said = &question.said;
    let place = question.place.unwrap_or_default();
    let status = thread.status();
    let open = thread.open_parts();
    let mut about = Vec::new();
    if !said.profession.is_empty() {
        about.push(w.t(&["profession-", &said.profession].concat()));
    }
    if !said.level.is_empty() {
        about.push(w.t(&["level-", &said.level].concat()));
    }
    about.push(w.ta("panel-asked", &[("day", &day(w, question.asked))]));
    let parts = thread.parts.iter().map(|part| Part {
        text: part.body.clone(),
        state: match open.contains(&part.number) {
            true => w.t("panel-part-open"),
            false => w.t("panel-part-done"),
        },
    });
    let split = thread.parts.len() > 1;
    let answers = thread.answers.iter();
    let answers = answers.map(|answer| given(panels, w, sources, answer, split));
    Item {
        w,
        id: thread.question.id.to_string(),
        anchor: format!("q-{place}"),
        place,
        href: urls::Question(question.id.to_string()).path(),
        inner: true,
        pseudonym: said.pseudonym.clone(),
        colour: status_colour(status),
        status: status_word(w, status),
        about: about.join(" · "),
        kind: kind(panels, w, &said.kind).unwrap_or_default(),
        asked: paragraphs(&said.body),
        parts: parts.collect(),
        answers: answers.collect(),
    }
}

fn given(panels: &Panels, w: Words, sources: &Sources, answer: &Answer, split: bool) -> Given {
    let content = panels.content;
    let parts: Vec<String> = answer.parts.iter().map(u32::to_string).collect();
    let heading = match parts.as_slice() {
        [] => w.t("panel-answer"),
        _ if !split => w.t("panel-answer"),
        [one] => w.ta("panel-answer-part", &[("part", one)]),
        many => w.ta("panel-answer-parts", &[("parts", &many.join(", "))]),
    };
    let (earlier, taken_up) = match &answer.source {
        Some(Source::Answer(id)) => match sources.get(id) {
            Some(known) => {
                let said = known.published.map(|at| day(w, at)).unwrap_or_default();
                let text = w.ta("panel-takes-up", &[("day", &said)]);
                let at = urls::Question(known.question.to_string()).path();
                (Some(Link::to(text, format!("{at}#r-{id}"))), String::new())
            }
            None => (None, w.t("panel-takes-up-gone")),
        },
        Some(Source::Reference(id)) => match content.answers().get(id) {
            Some(known) => {
                let text = w.ta(
                    "panel-takes-up-reference",
                    &[("title", &known.title.get(lang(w)))],
                );
                (
                    Some(Link::to(text, urls::Reference(id.clone()).path())),
                    String::new(),
                )
            }
            None => (None, w.t("panel-takes-up-gone")),
        },
        None => (None, String::new()),
    };
    let mut links: Vec<Link> = Vec::new();
    for mark in &answer.marks {
        links.extend(content.article(&mark.article).map(|article| Link {
            text: article.citation.clone(),
            href: [&urls::Known.path(), "#", &article.id].concat(),
            french: true,
        }));
    }
    for id in &answer.letters {
        links.extend(content.models.name(id).map(|name| {
            let text = w.ta("panel-letter", &[("name", &name.get(lang(w)))]);
            Link::to(text, [&urls::Letters.path(), "#", id].concat())
        }));
    }
    links.extend(answer.kinds.iter().filter_map(|id| kind(panels, w, id)));
    let published = answer.published.map(|at| day(w, at)).unwrap_or_default();
    let corrected = answer.version > 1;
    let since = match corrected {
        true => {
            let args: [(&str, &dyn std::fmt::Display); 2] =
                [("day", &published), ("corrected", &day(w, answer.changed))];
            w.ta("panel-since-corrected", &args)
        }
        false => w.ta("panel-since", &[("day", &published)]),
    };
    let versions = || {
        Link::to(
            w.t("panel-versions"),
            urls::Versions(answer.id.to_string()).path(),
        )
    };
    let moved = panels.moved(answer).into_iter();
    let moved = moved.map(|id| {
        let known = content.article(id);
        known.map_or_else(|| id.to_owned(), |article| article.citation.clone())
    });
    Given {
        anchor: format!("r-{}", answer.id),
        heading,
        earlier,
        taken_up,
        text: paragraphs(&answer.body),
        moved: moved.collect(),
        links,
        signed: signed(&answer.name, &answer.title),
        since,
        reader: match answer.reader.as_str() {
            "" => String::new(),
            name => w.ta("panel-read-by", &[("name", &name)]),
        },
        versions: corrected.then(versions),
    }
}

/// A name and what it signs with.
pub(super) fn signed(name: &str, title: &str) -> String {
    match title {
        "" => name.to_owned(),
        title => [name, ", ", title].concat(),
    }
}

/// One item of the list of a session, as its page has it.
pub(crate) fn item(panels: &Panels, w: Words, sources: &Sources, thread: &Thread) -> Html {
    Html::of(&view(panels, w, sources, thread))
}

#[derive(Template)]
#[template(path = "session_state.html")]
struct State {
    w: Words,
    colour: &'static str,
    word: String,
    sentence: String,
    ask: Option<String>,
}

/// The state of a session in one word.
pub(super) fn state_word(w: Words, panel: &Panel) -> String {
    w.t(&["panel-state-", panel.state.name()].concat())
}

/// Its colour.
pub(super) const fn state_colour(state: PanelState) -> &'static str {
    match state {
        PanelState::Open => "preau-tag--good",
        PanelState::Closing => "preau-tag--started",
        PanelState::Announced | PanelState::Closed => "preau-tag--todo",
    }
}

/// The state of a session, and what one may do, as its page has it.
pub(crate) fn state(w: Words, panel: &Panel, now: Moment) -> Html {
    let day = match panel.state {
        PanelState::Announced => dates::moment(w, panel.starts),
        _ => panel.due().map(|at| day(w, at)).unwrap_or_default(),
    };
    let late = panel.state == PanelState::Closed && panel.due().is_some_and(|due| due < now);
    let says = match late {
        true => "panel-says-late".to_owned(),
        false => ["panel-says-", panel.state.name()].concat(),
    };
    let asks = panel.state.takes_questions();
    let fragment = State {
        w,
        colour: state_colour(panel.state),
        word: state_word(w, panel),
        sentence: w.ta(&says, &[("day", &day)]),
        ask: asks.then(|| urls::Ask(panel.id.to_string()).path()),
    };
    Html::of(&fragment)
}
