//! Sessions, questions and answers, for programs. Asking costs a program the work that it costs a browser (`stamp`, `work`),
//! and it is shown the same things before its question goes.

use crate::model::{Answer, Criteria, Cursor, Expert, LEVELS, PROFESSIONS, Panel, Source, Thread};
use crate::pages::urls;
use crate::rules::{seen, work};
use crate::service::{Effort, Found, Looked, NotAsked, Panels, Refused, Sources, Typed, Wrong};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
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
        .get("/api/v1/sessions/{panel}/work", Who::Everyone, effort)
        .post("/api/v1/sessions/{panel}/questions", Who::Everyone, ask)
        .get("/api/v1/questions", Who::Everyone, questions)
        .post("/api/v1/questions/find", Who::Everyone, find)
        .post("/api/v1/questions/mine", Who::Everyone, mine)
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
        map.insert("questions".to_owned(), listing.count.into());
        let due = panel.due().map(|at| at.rfc3339());
        map.insert("answers_due".to_owned(), due.into());
    }
    Ok(answer(&headers, &told))
}

/// What asking costs now, with a stamp for one question.
async fn effort(State(panels): State<Panels>, Path(panel): Path<String>) -> Reply {
    let panel = id::<PanelId>(&panel)?;
    let bits = panels.price(panel).await?.bits();
    let (stamp, stands) = panels.stamp_on(panel, "");
    let told = json!({ "before": work::BEFORE, "stamp": stamp, "bits": bits, "seconds": stands });
    Ok(json_of(StatusCode::OK, &told))
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
    after: String,
    limit: Option<usize>,
    #[serde(default)]
    session: String,
    #[serde(default)]
    kind: String,
}

/// How many are wanted.
fn size(limit: Option<usize>) -> Result<u32, Problem> {
    let limit = limit.unwrap_or(PAGE);
    if !(1..=LARGEST_PAGE).contains(&limit) {
        return Err(Problem::field("limit", "api-limit"));
    }
    Ok(u32::try_from(limit).unwrap_or(u32::MAX))
}

/// After which one, as the answer before said.
fn cursor(after: &str) -> Result<Option<Cursor>, Problem> {
    match after {
        "" => Ok(None),
        text => Cursor::read(text)
            .map(Some)
            .ok_or(Problem::field("after", "ask-api-after")),
    }
}

fn session_of(text: &str) -> Result<Option<PanelId>, Problem> {
    match text {
        "" => Ok(None),
        text => text
            .parse()
            .map(Some)
            .map_err(|_| Problem::field("session", "ask-api-session")),
    }
}

/// A part of a list, and where the next one begins.
async fn part(panels: &Panels, found: &Found) -> Result<Value, Fault> {
    let sources = panels.taken_up(&found.threads).await?;
    let items = found.threads.iter();
    let items: Vec<Value> = items.map(|one| told(panels, &sources, one)).collect();
    Ok(json!({ "next": found.next.map(Cursor::text), "items": items }))
}

async fn questions(
    State(panels): State<Panels>,
    headers: HeaderMap,
    Asked(which): Asked<Which>,
) -> Reply {
    let most = size(which.limit)?;
    if !which.kind.is_empty() && panels.content.kind(&which.kind).is_none() {
        return Err(Problem::field("kind", "ask-wrong-choice"));
    }
    let after = cursor(&which.after)?.unwrap_or(Cursor::START);
    let criteria = Criteria {
        kind: which.kind,
        panel: session_of(&which.session)?,
        ..Criteria::default()
    };
    let found = panels.public_ones(criteria, after, most).await?;
    Ok(answer(&headers, &part(&panels, &found).await?))
}

/// What is remembered of a question: any one of them is enough.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sought {
    #[serde(default)]
    pseudonym: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    profession: String,
    #[serde(default)]
    level: String,
    #[serde(default)]
    session: String,
    #[serde(default)]
    after: String,
    limit: Option<usize>,
}

/// Asked in a body: a name stands in no address.
async fn find(State(panels): State<Panels>, Body(sought): Body<Sought>) -> Reply {
    let most = size(sought.limit)?;
    let after = cursor(&sought.after)?;
    let criteria = Criteria {
        panel: session_of(&sought.session)?,
        pseudonym: sought.pseudonym,
        kind: sought.kind,
        profession: sought.profession,
        level: sought.level,
    };
    let found = panels.find(&criteria, after, most).await;
    let found = found.map_err(|refused| match refused {
        Refused::Wrong(all) => wrong(&all),
        Refused::Fault(fault) => fault.into(),
    })?;
    Ok(json_of(StatusCode::OK, &part(&panels, &found).await?))
}

/// The five words of a question.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    code: String,
}

/// A question as whoever asked it sees it.
async fn mine(State(panels): State<Panels>, Body(sent): Body<Words>) -> Reply {
    let found = panels.mine(&sent.code).await?;
    let mine = found.ok_or(Problem::field("code", "mine-no-code"))?;
    let public = match &mine.public {
        Some(thread) => {
            let sources = panels.taken_up(std::slice::from_ref(thread)).await?;
            Some(told(&panels, &sources, thread))
        }
        None => None,
    };
    let said = &mine.question.said;
    let told = json!({
        "session": mine.question.panel,
        "shown": mine.question.shown.name(),
        "status": mine.status.name(),
        "reason": (!said.reason.is_empty()).then_some(said.reason.as_str()),
        "pseudonym": said.pseudonym,
        "text": said.body,
        "public": public,
    });
    Ok(json_of(StatusCode::OK, &told))
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
    /// As the instance gave it for this question.
    stamp: String,
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
        let field = match one.field {
            "body" => "text",
            "seance" => "session",
            field => field,
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
    // First, for it costs least.
    if !panels.proves(panel, &sent.stamp, &sent.work).await? {
        let bits = panels.price(panel).await?.bits();
        return Err(Problem::field("work", "ask-api-work").with("bits", bits));
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
    let effort = Effort {
        stamp: &sent.stamp,
        work: &sent.work,
    };
    let done = panels.ask(panel, &looked.typed, effort, tag).await;
    let asked = done.map_err(|refused| match refused {
        NotAsked::Wrong(all) => wrong(&all),
        NotAsked::TooSoon(_) => Problem::field("work", "ask-api-work"),
        NotAsked::Closed => Problem::from(Fault::new(Code::Conflict, "a session that is closed")),
        NotAsked::Again => Problem::field("stamp", "ask-api-again"),
        NotAsked::Busy | NotAsked::Full => {
            Problem::from(Fault::new(Code::Busy, "too many questions wait"))
        }
        NotAsked::Fault(fault) => Problem::from(fault),
    })?;
    let code = asked.code.words().join(" ");
    Ok(json_of(StatusCode::CREATED, &json!({ "code": code })))
}
