//! Sessions (seal specification, section 7).

use super::{NOON, code, count, meddle, write};
use crate::sessions::{self, ABSOLUTE, DAY, IDLE, Kind, New, Session};
use crate::testing::{both, both_at};
use crate::{Store, args};
use kernel::{AccountId, Code, Fault};
use seal::session::Secret;

const ROWS: &str = "SELECT COUNT(*) FROM sessions";

fn account(n: u8) -> AccountId {
    AccountId::new([n; 16])
}

async fn create(store: &Store, kind: Kind, unconfirmed: bool) -> Secret {
    write(store, move |tx, store| {
        Box::pin(async move {
            let new = New {
                kind,
                account: (kind == Kind::Open).then(|| account(1)),
                unconfirmed,
                label: None,
                content: b"AGE-SECRET-KEY-canari",
            };
            sessions::create(tx, &store, new).await
        })
    })
    .await
    .unwrap()
}

async fn load(store: &Store, secret: &Secret) -> Result<Option<Session>, Fault> {
    let (inner, secret) = (store.clone(), secret.clone());
    store
        .db
        .read(move |tx| Box::pin(async move { sessions::load(tx, &inner, &secret).await }))
        .await
}

async fn is_open(store: &Store, secret: &Secret) -> bool {
    load(store, secret).await.unwrap().is_some()
}

async fn touch(store: &Store, secret: &Secret) {
    let secret = secret.clone();
    write(store, move |tx, store| {
        Box::pin(async move { sessions::touch(tx, &store, &secret).await })
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn idle_and_absolute_limits() {
    both_at(NOON, |store, clock| async move {
        let open = create(&store, Kind::Open, false).await;
        let session = load(&store, &open).await.unwrap().unwrap();
        assert_eq!(session.account, Some(account(1)));
        assert_eq!(&*session.content, b"AGE-SECRET-KEY-canari");
        // Still there just before the limit, seen again, and so on until the absolute end.
        let mut now = NOON;
        while now.plus_seconds(IDLE - 60).0 < NOON.plus_seconds(ABSOLUTE).0 {
            now = now.plus_seconds(IDLE - 300);
            clock.set(now);
            assert!(is_open(&store, &open).await, "{now:?}");
            touch(&store, &open).await;
        }
        clock.set(NOON.plus_seconds(ABSOLUTE));
        touch(&store, &open).await;
        assert!(!is_open(&store, &open).await);

        let idle = create(&store, Kind::Open, false).await;
        clock.set(NOON.plus_seconds(ABSOLUTE + IDLE));
        assert!(!is_open(&store, &idle).await);
        let gone = write(&store, |tx, store| {
            Box::pin(async move { sessions::expire(tx, &store).await })
        });
        assert_eq!(gone.await.unwrap(), 2);
    })
    .await;
}

/// While the return code was not typed back, a time-out would lose the dossier for ever.
#[tokio::test]
async fn drafts_and_unconfirmed_codes_last_a_day_without_idle_limit() {
    both_at(NOON, |store, clock| async move {
        let draft = create(&store, Kind::Draft, false).await;
        let shown = create(&store, Kind::Open, true).await;
        clock.set(NOON.plus_seconds(DAY - 60));
        write(&store, |tx, store| {
            Box::pin(async move { sessions::expire(tx, &store).await })
        })
        .await
        .unwrap();
        assert!(is_open(&store, &draft).await && is_open(&store, &shown).await);
        clock.set(NOON.plus_seconds(DAY));
        assert!(!is_open(&store, &draft).await && !is_open(&store, &shown).await);
    })
    .await;
}

#[tokio::test]
async fn a_change_of_level_changes_the_secret() {
    both(|store| async move {
        let before = create(&store, Kind::Draft, false).await;
        let old = before.clone();
        let rotate = |old: Secret| {
            write(&store, move |tx, store| {
                Box::pin(async move {
                    let new = New {
                        kind: Kind::Open,
                        account: Some(account(1)),
                        unconfirmed: false,
                        label: Some(b"ct"),
                        content: b"R",
                    };
                    sessions::rotate(tx, &store, &old, new).await
                })
            })
        };
        let after = rotate(old.clone()).await.unwrap();
        assert!(!is_open(&store, &before).await);
        assert_eq!(
            load(&store, &after).await.unwrap().unwrap().kind,
            Kind::Open
        );
        // A closed session cannot be raised.
        assert_eq!(code(rotate(old).await), Some(Code::SignIn));
        assert_eq!(count(&store, ROWS, args![]).await, 1);
    })
    .await;
}

#[tokio::test]
async fn closing_is_for_good_and_content_can_be_replaced_before() {
    both(|store| async move {
        let secret = create(&store, Kind::Open, false).await;
        let other = create(&store, Kind::Open, false).await;
        let update = |content: &'static [u8]| {
            let secret = secret.clone();
            write(&store, move |tx, _| {
                Box::pin(async move { sessions::update(tx, &secret, content).await })
            })
        };
        update(b"suite").await.unwrap();
        assert_eq!(
            &*load(&store, &secret).await.unwrap().unwrap().content,
            b"suite"
        );
        let devices = write(&store, |tx, store| {
            Box::pin(async move { sessions::devices(tx, &store, account(1)).await })
        });
        assert_eq!(devices.await.unwrap().len(), 2);

        let kept = secret.clone();
        let ended = write(&store, |tx, _| {
            Box::pin(async move { sessions::end_others(tx, account(1), &kept).await })
        });
        assert_eq!(ended.await.unwrap(), 1);
        assert!(is_open(&store, &secret).await && !is_open(&store, &other).await);
        let closing = secret.clone();
        write(&store, |tx, _| {
            Box::pin(async move { sessions::delete(tx, &closing).await })
        })
        .await
        .unwrap();
        assert!(!is_open(&store, &secret).await);
        assert_eq!(code(update(b"trop tard").await), Some(Code::SignIn));
        create(&store, Kind::Open, false).await;
        let all = write(&store, |tx, _| {
            Box::pin(async move { sessions::end_all(tx, account(1)).await })
        });
        assert_eq!(all.await.unwrap(), 1);
    })
    .await;
}

/// A dump without the cookie opens nothing, and one row's content does not fit another.
#[tokio::test]
async fn a_row_says_nothing_and_cannot_be_swapped() {
    both_at(NOON.plus_seconds(137), |store, _| async move {
        let secret = create(&store, Kind::Open, false).await;
        let other = create(&store, Kind::Open, false).await;
        let row = store
            .db
            .read(|tx| {
                Box::pin(async move { tx.all("SELECT session, blob, seen, expires FROM sessions", args![]).await })
            })
            .await
            .unwrap();
        for row in &row {
            let (id, blob) = (row.bytes(0).unwrap(), row.bytes(1).unwrap());
            assert!(!blob.windows(6).any(|window| window == b"canari"));
            assert!(!secret.cookie().as_bytes().windows(8).any(|w| id.windows(8).any(|i| i == w)));
            for time in [2, 3] {
                assert_eq!(row.moment(time).unwrap().0 % 300_000_000, 0);
            }
        }
        let swap = "UPDATE sessions SET blob = (SELECT s.blob FROM sessions s WHERE s.session = $1) \
             WHERE session = $2";
        meddle(&store, swap, args![other.id(), secret.id()]).await;
        assert_eq!(code(load(&store, &secret).await), Some(Code::Damaged));
        assert!(load(&store, &Secret::generate()).await.unwrap().is_none());
    })
    .await;
}
