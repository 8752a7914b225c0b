//! Erasing: bytes go, the seal of the rest stays.

use super::{Owner, code, count, meddle, write};
use crate::journal::{self, Append, SlotEntry};
use crate::testing::both;
use crate::{Store, Stored, args, caches};
use kernel::{Code, DossierId};
use std::io::Write as _;

async fn piece(store: &Store, d: DossierId, bytes: &[u8]) -> Stored {
    let mut receiving = store.blobs.begin(d).await.unwrap();
    receiving.write_all(bytes).unwrap();
    receiving.durable().unwrap()
}

pub(super) async fn with_piece(store: &Store, owner: &Owner, bytes: &[u8]) -> Stored {
    let stored = piece(store, owner.d, bytes).await;
    let with = Append {
        nonce: None,
        uploads: vec![stored.clone()],
    };
    owner.append(store, "capture", with).await.unwrap();
    stored
}

/// N048: the person withdraws a piece; older heads still verify.
#[tokio::test]
async fn an_erased_entry_leaves_a_leaf_and_nothing_else() {
    both(|store| async move {
        let owner = Owner::with_dossier(&store).await;
        let kept = with_piece(&store, &owner, b"gardee").await;
        let gone = with_piece(&store, &owner, b"retiree").await;
        let before = owner.read(&store).await.unwrap();
        assert_eq!(before.dossier.used, kept.size() + gone.size());

        let receipt = owner.erase(&store, vec![2]).await.unwrap();
        store.sweep().await.unwrap();
        assert_eq!(receipt.seq, 3);
        let after = owner.read(&store).await.unwrap();
        assert!(matches!(after.entries[2], SlotEntry::Erased(leaf) if leaf == before.leaves[2]));
        assert_eq!(after.entries[3].entry().unwrap().line.kind, "erased");
        assert_eq!(after.leaves[..3], before.leaves[..]);
        let vkey = store.secrets.dossier_key().vkey(&journal::key_name(&store));
        let old = seal::note::open(&before.note, &[vkey]).unwrap();
        assert_eq!(old.root, seal::tree::root(&after.leaves[..3]));
        assert_eq!(after.dossier.used, kept.size());
        assert!(store.blobs.open(kept.id()).is_ok());
        assert_eq!(code(store.blobs.open(gone.id())), Some(Code::Damaged));
        let rows = "SELECT COUNT(*) FROM blobs WHERE blob = $1";
        assert_eq!(count(&store, rows, args![gone.id()]).await, 0);

        // Nor twice, nor what holds the journal together, nor what is not there.
        for seqs in [vec![2], vec![0], vec![3], vec![99], vec![1, 0]] {
            assert_eq!(code(owner.erase(&store, seqs).await), Some(Code::Invalid));
        }
        owner.say(&store, "la suite").await;
        assert_eq!(owner.read(&store).await.unwrap().entries.len(), 5);
    })
    .await;
}

#[tokio::test]
async fn a_deleted_dossier_leaves_a_month_and_a_number() {
    both(|store| async move {
        let owner = Owner::with_dossier(&store).await;
        let other = Owner::with_dossier(&store).await;
        let blob = with_piece(&store, &owner, b"tout part").await;
        let (d, head) = (owner.d, owner.info(&store).await.unwrap().head);
        write(&store, move |tx, store| {
            Box::pin(async move {
                crate::seals::keep(tx, d, 2, &head).await?;
                caches::put(tx, &store, *d.bytes(), "fold", b"ct").await
            })
        })
        .await
        .unwrap();
        // Even a row that was forged must not keep its owner from erasing.
        meddle(
            &store,
            "UPDATE dossiers SET seal = $1 WHERE dossier = $2",
            args![[0_u8; 32], d],
        )
        .await;
        let delete = |d| {
            write(&store, move |tx, store| {
                Box::pin(async move { journal::delete(tx, &store, d).await })
            })
        };
        delete(d).await.unwrap();
        assert_eq!(code(delete(d).await), Some(Code::NotFound));
        store.sweep().await.unwrap();

        for table in [
            "SELECT COUNT(*) FROM dossiers WHERE dossier = $1",
            "SELECT COUNT(*) FROM entries WHERE dossier = $1",
            "SELECT COUNT(*) FROM blobs WHERE dossier = $1",
            "SELECT COUNT(*) FROM seals WHERE dossier = $1",
            "SELECT COUNT(*) FROM caches WHERE owner = $1",
        ] {
            assert_eq!(count(&store, table, args![d]).await, 0, "{table}");
        }
        assert!(store.blobs.open(blob.id()).is_err());
        assert_eq!(count(&store, "SELECT leaves FROM erased", args![]).await, 2);
        assert_eq!(other.read(&store).await.unwrap().entries.len(), 1);
    })
    .await;
}

/// The erased ciphertext is in no live file of SQLite: neither the database nor its log.
#[tokio::test]
async fn erased_bytes_leave_the_live_files() {
    let dir = tempfile::tempdir().unwrap();
    let store = super::opening::sqlite(dir.path()).await;
    let owner = Owner::with_dossier(&store).await;
    for text in ["un", "deux", "trois"] {
        owner.say(&store, text).await;
    }
    let d = owner.d;
    let canary = store
        .db
        .read(move |tx| {
            Box::pin(async move {
                tx.one(
                    "SELECT body_ct FROM entries WHERE dossier = $1 AND seq = 2",
                    args![d],
                )
                .await?
                .bytes(0)
            })
        })
        .await
        .unwrap();
    // The first page of a ciphertext may be split over pages: look for a piece of it.
    let canary = canary[100..140].to_vec();
    let found = || {
        ["preau.db", "preau.db-wal"].iter().any(|name| {
            std::fs::read(dir.path().join("data").join(name))
                .is_ok_and(|bytes| bytes.windows(canary.len()).any(|window| window == canary))
        })
    };
    assert!(found());
    owner.erase(&store, vec![2]).await.unwrap();
    store.sweep().await.unwrap();
    assert!(!found());
}

#[tokio::test]
async fn a_cache_forged_with_the_public_half_counts_as_absent() {
    both(|store| async move {
        let owner = [4_u8; 16];
        let put = |ct: &'static [u8]| {
            write(&store, move |tx, store| {
                Box::pin(async move { caches::put(tx, &store, owner, "brouillon", ct).await })
            })
        };
        let get = |name: &'static str| {
            let inner = store.clone();
            store
                .db
                .read(move |tx| Box::pin(async move { caches::get(tx, &inner, owner, name).await }))
        };
        put(b"un").await.unwrap();
        put(b"deux").await.unwrap();
        assert_eq!(
            get("brouillon").await.unwrap().as_deref(),
            Some(&b"deux"[..])
        );
        assert_eq!(get("autre").await.unwrap(), None);
        meddle(&store, "UPDATE caches SET ct = $1", args![b"faux"]).await;
        assert_eq!(get("brouillon").await.unwrap(), None);
        put(b"trois").await.unwrap();
        write(&store, move |tx, store| {
            Box::pin(async move { caches::remove(tx, &store, owner, "brouillon").await })
        })
        .await
        .unwrap();
        assert_eq!(get("brouillon").await.unwrap(), None);
    })
    .await;
}
