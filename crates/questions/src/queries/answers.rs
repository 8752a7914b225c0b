//! Answers and their versions. A draft is sealed to the key of the instance's work.

use super::words;
use crate::model::{Answer, Mark, Source, Stage, Version};
use kernel::{AnswerId, Code, Fault, Moment, OrgId, PanelId, QuestionId};
use seal::vault::{decrypt, encrypt};
use store::db::{Row, Tx};
use store::{Store, args};

const PUT: &str = "INSERT INTO panel_answers (org_id, answer, question, parts, state, version, author, name, title, reader, \
     source, kinds, letters, marks, ct, published, changed) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) \
     ON CONFLICT (answer) DO UPDATE SET parts = excluded.parts, state = excluded.state, version = excluded.version, \
     author = excluded.author, name = excluded.name, title = excluded.title, reader = excluded.reader, \
     kinds = excluded.kinds, letters = excluded.letters, marks = excluded.marks, ct = excluded.ct, \
     published = excluded.published, changed = excluded.changed";
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT a.answer, a.question, a.parts, a.state, a.version, a.author, a.name, a.title, a.reader, a.source, \
             a.kinds, a.letters, a.marks, a.ct, a.published, a.changed, v.body FROM panel_answers a \
             LEFT JOIN panel_versions v ON v.answer = a.answer AND v.version = a.version ",
            $rest
        )
    };
}
const GET: &str = select!("WHERE a.answer = $1");
const OF: &str = select!("WHERE a.question = $1 ORDER BY a.changed, a.answer");
const IN: &str = select!(
    "JOIN panel_questions q ON q.question = a.question WHERE q.panel = $1 ORDER BY a.changed, a.answer"
);
const PUBLIC_BETWEEN: &str = select!(
    "JOIN panel_questions q ON q.question = a.question \
     WHERE q.panel = $1 AND q.state = 'published' AND q.place >= $2 AND q.place <= $3 AND a.state = 'published' \
     ORDER BY a.published, a.answer"
);
const STANDING: &str =
    select!("WHERE a.state = 'published' AND a.marks <> '' ORDER BY a.changed LIMIT $1 OFFSET $2");
const EARLIER: &str = "SELECT a.question, a.published FROM panel_answers a \
     JOIN panel_questions q ON q.question = a.question \
     WHERE a.answer = $1 AND a.state = 'published' AND q.state = 'published'";
const TAKING_UP: &str = "SELECT q.panel, q.question FROM panel_answers a \
     JOIN panel_questions q ON q.question = a.question \
     WHERE a.source = $1 AND a.source <> '' AND a.state = 'published' AND q.state = 'published' \
     ORDER BY q.question";
const DELETE: &str =
    "DELETE FROM panel_answers WHERE answer = $1 AND state IN ('draft', 'reading')";
const ADD_VERSION: &str = "INSERT INTO panel_versions (org_id, answer, version, body, name, at) VALUES ($1, $2, $3, $4, $5, $6)";
const VERSIONS: &str =
    "SELECT version, body, name, at FROM panel_versions WHERE answer = $1 ORDER BY version";
const DROP_VERSIONS: &str = "DELETE FROM panel_versions WHERE answer = $1";

fn sealed(store: &Store, text: &str) -> Result<Vec<u8>, Fault> {
    let plain = seal::vault::pad_entry(text.as_bytes().to_vec());
    Ok(encrypt(&plain, &[store.secrets.work_key().to_public()])?)
}

fn opened(store: &Store, ct: &[u8]) -> Result<String, Fault> {
    let key = store.secrets.work_key();
    let plain = decrypt(ct, std::slice::from_ref(key))?;
    String::from_utf8(seal::vault::unpad(&plain).to_vec())
        .map_err(|error| Fault::caused(Code::Damaged, "a draft cannot be read", error))
}

fn marks(text: &str) -> Vec<Mark> {
    let pairs = text
        .split_whitespace()
        .filter_map(|pair| pair.split_once('='));
    pairs
        .map(|(article, mark)| Mark {
            article: article.to_owned(),
            mark: mark.to_owned(),
        })
        .collect()
}

fn read(store: &Store, row: &Row) -> Result<Answer, Fault> {
    let stage = Stage::read(&row.text(3)?).ok_or(Fault::new(Code::Damaged, "an answer's state"))?;
    let ct = row.bytes(13)?;
    let parts = row.text(2)?;
    Ok(Answer {
        id: row.id(0)?,
        question: row.id(1)?,
        parts: parts.split(' ').filter_map(|n| n.parse().ok()).collect(),
        stage,
        version: u32::try_from(row.size(4)?).unwrap_or(u32::MAX),
        author: row.id(5)?,
        name: row.text(6)?,
        title: row.text(7)?,
        reader: row.text(8)?,
        source: Source::read(&row.text(9)?),
        kinds: words(&row.text(10)?),
        letters: words(&row.text(11)?),
        marks: marks(&row.text(12)?),
        body: if ct.is_empty() {
            row.opt_text(16)?.unwrap_or_default()
        } else {
            opened(store, &ct)?
        },
        published: row.opt_moment(14)?,
        changed: row.moment(15)?,
    })
}

/// Writes an answer over what stood there. What is published stands in a version, in clear; the rest is sealed.
pub async fn put(tx: &mut Tx, store: &Store, org: OrgId, answer: &Answer) -> Result<(), Fault> {
    let ct = match answer.stage {
        Stage::Published => Vec::new(),
        _ => sealed(store, &answer.body)?,
    };
    let parts: Vec<String> = answer.parts.iter().map(u32::to_string).collect();
    let marks: Vec<String> = answer
        .marks
        .iter()
        .map(|mark| [&mark.article, "=", &mark.mark].concat())
        .collect();
    let source = answer.source.as_ref().map(Source::text).unwrap_or_default();
    tx.run(
        PUT,
        args![
            org,
            answer.id,
            answer.question,
            parts.join(" "),
            answer.stage.name(),
            answer.version,
            answer.author,
            &answer.name,
            &answer.title,
            &answer.reader,
            source,
            answer.kinds.join(" "),
            answer.letters.join(" "),
            marks.join(" "),
            ct,
            answer.published,
            answer.changed,
        ],
    )
    .await
}

/// An answer.
pub async fn get(tx: &mut Tx, store: &Store, answer: AnswerId) -> Result<Option<Answer>, Fault> {
    let row = tx.opt(GET, args![answer]).await?;
    row.map(|row| read(store, &row)).transpose()
}

/// Every answer to a question, whatever its stage.
pub async fn of(tx: &mut Tx, store: &Store, question: QuestionId) -> Result<Vec<Answer>, Fault> {
    let rows = tx.all(OF, args![question]).await?;
    rows.iter().map(|row| read(store, row)).collect()
}

/// Every answer of a session, whatever its stage.
pub async fn within(tx: &mut Tx, store: &Store, panel: PanelId) -> Result<Vec<Answer>, Fault> {
    let rows = tx.all(IN, args![panel]).await?;
    rows.iter().map(|row| read(store, row)).collect()
}

/// Those of a session that everybody reads, to the questions from one number to another.
pub async fn public_between(
    tx: &mut Tx,
    store: &Store,
    panel: PanelId,
    (first, last): (u32, u32),
) -> Result<Vec<Answer>, Fault> {
    let rows = tx.all(PUBLIC_BETWEEN, args![panel, first, last]).await?;
    rows.iter().map(|row| read(store, row)).collect()
}

/// Those that everybody reads.
pub async fn public_of(
    tx: &mut Tx,
    store: &Store,
    question: QuestionId,
) -> Result<Vec<Answer>, Fault> {
    let mut all = of(tx, store, question).await?;
    all.retain(|answer| answer.stage == Stage::Published);
    Ok(all)
}

/// Published answers that quote articles, oldest first.
pub async fn standing(
    tx: &mut Tx,
    store: &Store,
    most: u32,
    skip: u32,
) -> Result<Vec<Answer>, Fault> {
    let rows = tx.all(STANDING, args![most, skip]).await?;
    rows.iter().map(|row| read(store, row)).collect()
}

/// A public answer that another one takes up: where it stands, and of when it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TakenUp {
    /// Its question.
    pub question: QuestionId,
    /// When it was published.
    pub published: Option<Moment>,
}

/// A public answer that another one takes up; `None` once it is not public.
pub async fn earlier(tx: &mut Tx, answer: AnswerId) -> Result<Option<TakenUp>, Fault> {
    let row = tx.opt(EARLIER, args![answer]).await?;
    let read = |row: Row| {
        Ok(TakenUp {
            question: row.id(0)?,
            published: row.opt_moment(1)?,
        })
    };
    row.map(read).transpose()
}

/// The public questions with an answer that takes this one up, each with its session.
pub async fn taking_up(tx: &mut Tx, answer: AnswerId) -> Result<Vec<(PanelId, QuestionId)>, Fault> {
    let source = Source::Answer(answer).text();
    let rows = tx.all(TAKING_UP, args![source]).await?;
    rows.iter()
        .map(|row| Ok((row.id(0)?, row.id(1)?)))
        .collect()
}

/// Removes a draft; `false` when there is none.
pub async fn drop_draft(tx: &mut Tx, answer: AnswerId) -> Result<bool, Fault> {
    Ok(tx.exec(DELETE, args![answer]).await? == 1)
}

/// Adds a version of a published answer.
pub async fn add_version(
    tx: &mut Tx,
    org: OrgId,
    answer: AnswerId,
    version: &Version,
) -> Result<(), Fault> {
    let Version {
        number,
        body,
        name,
        at,
    } = version;
    tx.run(ADD_VERSION, args![org, answer, *number, body, name, *at])
        .await
}

/// Every version, oldest first.
pub async fn versions(tx: &mut Tx, answer: AnswerId) -> Result<Vec<Version>, Fault> {
    let rows = tx.all(VERSIONS, args![answer]).await?;
    let read = |row: &Row| {
        Ok(Version {
            number: u32::try_from(row.size(0)?).unwrap_or(u32::MAX),
            body: row.text(1)?,
            name: row.text(2)?,
            at: row.moment(3)?,
        })
    };
    rows.iter().map(read).collect()
}

/// Forgets what an answer said, when it is withdrawn.
pub async fn drop_versions(tx: &mut Tx, answer: AnswerId) -> Result<(), Fault> {
    tx.run(DROP_VERSIONS, args![answer]).await
}
