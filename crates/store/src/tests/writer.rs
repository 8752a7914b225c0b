//! Group commit: closures share a commit, not a fate.

use super::{code, count};
use crate::testing::both;
use crate::{Store, Tx, args};
use futures::future::{BoxFuture, join_all};
use kernel::{Code, Fault};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

const ORGS: &str = "SELECT COUNT(*) FROM orgs WHERE org_id = $1";
const ADD: &str = "INSERT INTO orgs (org_id) VALUES ($1)";

fn add(tx: &mut Tx, n: u8) -> BoxFuture<'_, Result<(), Fault>> {
    Box::pin(async move { tx.exec(ADD, args![[n; 16]]).await.map(drop) })
}

async fn has(store: &Store, n: u8) -> bool {
    count(store, ORGS, args![[n; 16]]).await == 1
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closure_that_fails_is_rolled_back_alone() {
    both(|store| async move {
        let writes = (1..=20_u8).map(|n| {
            let store = store.clone();
            async move {
                store
                    .db
                    .write(move |tx| {
                        Box::pin(async move {
                            add(tx, n).await?;
                            match n % 3 {
                                0 => Err(Fault::new(Code::Invalid, "on purpose")),
                                _ => Ok(n),
                            }
                        })
                    })
                    .await
            }
        });
        for (n, result) in (1..=20_u8).zip(join_all(writes).await) {
            if n % 3 == 0 {
                assert_eq!(code(result), Some(Code::Invalid));
                assert!(!has(&store, n).await, "{n} must be gone");
            } else {
                assert_eq!(result.unwrap(), n);
                assert!(has(&store, n).await, "{n} must be there");
            }
        }
    })
    .await;
}

/// A constraint that is checked at the commit makes the commit itself fail.
#[tokio::test]
async fn a_commit_that_fails_answers_no_one_with_success() {
    let dir = tempfile::tempdir().unwrap();
    let store = super::opening::sqlite(dir.path()).await;
    let orphan = store.db.write(|tx| {
        Box::pin(async move {
            tx.exec("PRAGMA defer_foreign_keys = ON", args![]).await?;
            tx.exec(
                "INSERT INTO erased (org_id, month, leaves) VALUES ($1, 1, 1)",
                args![[9_u8; 16]],
            )
            .await
        })
    });
    let good = store.db.write(|tx| add(tx, 1));
    let (orphan, good) = tokio::join!(orphan, good);
    assert!(orphan.is_err());
    assert!(good.is_err(), "its commit did not happen");
    assert!(!has(&store, 1).await);
    // The writer goes on.
    store.db.write(|tx| add(tx, 2)).await.unwrap();
    assert!(has(&store, 2).await);
}

#[tokio::test]
async fn a_panic_is_a_fault_and_the_writer_goes_on() {
    both(|store| async move {
        let result: Result<(), Fault> = store
            .db
            .write(|tx| {
                Box::pin(async move {
                    add(tx, 1).await?;
                    panic!("on purpose");
                })
            })
            .await;
        assert_eq!(code(result), Some(Code::Internal));
        assert!(!has(&store, 1).await);
        store.db.write(|tx| add(tx, 2)).await.unwrap();
        assert!(has(&store, 2).await);
    })
    .await;
}

/// A closure that would wait for ever, once its caller left, is dropped and rolled back; nobody
/// behind it waits.
#[tokio::test]
async fn a_dropped_caller_rolls_back_and_blocks_no_one() {
    both(|store| async move {
        let reached = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&reached);
        let inner = store.clone();
        let waiting = tokio::spawn(async move {
            inner
                .db
                .write(move |tx| {
                    Box::pin(async move {
                        add(tx, 1).await?;
                        flag.store(true, Ordering::SeqCst);
                        std::future::pending::<()>().await;
                        Ok(())
                    })
                })
                .await
        });
        while !reached.load(Ordering::SeqCst) {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        waiting.abort();
        let next = tokio::time::timeout(Duration::from_secs(10), store.db.write(|tx| add(tx, 2)));
        next.await.expect("the writer is free").unwrap();
        assert!(!has(&store, 1).await);
        assert!(has(&store, 2).await);
    })
    .await;
}

/// Many writers at once: all are kept. Their commits are fewer than they are, which shows in the
/// number of times the log grew; only that it works is asserted here, never how fast.
#[tokio::test(flavor = "multi_thread")]
async fn many_writers_are_all_kept() {
    both(|store| async move {
        let writes = (0..250_u8).map(|n| {
            let store = store.clone();
            tokio::spawn(async move { store.db.write(move |tx| add(tx, n.max(1))).await })
        });
        let kept = join_all(writes)
            .await
            .into_iter()
            .filter(|result| result.as_ref().is_ok_and(Result::is_ok))
            .count();
        // 0 and 1 are the same row: one of the two is a conflict.
        assert_eq!(kept, 249);
        assert_eq!(
            count(&store, "SELECT COUNT(*) FROM orgs", args![]).await,
            250
        );
    })
    .await;
}
