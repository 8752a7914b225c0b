//! Receiving help: links for a witness, for one's own telephone, for the extension; what came through them, to take into
//! the dossier or to put aside (N033, N039, N087).

use super::plan::lang;
use super::{notes, open, open_serious, say, urls};
use crate::additions::{Added, Addition, Decision, LinkMade};
use crate::links::{Door, fingerprint, is_open, pairing_code};
use crate::model::Case;
use crate::service::{Dossiers, Opened};
use accounts::pages::Visiting;
use accounts::rules::Action;
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, header};
use axum::response::IntoResponse;
use guide::Content;
use kernel::{Code, Fault, GrantId};
use store::links::{DAYS, Link, LinkKind};
use ui::form::Choices;
use ui::{Answer, Ctx, Fields, Form, Page, Problems, Protected, Url, dates, see_other};

const KIND: &str = "kind";
const LABEL: &str = "label";
/// Longest name of a link, in characters.
const LONGEST: usize = 80;

/// One link.
pub(super) struct Line {
    pub title: String,
    pub said: Vec<String>,
    pub close: Option<Form>,
    /// The key that waits: its fingerprint, and the form that confirms it.
    pub confirm: Option<(String, String, Form)>,
}

/// One addition that waits.
struct Waiting {
    title: String,
    said: Vec<String>,
    text: String,
    look: Option<String>,
    form: Form,
    readable: bool,
    aside: bool,
}

#[derive(Template)]
#[template(path = "help.html")]
struct Help {
    ctx: Ctx,
    form: Form,
    waiting: Vec<Waiting>,
    aside: Vec<Waiting>,
    lines: Vec<Line>,
    full: String,
    void: bool,
}

impl Help {
    fn kinds(&self) -> Choices {
        let mut kinds = self.form.radios(KIND).legend(self.ctx.t("help-what"));
        // A program's is made with the others that programs have.
        for kind in LinkKind::ALL
            .into_iter()
            .filter(|kind| *kind != LinkKind::Program)
        {
            let key = ["link-kind-", kind.name()].concat();
            let hint = [&key, "-hint"].concat();
            kinds = kinds.option_hint(kind.name(), self.ctx.t(&key), self.ctx.t(&hint));
        }
        kinds
    }
}

#[derive(Template)]
#[template(path = "help_made.html")]
struct Made {
    ctx: Ctx,
    kind: &'static str,
    url: String,
    code: String,
    squares: Option<ui::Squares>,
    until: String,
    back: String,
}

/// Where people reach this instance, as their browser says it.
pub(super) fn origin(dossiers: &Dossiers, headers: &HeaderMap) -> String {
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    let scheme = if dossiers.accounts.secure {
        "https"
    } else {
        "http"
    };
    format!("{scheme}://{}", host.unwrap_or(&dossiers.store().instance))
}

pub(super) fn line(ctx: &Ctx, grant: GrantId, link: &LinkMade, rows: &[Link], case: &Case) -> Line {
    let open = is_open(link, rows);
    let row = rows
        .iter()
        .find(|row| row.number == link.number)
        .filter(|_| open);
    let kind = ctx.t(&["link-kind-", link.kind.name()].concat());
    let title = match link.label.as_str() {
        "" => ctx.ta("help-one", &[("number", &link.number), ("kind", &kind)]),
        label => ctx.ta(
            "help-one-for",
            &[("number", &link.number), ("kind", &kind), ("label", &label)],
        ),
    };
    let came = case
        .additions
        .iter()
        .filter(|one| one.link == link.number)
        .count();
    let until = link
        .until
        .map(|day| dates::plain_day(ctx.w, day))
        .unwrap_or_default();
    let state = match (link.revoked, row) {
        (Some(at), _) => ctx.ta("help-closed", &[("date", &dates::moment(ctx.w, at))]),
        (None, None) => ctx.ta("help-over", &[("date", &until)]),
        (None, Some(row)) => ctx.ta("help-open", &[("date", &until), ("items", &row.items)]),
    };
    let url = urls::Link(grant, link.number);
    let confirm = row
        .filter(|row| !row.ready)
        .and_then(|row| row.key)
        .map(|key| {
            (
                fingerprint(&key),
                kernel::id::to_hex(&key),
                Form::new(ctx, &url),
            )
        });
    let unpaired = row.is_some_and(|row| !row.ready && row.key.is_none());
    let mut said = vec![state, ctx.ta("help-came", &[("count", &came)])];
    if unpaired {
        said.push(ctx.t("help-unpaired"));
    }
    if let Some(key) = link.key.as_deref().and_then(kernel::id::from_hex) {
        said.push(ctx.ta("help-key", &[("key", &fingerprint(&key))]));
    }
    Line {
        title,
        said,
        close: open.then(|| Form::new(ctx, &url)),
        confirm,
    }
}

fn waiting(ctx: &Ctx, content: &Content, grant: GrantId, case: &Case, one: &Addition) -> Waiting {
    let link = case.link(one.link);
    let from = link.map_or_else(String::new, |link| match link.label.as_str() {
        "" => ctx.t(&["link-kind-", link.kind.name()].concat()),
        label => label.to_owned(),
    });
    let date = dates::moment(ctx.w, one.at);
    let mut said = vec![ctx.ta("help-from", &[("from", &from), ("date", &date)])];
    let (mut text, mut look, mut readable) = (String::new(), None, true);
    let title = match &one.added {
        Added::Statement(statement) => {
            let all = [&statement.role, &statement.when];
            said.extend(all.into_iter().filter(|words| !words.is_empty()).cloned());
            text.clone_from(&statement.text);
            let signs = link.is_some_and(|link| link.kind == LinkKind::Signatory);
            let title = if signs {
                "help-signature"
            } else {
                "help-statement"
            };
            ctx.ta(title, &[("name", &statement.name)])
        }
        Added::Piece(piece) => {
            said.push(say::size(ctx.w, piece.bytes));
            let all = [
                &piece.text.address,
                &piece.text.caption,
                &piece.text.taken_by,
            ];
            said.extend(all.into_iter().filter(|words| !words.is_empty()).cloned());
            look = Some(urls::PieceBytes(grant, one.seq).path());
            ctx.ta("help-file", &[("name", &piece.name)])
        }
        Added::Fact(fact) => {
            said.push(say::when(ctx.w, &fact.when));
            text.clone_from(&fact.what);
            ctx.t("help-fact")
        }
        Added::Note(note) => {
            said.push(ctx.t(&["did-", note.did.name()].concat()));
            let day = note.on.map(|on| dates::plain_day(ctx.w, on));
            said.extend(day);
            let all = [&note.with, &note.reference, &note.address];
            said.extend(all.into_iter().filter(|words| !words.is_empty()).cloned());
            text.clone_from(&note.words);
            let step = notes::title(content, &note.subject);
            let step = step.map_or(note.subject.id(), |step| step.get(lang(ctx.w)));
            ctx.ta("help-note", &[("step", &step)])
        }
        Added::Unreadable => {
            readable = false;
            ctx.t("help-unreadable")
        }
    };
    Waiting {
        title,
        said,
        text,
        look,
        form: Form::new(ctx, &urls::Addition(grant, one.seq)),
        readable: readable && one.decision != Decision::Void,
        aside: one.decision != Decision::Pending,
    }
}

/// What the page was led to by.
#[derive(serde::Deserialize)]
pub struct After {
    #[serde(default)]
    autre: String,
}

/// The page.
pub async fn get(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path(grant): Path<GrantId>,
    Query(after): Query<After>,
) -> Answer {
    let opened = open(&dossiers, &visiting, grant, Action::Manage).await?;
    let case = &opened.case;
    let rows = dossiers.open_links(&opened).await?;
    let of = |decision| {
        let all = case
            .additions
            .iter()
            .filter(move |one| one.decision == decision);
        all.map(|one| waiting(&ctx, dossiers.content, grant, case, one))
            .collect::<Vec<_>>()
    };
    let mut aside = of(Decision::Dismissed);
    aside.extend(of(Decision::Void));
    let links = case.links.iter().rev();
    let page = Help {
        waiting: of(Decision::Pending),
        aside,
        lines: links
            .map(|link| line(&ctx, grant, link, &rows, case))
            .collect(),
        form: Form::new(&ctx, &urls::Help(grant)),
        full: say::size(ctx.w, store::links::BYTES),
        void: !after.autre.is_empty(),
        ctx: ctx.with_back(&urls::Home(grant)),
    };
    Ok(Page::new(page).into_response())
}

/// Makes a link; the answer shows its address, which is kept nowhere.
pub async fn post(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path(grant): Path<GrantId>,
    headers: HeaderMap,
    sent: Protected<Fields>,
) -> Answer {
    let here = urls::Help(grant);
    let refuse = |field: &'static str, key: &'static str| {
        let mut problems = Problems::new();
        problems.add(field, key);
        Ok(Form::new(&ctx, &here)
            .filled(&sent.form)
            .problems(problems)
            .refuse(&here))
    };
    loop {
        let opened = open(&dossiers, &visiting, grant, Action::Manage).await?;
        let kind = LinkKind::read(sent.form.text(KIND));
        let Some(kind) = kind.filter(|kind| *kind != LinkKind::Program) else {
            return refuse(KIND, "help-what-missing");
        };
        let label: String = sent.form.text(LABEL).chars().take(LONGEST).collect();
        let made = dossiers
            .make_link(&opened, kind, &label, DAYS, sent.nonce)
            .await;
        let (token, link) = match made {
            Ok(Some(made)) => made,
            Ok(None) => return refuse(KIND, "help-made-before"),
            Err(fault) if fault.code() == Code::Conflict => continue,
            Err(fault) if fault.code() == Code::Busy => return refuse(KIND, "help-too-many"),
            Err(fault) => return Err(fault.into()),
        };
        let origin = origin(&dossiers, &headers);
        let (url, code) = match kind {
            LinkKind::Extension => {
                let to = crate::Destination::of(&opened.keyring)?;
                let epoch = opened.journal.dossier.epoch;
                let door = Door {
                    link: link.clone(),
                    to,
                    epoch,
                };
                let code = pairing_code(&origin, &token, &door, &dossiers.vkey());
                (String::new(), code)
            }
            LinkKind::Witness | LinkKind::Phone | LinkKind::Signatory | LinkKind::Program => {
                let url = urls::Door(token.text()).path();
                (format!("{origin}{url}"), String::new())
            }
        };
        let until = kernel::date::paris_date(link.last_day());
        return Ok(Page::new(Made {
            kind: kind.name(),
            squares: (!url.is_empty()).then(|| ui::Squares::of(&url)).flatten(),
            url,
            code,
            until: dates::plain_day(ctx.w, until),
            back: here.path(),
            ctx: ctx.with_back(&here),
        })
        .into_response());
    }
}

/// Closes a link, or confirms the key of an extension.
pub async fn change(
    State(dossiers): State<Dossiers>,
    visiting: Visiting,
    Path((grant, number)): Path<(GrantId, u32)>,
    sent: Protected<Fields>,
) -> Answer {
    let opened = open(&dossiers, &visiting, grant, Action::Manage).await?;
    match sent.form.get("key").map(kernel::id::from_hex) {
        None => dossiers.revoke_link(&opened, number).await?,
        Some(key) => {
            let key = key.ok_or(Fault::new(Code::Invalid, "not a key"))?;
            dossiers.confirm_link(&opened, number, &key).await?;
        }
    }
    Ok(see_other(&urls::Help(grant)))
}

/// Takes an addition into the dossier, or puts it aside.
pub async fn decide(
    State(dossiers): State<Dossiers>,
    visiting: Visiting,
    Path((grant, seq)): Path<(GrantId, u64)>,
    sent: Protected<Fields>,
) -> Answer {
    let accept = sent.form.get("decision") == Some("accept");
    if sent.form.get("decision") == Some("erase") {
        let back = urls::Help(grant);
        let opened = open_serious(&dossiers, &visiting, grant, Action::Withdraw, &back).await?;
        return match opened {
            Ok(opened) => {
                dossiers.erase_addition(&opened, seq).await?;
                Ok(see_other(&back))
            }
            Err(ask) => Ok(ask),
        };
    }
    loop {
        let opened: Opened = open(&dossiers, &visiting, grant, Action::Manage).await?;
        match dossiers.decide(&opened, seq, accept).await {
            Ok(Decision::Void) if accept => {
                return Ok(ui::page::see_other_path(
                    &urls::Help(grant).query(&[("autre", "1")]),
                ));
            }
            Ok(_) => return Ok(see_other(&urls::Help(grant))),
            Err(fault) if fault.code() == Code::Conflict => continue,
            Err(fault) => return Err(fault.into()),
        }
    }
}
