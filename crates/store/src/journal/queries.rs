//! Every statement of the journal.

/// Columns in the order that `row.rs` reads them.
macro_rules! dossier {
    ($end:literal) => {
        concat!(
            "SELECT recipient, epoch, generation, size, frontier, head, last_ct, state, damaged, \
             hold, purge_month, used, seal FROM dossiers WHERE dossier = $1",
            $end
        )
    };
}

/// Those whose ids are in a JSON list.
pub(super) const STANDING_SQLITE: &str = "SELECT dossier, generation, size, head, damaged FROM dossiers \
     WHERE dossier IN (SELECT unhex(value) FROM json_each($1))";
pub(super) const STANDING_POSTGRES: &str = "SELECT dossier, generation, size, head, damaged FROM dossiers \
     WHERE dossier IN (SELECT decode(value, 'hex') FROM json_array_elements_text($1::json) AS ids(value))";
pub(super) const DOSSIER: &str = dossier!("");
/// PostgreSQL: two appends to one dossier wait for each other. SQLite has one writer.
pub(super) const DOSSIER_LOCKED: &str = dossier!(" FOR UPDATE");

pub(super) const CREATE: &str = "INSERT INTO dossiers (org_id, dossier, recipient, epoch, \
     generation, size, frontier, head, last_ct, state, damaged, hold, purge_month, used, seal) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, $11, $12, $13, $14)";
pub(super) const ADVANCE: &str = "UPDATE dossiers SET size = $1, frontier = $2, head = $3, \
     last_ct = $4, used = used + $5 WHERE dossier = $6 AND size = $7";
pub(super) const RESTATE: &str = "UPDATE dossiers SET state = $1, hold = $2, purge_month = $3, \
     seal = $4 WHERE dossier = $5";
pub(super) const RENEW: &str =
    "UPDATE dossiers SET recipient = $1, epoch = $2, seal = $3 WHERE dossier = $4";
pub(super) const BRANCH: &str = "UPDATE dossiers SET generation = $1, seal = $2 WHERE dossier = $3";
pub(super) const ENTRY: &str = "INSERT INTO entries (org_id, dossier, seq, leaf, line_ct, body_ct) \
     VALUES ($1, $2, $3, $4, $5, $6)";
pub(super) const ENTRIES: &str =
    "SELECT seq, leaf, line_ct, body_ct FROM entries WHERE dossier = $1 ORDER BY seq";

pub(super) const REPLAY: &str = "SELECT receipt FROM nonces WHERE nonce = $1 AND week >= $2";
pub(super) const REMEMBER: &str = "INSERT INTO nonces (org_id, nonce, week, receipt) \
     VALUES ($1, $2, $3, $4) ON CONFLICT (nonce) DO UPDATE SET week = excluded.week, \
     receipt = excluded.receipt";
pub(super) const FORGET: &str = "DELETE FROM nonces WHERE week < $1";

pub(super) const ERASE_ENTRY: &str = "UPDATE entries SET line_ct = NULL, body_ct = NULL WHERE dossier = $1 AND seq = $2 RETURNING leaf";
pub(super) const NOT_ERASED: &str =
    "SELECT seq FROM entries WHERE dossier = $1 AND leaf = $2 AND line_ct IS NOT NULL";
pub(super) const ERASE_BLOB: &str = "UPDATE blobs SET state = 'dead', lease = NULL \
     WHERE blob = $1 AND dossier = $2 AND state = 'live' RETURNING size";

pub(super) const LEAVES: &str = "SELECT size FROM dossiers WHERE dossier = $1";
pub(super) const DELETE_ENTRIES: &str = "DELETE FROM entries WHERE dossier = $1";
pub(super) const DELETE_SEALS: &str = "DELETE FROM seals WHERE dossier = $1";
pub(super) const DELETE_UPLOADS: &str = "DELETE FROM uploads WHERE dossier = $1";
pub(super) const DELETE_WATCHES: &str = "DELETE FROM watches WHERE dossier = $1";
pub(super) const DELETE_LINKS: &str = "DELETE FROM links WHERE dossier = $1";
pub(super) const DELETE_BLOBS: &str =
    "UPDATE blobs SET state = 'dead', lease = NULL WHERE dossier = $1";
pub(super) const DELETE_DOSSIER: &str = "DELETE FROM dossiers WHERE dossier = $1";
pub(super) const TOMBSTONE: &str = "INSERT INTO erased (org_id, month, leaves) VALUES ($1, $2, $3)";
pub(super) const OVERDUE: &str =
    "SELECT COUNT(*) FROM dossiers WHERE purge_month < $1 AND hold = 0";
pub(super) const OVERDUE_HELD: &str =
    "SELECT COUNT(*) FROM dossiers WHERE purge_month < $1 AND hold <> 0";
pub(super) const PURGEABLE: &str =
    "SELECT dossier FROM dossiers WHERE purge_month < $1 AND hold = 0 ORDER BY dossier LIMIT $2";
