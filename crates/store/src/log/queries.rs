//! Every statement of the log.

pub(super) const STATE: &str = "SELECT size, head FROM log";
pub(crate) const ANY_LEAF: &str = "SELECT size FROM log";
pub(super) const HEALTH: &str = "SELECT size, head, turn, lease FROM log";
pub(super) const ANY_DATED: &str = "SELECT place FROM log_batches WHERE tsr IS NOT NULL LIMIT 1";

/// One node at a time: who holds the row goes on, another takes it once the lease has run out.
pub(super) const LEAD: &str = "UPDATE log SET holder = $1, lease = $2 \
     WHERE turn < $3 AND (holder = $1 OR holder IS NULL OR lease <= $4)";
pub(super) const LED: &str =
    "SELECT size, head, undated, asked, looked FROM log WHERE holder = $1 AND turn < $2";
pub(super) const LED_LOCKED: &str =
    "SELECT size, head, undated, asked, looked FROM log WHERE holder = $1 AND turn < $2 FOR UPDATE";
/// Compare-and-set on the size: of two nodes that believe they lead, one is refused here.
pub(super) const ADVANCE: &str = "UPDATE log SET size = $1, head = $2, turn = $3, undated = $4, \
     asked = $5, looked = $6 WHERE size = $7 AND holder = $8 AND turn < $3";

/// What a new log forgets of the one before it. Its last head stays in `log` until the first leaf names it.
pub(super) const FORGET: [&str; 6] = [
    "DELETE FROM log_items",
    "DELETE FROM log_tiles",
    "DELETE FROM log_batches",
    "UPDATE log SET size = 0, turn = 0, holder = NULL, lease = 0, undated = 0, asked = 0, looked = 0",
    "UPDATE dossiers SET logged = 0",
    "UPDATE seals SET logged = 0, salt = NULL, batch = NULL",
];

pub(super) const TILE: &str = "SELECT bytes FROM log_tiles WHERE level = $1 AND place = $2";
pub(super) const PUT_TILE: &str = "INSERT INTO log_tiles (org_id, level, place, bytes) \
     VALUES ($1, $2, $3, $4) ON CONFLICT (level, place) DO UPDATE SET bytes = excluded.bytes";

pub(super) const FRESH_DOSSIERS: &str =
    "SELECT dossier FROM dossiers WHERE logged <> size ORDER BY dossier LIMIT $1";
pub(super) const FRESH_SEALS: &str =
    "SELECT dossier, size, head FROM seals WHERE logged = 0 ORDER BY dossier, size LIMIT $1";
pub(super) const FRESH_TOKENS: &str = "SELECT dossier, size, head, tsr, until FROM seals \
     WHERE tsr IS NOT NULL AND batch IS NULL ORDER BY dossier, size LIMIT $1";
pub(super) const FRESH_DATES: &str = "SELECT place, tsr FROM log_batches \
     WHERE tsr IS NOT NULL AND batch IS NULL ORDER BY place LIMIT $1";
pub(super) const SEAL_LOGGED: &str = "UPDATE seals SET logged = 1 WHERE dossier = $1 AND size = $2";
pub(super) const TOKEN_LOGGED: &str =
    "UPDATE seals SET salt = $1, batch = $2, until = $3 WHERE dossier = $4 AND size = $5";
pub(super) const DATE_LOGGED: &str =
    "UPDATE log_batches SET salt = $1, batch = $2 WHERE place = $3";
pub(super) const DOSSIER_LOGGED: &str = "UPDATE dossiers SET logged = $1 WHERE dossier = $2";
pub(super) const ITEM: &str =
    "INSERT INTO log_items (org_id, item, dossier, ct) VALUES ($1, $2, $3, $4)";
pub(super) const BATCH: &str =
    "INSERT INTO log_batches (org_id, place, leaves, head) VALUES ($1, $2, $3, $4)";

pub(super) const ITEMS: &str = "SELECT ct FROM log_items WHERE dossier = $1";
pub(crate) const DELETE_ITEMS: &str = "DELETE FROM log_items WHERE dossier = $1";
pub(super) const TOKENS_OF: &str =
    "SELECT size, salt, batch, until FROM seals WHERE dossier = $1 AND batch IS NOT NULL";
pub(super) const LEAVES: &str = "SELECT leaves FROM log_batches WHERE place = $1";
/// The first dated checkpoint that covers a batch, whose date lasts longer than another one.
pub(super) const COVER: &str = "SELECT place, head, tsq, tsr, chain, until, salt, batch \
     FROM log_batches WHERE place >= $1 AND tsr IS NOT NULL AND until > $2 ORDER BY place LIMIT 1";
pub(super) const OWN: &str = "SELECT place, head, tsq, tsr, chain, until, salt, batch \
     FROM log_batches WHERE place = $1";

pub(super) const AWAITED: &str = "SELECT head, tsr FROM log_batches WHERE place = $1";
pub(super) const SENT: &str = "UPDATE log_batches SET tsq = $1 WHERE place = $2 AND tsr IS NULL";
pub(super) const DATED: &str = "UPDATE log_batches SET tsr = $1, chain = $2, until = $3 \
     WHERE place = $4 AND tsr IS NULL";

/// Dates that end soon, and that no later one covers which lasts longer.
pub(super) const ENDING: &str = "SELECT s.until FROM seals s WHERE s.until > $1 AND s.until < $2 \
     AND s.batch IS NOT NULL AND NOT EXISTS (SELECT 1 FROM log_batches b \
     WHERE b.place >= s.batch AND b.tsr IS NOT NULL AND b.until > s.until) LIMIT 1";
pub(super) const ENDING_DATES: &str = "SELECT s.until FROM log_batches s WHERE s.until > $1 AND s.until < $2 \
     AND s.batch IS NOT NULL AND NOT EXISTS (SELECT 1 FROM log_batches b \
     WHERE b.place >= s.batch AND b.tsr IS NOT NULL AND b.until > s.until) LIMIT 1";

/// A checkpoint whose date was asked for in vain: its job is dead, and no later date covers it.
pub(super) const LOST: &str = "SELECT b.place FROM log_batches b WHERE b.tsq IS NOT NULL AND b.tsr IS NULL \
     AND NOT EXISTS (SELECT 1 FROM log_batches c WHERE c.place > b.place AND c.tsr IS NOT NULL) \
     AND NOT EXISTS (SELECT 1 FROM jobs j WHERE j.kind = $1 AND j.dead = 0) LIMIT 1";
