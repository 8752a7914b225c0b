//! Asking the experts: a name of her choice, a question, and what may say who she is shown before it goes (N002). Every
//! refusal gives back what was typed; it is answered at once, and not kept for a redirection.

use super::view::{Link, lang};
use crate::model::{LEVELS, PROFESSIONS, Panel};
use crate::pages::urls;
use crate::rules::{draw, names, seen, work};
use crate::service::{Asked, Effort, Looked, NotAsked, Panels, Typed};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::search::{Hit, Sort};
use kernel::{Fault, PanelId};
use std::collections::BTreeSet;
use ui::form::Select;
use ui::{Answer, Ctx, Fields, Form, Page, Problems, Protected, Url as _};

/// Letters from which on what resembles is looked for.
const ENOUGH: usize = 20;
/// Letters of it that are read.
const READ: usize = 2_000;
/// The mark of answers that resemble, once they were shown.
const ALIKE: &str = "semblables";

/// Something found, in its place.
struct Found {
    mark: String,
    before: String,
    text: String,
    after: String,
    replace: String,
    ticked: bool,
}

/// What is shown before the question goes.
struct Before {
    found: Vec<Found>,
    named: bool,
    alike: Vec<Link>,
}

#[derive(Template)]
#[template(path = "ask.html")]
struct Ask {
    ctx: Ctx,
    form: Form,
    theme: String,
    session: String,
    sessions: String,
    takes: bool,
    /// It came back with something typed: the form stands there even where it cannot go.
    typed: bool,
    mails: bool,
    before: Option<Before>,
    /// The marks of what she was shown already.
    seen: Vec<String>,
    kinds: Vec<(String, String)>,
    stamp: String,
    /// Seconds for which work on that stamp counts.
    stands: i64,
    /// What was found for it already.
    work: String,
    before_stamp: &'static str,
    bits: u32,
    effort: String,
    alike: String,
    alike_token: String,
    story: String,
}

impl Ask {
    async fn of(
        panels: &Panels,
        ctx: Ctx,
        panel: &Panel,
        form: Form,
        (stamp, stands): (String, i64),
    ) -> Result<Self, Fault> {
        let bits = panels.price(panel.id).await?.bits();
        let id = panel.id.to_string();
        let alike = urls::Alike(id.clone()).path();
        // Those of the session come first.
        let all = panels.content.kinds();
        let mut kinds: Vec<(bool, String, String)> = all
            .map(|kind| {
                let name = kind.name.get(lang(ctx.w)).to_owned();
                (!panel.kinds.contains(&kind.id), kind.id.clone(), name)
            })
            .collect();
        kinds.sort_by_key(|(other, ..)| *other);
        Ok(Self {
            story: urls::Story.path(),
            form,
            theme: panel.theme.clone(),
            session: urls::Session(id.clone()).path(),
            sessions: urls::Sessions.path(),
            takes: panel.state.takes_questions(),
            typed: false,
            mails: panels.mails(),
            before: None,
            seen: Vec::new(),
            kinds: kinds.into_iter().map(|(_, id, name)| (id, name)).collect(),
            stamp,
            stands,
            work: String::new(),
            before_stamp: work::BEFORE,
            bits,
            effort: urls::Effort(id.clone()).path(),
            alike_token: ctx.token(&alike),
            alike,
            ctx: ctx.with_back(&urls::Session(id)),
        })
    }

    /// The page that a form comes back to, with the work that was done for it.
    async fn back(
        panels: &Panels,
        ctx: Ctx,
        panel: &Panel,
        form: Form,
        fields: &Fields,
    ) -> Result<Self, Fault> {
        let given = fields.text("stamp");
        let stamp = panels.stamp_on(panel.id, given);
        let found = fields.text("work");
        let counts = stamp.0 == given && work::bits(given, found) > 0;
        let mut page = Self::of(panels, ctx, panel, form, stamp).await?;
        page.typed = true;
        page.seen = fields.all("vu").map(str::to_owned).collect();
        if counts {
            page.work = found.to_owned();
        }
        Ok(page)
    }

    fn select(&self, name: &str, label: &str) -> Select {
        let select = self.form.select(name).label(self.ctx.t(label));
        select.option("", self.ctx.t("ask-unsaid"))
    }

    fn kind(&self) -> Select {
        let select = self.select("kind", "ask-kind");
        let all = self.kinds.iter();
        all.fold(select, |select, (id, name)| select.option(id, name))
    }

    fn profession(&self) -> Select {
        let words = |id: &str| self.ctx.t(&["profession-", id].concat());
        let select = self.select("profession", "ask-profession");
        PROFESSIONS
            .iter()
            .fold(select, |select, id| select.option(id, words(id)))
    }

    fn level(&self) -> Select {
        let words = |id: &str| self.ctx.t(&["level-", id].concat());
        let select = self.select("level", "ask-level");
        LEVELS
            .iter()
            .fold(select, |select, id| select.option(id, words(id)))
    }
}

/// The form.
pub(super) async fn get(
    State(panels): State<Panels>,
    ctx: Ctx,
    Path(panel): Path<String>,
) -> Answer {
    let panel = panels.panel(super::id::<PanelId>(&panel)?).await?;
    let form = Form::new(&ctx, &urls::Ask(panel.id.to_string()));
    let stamp = panels.stamp_on(panel.id, "");
    let page = Ask::of(&panels, ctx, &panel, form, stamp).await?;
    Ok(Page::new(page).into_response())
}

/// What a question costs now, and a new stamp, for the script that is about to send one: a form may have been open for long.
pub(super) async fn effort(State(panels): State<Panels>, Path(panel): Path<String>) -> Answer {
    let panel = super::id::<PanelId>(&panel)?;
    let bits = panels.price(panel).await?.bits();
    let text = format!("{bits} {}", panels.stamp(panel));
    let plain = HeaderValue::from_static("text/plain; charset=utf-8");
    Ok(([(header::CONTENT_TYPE, plain)], text).into_response())
}

/// What was typed, with the words that she lets be replaced.
fn typed(ctx: &Ctx, fields: &Fields) -> Typed {
    let body = crate::rules::clean::text(fields.text("body"));
    let ticked: BTreeSet<&str> = fields.all("masquer").collect();
    let mut found = names::find(&body);
    found.retain(|one| ticked.contains(seen::mark_of(&body, one).as_str()));
    let body = seen::masked(&body, &found, |sort| put(ctx, sort));
    let text = |name: &str| fields.text(name).to_owned();
    Typed {
        pseudonym: text("pseudonym"),
        body,
        kind: text("kind"),
        profession: text("profession"),
        level: text("level"),
        mail: text("mail"),
    }
}

fn put(ctx: &Ctx, sort: names::Sort) -> String {
    ctx.t(&["ask-put-", sort.name()].concat())
}

fn filled(ctx: &Ctx, panel: &Panel, typed: &Typed, problems: Problems) -> Form {
    Form::new(ctx, &urls::Ask(panel.id.to_string()))
        .value("pseudonym", &typed.pseudonym)
        .value("body", &typed.body)
        .value("kind", &typed.kind)
        .value("profession", &typed.profession)
        .value("level", &typed.level)
        .value("mail", &typed.mail)
        .problems(problems)
}

/// What is to be shown first, with its marks; nothing when she has seen all of it.
fn before(ctx: &Ctx, fields: &Fields, looked: &Looked) -> Option<(Before, Vec<String>)> {
    let known: BTreeSet<&str> = fields.all("vu").collect();
    let Typed {
        pseudonym, body, ..
    } = &looked.typed;
    let name = seen::mark("pseudonym", pseudonym);
    let mut marks: BTreeSet<String> = BTreeSet::new();
    for one in &looked.found {
        marks.insert(seen::mark_of(body, one));
    }
    if looked.named {
        marks.insert(name);
    }
    // What resembles changes with every word: it is shown the first time, and beside something else after that.
    if known.contains(ALIKE) || known.is_empty() && !looked.alike.is_empty() {
        marks.insert(ALIKE.to_owned());
    }
    if marks.iter().all(|mark| known.contains(mark.as_str())) {
        return None;
    }
    let found = looked.found.iter().map(|one| {
        let (before, after) = seen::around(body, one);
        let mark = seen::mark_of(body, one);
        let word = ["[", &put(ctx, one.sort), "]"].concat();
        Found {
            // One that she left as it is stays so.
            ticked: !known.contains(mark.as_str()),
            mark,
            before,
            text: seen::words(body, one).to_owned(),
            after,
            replace: ctx.ta(
                "ask-replace",
                &[("found", &seen::words(body, one)), ("word", &word)],
            ),
        }
    });
    let before = Before {
        found: found.collect(),
        named: looked.named,
        alike: looked
            .alike
            .iter()
            .filter_map(|hit| answered(ctx, hit))
            .collect(),
    };
    Some((before, marks.into_iter().collect()))
}

/// Where what resembles is read.
fn answered(ctx: &Ctx, hit: &Hit) -> Option<Link> {
    let id = hit.target.id.clone();
    let href = match hit.target.sort {
        Sort::Question => urls::Question(id).path(),
        Sort::Answer => urls::Reference(id).path(),
        _ => return None,
    };
    let english = lang(ctx.w) == guide::law::Lang::En && !hit.en.title.is_empty();
    let face = if english { &hit.en } else { &hit.fr };
    let title: Vec<&str> = face.title.iter().map(|run| run.text.as_str()).collect();
    Some(Link {
        text: title.concat(),
        href,
        french: !english,
    })
}

/// A search, off the threads that answer others.
async fn apart<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Fault> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| Fault::internal("looking at a question stopped", error))
}

async fn back(
    panels: &Panels,
    ctx: Ctx,
    panel: &Panel,
    typed: &Typed,
    (status, problems): (StatusCode, Problems),
    fields: &Fields,
) -> Answer {
    let form = filled(&ctx, panel, typed, problems);
    let page = Ask::back(panels, ctx, panel, form, fields).await?;
    Ok(Page::with(status, page).into_response())
}

/// Keeps the question, or says why not and gives it back.
pub(super) async fn post(
    State(panels): State<Panels>,
    ctx: Ctx,
    Path(panel): Path<String>,
    sent: Protected<Fields>,
) -> Answer {
    let panel = panels.panel(super::id::<PanelId>(&panel)?).await?;
    let fields = sent.form;
    let typed = typed(&ctx, &fields);
    let (own, given) = (panels.clone(), typed.clone());
    let shown = fields.all("vu").any(|mark| mark == ALIKE);
    let looked = match apart(move || own.look(&given, shown)).await? {
        Ok(looked) => looked,
        Err(wrong) => {
            let mut problems = Problems::new();
            for one in wrong {
                problems.add(one.field, one.key);
            }
            let refused = (StatusCode::UNPROCESSABLE_ENTITY, problems);
            return back(&panels, ctx, &panel, &typed, refused, &fields).await;
        }
    };
    if panel.state.takes_questions()
        && let Some((before, marks)) = before(&ctx, &fields, &looked)
    {
        let form = filled(&ctx, &panel, &looked.typed, Problems::new());
        let mut page = Ask::back(&panels, ctx, &panel, form, &fields).await?;
        page.before = Some(before);
        page.seen = marks;
        return Ok(Page::new(page).into_response());
    }
    let effort = Effort {
        stamp: fields.text("stamp"),
        work: fields.text("work"),
    };
    let tag = ctx.w.lang().tag();
    let done = panels.ask(panel.id, &looked.typed, effort, tag).await;
    let mut problems = Problems::new();
    let mut fields = fields;
    let status = match done {
        Ok(asked) => return Ok(thanks(&panels, ctx, &panel, &looked.typed, &asked)),
        Err(refused) => {
            if matches!(refused, NotAsked::Again) {
                // What that stamp was for is kept: this is another question.
                fields.0.retain(|(name, _)| name != "stamp");
            }
            why(refused, &mut problems)
        }
    };
    let panel = panels.panel(panel.id).await.unwrap_or(panel);
    let refused = (status, problems);
    let mut answer = back(&panels, ctx, &panel, &looked.typed, refused, &fields).await?;
    if status == StatusCode::TOO_MANY_REQUESTS {
        let wait = HeaderValue::from(draw::ROUND);
        answer.headers_mut().insert(header::RETRY_AFTER, wait);
    }
    Ok(answer)
}

/// Why a question was not kept, in words, and the status of the page that says so.
fn why(refused: NotAsked, problems: &mut Problems) -> StatusCode {
    let (status, key) = match refused {
        NotAsked::TooSoon(seconds) => {
            let seconds = vec![("seconds", seconds.to_string())];
            problems.add_with("body", "ask-too-soon", seconds);
            return StatusCode::UNPROCESSABLE_ENTITY;
        }
        NotAsked::Wrong(_) => (StatusCode::UNPROCESSABLE_ENTITY, "ask-wrong-choice"),
        NotAsked::Closed => (StatusCode::CONFLICT, "ask-closed-now"),
        NotAsked::Again => (StatusCode::CONFLICT, "ask-again"),
        NotAsked::Busy => (StatusCode::TOO_MANY_REQUESTS, "ask-busy"),
        NotAsked::Full => (StatusCode::TOO_MANY_REQUESTS, "ask-full"),
        NotAsked::Fault(fault) => {
            tracing::error!(%fault, "a question could not be kept");
            let code = StatusCode::from_u16(fault.code().status());
            (
                code.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
                "ask-failed",
            )
        }
    };
    problems.add("body", key);
    status
}

#[derive(Template)]
#[template(path = "asked.html")]
struct Thanks {
    ctx: Ctx,
    words: Vec<String>,
    session: String,
    mine: String,
    mailed: bool,
    story: String,
}

/// The code, in the answer itself and nowhere else: no address holds it, and the same form sent again gives the same.
fn thanks(panels: &Panels, ctx: Ctx, panel: &Panel, typed: &Typed, asked: &Asked) -> Response {
    Page::new(Thanks {
        words: asked.code.words(),
        session: urls::Session(panel.id.to_string()).path(),
        mine: urls::Mine.path(),
        story: urls::Story.path(),
        mailed: panels.mails() && !typed.mail.is_empty(),
        ctx,
    })
    .into_response()
}

#[derive(Template)]
#[template(path = "ask_alike.html")]
struct Alike {
    ctx: Ctx,
    links: Vec<Link>,
}

/// What resembles the question being typed, as a part of the page: for the script that asks for it. Nothing of it is kept.
pub(super) async fn alike(
    State(panels): State<Panels>,
    ctx: Ctx,
    Path(panel): Path<String>,
    sent: Protected<Fields>,
) -> Answer {
    super::id::<PanelId>(&panel)?;
    let text: String = sent.form.text("body").chars().take(READ).collect();
    let hits = match text.chars().count() {
        0..ENOUGH => Vec::new(),
        _ => apart(move || panels.alike(&text)).await??,
    };
    let links = hits.iter().filter_map(|hit| answered(&ctx, hit)).collect();
    Ok(Page::new(Alike { ctx, links }).into_response())
}
