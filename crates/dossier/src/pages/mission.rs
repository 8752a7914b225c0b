//! The sheet for a commissaire de justice: which addresses go in, the sheet as a file, and the report that comes back (N036).

use super::letter::{download, typeset};
use super::pieces::add_all;
use super::{fields, open, say, urls};
use crate::mission::sheet::{LETTER, limits, sheet};
use crate::mission::{Mission, Shows, Target, chosen, facts_of, is_record, targets};
use crate::model::{Case, Nature, PieceText};
use crate::pages::plan::{due_in_words, lang};
use crate::service::{Dossiers, Opened};
use accounts::pages::Visiting;
use accounts::rules::Action;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::IntoResponse;
use evidence::model::Class;
use guide::letters::render_text;
use kernel::{Code, GrantId};
use store::journal;
use ui::form::Choices;
use ui::{
    Answer, Ctx, Fields, Form, Page, Problems, Protected, ProtectedMultipart, Url, dates, see_other,
};

/// The boxes of the addresses.
const TARGETS: &str = "targets";
/// What she adds.
const MORE: &str = "more";

#[derive(Template)]
#[template(path = "mission.html")]
struct MissionPage {
    ctx: Ctx,
    form: Form,
    boxes: Vec<(String, String, String)>,
    limits: Vec<String>,
    made: Option<String>,
    files: Vec<(String, &'static str)>,
    letter: String,
    record: Form,
    records: Vec<(String, String)>,
    pieces: String,
}

impl MissionPage {
    fn choices(&self) -> Choices {
        let boxes = self
            .form
            .checkboxes(TARGETS)
            .legend(self.ctx.t("mission-choose"))
            .small();
        let boxes = boxes.hint(self.ctx.t("mission-choose-hint"));
        let each = self.boxes.iter();
        each.fold(boxes, |boxes, (id, address, hint)| {
            boxes.option_hint(id, address, hint)
        })
    }
}

/// What is known of an address, in a line.
fn hint(ctx: &Ctx, case: &Case, target: &Target<'_>) -> String {
    let shows = match target.shows {
        Shows::Page => "mission-shows-page",
        Shows::Account => "mission-shows-account",
    };
    let mut said = vec![ctx.t(shows)];
    said.extend(target.authors().into_iter().map(str::to_owned));
    said.extend(
        target
            .facts
            .first()
            .map(|fact| say::when(ctx.w, &fact.text.when)),
    );
    if target.ephemeral {
        said.push(ctx.t("mission-vanishes-text"));
    }
    if let Some((online, on)) = target.seen {
        let state = ctx.t(&["online-", online.name()].concat());
        said.push(format!("{state}, {}", dates::plain_day(ctx.w, on)));
    }
    let numbers = target.pieces.iter().map(|piece| piece.number.to_string());
    let numbers: Vec<String> = numbers.collect();
    said.push(if numbers.is_empty() {
        ctx.t("mission-holds-nothing")
    } else {
        ctx.ta("mission-holds-pieces", &[("numbers", &numbers.join(", "))])
    });
    if case
        .mission
        .as_ref()
        .is_some_and(|mission| target.is_new(mission))
    {
        said.push(ctx.t("mission-new"));
    }
    said.join(" · ")
}

fn page(dossiers: &Dossiers, ctx: Ctx, grant: GrantId, opened: &Opened) -> MissionPage {
    let (content, case) = (dossiers.content, &opened.case);
    let (here, mission) = (urls::Mission(grant), case.mission.as_ref());
    let all = targets(content, case);
    let ticked = all.iter().filter(|target| target.is_proposed(mission));
    let form = ticked.fold(Form::new(&ctx, &here), |form, target| {
        form.value(TARGETS, target.id())
    });
    let more = mission.map(|mission| mission.more.as_str());
    let limits = limits(content, case, dossiers.store().clock.now());
    let file = |format: &str| urls::MissionFile(grant, format.to_owned()).path();
    let records = case.pieces.iter().filter(|piece| is_record(piece));
    MissionPage {
        form: form.value(MORE, more.unwrap_or_default()),
        boxes: all
            .iter()
            .map(|target| {
                let (id, address) = (target.id().to_owned(), target.address.to_owned());
                (id, address, hint(&ctx, case, target))
            })
            .collect(),
        limits: limits
            .into_iter()
            .map(|coming| {
                let due = due_in_words(ctx.w, coming.due, false);
                format!("{due} : {}", coming.rule.name.get(lang(ctx.w)))
            })
            .collect(),
        made: mission.map(|mission| {
            let date = dates::moment(ctx.w, mission.at);
            let count = chosen(content, case).len();
            ctx.ta("mission-made", &[("date", &date), ("count", &count)])
        }),
        files: vec![
            (file("pdf"), "mission-pdf"),
            (file("odt"), "mission-odt"),
            (file("txt"), "mission-txt"),
        ],
        letter: urls::Letter(grant, LETTER.to_owned()).path(),
        record: Form::new(&ctx, &urls::Record(grant)).multipart(),
        records: records
            .map(|piece| {
                let url = urls::Piece(grant, piece.seq).path();
                (url, say::piece(ctx.w, piece))
            })
            .collect(),
        pieces: urls::Pieces(grant).path(),
        ctx: ctx.with_back(&urls::Pieces(grant)),
    }
}

/// The addresses, and the sheet once it was prepared.
pub async fn get(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path(grant): Path<GrantId>,
) -> Answer {
    let opened = open(&dossiers, &visiting, grant, Action::Read).await?;
    Ok(Page::new(page(&dossiers, ctx, grant, &opened)).into_response())
}

/// Keeps the choice.
pub async fn post(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path(grant): Path<GrantId>,
    sent: Protected<Fields>,
) -> Answer {
    let here = urls::Mission(grant);
    let opened = open(&dossiers, &visiting, grant, Action::Write).await?;
    let ticked: Vec<&str> = sent.form.all(TARGETS).collect();
    let all = targets(dossiers.content, &opened.case);
    let named = all.iter().filter(|target| ticked.contains(&target.id()));
    let places: Vec<String> = named.flat_map(|target| target.places.clone()).collect();
    let more = sent.form.text(MORE).trim().replace("\r\n", "\n");
    let refuse = |problems: Problems| {
        Ok(Form::new(&ctx, &here)
            .filled(&sent.form)
            .problems(problems)
            .refuse(&here))
    };
    if places.is_empty() && more.is_empty() {
        let mut problems = Problems::new();
        problems.add(TARGETS, "mission-nothing");
        return refuse(problems);
    }
    let draft = match fields::too_long(Mission::draft(&places, &more), MORE)? {
        Ok(draft) => draft,
        Err(problems) => return refuse(problems),
    };
    dossiers.add(&opened, vec![draft], sent.nonce).await?;
    Ok(see_other(&here))
}

/// The sheet as a file, made anew of what the dossier holds.
pub async fn file(
    State(dossiers): State<Dossiers>,
    visiting: Visiting,
    Path((grant, format)): Path<(GrantId, String)>,
) -> Answer {
    let opened = open(&dossiers, &visiting, grant, Action::Read).await?;
    let now = dossiers.store().clock.now();
    let origin = journal::origin(
        dossiers.store(),
        opened.keyring.d,
        opened.journal.dossier.generation,
    );
    let doc = sheet(dossiers.content, &opened.case, &origin, now);
    Ok(match format.as_str() {
        "pdf" => download(
            typeset(&dossiers, doc).await?,
            "application/pdf",
            "fiche.pdf",
        ),
        "odt" => download(odt::of(&doc)?, odt::MEDIA, "fiche.odt"),
        "txt" => {
            let text = render_text(&doc).into_bytes();
            download(text, "text/plain; charset=utf-8", "fiche.txt")
        }
        _ => return Err(Code::NotFound.into()),
    })
}

/// Seals the report that came back: an act of a commissaire de justice, about the facts of the sheet.
pub async fn post_record(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path(grant): Path<GrantId>,
    mut form: ProtectedMultipart,
) -> Answer {
    let opened = open(&dossiers, &visiting, grant, Action::Write).await?;
    let text = PieceText {
        nature: Some(Nature::Constat),
        facts: facts_of(&chosen(dossiers.content, &opened.case)),
        ..PieceText::default()
    };
    let said = (Class::D, &text);
    let added = add_all(&dossiers, &ctx, &visiting, grant, opened, &mut form, said);
    let (last, problems) = added.await?;
    match last.filter(|_| problems.is_empty()) {
        // Its day is asked there: the count waits for it.
        Some(receipt) => Ok(see_other(&urls::Piece(grant, receipt.seq))),
        None => Ok(Form::new(&ctx, &urls::Record(grant))
            .problems(problems)
            .refuse(&urls::Mission(grant))),
    }
}
