//! Files that arrive in several pieces: for each, a state that only the dossier's readers open, and a lease.
//! Their segments are blobs still being received, under leases of the same length: when nobody comes
//! back for a day, both go, without any key.

use crate::Store;
use crate::args;
use crate::blobs::RENEW;
use crate::db::{Row, Tx};
use kernel::{BlobId, Code, DossierId, Fault, Moment, OrgId, UploadId};
use serde_json::{Value, json};

const CREATE: &str = "INSERT INTO uploads (org_id, upload, dossier, lease, ct, seal) \
     VALUES ($1, $2, $3, $4, $5, $6)";
const GET: &str = "SELECT upload, dossier, lease, ct, seal FROM uploads \
     WHERE upload = $1 AND lease > $2";
const OF: &str = "SELECT upload, dossier, lease, ct, seal FROM uploads \
     WHERE dossier = $1 AND lease > $2 ORDER BY upload";
/// Compare-and-set: of two requests for one file, one adds.
const REPLACE: &str = "UPDATE uploads SET lease = $1, ct = $2, seal = $3 \
     WHERE upload = $4 AND seal = $5";
const REMOVE: &str = "DELETE FROM uploads WHERE upload = $1";
const DROP: &str = "UPDATE blobs SET state = 'dead', lease = NULL \
     WHERE blob = $1 AND dossier = $2 AND state = 'receiving'";

/// An upload as it is kept.
#[derive(Debug, Clone)]
pub struct Upload {
    /// Its name.
    pub id: UploadId,
    /// The dossier that it is for.
    pub dossier: DossierId,
    /// When it is given up unless something comes.
    pub lease: Moment,
    /// Its state, to the dossier.
    pub ct: Vec<u8>,
    seal: Vec<u8>,
}

fn fields(id: UploadId, dossier: DossierId, lease: i64, ct: &[u8]) -> Value {
    json!({
        "ct": seal::sha256(ct).to_string(),
        "dossier": dossier.to_string(),
        "lease": lease,
        "org": OrgId::FIRST.to_string(),
        "upload": id.to_string(),
    })
}

fn sealed(
    store: &Store,
    id: UploadId,
    dossier: DossierId,
    lease: i64,
    ct: Vec<u8>,
) -> Result<Upload, Fault> {
    let fields = fields(id, dossier, lease, &ct);
    Ok(Upload {
        id,
        dossier,
        lease: Moment(lease),
        seal: store.secrets.row_key().seal("uploads", &fields)?.to_vec(),
        ct,
    })
}

/// Begins an upload.
pub async fn create(
    tx: &mut Tx,
    store: &Store,
    dossier: DossierId,
    ct: Vec<u8>,
) -> Result<Upload, Fault> {
    let id = UploadId::new(seal::random::bytes());
    let upload = sealed(store, id, dossier, store.blobs.lease(), ct)?;
    let (lease, ct, seal) = (upload.lease, upload.ct.clone(), upload.seal.clone());
    tx.run(CREATE, args![OrgId::FIRST, id, dossier, lease, ct, seal])
        .await?;
    Ok(upload)
}

/// The row, unless its seal is false: then it counts as absent and is reported.
fn read(store: &Store, row: &Row) -> Result<Option<Upload>, Fault> {
    let upload = Upload {
        id: row.id(0)?,
        dossier: row.id(1)?,
        lease: row.moment(2)?,
        ct: row.bytes(3)?,
        seal: row.bytes(4)?,
    };
    let fields = fields(upload.id, upload.dossier, upload.lease.0, &upload.ct);
    if store
        .secrets
        .row_key()
        .check("uploads", &fields, &upload.seal)
    {
        return Ok(Some(upload));
    }
    tracing::error!("an upload's row is not the one that was written: ignored");
    Ok(None)
}

/// One upload; `None` when there is none, or its lease has run out.
pub async fn get(tx: &mut Tx, store: &Store, id: UploadId) -> Result<Option<Upload>, Fault> {
    let row = tx.opt(GET, args![id, store.clock.now()]).await?;
    row.map_or(Ok(None), |row| read(store, &row))
}

/// Every upload of a dossier.
pub async fn of(tx: &mut Tx, store: &Store, dossier: DossierId) -> Result<Vec<Upload>, Fault> {
    let rows = tx.all(OF, args![dossier, store.clock.now()]).await?;
    let uploads = rows.iter().map(|row| read(store, row));
    Ok(uploads
        .collect::<Result<Vec<_>, _>>()?
        .into_iter()
        .flatten()
        .collect())
}

/// Writes a new state, and pushes the leases: the upload's, and those of the segments that it names.
///
/// # Errors
/// `Conflict` when the state is no longer the one that was read, or a segment was given up meanwhile.
pub async fn replace(
    tx: &mut Tx,
    store: &Store,
    old: &Upload,
    ct: Vec<u8>,
    segments: &[BlobId],
) -> Result<Upload, Fault> {
    let lease = store.blobs.lease();
    let new = sealed(store, old.id, old.dossier, lease, ct)?;
    let (ct, seal, before) = (new.ct.clone(), new.seal.clone(), old.seal.clone());
    let changed = tx
        .exec(REPLACE, args![lease, ct, seal, old.id, before])
        .await?;
    if changed != 1 {
        return Err(Fault::new(Code::Conflict, "the upload went on elsewhere"));
    }
    // Leases are in whole hours: most of the time there is nothing to push.
    if old.lease.0 != lease {
        for segment in segments {
            if tx.exec(RENEW, args![lease, *segment]).await? != 1 {
                return Err(Fault::new(Code::Conflict, "a segment was given up"));
            }
        }
    }
    Ok(new)
}

/// Gives up segments: the collector removes their bytes.
pub async fn give_up(tx: &mut Tx, dossier: DossierId, segments: &[BlobId]) -> Result<(), Fault> {
    for segment in segments {
        tx.run(DROP, args![*segment, dossier]).await?;
    }
    Ok(())
}

/// Forgets an upload and its segments.
pub async fn remove(tx: &mut Tx, upload: &Upload, segments: &[BlobId]) -> Result<(), Fault> {
    tx.run(REMOVE, args![upload.id]).await?;
    give_up(tx, upload.dossier, segments).await
}
