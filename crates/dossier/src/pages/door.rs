//! The page that a link opens: somebody adds to a dossier that she cannot read, or the person adds from her own
//! telephone. It says nothing of the dossier: not for whom, not about what (N033, N039, N087).

use super::pieces::{FIELD, Outcome, Room, receive_all};
use super::{nonce_with, say, urls};
use crate::additions::{self, Statement};
use crate::links::Door;
use crate::model::{Nature, PieceText};
use crate::service::Dossiers;
use askama::Template;
use axum::extract::{Path, Query, Request, State};
use axum::http::header;
use axum::response::IntoResponse;
use kernel::date::paris_date;
use kernel::{BlobId, Code, Fault};
use serde_json::json;
use store::links::{LinkKind, Token};
use ui::{Answer, Ctx, Form, Lang, Page, Problems, ProtectedMultipart, Url, Words, dates};

#[derive(Template)]
#[template(path = "door.html")]
struct DoorPage {
    ctx: Ctx,
    form: Form,
    witness: bool,
    signs: bool,
    limit: String,
    until: String,
    received: Option<usize>,
    manifest: String,
}

/// How many things have just been received.
#[derive(serde::Deserialize)]
pub struct After {
    #[serde(default)]
    recu: Option<usize>,
}

/// The link of an address. That of an extension has no page.
async fn enter(dossiers: &Dossiers, token: &str) -> Result<(Token, Door), Fault> {
    let none = || Fault::new(Code::NotFound, "no such link");
    let token = Token::read(token).ok_or_else(none)?;
    let door = dossiers.door(&token).await?;
    let people = [LinkKind::Witness, LinkKind::Phone, LinkKind::Signatory];
    if !people.contains(&door.link.kind) {
        return Err(none());
    }
    Ok((token, door))
}

fn room(dossiers: &Dossiers, door: &Door) -> Room {
    Room {
        largest: dossiers.largest.min(door.link.bytes),
        most: usize::try_from(door.link.items).unwrap_or(usize::MAX),
        bytes: door.link.bytes,
    }
}

/// The form.
pub async fn get(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    Path(token): Path<String>,
    Query(after): Query<After>,
) -> Answer {
    let (_, door) = enter(&dossiers, &token).await?;
    let page = DoorPage {
        manifest: urls::DoorManifest(token.clone()).path(),
        form: Form::new(&ctx, &urls::Door(token)).multipart(),
        witness: door.link.kind == LinkKind::Witness,
        signs: door.link.kind == LinkKind::Signatory,
        limit: say::size(ctx.w, room(&dossiers, &door).largest),
        until: dates::plain_day(ctx.w, paris_date(door.link.last_day())),
        received: after.recu,
        ctx,
    };
    Ok(Page::new(page).into_response())
}

/// Adds what was written and sent.
pub async fn post(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    Path(token): Path<String>,
    mut form: ProtectedMultipart,
) -> Answer {
    let here = urls::Door(token.clone());
    let (token, door) = enter(&dossiers, &token).await?;
    let nonce = form.nonce;
    let Outcome {
        received,
        mut problems,
        fields,
        chosen,
    } = receive_all(&dossiers, &ctx, &door.to, room(&dossiers, &door), &mut form).await?;
    let now = dossiers.store().clock.now();
    let said = Statement {
        seq: 0,
        at: now,
        name: fields.text("name").to_owned(),
        role: fields.text("role").to_owned(),
        when: fields.text("when").to_owned(),
        text: match door.link.kind {
            LinkKind::Signatory => Words(Lang::Fr).t("sign-agree"),
            _ => fields.text("text").to_owned(),
        },
    };
    let witness = door.link.kind == LinkKind::Witness;
    let signs = door.link.kind == LinkKind::Signatory;
    let wrote = signs || (witness && !said.text.is_empty());
    let refuse = |problems: Problems| {
        Ok(Form::new(&ctx, &here)
            .multipart()
            .filled(&fields)
            .problems(problems)
            .refuse(&here))
    };
    if signs {
        let checks = [
            (said.name.is_empty(), "name", "sign-name-missing"),
            (fields.get("agree").is_none(), "agree", "sign-agree-missing"),
            (chosen, FIELD, "sign-no-file"),
        ];
        for (_, field, key) in checks.into_iter().filter(|(wrong, ..)| *wrong) {
            problems.add(field, key);
        }
    } else if wrote && said.name.is_empty() {
        problems.add("name", "door-name-missing");
    } else if !wrote && !chosen {
        problems.add(if witness { "text" } else { FIELD }, "door-nothing");
    }
    let held: Vec<BlobId> = received.iter().map(|one| one.stored.id()).collect();
    // Nothing of a form that has to be corrected is kept: it is sent again whole.
    if !problems.is_empty() {
        dossiers.let_go(door.to.d, held).await?;
        return refuse(problems);
    }
    let text = PieceText {
        nature: (!witness).then_some(Nature::Capture),
        address: fields.text("address").to_owned(),
        seen: Some(paris_date(now)),
        taken_by: if witness {
            said.name.clone()
        } else {
            String::new()
        },
        ..PieceText::default()
    };
    let count = received.len() + usize::from(wrote);
    // Sent again by the browser it is the same; with other words or files it is another.
    let digests: Vec<String> = received.iter().map(|one| one.sha256.to_string()).collect();
    let typed = fields.0.iter().map(|(_, text)| text.as_str());
    let typed = typed.chain(digests.iter().map(String::as_str));
    let nonce = nonce.map(|nonce| nonce_with(nonce, typed));
    let statement = wrote.then(|| additions::statement(&said)).transpose()?;
    let added = dossiers
        .add_by_link(&token, statement, received, &text, nonce)
        .await;
    dossiers.let_go(door.to.d, held).await?;
    match added {
        Ok(_) => {
            let count = count.to_string();
            Ok(ui::page::see_other_path(&here.query(&[("recu", &count)])))
        }
        Err(fault) if fault.code() == Code::TooLarge => {
            let mut problems = Problems::new();
            problems.add(FIELD, "door-full");
            refuse(problems)
        }
        Err(fault) => Err(fault.into()),
    }
}

/// The telephone's own name for the page, and where it sends what is shared to it (W3C, Web Application Manifest and Web
/// Share Target). Only the person's own telephone gets one.
pub async fn manifest(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    Path(token): Path<String>,
) -> Answer {
    let (_, door) = enter(&dossiers, &token).await?;
    if door.link.kind != LinkKind::Phone {
        return Err(Fault::new(Code::NotFound, "no such link").into());
    }
    let start = urls::Door(token.clone()).path();
    let manifest = json!({
        "name": "Préau",
        "short_name": "Préau",
        "lang": ctx.w.lang().tag(),
        "start_url": start,
        "scope": start,
        "display": "standalone",
        "icons": [{ "src": ctx.asset("icon.svg"), "sizes": "any", "type": "image/svg+xml" }],
        "share_target": {
            "action": urls::DoorShare(token).path(),
            "method": "POST",
            "enctype": "multipart/form-data",
            "params": {
                "url": "url",
                "text": "text",
                "files": [{ "name": FIELD, "accept": ["image/*", "video/*", "audio/*", "text/*", "application/pdf"] }],
            },
        },
    });
    let media = [(header::CONTENT_TYPE, "application/manifest+json")];
    Ok((media, manifest.to_string()).into_response())
}

/// What the telephone shares. No page of ours made the form, so no proof is asked: the token is in the address, and
/// whoever knows it may add.
pub async fn share(
    State(dossiers): State<Dossiers>,
    ctx: Ctx,
    Path(token): Path<String>,
    request: Request,
) -> Answer {
    let here = urls::Door(token.clone());
    let (token, door) = enter(&dossiers, &token).await?;
    if door.link.kind != LinkKind::Phone {
        return Err(Fault::new(Code::NotFound, "no such link").into());
    }
    let mut form = ProtectedMultipart::shared(request).await?;
    let room = room(&dossiers, &door);
    let Outcome {
        received,
        problems,
        fields,
        ..
    } = receive_all(&dossiers, &ctx, &door.to, room, &mut form).await?;
    let refuse = |problems: Problems| {
        Ok(Form::new(&ctx, &here)
            .multipart()
            .problems(problems)
            .refuse(&here))
    };
    let held: Vec<BlobId> = received.iter().map(|one| one.stored.id()).collect();
    if !problems.is_empty() || received.is_empty() {
        dossiers.let_go(door.to.d, held).await?;
        let mut problems = problems;
        if problems.is_empty() {
            problems.add(FIELD, "door-nothing");
        }
        return refuse(problems);
    }
    let count = received.len().to_string();
    let said = [fields.text("url"), fields.text("text")];
    let address = said.into_iter().find(|text| text.starts_with("http"));
    let text = PieceText {
        nature: Some(Nature::Capture),
        address: address.unwrap_or_default().to_owned(),
        seen: Some(paris_date(dossiers.store().clock.now())),
        ..PieceText::default()
    };
    // A share sheet that tries again shares the same once: its form has no number of its own. The token is in it, so that
    // whoever has the same picture cannot tell from a row which dossier holds it.
    let digests: Vec<String> = received.iter().map(|one| one.sha256.to_string()).collect();
    let secret = token.text();
    let shared = std::iter::once(secret.as_str()).chain(said);
    let nonce = nonce_with([0; 16], shared.chain(digests.iter().map(String::as_str)));
    let added = dossiers
        .add_by_link(&token, None, received, &text, Some(nonce))
        .await;
    dossiers.let_go(door.to.d, held).await?;
    match added {
        Ok(_) => Ok(ui::page::see_other_path(&here.query(&[("recu", &count)]))),
        Err(fault) if fault.code() == Code::TooLarge => {
            let mut problems = Problems::new();
            problems.add(FIELD, "door-full");
            refuse(problems)
        }
        Err(fault) => Err(fault.into()),
    }
}
