//! Every SQL text of this slice.

use crate::model::{Kept, Seen, State, Text};
use kernel::{Code, Fault, Moment, OrgId};
use seal::vault::{Identity, decrypt, encrypt, pad_entry, unpad};
use store::args;
use store::db::{Row, Tx};

const NUMBER: &str = "SELECT COALESCE(MAX(number), 0) + 1 FROM news WHERE sort = $1";
const BEGIN: &str = "INSERT INTO news (org_id, id, sort, number, state, version, draft) \
     VALUES ($1, $2, $3, $4, 'draft', 1, $5)";
const ONE: &str = "SELECT id, number, state, version, published, corrected, withdrawn, head, body, draft \
     FROM news WHERE sort = $1 AND number = $2";
const PUBLISHED: &str = "SELECT id, number, state, version, published, corrected, withdrawn, head \
     FROM news WHERE sort = $1 AND state = 'published' ORDER BY published DESC, number DESC";
const NEWEST: &str = "SELECT id, number, state, version, published, corrected, withdrawn, head, body \
     FROM news WHERE sort = $1 AND state = 'published' ORDER BY published DESC, number DESC LIMIT $2";
const ALL: &str = "SELECT id, number, state, version, published, corrected, withdrawn, head, body, draft \
     FROM news WHERE sort = $1 ORDER BY number DESC";
const DRAFT: &str = "UPDATE news SET draft = $1, version = version + 1 \
     WHERE id = $2 AND state = 'draft' AND version = $3";
const PUBLISH: &str = "UPDATE news SET state = 'published', published = $1, head = $2, body = $3, draft = NULL, \
     version = version + 1 WHERE id = $4 AND state = 'draft' AND version = $5";
const CORRECT: &str = "UPDATE news SET corrected = $1, head = $2, body = $3, version = version + 1 \
     WHERE id = $4 AND state = 'published' AND version = $5";
const KEEP: &str = "INSERT INTO news_versions (org_id, id, version, at, head, body) \
     SELECT org_id, id, version, $1, head, body FROM news WHERE id = $2";
const VERSIONS: &str =
    "SELECT version, at, head, body FROM news_versions WHERE id = $1 ORDER BY version DESC";
const WITHDRAW: &str = "UPDATE news SET state = 'withdrawn', withdrawn = $1, head = NULL, body = NULL, draft = NULL, \
     version = version + 1 WHERE id = $2 AND state = 'published' AND version = $3";
const FORGET: &str = "DELETE FROM news_versions WHERE id = $1";
const DISCARD: &str = "DELETE FROM news WHERE id = $1 AND state = 'draft' AND version = $2";

fn unreadable(error: serde_json::Error) -> Fault {
    Fault::caused(Code::Damaged, "a publication cannot be read", error)
}

/// Both parts of a draft, to the key of the instance's work.
pub fn close<T: Text>(text: &T, key: &Identity) -> Result<Vec<u8>, Fault> {
    let both = serde_json::to_vec(&(text, text.body()));
    let both = both.map_err(|e| Fault::internal("a draft cannot be written", e))?;
    Ok(encrypt(&pad_entry(both), &[key.to_public()])?)
}

fn open<T: Text>(draft: &[u8], key: &Identity) -> Result<T, Fault> {
    let both = decrypt(draft, std::slice::from_ref(key))?;
    let (mut text, body): (T, String) = serde_json::from_slice(unpad(&both)).map_err(unreadable)?;
    text.set_body(body);
    Ok(text)
}

/// What lists show, in JSON.
pub fn head<T: Text>(text: &T) -> Result<String, Fault> {
    serde_json::to_string(text).map_err(|e| Fault::internal("a publication cannot be written", e))
}

fn text_of<T: Text>(head: Option<String>, body: Option<String>) -> Result<T, Fault> {
    let mut text: T = match head {
        Some(head) => serde_json::from_str(&head).map_err(unreadable)?,
        None => T::default(),
    };
    text.set_body(body.unwrap_or_default());
    Ok(text)
}

fn kept<T>(row: &Row, text: T) -> Result<Kept<T>, Fault> {
    let number = |column| -> Result<u32, Fault> {
        let number = u32::try_from(row.size(column)?);
        number.map_err(|e| Fault::caused(Code::Damaged, "a publication's number", e))
    };
    let state = State::read(&row.text(2)?);
    Ok(Kept {
        id: row.id(0)?,
        number: number(1)?,
        state: state.ok_or(Fault::new(Code::Damaged, "a publication's state"))?,
        version: number(3)?,
        published: row.opt_moment(4)?,
        corrected: row.opt_moment(5)?,
        withdrawn: row.opt_moment(6)?,
        text,
    })
}

/// Begins a draft; gives its number.
pub async fn begin<T: Text>(tx: &mut Tx, id: [u8; 16], draft: Vec<u8>) -> Result<u32, Fault> {
    let sort = T::SORT.name();
    let number = tx.one(NUMBER, args![sort]).await?.int(0)?;
    tx.exec(BEGIN, args![OrgId::FIRST, id, sort, number, draft])
        .await?;
    u32::try_from(number).map_err(|e| Fault::caused(Code::Internal, "a publication's number", e))
}

/// One of them, whatever its state.
pub async fn one<T: Text>(
    tx: &mut Tx,
    number: u32,
    key: &Identity,
) -> Result<Option<Kept<T>>, Fault> {
    let row = tx.opt(ONE, args![T::SORT.name(), number]).await?;
    row.map(|row| whole(&row, key)).transpose()
}

fn whole<T: Text>(row: &Row, key: &Identity) -> Result<Kept<T>, Fault> {
    let text = match row.opt_bytes(9)? {
        Some(draft) => open(&draft, key)?,
        None => text_of(row.opt_text(7)?, row.opt_text(8)?)?,
    };
    kept(row, text)
}

/// What is published, the newest first, without the long part.
pub async fn published<T: Text>(tx: &mut Tx) -> Result<Vec<Kept<T>>, Fault> {
    let rows = tx.all(PUBLISHED, args![T::SORT.name()]).await?;
    let read = rows
        .iter()
        .map(|row| kept(row, text_of(row.opt_text(7)?, None)?));
    read.collect()
}

/// The newest, whole.
pub async fn newest<T: Text>(tx: &mut Tx, count: u32) -> Result<Vec<Kept<T>>, Fault> {
    let rows = tx.all(NEWEST, args![T::SORT.name(), count]).await?;
    let read = rows
        .iter()
        .map(|row| kept(row, text_of(row.opt_text(7)?, row.opt_text(8)?)?));
    read.collect()
}

/// All of them, for those who write.
pub async fn all<T: Text>(tx: &mut Tx, key: &Identity) -> Result<Vec<Kept<T>>, Fault> {
    let rows = tx.all(ALL, args![T::SORT.name()]).await?;
    rows.iter().map(|row| whole(row, key)).collect()
}

/// What a text was before it was corrected, and until when; the newest first.
pub async fn versions<T: Text>(tx: &mut Tx, id: [u8; 16]) -> Result<Vec<(u32, Moment, T)>, Fault> {
    let rows = tx.all(VERSIONS, args![id]).await?;
    let read = rows.iter().map(|row| {
        let number = u32::try_from(row.size(0)?);
        let number = number.map_err(|e| Fault::caused(Code::Damaged, "a version's number", e))?;
        let text = text_of(row.opt_text(2)?, row.opt_text(3)?)?;
        Ok((number, row.moment(1)?, text))
    });
    read.collect()
}

/// Somebody else changed it first.
///
/// # Errors
/// `Conflict` unless this is the row that was touched.
fn changed(rows: u64) -> Result<(), Fault> {
    match rows {
        1 => Ok(()),
        _ => Err(Fault::new(
            Code::Conflict,
            "a publication changed meanwhile",
        )),
    }
}

/// Writes a draft over the one that was read.
pub async fn draft(tx: &mut Tx, seen: Seen, draft: Vec<u8>) -> Result<(), Fault> {
    changed(tx.exec(DRAFT, args![draft, seen.id, seen.version]).await?)
}

/// Lets everybody read it.
pub async fn publish<T: Text>(tx: &mut Tx, kept: &Kept<T>, now: Moment) -> Result<(), Fault> {
    let (head, body) = (head(&kept.text)?, kept.text.body());
    changed(
        tx.exec(PUBLISH, args![now, head, body, kept.id, kept.version])
            .await?,
    )
}

/// Keeps what is read, and puts this in its place.
pub async fn correct<T: Text>(
    tx: &mut Tx,
    kept: &Kept<T>,
    text: &T,
    now: Moment,
) -> Result<(), Fault> {
    tx.exec(KEEP, args![now, kept.id]).await?;
    let (head, body) = (head(text)?, text.body());
    changed(
        tx.exec(CORRECT, args![now, head, body, kept.id, kept.version])
            .await?,
    )
}

/// Takes it away from everybody, with all that it was.
pub async fn withdraw(tx: &mut Tx, seen: Seen, now: Moment) -> Result<(), Fault> {
    changed(tx.exec(WITHDRAW, args![now, seen.id, seen.version]).await?)?;
    tx.run(FORGET, args![seen.id]).await
}

/// Throws a draft away.
pub async fn discard(tx: &mut Tx, seen: Seen) -> Result<(), Fault> {
    changed(tx.exec(DISCARD, args![seen.id, seen.version]).await?)
}
