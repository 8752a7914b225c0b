//! Many questions at once: those that wait, read in their order without holding them all, and what is decided of them in a
//! few statements, however many they are. What is sealed stays as it is: only its state changes.

use super::questions::{opened, sealed};
use crate::model::Private;
use kernel::{AccountId, Fault, Moment, OrgId, PanelId, QuestionId, RefusalId};
use store::db::{Arg, Args, Bind as _, Row, Tx};
use store::{Store, args};

/// The order of the queue, after the last one that was read.
const WAITING: &str = "SELECT question, asked, same, taken, ct FROM panel_questions \
     WHERE panel = $1 AND state = 'waiting' AND changed <= $2 AND asked >= $3 AND asked < $4 \
     AND (asked, question) > ($5, $6) ORDER BY asked, question LIMIT $7";
const LAST: &str = "SELECT question, asked, same, taken, ct FROM panel_questions \
     WHERE panel = $1 AND state = 'waiting' ORDER BY asked DESC, question LIMIT $2";
const ARRIVED: &str = "SELECT asked / $2, CAST(COUNT(*) AS BIGINT) FROM panel_questions \
     WHERE panel = $1 AND state = 'waiting' GROUP BY 1 ORDER BY 1";
const MARK: &str = "SELECT same FROM panel_questions WHERE question = $1 AND panel = $2";
const SAME: &str = "SELECT question FROM panel_questions \
     WHERE panel = $1 AND state = 'waiting' AND same = $2 AND question <> $3 ORDER BY question";
const FIRST: &str = "SELECT question, asked, same, taken, ct FROM panel_questions \
     WHERE panel = $1 AND state = 'waiting' AND same = $2 ORDER BY asked, question LIMIT 1";

/// Questions that one statement decides of: a round trip for each would be thousands.
const AT_ONCE: usize = 50;
/// Those that still wait as they were seen; with $5 = 0, also not those that somebody else has taken. They are found by their
/// ids: as a plain condition, their state would lead through all that wait, each time.
macro_rules! of_them {
    ($set:literal) => {
        concat!(
            "UPDATE panel_questions SET changed = $1, ",
            $set,
            " WHERE CASE WHEN panel = $2 AND state = 'waiting' AND changed <= $3 \
             AND (taken IS NULL OR taken = $4 OR $5 = 1) THEN 1 ELSE 0 END = 1 AND question IN ($7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, \
             $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, \
             $46, $47, $48, $49, $50, $51, $52, $53, $54, $55, $56)"
        )
    };
}
const REFUSE: &str = of_them!("state = 'refused', refusal = $6");
const JOIN: &str = of_them!("state = 'joined', joined = $6, taken = NULL");
/// Those for which they stood go where they go.
const REFUSE_ALONG: &str = "UPDATE panel_questions SET changed = $1, state = 'refused', refusal = $2, joined = NULL \
     WHERE panel = $3 AND state = 'joined' AND EXISTS \
     (SELECT 1 FROM panel_questions s WHERE s.question = panel_questions.joined AND s.refusal = $2)";
const JOIN_ALONG: &str = "UPDATE panel_questions SET changed = $1, joined = $2 \
     WHERE panel = $3 AND state = 'joined' AND joined <> $2 AND EXISTS \
     (SELECT 1 FROM panel_questions s WHERE s.question = panel_questions.joined AND s.state = 'joined' AND s.joined = $2)";
/// An answer is there for them now.
const OWE: &str = "UPDATE panel_questions SET mail = 1 WHERE state = 'joined' AND joined = $1 AND changed = $2 AND mail = 2";

const ADD: &str = "INSERT INTO panel_refusals (org_id, refusal, panel, account, at, ct) VALUES ($1, $2, $3, $4, $5, $6)";
const REFUSALS: &str = "SELECT r.refusal, r.account, r.at, r.ct, CAST(COUNT(*) AS BIGINT) FROM panel_refusals r \
     JOIN panel_questions q ON q.refusal = r.refusal WHERE r.panel = $1 AND q.state = 'refused' \
     GROUP BY r.refusal, r.account, r.at, r.ct ORDER BY r.at DESC, r.refusal LIMIT $2";
const PUT_BACK: &str = "UPDATE panel_questions SET changed = $1, state = 'waiting', refusal = NULL \
     WHERE panel = $2 AND refusal = $3 AND state = 'refused'";
const LET_GO: &str = "UPDATE panel_questions SET refusal = NULL WHERE question = $1";
/// No question is left that it speaks to.
const FORGET: &str = "DELETE FROM panel_refusals WHERE NOT EXISTS \
     (SELECT 1 FROM panel_questions q WHERE q.refusal = panel_refusals.refusal)";

/// A question that waits, still sealed.
pub struct Waiting {
    /// Which.
    pub id: QuestionId,
    /// When it was asked.
    pub asked: Moment,
    /// The mark of its text.
    pub same: [u8; 32],
    /// Who has taken it.
    pub taken: Option<AccountId>,
    ct: Vec<u8>,
}

impl Waiting {
    fn read(row: &Row) -> Result<Self, Fault> {
        Ok(Self {
            id: row.id(0)?,
            asked: row.moment(1)?,
            same: row.id(2)?,
            taken: row.opt_id(3)?,
            ct: row.bytes(4)?,
        })
    }

    /// What it says.
    pub fn said(&self, store: &Store) -> Result<Private, Fault> {
        opened(store, &self.ct)
    }
}

/// Between which moments they were asked; the end is not in it.
pub type Times = (Moment, Moment);

/// Those that wait since before `until` as they are, after the last one that was read: the oldest first.
pub async fn waiting(
    tx: &mut Tx,
    panel: PanelId,
    until: Moment,
    (from, to): Times,
    after: Option<(Moment, QuestionId)>,
    most: u32,
) -> Result<Vec<Waiting>, Fault> {
    let (asked, id) = after.unwrap_or((Moment(i64::MIN), QuestionId::new([0; 16])));
    let args = args![panel, until, from.max(asked), to, asked, id, most];
    tx.all(WAITING, args)
        .await?
        .iter()
        .map(Waiting::read)
        .collect()
}

/// The last that came.
pub async fn last(tx: &mut Tx, panel: PanelId, most: u32) -> Result<Vec<Waiting>, Fault> {
    let rows = tx.all(LAST, args![panel, most]).await?;
    rows.iter().map(Waiting::read).collect()
}

/// How many of those that wait came in each time of so many seconds, in their order.
pub async fn arrived(tx: &mut Tx, panel: PanelId, slot: i64) -> Result<Vec<(i64, u64)>, Fault> {
    let micros = slot.saturating_mul(1_000_000);
    let rows = tx.all(ARRIVED, args![panel, micros]).await?;
    rows.iter()
        .map(|row| Ok((row.int(0)?, row.size(1)?)))
        .collect()
}

/// The mark of the text of a question of a session.
pub async fn mark(
    tx: &mut Tx,
    panel: PanelId,
    question: QuestionId,
) -> Result<Option<[u8; 32]>, Fault> {
    let row = tx.opt(MARK, args![question, panel]).await?;
    row.map(|row| row.id(0)).transpose()
}

/// Those that wait with a text, but for one.
pub async fn same(
    tx: &mut Tx,
    panel: PanelId,
    mark: [u8; 32],
    but: QuestionId,
) -> Result<Vec<QuestionId>, Fault> {
    let rows = tx.all(SAME, args![panel, mark, but]).await?;
    rows.iter().map(|row| row.id(0)).collect()
}

/// The first that waits with a text.
pub async fn first(tx: &mut Tx, panel: PanelId, mark: [u8; 32]) -> Result<Option<Waiting>, Fault> {
    let row = tx.opt(FIRST, args![panel, mark]).await?;
    row.as_ref().map(Waiting::read).transpose()
}

/// Which of them may still be decided of: those that wait since before `until` as they are, and that nobody but `me` has
/// taken; all that wait, when it is `None`.
#[derive(Debug, Clone, Copy)]
pub struct Still {
    /// Their session.
    pub panel: PanelId,
    /// Since when they have not changed.
    pub until: Moment,
    /// Who decides.
    pub me: Option<AccountId>,
    /// When.
    pub now: Moment,
}

async fn each(
    tx: &mut Tx,
    sql: &'static str,
    still: Still,
    to: Arg,
    ids: &[QuestionId],
) -> Result<u64, Fault> {
    let mut done = 0_u64;
    for some in ids.chunks(AT_ONCE) {
        let mut args: Args = args![
            still.now,
            still.panel,
            still.until,
            still.me,
            still.me.is_none()
        ];
        args.push(to.clone());
        // The last of a short one stands for those that lack.
        let padded = some.iter().chain(some.last().into_iter().cycle());
        args.extend(padded.take(AT_ONCE).map(|id| id.bind()));
        done = done.saturating_add(tx.exec(sql, args).await?);
    }
    Ok(done)
}

/// Refuses them for one reason, and those for which they stood. Gives how many.
pub async fn refuse(
    tx: &mut Tx,
    store: &Store,
    (org, refusal, why): (OrgId, RefusalId, &str),
    still: Still,
    ids: &[QuestionId],
) -> Result<u64, Fault> {
    let said = Private {
        reason: why.to_owned(),
        ..Private::default()
    };
    let by = still.me.bind();
    let mut row = args![org, refusal, still.panel];
    row.extend([by, still.now.bind(), sealed(store, &said)?.bind()]);
    tx.run(ADD, row).await?;
    let done = each(tx, REFUSE, still, refusal.bind(), ids).await?;
    let along = tx
        .exec(REFUSE_ALONG, args![still.now, refusal, still.panel])
        .await?;
    Ok(done.saturating_add(along))
}

/// Lets another question stand for them, and for those for which they stood; a mail is owed when it has its answer. Gives
/// how many.
pub async fn join(
    tx: &mut Tx,
    (into, answered): (QuestionId, bool),
    still: Still,
    ids: &[QuestionId],
) -> Result<u64, Fault> {
    let done = each(tx, JOIN, still, into.bind(), ids).await?;
    let along = tx
        .exec(JOIN_ALONG, args![still.now, into, still.panel])
        .await?;
    if answered {
        tx.run(OWE, args![into, still.now]).await?;
    }
    Ok(done.saturating_add(along))
}

/// Questions refused together.
pub struct Refusal {
    /// Which.
    pub id: RefusalId,
    /// By which expert.
    pub by: AccountId,
    /// When.
    pub at: Moment,
    /// Why.
    pub reason: String,
    /// How many still are.
    pub count: u64,
}

/// Those of a session, the last first.
pub async fn refusals(
    tx: &mut Tx,
    store: &Store,
    panel: PanelId,
    most: u32,
) -> Result<Vec<Refusal>, Fault> {
    let rows = tx.all(REFUSALS, args![panel, most]).await?;
    let read = |row: &Row| {
        Ok(Refusal {
            id: row.id(0)?,
            by: row.id(1)?,
            at: row.moment(2)?,
            reason: opened(store, &row.bytes(3)?)?.reason,
            count: row.size(4)?,
        })
    };
    rows.iter().map(read).collect()
}

/// What was refused together waits again. Gives how many.
pub async fn put_back(
    tx: &mut Tx,
    panel: PanelId,
    refusal: RefusalId,
    now: Moment,
) -> Result<u64, Fault> {
    let done = tx.exec(PUT_BACK, args![now, panel, refusal]).await?;
    forget(tx).await?;
    Ok(done)
}

/// A question is refused with no others any more.
pub async fn let_go(tx: &mut Tx, question: QuestionId) -> Result<(), Fault> {
    tx.run(LET_GO, args![question]).await?;
    forget(tx).await
}

/// Forgets the reasons that nobody can read any more.
pub async fn forget(tx: &mut Tx) -> Result<(), Fault> {
    tx.run(FORGET, args![]).await
}
