//! Adding an entry: one transaction, answered after its commit.

use super::branch::lock_current;
use super::row::{Dossier, Tree, last_ct};
use super::{KEPT_MONTHS, damaged, key_name, month, origin, queries, replay, small};
use crate::Store;
use crate::args;
use crate::blobs::{MAKE_LIVE, Stored};
use crate::db::Tx;
use kernel::{Code, DossierId, Fault, Moment, OrgId};
use seal::Digest;
use seal::entry::{By, EntryDraft, Line, LineSig};
use seal::tree::Frontier;
use seal::vault::{Recipient, encrypt, pad_entry};

/// What goes with an entry.
#[derive(Debug, Clone, Default)]
pub struct Append {
    /// The form's 128-bit nonce: a repeat gives the first receipt and adds nothing.
    pub nonce: Option<[u8; 16]>,
    /// Blobs received for this entry: live from its commit on. Their ids are kept in the entry's
    /// local data under `blobs`.
    pub uploads: Vec<Stored>,
}

/// The acknowledgement of an entry, true only once the transaction is committed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Its place, from 0.
    pub seq: u64,
    /// The server's instant, later than that of every earlier entry.
    pub at: Moment,
    /// The number of entries that the head covers.
    pub size: u64,
    /// The signed head.
    pub note: String,
    /// Whether this is the receipt of an earlier, identical form.
    pub replayed: bool,
}

/// An entry whose body somebody else encrypted to the dossier: the server cannot read it (seal specification,
/// section 4). What it says of itself is believed only once the owner has opened it.
#[derive(Debug, Clone)]
pub struct Foreign {
    /// Its type.
    pub kind: String,
    /// The digests of its parts.
    pub parts: Vec<Digest>,
    /// What the extension signed.
    pub sig: Option<LineSig>,
    /// The body, an age file to the dossier's recipient.
    pub body_ct: Vec<u8>,
}

/// The largest body of somebody else's, in bytes.
pub const LARGEST_BODY: usize = 512 * 1024;
/// Most parts of such an entry.
pub const MOST_PARTS: usize = 64;

/// What the next entry says.
pub(super) enum Says {
    /// Words that this server holds in clear for the time of a request.
    Draft(EntryDraft),
    /// Words that it cannot read.
    Foreign(Foreign),
}

impl Says {
    fn line(&self, at: Moment, by: By, d: DossierId, seq: u64) -> Line {
        match self {
            Self::Draft(draft) => draft.line(at, by, d, seq),
            Self::Foreign(foreign) => Line {
                at,
                by,
                d,
                parts: foreign.parts.clone(),
                salt: seal::random::bytes(),
                seq,
                sig: foreign.sig,
                kind: foreign.kind.clone(),
                v: 1,
            },
        }
    }

    fn body_ct(&self, to: &Recipient) -> Result<Vec<u8>, Fault> {
        match self {
            Self::Draft(draft) => Ok(encrypt(
                &pad_entry(draft.body_bytes()?),
                std::slice::from_ref(to),
            )?),
            Self::Foreign(foreign) => Ok(foreign.body_ct.clone()),
        }
    }
}

/// Types that only their own functions write: [`create`], a change of epoch, [`super::erase()`], [`super::catch_up`].
const RESERVED: [&str; 4] = ["created", "epoch", "erased", "restored"];

/// Makes a dossier whose entries are encrypted to `recipient`. The draft, of type `created`, gets
/// the part `recipient`, which every later opening compares with the row.
///
/// # Errors
/// `Invalid` when the draft is of another type, `Conflict` when the id is taken.
pub async fn create(
    tx: &mut Tx,
    store: &Store,
    dossier: DossierId,
    recipient: &Recipient,
    draft: EntryDraft,
) -> Result<Receipt, Fault> {
    if draft.kind() != "created" {
        return Err(Fault::new(
            Code::Invalid,
            "a journal begins with its creation",
        ));
    }
    let draft = draft.value("recipient", recipient.to_string())?;
    let now = store.clock.now();
    let frontier = Frontier::new();
    let mut fresh = Dossier {
        id: dossier,
        recipient: recipient.to_string(),
        epoch: 1,
        generation: store.secrets.log_generation(),
        size: 0,
        head: String::new(),
        confirmed: false,
        damaged: false,
        hold: false,
        operator_hold: false,
        purge_month: month(now) + KEPT_MONTHS,
        used: 0,
        frontier: frontier.to_bytes(),
        last: Vec::new(),
    };
    let seal = fresh.seal(store)?;
    let tree = Tree {
        frontier,
        last: Moment(i64::MIN),
    };
    let next = next(store, &fresh, tree, By::Owner, &Says::Draft(draft))?;
    fresh.size = 1;
    tx.run(
        queries::CREATE,
        args![
            OrgId::FIRST,
            dossier,
            fresh.recipient.as_str(),
            small(fresh.epoch)?,
            small(fresh.generation)?,
            1_i64,
            next.frontier,
            next.receipt.note.as_str(),
            next.last,
            fresh.state(),
            fresh.held(),
            fresh.purge_month,
            0_i64,
            seal,
        ],
    )
    .await?;
    insert(tx, dossier, next.seq, next.leaf, next.line_ct, next.body_ct).await?;
    Ok(next.receipt)
}

/// Appends an entry.
///
/// # Errors
/// `Damaged` when the stored head is false or the dossier was found damaged before (it is then
/// read-only); `NotFound` when there is no such dossier; `Conflict` when an upload's lease ran out;
/// `Invalid` for a type that has its own function.
pub async fn append(
    tx: &mut Tx,
    store: &Store,
    dossier: DossierId,
    by: By,
    draft: EntryDraft,
    with: Append,
) -> Result<Receipt, Fault> {
    if RESERVED.contains(&draft.kind()) {
        return Err(Fault::new(
            Code::Invalid,
            "this type of entry has its own way in",
        ));
    }
    let row = lock_current(tx, store, dossier).await?;
    extend(tx, store, &row, by, Says::Draft(draft), with, 0).await
}

/// Appends an entry that this server cannot read.
///
/// # Errors
/// Those of [`append()`]; `Invalid` when the signature is not over this line, or for too many parts; `TooLarge` for
/// a body above [`LARGEST_BODY`].
pub async fn append_foreign(
    tx: &mut Tx,
    store: &Store,
    dossier: DossierId,
    by: By,
    foreign: Foreign,
    with: Append,
) -> Result<Receipt, Fault> {
    if foreign.body_ct.len() > LARGEST_BODY {
        return Err(Fault::new(Code::TooLarge, "the body of an addition"));
    }
    if !seal::vault::is_short_header(&foreign.body_ct)
        || RESERVED.contains(&foreign.kind.as_str())
        || foreign.parts.len() > MOST_PARTS
    {
        return Err(Fault::new(Code::Invalid, "not an addition"));
    }
    let row = lock_current(tx, store, dossier).await?;
    let says = Says::Foreign(foreign);
    // Its place and instant are not signed: any do. Read again as every opening will: what could not be read back
    // would make the dossier unreadable.
    let line = says.line(store.clock.now(), by, dossier, 0);
    Line::parse(&line.to_bytes())
        .and_then(|line| line.check_sig())
        .map_err(|error| Fault::caused(Code::Invalid, "not signed by its extension", error))?;
    extend(tx, store, &row, by, says, with, 0).await
}

/// The append itself, on a locked row; `freed` bytes leave the dossier with it.
pub(super) async fn extend(
    tx: &mut Tx,
    store: &Store,
    row: &Dossier,
    by: By,
    mut says: Says,
    with: Append,
    freed: i64,
) -> Result<Receipt, Fault> {
    let repeat = with
        .nonce
        .map(|nonce| replay::key(nonce, row.id))
        .transpose()?;
    if let Some(key) = &repeat
        && let Some(receipt) = replay::first(tx, store, key).await?
    {
        return Ok(receipt);
    }
    if row.damaged {
        return Err(damaged("a damaged dossier is read-only"));
    }
    let tree = row.tree(tx, store)?;
    if let Says::Draft(draft) = says {
        says = Says::Draft(naming(draft, &with.uploads)?);
    }
    let added = make_live(tx, row.id, &with.uploads).await?;
    let grown = added.saturating_sub(freed);
    let receipt = put(tx, store, row, tree, by, &says, grown).await?;
    if let Some(key) = &repeat {
        replay::remember(tx, store, key, &receipt).await?;
    }
    Ok(receipt)
}

/// The entry and the head over it, after a tree that was found true; `grown` bytes come with it.
pub(super) async fn put(
    tx: &mut Tx,
    store: &Store,
    row: &Dossier,
    tree: Tree,
    by: By,
    says: &Says,
    grown: i64,
) -> Result<Receipt, Fault> {
    let next = next(store, row, tree, by, says)?;
    insert(tx, row.id, next.seq, next.leaf, next.line_ct, next.body_ct).await?;
    let moved = tx
        .exec(
            queries::ADVANCE,
            args![
                small(next.receipt.size)?,
                next.frontier,
                next.receipt.note.as_str(),
                next.last,
                grown,
                row.id,
                next.seq,
            ],
        )
        .await?;
    if moved != 1 {
        return Err(Fault::new(Code::Conflict, "another entry came first"));
    }
    Ok(next.receipt)
}

/// Which blobs are its own, beside what it says.
fn naming(draft: EntryDraft, uploads: &[Stored]) -> Result<EntryDraft, Fault> {
    if uploads.is_empty() {
        return Ok(draft);
    }
    let blobs: Vec<_> = uploads.iter().map(|blob| blob.id().to_string()).collect();
    Ok(draft.local("blobs", blobs)?)
}

/// Everything that the next entry stores.
struct Next {
    seq: i64,
    leaf: [u8; 32],
    line_ct: Vec<u8>,
    body_ct: Vec<u8>,
    frontier: Vec<u8>,
    last: Vec<u8>,
    receipt: Receipt,
}

/// Gives the entry its place and instant, and signs the head that covers it.
fn next(store: &Store, row: &Dossier, mut tree: Tree, by: By, says: &Says) -> Result<Next, Fault> {
    let to = row.recipient.parse::<Recipient>()?;
    let at = store.clock.now().max(Moment(tree.last.0.saturating_add(1)));
    let line = says.line(at, by, row.id, row.size);
    let leaf = line.leaf();
    tree.frontier.push(leaf);
    let size = tree.frontier.size();
    let note = seal::note::sign_checkpoint(
        store.secrets.dossier_key(),
        &key_name(store),
        &origin(store, row.id, row.generation),
        size,
        tree.frontier.root(),
    )?;
    Ok(Next {
        seq: small(row.size)?,
        leaf: *leaf.bytes(),
        line_ct: encrypt(&pad_entry(line.to_bytes()), std::slice::from_ref(&to))?,
        body_ct: says.body_ct(&to)?,
        frontier: tree.frontier.to_bytes(),
        last: last_ct(store, row.id, size, at)?,
        receipt: Receipt {
            seq: row.size,
            at,
            size,
            note,
            replayed: false,
        },
    })
}

async fn insert(
    tx: &mut Tx,
    dossier: DossierId,
    seq: i64,
    leaf: [u8; 32],
    line_ct: Vec<u8>,
    body_ct: Vec<u8>,
) -> Result<(), Fault> {
    tx.run(
        queries::ENTRY,
        args![OrgId::FIRST, dossier, seq, leaf, line_ct, body_ct],
    )
    .await
}

/// Receiving → live by compare-and-set; gives the bytes that the dossier now holds more.
async fn make_live(tx: &mut Tx, dossier: DossierId, uploads: &[Stored]) -> Result<i64, Fault> {
    let mut added = 0_i64;
    for blob in uploads {
        let size = small(blob.size())?;
        let done = tx
            .exec(MAKE_LIVE, args![size, blob.crc(), blob.id(), dossier])
            .await?;
        if done != 1 {
            return Err(Fault::new(Code::Conflict, "an upload's lease has run out"));
        }
        added = added.saturating_add(size);
    }
    Ok(added)
}
