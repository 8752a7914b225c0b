//! One dossier: where the person is, what comes next.

use super::{
    list::{opened_on, untitled},
    notes, open, urls,
};
use crate::agenda::days;
use crate::entries;
use crate::model::{Case, Concerned};
use crate::service::Dossiers;
use accounts::pages::Visiting;
use accounts::rules::Action;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::IntoResponse;
use kernel::GrantId;
use seal::grant::Rights;
use ui::parts::{TaskList, TaskState};
use ui::{Answer, Ctx, Form, Page, Protected, Url, see_other};

#[derive(Template)]
#[template(path = "home.html")]
struct Home {
    ctx: Ctx,
    form: Form,
    title: String,
    opened_on: String,
    for_whom: &'static str,
    tasks: TaskList,
    next: Option<String>,
    shares: String,
    readers: usize,
    owner: bool,
    help: String,
    annuaire: String,
    waiting: Option<usize>,
    history: String,
    frise: String,
    keeping: String,
    delete: String,
    damaged: bool,
    repeated: bool,
}

/// What the person calls it, or the day it was opened.
pub fn name(ctx: &Ctx, case: &Case) -> String {
    if case.title.is_empty() {
        untitled(ctx, case.history.first().and_then(|event| event.at))
    } else {
        case.title.clone()
    }
}

fn state(done: bool, started: bool) -> TaskState {
    match (done, started) {
        (true, _) => TaskState::Done,
        (false, true) => TaskState::Started,
        (false, false) => TaskState::ToDo,
    }
}

/// The page.
pub async fn get(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path(grant): Path<GrantId>,
) -> Answer {
    let opened = open(&dossiers, &visiting, grant, Action::Read).await?;
    let case = &opened.case;
    let described =
        !case.facts.is_empty() && case.facts.iter().all(|fact| !fact.text.what.is_empty());
    let changed_since = case.changed_since_sealed();
    let sent = case.letters.iter().any(|letter| letter.sent.is_some());
    let w = &ctx;
    let kept = days(dossiers.content, case, dossiers.today());
    let late = match kept.iter().filter(|keep| keep.late).count() {
        0 => String::new(),
        count => w.ta("task-late", &[("count", &count)]),
    };
    let next = kept.iter().find(|keep| !keep.late);
    let next = next.map(|keep| notes::keep(ctx.w, dossiers.content, keep));
    let owner = opened.keyring.rights == Rights::Owner;
    let mut tasks = TaskList::new(ctx.w, "taches");
    // Her own words, the seal and the exports are hers alone.
    if owner {
        tasks = tasks.task(
            w.t("task-story"),
            "",
            urls::Story(grant).path(),
            state(!case.story.is_empty(), false),
        );
    }
    tasks = tasks
        .task(
            w.t("task-facts"),
            "",
            urls::Facts(grant).path(),
            state(described, !case.facts.is_empty()),
        )
        .task(
            w.t("task-pieces"),
            "",
            urls::Pieces(grant).path(),
            state(!case.pieces.is_empty(), false),
        );
    if owner {
        tasks = tasks.task(
            w.t("task-check"),
            "",
            urls::Check(grant).path(),
            state(
                !case.sealed.is_empty() && !changed_since,
                !case.sealed.is_empty(),
            ),
        );
    }
    tasks = tasks
        .task(
            w.t("task-plan"),
            "",
            urls::Plan(grant).path(),
            state(false, !case.notes.is_empty()),
        )
        .task(
            w.t("task-follow"),
            late,
            urls::Follow(grant).path(),
            state(false, sent || !case.notes.is_empty()),
        )
        .task(
            w.t("task-letters"),
            "",
            urls::Letters(grant).path(),
            state(sent, !case.letters.is_empty()),
        );
    if owner {
        tasks = tasks.task(
            w.t("task-export"),
            "",
            urls::Exports(grant).path(),
            state(!case.exports.is_empty(), false),
        );
    }
    let for_whom = match case.concerned {
        Concerned::Self_ => "",
        Concerned::Colleague => "dossier-for-colleague",
        Concerned::Pupil => "dossier-for-pupil",
    };
    let page = Home {
        title: name(&ctx, case),
        opened_on: opened_on(&ctx, case),
        form: Form::new(&ctx, &urls::Home(grant)).value("title", case.title.as_str()),
        for_whom,
        tasks,
        next,
        shares: urls::Shares(grant).path(),
        readers: case
            .open_shares(dossiers.store().clock.now())
            .filter(|share| !share.program)
            .count(),
        owner,
        help: urls::Help(grant).path(),
        annuaire: urls::Annuaire(grant).path(),
        waiting: Some(case.pending().count()).filter(|count| *count > 0),
        history: urls::History(grant).path(),
        frise: urls::Timeline(grant).path(),
        keeping: urls::Keeping(grant).path(),
        delete: urls::Delete(grant).path(),
        damaged: opened.journal.dossier.damaged,
        repeated: case.facts.len() > 1,
        ctx: ctx.with_back(&urls::List),
    };
    Ok(Page::new(page).into_response())
}

/// The person's own name for it.
#[derive(serde::Deserialize)]
pub struct Title {
    #[serde(default)]
    title: String,
}

/// Keeps the name.
pub async fn post(
    State(dossiers): State<Dossiers>,
    visiting: Visiting,
    Path(grant): Path<GrantId>,
    sent: Protected<Title>,
) -> Answer {
    let opened = open(&dossiers, &visiting, grant, Action::Manage).await?;
    let title = sent.form.title.trim();
    if !title.is_empty() && title != opened.case.title {
        dossiers
            .add(&opened, vec![entries::title(title)?], sent.nonce)
            .await?;
    }
    Ok(see_other(&urls::Home(grant)))
}
