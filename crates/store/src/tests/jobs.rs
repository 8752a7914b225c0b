//! Work without the person, and dates of heads.

use super::{NOON, Owner, code, count, write};
use crate::jobs::{self, Job, LEASE, TRIES};
use crate::testing::{both, both_at};
use crate::{Store, args, seals};
use futures::future::join_all;
use kernel::{Code, Fault, Moment};
use std::collections::BTreeSet;

async fn enqueue(store: &Store, payload: Vec<u8>, due: Option<Moment>) -> Result<(), Fault> {
    write(store, move |tx, store| {
        Box::pin(async move { jobs::enqueue(tx, &store, "date", &payload, due).await })
    })
    .await
}

async fn claim(store: &Store) -> Option<Job> {
    write(store, |tx, store| {
        Box::pin(async move { jobs::claim(tx, &store).await })
    })
    .await
    .unwrap()
}

async fn fail(store: &Store, job: Job) {
    write(store, move |tx, store| {
        Box::pin(async move { jobs::fail(tx, &store, &job).await })
    })
    .await
    .unwrap();
}

async fn done(store: &Store, job: Job) -> bool {
    write(store, move |tx, _| {
        Box::pin(async move { jobs::done(tx, &job).await })
    })
    .await
    .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_job_goes_to_one_worker() {
    both(|store| async move {
        for n in 0..40_u8 {
            enqueue(&store, vec![n], None).await.unwrap();
        }
        let workers = (0..8).map(|_| {
            let store = store.clone();
            tokio::spawn(async move {
                let mut taken = Vec::new();
                while let Some(job) = claim(&store).await {
                    taken.push(job.payload[0]);
                    assert!(done(&store, job).await);
                }
                taken
            })
        });
        let taken: Vec<u8> = join_all(workers)
            .await
            .into_iter()
            .flat_map(Result::unwrap)
            .collect();
        assert_eq!(taken.len(), 40);
        assert_eq!(taken.iter().collect::<BTreeSet<_>>().len(), 40);
        assert_eq!(count(&store, "SELECT COUNT(*) FROM jobs", args![]).await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_job_waits_for_its_hour_and_is_queued_once() {
    both_at(NOON, |store, clock| async move {
        let tomorrow = NOON.plus_seconds(24 * 3600 + 1234);
        enqueue(&store, vec![1], Some(tomorrow)).await.unwrap();
        enqueue(&store, vec![1], Some(tomorrow)).await.unwrap();
        assert_eq!(count(&store, "SELECT COUNT(*) FROM jobs", args![]).await, 1);
        assert_eq!(claim(&store).await, None);
        clock.set(tomorrow);
        let job = claim(&store).await.unwrap();
        // Wanted again while it runs: what changed since must be done too.
        enqueue(&store, vec![1], None).await.unwrap();
        assert!(done(&store, job).await);
        assert!(claim(&store).await.is_some());
        // Content has no place here.
        assert_eq!(
            code(enqueue(&store, vec![0; 500], None).await),
            Some(Code::TooLarge)
        );
        let cancelled = write(&store, |tx, _| {
            Box::pin(async move { jobs::cancel(tx, "date", &[1]).await })
        });
        assert_eq!(cancelled.await.unwrap(), 1);
    })
    .await;
}

#[tokio::test]
async fn failures_wait_longer_each_time_then_stay_visible() {
    both_at(NOON, |store, clock| async move {
        enqueue(&store, vec![1], None).await.unwrap();
        let mut now = NOON;
        let mut waits = Vec::new();
        for tries in 1..=TRIES {
            let mut waited = 0;
            let job = loop {
                match claim(&store).await {
                    Some(job) => break job,
                    None => {
                        now = now.plus_seconds(60);
                        waited += 60;
                        clock.set(now);
                    }
                }
            };
            assert_eq!(job.tries, tries);
            waits.push(waited);
            fail(&store, job).await;
        }
        assert_eq!(waits[..5], [0, 60, 120, 240, 480]);
        assert!(waits.is_sorted() && waits.iter().all(|wait| *wait <= 6 * 3600));
        clock.set(now.plus_seconds(30 * 24 * 3600));
        assert_eq!(claim(&store).await, None);
        let dead = store
            .db
            .read(|tx| Box::pin(async move { jobs::dead(tx).await }))
            .await
            .unwrap();
        assert_eq!(dead.len(), 1);
        let job = dead[0].clone();
        let revived = write(&store, move |tx, _| {
            Box::pin(async move { jobs::revive(tx, &job).await })
        });
        assert!(revived.await.unwrap());
        assert!(claim(&store).await.is_some());
    })
    .await;
}

/// A worker that died: its job is taken over, and its late answer changes nothing.
#[tokio::test]
async fn a_silent_worker_loses_its_job() {
    both_at(NOON, |store, clock| async move {
        enqueue(&store, vec![1], None).await.unwrap();
        let first = claim(&store).await.unwrap();
        assert_eq!(claim(&store).await, None);
        clock.set(NOON.plus_seconds(LEASE));
        let second = claim(&store).await.unwrap();
        assert_eq!((first.id, second.tries), (second.id, 2));
        fail(&store, first.clone()).await;
        assert!(!done(&store, first).await);
        assert!(done(&store, second).await);
    })
    .await;
}

/// A job queued in a transaction that fails was never queued.
#[tokio::test]
async fn a_job_shares_the_fate_of_its_transaction() {
    both(|store| async move {
        let failed: Result<(), Fault> = write(&store, |tx, store| {
            Box::pin(async move {
                jobs::enqueue(tx, &store, "date", &[1], None).await?;
                Err(Fault::new(Code::Invalid, "on purpose"))
            })
        })
        .await;
        assert!(failed.is_err());
        assert_eq!(claim(&store).await, None);
    })
    .await;
}

/// N061: a head waits for its date, then keeps the first reply.
#[tokio::test]
async fn a_head_keeps_its_query_and_its_first_reply() {
    both(|store| async move {
        let owner = Owner::with_dossier(&store).await;
        let d = owner.d;
        let head = owner.info(&store).await.unwrap().head;
        let kept = head.clone();
        write(&store, move |tx, _| {
            Box::pin(async move {
                seals::keep(tx, d, 1, &kept).await?;
                seals::keep(tx, d, 1, &kept).await?;
                assert_eq!(seals::waiting(tx, 10).await?.len(), 1);
                assert!(seals::asked(tx, d, 1, b"query").await?);
                assert!(seals::answered(tx, d, 1, b"reply", "PEM", Moment(7)).await?);
                assert!(!seals::answered(tx, d, 1, b"other", "PEM", Moment(8)).await?);
                assert!(!seals::asked(tx, d, 1, b"other").await?);
                assert!(seals::waiting(tx, 10).await?.is_empty());
                assert_eq!(seals::one(tx, d, 2).await?, None);
                Ok(())
            })
        })
        .await
        .unwrap();
        let seals = store
            .db
            .read(move |tx| Box::pin(async move { seals::of(tx, d).await }))
            .await
            .unwrap();
        assert_eq!(seals.len(), 1);
        assert_eq!(seals[0].head, head);
        assert_eq!(seals[0].query.as_deref(), Some(&b"query"[..]));
        assert_eq!(seals[0].reply.as_deref(), Some(&b"reply"[..]));
    })
    .await;
}
