//! Dates of heads: the signed head that was sent to a time-stamping authority, the RFC 3161 query
//! and, once it came, the whole reply with its chain. Public hashes only.

use crate::args;
use crate::db::{Row, Tx};
use kernel::{Code, DossierId, Fault, Moment, OrgId};

/// A head that was dated, or waits to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    /// Whose head.
    pub dossier: DossierId,
    /// Of how many leaves.
    pub size: u64,
    /// The exact bytes of the signed note.
    pub head: String,
    /// RFC 3161 query (DER), when an authority is configured.
    pub query: Option<Vec<u8>>,
    /// Whole reply (DER); `None` while it is awaited.
    pub reply: Option<Vec<u8>>,
    /// Certificates of the authority (PEM).
    pub chain: Option<String>,
}

const COLUMNS_OF: &str = "SELECT dossier, size, head, tsq, tsr, chain FROM seals \
     WHERE dossier = $1 ORDER BY size";
const ONE: &str = "SELECT dossier, size, head, tsq, tsr, chain FROM seals \
     WHERE dossier = $1 AND size = $2";
const KEEP: &str = "INSERT INTO seals (org_id, dossier, size, head) VALUES ($1, $2, $3, $4) \
     ON CONFLICT (dossier, size) DO NOTHING";
const ASK: &str = "UPDATE seals SET tsq = $1 WHERE dossier = $2 AND size = $3 AND tsr IS NULL";
const ANSWER: &str = "UPDATE seals SET tsr = $1, chain = $2, until = $3 \
     WHERE dossier = $4 AND size = $5 AND tsr IS NULL";
const WAITING: &str = "SELECT dossier, size, head, tsq, tsr, chain FROM seals \
     WHERE tsr IS NULL ORDER BY dossier, size LIMIT $1";

fn seal(row: &Row) -> Result<Seal, Fault> {
    Ok(Seal {
        dossier: row.id(0)?,
        size: row.size(1)?,
        head: row.text(2)?,
        query: row.opt_bytes(3)?,
        reply: row.opt_bytes(4)?,
        chain: row.opt_text(5)?,
    })
}

fn place(size: u64) -> Result<i64, Fault> {
    i64::try_from(size).map_err(|error| Fault::caused(Code::Invalid, "a size too large", error))
}

/// Keeps a head that the person sealed. The same head twice is kept once.
pub async fn keep(tx: &mut Tx, dossier: DossierId, size: u64, head: &str) -> Result<(), Fault> {
    tx.run(KEEP, args![OrgId::FIRST, dossier, place(size)?, head])
        .await
}

/// Notes the query that is about to be sent; refused (`false`) once a reply is kept.
pub async fn asked(
    tx: &mut Tx,
    dossier: DossierId,
    size: u64,
    query: &[u8],
) -> Result<bool, Fault> {
    Ok(tx.exec(ASK, args![query, dossier, place(size)?]).await? == 1)
}

/// Keeps a checked reply, its chain and the end of its certificates; the first one stays (`false` afterwards).
pub async fn answered(
    tx: &mut Tx,
    dossier: DossierId,
    size: u64,
    reply: &[u8],
    chain: &str,
    until: Moment,
) -> Result<bool, Fault> {
    Ok(tx
        .exec(ANSWER, args![reply, chain, until, dossier, place(size)?])
        .await?
        == 1)
}

/// One kept head.
pub async fn one(tx: &mut Tx, dossier: DossierId, size: u64) -> Result<Option<Seal>, Fault> {
    let row = tx.opt(ONE, args![dossier, place(size)?]).await?;
    row.as_ref().map(seal).transpose()
}

/// All kept heads of a dossier, oldest first.
pub async fn of(tx: &mut Tx, dossier: DossierId) -> Result<Vec<Seal>, Fault> {
    tx.all(COLUMNS_OF, args![dossier])
        .await?
        .iter()
        .map(seal)
        .collect()
}

/// Heads without reply, over all dossiers.
pub async fn waiting(tx: &mut Tx, count: u32) -> Result<Vec<Seal>, Fault> {
    tx.all(WAITING, args![count])
        .await?
        .iter()
        .map(seal)
        .collect()
}
