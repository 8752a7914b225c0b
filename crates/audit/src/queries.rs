//! Every SQL text of this slice.

use crate::model::{Found, Grid, Line};
use kernel::{Fault, OrgId};
use store::args;
use store::db::Tx;
use time::{Date, Duration};

const ALL: &str = "SELECT criterion, state, note, day FROM audit WHERE org_id = $1";
const SET: &str = "INSERT INTO audit (org_id, criterion, state, note, day) VALUES ($1, $2, $3, $4, $5) \
     ON CONFLICT (org_id, criterion) DO UPDATE SET state = excluded.state, note = excluded.note, day = excluded.day";

const EPOCH: Date = time::macros::date!(1970 - 01 - 01);

/// The lines that were filled.
pub async fn all(tx: &mut Tx) -> Result<Grid, Fault> {
    let mut grid = Grid::new();
    for row in tx.all(ALL, args![OrgId::FIRST]).await? {
        let day = EPOCH.checked_add(Duration::days(row.int(3)?));
        if let (Some(found), Some(on)) = (Found::read(&row.text(1)?), day) {
            let note = row.text(2)?;
            grid.insert(row.text(0)?, Line { found, note, on });
        }
    }
    Ok(grid)
}

/// Writes a line over what stood there.
pub async fn set(tx: &mut Tx, criterion: &str, line: &Line) -> Result<(), Fault> {
    let day = (line.on - EPOCH).whole_days();
    let (state, note) = (line.found.name(), line.note.as_str());
    tx.run(SET, args![OrgId::FIRST, criterion, state, note, day])
        .await
}
