//! The public log: constant, one writer, never twice the same size otherwise.

use super::{NOON, Owner, code, count, meddle, write};
use crate::log::{self, Added, DATE, Dates, EVERY, Logged, Node};
use crate::testing::{both_again, both_at, both_in};
use crate::{Store, args, jobs, seals};
use kernel::{Clock as _, Code, FixedClock, Moment};
use seal::log::{Item, Proof, TilePath, batch_origin, bundle_read, leaf, read_entry};
use seal::note::open;
use seal::sha256;
use std::collections::BTreeMap;

const NEVER: Dates = Dates {
    wanted: false,
    apart: 0,
};
const ALWAYS: Dates = Dates {
    wanted: true,
    apart: 0,
};

async fn turn(store: &Store, clock: &FixedClock, node: Node, dates: Dates) -> Option<Added> {
    clock.set(clock.now().plus_seconds(EVERY));
    log::turn(store, node, dates).await.unwrap()
}

async fn tile(store: &Store, path: &'static str) -> Option<Vec<u8>> {
    let path = TilePath::parse(path).unwrap();
    store
        .db
        .read(move |tx| Box::pin(log::tile(tx, path)))
        .await
        .unwrap()
}

async fn state(store: &Store) -> log::State {
    let own = store.clone();
    store
        .db
        .read(move |tx| Box::pin(async move { log::state(tx, &own).await }))
        .await
        .unwrap()
}

async fn health(store: &Store) -> Result<log::Health, kernel::Fault> {
    let own = store.clone();
    store
        .db
        .read(move |tx| Box::pin(async move { log::health(tx, &own).await }))
        .await
}

async fn of(store: &Store, owner: &Owner, tokens: BTreeMap<u64, Vec<u8>>) -> Vec<Logged> {
    let (own, owner) = (store.clone(), owner.clone());
    store
        .db
        .read(move |tx| {
            Box::pin(
                async move { log::of(tx, &own, owner.d, &owner.keyring.identities, &tokens).await },
            )
        })
        .await
        .unwrap()
}

/// What `proved` shows of a message, checked from its files alone.
fn holds(store: &Store, proved: &log::Proved, message: &[u8]) -> u64 {
    let keys = [log::key(store)];
    let item = Item::from_slice(&proved.item).unwrap();
    assert!(item.is_of(message));
    let inner = Proof::parse(&proved.in_batch).unwrap();
    let batch = inner.verify(&item.leaf(), &keys).unwrap();
    let outer = Proof::parse(&proved.in_log).unwrap();
    assert_eq!(batch.origin, batch_origin(&log::origin(store), outer.index));
    let entry = seal::log::entry(&batch.root);
    let whole = outer.verify(&leaf(&entry), &keys).unwrap();
    assert_eq!(outer.checkpoint, proved.note);
    whole.size
}

#[tokio::test]
async fn the_public_log_is_the_same_whatever_happens() {
    both_at(NOON, |store, clock| async move {
        let node = Node::new();
        let mut seen = Vec::new();
        for additions in [0_usize, 1, 50, 0] {
            for _ in 0..additions {
                Owner::with_dossier(&store).await;
            }
            let added = turn(&store, &clock, node, NEVER).await.unwrap();
            assert_eq!(added.items, additions as u64);
            // Asked again within the interval, nothing is added.
            assert_eq!(log::turn(&store, node, NEVER).await.unwrap(), None);
            seen.push(state(&store).await.head);
        }
        assert_eq!(state(&store).await.size, 4);
        let bundle = tile(&store, "tile/entries/000.p/4").await.unwrap();
        let entries = bundle_read(&bundle).unwrap();
        assert_eq!(entries.len(), 4);
        assert!(entries.iter().all(|entry| entry.len() == entries[0].len() && read_entry(entry).is_ok()));
        let hashes = tile(&store, "tile/0/000.p/4").await.unwrap();
        for (digest, entry) in hashes.chunks(32).zip(&entries) {
            assert_eq!(digest, leaf(entry).bytes());
        }
        assert_eq!(tile(&store, "tile/0/000.p/2").await.unwrap(), hashes[..64]);
        for absent in ["tile/0/000.p/5", "tile/0/000", "tile/0/001.p/1", "tile/1/000.p/1", "tile/entries/000.p/5"] {
            assert_eq!(tile(&store, absent).await, None, "{absent}");
        }
        // Every checkpoint that was given out is the beginning of the log.
        for (place, head) in seen.iter().enumerate() {
            let known = open(head, &[log::key(&store)]).unwrap();
            let leaves: Vec<_> = entries[..=place].iter().map(|entry| leaf(entry)).collect();
            assert_eq!((known.size, known.root), (place as u64 + 1, seal::tree::root(&leaves)));
        }
        // No public digest is one of the log without its salt.
        let leaves = store.db.read(|tx| Box::pin(async move {
            let rows = tx.all("SELECT leaves FROM log_batches", args![]).await?;
            let heads = tx.all("SELECT head, leaf FROM dossiers JOIN entries ON entries.dossier = dossiers.dossier", args![]).await?;
            let leaves: Result<Vec<_>, _> = rows.iter().map(|row| row.bytes(0)).collect();
            let public: Result<Vec<_>, kernel::Fault> = heads.iter().map(|row| Ok((row.text(0)?, row.bytes(1)?))).collect();
            Ok((leaves?, public?))
        })).await.unwrap();
        let all: Vec<&[u8]> = leaves.0.iter().flat_map(|batch| batch.chunks(32)).collect();
        assert_eq!(all.len(), 51 + 4);
        for (head, entry) in &leaves.1 {
            let digest = sha256(head.as_bytes());
            for guess in [digest, leaf(digest.bytes()), leaf(head.as_bytes()), leaf(entry)] {
                assert!(!all.contains(&guess.bytes().as_slice()));
            }
        }
    })
    .await;
}

#[tokio::test]
async fn each_changed_head_is_shown_to_be_in_the_log_and_a_deleted_dossier_leaves_noise() {
    both_at(NOON, |store, clock| async move {
        let (node, her, other) = (
            Node::new(),
            Owner::with_dossier(&store).await,
            Owner::with_dossier(&store).await,
        );
        turn(&store, &clock, node, NEVER).await;
        her.say(&store, "un").await;
        let kept = her.say(&store, "deux").await;
        let (d, size, note) = (her.d, kept.size, kept.note.clone());
        write(&store, move |tx, _| {
            Box::pin(async move { seals::keep(tx, d, size, &note).await })
        })
        .await
        .unwrap();
        let last = her.say(&store, "trois").await;
        for _ in 0..3 {
            turn(&store, &clock, node, NEVER).await;
        }
        let logged = of(&store, &her, BTreeMap::new()).await;
        assert_eq!(
            logged.iter().map(|one| one.size).collect::<Vec<_>>(),
            [1, 3, 4]
        );
        assert_eq!((&logged[1].head, &logged[2].head), (&kept.note, &last.note));
        for one in &logged {
            let size = holds(&store, &one.proved, one.head.as_bytes());
            assert_eq!(
                size,
                if one.size == 1 { 1 } else { 2 },
                "the checkpoint of its own batch"
            );
            assert!(one.proved.reply.is_none() && one.renewals.is_empty());
        }
        assert_eq!(of(&store, &other, BTreeMap::new()).await.len(), 1);
        write(&store, move |tx, store| {
            Box::pin(async move { crate::journal::delete(tx, &store, d).await })
        })
        .await
        .unwrap();
        assert_eq!(
            count(&store, "SELECT count(*) FROM log_items", args![]).await,
            1
        );
        assert_eq!(turn(&store, &clock, node, NEVER).await.unwrap().size, 5);
    })
    .await;
}

#[tokio::test]
async fn one_node_writes_and_another_takes_over_when_it_dies() {
    both_at(NOON, |store, clock| async move {
        let (one, two) = (Node::new(), Node::new());
        assert_eq!(turn(&store, &clock, one, NEVER).await.unwrap().size, 1);
        clock.set(clock.now().plus_seconds(EVERY));
        let now = clock.now();
        // It takes the lease and dies.
        assert!(
            write(&store, move |tx, _| Box::pin(log::lead(tx, one, now)))
                .await
                .unwrap()
        );
        assert_eq!(
            log::turn(&store, two, NEVER).await.unwrap(),
            None,
            "the lease holds"
        );
        clock.set(now.plus_seconds(61));
        assert_eq!(
            log::turn(&store, two, NEVER).await.unwrap().unwrap().size,
            2
        );
        // It was only slow: what it believed it led is refused.
        let late = write(&store, move |tx, store| {
            Box::pin(async move { log::append(tx, &store, one, now, NEVER).await })
        });
        assert_eq!(late.await.unwrap(), None);
        // Both at once, many times: one leaf each interval.
        for size in 3..20 {
            clock.set(clock.now().plus_seconds(EVERY));
            let (a, b) = tokio::join!(log::turn(&store, one, NEVER), log::turn(&store, two, NEVER));
            let added: Vec<Added> = [a, b]
                .into_iter()
                .filter_map(|done| done.ok().flatten())
                .collect();
            assert_eq!(added.len(), 1, "{added:?}");
            assert_eq!(added[0].size, size);
        }
    })
    .await;
}

#[tokio::test]
async fn a_log_that_was_tampered_with_is_never_signed_again() {
    both_at(NOON, |store, clock| async move {
        let node = Node::new();
        for _ in 0..3 {
            turn(&store, &clock, node, NEVER).await;
        }
        let before = state(&store).await;
        let false_tile = vec![7; 96];
        meddle(
            &store,
            "UPDATE log_tiles SET bytes = $1 WHERE level = 0",
            args![false_tile],
        )
        .await;
        clock.set(clock.now().plus_seconds(EVERY));
        assert_eq!(
            code(log::turn(&store, node, NEVER).await),
            Some(Code::Damaged)
        );
        assert_eq!(state(&store).await, before);
        assert_eq!(code(health(&store).await), Some(Code::Damaged));
    })
    .await;
}

#[tokio::test]
async fn a_log_that_lost_its_leaves_while_the_program_runs_is_never_signed_again() {
    both_in(NOON, |store, clock, data| async move {
        let node = Node::new();
        turn(&store, &clock, node, NEVER).await;
        assert_eq!(health(&store).await.unwrap().size, 1);
        // Shorter than what this machine has signed.
        let mark = data.join("secrets/highwater");
        std::fs::write(&mark, "2\n").unwrap();
        clock.set(clock.now().plus_seconds(EVERY));
        let refused = log::turn(&store, node, NEVER).await;
        assert_eq!(code(refused), Some(Code::Invalid));
        assert_eq!(code(health(&store).await), Some(Code::Invalid));
        // The same on another machine, which signed nothing: the head is of this log, and its leaf is gone.
        std::fs::remove_file(&mark).unwrap();
        meddle(&store, "UPDATE log SET size = 0", args![]).await;
        meddle(&store, "DELETE FROM log_tiles", args![]).await;
        meddle(&store, "DELETE FROM log_batches", args![]).await;
        let refused = log::turn(&store, node, NEVER).await;
        assert_eq!(code(refused), Some(Code::Damaged));
        assert_eq!(code(health(&store).await), Some(Code::Damaged));
        assert_eq!(state(&store).await.size, 0);
    })
    .await;
}

#[tokio::test]
async fn a_clock_that_was_ahead_is_seen_as_what_keeps_the_next_leaf_away() {
    both_at(NOON, |store, clock| async move {
        assert_eq!(health(&store).await.unwrap().stalled, None);
        clock.set(NOON.plus_seconds(10 * 365 * 86_400));
        turn(&store, &clock, Node::new(), NEVER).await;
        assert_eq!(health(&store).await.unwrap().stalled, None);
        clock.set(NOON);
        let next = health(&store).await.unwrap().stalled.unwrap();
        assert!(next > NOON.plus_seconds(9 * 365 * 86_400), "{next:?}");
    })
    .await;
}

#[tokio::test]
async fn a_machine_brought_back_to_an_earlier_state_does_not_start() {
    both_again(NOON, |store, clock, config| async move {
        let node = Node::new();
        turn(&store, &clock, node, NEVER).await;
        let data = config.data_dir.clone();
        // A restart goes on with the same log.
        let again = Store::open(&config).await.unwrap();
        let added = turn(&again, &clock, Node::new(), NEVER).await;
        assert_eq!(added.unwrap().size, 2);
        let mark = data.join("secrets/highwater");
        assert_eq!(std::fs::read_to_string(&mark).unwrap(), "2\n");
        std::fs::write(&mark, "3\n").unwrap();
        let refused = Store::open(&config).await.unwrap_err().to_string();
        assert!(
            refused.contains("put back its newest copy") && refused.contains("2 leaves"),
            "{refused}"
        );
        std::fs::write(&mark, "2\n").unwrap();
        std::fs::remove_file(data.join("secrets/log.key")).unwrap();
        let refused = Store::open(&config).await.unwrap_err().to_string();
        assert!(refused.contains("log.key is missing"), "{refused}");
    })
    .await;
}

#[tokio::test]
async fn after_a_lost_database_another_log_begins_and_names_the_one_before() {
    both_again(NOON, |store, clock, config| async move {
        let her = Owner::with_dossier(&store).await;
        turn(&store, &clock, Node::new(), NEVER).await;
        turn(&store, &clock, Node::new(), NEVER).await;
        let old = state(&store).await;
        store.db.close().await;
        // The database of before the second leaf would be refused; so is this one, as seen by a later mark.
        std::fs::write(config.data_dir.join("secrets/highwater"), "9\n").unwrap();
        assert_eq!(code(Store::open(&config).await), Some(Code::Invalid));
        assert_eq!(log::restart(&config).await.unwrap(), 2);
        let store = Store::open(&config).await.unwrap();
        let read = store.clone();
        let none = read
            .db
            .read(|tx| Box::pin(log::checkpoint(tx)))
            .await
            .unwrap();
        assert_eq!(none, None, "nothing is shown under the new name yet");
        assert_eq!(
            turn(&store, &clock, Node::new(), NEVER)
                .await
                .unwrap()
                .items,
            0
        );
        let new = state(&store).await;
        assert_eq!((new.origin.as_str(), new.size), ("preau.example/log2", 1));
        assert_ne!(new.key.key(), old.key.key());
        let bundle = tile(&store, "tile/entries/000.p/1").await.unwrap();
        let named = seal::log::Batch::naming(old.head.as_bytes()).root();
        assert_eq!(read_entry(bundle_read(&bundle).unwrap()[0]).unwrap(), named);
        // What was in the old log goes into the new one.
        assert_eq!(
            turn(&store, &clock, Node::new(), NEVER)
                .await
                .unwrap()
                .items,
            1
        );
        let logged = of(&store, &her, BTreeMap::new()).await;
        assert_eq!(
            holds(&store, &logged[0].proved, logged[0].head.as_bytes()),
            2
        );
        assert!(
            config.data_dir.join("secrets/log.key.1").is_file(),
            "the old key is kept aside"
        );
        store.db.close().await;
    })
    .await;
}

/// Queued requests for dates, oldest first, taken and done.
async fn asked(store: &Store) -> Vec<u64> {
    let mut places = Vec::new();
    while let Some(job) = write(store, |tx, store| {
        Box::pin(async move {
            let job = jobs::claim(tx, &store).await?;
            if let Some(job) = &job {
                jobs::done(tx, job).await?;
            }
            Ok(job)
        })
    })
    .await
    .unwrap()
    {
        assert_eq!(job.kind, DATE);
        places.push(u64::from_be_bytes(job.payload.try_into().unwrap()));
    }
    places
}

async fn date(store: &Store, place: u64, reply: &'static [u8], until: Moment) {
    let done = write(store, move |tx, _| {
        Box::pin(async move {
            assert!(log::awaited(tx, place).await?.is_some());
            log::sent(tx, place, b"query").await?;
            log::dated(tx, place, reply, "PEM", until).await
        })
    });
    assert!(done.await.unwrap());
}

#[tokio::test]
async fn a_checkpoint_is_dated_when_its_batch_held_something_and_dates_call_for_no_others() {
    both_at(NOON, |store, clock| async move {
        let (node, far) = (Node::new(), NOON.plus_seconds(9 * 365 * 86_400));
        turn(&store, &clock, node, ALWAYS).await;
        assert_eq!(asked(&store).await, [0_u64; 0], "only noise");
        let her = Owner::with_dossier(&store).await;
        turn(&store, &clock, node, ALWAYS).await;
        assert_eq!(asked(&store).await, [1]);
        date(&store, 1, b"first", far).await;
        for _ in 0..3 {
            let added = turn(&store, &clock, node, ALWAYS).await.unwrap();
            assert_eq!(
                (added.items, added.asked),
                (0, false),
                "the date is logged, and asks for none"
            );
        }
        assert_eq!(
            count(
                &store,
                "SELECT count(*) FROM log_batches WHERE batch IS NOT NULL",
                args![]
            )
            .await,
            1
        );
        let logged = of(&store, &her, BTreeMap::new()).await;
        assert_eq!(logged[0].proved.reply.as_deref(), Some(&b"first"[..]));
        assert_eq!(
            holds(&store, &logged[0].proved, logged[0].head.as_bytes()),
            2
        );
        // Where dates are paid they wait, and one covers all.
        let rarely = Dates {
            wanted: true,
            apart: 6,
        };
        let mut dated = Vec::new();
        for _ in 0..12 {
            her.say(&store, "encore").await;
            turn(&store, &clock, node, rarely).await;
            dated.extend(asked(&store).await);
        }
        assert_eq!(dated, [7, 13], "six intervals after the last one each");
        // Without an authority it waits until there is one.
        her.say(&store, "encore").await;
        turn(&store, &clock, node, NEVER).await;
        assert_eq!(asked(&store).await, [0_u64; 0]);
        turn(&store, &clock, node, ALWAYS).await;
        assert_eq!(asked(&store).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_date_whose_certificate_ends_soon_is_covered_by_a_later_one() {
    both_at(NOON, |store, clock| async move {
        let (node, her) = (Node::new(), Owner::with_dossier(&store).await);
        let soon = NOON.plus_seconds(61 * 86_400);
        let (d, head) = (her.d, her.info(&store).await.unwrap().head);
        write(&store, move |tx, _| {
            Box::pin(async move {
                seals::keep(tx, d, 1, &head).await?;
                seals::asked(tx, d, 1, b"query").await?;
                seals::answered(tx, d, 1, b"token", "PEM", soon).await
            })
        })
        .await
        .unwrap();
        turn(&store, &clock, node, ALWAYS).await;
        assert_eq!(asked(&store).await, [0]);
        date(&store, 0, b"same certificate", soon).await;
        turn(&store, &clock, node, ALWAYS).await;
        let tokens = || BTreeMap::from([(1, b"token".to_vec())]);
        assert!(
            of(&store, &her, tokens()).await[0].renewals.is_empty(),
            "nothing lasts longer"
        );
        // A day and more later the end is within sixty days: asked once a day until something lasts longer.
        let mut again = Vec::new();
        clock.set(NOON.plus_seconds(2 * 86_400));
        for _ in 0..150 {
            turn(&store, &clock, node, ALWAYS).await;
            again.extend(asked(&store).await);
        }
        assert_eq!(again.len(), 2, "{again:?}");
        let far = NOON.plus_seconds(5 * 365 * 86_400);
        date(&store, again[1], b"lasts", far).await;
        turn(&store, &clock, node, ALWAYS).await;
        assert_eq!(asked(&store).await, [0_u64; 0]);
        let logged = of(&store, &her, tokens()).await;
        let renewal = &logged[0].renewals;
        assert_eq!(renewal.len(), 1);
        assert_eq!(renewal[0].reply.as_deref(), Some(&b"lasts"[..]));
        assert_eq!(holds(&store, &renewal[0], b"token"), again[1] + 1);
        clock.set(clock.now().plus_seconds(2 * 86_400));
        turn(&store, &clock, node, ALWAYS).await;
        assert_eq!(asked(&store).await, [0_u64; 0], "all are covered");
    })
    .await;
}

#[tokio::test]
async fn a_date_that_an_outage_lost_is_asked_for_again_once_a_day_until_one_covers_it() {
    both_at(NOON, |store, clock| async move {
        let node = Node::new();
        Owner::with_dossier(&store).await;
        turn(&store, &clock, node, ALWAYS).await;
        // The authority never answers, and the job is given up.
        meddle(&store, "UPDATE log_batches SET tsq = $1", args![vec![1_u8]]).await;
        let day = || async {
            clock.set(clock.now().plus_seconds(86_400));
            for _ in 0..2 {
                turn(&store, &clock, node, ALWAYS).await;
            }
            open_jobs(&store).await
        };
        assert_eq!(day().await, [0], "it waits");
        meddle(&store, "UPDATE jobs SET dead = 1", args![]).await;
        assert_eq!(day().await, [3], "the first turn of the second day");
        assert_eq!(day().await, [3], "it waits in turn");
        let far = NOON.plus_seconds(9 * 365 * 86_400);
        date(&store, 3, b"at last", far).await;
        meddle(&store, "DELETE FROM jobs", args![]).await;
        assert_eq!(day().await, [0_u64; 0]);
    })
    .await;
}

/// Requests for dates that wait.
async fn open_jobs(store: &Store) -> Vec<u64> {
    let rows = store.db.read(|tx| {
        Box::pin(async move {
            let sql = "SELECT payload FROM jobs WHERE kind = $1 AND dead = 0";
            let rows = tx.all(sql, args![DATE]).await?;
            rows.iter()
                .map(|row| row.bytes(0))
                .collect::<Result<Vec<_>, _>>()
        })
    });
    let rows = rows.await.unwrap().into_iter();
    rows.map(|place| u64::from_be_bytes(place.try_into().unwrap()))
        .collect()
}
