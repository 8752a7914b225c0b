//! Sessions, questions and answers, for programs. Asking costs a program the work that it costs a browser (`nonce`, `work`),
//! and it is shown the same things before its question goes.

use crate::model::{Answer, Expert, LEVELS, PROFESSIONS, Panel, Source, Thread};
use crate::pages::urls;
use crate::rules::{seen, work};
use crate::service::{Effort, Looked, NotAsked, Panels, Sources, Typed, Wrong};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use kernel::id::from_hex;
use kernel::{Code, Fault, PanelId, QuestionId};
use serde::Deserialize;
use serde_json::{Value, json};
use ui::api::{Asked, Body, LARGEST_PAGE, PAGE, Problem, Reply, Slice, answer, json_of, words};
use ui::{Capability, Url as _, Who};

/// What programs are told of these routes.
const DESCRIBED: &str = include_str!("api.json");

/// The routes.
pub(crate) fn routes(capability: Capability<Panels>) -> Capability<Panels> {
    capability
        .describe(DESCRIBED)
        .get("/api/v1/sessions", Who::Everyone, sessions)
        .get("/api/v1/sessions/{panel}", Who::Everyone, session)
        .post("/api/v1/sessions/{panel}/questions", Who::Everyone, ask)
        .get("/api/v1/questions", Who::Everyone, questions)
        .get("/api/v1/questions/{id}", Who::Everyone, question)
}

fn id<T: std::str::FromStr>(text: &str) -> Result<T, Problem> {
    text.parse()
        .map_err(|_| Fault::new(Code::NotFound, "no id").into())
}

fn said(panels: &Panels, panel: &Panel) -> Value {
    json!({
        "id": panel.id,
        "url": panels.whole(&urls::Session(panel.id.to_string()).path()),
        "theme": panel.theme,
        "state": panel.state.name(),
        "starts": panel.starts.rfc3339(),
        "takes_questions": panel.state.takes_questions(),
        "kinds": panel.kinds,
    })
}

async fn sessions(
    State(panels): State<Panels>,
    headers: HeaderMap,
    Asked(part): Asked<Slice>,
) -> Reply {
    let all = panels.panels().await?;
    let items = all.iter().map(|panel| said(&panels, panel));
    Ok(answer(&headers, &part.of(items.collect())?))
}

async fn session(
    State(panels): State<Panels>,
    headers: HeaderMap,
    Path(panel): Path<String>,
) -> Reply {
    let listing = panels.listing(id::<PanelId>(&panel)?).await?;
    let panel = &listing.panel;
    let expert =
        |one: &Expert| json!({ "name": one.name, "function": one.title, "answers": one.active });
    let mut told = said(&panels, panel);
    if let Value::Object(map) = &mut told {
        let experts: Vec<Value> = listing.experts.iter().map(expert).collect();
        map.insert("intro".to_owned(), panel.intro.as_str().into());
        map.insert("experts".to_owned(), experts.into());
        map.insert("questions".to_owned(), listing.threads.len().into());
        let due = panel.due().map(|at| at.rfc3339());
        map.insert("answers_due".to_owned(), due.into());
        let todo = json!({ "before": work::before(panel.id), "bits": work::BITS });
        map.insert("work".to_owned(), todo);
    }
    Ok(answer(&headers, &told))
}

fn given(panels: &Panels, sources: &Sources, one: &Answer) -> Value {
    let source = match &one.source {
        Some(Source::Answer(id)) => sources.get(id).map(|known| {
            json!({
                "url": panels.whole(&urls::Question(known.question.to_string()).path()),
                "published": known.published.map(|at| at.rfc3339()),
            })
        }),
        Some(Source::Reference(id)) => Some(json!({
            "url": panels.whole(&urls::Reference(id.clone()).path()),
            "published": null,
        })),
        None => None,
    };
    let articles = one.marks.iter().map(|mark| mark.article.as_str());
    json!({
        "id": one.id,
        "parts": one.parts,
        "name": one.name,
        "function": one.title,
        "read_by": (!one.reader.is_empty()).then_some(one.reader.as_str()),
        "published": one.published.map(|at| at.rfc3339()),
        "corrected": (one.version > 1).then(|| one.changed.rfc3339()),
        "version": one.version,
        "text": one.body,
        "takes_up": source,
        "kinds": one.kinds,
        "letters": one.letters,
        "articles": articles.collect::<Vec<_>>(),
        "changed_articles": panels.moved(one),
    })
}

fn told(panels: &Panels, sources: &Sources, thread: &Thread) -> Value {
    let question = &thread.question;
    let said = &question.said;
    let open = thread.open_parts();
    let parts = thread.parts.iter().map(|part| {
        json!({ "number": part.number, "text": part.body, "answered": !open.contains(&part.number) })
    });
    let answers = thread.answers.iter();
    let answers = answers.map(|one| given(panels, sources, one));
    json!({
        "id": question.id,
        "session": question.panel,
        "place": question.place,
        "url": panels.whole(&urls::Question(question.id.to_string()).path()),
        "pseudonym": said.pseudonym,
        "text": said.body,
        "kind": said.kind,
        "profession": said.profession,
        "level": said.level,
        "asked": question.asked.rfc3339(),
        "status": thread.status().name(),
        "parts": parts.collect::<Vec<_>>(),
        "answers": answers.collect::<Vec<_>>(),
    })
}

/// Which part of the questions, of which session, about what.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Which {
    #[serde(default)]
    after: u32,
    limit: Option<usize>,
    #[serde(default)]
    session: String,
    #[serde(default)]
    kind: String,
}

async fn questions(
    State(panels): State<Panels>,
    headers: HeaderMap,
    Asked(which): Asked<Which>,
) -> Reply {
    let limit = which.limit.unwrap_or(PAGE);
    if !(1..=LARGEST_PAGE).contains(&limit) {
        return Err(Problem::field("limit", "api-limit"));
    }
    if !which.kind.is_empty() && panels.content.kind(&which.kind).is_none() {
        return Err(Problem::field("kind", "ask-wrong-choice"));
    }
    let session = match which.session.as_str() {
        "" => None,
        text => {
            let read = text.parse::<PanelId>();
            Some(read.map_err(|_| Problem::field("session", "ask-api-session"))?)
        }
    };
    let most = u32::try_from(limit).unwrap_or(u32::MAX);
    let (total, threads) = panels
        .every(session, &which.kind, (which.after, most))
        .await?;
    let sources = panels.taken_up(&threads).await?;
    let items = threads.iter().map(|thread| told(&panels, &sources, thread));
    let items: Vec<Value> = items.collect();
    let next = u64::from(which.after).saturating_add(limit as u64);
    let next = (next < total).then_some(next);
    let page = json!({ "total": total, "next": next, "items": items });
    Ok(answer(&headers, &page))
}

async fn question(
    State(panels): State<Panels>,
    headers: HeaderMap,
    Path(question): Path<String>,
) -> Reply {
    let thread = panels.thread(id::<QuestionId>(&question)?).await?;
    let sources = panels.taken_up(std::slice::from_ref(&thread)).await?;
    Ok(answer(&headers, &told(&panels, &sources, &thread)))
}

/// A question of a program.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sent {
    pseudonym: String,
    text: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    profession: String,
    #[serde(default)]
    level: String,
    #[serde(default)]
    mail: String,
    /// Sixteen bytes that the program drew, in hex.
    nonce: String,
    /// The number that it found.
    work: String,
    /// What the instance found in the question was shown to whoever asks.
    #[serde(default)]
    seen: bool,
}

/// What the fields are called here.
fn wrong(all: &[Wrong]) -> Problem {
    let fault = Fault::new(Code::Invalid, "a question of a program");
    all.iter().fold(fault.into(), |problem: Problem, one| {
        let field = if one.field == "body" {
            "text"
        } else {
            one.field
        };
        problem.and(field, one.key)
    })
}

/// What is to be shown to whoever asks, before her question goes.
fn unseen(panels: &Panels, looked: &Looked) -> Problem {
    let body = &looked.typed.body;
    let found = looked.found.iter();
    let found = found.map(|one| json!({ "sort": one.sort.name(), "text": seen::words(body, one) }));
    let alike = looked.alike.iter().map(|hit| {
        let id = hit.target.id.clone();
        match hit.target.sort {
            kernel::search::Sort::Question => panels.whole(&urls::Question(id).path()),
            _ => panels.whole(&urls::Reference(id).path()),
        }
    });
    Problem::field("seen", "ask-api-seen")
        .with("found", found.collect::<Vec<_>>())
        .with("pseudonym_is_a_name", looked.named)
        .with("alike", alike.collect::<Vec<_>>())
}

async fn ask(
    State(panels): State<Panels>,
    headers: HeaderMap,
    Path(panel): Path<String>,
    Body(sent): Body<Sent>,
) -> Reply {
    let panel = panels.panel(id::<PanelId>(&panel)?).await?.id;
    let nonce = from_hex::<16>(&sent.nonce).ok_or(Problem::field("nonce", "ask-api-nonce"))?;
    if !work::is_done(panel, &nonce, &sent.work) {
        return Err(Problem::field("work", "ask-api-work"));
    }
    let known = |list: &[&str], value: &str| value.is_empty() || list.contains(&value);
    if !known(&PROFESSIONS, &sent.profession) {
        return Err(Problem::field("profession", "ask-wrong-choice"));
    }
    if !known(&LEVELS, &sent.level) {
        return Err(Problem::field("level", "ask-wrong-choice"));
    }
    let typed = Typed {
        pseudonym: sent.pseudonym,
        body: sent.text,
        kind: sent.kind,
        profession: sent.profession,
        level: sent.level,
        mail: sent.mail,
    };
    let own = panels.clone();
    let looked = tokio::task::spawn_blocking(move || own.look(&typed, sent.seen)).await;
    let looked = looked.map_err(|e| Fault::internal("looking at a question stopped", e))?;
    let looked = looked.map_err(|all| wrong(&all))?;
    let shows = !looked.found.is_empty() || looked.named || !looked.alike.is_empty();
    if shows && !sent.seen {
        return Err(unseen(&panels, &looked));
    }
    let tag = words(&headers).lang().tag();
    let effort = Effort::Work(&sent.work);
    let done = panels.ask(panel, &looked.typed, &nonce, effort, tag).await;
    let asked = done.map_err(|refused| match refused {
        NotAsked::Wrong(all) => wrong(&all),
        NotAsked::TooSoon => Problem::field("work", "ask-api-work"),
        NotAsked::Closed => Problem::from(Fault::new(Code::Conflict, "a session that is closed")),
        NotAsked::Again => Problem::field("nonce", "ask-again"),
        NotAsked::Busy | NotAsked::Full => {
            Problem::from(Fault::new(Code::Busy, "too many questions wait"))
        }
        NotAsked::Fault(fault) => Problem::from(fault),
    })?;
    let code = asked.code.words().join(" ");
    Ok(json_of(StatusCode::CREATED, &json!({ "code": code })))
}
