//! Finding one's question again (N003): by its code or the mailed link, all that concerns whoever asked; by anything else that was
//! given when asking, what everybody reads. What is typed stands in no address, so it is answered at once.

use super::view::{self, Item, day, lang, paragraphs, status_word};
use crate::model::{Criteria, Cursor, LEVELS, PROFESSIONS, PanelState, Shown};
use crate::pages::urls;
use crate::service::{Key, Mine, Panels, Refused, Sources};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use kernel::{Code, Fault};
use serde::Deserialize;
use ui::form::Select;
use ui::{Answer, Ctx, Fields, Form, Page, Problems, Protected, Url as _, dates, see_other_path};

/// Questions shown at a time.
const SHOWN: u32 = 20;
/// Sessions among which one may choose: the latest.
const SESSIONS: usize = 100;
/// What may be given to find a question without its code, as the form names it.
const CRITERIA: [&str; 5] = ["pseudonym", "kind", "profession", "level", "seance"];

/// What the address says: a question was just taken back, or which session she comes from.
#[derive(Deserialize)]
pub(super) struct After {
    #[serde(default)]
    retiree: String,
    #[serde(default)]
    seance: String,
}

/// What was found without a code.
struct Found {
    items: Vec<Item>,
    /// Only a part of what there is.
    part: bool,
    /// What the form of the next part carries.
    more: Vec<(&'static str, String)>,
}

#[derive(Template)]
#[template(path = "mine.html")]
struct Find {
    ctx: Ctx,
    form: Form,
    kinds: Vec<(String, String)>,
    sessions: Vec<(String, String)>,
    /// The key of what it says first, or empty.
    says: &'static str,
    /// Nothing when that was not asked.
    found: Option<Found>,
    search: String,
}

impl Find {
    async fn of(panels: &Panels, ctx: Ctx, form: Form) -> Result<Self, Fault> {
        let all = panels.content.kinds();
        let kinds = all.map(|kind| (kind.id.clone(), kind.name.get(lang(ctx.w)).to_owned()));
        let sessions = panels.panels().await?;
        let sessions = sessions.iter().take(SESSIONS).map(|panel| {
            let day = day(ctx.w, panel.starts);
            (panel.id.to_string(), [&panel.theme, " · ", &day].concat())
        });
        Ok(Self {
            kinds: kinds.collect(),
            sessions: sessions.collect(),
            form,
            says: "",
            found: None,
            search: urls::Search.path(),
            ctx: ctx.with_back(&urls::Sessions),
        })
    }

    fn select(&self, name: &str, label: &str) -> Select {
        let select = self.form.select(name).label(self.ctx.t(label));
        select.option("", self.ctx.t("mine-any"))
    }

    fn kind(&self) -> Select {
        let all = self.kinds.iter();
        all.fold(self.select("kind", "mine-kind"), |select, (id, name)| {
            select.option(id, name)
        })
    }

    fn profession(&self) -> Select {
        let words = |id: &str| self.ctx.t(&["profession-", id].concat());
        let select = self.select("profession", "mine-profession");
        PROFESSIONS
            .iter()
            .fold(select, |select, id| select.option(id, words(id)))
    }

    fn level(&self) -> Select {
        let words = |id: &str| self.ctx.t(&["level-", id].concat());
        let select = self.select("level", "mine-level");
        LEVELS
            .iter()
            .fold(select, |select, id| select.option(id, words(id)))
    }

    fn session(&self) -> Select {
        let all = self.sessions.iter();
        all.fold(
            self.select("seance", "mine-session"),
            |select, (id, name)| select.option(id, name),
        )
    }
}

/// The two forms.
pub(super) async fn get(
    State(panels): State<Panels>,
    ctx: Ctx,
    Query(after): Query<After>,
) -> Answer {
    let form = Form::new(&ctx, &urls::Mine).value("seance", after.seance);
    let mut page = Find::of(&panels, ctx, form).await?;
    if after.retiree == "1" {
        page.says = "mine-removed";
    }
    Ok(Page::new(page).into_response())
}

/// The form with what was typed.
fn filled(ctx: &Ctx, fields: &Fields) -> Form {
    let form = Form::new(ctx, &urls::Mine).value("code", fields.text("code"));
    CRITERIA
        .iter()
        .fold(form, |form, name| form.value(*name, fields.text(name)))
}

async fn refused(
    panels: &Panels,
    ctx: Ctx,
    fields: &Fields,
    (status, wrong): (StatusCode, &[(&'static str, &'static str)]),
) -> Answer {
    let mut problems = Problems::new();
    for (field, key) in wrong {
        problems.add(*field, key);
    }
    let form = filled(&ctx, fields).problems(problems);
    let page = Find::of(panels, ctx, form).await?;
    Ok(Page::with(status, page).into_response())
}

/// The question of the code that was typed; else the page that says that there is none.
async fn by_code(
    panels: &Panels,
    ctx: &Ctx,
    fields: &Fields,
) -> Result<Result<Mine, Response>, ui::Trouble> {
    let wrong = match panels.mine(fields.text("code")).await {
        Ok(Some(mine)) => return Ok(Ok(mine)),
        Ok(None) => (StatusCode::UNPROCESSABLE_ENTITY, "mine-no-code"),
        Err(fault) if fault.code() == Code::Busy => (StatusCode::TOO_MANY_REQUESTS, "mine-busy"),
        Err(fault) => return Err(fault.into()),
    };
    let (status, key) = wrong;
    let page = refused(panels, ctx.clone(), fields, (status, &[("code", key)])).await?;
    Ok(Err(page))
}

/// What was asked for.
pub(super) async fn post(
    State(panels): State<Panels>,
    ctx: Ctx,
    sent: Protected<Fields>,
) -> Answer {
    let fields = sent.form;
    if fields.text("par") == "nom" {
        return by_criteria(&panels, ctx, &fields).await;
    }
    match by_code(&panels, &ctx, &fields).await? {
        Ok(mine) => shown(&panels, ctx, mine, Key::Code(fields.text("code"))).await,
        Err(page) => Ok(page),
    }
}

/// Published questions by what was given when they were asked.
async fn by_criteria(panels: &Panels, ctx: Ctx, fields: &Fields) -> Answer {
    let wrong = StatusCode::UNPROCESSABLE_ENTITY;
    let session = fields.text("seance");
    let panel = session.parse().ok();
    if panel.is_none() && !session.is_empty() {
        let problem = [("seance", "ask-wrong-choice")];
        return refused(panels, ctx, fields, (wrong, &problem)).await;
    }
    let text = |name: &str| fields.text(name).to_owned();
    let criteria = Criteria {
        pseudonym: text("pseudonym"),
        kind: text("kind"),
        profession: text("profession"),
        level: text("level"),
        panel,
    };
    // One that was not made here begins again.
    let after = Cursor::read(fields.text("apres"));
    let found = match panels.find(&criteria, after, SHOWN).await {
        Ok(found) => found,
        Err(Refused::Wrong(all)) => {
            let problems: Vec<_> = all.iter().map(|one| (one.field, one.key)).collect();
            return refused(panels, ctx, fields, (wrong, &problems)).await;
        }
        Err(Refused::Fault(fault)) if fault.code() == Code::Busy => {
            let busy = (StatusCode::TOO_MANY_REQUESTS, [("pseudonym", "mine-busy")]);
            return refused(panels, ctx, fields, (busy.0, &busy.1)).await;
        }
        Err(Refused::Fault(fault)) => return Err(fault.into()),
    };
    let sources = panels.taken_up(&found.threads).await?;
    let items = found.threads.iter();
    let items = items.map(|thread| view::view(panels, ctx.w, &sources, thread).apart());
    let items = items.collect();
    let more = found.next.map(|next| {
        let given = CRITERIA.iter().map(|name| (*name, text(name)));
        let given = given.filter(|(_, value)| !value.is_empty());
        let own = [("par", "nom".to_owned()), ("apres", next.text())];
        given.chain(own).collect()
    });
    let form = filled(&ctx, fields);
    let mut page = Find::of(panels, ctx, form).await?;
    page.found = Some(Found {
        items,
        part: after.is_some() || more.is_some(),
        more: more.unwrap_or_default(),
    });
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
    /// Takes it back.
    form: Form,
    key: Hidden,
    when: String,
    story: String,
}

/// What opened the question, for the form that takes it back: the field and its value.
type Hidden = (&'static str, String);

fn hidden(key: Key<'_>) -> Hidden {
    match key {
        Key::Code(typed) => ("code", typed.to_owned()),
        Key::Link(token) => ("lien", token.to_owned()),
    }
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

async fn shown(panels: &Panels, ctx: Ctx, mine: Mine, key: Key<'_>) -> Answer {
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
        form: Form::new(&ctx, &urls::TakeBack),
        key: hidden(key),
        ctx: ctx.with_back(&urls::Mine),
    })
    .into_response())
}

/// The mailed link: it shows, and changes nothing, for programs open the links of mails before people do.
pub(super) async fn link(
    State(panels): State<Panels>,
    ctx: Ctx,
    Path(token): Path<String>,
) -> Answer {
    let found = panels.by_link(&token).await?;
    let Some(mine) = found else {
        if !panels.mailed_link(&token) {
            return Err(Fault::new(Code::NotFound, "no question of that link").into());
        }
        let form = Form::new(&ctx, &urls::Mine);
        let mut page = Find::of(&panels, ctx, form).await?;
        page.says = "mine-gone";
        return Ok(Page::with(StatusCode::NOT_FOUND, page).into_response());
    };
    shown(&panels, ctx, mine, Key::Link(&token)).await
}

#[derive(Template)]
#[template(path = "mine_remove.html")]
struct Remove {
    ctx: Ctx,
    form: Form,
    key: Hidden,
    asked: Vec<String>,
    public: bool,
}

/// Asks whether she is sure; then takes it back. Whoever came by the mailed link may, as with the code.
pub(super) async fn take_back(
    State(panels): State<Panels>,
    ctx: Ctx,
    sent: Protected<Fields>,
) -> Answer {
    let fields = sent.form;
    let removed = || see_other_path(&urls::Mine.query(&[("retiree", "1")]));
    let (key, mine) = match fields.text("lien") {
        "" => match by_code(&panels, &ctx, &fields).await? {
            Ok(mine) => (Key::Code(fields.text("code")), mine),
            Err(page) => return Ok(page),
        },
        token => match panels.by_link(token).await? {
            Some(mine) => (Key::Link(token), mine),
            // Sent twice.
            None if panels.mailed_link(token) => return Ok(removed()),
            None => return Err(Fault::new(Code::NotFound, "no question of that link").into()),
        },
    };
    if fields.text("sur") == "1" {
        match panels.take_back(key).await {
            // Gone meanwhile is gone.
            Err(fault) if fault.code() != Code::NotFound => return Err(fault.into()),
            _ => return Ok(removed()),
        }
    }
    Ok(Page::new(Remove {
        form: Form::new(&ctx, &urls::TakeBack),
        key: hidden(key),
        asked: paragraphs(&mine.question.said.body),
        public: mine.question.shown == Shown::Published,
        ctx: ctx.with_back(&urls::Mine),
    })
    .into_response())
}
