//! Preparing a session: its words, its hour, its state. Coordinators do for their organisation, administrators for all.

use super::act::{Act, Named, or_said};
use super::bits::{self, Link, SEEN, Steps};
use super::{naming, urls};
use crate::model::{Panel, PanelState};
use crate::rules::clock;
use crate::rules::status;
use crate::service::{By, Panels, Refused, Words, Wrong};
use accounts::pages::Visiting;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::IntoResponse;
use kernel::date::paris;
use kernel::{OrgId, PanelId};
use ui::form::date::{self, Typed};
use ui::form::{Choices, Select};
use ui::{Answer, Ctx, Fields, Form, Html, Page, Url, see_other};

/// The words of a session, in their form.
const WORDS: Named = ("", "theme");

struct Row {
    theme: String,
    href: String,
    state: String,
}

#[derive(Template)]
#[template(path = "prepare_list.html")]
struct List {
    ctx: Ctx,
    new: String,
    experts: String,
    rows: Vec<Row>,
}

/// The sessions that she prepares.
pub async fn list(State(panels): State<Panels>, ctx: Ctx, visiting: Visiting) -> Answer {
    let all = panels.prepared_ones(By::Person(visiting.person()?)).await?;
    let row = |panel: &Panel| Row {
        theme: panel.theme.clone(),
        href: urls::EditPanel(panel.id).path(),
        state: bits::standing(&ctx, panel),
    };
    Ok(Page::new(List {
        new: urls::NewPanel.path(),
        experts: urls::Experts.path(),
        rows: all.iter().map(row).collect(),
        ctx: ctx.with_back(&crate::pages::urls::Sessions),
    })
    .into_response())
}

/// The words of a session, between what a new one and one that is there do not share.
#[derive(Template)]
#[template(path = "prepare_edit.html")]
struct Edit {
    ctx: Ctx,
    title: String,
    summary: Html,
    form: Form,
    seen: Html,
    orgs: Option<Select>,
    kinds: Choices,
    save: String,
    rest: Option<Rest>,
}

/// What can be done with one that is there.
struct Rest {
    state: String,
    links: Vec<Link>,
    steps: Steps,
    experts: naming::Experts,
    cancel: Option<Form>,
}

fn kinds(panels: &Panels, ctx: &Ctx, form: &Form) -> Choices {
    let mut boxes = form
        .checkboxes("kinds")
        .legend(ctx.t("prepare-kinds"))
        .hint(ctx.t("prepare-kinds-hint"))
        .small();
    for kind in panels.content.kinds() {
        boxes = boxes.option(&kind.id, kind.name.get(bits::lang(ctx.w)));
    }
    boxes
}

/// An empty one.
pub async fn new(State(panels): State<Panels>, ctx: Ctx, visiting: Visiting) -> Answer {
    let orgs = panels.holders(By::Person(visiting.person()?)).await?;
    let form = Form::new(&ctx, &urls::NewPanel).value("days", "7");
    let select = (orgs.len() > 1).then(|| {
        let select = form.select("org").label(ctx.t("prepare-org"));
        let select = select.option("", ctx.t("prepare-org-choose"));
        let add = |select: Select, org: &accounts::people::Org| {
            select.option(org.id.to_string(), &org.name)
        };
        orgs.iter().fold(select, add)
    });
    Ok(Page::new(Edit {
        title: ctx.t("prepare-new"),
        summary: form.summary(),
        seen: Html::default(),
        orgs: select,
        kinds: kinds(&panels, &ctx, &form),
        save: ctx.t("prepare-announce"),
        rest: None,
        form,
        ctx: ctx.with_back(&urls::Prepare),
    })
    .into_response())
}

/// What was typed.
fn words(sent: &Fields) -> Words {
    let starts = match (date::read(sent, "starts"), clock::read(sent.text("hour"))) {
        (Typed::Day(day), Some(hour)) => Some(clock::in_paris(day, hour)),
        _ => None,
    };
    Words {
        theme: sent.text("theme").to_owned(),
        intro: sent.text("intro").to_owned(),
        opening: sent.text("opening").to_owned(),
        closing: sent.text("closing").to_owned(),
        kinds: sent.all("kinds").map(str::to_owned).collect(),
        starts,
        days: sent.text("days").trim().parse().ok(),
    }
}

fn fills(panel: &Panel, form: Form) -> Form {
    let at = paris(panel.starts);
    let form = form
        .value("theme", &panel.theme)
        .value("intro", &panel.intro)
        .value("opening", &panel.opening)
        .value("closing", &panel.closing)
        .value("starts-day", at.day().to_string())
        .value("starts-month", u8::from(at.month()).to_string())
        .value("starts-year", at.year().to_string())
        .value("hour", clock::write(at.time()))
        .value("days", panel.days.to_string());
    let kinds = panel.kinds.iter();
    kinds.fold(form, |form, id| form.value("kinds", id))
}

/// Announces it.
pub async fn announce(act: Act<()>) -> Answer {
    let by = act.by()?;
    let org: Option<OrgId> = act.text("org").parse().ok();
    // Where there are several, one is to be said.
    let announced = match act.panels.holders(by).await?.len() {
        0 | 1 => act.panels.announce(by, org, words(&act.sent)).await,
        _ if org.is_none() => Err(Refused::Wrong(vec![Wrong::of("org", "panel-wrong-org")])),
        _ => act.panels.announce(by, org, words(&act.sent)).await,
    };
    let page = urls::NewPanel;
    match announced {
        Ok(panel) => Ok(see_other(&urls::EditPanel(panel))),
        Err(refused) => act.back(refused, (&page, &page), WORDS),
    }
}

/// One of them.
pub async fn get(
    State(panels): State<Panels>,
    ctx: Ctx,
    visiting: Visiting,
    Path(id): Path<PanelId>,
) -> Answer {
    let by = By::Person(visiting.person()?);
    let (panel, named) = panels.preparing(by, id).await?;
    let form = fills(&panel, Form::new(&ctx, &urls::EditPanel(id)));
    let experts = naming::Experts::of(&panels, &ctx, &panel, named).await?;
    let steps = Steps::of(&ctx, &panel, &urls::Move(id));
    let cancel = panel.state == PanelState::Announced;
    let cancel = cancel.then(|| Form::new(&ctx, &urls::Cancel(id)));
    let forms = [Some(&form), Some(&steps.form), cancel.as_ref()];
    let summary = bits::summary(forms.into_iter().flatten().chain(experts.forms()));
    let links = vec![
        Link::to(
            ctx.t("prepare-see"),
            crate::pages::urls::Session(id.to_string()).path(),
        ),
        Link::to(ctx.t("expert-report"), urls::Report(id).path()),
    ];
    Ok(Page::new(Edit {
        title: panel.theme.clone(),
        summary,
        seen: bits::seen(&form, &status::seen_of_panel(&panel)),
        orgs: None,
        kinds: kinds(&panels, &ctx, &form),
        save: ctx.t("prepare-save"),
        rest: Some(Rest {
            state: bits::standing(&ctx, &panel),
            links,
            steps,
            experts,
            cancel,
        }),
        form,
        ctx: ctx.with_back(&urls::Prepare),
    })
    .into_response())
}

/// Changes its words and its hour.
pub async fn save(act: Act<PanelId>) -> Answer {
    let seen = Some(act.text(SEEN));
    let done = act
        .panels
        .rewrite(act.by()?, act.id, words(&act.sent), seen);
    let page = urls::EditPanel(act.id);
    act.ends(done.await, (&page, &page), WORDS)
}

/// Moves it on, or back.
pub async fn moves(act: Act<PanelId>) -> Answer {
    act.panels.preparing(act.by()?, act.id).await?;
    let done = bits::go(&act).await;
    let forms = (&urls::Move(act.id), &urls::EditPanel(act.id));
    act.ends(done, forms, bits::STATE)
}

/// Cancels it, when nothing was asked.
pub async fn cancel(act: Act<PanelId>) -> Answer {
    let said = Wrong::of("annuler", "panel-wrong-asked");
    match act.panels.cancel(act.by()?, act.id).await {
        Ok(()) => Ok(see_other(&urls::Prepare)),
        Err(fault) => {
            let forms = (&urls::Cancel(act.id), &urls::EditPanel(act.id));
            act.back(or_said(fault, said), forms, ("", "annuler"))
        }
    }
}
