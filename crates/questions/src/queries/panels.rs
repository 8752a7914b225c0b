//! Sessions and their experts.

use super::words;
use crate::model::{Expert, Panel, PanelState};
use kernel::{AccountId, Code, Fault, Moment, OrgId, PanelId, QuestionId};
use std::collections::BTreeSet;
use store::args;
use store::db::{Row, Tx};

const ADD: &str = "INSERT INTO panels (org_id, panel, theme, intro, opening, closing, kinds, starts, days, state, ended) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, NULL)";
const CHANGE: &str = "UPDATE panels SET theme = $1, intro = $2, opening = $3, closing = $4, kinds = $5, starts = $6, days = $7 \
     WHERE panel = $8";
const GO: &str = "UPDATE panels SET state = $1, ended = $2 WHERE panel = $3";
const GET: &str = "SELECT org_id, panel, theme, intro, opening, closing, kinds, starts, days, state, ended FROM panels \
     WHERE panel = $1";
const ALL: &str = "SELECT org_id, panel, theme, intro, opening, closing, kinds, starts, days, state, ended FROM panels \
     ORDER BY starts DESC, panel LIMIT $1";
const CANCEL: &str = "DELETE FROM panels WHERE panel = $1 AND NOT EXISTS \
     (SELECT 1 FROM panel_questions q WHERE q.panel = panels.panel)";
const ADD_EXPERT: &str = "INSERT INTO panel_experts (org_id, panel, account, place, name, title, media, active) \
     VALUES ($1, $2, $3, $4, $5, $6, '', 1) \
     ON CONFLICT (panel, account) DO UPDATE SET name = excluded.name, title = excluded.title, active = 1";
const NEXT_PLACE: &str = "SELECT COALESCE(MAX(place), 0) + 1 FROM panel_experts WHERE panel = $1";
const REMOVE_EXPERT: &str = "UPDATE panel_experts SET active = 0, media = '', photo = NULL WHERE panel = $1 AND account = $2";
/// Under which names she signed.
const NAMES: &str = "SELECT name FROM panel_experts WHERE panel = $1 AND account = $2 UNION \
     SELECT a.name FROM panel_answers a JOIN panel_questions q ON q.question = a.question \
     WHERE q.panel = $1 AND a.author = $2";
const SIGNED: &str = "SELECT DISTINCT q.question FROM panel_questions q JOIN panel_answers a ON a.question = q.question \
     LEFT JOIN panel_versions v ON v.answer = a.answer \
     WHERE q.panel = $1 AND q.state = 'published' AND (a.author = $2 OR a.reader = $3 OR v.name = $3)";
const UNSIGN_VERSIONS: &str = "UPDATE panel_versions SET name = $1 WHERE name = $2 AND answer IN \
     (SELECT a.answer FROM panel_answers a JOIN panel_questions q ON q.question = a.question WHERE q.panel = $3)";
const UNSIGN_READER: &str = "UPDATE panel_answers SET reader = $1 WHERE reader = $2 AND question IN \
     (SELECT question FROM panel_questions WHERE panel = $3)";
const UNSIGN: &str = "UPDATE panel_answers SET name = title, title = '' WHERE author = $1 AND title <> '' AND question IN \
     (SELECT question FROM panel_questions WHERE panel = $2)";
const UNNAME: &str =
    "UPDATE panel_experts SET name = title, title = '' WHERE panel = $1 AND account = $2";
const EXPERTS: &str = "SELECT account, place, name, title, media, active FROM panel_experts WHERE panel = $1 ORDER BY place";
const SITS_IN: &str = "SELECT panel FROM panel_experts WHERE account = $1 AND active = 1";
const SET_PHOTO: &str =
    "UPDATE panel_experts SET media = $1, photo = $2 WHERE panel = $3 AND account = $4";
const PHOTO_OF: &str =
    "SELECT photo FROM panel_experts WHERE panel = $1 AND account = $2 AND active = 1";
const PHOTO: &str =
    "SELECT media, photo FROM panel_experts WHERE panel = $1 AND place = $2 AND photo IS NOT NULL";

fn read(row: &Row) -> Result<Panel, Fault> {
    let state = PanelState::read(&row.text(9)?);
    Ok(Panel {
        org: row.id(0)?,
        id: row.id(1)?,
        theme: row.text(2)?,
        intro: row.text(3)?,
        opening: row.text(4)?,
        closing: row.text(5)?,
        kinds: words(&row.text(6)?),
        starts: row.moment(7)?,
        days: u32::try_from(row.size(8)?).unwrap_or(u32::MAX),
        state: state.ok_or(Fault::new(Code::Damaged, "a session's state"))?,
        ended: row.opt_moment(10)?,
    })
}

/// Writes a session.
pub async fn add(tx: &mut Tx, panel: &Panel) -> Result<(), Fault> {
    tx.run(
        ADD,
        args![
            panel.org,
            panel.id,
            &panel.theme,
            &panel.intro,
            &panel.opening,
            &panel.closing,
            panel.kinds.join(" "),
            panel.starts,
            panel.days,
            panel.state.name(),
        ],
    )
    .await
}

/// Writes what may change of it.
pub async fn change(tx: &mut Tx, panel: &Panel) -> Result<(), Fault> {
    tx.run(
        CHANGE,
        args![
            &panel.theme,
            &panel.intro,
            &panel.opening,
            &panel.closing,
            panel.kinds.join(" "),
            panel.starts,
            panel.days,
            panel.id,
        ],
    )
    .await
}

/// Moves it to another state.
pub async fn go(
    tx: &mut Tx,
    panel: PanelId,
    to: PanelState,
    ended: Option<Moment>,
) -> Result<(), Fault> {
    tx.run(GO, args![to.name(), ended, panel]).await
}

/// A session.
pub async fn get(tx: &mut Tx, panel: PanelId) -> Result<Option<Panel>, Fault> {
    tx.opt(GET, args![panel])
        .await?
        .as_ref()
        .map(read)
        .transpose()
}

/// Removes a session with its experts; `false` when something was asked in it.
pub async fn cancel(tx: &mut Tx, panel: PanelId) -> Result<bool, Fault> {
    Ok(tx.exec(CANCEL, args![panel]).await? == 1)
}

/// The latest sessions.
pub async fn all(tx: &mut Tx, most: u32) -> Result<Vec<Panel>, Fault> {
    tx.all(ALL, args![most]).await?.iter().map(read).collect()
}

/// Names an expert, or names her again.
pub async fn add_expert(
    tx: &mut Tx,
    org: OrgId,
    panel: PanelId,
    account: AccountId,
    name: &str,
    title: &str,
) -> Result<(), Fault> {
    let place = tx.one(NEXT_PLACE, args![panel]).await?.int(0)?;
    tx.run(ADD_EXPERT, args![org, panel, account, place, name, title])
        .await
}

/// She answers no more in this session; what she signed stays.
pub async fn remove_expert(tx: &mut Tx, panel: PanelId, account: AccountId) -> Result<bool, Fault> {
    Ok(tx.exec(REMOVE_EXPERT, args![panel, account]).await? == 1)
}

/// Puts the function of somebody who answered in a session in place of her name, under what she wrote and read there. Gives
/// the public questions where it stood.
pub async fn unname(
    tx: &mut Tx,
    panel: PanelId,
    expert: &Expert,
    others: &[Expert],
) -> Result<BTreeSet<QuestionId>, Fault> {
    let account = expert.account;
    let rows = tx.all(NAMES, args![panel, account]).await?;
    let names = rows.iter().map(|row| row.text(0));
    let names: Vec<String> = names.collect::<Result<_, _>>()?;
    let mut signed = BTreeSet::new();
    for name in &names {
        let rows = tx.all(SIGNED, args![panel, account, name]).await?;
        for row in &rows {
            signed.insert(row.id(0)?);
        }
        // Where only a name tells who wrote, that of two people is not hers alone.
        if others.iter().all(|other| other.name != *name) {
            let args = args![&expert.title, name, panel];
            tx.run(UNSIGN_VERSIONS, args.clone()).await?;
            tx.run(UNSIGN_READER, args).await?;
        }
    }
    tx.run(UNSIGN, args![account, panel]).await?;
    tx.run(UNNAME, args![panel, account]).await?;
    Ok(signed)
}

/// Everybody who answers or answered in a session.
pub async fn experts(tx: &mut Tx, panel: PanelId) -> Result<Vec<Expert>, Fault> {
    let rows = tx.all(EXPERTS, args![panel]).await?;
    let read = |row: &Row| {
        Ok(Expert {
            account: row.id(0)?,
            place: u32::try_from(row.size(1)?).unwrap_or(u32::MAX),
            name: row.text(2)?,
            title: row.text(3)?,
            photo: !row.text(4)?.is_empty(),
            active: row.flag(5)?,
        })
    };
    rows.iter().map(read).collect()
}

/// The sessions in which somebody answers.
pub async fn sits_in(tx: &mut Tx, account: AccountId) -> Result<Vec<PanelId>, Fault> {
    let rows = tx.all(SITS_IN, args![account]).await?;
    rows.iter().map(|row| row.id(0)).collect()
}

/// Puts an expert's photo in place of the one before.
pub async fn set_photo(
    tx: &mut Tx,
    panel: PanelId,
    account: AccountId,
    media: &str,
    photo: Vec<u8>,
) -> Result<(), Fault> {
    tx.run(SET_PHOTO, args![media, photo, panel, account]).await
}

/// The photo of somebody who answers in a session, if she has one; `None` when she does not.
pub async fn photo_of(
    tx: &mut Tx,
    panel: PanelId,
    account: AccountId,
) -> Result<Option<Option<Vec<u8>>>, Fault> {
    let row = tx.opt(PHOTO_OF, args![panel, account]).await?;
    row.map(|row| row.opt_bytes(0)).transpose()
}

/// An expert's photo: its media type and its bytes.
pub async fn photo(
    tx: &mut Tx,
    panel: PanelId,
    place: u32,
) -> Result<Option<(String, Vec<u8>)>, Fault> {
    let row = tx.opt(PHOTO, args![panel, place]).await?;
    row.map(|row| Ok((row.text(0)?, row.bytes(1)?))).transpose()
}
