//! What a calendar reads (seal specification, section 8): found by the digest of the token in its address, opened by
//! that token. The row names no dossier; the journal of the dossier knows the row.

use crate::Store;
use crate::args;
use crate::db::{Row, Tx};
use crate::erasures::{self, What};
use crate::journal::month;
use crate::links::Token;
use kernel::{Code, Fault, OrgId};
use seal::vault::{Identity, Recipient};
use serde_json::{Value, json};

const CREATE: &str =
    "INSERT INTO feeds (org_id, feed, until, ct, seal) VALUES ($1, $2, $3, $4, $5)";
const GET: &str = "SELECT feed, until, ct, seal FROM feeds WHERE feed = $1 AND until >= $2";
/// A feed that was stopped meanwhile stays stopped.
const REWRITE: &str = "UPDATE feeds SET until = $1, ct = $2, seal = $3 WHERE feed = $4";
const REMOVE: &str = "DELETE FROM feeds WHERE feed = $1";
const EXPIRE: &str = "DELETE FROM feeds WHERE until < $1";

/// The digest of a feed's token: its name.
pub type FeedId = [u8; 32];

/// What a calendar reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    /// Its name.
    pub id: FeedId,
    /// Its last month, as [`month`] counts.
    pub until: i64,
    /// The days, encrypted.
    pub ct: Vec<u8>,
}

/// The name of a token's feed, and to whom its days are encrypted.
pub fn of_token(token: &Token) -> Result<(FeedId, Recipient), Fault> {
    Ok((token.hash(), identity(token)?.to_public()))
}

/// What opens it.
pub fn identity(token: &Token) -> Result<Identity, Fault> {
    Ok(seal::feed::identity(token.bytes())?)
}

impl Feed {
    fn fields(&self) -> Value {
        json!({
            "ct": seal::sha256(&self.ct).to_string(),
            "feed": kernel::id::to_hex(&self.id),
            "org": OrgId::FIRST.to_string(),
            "until": self.until,
        })
    }

    fn seal(&self, store: &Store) -> Result<[u8; 32], Fault> {
        Ok(store.secrets.row_key().seal("feeds", &self.fields())?)
    }

    /// A row whose seal is false counts as absent and is reported.
    fn read(store: &Store, row: &Row) -> Result<Option<Self>, Fault> {
        let wrong = |_| Fault::new(Code::Damaged, "a feed's row");
        let feed = Self {
            id: row.bytes(0)?.try_into().map_err(wrong)?,
            until: row.int(1)?,
            ct: row.bytes(2)?,
        };
        let key = store.secrets.row_key();
        if key.check("feeds", &feed.fields(), &row.bytes(3)?) {
            return Ok(Some(feed));
        }
        tracing::error!("a feed's row is not the one that was written: ignored");
        Ok(None)
    }
}

/// Begins a feed.
pub async fn create(tx: &mut Tx, store: &Store, feed: &Feed) -> Result<(), Fault> {
    let (seal, ct) = (feed.seal(store)?, feed.ct.clone());
    tx.run(CREATE, args![OrgId::FIRST, feed.id, feed.until, ct, seal])
        .await
}

/// The feed of that name; `None` when there is none, or its time is over.
pub async fn get(tx: &mut Tx, store: &Store, id: FeedId) -> Result<Option<Feed>, Fault> {
    let now = month(store.clock.now());
    let row = tx.opt(GET, args![id, now]).await?;
    Ok(row
        .map(|row| Feed::read(store, &row))
        .transpose()?
        .flatten())
}

/// Puts other days in it; one that was stopped is not begun again.
pub async fn rewrite(tx: &mut Tx, store: &Store, feed: &Feed) -> Result<(), Fault> {
    let (seal, ct) = (feed.seal(store)?, feed.ct.clone());
    tx.run(REWRITE, args![feed.until, ct, seal, feed.id]).await
}

/// Ends it.
pub async fn remove(tx: &mut Tx, id: FeedId) -> Result<(), Fault> {
    erasures::note(tx, What::Feed, &id).await?;
    tx.run(REMOVE, args![id]).await
}

/// Forgets those whose time is over.
pub async fn forget(tx: &mut Tx, store: &Store) -> Result<(), Fault> {
    tx.run(EXPIRE, args![month(store.clock.now())]).await
}
