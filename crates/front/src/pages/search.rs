//! Searching what Préau knows. By POST, answered at once: what was searched stands in no address, no history and no log,
//! and is not kept.

use super::targets::address;
use super::urls;
use crate::pages::capability::Front;
use askama::Template;
use axum::extract::State;
use axum::response::IntoResponse;
use dossier::pages::plan::lang;
use guide::law::Lang;
use kernel::Fault;
use kernel::search::{Ask, Found, Hit, LONGEST, Shown, Sort};
use std::sync::Arc;
use ui::{Answer, Ctx, Form, Page, Problems, Protected};

/// Answers on a page.
const PER_PAGE: usize = 10;
/// Whom one can speak to, when the search finds nothing: ids of `law/authorities.toml`.
const SOMEBODY: [&str; 2] = ["france-victimes", "3018"];

#[derive(Template)]
#[template(path = "front_search.html")]
struct Search {
    ctx: Ctx,
    form: Form,
    asked: Option<Asked>,
    somebody: Vec<Somebody>,
}

/// What was searched, and what was found.
struct Asked {
    words: String,
    answers: Vec<Shelved>,
    total: usize,
    first: usize,
    last: usize,
    /// What the button « more » sends; none when all was shown.
    more: Option<String>,
}

/// An answer ready to be shown.
struct Shelved {
    sort: Sort,
    address: Option<String>,
    shown: Shown,
    /// Only French exists.
    french: bool,
}

/// Somebody to speak to.
struct Somebody {
    name: String,
    contact: String,
}

impl Search {
    fn sort(&self, answer: &Shelved) -> String {
        self.ctx.t(&["search-sort-", answer.sort.name()].concat())
    }
}

/// What was typed, and how many answers were already shown.
#[derive(serde::Deserialize)]
pub struct Typed {
    #[serde(default)]
    q: String,
    #[serde(default)]
    after: String,
}

fn page(front: &Front, ctx: Ctx, form: Form, asked: Option<Asked>) -> Search {
    let lang = lang(ctx.w);
    let content = front.dossiers.content;
    let somebody = SOMEBODY
        .iter()
        .filter_map(|id| content.authority(id))
        .map(|authority| Somebody {
            name: authority.name.get(lang).to_owned(),
            contact: authority
                .contact
                .as_ref()
                .map_or("", |contact| contact.get(lang))
                .to_owned(),
        })
        .collect();
    Search {
        form,
        asked,
        somebody,
        ctx: ctx.with_back(&urls::Home),
    }
}

/// An empty search.
pub async fn get(State(front): State<Front>, ctx: Ctx) -> Answer {
    let form = Form::new(&ctx, &urls::Search);
    Ok(Page::new(page(&front, ctx, form, None)).into_response())
}

/// The answers.
pub async fn post(State(front): State<Front>, ctx: Ctx, sent: Protected<Typed>) -> Answer {
    let words = sent.form.q.trim().to_owned();
    let form = Form::new(&ctx, &urls::Search);
    let wrong = if words.is_empty() {
        Some("search-empty")
    } else if words.chars().count() > LONGEST {
        Some("search-too-long")
    } else {
        None
    };
    if let Some(key) = wrong {
        let mut problems = Problems::new();
        problems.add("q", key);
        // Answered here, not by a redirection: that one would keep what was typed until it is shown.
        let form = form.value("q", words).problems(problems);
        return Ok(Page::refused(page(&front, ctx, form, None)).into_response());
    }
    let skip = sent.form.after.parse().unwrap_or(0);
    let search = Arc::clone(&front.search);
    let ask = Ask {
        skip,
        ..Ask::new(&words, PER_PAGE)
    };
    let found = tokio::task::spawn_blocking(move || search.search(&ask))
        .await
        .map_err(|error| Fault::internal("search stopped", error))??;
    let asked = asked(lang(ctx.w), words, skip, found);
    let form = form.value("q", asked.words.as_str());
    Ok(Page::new(page(&front, ctx, form, Some(asked))).into_response())
}

fn asked(lang: Lang, words: String, skip: usize, found: Found) -> Asked {
    let answers: Vec<Shelved> = found
        .hits
        .into_iter()
        .map(|hit| shelved(lang, hit))
        .collect();
    let last = skip.saturating_add(answers.len());
    Asked {
        words,
        first: skip.saturating_add(1),
        last,
        more: (last < found.total).then(|| last.to_string()),
        total: found.total,
        answers,
    }
}

fn shelved(lang: Lang, hit: Hit) -> Shelved {
    let english = lang == Lang::En && !hit.en.title.is_empty();
    Shelved {
        sort: hit.target.sort,
        address: address(&hit.target),
        french: lang == Lang::En && !english,
        shown: if english { hit.en } else { hit.fr },
    }
}
