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
