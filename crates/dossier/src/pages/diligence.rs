//! The proof of diligences (N045): noting what was done to prevent, and the dated record as a file.

use super::letter::{download, typeset};
use super::{fields, open, urls};
use crate::diligence::{self, Measure, Typed, about, in_order, sheet, what, when};
use crate::service::Dossiers;
use accounts::pages::Visiting;
use accounts::rules::Action;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::IntoResponse;
use guide::letters::render_text;
use kernel::{Code, GrantId};
use store::journal;
use ui::form::Choices;
use ui::{Answer, Ctx, Fields, Form, Page, Protected, Url, dates, see_other};

struct Line {
    when: String,
    what: String,
    about: String,
    words: String,
    noted: String,
    void: Form,
}

#[derive(Template)]
#[template(path = "diligence.html")]
struct Diligences {
    ctx: Ctx,
    form: Form,
    lines: Vec<Line>,
    files: Vec<(String, &'static str)>,
}

impl Diligences {
    fn measure(&self) -> Choices {
        let measures = self.form.radios("measure");
        let measures = measures.legend(self.ctx.t("diligence-which"));
        Measure::ALL.into_iter().fold(measures, |all, one| {
            let key = ["diligence-did-", one.name()].concat();
            all.option(one.name(), self.ctx.t(&key))
        })
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
    let lines = in_order(&opened.case).into_iter().map(|one| Line {
        when: when(ctx.w, &one.text),
        what: what(ctx.w, &one.text),
        about: about(ctx.w, &one.text),
        words: one.text.words.clone(),
        noted: ctx.ta(
            "diligence-noted-on",
            &[("date", &dates::moment(ctx.w, one.at))],
        ),
        void: Form::new(&ctx, &urls::VoidDiligence(grant, one.first)),
    });
    let file = |format: &str, key| {
        let url = urls::DiligenceFile(grant, format.to_owned());
        (url.path(), key)
    };
    let page = Diligences {
        lines: lines.collect(),
        form: Form::new(&ctx, &urls::Diligences(grant)),
        files: vec![
            file("pdf", "diligence-pdf"),
            file("odt", "diligence-odt"),
            file("txt", "diligence-txt"),
        ],
        ctx: ctx.with_back(&urls::Follow(grant)),
    };
    Ok(Page::new(page).into_response())
}

/// Notes one.
pub async fn post(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path(grant): Path<GrantId>,
    sent: Protected<Fields>,
) -> Answer {
    let opened = open(&dossiers, &visiting, grant, Action::Write).await?;
    let here = urls::Diligences(grant);
    let text = |name: &str| sent.form.text(name).to_owned();
    let typed = Typed {
        measure: text("measure"),
        on: fields::day(&sent.form, "on"),
        hour: text("hour"),
        minutes: text("minutes"),
        with: text("with"),
        words: text("words"),
    };
    let problems = match typed.read(dossiers.today()) {
        Ok(text) => match fields::too_long(text.entry(), "words")? {
            Ok(draft) => {
                dossiers.add(&opened, vec![draft], sent.nonce).await?;
                return Ok(see_other(&here));
            }
            Err(problems) => problems,
        },
        Err(found) => fields::problems(found),
    };
    let form = Form::new(&ctx, &here).filled(&sent.form);
    Ok(form.problems(problems).refuse(&here))
}

/// A form without any field.
#[derive(serde::Deserialize)]
pub struct Nothing {}

/// Takes one back: it stays in the history, and no longer counts.
pub async fn void(
    State(dossiers): State<Dossiers>,
    visiting: Visiting,
    Path((grant, first)): Path<(GrantId, u64)>,
    sent: Protected<Nothing>,
) -> Answer {
    let opened = open(&dossiers, &visiting, grant, Action::Write).await?;
    if opened.case.diligences.iter().any(|one| one.first == first) {
        let draft = diligence::taken_back(first)?;
        dossiers.add(&opened, vec![draft], sent.nonce).await?;
    }
    Ok(see_other(&urls::Diligences(grant)))
}

/// The record as a file, made anew of what the dossier holds.
pub async fn file(
    State(dossiers): State<Dossiers>,
    visiting: Visiting,
    Path((grant, format)): Path<(GrantId, String)>,
) -> Answer {
    let opened = open(&dossiers, &visiting, grant, Action::Read).await?;
    let dossier = &opened.journal.dossier;
    let origin = journal::origin(dossiers.store(), dossier.id, dossier.generation);
    let now = dossiers.store().clock.now();
    let doc = sheet(dossiers.content, &opened.case, &origin, now);
    Ok(match format.as_str() {
        "pdf" => download(
            typeset(&dossiers, doc).await?,
            "application/pdf",
            "releve.pdf",
        ),
        "odt" => download(odt::of(&doc)?, odt::MEDIA, "releve.odt"),
        "txt" => {
            let text = render_text(&doc).into_bytes();
            download(text, "text/plain; charset=utf-8", "releve.txt")
        }
        _ => return Err(Code::NotFound.into()),
    })
}
