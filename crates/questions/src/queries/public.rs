//! What everybody reads: published questions, found by what was given when they were asked, and shown by pages. Nothing sealed is
//! opened here.

use super::questions::read_public;
use crate::model::{Criteria, Cursor, Part, Question};
use crate::rules::clean::folded;
use crate::rules::status::waits;
use kernel::{Fault, PanelId, QuestionId};
use std::collections::HashMap;
use store::args;
use store::db::{Row, Tx};

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
    "WHERE panel = $1 AND state = 'published' AND place >= $2 AND place <= $3 ORDER BY place"
);
const PARTS_BETWEEN: &str = "SELECT p.question, p.part, p.body FROM panel_parts p \
     JOIN panel_questions q ON q.question = p.question \
     WHERE q.panel = $1 AND q.state = 'published' AND q.place >= $2 AND q.place <= $3 ORDER BY p.question, p.part";
const PLACES: &str = "SELECT question, place FROM panel_questions WHERE panel = $1 AND state = 'published' ORDER BY place";
const PARTS: &str = "SELECT p.question, p.part FROM panel_parts p \
     JOIN panel_questions q ON q.question = p.question WHERE q.panel = $1 AND q.state = 'published'";
const ANSWERED: &str = "SELECT a.question, a.parts FROM panel_answers a \
     JOIN panel_questions q ON q.question = a.question \
     WHERE q.panel = $1 AND q.state = 'published' AND a.state = 'published'";
const AT_PLACE: &str =
    "SELECT question FROM panel_questions WHERE panel = $1 AND place = $2 AND state = 'published'";

/// Those of a session from one number to another.
pub async fn between(
    tx: &mut Tx,
    panel: PanelId,
    (first, last): (u32, u32),
) -> Result<Vec<Question>, Fault> {
    let rows = tx.all(BETWEEN, args![panel, first, last]).await?;
    rows.iter().map(read_public).collect()
}

/// Their parts.
pub async fn parts_between(
    tx: &mut Tx,
    panel: PanelId,
    (first, last): (u32, u32),
) -> Result<Vec<(QuestionId, Part)>, Fault> {
    let rows = tx.all(PARTS_BETWEEN, args![panel, first, last]).await?;
    let read = |row: &Row| {
        let part = Part {
            number: number(row, 1)?,
            body: row.text(2)?,
        };
        Ok((row.id(0)?, part))
    };
    rows.iter().map(read).collect()
}

/// The question of a session that has this number.
pub async fn at_place(
    tx: &mut Tx,
    panel: PanelId,
    place: u32,
) -> Result<Option<QuestionId>, Fault> {
    let row = tx.opt(AT_PLACE, args![panel, place]).await?;
    row.map(|row| row.id(0)).transpose()
}

/// The numbers of a session's questions, in order, each with whether it waits for something still.
pub async fn places(tx: &mut Tx, panel: PanelId) -> Result<Vec<(u32, bool)>, Fault> {
    let mut parts: HashMap<QuestionId, Vec<u32>> = HashMap::new();
    for row in tx.all(PARTS, args![panel]).await? {
        let part = number(&row, 1)?;
        parts.entry(row.id(0)?).or_default().push(part);
    }
    let mut answered: HashMap<QuestionId, Vec<u32>> = HashMap::new();
    for row in tx.all(ANSWERED, args![panel]).await? {
        let covered = row.text(1)?;
        let covered = covered
            .split(' ')
            .filter_map(|part| part.parse::<u32>().ok());
        answered.entry(row.id(0)?).or_default().extend(covered);
    }
    let rows = tx.all(PLACES, args![panel]).await?;
    let read = |row: &Row| {
        let question: QuestionId = row.id(0)?;
        let of = |all: &HashMap<QuestionId, Vec<u32>>| all.get(&question).cloned();
        let (own, covered) = (of(&parts), of(&answered));
        let waits = waits(&own.unwrap_or_default(), &covered.unwrap_or_default());
        Ok((number(row, 1)?, waits))
    };
    rows.iter().map(read).collect()
}

fn number(row: &Row, at: usize) -> Result<u32, Fault> {
    Ok(u32::try_from(row.size(at)?).unwrap_or(u32::MAX))
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
