//! Questions and their parts. What is not public is sealed to the key of the instance's work, and opened here.

use crate::model::{Part, Private, Question, Shown};
use crate::rules::clean::folded;
use kernel::{AccountId, Code, Fault, Moment, OrgId, PanelId, QuestionId};
use seal::vault::{decrypt, encrypt};
use store::db::{Row, Tx};
use store::{Store, args};

const ADD: &str = "INSERT INTO panel_questions (org_id, question, panel, place, asked, changed, code, same, ct, \
     alias, pseudonym, body, kind, profession, level, state, joined, taken, mail, lease, tries) \
     SELECT $1, $2, $3, NULL, $4, $4, $5, $6, $7, '', '', '', '', '', '', $8, NULL, NULL, $9, 0, 0 \
     FROM panels WHERE panel = $3 AND state IN ('announced', 'open') \
     ON CONFLICT (question) DO NOTHING";
const GET: &str = of_questions!("WHERE question = $1");
/// PostgreSQL: two experts who decide at once follow each other. SQLite has one writer.
const LOCK: &str = "UPDATE panel_questions SET changed = $1 WHERE question = $2";
const PANEL_OF: &str = "SELECT panel FROM panel_questions WHERE question = $1";
const BY_CODE: &str = of_questions!("WHERE code = $1");
const QUEUE: &str =
    of_questions!("WHERE panel = $1 AND state = $2 ORDER BY asked, question LIMIT $3 OFFSET $4");
const AWAY: &str = of_questions!(
    "WHERE panel = $1 AND state IN ('joined', 'masked', 'refused') ORDER BY asked, question LIMIT $2 OFFSET $3"
);
const COUNT_SAME: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM panel_questions \
     WHERE panel = $1 AND same = $2 AND state = 'waiting'";
const JOINED: &str = of_questions!("WHERE joined = $1 ORDER BY asked");
const COUNT: &str =
    "SELECT state, CAST(COUNT(*) AS BIGINT) FROM panel_questions WHERE panel = $1 GROUP BY state";
const WAITING: &str = "SELECT \
     (SELECT CAST(COUNT(*) AS BIGINT) FROM (SELECT 1 AS one FROM panel_questions \
     WHERE panel = $1 AND state = 'waiting' AND asked >= $2 LIMIT $3) AS lately), \
     (SELECT CAST(COUNT(*) AS BIGINT) FROM (SELECT 1 AS one FROM panel_questions \
     WHERE panel = $1 AND state = 'waiting' LIMIT $4) AS found)";
const GROUPS: &str = "SELECT same, CAST(COUNT(*) AS BIGINT) FROM panel_questions \
     WHERE panel = $1 AND state = 'waiting' GROUP BY same HAVING COUNT(*) > 1";
const SET: &str = "UPDATE panel_questions SET place = $1, changed = $2, ct = $3, pseudonym = $4, body = $5, kind = $6, \
     profession = $7, level = $8, state = $9, joined = $10, taken = $11, mail = $12, alias = $13 WHERE question = $14";
const TAKEN: &str =
    "SELECT question FROM panel_questions WHERE panel = $1 AND taken = $2 AND state = 'published'";
const RELEASE_ALL: &str =
    "UPDATE panel_questions SET taken = NULL, changed = $1 WHERE panel = $2 AND taken = $3";
const NEXT_PLACE: &str = "SELECT COALESCE(MAX(place), 0) + 1 FROM panel_questions WHERE panel = $1";
/// PostgreSQL: two publications of one session follow each other, so that each has its own number.
const LOCK_PANEL: &str = "UPDATE panels SET days = days WHERE panel = $1";
const PARTS: &str = "SELECT part, body FROM panel_parts WHERE question = $1 ORDER BY part";
const PARTS_IN: &str = "SELECT p.question, p.part, p.body FROM panel_parts p \
     JOIN panel_questions q ON q.question = p.question WHERE q.panel = $1 ORDER BY p.question, p.part";
const DROP_PARTS: &str = "DELETE FROM panel_parts WHERE question = $1";
const ADD_PART: &str =
    "INSERT INTO panel_parts (org_id, question, part, body) VALUES ($1, $2, $3, $4)";
const DUE_MAIL: &str = "SELECT question, lease, tries FROM panel_questions WHERE mail = 1 AND lease <= $1 ORDER BY lease LIMIT 1";
/// Two nodes that saw the same one: only one of them takes it.
const CLAIM: &str = "UPDATE panel_questions SET lease = $1, tries = tries + 1 WHERE question = $2 AND lease = $3 AND mail = 1";
/// Once it left, the next one begins with its first try.
const MAILED: &str = "UPDATE panel_questions SET mail = $1, lease = $2, tries = CASE WHEN $1 = 2 THEN 0 ELSE tries END \
     WHERE question = $3 AND tries = $4";
const OLD: &str = "SELECT question FROM panel_questions WHERE changed < $1 AND state IN ('waiting', 'joined', 'masked', 'refused') LIMIT 500";
const OLD_MAIL: &str = "SELECT question FROM panel_questions WHERE mail = 2 AND state = 'published' AND changed < $1 LIMIT 500";
const DELETE: &str = "DELETE FROM panel_questions WHERE question = $1";

pub(super) fn sealed(store: &Store, said: &Private) -> Result<Vec<u8>, Fault> {
    let plain = serde_json::to_vec(said)
        .map_err(|error| Fault::internal("a question cannot be written", error))?;
    // Padded, so that a dump does not tell a long question from a short one.
    let plain = seal::vault::pad_entry(plain);
    Ok(encrypt(&plain, &[store.secrets.work_key().to_public()])?)
}

pub(super) fn opened(store: &Store, ct: &[u8]) -> Result<Private, Fault> {
    let key = store.secrets.work_key();
    let plain = decrypt(ct, std::slice::from_ref(key))?;
    serde_json::from_slice(seal::vault::unpad(&plain))
        .map_err(|error| Fault::caused(Code::Damaged, "a question cannot be read", error))
}

fn read(store: &Store, row: &Row) -> Result<Question, Fault> {
    let shown = Shown::read(&row.text(10)?);
    let shown = shown.ok_or(Fault::new(Code::Damaged, "a question's state"))?;
    let mut said = opened(store, &row.bytes(4)?)?;
    if shown == Shown::Published {
        said.pseudonym = row.text(5)?;
        said.body = row.text(6)?;
        said.kind = row.text(7)?;
        said.profession = row.text(8)?;
        said.level = row.text(9)?;
    }
    // Refused with others: the reason stands once for all of them.
    if let Some(ct) = row.opt_bytes(15)? {
        said.reason = opened(store, &ct)?.reason;
    }
    let place = row.opt_int(2)?.and_then(|place| u32::try_from(place).ok());
    Ok(Question {
        id: row.id(0)?,
        panel: row.id(1)?,
        place,
        asked: row.moment(3)?,
        said,
        shown,
        joined: row.opt_id(11)?,
        taken: row.opt_id(12)?,
        same: row.id(13)?,
        mail_due: row.int(14)? == 1,
    })
}

/// The public part of a row, without opening what is sealed: what listeners and readers are shown.
pub(super) fn read_public(row: &Row) -> Result<Question, Fault> {
    let place = row.opt_int(2)?.and_then(|place| u32::try_from(place).ok());
    let shown = Shown::read(&row.text(10)?);
    Ok(Question {
        id: row.id(0)?,
        panel: row.id(1)?,
        place,
        asked: row.moment(3)?,
        said: Private {
            pseudonym: row.text(5)?,
            body: row.text(6)?,
            kind: row.text(7)?,
            profession: row.text(8)?,
            level: row.text(9)?,
            ..Private::default()
        },
        shown: shown.ok_or(Fault::new(Code::Damaged, "a question's state"))?,
        joined: row.opt_id(11)?,
        taken: row.opt_id(12)?,
        same: row.id(13)?,
        mail_due: false,
    })
}

/// As stored: 0 without address, 1 when a mail is due, 2 while an address is kept.
const fn mail_state(question: &Question) -> i64 {
    match (question.said.mail.is_empty(), question.mail_due) {
        (true, _) => 0,
        (false, true) => 1,
        (false, false) => 2,
    }
}

/// Writes a question that was asked, if its session takes questions still; `false` when it does not, or when the question was
/// already there. One statement: a session that closes meanwhile comes before it or after it.
pub async fn add(
    tx: &mut Tx,
    store: &Store,
    org: OrgId,
    question: &Question,
    code: [u8; 32],
) -> Result<bool, Fault> {
    let ct = sealed(store, &question.said)?;
    let values = args![
        org,
        question.id,
        question.panel,
        question.asked,
        code,
        question.same,
        ct,
        question.shown.name(),
        mail_state(question),
    ];
    Ok(tx.exec(ADD, values).await? == 1)
}

/// Writes a question again: its state, its public part when it is public, the rest sealed.
pub async fn set(
    tx: &mut Tx,
    store: &Store,
    question: &Question,
    now: Moment,
) -> Result<(), Fault> {
    let public = question.shown == Shown::Published;
    let said = &question.said;
    let nothing = Private::default();
    let shown = if public { said } else { &nothing };
    let kept = if public {
        Private {
            mail: said.mail.clone(),
            lang: said.lang.clone(),
            reason: said.reason.clone(),
            ..Private::default()
        }
    } else {
        said.clone()
    };
    tx.run(
        SET,
        args![
            question.place,
            now,
            sealed(store, &kept)?,
            &shown.pseudonym,
            &shown.body,
            &shown.kind,
            &shown.profession,
            &shown.level,
            question.shown.name(),
            question.joined,
            question.taken,
            mail_state(question),
            folded(&shown.pseudonym),
            question.id,
        ],
    )
    .await
}

/// A question.
pub async fn get(
    tx: &mut Tx,
    store: &Store,
    question: QuestionId,
) -> Result<Option<Question>, Fault> {
    let row = tx.opt(GET, args![question]).await?;
    row.map(|row| read(store, &row)).transpose()
}

/// Holds a question until the end of the transaction: whoever changes it at the same time waits.
pub async fn lock(tx: &mut Tx, question: QuestionId, now: Moment) -> Result<(), Fault> {
    tx.run(LOCK, args![now, question]).await
}

/// The session of a question.
pub async fn panel_of(tx: &mut Tx, question: QuestionId) -> Result<Option<PanelId>, Fault> {
    let row = tx.opt(PANEL_OF, args![question]).await?;
    row.map(|row| row.id(0)).transpose()
}

/// The same, for whoever will change it: the next one waits.
pub async fn take(
    tx: &mut Tx,
    store: &Store,
    question: QuestionId,
) -> Result<Option<Question>, Fault> {
    lock(tx, question, store.clock.now()).await?;
    get(tx, store, question).await
}

/// The same for several, always in the order of their ids: two experts who work on the same ones follow each other.
pub async fn take_all(
    tx: &mut Tx,
    store: &Store,
    mut ids: Vec<QuestionId>,
) -> Result<Vec<Question>, Fault> {
    ids.sort_unstable();
    ids.dedup();
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        found.extend(take(tx, store, id).await?);
    }
    Ok(found)
}

/// Those that another one stands for, held until the end of the transaction.
pub async fn take_joined(
    tx: &mut Tx,
    store: &Store,
    question: QuestionId,
) -> Result<Vec<Question>, Fault> {
    let ids = joined(tx, store, question)
        .await?
        .iter()
        .map(|one| one.id)
        .collect();
    let mut found = take_all(tx, store, ids).await?;
    found.retain(|one| one.shown == Shown::Joined && one.joined == Some(question));
    Ok(found)
}

/// The question of a code.
pub async fn by_code(
    tx: &mut Tx,
    store: &Store,
    code: [u8; 32],
) -> Result<Option<Question>, Fault> {
    let row = tx.opt(BY_CODE, args![code]).await?;
    row.map(|row| read(store, &row)).transpose()
}

/// Questions of a session in one state, or away in one of the others, the oldest first; those that are published without what
/// stays sealed.
pub async fn queue(
    tx: &mut Tx,
    store: &Store,
    panel: PanelId,
    states: &[Shown],
    (skip, most): (u32, u32),
) -> Result<Vec<Question>, Fault> {
    let rows = match states {
        // In the order of an index, however many they are.
        [one] => tx.all(QUEUE, args![panel, one.name(), most, skip]).await?,
        _ => tx.all(AWAY, args![panel, most, skip]).await?,
    };
    let each = rows.iter();
    match states {
        [Shown::Published] => each.map(read_public).collect(),
        _ => each.map(|row| read(store, row)).collect(),
    }
}

/// The public part of a question that is public.
pub async fn get_public(tx: &mut Tx, question: QuestionId) -> Result<Option<Question>, Fault> {
    let row = tx.opt(GET, args![question]).await?;
    let question = row.as_ref().map(read_public).transpose()?;
    Ok(question.filter(|question| question.shown == Shown::Published))
}

/// How many wait with the same text.
pub async fn count_same(tx: &mut Tx, panel: PanelId, mark: [u8; 32]) -> Result<u64, Fault> {
    tx.one(COUNT_SAME, args![panel, mark]).await?.size(0)
}

/// Those that another one stands for.
pub async fn joined(
    tx: &mut Tx,
    store: &Store,
    question: QuestionId,
) -> Result<Vec<Question>, Fault> {
    let rows = tx.all(JOINED, args![question]).await?;
    rows.iter().map(|row| read(store, row)).collect()
}

/// How many there are in each state.
pub async fn count(tx: &mut Tx, panel: PanelId) -> Result<Vec<(Shown, u64)>, Fault> {
    let mut found = Vec::new();
    for row in tx.all(COUNT, args![panel]).await? {
        if let Some(shown) = Shown::read(&row.text(0)?) {
            found.push((shown, row.size(1)?));
        }
    }
    Ok(found)
}

/// How many wait that were asked since then, and how many wait at all; no more than so many of each are counted.
pub async fn waiting(
    tx: &mut Tx,
    panel: PanelId,
    since: Moment,
    (lately, all): (u32, u32),
) -> Result<(u64, u64), Fault> {
    let row = tx.one(WAITING, args![panel, since, lately, all]).await?;
    Ok((row.size(0)?, row.size(1)?))
}

/// The marks of texts that wait more than once, with how often.
pub async fn groups(tx: &mut Tx, panel: PanelId) -> Result<Vec<([u8; 32], u64)>, Fault> {
    let rows = tx.all(GROUPS, args![panel]).await?;
    rows.iter()
        .map(|row| Ok((row.id(0)?, row.size(1)?)))
        .collect()
}

/// Holds a session until the end of the transaction: whoever changes it at the same time waits.
pub async fn lock_panel(tx: &mut Tx, panel: PanelId) -> Result<(), Fault> {
    tx.run(LOCK_PANEL, args![panel]).await
}

/// What an expert had taken is free again. Gives those that everybody sees.
pub async fn release_all(
    tx: &mut Tx,
    panel: PanelId,
    account: AccountId,
    now: Moment,
) -> Result<Vec<QuestionId>, Fault> {
    let rows = tx.all(TAKEN, args![panel, account]).await?;
    let public = rows.iter().map(|row| row.id(0)).collect();
    tx.run(RELEASE_ALL, args![now, panel, account]).await?;
    public
}

/// The next number of a session; whoever publishes at the same time waits.
pub async fn next_place(tx: &mut Tx, panel: PanelId) -> Result<u32, Fault> {
    lock_panel(tx, panel).await?;
    let place = tx.one(NEXT_PLACE, args![panel]).await?.size(0)?;
    Ok(u32::try_from(place).unwrap_or(u32::MAX))
}

/// The parts of a question, wherever they stand.
pub async fn parts_of(tx: &mut Tx, question: &Question) -> Result<Vec<Part>, Fault> {
    match question.shown {
        Shown::Published => parts(tx, question.id).await,
        _ => Ok(numbered(&question.said.parts)),
    }
}

/// The parts that stay sealed with their question.
pub fn numbered(bodies: &[String]) -> Vec<Part> {
    let each = (1..).zip(bodies);
    each.map(|(number, body)| Part {
        number,
        body: body.clone(),
    })
    .collect()
}

/// Its parts become public with it. The caller then writes the question.
pub async fn show_parts(tx: &mut Tx, org: OrgId, question: &mut Question) -> Result<(), Fault> {
    let parts = numbered(&std::mem::take(&mut question.said.parts));
    set_parts(tx, org, question.id, &parts).await
}

/// Its parts are sealed again with it. The caller then writes the question.
pub async fn hide_parts(tx: &mut Tx, question: &mut Question) -> Result<(), Fault> {
    let parts = parts(tx, question.id).await?;
    question.said.parts = parts.into_iter().map(|part| part.body).collect();
    tx.run(DROP_PARTS, args![question.id]).await
}

/// The parts of a published question.
pub async fn parts(tx: &mut Tx, question: QuestionId) -> Result<Vec<Part>, Fault> {
    let rows = tx.all(PARTS, args![question]).await?;
    let read = |row: &Row| {
        Ok(Part {
            number: u32::try_from(row.size(0)?).unwrap_or(u32::MAX),
            body: row.text(1)?,
        })
    };
    rows.iter().map(read).collect()
}

/// The parts of every question of a session.
pub async fn parts_in(tx: &mut Tx, panel: PanelId) -> Result<Vec<(QuestionId, Part)>, Fault> {
    let rows = tx.all(PARTS_IN, args![panel]).await?;
    let read = |row: &Row| {
        let part = Part {
            number: u32::try_from(row.size(1)?).unwrap_or(u32::MAX),
            body: row.text(2)?,
        };
        Ok((row.id(0)?, part))
    };
    rows.iter().map(read).collect()
}

/// Writes the parts of a published question over those before.
pub async fn set_parts(
    tx: &mut Tx,
    org: OrgId,
    question: QuestionId,
    parts: &[Part],
) -> Result<(), Fault> {
    tx.run(DROP_PARTS, args![question]).await?;
    for part in parts {
        tx.run(ADD_PART, args![org, question, part.number, &part.body])
            .await?;
    }
    Ok(())
}

/// Takes the next mail that is due: the question, and which try this is.
pub async fn claim_mail(
    tx: &mut Tx,
    now: Moment,
    until: Moment,
) -> Result<Option<(QuestionId, u32)>, Fault> {
    let Some(row) = tx.opt(DUE_MAIL, args![now]).await? else {
        return Ok(None);
    };
    let question: QuestionId = row.id(0)?;
    let tries = u32::try_from(row.size(2)?)
        .unwrap_or(u32::MAX)
        .saturating_add(1);
    let taken = tx
        .exec(CLAIM, args![until, question, row.moment(1)?])
        .await?;
    Ok((taken == 1).then_some((question, tries)))
}

/// Notes how a mail ended, unless another one became due meanwhile: 1 again after `lease`, 2 nothing more is due.
pub async fn mailed(
    tx: &mut Tx,
    question: QuestionId,
    tries: u32,
    state: u32,
    lease: Moment,
) -> Result<(), Fault> {
    tx.run(MAILED, args![state, lease, question, tries]).await
}

/// Forgets the addresses of questions that have not moved since `before`.
pub async fn forget_mails(tx: &mut Tx, store: &Store, before: Moment) -> Result<(), Fault> {
    for row in tx.all(OLD_MAIL, args![before]).await? {
        let found = match take(tx, store, row.id(0)?).await {
            // One that cannot be read keeps none of the others.
            Err(fault) if fault.code() == Code::Damaged => {
                tracing::error!(%fault, "an address could not be forgotten");
                continue;
            }
            found => found?,
        };
        if let Some(mut question) = found {
            question.said.mail.clear();
            set(tx, store, &question, store.clock.now()).await?;
        }
    }
    Ok(())
}

/// Deletes a question, with its parts and answers.
pub async fn delete(tx: &mut Tx, question: QuestionId) -> Result<(), Fault> {
    tx.run(DELETE, args![question]).await
}

/// Deletes what was never shown, or is not any more, and has not moved since `before`. Gives how many.
pub async fn purge(tx: &mut Tx, before: Moment) -> Result<u64, Fault> {
    let old = tx.all(OLD, args![before]).await?;
    for row in &old {
        tx.run(DELETE, args![row.id::<QuestionId>(0)?]).await?;
    }
    Ok(old.len() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Panel, PanelState};
    use crate::queries::panels;
    use store::testing::both;

    #[tokio::test]
    async fn n004_a_question_that_comes_once_its_session_has_closed_is_not_kept() {
        both(|store| async move {
            let panel = Panel {
                id: PanelId::new([7; 16]),
                org: OrgId::FIRST,
                theme: String::new(),
                intro: String::new(),
                opening: String::new(),
                closing: String::new(),
                kinds: Vec::new(),
                starts: Moment(0),
                days: 7,
                state: PanelState::Announced,
                ended: None,
            };
            let question = |number| Question {
                id: QuestionId::new([number; 16]),
                panel: PanelId::new([7; 16]),
                place: None,
                asked: Moment(1),
                said: Private::default(),
                shown: Shown::Waiting,
                joined: None,
                taken: None,
                same: [0; 32],
                mail_due: false,
            };
            let own = store.clone();
            let work = store.db.write(move |tx| {
                Box::pin(async move {
                    panels::add(tx, &panel).await?;
                    let mut kept = Vec::new();
                    for (number, state) in (1..).zip(PanelState::ALL) {
                        panels::go(tx, panel.id, state, None).await?;
                        let one = question(number);
                        kept.push(add(tx, &own, OrgId::FIRST, &one, [number; 32]).await?);
                        // The same one is not written twice.
                        assert!(!add(tx, &own, OrgId::FIRST, &one, [number; 32]).await?);
                    }
                    let nowhere = Question {
                        panel: PanelId::new([8; 16]),
                        ..question(9)
                    };
                    kept.push(add(tx, &own, OrgId::FIRST, &nowhere, [9; 32]).await?);
                    Ok(kept)
                })
            });
            assert_eq!(work.await.unwrap(), [true, true, false, false, false]);
        })
        .await;
    }
}
