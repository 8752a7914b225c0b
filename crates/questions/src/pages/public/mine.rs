//! Finding one's question again (N003): by its code or the mailed link, all that concerns whoever asked; by the name, what
//! everybody reads. What is typed stands in no address, so it is answered at once.

use super::view::{self, Item, lang, paragraphs, status_word};
use crate::model::{PanelState, Shown};
use crate::pages::urls;
use crate::service::{Mine, Panels, Sources};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kernel::{Code, Fault};
use serde::Deserialize;
use ui::form::Select;
use ui::{Answer, Ctx, Fields, Form, Page, Problems, Protected, Url as _, dates, see_other_path};

/// What `retiree` says once a question was taken back.
#[derive(Deserialize)]
pub(super) struct After {
    #[serde(default)]
    retiree: String,
}

#[derive(Template)]
#[template(path = "mine.html")]
struct Find {
    ctx: Ctx,
    form: Form,
    kinds: Vec<(String, String)>,
    removed: bool,
    /// What was found by the name; nothing when that was not asked.
    found: Option<Vec<Item>>,
}

impl Find {
    fn of(panels: &Panels, ctx: Ctx, form: Form) -> Self {
        let all = panels.content.kinds();
        let kinds = all.map(|kind| (kind.id.clone(), kind.name.get(lang(ctx.w)).to_owned()));
        Self {
            kinds: kinds.collect(),
            form,
            removed: false,
            found: None,
            ctx: ctx.with_back(&urls::Sessions),
        }
    }

    fn kind(&self) -> Select {
        let select = self.form.select("kind").label(self.ctx.t("mine-kind"));
        let select = select.option("", self.ctx.t("mine-any-kind"));
        let all = self.kinds.iter();
        all.fold(select, |select, (id, name)| select.option(id, name))
    }
}

/// The two forms.
pub(super) async fn get(
    State(panels): State<Panels>,
    ctx: Ctx,
    Query(after): Query<After>,
) -> Answer {
    let form = Form::new(&ctx, &urls::Mine);
    let mut page = Find::of(&panels, ctx, form);
    page.removed = after.retiree == "1";
    Ok(Page::new(page).into_response())
}

fn refused(
    panels: &Panels,
    ctx: Ctx,
    fields: &Fields,
    of: (StatusCode, &'static str, &'static str),
) -> Response {
    let (status, field, key) = of;
    let mut problems = Problems::new();
    problems.add(field, key);
    let form = Form::new(&ctx, &urls::Mine)
        .value("code", fields.text("code"))
        .value("pseudonym", fields.text("pseudonym"))
        .value("kind", fields.text("kind"))
        .problems(problems);
    Page::with(status, Find::of(panels, ctx, form)).into_response()
}

/// The question of the code that was typed; else the page that says that there is none.
async fn by_code(
    panels: &Panels,
    ctx: &Ctx,
    fields: &Fields,
) -> Result<Result<Mine, Response>, Fault> {
    let wrong = match panels.mine(fields.text("code")).await {
        Ok(Some(mine)) => return Ok(Ok(mine)),
        Ok(None) => (StatusCode::UNPROCESSABLE_ENTITY, "code", "mine-no-code"),
        Err(fault) if fault.code() == Code::Busy => {
            (StatusCode::TOO_MANY_REQUESTS, "code", "mine-busy")
        }
        Err(fault) => return Err(fault),
    };
    Ok(Err(refused(panels, ctx.clone(), fields, wrong)))
}

/// What was asked for.
pub(super) async fn post(
    State(panels): State<Panels>,
    ctx: Ctx,
    sent: Protected<Fields>,
) -> Answer {
    let fields = sent.form;
    if fields.text("par") == "nom" {
        return by_name(&panels, ctx, &fields).await;
    }
    match by_code(&panels, &ctx, &fields).await? {
        Ok(mine) => shown(&panels, ctx, mine, Some(fields.text("code"))).await,
        Err(page) => Ok(page),
    }
}

async fn by_name(panels: &Panels, ctx: Ctx, fields: &Fields) -> Answer {
    let (name, kind) = (fields.text("pseudonym"), fields.text("kind"));
    if name.is_empty() {
        let wrong = (
            StatusCode::UNPROCESSABLE_ENTITY,
            "pseudonym",
            "mine-no-name",
        );
        return Ok(refused(panels, ctx, fields, wrong));
    }
    let threads = panels.of_name(name, kind).await?;
    let sources = panels.taken_up(&threads).await?;
    let items = threads.iter();
    let items = items.map(|thread| view::view(panels, ctx.w, &sources, thread).apart());
    let items = items.collect();
    let form = Form::new(&ctx, &urls::Mine)
        .value("pseudonym", name)
        .value("kind", kind);
    let mut page = Find::of(panels, ctx, form);
    page.found = Some(items);
    Ok(Page::new(page).into_response())
}

#[derive(Template)]
#[template(path = "mine_question.html")]
struct Hers {
    ctx: Ctx,
    theme: String,
    session: String,
    says: String,
    reason: Vec<String>,
    pseudonym: String,
    asked: Vec<String>,
    item: Option<Item>,
    mailed: bool,
    /// What takes it back: the code that was typed; nothing where she came by the mailed link.
    form: Option<Form>,
    code: String,
    mine: String,
    when: String,
    story: String,
}

/// Where a question stands, for whoever asked.
fn says(ctx: &Ctx, mine: &Mine) -> String {
    let place = mine
        .public
        .as_ref()
        .and_then(|thread| thread.question.place);
    let status = status_word(ctx.w, mine.status);
    match (mine.question.shown, place) {
        (Shown::Waiting, _) => ctx.t(&["mine-says-", mine.status.name()].concat()),
        (Shown::Published, _) => ctx.t(&["mine-public-", mine.status.name()].concat()),
        (Shown::Joined, Some(place)) => {
            ctx.ta("mine-joined", &[("place", &place), ("status", &status)])
        }
        (Shown::Joined, None) => ctx.t("mine-joined-waiting"),
        (Shown::Refused, _) => ctx.t("mine-refused"),
        (Shown::Masked, _) => ctx.t("mine-masked"),
    }
}

async fn shown(panels: &Panels, ctx: Ctx, mine: Mine, code: Option<&str>) -> Answer {
    let panel = panels.panel(mine.question.panel).await?;
    let sources = match &mine.public {
        Some(thread) => panels.taken_up(std::slice::from_ref(thread)).await?,
        None => Sources::new(),
    };
    let item = mine.public.as_ref();
    let item = item.map(|thread| view::view(panels, ctx.w, &sources, thread).apart());
    let said = &mine.question.said;
    Ok(Page::new(Hers {
        when: match (mine.question.shown, panel.due()) {
            (Shown::Waiting, Some(due)) => ctx.ta("mine-due", &[("day", &view::day(ctx.w, due))]),
            (Shown::Waiting, None) if panel.state == PanelState::Announced => ctx.ta(
                "mine-on-day",
                &[("day", &dates::moment(ctx.w, panel.starts))],
            ),
            _ => String::new(),
        },
        story: urls::Story.path(),
        theme: panel.theme,
        session: urls::Session(panel.id.to_string()).path(),
        says: says(&ctx, &mine),
        reason: paragraphs(&said.reason),
        pseudonym: said.pseudonym.clone(),
        // What is public stands below, once.
        asked: match mine.question.shown {
            Shown::Published => Vec::new(),
            _ => paragraphs(&said.body),
        },
        item,
        mailed: panels.mails() && !said.mail.is_empty(),
        form: code.map(|_| Form::new(&ctx, &urls::TakeBack)),
        code: code.unwrap_or_default().to_owned(),
        mine: urls::Mine.path(),
        ctx: ctx.with_back(&urls::Mine),
    })
    .into_response())
}

/// The mailed link.
pub(super) async fn link(
    State(panels): State<Panels>,
    ctx: Ctx,
    Path(token): Path<String>,
) -> Answer {
    let found = panels.by_link(&token).await?;
    let mine = found.ok_or(Fault::new(Code::NotFound, "no question of that link"))?;
    shown(&panels, ctx, mine, None).await
}

#[derive(Template)]
#[template(path = "mine_remove.html")]
struct Remove {
    ctx: Ctx,
    form: Form,
    code: String,
    asked: Vec<String>,
    public: bool,
}

/// Asks whether she is sure; then takes it back.
pub(super) async fn take_back(
    State(panels): State<Panels>,
    ctx: Ctx,
    sent: Protected<Fields>,
) -> Answer {
    let fields = sent.form;
    let mine = match by_code(&panels, &ctx, &fields).await? {
        Ok(mine) => mine,
        Err(page) => return Ok(page),
    };
    if fields.text("sur") == "1" {
        match panels.take_back(fields.text("code")).await {
            // Gone meanwhile is gone.
            Err(fault) if fault.code() != Code::NotFound => return Err(fault.into()),
            _ => return Ok(see_other_path(&urls::Mine.query(&[("retiree", "1")]))),
        }
    }
    Ok(Page::new(Remove {
        form: Form::new(&ctx, &urls::TakeBack),
        code: fields.text("code").to_owned(),
        asked: paragraphs(&mine.question.said.body),
        public: mine.question.shown == Shown::Published,
        ctx: ctx.with_back(&urls::Mine),
    })
    .into_response())
}
