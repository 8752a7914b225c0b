//! The contract of this crate, on both engines.

mod appending;
mod backups;
mod bell;
mod blobs;
mod erasing;
mod jobs;
mod links;
mod log;
mod mails;
mod opening;
mod public;
mod purging;
mod schema;
mod sessions;
mod sql;
mod tampering;
mod uploads;
mod writer;

use crate::journal::{self, Append, Journal, Receipt};
use crate::{Store, Tx};
use futures::future::BoxFuture;
use kernel::{Code, DossierId, Fault, GrantId, Moment};
use seal::entry::{By, EntryDraft};
use seal::grant::{Keyring, Rights};
use seal::vault::Identity;

/// 21 November 2026, 10:00 UTC.
const NOON: Moment = Moment::from_seconds(1_795_255_200);

/// A dossier and the keyring of its owner.
#[derive(Clone)]
struct Owner {
    d: DossierId,
    keyring: Keyring,
}

impl Owner {
    fn new() -> Self {
        let d = DossierId::new(seal::random::bytes());
        Self {
            d,
            keyring: Keyring {
                d,
                grant: GrantId::new(seal::random::bytes()),
                rights: Rights::Owner,
                until: None,
                identities: vec![Identity::generate()],
            },
        }
    }

    /// Opens a dossier with one entry.
    async fn with_dossier(store: &Store) -> Self {
        let owner = Self::new();
        let (d, to) = (owner.d, owner.keyring.recipient().unwrap());
        let inner = store.clone();
        store
            .db
            .write(move |tx| {
                Box::pin(async move {
                    journal::create(tx, &inner, d, &to, EntryDraft::new("created")).await
                })
            })
            .await
            .unwrap();
        owner
    }

    async fn append(&self, store: &Store, text: &str, with: Append) -> Result<Receipt, Fault> {
        let (inner, d) = (store.clone(), self.d);
        let draft = EntryDraft::new("fact").words("text", text)?;
        store
            .db
            .write(move |tx| {
                Box::pin(
                    async move { journal::append(tx, &inner, d, By::Owner, draft, with).await },
                )
            })
            .await
    }

    async fn say(&self, store: &Store, text: &str) -> Receipt {
        self.append(store, text, Append::default()).await.unwrap()
    }

    async fn read(&self, store: &Store) -> Result<Journal, Fault> {
        let (inner, owner) = (store.clone(), self.clone());
        store
            .db
            .read(move |tx| {
                Box::pin(async move { journal::read(tx, &inner, owner.d, &owner.keyring).await })
            })
            .await
    }

    async fn info(&self, store: &Store) -> Result<journal::Dossier, Fault> {
        let (inner, d) = (store.clone(), self.d);
        store
            .db
            .read(move |tx| Box::pin(async move { journal::info(tx, &inner, d).await }))
            .await
    }

    async fn erase(&self, store: &Store, seqs: Vec<u64>) -> Result<Receipt, Fault> {
        let (inner, owner) = (store.clone(), self.clone());
        store
            .db
            .write(move |tx| {
                Box::pin(async move {
                    journal::erase(tx, &inner, &owner.keyring, By::Owner, &seqs, "own", None).await
                })
            })
            .await
    }
}

/// Runs one statement as somebody who writes to the database without the program would.
async fn meddle(store: &Store, sql: &'static str, args: crate::Args) -> u64 {
    store
        .db
        .write(move |tx| Box::pin(async move { tx.exec(sql, args).await }))
        .await
        .unwrap()
}

async fn count(store: &Store, sql: &'static str, args: crate::Args) -> i64 {
    store
        .db
        .read(move |tx| Box::pin(async move { tx.one(sql, args).await?.int(0) }))
        .await
        .unwrap()
}

/// Runs `work` in a writing transaction with a store of its own.
async fn write<T: Send + 'static>(
    store: &Store,
    work: impl for<'t> FnOnce(&'t mut Tx, Store) -> BoxFuture<'t, Result<T, Fault>> + Send + 'static,
) -> Result<T, Fault> {
    let inner = store.clone();
    store.db.write(move |tx| work(tx, inner)).await
}

fn code<T>(result: Result<T, Fault>) -> Option<Code> {
    result.err().map(|fault| fault.code())
}
