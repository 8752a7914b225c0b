//! Rows of reminders and feeds: each taken by one node, what is forged counts for nothing, what ends goes.

use super::{count, write};
use crate::feeds::{self, Feed};
use crate::journal::month;
use crate::limits;
use crate::links::Token;
use crate::reminders::{self, LEASE, Reminder, State, TRIES};
use crate::testing::{both, both_at};
use crate::{Store, args};
use futures::future::join_all;
use kernel::Moment;
use std::collections::BTreeSet;

const FORGE: &str = "UPDATE reminders SET ct = $1";
const FORGE_FEED: &str = "UPDATE feeds SET ct = $1";
const NOW: Moment = Moment::from_seconds(1_795_339_800);

async fn put(store: &Store, n: u8, hour: Moment) {
    let row = Reminder::new([n; 16], hour, vec![n]);
    write(store, move |tx, store| {
        Box::pin(async move { reminders::put(tx, &store, &row).await })
    })
    .await
    .unwrap();
}

async fn claim(store: &Store) -> Option<Reminder> {
    write(store, |tx, store| {
        Box::pin(async move { reminders::claim(tx, &store).await })
    })
    .await
    .unwrap()
}

async fn fail(store: &Store, row: &Reminder) -> State {
    let row = row.clone();
    write(store, move |tx, store| {
        Box::pin(async move { reminders::fail(tx, &store, &row).await })
    })
    .await
    .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_mail_goes_to_one_node() {
    both(|store| async move {
        let now = store.clock.now();
        for n in 0..30_u8 {
            put(&store, n, now).await;
        }
        put(&store, 99, now.plus_seconds(1)).await;
        let nodes = (0..6).map(|_| {
            let store = store.clone();
            tokio::spawn(async move {
                let mut taken = Vec::new();
                while let Some(row) = claim(&store).await {
                    taken.push(row.id);
                }
                taken
            })
        });
        let taken: Vec<[u8; 16]> = join_all(nodes)
            .await
            .into_iter()
            .flat_map(Result::unwrap)
            .collect();
        assert_eq!(taken.len(), 30, "and none before its hour");
        assert_eq!(taken.iter().collect::<BTreeSet<_>>().len(), 30);
    })
    .await;
}

#[tokio::test]
async fn a_failure_waits_longer_each_time_and_a_node_that_died_is_replaced() {
    both_at(NOW, |store, clock| async move {
        put(&store, 1, NOW).await;
        assert!(claim(&store).await.is_some());
        assert!(claim(&store).await.is_none(), "a node is at it");
        clock.set(NOW.plus_seconds(LEASE + 1));
        let mut row = claim(&store).await.expect("that node died");
        let mut at = NOW.plus_seconds(LEASE + 1);
        for wait in [2 * 60, 4 * 60, 8 * 60] {
            assert_eq!(fail(&store, &row).await, State::Waits);
            clock.set(at.plus_seconds(wait - 1));
            assert!(claim(&store).await.is_none());
            at = at.plus_seconds(wait + 1);
            clock.set(at);
            row = claim(&store).await.expect("it is tried again");
        }
        row.tries = TRIES;
        assert_eq!(fail(&store, &row).await, State::GivenUp);
        let health = write(&store, |tx, _| {
            Box::pin(async move { reminders::health(tx).await })
        });
        assert_eq!(
            health.await.unwrap().waiting,
            1,
            "the caller goes on with the next"
        );
    })
    .await;
}

#[tokio::test]
async fn a_refused_address_is_written_to_no_more() {
    both_at(NOW, |store, clock| async move {
        put(&store, 1, NOW).await;
        let row = claim(&store).await.expect("a mail");
        let refused = Reminder {
            state: State::Refused,
            ct: b"nobody".to_vec(),
            ..row
        };
        write(&store, move |tx, store| {
            Box::pin(async move { reminders::next(tx, &store, &refused).await })
        })
        .await
        .unwrap();
        for days in [1, 30, 91, 4000] {
            clock.set(NOW.plus_seconds(days * 86_400));
            assert!(claim(&store).await.is_none(), "{days}");
        }
        // Another hour put in its place leaves it refused.
        put(&store, 1, NOW).await;
        assert!(claim(&store).await.is_none());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nodes_that_count_at_once_never_pass_the_limit_of_the_day() {
    both_at(NOW, |store, clock| async move {
        let take = |whom: &'static [u8], most| {
            let store = store.clone();
            tokio::spawn(async move {
                let taken = write(&store, move |tx, store| {
                    Box::pin(async move { limits::take(tx, &store, "mail", whom, most).await })
                });
                taken.await.unwrap()
            })
        };
        let many = join_all((0..24).map(|_| take(b"one", 5))).await;
        let taken = many.into_iter().filter(|one| *one.as_ref().unwrap());
        assert_eq!(taken.count(), 5);
        assert!(take(b"two", 5).await.unwrap(), "somebody else");
        assert!(!take(b"one", 5).await.unwrap());
        clock.set(NOW.plus_seconds(86_400));
        assert!(take(b"one", 5).await.unwrap(), "another day");
        // What counts is forgotten with the forms of its week.
        clock.set(NOW.plus_seconds(30 * 86_400));
        write(&store, |tx, store| {
            Box::pin(async move { crate::journal::replay::forget(tx, &store).await })
        })
        .await
        .unwrap();
        let all = "SELECT COUNT(*) FROM nonces";
        assert_eq!(count(&store, all, args![]).await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_row_that_was_not_written_here_makes_nobody_receive_anything() {
    both(|store| async move {
        put(&store, 1, store.clock.now()).await;
        let forged = vec![7_u8; 40];
        write(&store, move |tx, _| {
            Box::pin(async move { tx.run(FORGE, args![forged]).await })
        })
        .await
        .unwrap();
        assert!(claim(&store).await.is_none());
        let all = "SELECT COUNT(*) FROM reminders";
        assert_eq!(count(&store, all, args![]).await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_feed_is_found_by_its_token_until_its_month_is_over_and_never_forged_nor_begun_again() {
    both_at(NOW, |store, clock| async move {
        let (id, _) = feeds::of_token(&Token::draw()).unwrap();
        let feed = Feed {
            id,
            until: month(NOW),
            ct: vec![1, 2, 3],
        };
        let get = || {
            write(&store, move |tx, store| {
                Box::pin(async move { feeds::get(tx, &store, id).await })
            })
        };
        let (first, other) = (feed.clone(), feed.clone());
        write(&store, move |tx, store| {
            Box::pin(async move { feeds::create(tx, &store, &first).await })
        })
        .await
        .unwrap();
        assert_eq!(get().await.unwrap(), Some(feed));
        write(&store, |tx, _| {
            Box::pin(async move { tx.run(FORGE_FEED, args![vec![9_u8]]).await })
        })
        .await
        .unwrap();
        assert_eq!(get().await.unwrap(), None);
        let again = other.clone();
        write(&store, move |tx, store| {
            Box::pin(async move { feeds::rewrite(tx, &store, &again).await })
        })
        .await
        .unwrap();
        assert!(
            get().await.unwrap().is_some(),
            "the next visit puts it right"
        );
        clock.set(NOW.plus_seconds(40 * 86_400));
        assert_eq!(get().await.unwrap(), None);
        write(&store, |tx, store| {
            Box::pin(async move { feeds::forget(tx, &store).await })
        })
        .await
        .unwrap();
        clock.set(NOW);
        write(&store, move |tx, store| {
            Box::pin(async move { feeds::rewrite(tx, &store, &other).await })
        })
        .await
        .unwrap();
        assert_eq!(get().await.unwrap(), None, "what ended stays ended");
    })
    .await;
}
