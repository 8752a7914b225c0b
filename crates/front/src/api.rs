//! What Préau knows, for programs: the same answers as the command line, from the same functions. Nobody is asked who
//! she is; what is told (a story, facts, words to search) comes in a body, so it stands in no address, and is not kept.

use crate::pages::capability::Front;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use dossier::pages::plan::lang;
use guide::answers::{Answer as Reference, Filter, Fresh, Level, Profession};
use guide::deadline::{self, Place, in_words, source};
use guide::law::{Lang, State as Standing, Text};
use guide::letters::{self, LetterFacts, Refusal, render_text};
use guide::plan::{Kind, Situation, plan};
use guide::{Content, triage};
use kernel::date::iso;
use kernel::search::{Ask, Facets, Found, LONGEST, Run, Shown, Sort};
use kernel::{Code, Fault, Moment};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::sync::Arc;
use time::Date;
use ui::api::{Asked, Body, Problem, Reply, answer, words};
use ui::{Capability, Who};

/// Answers of a search unless another number is asked for, and at most.
const HITS: (usize, usize) = (10, 50);

/// What programs are told of these routes.
const DESCRIBED: &str = include_str!("api.json");

/// The routes.
pub(crate) fn routes(capability: Capability<Front>) -> Capability<Front> {
    capability
        .describe(DESCRIBED)
        .post("/api/v1/triage", Who::Everyone, read)
        .post("/api/v1/plan", Who::Everyone, make_plan)
        .post("/api/v1/search", Who::Everyone, search)
        .get("/api/v1/deadlines", Who::Everyone, rules)
        .get("/api/v1/deadlines/{rule}", Who::Everyone, rule)
        .get("/api/v1/letters", Who::Everyone, models)
        .get("/api/v1/letters/{id}", Who::Everyone, model)
        .post("/api/v1/letters/{id}", Who::Everyone, write)
        .get("/api/v1/law/articles", Who::Everyone, articles)
        .get("/api/v1/law/articles/{id}", Who::Everyone, article)
        .get("/api/v1/situations", Who::Everyone, situations)
        .get("/api/v1/situations/{id}", Who::Everyone, situation)
        .get("/api/v1/resources", Who::Everyone, resources)
        .get("/api/v1/answers", Who::Everyone, answers)
        .get("/api/v1/answers/{id}", Who::Everyone, answered)
}

fn nothing() -> Problem {
    Fault::new(Code::NotFound, "no such entry of the content").into()
}

fn to_json(value: &impl Serialize) -> Result<Value, Problem> {
    serde_json::to_value(value).map_err(|e| Fault::internal("an answer has no JSON form", e).into())
}

fn list(headers: &HeaderMap, content: &Content, items: Vec<Value>) -> Reply {
    Ok(answer(
        headers,
        &json!({ "content": content.version(), "items": items }),
    ))
}

/// A story.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Story {
    #[serde(default)]
    id: Option<String>,
    text: String,
}

async fn read(State(front): State<Front>, headers: HeaderMap, Body(story): Body<Story>) -> Reply {
    let (content, today) = (front.dossiers.content, front.dossiers.today());
    let said = work(move || triage::answer(content, story.id, &story.text, today)).await?;
    Ok(answer(&headers, &to_json(&said)?))
}

/// What takes more than a moment does not hold the others up.
async fn work<T: Send + 'static>(what: impl FnOnce() -> T + Send + 'static) -> Result<T, Fault> {
    let done = tokio::task::spawn_blocking(what).await;
    done.map_err(|e| Fault::internal("a program's question stopped", e))
}

async fn make_plan(
    State(front): State<Front>,
    headers: HeaderMap,
    Body(asked): Body<Situation>,
) -> Reply {
    let (content, today) = (front.dossiers.content, front.dossiers.today());
    if asked.kinds.is_empty() {
        return Err(Problem::field("kinds", "api-kinds-missing"));
    }
    let faults = asked.faults(content);
    if !faults.is_empty() {
        return Err(Problem::field("", "api-facts-unknown").with("reason", faults.join("; ")));
    }
    let found = work(move || plan(content, &asked, today)).await?;
    Ok(answer(&headers, &to_json(&found)?))
}

/// What is searched.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Search {
    query: String,
    #[serde(default)]
    count: Option<serde_json::Number>,
    #[serde(default)]
    sort: Vec<String>,
    #[serde(default)]
    kind: Option<String>,
    #[serde(default)]
    profession: Option<String>,
    #[serde(default)]
    level: Option<String>,
    #[serde(default)]
    year: Option<i32>,
    #[serde(default)]
    expert: Option<String>,
}

async fn search(
    State(front): State<Front>,
    headers: HeaderMap,
    Body(asked): Body<Search>,
) -> Reply {
    let count = match &asked.count {
        None => Some(HITS.0),
        // 10.0 is the whole number 10 in JSON.
        Some(count) => (1..=HITS.1).find(|known| count.as_f64() == Some(*known as f64)),
    };
    let count = count.ok_or_else(|| Problem::field("count", "api-count"))?;
    let sorts = asked.sort.iter().map(|name| Sort::named(name));
    let sorts: Option<Vec<Sort>> = sorts.collect();
    let ask = Ask {
        sorts: sorts.ok_or_else(|| Problem::field("sort", "api-sort"))?,
        kind: asked.kind,
        profession: asked.profession,
        level: asked.level,
        year: asked.year,
        expert: asked.expert,
        ..Ask::new(&asked.query, count)
    };
    let port = Arc::clone(&front.search);
    let hits = work(move || port.search(&ask)).await??;
    let cut = asked.query.chars().count() > LONGEST;
    Ok(answer(&headers, &found(&asked.query, cut, &hits)))
}

/// What a search found, as the command line and the API say it; `cut` when only the first words were searched.
pub fn found(query: &str, cut: bool, found: &Found) -> Value {
    let hits = found.hits.iter().map(|hit| {
        json!({
            "id": hit.target.to_string(),
            "sort": hit.target.sort.name(),
            "fr": face(&hit.fr),
            "en": (!hit.en.title.is_empty()).then(|| face(&hit.en)),
            "facets": facets(&hit.facets),
        })
    });
    let (hits, choices): (Vec<Value>, _) = (hits.collect(), &found.choices);
    let choices = json!({
        "kinds": choices.kinds,
        "professions": choices.professions,
        "levels": choices.levels,
        "years": choices.years,
        "experts": choices.experts,
    });
    json!({ "query": query, "cut": cut, "total": found.total, "hits": hits, "choices": choices })
}

fn facets(facets: &Facets) -> Value {
    let expert = Some(&facets.expert).filter(|expert| !expert.is_empty());
    json!({
        "kinds": facets.kinds,
        "professions": facets.professions,
        "levels": facets.levels,
        "year": facets.year,
        "expert": expert,
        "published": facets.published.map(Moment::rfc3339),
    })
}

fn face(shown: &Shown) -> Value {
    json!({ "title": plain(&shown.title), "summary": plain(&shown.summary), "quote": plain(&shown.quote) })
}

fn plain(runs: &[Run]) -> String {
    runs.iter().map(|run| run.text.as_str()).collect()
}

async fn rules(State(front): State<Front>, headers: HeaderMap) -> Reply {
    let content = front.dossiers.content;
    let one = |rule: &guide::law::Rule| {
        let said = |lang| in_words(&content.law, rule, lang);
        json!({
            "id": rule.id,
            "name": rule.name,
            "starts": rule.starts,
            "words": { "fr": said(Lang::Fr), "en": said(Lang::En) },
            "source": source(&content.law, rule),
            "state": rule.state,
            "checked": iso(rule.checked),
        })
    };
    list(
        &headers,
        content,
        content.law.deadlines.iter().map(one).collect(),
    )
}

/// What makes a time limit run.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Start {
    from: String,
    #[serde(default)]
    place: Option<String>,
}

async fn rule(
    State(front): State<Front>,
    headers: HeaderMap,
    Path(id): Path<String>,
    Asked(start): Asked<Start>,
) -> Reply {
    let content = front.dossiers.content;
    let rule = content.deadline(&id).ok_or_else(nothing)?;
    let place = match start.place.as_deref() {
        None => Place::default(),
        Some(number) => {
            Place::of_departement(number).ok_or_else(|| Problem::field("place", "api-place"))?
        }
    };
    let end = deadline::answer(&content.law, rule, &start.from, place);
    let end = end.ok_or_else(|| Problem::field("from", "api-date"))?;
    Ok(answer(&headers, &to_json(&end)?))
}

async fn models(State(front): State<Front>, headers: HeaderMap) -> Reply {
    let content = front.dossiers.content;
    let all = content.models.offers();
    list(
        &headers,
        content,
        all.map(|one| json!({ "id": one.id, "name": one.name }))
            .collect(),
    )
}

async fn model(State(front): State<Front>, headers: HeaderMap, Path(id): Path<String>) -> Reply {
    let content = front.dossiers.content;
    let card = content
        .models
        .cards()
        .find(|card| card.id == id)
        .ok_or_else(nothing)?;
    let said = json!({
        "id": card.id,
        "name": card.name,
        "how": card.how,
        "to": card.to,
        "opens": card.opens,
        "needs": card.needs,
        "example": to_json(&letters::example(content, &id))?,
    });
    Ok(answer(&headers, &said))
}

/// The text of a letter with these facts: final when nothing is missing and nothing is old, else a draft that says so.
async fn write(
    State(front): State<Front>,
    headers: HeaderMap,
    Path(id): Path<String>,
    Body(mut facts): Body<LetterFacts>,
) -> Reply {
    let (content, today) = (front.dossiers.content, front.dossiers.today());
    let name = content.models.name(&id).ok_or_else(nothing)?;
    if facts.letter.date.is_empty() {
        facts.letter.date = iso(today);
    }
    let lang = lang(words(&headers));
    let written = match letters::draft(content, &id, &facts, lang) {
        Ok(written) => written,
        Err(Refusal::UnknownLetter) => return Err(nothing()),
        Err(refusal) => {
            let refusal = to_json(&refusal)?;
            return Err(Problem::field("", "api-letter-refused").with("refusal", refusal));
        }
    };
    let old = to_json(&written.old_texts(today))?;
    let (text, missing) = match written.finalise() {
        Ok(doc) if old == json!([]) => (render_text(&doc), Vec::new()),
        Ok(_) => (render_text(&written.as_draft(today)), Vec::new()),
        Err(missing) => (render_text(&written.as_draft(today)), missing),
    };
    let said = json!({
        "id": id,
        "name": name,
        "final": missing.is_empty() && old == json!([]),
        "text": text,
        "missing": to_json(&missing)?,
        "old_texts": old,
        "advice": written.advice,
        "sending": written.sending,
        "enclosures": written.enclosures,
        "addressee": to_json(&written.addressee)?,
        "cited": to_json(&written.cited)?,
    });
    Ok(answer(&headers, &said))
}

async fn articles(State(front): State<Front>, headers: HeaderMap) -> Reply {
    let content = front.dossiers.content;
    let one = |article: &guide::law::Article| {
        json!({
            "id": article.id,
            "citation": article.citation,
            "title": article.title,
            "state": article.state,
            "checked": iso(article.checked),
        })
    };
    list(
        &headers,
        content,
        content.law.articles.iter().map(one).collect(),
    )
}

async fn article(State(front): State<Front>, headers: HeaderMap, Path(id): Path<String>) -> Reply {
    let article = front.dossiers.content.article(&id).ok_or_else(nothing)?;
    let said = json!({
        "id": article.id,
        "citation": article.citation,
        "title": article.title,
        "summary": article.summary,
        "who": article.who,
        "penalty": article.penalty,
        "deadlines": article.deadlines,
        "note": article.note,
        "history": article.history,
        "state": article.state,
        "replaced": article.state == Standing::Remplace,
        "checked": iso(article.checked),
        "confidence": article.confidence,
        "sources": article.sources,
    });
    Ok(answer(&headers, &said))
}

fn brief(kind: &Kind) -> Value {
    json!({
        "id": kind.id,
        "name": kind.name,
        "line": kind.line,
        "sphere": kind.sphere,
        "pupil": kind.pupil,
        "danger": kind.danger,
    })
}

async fn situations(State(front): State<Front>, headers: HeaderMap) -> Reply {
    let content = front.dossiers.content;
    list(&headers, content, content.kinds().map(brief).collect())
}

async fn situation(
    State(front): State<Front>,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Reply {
    let content = front.dossiers.content;
    let kind = content.kind(&id).ok_or_else(nothing)?;
    let steps = kind.step.iter().map(|step| {
        let action = content.action(&step.action);
        let title: Option<&Text> = step.title.as_ref().or(action.map(|action| &action.title));
        json!({ "action": step.action, "title": title, "days": step.days })
    });
    let mut said = brief(kind);
    if let Value::Object(map) = &mut said {
        map.insert("urgent_if".to_owned(), to_json(&kind.urgent_if)?);
        map.insert("primary_school".to_owned(), to_json(&kind.primary_school)?);
        map.insert("offences".to_owned(), kind.offences.clone().into());
        map.insert("articles".to_owned(), kind.articles.clone().into());
        map.insert("deadlines".to_owned(), kind.deadlines.clone().into());
        map.insert("letters".to_owned(), kind.letters.clone().into());
        map.insert("contacts".to_owned(), kind.contacts.clone().into());
        map.insert("confidence".to_owned(), to_json(&kind.confidence)?);
        map.insert("steps".to_owned(), steps.collect());
    }
    Ok(answer(&headers, &said))
}

async fn resources(State(front): State<Front>, headers: HeaderMap) -> Reply {
    let content = front.dossiers.content;
    let one = |resource: &guide::library::Resource| {
        json!({
            "id": resource.id,
            "title": resource.title,
            "publisher": resource.publisher,
            "readers": resource.readers,
            "about": resource.about,
            "how": resource.how,
            "kinds": resource.kinds,
            "link_state": resource.link_state,
            "instead": resource.instead,
            "checked": iso(resource.checked),
        })
    };
    list(
        &headers,
        content,
        content.library().resources.iter().map(one).collect(),
    )
}

/// Which answers are asked for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Which {
    #[serde(default)]
    kind: Option<String>,
    #[serde(default)]
    profession: Option<Profession>,
    #[serde(default)]
    level: Option<Level>,
}

async fn answers(
    State(front): State<Front>,
    headers: HeaderMap,
    Asked(which): Asked<Which>,
) -> Reply {
    let (content, today) = (front.dossiers.content, front.dossiers.today());
    if let Some(kind) = &which.kind
        && content.kind(kind).is_none()
    {
        return Err(Problem::field("kind", "api-kind"));
    }
    let filter = Filter {
        kind: which.kind.as_deref(),
        profession: which.profession,
        level: which.level,
    };
    let items = content.answers_for(filter);
    let items = items.map(|one| answer_brief(content, one, today)).collect();
    list(&headers, content, items)
}

async fn answered(State(front): State<Front>, headers: HeaderMap, Path(id): Path<String>) -> Reply {
    let (content, today) = (front.dossiers.content, front.dossiers.today());
    let found = content.answers().get(&id).ok_or_else(nothing)?;
    Ok(answer(&headers, &answer_whole(content, found, today)))
}

/// A question that comes back and its answer in a line, as the command line and the API say it.
pub fn answer_brief(content: &Content, one: &Reference, today: Date) -> Value {
    json!({
        "id": one.id,
        "title": one.title,
        "short": one.short,
        "kinds": one.kinds,
        "professions": one.professions,
        "levels": one.levels,
        "state": one.state,
        "checked": iso(one.checked),
        "texts_as_of": content.state_of(one).map(iso),
        "confidence": one.confidence,
        "fresh": match content.fresh(one, today) {
            Fresh::Yes => "yes",
            Fresh::LawMoved => "law-moved",
            Fresh::Old => "old",
        },
        "mark": content.answer_mark(&one.id),
    })
}

/// The same with everything it says.
pub fn answer_whole(content: &Content, one: &Reference, today: Date) -> Value {
    let parts = one.part.iter();
    let parts = parts.map(|part| json!({ "ask": part.ask, "answer": part.answer }));
    let texts = content.texts_of(one).map(|article| {
        json!({
            "id": article.id,
            "citation": article.citation,
            "state": article.state,
            "checked": iso(article.checked),
            "mark": content.law_mark(&article.id),
        })
    });
    let mut said = answer_brief(content, one, today);
    if let Value::Object(map) = &mut said {
        map.insert("question".to_owned(), json!(one.question));
        map.insert("parts".to_owned(), parts.collect());
        map.insert("open".to_owned(), json!(one.open));
        map.insert("articles".to_owned(), texts.collect());
        map.insert("deadlines".to_owned(), json!(one.deadlines));
        map.insert("actions".to_owned(), json!(one.actions));
        map.insert("letters".to_owned(), json!(one.letters));
        map.insert("terms".to_owned(), json!(one.terms));
        map.insert("also".to_owned(), json!(one.also));
    }
    said
}
