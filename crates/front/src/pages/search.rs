//! Searching what Préau knows. By POST, answered at once: what was searched stands in no address, no history and no log,
//! and is not kept.

use super::targets::address;
use super::urls;
use crate::pages::capability::Front;
use askama::Template;
use axum::extract::State;
use axum::response::IntoResponse;
use dossier::pages::plan::lang;
use guide::answers::{Level, Profession};
use guide::law::Lang;
use kernel::Fault;
use kernel::date::paris;
use kernel::search::{Ask, Choices, Found, Hit, LONGEST, Shown, Sort};
use std::sync::Arc;
use ui::form::Select;
use ui::{Answer, Ctx, Form, Page, Problems, Protected, dates};

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
    filters: Vec<Filter>,
    /// One of them is chosen: they are shown open.
    filtered: bool,
}

/// A way to tell answers apart, with what there is to choose from: value and label.
struct Filter {
    name: &'static str,
    label: String,
    options: Vec<(String, String)>,
}

/// What was searched, and what was found.
struct Asked {
    answers: Vec<Shelved>,
    total: usize,
    first: usize,
    last: usize,
    /// Words were searched: the nearest come first. Else all that was chosen comes, sort by sort.
    words: bool,
    /// What the button « more » sends; none when all was shown.
    more: Option<Vec<(&'static str, String)>>,
}

/// An answer ready to be shown.
struct Shelved {
    sort: Sort,
    address: Option<String>,
    shown: Shown,
    /// Only French exists.
    french: bool,
    /// When it was published, and by whom.
    published: String,
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

    fn select(&self, filter: &Filter) -> Select {
        let all = self.ctx.t("search-filter-any");
        let select = self.form.select(filter.name).label(&filter.label);
        let options = filter.options.iter();
        options.fold(select.option("", all), |select, (value, label)| {
            select.option(value, label)
        })
    }
}

/// What was typed and chosen, and how many answers were already shown.
#[derive(Default, serde::Deserialize)]
#[serde(default)]
pub struct Typed {
    q: String,
    after: String,
    sort: String,
    kind: String,
    profession: String,
    level: String,
    year: String,
    expert: String,
}

impl Typed {
    /// What is chosen, by the name of its field.
    fn chosen(&self) -> [(&'static str, &str); 6] {
        [
            ("sort", &self.sort),
            ("kind", &self.kind),
            ("profession", &self.profession),
            ("level", &self.level),
            ("year", &self.year),
            ("expert", &self.expert),
        ]
    }

    /// What is asked; a value that no page of ours sends is not chosen.
    fn ask(&self) -> Ask {
        let chosen = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        Ask {
            sorts: Sort::named(&self.sort).into_iter().collect(),
            kind: chosen(&self.kind),
            profession: chosen(&self.profession),
            level: chosen(&self.level),
            year: self.year.parse().ok(),
            expert: chosen(&self.expert),
            skip: self.after.parse().unwrap_or(0),
            ..Ask::new(self.q.trim(), PER_PAGE)
        }
    }
}

/// Those of the values that there are, with the words for them, in the order of the guide; then what the guide has no words
/// for, as it is.
fn worded<'a>(
    known: impl Iterator<Item = (&'a str, String)>,
    mut values: Vec<String>,
) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for (value, label) in known {
        if let Some(place) = values.iter().position(|one| one == value) {
            all.push((values.remove(place), label));
        }
    }
    all.extend(values.into_iter().map(|value| (value.clone(), value)));
    all
}

/// What there is to choose from, with its labels; nothing where there is no choice.
fn filters(front: &Front, ctx: &Ctx, choices: Choices) -> Vec<Filter> {
    let lang = lang(ctx.w);
    let content = front.dossiers.content;
    let named = |values: Vec<String>| values.into_iter().map(|value| (value.clone(), value));
    let published = !choices.years.is_empty();
    let sorts = Sort::ALL
        .into_iter()
        .filter(|sort| published || *sort != Sort::Question)
        .map(|sort| {
            let label = ctx.t(&["search-sort-", sort.name()].concat());
            (sort.name().to_owned(), label)
        });
    let kinds = content.kinds().map(|kind| {
        let name = kind.name.get(lang).to_owned();
        (kind.id.as_str(), name)
    });
    let professions = Profession::ALL.into_iter().map(|one| {
        let label = ctx.t(&["profession-", one.name()].concat());
        (one.name(), label)
    });
    let levels = Level::ALL.into_iter().map(|one| {
        let label = ctx.t(&["level-", one.name()].concat());
        (one.name(), label)
    });
    let years = choices.years.iter().map(i32::to_string).collect();
    [
        ("sort", "search-filter-sort", sorts.collect()),
        ("kind", "search-filter-kind", worded(kinds, choices.kinds)),
        (
            "profession",
            "search-filter-profession",
            worded(professions, choices.professions),
        ),
        (
            "level",
            "search-filter-level",
            worded(levels, choices.levels),
        ),
        ("year", "search-filter-year", named(years).collect()),
        (
            "expert",
            "search-filter-expert",
            named(choices.experts).collect::<Vec<_>>(),
        ),
    ]
    .into_iter()
    .filter(|(_, _, options)| !options.is_empty())
    .map(|(name, label, options)| Filter {
        name,
        label: ctx.t(label),
        options,
    })
    .collect()
}

fn page(
    front: &Front,
    ctx: Ctx,
    form: Form,
    typed: &Typed,
    (asked, choices): (Option<Asked>, Choices),
) -> Search {
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
    let chosen = typed.chosen();
    let form = chosen
        .into_iter()
        .fold(form, |form, (name, value)| form.value(name, value));
    Search {
        form,
        asked,
        somebody,
        filters: filters(front, &ctx, choices),
        filtered: typed.ask().filters(),
        ctx: ctx.with_back(&urls::Home),
    }
}

/// What the search answers, off the threads that answer others.
async fn find(front: &Front, ask: Ask) -> Result<Found, Fault> {
    let search = Arc::clone(&front.search);
    tokio::task::spawn_blocking(move || search.search(&ask))
        .await
        .map_err(|error| Fault::internal("search stopped", error))?
}

/// An empty search.
pub async fn get(State(front): State<Front>, ctx: Ctx) -> Answer {
    let form = Form::new(&ctx, &urls::Search);
    let choices = find(&front, Ask::default()).await?.choices;
    let empty = Typed::default();
    Ok(Page::new(page(&front, ctx, form, &empty, (None, choices))).into_response())
}

/// The answers.
pub async fn post(State(front): State<Front>, ctx: Ctx, sent: Protected<Typed>) -> Answer {
    let typed = sent.form;
    let ask = typed.ask();
    let form = Form::new(&ctx, &urls::Search).value("q", ask.words.as_str());
    let wrong = if ask.words.is_empty() && !ask.filters() {
        Some("search-empty")
    } else if ask.words.chars().count() > LONGEST {
        Some("search-too-long")
    } else {
        None
    };
    if let Some(key) = wrong {
        let mut problems = Problems::new();
        problems.add("q", key);
        let choices = find(&front, Ask::default()).await?.choices;
        // Answered here, not by a redirection: that one would keep what was typed until it is shown.
        let form = form.problems(problems);
        return Ok(Page::refused(page(&front, ctx, form, &typed, (None, choices))).into_response());
    }
    let skip = ask.skip;
    let mut found = find(&front, ask).await?;
    let choices = std::mem::take(&mut found.choices);
    let asked = asked(&ctx, &typed, skip, found);
    Ok(Page::new(page(&front, ctx, form, &typed, (Some(asked), choices))).into_response())
}

fn asked(ctx: &Ctx, typed: &Typed, skip: usize, found: Found) -> Asked {
    let answers: Vec<Shelved> = found
        .hits
        .into_iter()
        .map(|hit| shelved(ctx, hit))
        .collect();
    let last = skip.saturating_add(answers.len());
    let more = (last < found.total).then(|| {
        let chosen = typed.chosen().into_iter();
        let chosen = chosen.filter(|(_, value)| !value.is_empty());
        let mut sent = vec![
            ("q", typed.q.trim().to_owned()),
            ("after", last.to_string()),
        ];
        sent.extend(chosen.map(|(name, value)| (name, value.to_owned())));
        sent
    });
    Asked {
        first: skip.saturating_add(1),
        last,
        more,
        total: found.total,
        words: !typed.q.trim().is_empty(),
        answers,
    }
}

fn shelved(ctx: &Ctx, hit: Hit) -> Shelved {
    let lang = lang(ctx.w);
    let english = lang == Lang::En && !hit.en.title.is_empty();
    let day = hit.facets.published;
    let day = day.map(|at| dates::plain_day(ctx.w, paris(at).date()));
    let published = match (day, hit.facets.expert.as_str()) {
        (None, "") => String::new(),
        (None, expert) => expert.to_owned(),
        (Some(day), "") => ctx.ta("search-published", &[("day", &day)]),
        (Some(day), expert) => ctx.ta("search-published-by", &[("day", &day), ("expert", &expert)]),
    };
    Shelved {
        sort: hit.target.sort,
        address: address(&hit.target),
        french: lang == Lang::En && !english,
        shown: if english { hit.en } else { hit.fr },
        published,
    }
}
