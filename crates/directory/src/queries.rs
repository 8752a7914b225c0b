//! Every SQL text of this slice.

use crate::model::{Entry, Import, InForce, Kind, Listed};
use kernel::{Fault, Moment, OrgId};
use store::args;
use store::db::{Row, Tx};
use time::{Date, Duration};

const IMPORTS: &str = "SELECT i.number, i.source, i.day, i.imported, i.brought, \
     (SELECT CAST(count(*) AS BIGINT) FROM directory_entries e WHERE e.org_id = i.org_id AND e.number = i.number) \
     FROM directory_imports i WHERE i.org_id = $1 ORDER BY i.number DESC";
const NEXT: &str =
    "SELECT CAST(coalesce(max(number), 0) + 1 AS BIGINT) FROM directory_imports WHERE org_id = $1";
const ADD_IMPORT: &str = "INSERT INTO directory_imports (org_id, number, source, day, imported, brought) \
     VALUES ($1, $2, $3, $4, $5, $6)";
const REPLACE: &str = "DELETE FROM directory_entries WHERE org_id = $1 AND kind = $2";
const ADD: &str = "INSERT INTO directory_entries \
     (org_id, number, place, kind, departement, name, phone, mail, address, hours, page) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
const LISTED: &str = "SELECT e.number, e.place, e.kind, e.departement, e.name, e.phone, e.mail, e.address, e.hours, e.page, \
     i.source, i.day FROM directory_entries e JOIN directory_imports i ON i.org_id = e.org_id AND i.number = e.number \
     WHERE e.org_id = $1 AND e.departement = $2 ORDER BY e.number, e.place";
const IN_FORCE: &str = "SELECT e.kind, i.day, CAST(count(*) AS BIGINT) FROM directory_entries e \
     JOIN directory_imports i ON i.org_id = e.org_id AND i.number = e.number \
     WHERE e.org_id = $1 GROUP BY e.kind, i.day ORDER BY e.kind, i.day";
const KNOWN: &str =
    "SELECT DISTINCT departement FROM directory_entries WHERE org_id = $1 ORDER BY departement";

const EPOCH: Date = time::macros::date!(1970 - 01 - 01);

fn day(row: &Row, column: usize) -> Result<Date, Fault> {
    let day = EPOCH.checked_add(Duration::days(row.int(column)?));
    day.ok_or_else(|| Fault::internal("a day of the directory", "out of range"))
}

/// Every file that was imported, the last first.
pub async fn imports(tx: &mut Tx) -> Result<Vec<Import>, Fault> {
    let rows = tx.all(IMPORTS, args![OrgId::FIRST]).await?;
    let import = |row: &Row| {
        Ok(Import {
            number: row.int(0)?,
            source: row.text(1)?,
            on: day(row, 2)?,
            at: row.moment(3)?,
            brought: row.int(4)?,
            shown: row.int(5)?,
        })
    };
    rows.iter().map(import).collect()
}

/// What is shown of each kind.
pub async fn in_force(tx: &mut Tx) -> Result<Vec<InForce>, Fault> {
    let mut all = Vec::new();
    for row in tx.all(IN_FORCE, args![OrgId::FIRST]).await? {
        if let Some(kind) = Kind::read(&row.text(0)?) {
            all.push(InForce {
                kind,
                on: day(&row, 1)?,
                count: row.int(2)?,
            });
        }
    }
    Ok(all)
}

/// Puts a file in the place of what was there of its kinds.
pub async fn import(
    tx: &mut Tx,
    (source, on, at): (&str, Date, Moment),
    kinds: &[Kind],
    entries: &[Entry],
) -> Result<i64, Fault> {
    let number = tx.one(NEXT, args![OrgId::FIRST]).await?.int(0)?;
    let day = (on - EPOCH).whole_days();
    let brought = i64::try_from(entries.len()).unwrap_or(i64::MAX);
    tx.run(
        ADD_IMPORT,
        args![OrgId::FIRST, number, source, day, at, brought],
    )
    .await?;
    for kind in kinds {
        tx.exec(REPLACE, args![OrgId::FIRST, kind.name()]).await?;
    }
    for (entry, place) in entries.iter().zip(1_i64..) {
        tx.run(
            ADD,
            args![
                OrgId::FIRST,
                number,
                place,
                entry.kind.name(),
                entry.departement.as_str(),
                entry.name.as_str(),
                entry.phone.as_str(),
                entry.mail.as_str(),
                entry.address.as_str(),
                entry.hours.as_str(),
                entry.page.as_str(),
            ],
        )
        .await?;
    }
    Ok(number)
}

/// The entries of a département, as they were imported.
pub async fn listed(tx: &mut Tx, departement: &str) -> Result<Vec<Listed>, Fault> {
    let mut all = Vec::new();
    for row in tx.all(LISTED, args![OrgId::FIRST, departement]).await? {
        // A kind that a later program wrote is not shown as another.
        let Some(kind) = Kind::read(&row.text(2)?) else {
            continue;
        };
        all.push(Listed {
            id: (row.int(0)?, row.int(1)?),
            entry: Entry {
                kind,
                departement: row.text(3)?,
                name: row.text(4)?,
                phone: row.text(5)?,
                mail: row.text(6)?,
                address: row.text(7)?,
                hours: row.text(8)?,
                page: row.text(9)?,
            },
            source: row.text(10)?,
            on: day(&row, 11)?,
        });
    }
    Ok(all)
}

/// The départements that have an entry.
pub async fn known(tx: &mut Tx) -> Result<Vec<String>, Fault> {
    let rows = tx.all(KNOWN, args![OrgId::FIRST]).await?;
    rows.iter().map(|row| row.text(0)).collect()
}
