//! What everybody reads: published questions, found by what was given when they were asked, and shown by pages. Nothing sealed is
//! opened here.

use super::questions::read_public;
use crate::model::{Criteria, Cursor, Question};
use crate::rules::clean::folded;
use kernel::{Fault, PanelId};
use store::args;
use store::db::Tx;

/// One text for each thing that is looked for first, so that an index leads to it; the others, where they are given, leave rows out.
macro_rules! found {
    ($first:literal) => {
        of_questions!(
            "WHERE state = 'published' AND ",
            $first,
            "($1 = '' OR alias = $1) AND ($2 IS NULL OR panel = $2) AND ($3 = '' OR kind = $3) \
             AND ($4 = '' OR profession = $4) AND ($5 = '' OR level = $5) AND (asked, question) < ($6, $7) \
             ORDER BY asked DESC, question DESC LIMIT $8",
        )
    };
}
const BY_ALIAS: &str = found!("alias <> '' AND alias = $1 AND ");
const BY_PANEL: &str = found!("panel = $2 AND ");
const BY_KIND: &str = found!("kind = $3 AND ");
const BY_PROFESSION: &str = found!("profession = $4 AND ");
const BY_LEVEL: &str = found!("level = $5 AND ");
const ALL: &str = found!("");

const BETWEEN: &str = of_questions!(
    "WHERE panel = $1 AND state = 'published' AND place >= $2 AND place <= $3 ORDER BY place LIMIT $4"
);

/// Those of a session from one number to another.
pub async fn between(
    tx: &mut Tx,
    panel: PanelId,
    (first, last): (u32, u32),
    most: u32,
) -> Result<Vec<Question>, Fault> {
    let rows = tx.all(BETWEEN, args![panel, first, last, most]).await?;
    rows.iter().map(read_public).collect()
}

/// Those that answer to all that is given, the newest first, after that one.
pub async fn found(
    tx: &mut Tx,
    criteria: &Criteria,
    after: Cursor,
    most: u32,
) -> Result<Vec<Question>, Fault> {
    let alias = folded(&criteria.pseudonym);
    let Criteria {
        panel,
        kind,
        profession,
        level,
        ..
    } = criteria;
    let sql = if !alias.is_empty() {
        BY_ALIAS
    } else if panel.is_some() {
        BY_PANEL
    } else if !kind.is_empty() {
        BY_KIND
    } else if !profession.is_empty() {
        BY_PROFESSION
    } else if !level.is_empty() {
        BY_LEVEL
    } else {
        ALL
    };
    let given = args![
        alias,
        *panel,
        kind,
        profession,
        level,
        after.asked,
        after.question,
        most
    ];
    let rows = tx.all(sql, given).await?;
    rows.iter().map(read_public).collect()
}
