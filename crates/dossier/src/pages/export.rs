//! Taking the dossier away: one ZIP that anybody can check.

use super::{open, open_serious, urls};
use crate::exporting::{is_whole, withheld};
use crate::model::Asked;
use crate::service::Dossiers;
use accounts::pages::Visiting;
use accounts::rules::Action;
use askama::Template;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use bundle::MaskReason;
use kernel::GrantId;
use ui::{Answer, Ctx, Fields, Form, Page, Protected, Url, dates, headers, see_other};

#[derive(Template)]
#[template(path = "export.html")]
struct ExportPage {
    ctx: Ctx,
    form: Form,
    withheld: usize,
    has_identity: bool,
    has_kept_back: bool,
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
}

/// What would be shown, and the exports already made.
pub async fn get(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    visiting: Visiting,
    Path(grant): Path<GrantId>,
) -> Answer {
    let opened = open(&dossiers, &visiting, grant, Action::Read).await?;
    let made = opened
        .case
        .exports
        .iter()
        .rev()
        .map(|export| {
            let recipient = if export.recipient.is_empty() {
                ctx.t("export-unnamed")
            } else {
                export.recipient.clone()
            };
            let date = dates::moment(ctx.w, export.at);
            let whole = is_whole(&opened.journal.entries, export);
            (
                whole.then(|| urls::Export(grant, export.seq).path()),
                ctx.ta("export-one", &[("date", &date), ("recipient", &recipient)]),
            )
        })
        .collect();
    let leaves_out = |why, asked| {
        let mut pieces = opened.case.pieces.iter();
        pieces.any(|piece| opened.case.left_out(piece, asked) == Some(why))
    };
    let page = ExportPage {
        form: Form::new(&ctx, &urls::Exports(grant)),
        withheld: withheld(&opened.journal.entries, &opened.case, Asked::default()).len(),
        has_identity: leaves_out(MaskReason::Identity, Asked::default()),
        has_kept_back: leaves_out(
            MaskReason::Withheld,
            Asked {
                identity: true,
                kept_back: false,
            },
        ),
        made,
        ctx: ctx.with_back(&urls::Home(grant)),
    };
    Ok(Page::new(page).into_response())
}

/// Makes one, then gives it.
pub async fn post(
    State(dossiers): State<Dossiers>,
    visiting: Visiting,
    Path(grant): Path<GrantId>,
    sent: Protected<Fields>,
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
    let recipient: String = sent.form.text("recipient").chars().take(200).collect();
    let asked = Asked {
        identity: sent.form.get("identity").is_some(),
        kept_back: sent.form.get("kept_back").is_some(),
    };
    let nonce = sent.nonce.map(|nonce| nonce_of(nonce, &recipient, asked));
    let seq = dossiers.export(&opened, &recipient, asked, nonce).await?;
    Ok(see_other(&urls::Export(grant, seq)))
}

/// The ZIP is saved and the page stays: the same form sent again for somebody else is another export.
fn nonce_of(nonce: [u8; 16], recipient: &str, asked: Asked) -> [u8; 16] {
    let Asked {
        identity,
        kept_back,
    } = asked;
    let all = [
        &nonce[..],
        &[identity.into(), kept_back.into()],
        recipient.as_bytes(),
    ]
    .concat();
    let digest = seal::sha256(&all);
    let mut own = [0; 16];
    own.iter_mut()
        .zip(digest.bytes())
        .for_each(|(to, from)| *to = *from);
    own
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
