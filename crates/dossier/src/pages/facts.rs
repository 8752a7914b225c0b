//! Facts: the list, and one fact to describe or correct. A correction is a new entry.

use super::{fields, open, say, urls};
use crate::completeness::{Since, lacks_capture, since, vanishes};
use crate::entries;
use crate::forms::FactForm;
use crate::model::{Author, Case, Fact};
use crate::service::Dossiers;
use accounts::pages::Visiting;
use accounts::rules::Action;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::IntoResponse;
use kernel::{Code, Fault, GrantId};
use ui::{Answer, Ctx, Fields, Form, Page, Protected, Url, see_other};

struct Line {
    when: String,
    what: String,
    author: String,
    change: String,
    lacks_capture: bool,
    vanishing: Option<String>,
}

#[derive(Template)]
#[template(path = "facts.html")]
struct Facts {
    ctx: Ctx,
    lines: Vec<Line>,
    new: String,
    next: String,
    witness: String,
}

/// The letter that a witness fills in.
const WITNESS: &str = "attestation-temoin";

#[derive(Template)]
#[template(path = "fact.html")]
struct FactPage {
    ctx: Ctx,
    form: Form,
    corrects: bool,
}

impl FactPage {
    fn fields(&self) -> ui::Html {
        fact_fields(&self.ctx, &self.form)
    }

    fn held(&self) -> ui::form::Choices {
        let label = self.ctx.t("fact-held");
        self.form.checkboxes("held").option("oui", label.as_str())
    }
}

#[derive(Template)]
#[template(path = "fact_fields.html")]
struct FactFields<'a> {
    ctx: &'a Ctx,
    form: &'a Form,
}

/// The questions « quand, où, qui », common to the public pages and to a fact.
pub fn fact_fields(ctx: &Ctx, form: &Form) -> ui::Html {
    ui::Html::of(&FactFields { ctx, form })
}

impl FactFields<'_> {
    fn when(&self) -> ui::form::Choices {
        let mut radios = self.form.radios("when").legend(self.ctx.t("when-kind"));
        for kind in ["exact", "around", "several", "unknown"] {
            radios = radios.option(kind, self.ctx.t(&["when-", kind].concat()));
        }
        radios
    }

    fn author(&self) -> ui::form::Choices {
        let mut radios = self.form.radios("author").legend(self.ctx.t("when-author"));
        for author in Author::ALL {
            radios = radios.option(
                author.name(),
                self.ctx.t(&["author-", author.name()].concat()),
            );
        }
        radios
    }
}

/// « Ce contenu s’efface seul », while nothing keeps it (N041).
pub fn vanishing(dossiers: &Dossiers, ctx: &Ctx, case: &Case, fact: &Fact) -> Option<String> {
    if !vanishes(dossiers.content, case, fact) {
        return None;
    }
    let now = kernel::date::paris(dossiers.store().clock.now());
    Some(match since(&fact.text.when, now) {
        Some(Since::Hours(count)) => ctx.ta("fact-vanishes-hours", &[("count", &count)]),
        Some(Since::Days(count)) => ctx.ta("fact-vanishes-days", &[("count", &count)]),
        None => ctx.t("fact-vanishes"),
    })
}

/// The list.
pub async fn get(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path(grant): Path<GrantId>,
) -> Answer {
    let opened = open(&dossiers, &visiting, grant, Action::Read).await?;
    let lines = opened
        .case
        .facts
        .iter()
        .map(|fact| Line {
            when: say::when(ctx.w, &fact.text.when),
            what: fact.text.what.clone(),
            author: ctx.t(&["author-", fact.text.author.name()].concat()),
            change: urls::Fact(grant, fact.first).path(),
            lacks_capture: lacks_capture(&opened.case, fact),
            vanishing: vanishing(&dossiers, &ctx, &opened.case, fact),
        })
        .collect();
    let page = Facts {
        lines,
        new: urls::NewFact(grant).path(),
        next: urls::Pieces(grant).path(),
        witness: urls::Letter(grant, WITNESS.to_owned()).path(),
        ctx: ctx.with_back(&urls::Home(grant)),
    };
    Ok(Page::new(page).into_response())
}

/// A new fact.
pub async fn get_new(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path(grant): Path<GrantId>,
) -> Answer {
    open(&dossiers, &visiting, grant, Action::Write).await?;
    let form = Form::new(&ctx, &urls::NewFact(grant));
    Ok(Page::new(FactPage {
        ctx: ctx.with_back(&urls::Facts(grant)),
        form,
        corrects: false,
    })
    .into_response())
}

/// One fact, to correct.
pub async fn get_one(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path((grant, first)): Path<(GrantId, u64)>,
) -> Answer {
    let opened = open(&dossiers, &visiting, grant, Action::Read).await?;
    let fact = opened
        .case
        .fact(first)
        .ok_or(Fault::new(Code::NotFound, "no such fact"))?;
    let form = fields::fill_fact(
        Form::new(&ctx, &urls::Fact(grant, first)),
        &FactForm::of(&fact.text),
    );
    Ok(Page::new(FactPage {
        ctx: ctx.with_back(&urls::Facts(grant)),
        form,
        corrects: true,
    })
    .into_response())
}

/// Keeps a new fact.
pub async fn post_new(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path(grant): Path<GrantId>,
    sent: Protected<Fields>,
) -> Answer {
    keep(&dossiers, ctx, &visiting, grant, None, sent).await
}

/// Keeps a correction.
pub async fn post_one(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path((grant, first)): Path<(GrantId, u64)>,
    sent: Protected<Fields>,
) -> Answer {
    keep(&dossiers, ctx, &visiting, grant, Some(first), sent).await
}

async fn keep(
    dossiers: &Dossiers,
    ctx: Ctx,
    visiting: &Visiting,
    grant: GrantId,
    first: Option<u64>,
    sent: Protected<Fields>,
) -> Answer {
    let opened = open(dossiers, visiting, grant, Action::Write).await?;
    if first.is_some_and(|first| opened.case.fact(first).is_none()) {
        return Err(Code::NotFound.into());
    }
    let today = dossiers.today();
    let read = fields::fact(&sent.form).read_fact(today);
    let problems = match read {
        Ok(fact) => match fields::too_long(entries::fact(&fact, first), "what")? {
            Ok(draft) => {
                dossiers.add(&opened, vec![draft], sent.nonce).await?;
                return Ok(see_other(&urls::Facts(grant)));
            }
            Err(problems) => problems,
        },
        Err(found) => fields::problems(found),
    };
    let refuse = |form: Form| form.filled(&sent.form).problems(problems);
    Ok(match first {
        Some(first) => {
            let here = urls::Fact(grant, first);
            refuse(Form::new(&ctx, &here)).refuse(&here)
        }
        None => {
            let here = urls::NewFact(grant);
            refuse(Form::new(&ctx, &here)).refuse(&here)
        }
    })
}
