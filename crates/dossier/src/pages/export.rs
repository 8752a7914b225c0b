//! Taking the dossier away: one ZIP that anybody can check, and what each recipient sees of it (N044).

use super::{nonce_with, open, open_serious, say, urls};
use crate::exporting::is_whole;
use crate::hiding::{Hidden, MOST};
use crate::model::{Asked, Case, Export};
use crate::recipient::Recipient;
use crate::service::{Dossiers, Opened};
use crate::showing::{Choice, FOLLOW_UP, SITUATION, STORY, Shown, fact, letter, piece, statement};
use accounts::pages::Visiting;
use accounts::rules::Action;
use askama::Template;
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use bundle::MaskReason;
use guide::law::Lang as GuideLang;
use kernel::{Code, GrantId};
use ui::{Answer, Ctx, Fields, Form, Page, Problems, Protected, Url, dates, headers, see_other};

/// The field of what is left out.
const LEFT_OUT: &str = "left_out";
/// The field of the words that are hidden.
const HIDDEN: &str = "hidden";
/// Longest list of words, in bytes.
const LONGEST: usize = 10_000;

/// What can be left out: its value and its words.
type Subject = (String, String);

#[derive(Template)]
#[template(path = "export.html")]
struct ExportPage {
    ctx: Ctx,
    form: Form,
    withheld: usize,
    has_identity: bool,
    has_kept_back: bool,
    recipients: Vec<(String, String)>,
    subjects: Vec<Subject>,
    chosen: bool,
    made: Vec<(Option<String>, String)>,
}

impl ExportPage {
    fn identity(&self) -> ui::form::Choices {
        let label = self.ctx.t("export-identity");
        self.form
            .checkboxes("identity")
            .option("oui", label.as_str())
    }

    fn kept_back(&self) -> ui::form::Choices {
        let label = self.ctx.t("export-kept-back");
        self.form
            .checkboxes("kept_back")
            .option("oui", label.as_str())
    }

    fn left_out(&self) -> ui::form::Choices {
        let boxes = self.form.checkboxes(LEFT_OUT);
        let mut boxes = boxes.legend(self.ctx.t("export-left-out")).small();
        for (value, words) in &self.subjects {
            boxes = boxes.option(value, words);
        }
        boxes
    }
}

/// Whom the page is made ready for.
#[derive(serde::Deserialize)]
pub struct For {
    #[serde(default)]
    pour: String,
}

/// What would be shown, and the exports already made.
pub async fn get(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path(grant): Path<GrantId>,
    Query(asked): Query<For>,
) -> Answer {
    let opened = open(&dossiers, &visiting, grant, Action::Manage).await?;
    let case = &opened.case;
    let here = urls::Exports(grant);
    let mut form = Form::new(&ctx, &here);
    let mut choice = Choice::default();
    let found = Recipient::ALL.into_iter().find(|r| r.name() == asked.pour);
    if let Some(recipient) = found {
        let letters = case.letters.iter().map(|letter| letter.id.as_str());
        for one in recipient.leaves_out(letters) {
            form = form.value(LEFT_OUT, one.as_str());
            choice.left_out.insert(one);
        }
        form = form.value("recipient", ctx.t(recipient.key()));
    }
    let made = case.exports.iter().rev();
    let made = made.map(|export| made_one(&ctx, grant, &opened, export));
    let leaves_out = |why, asked| {
        let mut pieces = case.pieces.iter();
        pieces.any(|piece| case.left_out(piece, asked) == Some(why))
    };
    let recipients = Recipient::ALL.into_iter();
    let page = ExportPage {
        withheld: Shown::of(&opened.journal.entries, case, &choice)
            .withheld
            .len(),
        has_identity: leaves_out(MaskReason::Identity, Asked::default()),
        has_kept_back: leaves_out(
            MaskReason::Withheld,
            Asked {
                identity: true,
                kept_back: false,
            },
        ),
        recipients: recipients
            .map(|one| (here.query(&[("pour", one.name())]), ctx.t(one.key())))
            .collect(),
        subjects: subjects(&dossiers, &ctx, case),
        chosen: found.is_some() || form.error(HIDDEN).is_some(),
        form,
        made: made.collect(),
        ctx: ctx.with_back(&urls::Home(grant)),
    };
    Ok(Page::new(page).into_response())
}

fn made_one(
    ctx: &Ctx,
    grant: GrantId,
    opened: &Opened,
    export: &Export,
) -> (Option<String>, String) {
    let recipient = if export.recipient.is_empty() {
        ctx.t("export-unnamed")
    } else {
        export.recipient.clone()
    };
    let date = dates::moment(ctx.w, export.at);
    let whole = is_whole(&opened.journal.entries, export);
    let shown = &export.shown;
    let (entries, words) = (
        shown.withheld.len(),
        shown.hidden_words() + shown.hidden_parts(),
    );
    let said = [
        ctx.ta("export-one", &[("date", &date), ("recipient", &recipient)]),
        ctx.ta(
            "export-one-hides",
            &[("entries", &entries), ("words", &words)],
        ),
    ];
    (
        whole.then(|| urls::Export(grant, export.seq).path()),
        said.join(" "),
    )
}

/// Everything that can be left out, in the order of the dossier. Pieces that stay apart have boxes of their own.
fn subjects(dossiers: &Dossiers, ctx: &Ctx, case: &Case) -> Vec<Subject> {
    let mut all = Vec::new();
    if !case.story.is_empty() || !case.title.is_empty() {
        all.push((STORY.to_owned(), ctx.t("export-story")));
    }
    if !case.situation.is_null() {
        all.push((SITUATION.to_owned(), ctx.t("export-situation")));
    }
    all.extend(case.facts.iter().map(|one| {
        let what: String = one.text.what.chars().take(80).collect();
        let said = if what.is_empty() {
            say::when(ctx.w, &one.text.when)
        } else {
            what
        };
        (fact(one.first), ctx.ta("export-fact", &[("what", &said)]))
    }));
    let pieces = case.pieces.iter();
    let pieces = pieces.filter(|one| case.left_out(one, Asked::default()).is_none());
    all.extend(pieces.map(|one| {
        let title = ctx.ta("piece-title", &[("number", &one.number)]);
        (piece(one.seq), format!("{title} ({})", one.name))
    }));
    all.extend(case.statements().map(|one| {
        let said = ctx.ta("help-statement", &[("name", &one.name)]);
        (statement(one.seq), said)
    }));
    all.extend(case.signatories().map(|one| {
        let said = ctx.ta("help-signature", &[("name", &one.name)]);
        (statement(one.seq), said)
    }));
    all.extend(case.letters.iter().map(|one| {
        let name = dossiers.content.models.name(&one.id);
        let lang = match ctx.w.lang() {
            ui::Lang::Fr => GuideLang::Fr,
            ui::Lang::En => GuideLang::En,
        };
        let name = name.map_or(one.id.as_str(), |name| name.get(lang));
        (letter(&one.id), ctx.ta("export-letter", &[("name", &name)]))
    }));
    if !case.notes.is_empty() || !case.diligences.is_empty() {
        all.push((FOLLOW_UP.to_owned(), ctx.t("export-follow-up")));
    }
    all
}

/// Makes one, then gives it.
pub async fn post(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path(grant): Path<GrantId>,
    sent: Protected<Fields>,
) -> Answer {
    let here = urls::Exports(grant);
    let mut opened = match open_serious(&dossiers, &visiting, grant, Action::Export, &here).await? {
        Ok(opened) => opened,
        Err(ask) => return Ok(ask),
    };
    let typed = sent.form.text(HIDDEN);
    let hidden = if typed.len() > LONGEST || typed.lines().count() > MOST {
        Err("export-hidden-too-many")
    } else {
        Hidden::read(typed).map_err(|_| "export-hidden-empty")
    };
    let hidden = match hidden {
        Ok(hidden) => hidden,
        Err(said) => {
            let mut problems = Problems::new();
            problems.add(HIDDEN, said);
            return Ok(Form::new(&ctx, &here)
                .filled(&sent.form)
                .problems(problems)
                .refuse(&here));
        }
    };
    let recipient: String = sent.form.text("recipient").chars().take(200).collect();
    let choice = Choice {
        asked: Asked {
            identity: sent.form.get("identity").is_some(),
            kept_back: sent.form.get("kept_back").is_some(),
        },
        left_out: sent.form.all(LEFT_OUT).map(str::to_owned).collect(),
        hidden,
        everything: false,
    };
    // The ZIP is saved and the page stays: the same form for somebody else, or of a dossier that changed since,
    // is another export.
    let names = ["recipient", "identity", "kept_back", LEFT_OUT, HIDDEN];
    let fields = names
        .iter()
        .flat_map(|name| [*name].into_iter().chain(sent.form.all(name)));
    let fields: Vec<&str> = fields.collect();
    loop {
        let events = opened.case.history.iter();
        // Nor does a visit of somebody who helps make it another.
        let same = |kind: Option<&str>| matches!(kind, Some("export" | "opened"));
        let others = events.filter(|event| !same(event.kind.as_deref()));
        let size = others.count().to_string();
        let fields = fields.iter().copied().chain([size.as_str()]);
        let nonce = sent.nonce.map(|nonce| nonce_with(nonce, fields));
        match dossiers.export(&opened, &recipient, &choice, nonce).await {
            Err(fault) if fault.code() == Code::Conflict => {
                opened = open(&dossiers, &visiting, grant, Action::Export).await?;
            }
            made => return Ok(see_other(&urls::Export(grant, made?))),
        }
    }
}

/// The ZIP.
pub async fn zip(
    State(dossiers): State<Dossiers>,
    visiting: Visiting,
    Path((grant, seq)): Path<(GrantId, u64)>,
) -> Answer {
    let opened = match open_serious(
        &dossiers,
        &visiting,
        grant,
        Action::Export,
        &urls::Exports(grant),
    )
    .await?
    {
        Ok(opened) => opened,
        Err(ask) => return Ok(ask),
    };
    let zip = dossiers.zip(&opened, seq).await?;
    let mut answer = Body::from_stream(zip).into_response();
    let map = answer.headers_mut();
    map.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/zip"),
    );
    map.insert(
        header::CONTENT_DISPOSITION,
        HeaderValue::from_static("attachment; filename=\"dossier.zip\""),
    );
    headers::piece(map);
    Ok(answer)
}
