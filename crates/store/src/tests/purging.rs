//! A purge decides under the lock of the dossier's row: who comes back at that moment is heard, before or after, never
//! both.

use super::*;
use crate::args;
use crate::db::Engine;
use crate::testing::both_at;
use tokio::task::JoinHandle;

/// Longer than a dossier stays by itself.
const LONG: i64 = 40 * 31 * 86_400;
const WAITING: &str = "SELECT CAST(count(*) AS BIGINT) FROM pg_stat_activity \
     WHERE datname = current_database() AND wait_event_type = 'Lock'";

/// Whether that writer waits for the one that asks: at a lock of PostgreSQL, or for its turn as SQLite's one writer.
async fn waits<T>(store: &Store, other: &JoinHandle<T>) -> bool {
    if store.db.engine() == Engine::Sqlite {
        return !other.is_finished();
    }
    while !other.is_finished() {
        let seen = store
            .db
            .read(|tx| Box::pin(async move { tx.one(WAITING, args![]).await?.int(0) }));
        if seen.await.unwrap() > 0 {
            return true;
        }
        tokio::task::yield_now().await;
    }
    false
}

/// She comes back: her code typed back, or a visit.
fn comes_back(store: &Store, d: DossierId, typed: bool) -> JoinHandle<Result<(), Fault>> {
    let store = store.clone();
    tokio::spawn(async move {
        write(&store, move |tx, store| {
            Box::pin(async move {
                if typed {
                    journal::confirm(tx, &store, d).await
                } else {
                    journal::purge_in(tx, &store, d, 36).await
                }
            })
        })
        .await
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn n048_a_draft_that_is_deleted_is_not_confirmed_under_the_hand() {
    both_at(NOON, |store, _| async move {
        let d = Owner::with_dossier(&store).await.d;
        let (waited, other) = write(&store, move |tx, store| {
            Box::pin(async move {
                let before = journal::info_kept(tx, &store, d).await?;
                assert!(!before.confirmed);
                let other = comes_back(&store, d, true);
                let waited = waits(&store, &other).await;
                journal::delete(tx, &store, d).await?;
                Ok((waited, other))
            })
        })
        .await
        .unwrap();
        assert!(waited, "what was read stays so until the end");
        assert_eq!(code(other.await.unwrap()), Some(Code::NotFound));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn n048_a_dossier_found_due_stays_so_until_it_is_deleted() {
    both_at(NOON, |store, clock| async move {
        let d = Owner::with_dossier(&store).await.d;
        clock.set(NOON.plus_seconds(LONG));
        let (waited, other) = write(&store, move |tx, store| {
            Box::pin(async move {
                assert_eq!(journal::due_for_purge(tx, &store, 10).await?, vec![d]);
                let other = comes_back(&store, d, false);
                let waited = waits(&store, &other).await;
                journal::delete(tx, &store, d).await?;
                Ok((waited, other))
            })
        })
        .await
        .unwrap();
        assert!(waited, "nobody comes back between the two");
        assert_eq!(code(other.await.unwrap()), Some(Code::NotFound));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn n048_who_comes_back_while_the_purge_waits_for_her_row_keeps_her_dossier() {
    both_at(NOON, |store, clock| async move {
        let d = Owner::with_dossier(&store).await.d;
        clock.set(NOON.plus_seconds(LONG));
        let purge = write(&store, move |tx, store| {
            Box::pin(async move {
                journal::purge_in(tx, &store, d, 36).await?;
                // The purge begins now, and finds the row as it was before.
                let there = store.clone();
                let purge = tokio::spawn(async move {
                    write(&there, |tx, store| {
                        Box::pin(async move { journal::due_for_purge(tx, &store, 10).await })
                    })
                    .await
                });
                waits(&store, &purge).await;
                Ok(purge)
            })
        })
        .await
        .unwrap();
        assert_eq!(purge.await.unwrap().unwrap(), Vec::new(), "read again");
    })
    .await;
}
