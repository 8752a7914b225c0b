//! The files that the directory is made of: what came, and a new one. A wrong file is answered at once, line by line, and
//! changes nothing.

use super::urls;
use crate::model::{Import, InForce, Replaced};
use crate::rules::{COLUMNS, LARGEST, Sheet, TOLD, Wrong, read};
use crate::service::{Directory, is_source};
use accounts::pages::Visiting;
use askama::Template;
use axum::extract::State;
use axum::response::IntoResponse;
use kernel::{Code, Fault};
use ui::form::date::{self, Typed};
use ui::form::{Choices, FileInput};
use ui::{
    Answer, Ctx, Fields, Form, Page, Problems, ProtectedMultipart, Url, dates, protected, see_other,
};

const FILE: &str = "fichier";
const SOURCE: &str = "source";
const DAY: &str = "jour";
const CHECK: &str = "essai";
const OLDER: &str = "ancienne";

struct Line {
    source: String,
    what: String,
    shown: String,
}

#[derive(Template)]
#[template(path = "directory_imports.html")]
struct Imports {
    ctx: Ctx,
    form: Form,
    columns: String,
    wrong: Vec<String>,
    more: usize,
    good: Option<String>,
    /// A later list is shown: whether it is to be replaced is asked.
    older: bool,
    shown: Vec<String>,
    imports: Vec<Line>,
    annuaire: String,
}

impl Imports {
    fn file(&self) -> FileInput {
        let file = self.form.file(FILE).label(self.ctx.t("directory-file"));
        file.hint(self.ctx.t("directory-file-hint"))
    }

    fn older(&self) -> Choices {
        let boxes = self.form.checkboxes(OLDER).small();
        let boxes = boxes.legend(self.ctx.t("directory-older-legend"));
        boxes.option("oui", self.ctx.t("directory-older"))
    }
}

fn line(ctx: &Ctx, import: &Import) -> Line {
    let (on, at) = (
        dates::plain_day(ctx.w, import.on),
        dates::moment(ctx.w, import.at),
    );
    Line {
        source: import.source.clone(),
        what: ctx.ta(
            "directory-import",
            &[("date", &on), ("at", &at), ("count", &import.brought)],
        ),
        shown: match import.shown {
            0 => ctx.t("directory-import-replaced"),
            count => ctx.ta("directory-import-shown", &[("count", &count)]),
        },
    }
}

/// « ASL : 3 adresses, du 3 novembre 2026. »
fn in_force(ctx: &Ctx, one: &InForce) -> String {
    let kind = ctx.t(&["directory-kind-", one.kind.name()].concat());
    let date = dates::plain_day(ctx.w, one.on);
    ctx.ta(
        "directory-in-force-line",
        &[("kind", &kind), ("count", &one.count), ("date", &date)],
    )
}

async fn page(directory: &Directory, ctx: Ctx, form: Form) -> Result<Imports, Fault> {
    let imports = directory.imports().await?;
    let shown = directory.in_force().await?;
    Ok(Imports {
        older: false,
        shown: shown.iter().map(|one| in_force(&ctx, one)).collect(),
        form: form.multipart(),
        columns: COLUMNS.join(";"),
        wrong: Vec::new(),
        more: 0,
        good: None,
        imports: imports.iter().map(|import| line(&ctx, import)).collect(),
        annuaire: urls::Annuaire.path(),
        ctx: ctx.with_back(&urls::Home),
    })
}

/// The page.
pub async fn get(State(directory): State<Directory>, ctx: Ctx, visiting: Visiting) -> Answer {
    directory.may_import(visiting.person()?).await?;
    let form = Form::new(&ctx, &urls::Imports);
    Ok(Page::new(page(&directory, ctx, form).await?).into_response())
}

/// What the form sent.
#[derive(Default)]
struct Sent {
    bytes: Vec<u8>,
    fields: Fields,
}

impl Sent {
    async fn read(form: &mut ProtectedMultipart) -> Result<Self, Fault> {
        let mut sent = Self::default();
        while let Some(mut field) = form.next_field().await? {
            let name = field.name().unwrap_or_default().to_owned();
            if name == FILE {
                while let Some(chunk) = field.chunk().await.map_err(protected::cut)? {
                    // One byte more than is read tells that it is too large.
                    let left = (LARGEST + 1).saturating_sub(sent.bytes.len());
                    sent.bytes.extend(chunk.iter().take(left));
                }
            } else {
                let text = protected::text(field, 2_000).await?;
                sent.fields.0.push((name, text));
            }
        }
        Ok(sent)
    }
}

/// Takes a file in, or only looks at it.
pub async fn post(
    State(directory): State<Directory>,
    ctx: Ctx,
    visiting: Visiting,
    mut form: ProtectedMultipart,
) -> Answer {
    directory.may_import(visiting.person()?).await?;
    let sent = Sent::read(&mut form).await?;
    let source = sent.fields.text(SOURCE).to_owned();
    let on = match date::read(&sent.fields, DAY) {
        Typed::Day(on) if on <= directory.today() => Some(on),
        _ => None,
    };
    let mut problems = Problems::new();
    if sent.bytes.is_empty() {
        problems.add(FILE, "directory-file-missing");
    }
    if !is_source(&source) {
        problems.add(SOURCE, "directory-source-missing");
    }
    if on.is_none() {
        problems.add(DAY, "directory-day-missing");
    }
    let filled = Form::new(&ctx, &urls::Imports).filled(&sent.fields);
    let Some(on) = on.filter(|_| problems.is_empty()) else {
        return refused(&directory, ctx, filled.problems(problems), Vec::new()).await;
    };
    let bytes = sent.bytes;
    let found = tokio::task::spawn_blocking(move || read(&bytes)).await;
    let found = found.map_err(|error| Fault::internal("a file was not read", error))?;
    let sheet = match found {
        Ok(sheet) => sheet,
        Err(wrong) => {
            problems.add(FILE, "directory-file-wrong");
            return refused(&directory, ctx, filled.problems(problems), wrong).await;
        }
    };
    let replaced = Replaced::of(&directory.in_force().await?, &sheet.kinds());
    let later = replaced.is_some_and(|before| before.on > on);
    if sent.fields.get(CHECK).is_some() {
        let said = good(&ctx, &sheet, replaced);
        let mut page = page(&directory, ctx, filled).await?;
        page.good = Some(said);
        page.older = later;
        return Ok(Page::new(page).into_response());
    }
    let older = sent.fields.get(OLDER).is_some();
    match directory.import(sheet, &source, on, older).await {
        Ok(_) => Ok(see_other(&urls::Imports)),
        Err(fault) if fault.code() == Code::Invalid => {
            problems.add(SOURCE, "directory-source-missing");
            refused(&directory, ctx, filled.problems(problems), Vec::new()).await
        }
        Err(fault) if fault.code() == Code::Conflict => {
            problems.add(DAY, "directory-day-older");
            let mut page = page(&directory, ctx, filled.problems(problems)).await?;
            page.older = true;
            Ok(Page::refused(page).into_response())
        }
        Err(fault) => Err(fault.into()),
    }
}

/// What a good file would bring.
fn good(ctx: &Ctx, sheet: &Sheet, replaced: Option<Replaced>) -> String {
    let mut said = ctx.ta("directory-good", &[("count", &sheet.entries.len())]);
    if !sheet.neutralised.is_empty() {
        let lines: Vec<String> = sheet.neutralised.iter().map(u64::to_string).collect();
        said.push(' ');
        said.push_str(&ctx.ta("directory-neutralised", &[("lines", &lines.join(", "))]));
    }
    if let Some(before) = replaced {
        let date = dates::plain_day(ctx.w, before.on);
        said.push(' ');
        said.push_str(&ctx.ta(
            "directory-replaces",
            &[("count", &before.count), ("date", &date)],
        ));
    }
    said
}

/// The page with what is wrong; nothing was imported.
async fn refused(directory: &Directory, ctx: Ctx, form: Form, wrong: Vec<Wrong>) -> Answer {
    let w = ctx.w;
    let mut page = page(directory, ctx, form).await?;
    page.more = wrong.len().saturating_sub(TOLD);
    page.wrong = wrong.iter().take(TOLD).map(|one| one.text(w)).collect();
    Ok(Page::refused(page).into_response())
}
