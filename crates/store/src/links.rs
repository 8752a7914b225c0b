//! Links: whoever holds one adds to a dossier and reads nothing (seal specification, section 4). The row says what may
//! be added, how much is left and until when; who was given the link stands in the dossier's journal only.

use crate::Store;
use crate::args;
use crate::db::{Row, Tx};
use crate::erasures::{self, What};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as B64U;
use kernel::{Code, DossierId, Fault, Moment, OrgId};
use serde_json::{Value, json};

/// Additions that a link allows unless its owner says otherwise.
pub const ITEMS: u32 = 50;
/// What a program may send before its owner makes another token.
pub const PROGRAM_ITEMS: u32 = 500;
/// Bytes that it allows, padded.
pub const BYTES: u64 = 2 << 30;
/// Days that it lasts.
pub const DAYS: u16 = 14;

const COLUMNS: &str = "SELECT link, dossier, number, kind, state, key, counter, items, bytes, until, seal FROM links \
     WHERE link = $1 AND until >= $2";
/// PostgreSQL: two additions through one link wait for each other. SQLite has one writer.
const LOCKED: &str = "SELECT link, dossier, number, kind, state, key, counter, items, bytes, until, seal FROM links \
     WHERE link = $1 AND until >= $2 FOR UPDATE";
const OF: &str = "SELECT link, dossier, number, kind, state, key, counter, items, bytes, until, seal FROM links \
     WHERE dossier = $1 AND until >= $2 ORDER BY number";
const CREATE: &str = "INSERT INTO links (org_id, link, dossier, number, kind, state, key, counter, items, bytes, until, \
     seal) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
const CHANGE: &str = "UPDATE links SET state = $1, key = $2, counter = $3, items = $4, bytes = $5, seal = $6 \
     WHERE link = $7 AND seal = $8";
const REVOKE: &str = "DELETE FROM links WHERE dossier = $1 AND number = $2";
const EXPIRE: &str = "DELETE FROM links WHERE until < $1";

/// What a link is for; it fixes what may be added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkKind {
    /// Somebody who saw it: a statement and files.
    Witness,
    /// Somebody who agrees to sign a joint request: a name, and no file.
    Signatory,
    /// The person's own telephone: files.
    Phone,
    /// The person's own browser: pages as she sees them, signed by its key.
    Extension,
    /// A program: facts, files, notes on steps.
    Program,
}

impl LinkKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [
        Self::Witness,
        Self::Phone,
        Self::Extension,
        Self::Signatory,
        Self::Program,
    ];

    /// As stored and sealed.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Witness => "witness",
            Self::Signatory => "signatory",
            Self::Phone => "phone",
            Self::Extension => "extension",
            Self::Program => "program",
        }
    }

    /// Reads it back.
    pub fn read(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether an entry of this type may come through it.
    pub fn allows(self, kind: &str) -> bool {
        match kind {
            "piece" => self != Self::Signatory,
            "story" => matches!(self, Self::Witness | Self::Signatory),
            "fact" | "step" | "answer" | "refusal" => self == Self::Program,
            _ => false,
        }
    }

    /// Additions that it allows.
    const fn items(self) -> u32 {
        match self {
            Self::Program => PROGRAM_ITEMS,
            _ => ITEMS,
        }
    }
}

/// The secret of a link: 16 random bytes, in its address or in the extension, and in no row.
#[derive(Clone, PartialEq, Eq)]
pub struct Token([u8; 16]);

impl Token {
    /// Draws a new one.
    pub fn draw() -> Self {
        Self(seal::random::bytes())
    }

    /// Reads what [`Token::text`] wrote.
    pub fn read(text: &str) -> Option<Self> {
        B64U.decode(text).ok()?.try_into().ok().map(Self)
    }

    /// Base 64 for addresses, 22 characters.
    pub fn text(&self) -> String {
        B64U.encode(self.0)
    }

    pub(crate) fn hash(&self) -> [u8; 32] {
        *seal::sha256(&self.0).bytes()
    }

    pub(crate) const fn bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(…)")
    }
}

/// A link that is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    hash: [u8; 32],
    /// The dossier that it adds to.
    pub dossier: DossierId,
    /// Its number in the dossier, from 1.
    pub number: u32,
    /// What it is for.
    pub kind: LinkKind,
    /// Whether the owner has confirmed the key; a link without key needs no confirmation.
    pub ready: bool,
    /// The Ed25519 public key of an extension.
    pub key: Option<[u8; 32]>,
    /// The number of its last signed addition.
    pub counter: u64,
    /// Additions left.
    pub items: u32,
    /// Padded bytes left.
    pub bytes: u64,
    /// The last day, counted from 1970 in UTC.
    pub until: i64,
    seal: Vec<u8>,
}

const OPEN: &str = "open";
const WAITING: &str = "waiting";

fn day(at: Moment) -> i64 {
    at.0.div_euclid(86_400_000_000)
}

fn stored<T: TryInto<i64>>(number: T) -> Result<i64, Fault> {
    let number = number.try_into();
    number.map_err(|_| Fault::new(Code::Invalid, "a number too large"))
}

impl Link {
    fn fields(&self) -> Value {
        let mut fields = json!({
            "bytes": self.bytes,
            "counter": self.counter,
            "dossier": self.dossier.to_string(),
            "items": self.items,
            "kind": self.kind.name(),
            "link": kernel::id::to_hex(&self.hash),
            "number": self.number,
            "org": OrgId::FIRST.to_string(),
            "state": self.state(),
            "until": self.until,
        });
        if let (Some(key), Some(fields)) = (self.key, fields.as_object_mut()) {
            fields.insert("key".to_owned(), kernel::id::to_hex(&key).into());
        }
        fields
    }

    const fn state(&self) -> &'static str {
        if self.ready { OPEN } else { WAITING }
    }

    fn sealed(mut self, store: &Store) -> Result<Self, Fault> {
        let seal = store.secrets.row_key().seal("links", &self.fields())?;
        self.seal = seal.to_vec();
        Ok(self)
    }

    /// The row, unless its seal is false: then it counts as absent and is reported.
    fn read(store: &Store, row: &Row) -> Result<Option<Self>, Fault> {
        let damaged = || Fault::new(Code::Damaged, "a link's row cannot be read");
        let Some(kind) = LinkKind::read(&row.text(3)?) else {
            return Err(damaged());
        };
        let array = |bytes: Vec<u8>| <[u8; 32]>::try_from(bytes).map_err(|_| damaged());
        let link = Self {
            hash: array(row.bytes(0)?)?,
            dossier: row.id(1)?,
            number: u32::try_from(row.size(2)?).map_err(|_| damaged())?,
            kind,
            ready: row.text(4)? == OPEN,
            key: row.opt_bytes(5)?.map(array).transpose()?,
            counter: row.size(6)?,
            items: u32::try_from(row.size(7)?).map_err(|_| damaged())?,
            bytes: row.size(8)?,
            until: row.int(9)?,
            seal: row.bytes(10)?,
        };
        let key = store.secrets.row_key();
        if key.check("links", &link.fields(), &link.seal) {
            return Ok(Some(link));
        }
        tracing::error!("a link's row is not the one that was written: ignored");
        Ok(None)
    }

    /// Noon of its last day, in UTC.
    pub const fn last_day(&self) -> Moment {
        Moment(self.until.saturating_mul(86_400_000_000)).plus_seconds(43_200)
    }

    /// Writes what changed, by compare-and-set on the seal.
    async fn change(&self, tx: &mut Tx, store: &Store, new: Self) -> Result<Self, Fault> {
        let new = new.sealed(store)?;
        let changed = tx
            .exec(
                CHANGE,
                args![
                    new.state(),
                    new.key,
                    stored(new.counter)?,
                    new.items,
                    stored(new.bytes)?,
                    new.seal.clone(),
                    self.hash,
                    self.seal.clone(),
                ],
            )
            .await?;
        if changed == 1 {
            return Ok(new);
        }
        Err(Fault::new(Code::Conflict, "the link was used elsewhere"))
    }

    /// Takes one addition of `bytes` padded bytes off what is left; `counter` is that of a signed one.
    ///
    /// # Errors
    /// `TooLarge` when it allows no more; `Conflict` when that counter was used before.
    pub async fn spend(
        &self,
        tx: &mut Tx,
        store: &Store,
        counter: Option<u64>,
        bytes: u64,
    ) -> Result<Self, Fault> {
        let full = || Fault::new(Code::TooLarge, "this link allows no more");
        let mut new = self.clone();
        new.items = self.items.checked_sub(1).ok_or_else(full)?;
        new.bytes = self.bytes.checked_sub(bytes).ok_or_else(full)?;
        if let Some(counter) = counter {
            if counter <= self.counter {
                return Err(Fault::new(Code::Conflict, "an addition sent before"));
            }
            new.counter = counter;
        }
        self.change(tx, store, new).await
    }

    /// The extension says its key; the owner has yet to confirm it.
    ///
    /// # Errors
    /// `Conflict` when another key came first; `Invalid` for a link that takes none.
    pub async fn pair(&self, tx: &mut Tx, store: &Store, key: [u8; 32]) -> Result<Self, Fault> {
        match self.key {
            _ if self.kind != LinkKind::Extension => {
                Err(Fault::new(Code::Invalid, "this link takes no key"))
            }
            Some(known) if known == key => Ok(self.clone()),
            Some(_) => Err(Fault::new(Code::Conflict, "another key came first")),
            None => {
                let key = Some(key);
                let new = Self {
                    key,
                    ..self.clone()
                };
                self.change(tx, store, new).await
            }
        }
    }

    /// The owner has compared the key.
    pub async fn confirm(&self, tx: &mut Tx, store: &Store) -> Result<Self, Fault> {
        let new = Self {
            ready: true,
            ..self.clone()
        };
        self.change(tx, store, new).await
    }
}

/// Makes a link; its token is given once and kept nowhere.
///
/// # Errors
/// `Conflict` when the dossier has a link of that number.
pub async fn create(
    tx: &mut Tx,
    store: &Store,
    dossier: DossierId,
    number: u32,
    kind: LinkKind,
    days: u16,
) -> Result<(Token, Link), Fault> {
    let token = Token::draw();
    let link = Link {
        hash: token.hash(),
        dossier,
        number,
        kind,
        ready: kind != LinkKind::Extension,
        key: None,
        counter: 0,
        items: kind.items(),
        bytes: BYTES,
        until: day(store.clock.now()).saturating_add(i64::from(days)),
        seal: Vec::new(),
    }
    .sealed(store)?;
    tx.run(
        CREATE,
        args![
            OrgId::FIRST,
            link.hash,
            dossier,
            number,
            kind.name(),
            link.state(),
            None::<[u8; 32]>,
            0_i64,
            link.items,
            stored(link.bytes)?,
            link.until,
            link.seal.clone(),
        ],
    )
    .await?;
    Ok((token, link))
}

/// The link of a token, locked until the end of a transaction that writes.
///
/// # Errors
/// `NotFound` when there is none, or its time is over: the two look the same.
pub async fn open(tx: &mut Tx, store: &Store, token: &Token, writing: bool) -> Result<Link, Fault> {
    let sql = if writing {
        tx.pick(COLUMNS, LOCKED)
    } else {
        COLUMNS
    };
    let today = day(store.clock.now());
    let row = tx.opt(sql, args![token.hash(), today]).await?;
    let link = row
        .map(|row| Link::read(store, &row))
        .transpose()?
        .flatten();
    link.ok_or(Fault::new(Code::NotFound, "no such link"))
}

/// The links of a dossier that are still open.
pub async fn of(tx: &mut Tx, store: &Store, dossier: DossierId) -> Result<Vec<Link>, Fault> {
    let today = day(store.clock.now());
    let rows = tx.all(OF, args![dossier, today]).await?;
    let links = rows.iter().map(|row| Link::read(store, row));
    Ok(links
        .collect::<Result<Vec<_>, _>>()?
        .into_iter()
        .flatten()
        .collect())
}

/// Closes a link for good.
pub async fn revoke(tx: &mut Tx, dossier: DossierId, number: u32) -> Result<(), Fault> {
    erasures::note_at(tx, What::Link, dossier.bytes(), i64::from(number)).await?;
    tx.run(REVOKE, args![dossier, number]).await
}

/// Takes back a link that was never given: nothing was erased.
pub async fn unmake(tx: &mut Tx, dossier: DossierId, number: u32) -> Result<(), Fault> {
    tx.run(REVOKE, args![dossier, number]).await
}

/// Forgets links whose time is over.
pub async fn forget(tx: &mut Tx, store: &Store) -> Result<(), Fault> {
    tx.run(EXPIRE, args![day(store.clock.now())]).await
}
