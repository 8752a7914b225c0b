//! Links: who holds one adds, within a quota, and nothing else.

use super::{NOON, Owner, code, count, meddle, write};
use crate::Store;
use crate::args;
use crate::journal::{self, Append, Foreign, SlotEntry};
use crate::links::{self, Link, LinkKind, Token};
use crate::testing::{both, both_at};
use kernel::{Code, DossierId, Fault};
use seal::entry::{By, EntryDraft};
use seal::vault::{Identity, encrypt};

async fn made(store: &Store, d: DossierId, number: u32, kind: LinkKind) -> (Token, Link) {
    write(store, move |tx, store| {
        Box::pin(async move { links::create(tx, &store, d, number, kind, links::DAYS).await })
    })
    .await
    .unwrap()
}

async fn found(store: &Store, token: &Token) -> Result<Link, Fault> {
    let token = token.clone();
    write(store, move |tx, store| {
        Box::pin(async move { links::open(tx, &store, &token, true).await })
    })
    .await
}

async fn spent(store: &Store, link: &Link, n: Option<u64>, bytes: u64) -> Result<Link, Fault> {
    let link = link.clone();
    write(store, move |tx, store| {
        Box::pin(async move { link.spend(tx, &store, n, bytes).await })
    })
    .await
}

#[tokio::test]
async fn a_link_is_found_by_its_token_alone_until_its_last_day_or_its_owner_says() {
    both_at(NOON, |store, clock| async move {
        let owner = Owner::with_dossier(&store).await;
        let (token, link) = made(&store, owner.d, 1, LinkKind::Witness).await;
        assert_eq!(found(&store, &token).await.unwrap(), link);
        assert_eq!(Token::read(&token.text()), Some(token.clone()));
        // The row holds a digest, from which no token is made.
        let kept = count(
            &store,
            "SELECT COUNT(*) FROM links WHERE link = $1",
            args![*seal::sha256(token.text().as_bytes()).bytes()],
        );
        assert_eq!(kept.await, 0);
        let twice = write(&store, move |tx, store| {
            Box::pin(async move { links::create(tx, &store, owner.d, 1, LinkKind::Phone, 1).await })
        });
        assert_eq!(
            code(twice.await),
            Some(Code::Conflict),
            "a number is given once"
        );
        clock.set(NOON.plus_seconds(14 * 86_400));
        assert!(found(&store, &token).await.is_ok(), "its last day");
        clock.set(NOON.plus_seconds(15 * 86_400));
        assert_eq!(code(found(&store, &token).await), Some(Code::NotFound));
        write(&store, |tx, store| {
            Box::pin(async move { links::forget(tx, &store).await })
        })
        .await
        .unwrap();
        assert_eq!(
            count(&store, "SELECT COUNT(*) FROM links", args![]).await,
            0
        );
        let (token, _) = made(&store, owner.d, 2, LinkKind::Phone).await;
        write(&store, move |tx, _| {
            Box::pin(async move { links::revoke(tx, owner.d, 2).await })
        })
        .await
        .unwrap();
        assert_eq!(code(found(&store, &token).await), Some(Code::NotFound));
    })
    .await;
}

#[tokio::test]
async fn a_quota_is_spent_once_and_a_signed_number_never_comes_twice() {
    both(|store| async move {
        let owner = Owner::with_dossier(&store).await;
        let (token, link) = made(&store, owner.d, 1, LinkKind::Extension).await;
        assert!(!link.ready);
        let one = spent(&store, &link, Some(3), 10).await.unwrap();
        assert_eq!(
            (one.items, one.bytes, one.counter),
            (links::ITEMS - 1, links::BYTES - 10, 3)
        );
        assert_eq!(
            code(spent(&store, &link, Some(4), 1).await),
            Some(Code::Conflict),
            "of two, one"
        );
        for n in [0, 2, 3] {
            assert_eq!(
                code(spent(&store, &one, Some(n), 1).await),
                Some(Code::Conflict),
                "{n}"
            );
        }
        assert_eq!(
            code(spent(&store, &one, Some(4), links::BYTES).await),
            Some(Code::TooLarge)
        );
        // Whoever raises a quota in the database has no link left.
        meddle(&store, "UPDATE links SET items = 5000", args![]).await;
        assert_eq!(code(found(&store, &token).await), Some(Code::NotFound));
    })
    .await;
}

#[tokio::test]
async fn a_body_that_does_not_open_is_void_and_the_dossier_stays_whole() {
    both(|store| async move {
        let owner = Owner::with_dossier(&store).await;
        let (d, foreign) = (owner.d, |kind: &str, bytes: usize, parts| Foreign {
            kind: kind.to_owned(),
            parts: vec![seal::sha256(b"part"); parts],
            sig: None,
            body_ct: encrypt(&vec![b'x'; bytes], &[Identity::generate().to_public()]).unwrap(),
        });
        let sent = |says: Foreign| {
            write(&store, move |tx, store| {
                Box::pin(async move {
                    let with = Append::default();
                    journal::append_foreign(tx, &store, d, By::Link(1), says, with).await
                })
            })
        };
        assert_eq!(
            code(sent(foreign("created", 1, 1)).await),
            Some(Code::Invalid)
        );
        assert_eq!(
            code(sent(foreign("piece", 1, 65)).await),
            Some(Code::Invalid)
        );
        assert_eq!(
            code(sent(foreign("piece", journal::LARGEST_BODY, 1)).await),
            Some(Code::TooLarge)
        );
        let mut long = foreign("piece", 1, 1);
        long.body_ct = [&b"age-encryption.org/v1\n"[..], &b"-> x\n\n".repeat(500)].concat();
        assert_eq!(
            code(sent(long).await),
            Some(Code::Invalid),
            "a header without end"
        );
        assert_eq!(sent(foreign("piece", 1, 1)).await.unwrap().seq, 1);
        owner.say(&store, "after").await;
        let journal = owner.read(&store).await.unwrap();
        let SlotEntry::Void(line, leaf) = &journal.entries[1] else {
            panic!("it opens")
        };
        assert_eq!((line.by, *leaf), (By::Link(1), journal.leaves[1]));
        assert_eq!(journal.open().count(), 2);
        // Once accepted it was true: that it no longer opens is damage.
        write(&store, move |tx, store| {
            Box::pin(async move {
                let draft = EntryDraft::new("accepted").value("of", 1_u64)?;
                journal::append(tx, &store, d, By::Owner, draft, Append::default()).await
            })
        })
        .await
        .unwrap();
        assert_eq!(code(owner.read(&store).await), Some(Code::Damaged));
        // And nobody but a link may write what does not open.
        let owner = Owner::with_dossier(&store).await;
        let d = owner.d;
        let says = foreign("piece", 1, 1);
        write(&store, move |tx, store| {
            Box::pin(async move {
                journal::append_foreign(tx, &store, d, By::Reader(1), says, Append::default()).await
            })
        })
        .await
        .unwrap();
        assert_eq!(code(owner.read(&store).await), Some(Code::Damaged));
    })
    .await;
}
