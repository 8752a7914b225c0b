//! What a page to be read is made of, and the pen that writes it in the person's language.

use super::urls;
use askama::Template;
use axum::response::{IntoResponse, Response};
use dossier::pages::plan::lang;
use guide::Content;
use guide::law::{Confidence, Lang, State, Text};
use time::Date;
use ui::{Ctx, Page, Url, Words, dates};

/// Some words, perhaps a link, perhaps only in French.
#[derive(Template, Clone, Debug, Default)]
#[template(
    ext = "html",
    source = r#"{% if !href.is_empty() %}<a class="govuk-link" href="{{ href }}"{% if french %} lang="fr"{% endif %}>{{ text }}</a>{% else if french %}<span lang="fr">{{ text }}</span>{% else %}{{ text }}{% endif %}"#
)]
pub struct Line {
    /// The words.
    pub text: String,
    /// Where they lead.
    pub href: String,
    /// French words on a page in another language.
    pub french: bool,
}

impl askama::filters::HtmlSafe for Line {}

/// A name and what is said under it.
pub struct Row {
    /// The name.
    pub name: Line,
    /// What is said.
    pub lines: Vec<Line>,
}

/// A piece of a section.
pub enum Block {
    /// A paragraph.
    Text(Line),
    /// A quieter one: dates, sources, states.
    Hint(Line),
    /// A remark set apart.
    Inset(Line),
    /// A list.
    List(Vec<Line>),
    /// A list in order.
    Numbers(Vec<Line>),
    /// Names, and what is said under each.
    Rows(Vec<Row>),
    /// Links with a line under each.
    Index(Vec<(Line, Line)>),
    /// A link as a button.
    Button(Line),
    /// Words to be copied as they are.
    Copy(Vec<Line>),
}

impl Block {
    /// A list of nothing.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::List(lines) | Self::Numbers(lines) => lines.is_empty(),
            Self::Rows(rows) => rows.is_empty(),
            Self::Index(lines) => lines.is_empty(),
            _ => false,
        }
    }
}

/// A titled part of a page.
#[derive(Default)]
pub struct Section {
    /// Its anchor; may be empty.
    pub id: String,
    /// Its title.
    pub title: Line,
    /// A state in a word or two, beside the title.
    pub tag: String,
    /// An entry inside the section before it.
    pub inner: bool,
    /// What it holds.
    pub blocks: Vec<Block>,
}

/// More links than these are folded.
const FEW: usize = 9;

/// A page to be read.
#[derive(Template)]
#[template(path = "front_reading.html")]
pub struct Reading {
    /// The visit.
    pub ctx: Ctx,
    /// The `h1`.
    pub title: Line,
    /// What the page is for.
    pub lead: Line,
    /// Links above everything: filters, or the parts of a long page.
    pub jumps: Vec<Line>,
    /// What those links are, for who hears the page.
    pub jumps_name: String,
    /// What stands before the first part.
    pub blocks: Vec<Block>,
    /// The parts.
    pub sections: Vec<Section>,
    /// Whether it is made to be printed.
    pub print: bool,
}

impl Reading {
    /// A page that goes back to the list of resources.
    pub fn new(ctx: Ctx, title: &str, lead: &str) -> Self {
        Self {
            title: Line::of(ctx.t(title)),
            lead: Line::of(ctx.t(lead)),
            ctx: ctx.with_back(&urls::Resources),
            jumps: Vec::new(),
            jumps_name: String::new(),
            blocks: Vec::new(),
            sections: Vec::new(),
            print: false,
        }
    }

    /// Lists the parts above them; an entry inside a part is reached by its part.
    pub fn jump(&mut self) {
        self.jumps_name = self.ctx.t("resources-jumps");
        self.jumps = self
            .sections
            .iter()
            .filter(|section| !section.id.is_empty() && !section.inner)
            .map(|section| Line {
                href: ["#", &section.id].concat(),
                ..section.title.clone()
            })
            .collect();
    }

    /// The answer.
    pub fn answer(self) -> Response {
        Page::new(self).into_response()
    }
}

impl Line {
    /// Words in the language of the page.
    pub fn of(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    /// The same words, as a link.
    #[must_use]
    pub fn to(mut self, href: String) -> Self {
        self.href = href;
        self
    }
}

/// The address of an entry inside a page.
pub fn at(page: &impl Url, id: &str) -> String {
    [&page.path(), "#", id].concat()
}

/// Writes what the content says in the person's language.
#[derive(Clone, Copy)]
pub struct Pen<'a> {
    /// The visit.
    pub ctx: &'a Ctx,
    /// What Préau knows.
    pub content: &'a Content,
}

impl Pen<'_> {
    /// The language of the content.
    pub fn lang(&self) -> Lang {
        lang(self.ctx.w)
    }

    /// Both languages exist.
    pub fn say(&self, text: &Text) -> Line {
        Line::of(text.get(self.lang()))
    }

    /// Several of them.
    pub fn all<'t>(&self, texts: impl IntoIterator<Item = &'t Text>) -> Vec<Line> {
        texts.into_iter().map(|text| self.say(text)).collect()
    }

    /// Only French exists.
    pub fn french(&self, text: impl Into<String>) -> Line {
        Line {
            french: self.lang() != Lang::Fr,
            ..Line::of(text)
        }
    }

    /// Words of the interface.
    pub fn t(&self, key: &str) -> Line {
        Line::of(self.ctx.t(key))
    }

    /// A row, unless there is nothing to say.
    pub fn row(&self, key: &str, lines: Vec<Line>) -> Option<Row> {
        let said = lines.iter().any(|line| !line.text.trim().is_empty());
        said.then(|| Row {
            name: Line::of(self.ctx.t(key)),
            lines,
        })
    }

    /// The texts, as cited, each leading to what Préau knows of it.
    pub fn cited<'i>(&self, ids: impl IntoIterator<Item = &'i String>) -> Vec<Line> {
        ids.into_iter()
            .filter_map(|id| self.content.article(id))
            .map(|article| {
                self.french(&*article.citation)
                    .to(at(&crate::pages::urls::Known, &article.id))
            })
            .collect()
    }

    /// Kinds of situation, each leading to its page.
    pub fn kinds<'i>(&self, ids: impl IntoIterator<Item = &'i String>) -> Vec<Line> {
        ids.into_iter()
            .filter_map(|id| self.content.kind(id))
            .map(|kind| {
                self.say(&kind.name)
                    .to(urls::Situation(kind.id.clone()).path())
            })
            .collect()
    }

    /// A question that comes back, leading to its answer.
    pub fn answer(&self, answer: &guide::answers::Answer) -> Line {
        self.say(&answer.title)
            .to(urls::Answered(answer.id.clone()).path())
    }

    /// A letter, leading to what it is for.
    pub fn letter(&self, id: &str) -> Option<Line> {
        let name = self.content.models.name(id)?;
        Some(self.say(name).to(at(&urls::Letters, id)))
    }

    /// A time limit, leading to its rule.
    pub fn deadline(&self, id: &str) -> Option<Line> {
        let rule = self.content.deadline(id)?;
        Some(self.say(&rule.name).to(at(&urls::Deadlines, id)))
    }

    /// An authority, leading to what it can do.
    pub fn authority(&self, id: &str) -> Option<Line> {
        let authority = self.content.authority(id)?;
        Some(self.say(&authority.name).to(at(&urls::Contacts, id)))
    }

    /// « Vérifié le 21 novembre 2026 », with how sure we are and what must be read again.
    pub fn checked(
        &self,
        checked: Date,
        state: State,
        sure: Option<Confidence>,
        today: Date,
    ) -> Line {
        Line::of(since(self.ctx.w, checked, state, sure, today))
    }
}

/// How sure we are of what was read, or only known.
pub fn sure(confidence: Confidence, how: &str) -> Option<Confidence> {
    // « connu, non relu mot à mot » is no check, whatever the state says.
    Some(if how.contains("non relu") {
        Confidence::Low
    } else {
        confidence
    })
}

/// Since when something is known, and how sure we are; the one scale of every page.
pub fn since(
    w: Words,
    checked: Date,
    state: State,
    sure: Option<Confidence>,
    today: Date,
) -> String {
    let key = match (state, sure) {
        (State::Remplace, _) => "known-replaced",
        _ if guide::is_old(checked, today) => "resources-checked-old",
        (State::AVerifier, _) => "known-to-check",
        (State::EnVigueur, Some(Confidence::High)) => "known-high",
        (State::EnVigueur, Some(Confidence::Medium)) => "known-medium",
        (State::EnVigueur, Some(Confidence::Low)) => "known-low",
        (State::EnVigueur, None) => "resources-checked",
    };
    w.ta(key, &[("date", &dates::plain_day(w, checked))])
}
