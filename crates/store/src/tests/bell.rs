//! Who follows hears of every commit, from every node, and of nothing that was taken back.

use super::meddle;
use crate::bell::{Ear, ring};
use crate::testing::{both, both_again};
use crate::{Store, args};
use futures::FutureExt as _;
use kernel::{Code, Fault, Moment};
use std::time::Duration;
use tokio::time::timeout;

const CHANNEL: &str = "changes";
/// Long enough for any machine: a bell that is never heard fails, a slow one does not.
const PATIENCE: Duration = Duration::from_secs(60);

async fn rings(store: &Store, n: u8, keep: bool) {
    let done = store
        .db
        .write(move |tx| {
            Box::pin(async move {
                tx.run("INSERT INTO orgs (org_id) VALUES ($1)", args![[n; 16]])
                    .await?;
                ring(tx, CHANNEL).await?;
                match keep {
                    true => Ok(()),
                    false => Err(Fault::new(Code::Invalid, "on purpose")),
                }
            })
        })
        .await;
    assert_eq!(done.is_ok(), keep);
}

async fn hears(ear: &mut Ear) {
    timeout(PATIENCE, ear.heard()).await.expect("a ring");
}

/// Waits until its connection listens, which is said by a first ring, so that what follows is heard for what it is.
async fn settled(store: &Store, ear: &mut Ear) {
    if store.db.engine() == crate::db::Engine::Postgres {
        hears(ear).await;
    }
}

#[tokio::test]
async fn a_commit_is_heard_and_what_is_taken_back_is_not() {
    both(|store| async move {
        let mut ear = store.bell.listen(CHANNEL);
        let mut other = store.bell.listen("other");
        settled(&store, &mut ear).await;
        rings(&store, 1, false).await;
        rings(&store, 2, true).await;
        hears(&mut ear).await;
        assert!(
            ear.heard().now_or_never().is_none(),
            "one ring, for what was kept"
        );
        if store.db.engine() == crate::db::Engine::Sqlite {
            assert!(other.heard().now_or_never().is_none(), "another channel");
        }
        // Rings that nobody awaited are one.
        rings(&store, 3, true).await;
        rings(&store, 4, true).await;
        hears(&mut ear).await;
    })
    .await;
}

#[tokio::test]
async fn what_is_heard_can_be_read() {
    both(|store| async move {
        let mut ear = store.bell.listen(CHANNEL);
        settled(&store, &mut ear).await;
        for n in 1..=20 {
            let (heard, ()) = tokio::join!(
                async {
                    hears(&mut ear).await;
                    super::count(
                        &store,
                        "SELECT COUNT(*) FROM orgs WHERE org_id = $1",
                        args![[n; 16]],
                    )
                    .await
                },
                rings(&store, n, true)
            );
            assert_eq!(heard, 1, "rung before its commit: {n}");
        }
    })
    .await;
}

#[tokio::test]
async fn another_node_hears_it_and_hears_again_after_its_connection_was_killed() {
    both_again(
        Moment::from_seconds(1_795_255_200),
        |store, _, mut config| async move {
            if store.db.engine() == crate::db::Engine::Sqlite {
                return;
            }
            config.data_dir = config.data_dir.with_file_name("other");
            let other = Store::open(&config).await.unwrap();
            let (mut here, mut there) = (store.bell.listen(CHANNEL), other.bell.listen(CHANNEL));
            hears(&mut here).await;
            hears(&mut there).await;
            rings(&store, 1, true).await;
            hears(&mut here).await;
            hears(&mut there).await;

            let killed = meddle(
                &store,
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' \
             AND datname = current_database()",
                args![],
            )
            .await;
            assert_eq!(killed, 2, "each node has one connection that listens");
            // Said while nobody listens: both look once they are back, which they say themselves.
            rings(&store, 2, true).await;
            hears(&mut here).await;
            hears(&mut there).await;
            rings(&other, 3, true).await;
            hears(&mut here).await;
            hears(&mut there).await;
            other.db.close().await;
        },
    )
    .await;
}

#[tokio::test]
async fn somebody_who_follows_looks_now_and_then_even_when_nothing_rings() {
    let dir = tempfile::tempdir().unwrap();
    let store = super::opening::sqlite(dir.path()).await;
    let mut ear = store.bell.listen(CHANNEL);
    ear.within(Duration::from_millis(1)).await;
}
