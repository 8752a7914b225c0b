//! Appending and reading back.

use super::{NOON, Owner, code, count, write};
use crate::args;
use crate::journal::{self, Append, key_name, origin};
use crate::testing::{both, both_at};
use futures::future::join_all;
use kernel::{Code, Moment};
use seal::entry::{By, EntryDraft};
use std::collections::BTreeSet;
use std::time::Instant;

#[tokio::test]
async fn what_was_appended_is_read_back_whole_and_sealed() {
    both_at(NOON, |store, clock| async move {
        let owner = Owner::with_dossier(&store).await;
        clock.set(NOON.plus_seconds(60));
        let receipt = owner
            .say(&store, "Il a écrit : « on sait où tu habites ».")
            .await;
        assert_eq!((receipt.seq, receipt.size), (1, 2));
        assert_eq!(receipt.at, NOON.plus_seconds(60));
        let vkey = store.secrets.dossier_key().vkey(&key_name(&store));
        let head = seal::note::open(&receipt.note, &[vkey]).unwrap();
        assert_eq!(head.origin, origin(&store, owner.d, 1));
        assert_eq!(head.origin, format!("preau.example/d/{}", owner.d));

        let journal = owner.read(&store).await.unwrap();
        assert_eq!(journal.note, receipt.note);
        assert_eq!(head.root, seal::tree::root(&journal.leaves));
        let entries: Vec<_> = journal.open().collect();
        assert_eq!(entries[0].line.kind, "created");
        assert_eq!(
            entries[1].text("text").as_deref(),
            Some("Il a écrit : « on sait où tu habites ».")
        );
        assert_eq!(entries[1].line.by, By::Owner);
        assert_eq!(entries[1].line.at, receipt.at);
    })
    .await;
}

/// Seal specification, section 12, "Order": dense places, instants that only grow, one head a size.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_appends_give_dense_places_and_growing_instants() {
    const APPENDS: usize = 240;
    both(|store| async move {
        let owner = Owner::with_dossier(&store).await;
        let started = Instant::now();
        let appends = (0..APPENDS).map(|n| {
            let (store, owner) = (store.clone(), owner.clone());
            tokio::spawn(async move { owner.say(&store, &format!("fait {n}")).await })
        });
        let mut receipts: Vec<_> = join_all(appends)
            .await
            .into_iter()
            .map(Result::unwrap)
            .collect();
        eprintln!(
            "{:?}: {APPENDS} appends in {:?}",
            store.db,
            started.elapsed()
        );
        receipts.sort_by_key(|receipt| receipt.seq);
        let places: Vec<_> = receipts.iter().map(|receipt| receipt.seq).collect();
        assert_eq!(places, (1..=APPENDS as u64).collect::<Vec<_>>());
        assert!(receipts.windows(2).all(|pair| pair[0].at < pair[1].at));
        let notes: BTreeSet<_> = receipts.iter().map(|receipt| &receipt.note).collect();
        assert_eq!(notes.len(), APPENDS);
        let journal = owner.read(&store).await.unwrap();
        assert_eq!(journal.entries.len(), APPENDS + 1);
        assert_eq!(journal.note, receipts.last().unwrap().note);
    })
    .await;
}

/// The clock of a machine may step back; the journal's may not, even after a restart.
#[tokio::test]
async fn instants_grow_when_the_clock_goes_back() {
    both_at(NOON, |store, clock| async move {
        let owner = Owner::with_dossier(&store).await;
        let first = owner.say(&store, "un").await;
        clock.set(NOON.plus_seconds(-3600));
        let second = owner.say(&store, "deux").await;
        assert_eq!(second.at, Moment(first.at.0 + 1));
    })
    .await;
}

#[tokio::test]
async fn the_same_form_twice_gives_the_first_receipt() {
    both_at(NOON, |store, clock| async move {
        let owner = Owner::with_dossier(&store).await;
        let form = || Append {
            nonce: Some([5; 16]),
            uploads: Vec::new(),
        };
        let first = owner.append(&store, "envoyé", form()).await.unwrap();
        owner.say(&store, "autre chose").await;
        clock.set(NOON.plus_seconds(7 * 24 * 3600));
        let mut again = owner.append(&store, "envoyé", form()).await.unwrap();
        assert!(again.replayed && !first.replayed);
        again.replayed = false;
        assert_eq!(again, first);
        assert_eq!(owner.read(&store).await.unwrap().entries.len(), 3);

        // Another dossier may use the same bytes.
        let other = Owner::with_dossier(&store).await;
        assert!(!other.append(&store, "x", form()).await.unwrap().replayed);

        // Forgotten after two weeks at most: the first form now, the other one a week later.
        for (weeks, gone, left) in [(2, 1, 1), (3, 1, 0)] {
            clock.set(NOON.plus_seconds(weeks * 7 * 24 * 3600));
            let forgotten = write(&store, |tx, store| {
                Box::pin(async move { journal::replay::forget(tx, &store).await })
            });
            assert_eq!(forgotten.await.unwrap(), gone);
            let rows = "SELECT COUNT(*) FROM nonces";
            assert_eq!(count(&store, rows, args![]).await, left);
        }
    })
    .await;
}

/// Two tabs send the same form at the same time: one entry.
#[tokio::test(flavor = "multi_thread")]
async fn the_same_form_at_once_is_kept_once() {
    both(|store| async move {
        let owner = Owner::with_dossier(&store).await;
        let sends = (0..12).map(|_| {
            let form = Append {
                nonce: Some([6; 16]),
                uploads: Vec::new(),
            };
            let (store, owner) = (store.clone(), owner.clone());
            tokio::spawn(async move { owner.append(&store, "une fois", form).await.unwrap() })
        });
        let receipts = join_all(sends).await;
        let fresh = receipts.iter().filter(|r| !r.as_ref().unwrap().replayed);
        assert_eq!(fresh.count(), 1);
        assert_eq!(owner.read(&store).await.unwrap().entries.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn types_with_their_own_way_in_are_refused() {
    both(|store| async move {
        let owner = Owner::with_dossier(&store).await;
        for kind in ["created", "epoch", "erased"] {
            let d = owner.d;
            let refused = write(&store, move |tx, store| {
                Box::pin(async move {
                    let draft = EntryDraft::new(kind);
                    journal::append(tx, &store, d, By::Owner, draft, Append::default()).await
                })
            });
            assert_eq!(code(refused.await), Some(Code::Invalid), "{kind}");
        }
        let (other, d) = (Owner::new(), owner.d);
        let to = other.keyring.recipient().unwrap();
        let taken = write(&store, move |tx, store| {
            Box::pin(async move {
                journal::create(tx, &store, d, &to, EntryDraft::new("created")).await
            })
        });
        assert_eq!(code(taken.await), Some(Code::Conflict));
        let stranger = Owner::new();
        assert_eq!(code(stranger.read(&store).await), Some(Code::NotFound));
        assert_eq!(owner.read(&store).await.unwrap().entries.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn the_row_changes_only_under_its_seal() {
    both_at(NOON, |store, clock| async move {
        let owner = Owner::with_dossier(&store).await;
        let d = owner.d;
        let fresh = owner.info(&store).await.unwrap();
        assert!(!fresh.confirmed && !fresh.hold && !fresh.damaged);
        assert_eq!(fresh.purge_month, (2026 + 3) * 12 + 10);
        write(&store, move |tx, store| {
            Box::pin(async move {
                journal::confirm(tx, &store, d).await?;
                journal::purge_in(tx, &store, d, 120).await?;
                journal::hold(tx, &store, d, true).await
            })
        })
        .await
        .unwrap();
        let after = owner.info(&store).await.unwrap();
        assert!(after.confirmed && after.hold);
        assert_eq!(after.purge_month, (2026 + 10) * 12 + 10);
        owner.say(&store, "encore").await;

        // A hold stops the purge, not more.
        let due = |held| {
            let store = store.clone();
            async move {
                write(&store, move |tx, store| {
                    Box::pin(async move {
                        journal::hold(tx, &store, d, held).await?;
                        journal::due_for_purge(tx, &store, 10).await
                    })
                })
                .await
                .unwrap()
            }
        };
        assert!(due(false).await.is_empty());
        clock.set(NOON.plus_seconds(11 * 366 * 24 * 3600));
        assert!(due(true).await.is_empty());
        // Let go, it has two months left: its owner may still come back.
        assert!(due(false).await.is_empty());
        assert_eq!(
            owner.info(&store).await.unwrap().purge_month,
            (2037 + 1) * 12
        );
        clock.set(NOON.plus_seconds(12 * 366 * 24 * 3600));
        assert_eq!(due(false).await, vec![d]);
    })
    .await;
}
