//! What changed in public, numbered in the order of the commits: the row of the counter is held until the end of the
//! transaction, so that no lower number ever appears after a higher one.

use kernel::{Fault, OrgId, PanelId, QuestionId};
use store::args;
use store::db::{Row, Tx};

const COUNT: &str = "INSERT INTO panel_counter (org_id, seq) VALUES ($1, 1) \
     ON CONFLICT (org_id) DO UPDATE SET seq = panel_counter.seq + 1 RETURNING seq";
const ADD: &str = "INSERT INTO panel_events (org_id, seq, panel, question) VALUES ($1, $2, $3, $4)";
const AFTER: &str =
    "SELECT seq, panel, question FROM panel_events WHERE seq > $1 ORDER BY seq LIMIT $2";
const OF: &str = "SELECT seq, panel, question FROM panel_events WHERE panel = $1 AND seq > $2 AND seq <= $3 \
     ORDER BY seq LIMIT $4";
const LAST: &str = "SELECT COALESCE(MAX(seq), 0) FROM panel_events";

/// What changed again since says all that is needed.
const COMPACT: &str = "DELETE FROM panel_events WHERE seq < $1 AND EXISTS \
     (SELECT 1 FROM panel_events AS later WHERE later.panel = panel_events.panel AND later.seq > panel_events.seq \
     AND (later.question = panel_events.question OR later.question IS NULL AND panel_events.question IS NULL))";
const LAST_OF: &str = "SELECT COALESCE(MAX(seq), 0) FROM panel_events WHERE panel = $1";

const LATEST: &str = "SELECT question, MAX(seq) AS last FROM panel_events WHERE question IS NOT NULL \
     AND seq > (SELECT COALESCE(MAX(seq), 0) FROM panel_events) - 5000 GROUP BY question ORDER BY last DESC LIMIT $1";
/// The bell that rings after each.
pub const CHANNEL: &str = "panels";

/// A change that everybody may see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Event {
    /// Its number.
    pub seq: u64,
    /// The session.
    pub panel: PanelId,
    /// The question; none for the session itself.
    pub question: Option<QuestionId>,
}

/// Notes a change; everybody who follows hears of it once it is committed.
pub async fn add(tx: &mut Tx, panel: PanelId, question: Option<QuestionId>) -> Result<(), Fault> {
    let seq = tx.one(COUNT, args![OrgId::FIRST]).await?.int(0)?;
    tx.run(ADD, args![OrgId::FIRST, seq, panel, question])
        .await?;
    store::bell::ring(tx, CHANNEL).await
}

/// The changes after that number, in order.
pub async fn after(tx: &mut Tx, seq: u64, most: u32) -> Result<Vec<Event>, Fault> {
    let rows = tx.all(AFTER, args![number(seq), most]).await?;
    rows.iter().map(read).collect()
}

/// The changes of one session after a number, up to another.
pub async fn of(
    tx: &mut Tx,
    panel: PanelId,
    after: u64,
    until: u64,
    most: u32,
) -> Result<Vec<Event>, Fault> {
    let args = args![panel, number(after), number(until), most];
    let rows = tx.all(OF, args).await?;
    rows.iter().map(read).collect()
}

/// A number that nobody has reached is the highest there can be.
fn number(seq: u64) -> i64 {
    i64::try_from(seq).unwrap_or(i64::MAX)
}

fn read(row: &Row) -> Result<Event, Fault> {
    Ok(Event {
        seq: row.size(0)?,
        panel: row.id(1)?,
        question: row.opt_id(2)?,
    })
}

/// The number of the last change.
pub async fn last(tx: &mut Tx) -> Result<u64, Fault> {
    tx.one(LAST, args![]).await?.size(0)
}

/// The number of the last change of a session.
pub async fn last_of(tx: &mut Tx, panel: PanelId) -> Result<u64, Fault> {
    tx.one(LAST_OF, args![panel]).await?.size(0)
}

/// Forgets the changes before that number that a later one of the same question follows.
pub async fn compact(tx: &mut Tx, before: u64) -> Result<(), Fault> {
    let before = i64::try_from(before).unwrap_or(i64::MAX);
    tx.run(COMPACT, args![before]).await
}

/// The questions that changed last, the latest first, among the last thousands of changes.
pub async fn latest(tx: &mut Tx, most: u32) -> Result<Vec<QuestionId>, Fault> {
    let rows = tx.all(LATEST, args![most]).await?;
    rows.iter().map(|row| row.id(0)).collect()
}
