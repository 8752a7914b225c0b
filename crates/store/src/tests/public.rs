//! Files that everybody may read: kept while something holds them, in the backup, and gone with the last one.

use super::{NOON, code, write};
use crate::backup::{self, SecretsCopy};
use crate::public::{Arrived, hold, release};
use crate::testing::{beside, both, both_again};
use crate::{Store, erasures};
use kernel::Code;
use std::io::Read as _;

fn arrives(store: &Store, bytes: &[u8]) -> Arrived {
    let mut file = store.public.begin(1000).unwrap();
    for chunk in bytes.chunks(7) {
        file.write(chunk).unwrap();
    }
    file.finish().unwrap()
}

async fn held(store: &Store, by: u8, bytes: &[u8]) -> seal::Digest {
    let file = arrives(store, bytes);
    let digest = file.digest();
    let kept = write(store, move |tx, _| {
        Box::pin(async move { hold(tx, [by; 16], file).await })
    });
    kept.await.unwrap();
    digest
}

async fn released(store: &Store, by: u8) -> u64 {
    let done = write(store, move |tx, _| {
        Box::pin(async move { release(tx, [by; 16]).await })
    });
    done.await.unwrap();
    store.public.collect().await.unwrap()
}

fn read(store: &Store, digest: seal::Digest) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut file = store.public.open(digest).unwrap();
    file.read_to_end(&mut bytes).unwrap();
    bytes
}

#[tokio::test]
async fn a_file_lives_as_long_as_something_holds_it() {
    both(|store| async move {
        let digest = held(&store, 1, b"un son").await;
        assert_eq!(digest, seal::sha256(b"un son"));
        assert_eq!(held(&store, 2, b"un son").await, digest, "the same bytes");
        assert_eq!(released(&store, 1).await, 0);
        assert_eq!(read(&store, digest), b"un son");
        assert_eq!(released(&store, 2).await, 1);
        assert_eq!(
            code(store.public.open(digest).map(drop)),
            Some(Code::NotFound)
        );

        // What arrives and is held by nothing leaves nothing; what is too large is told so.
        drop(arrives(&store, b"en route"));
        let mut large = store.public.begin(10).unwrap();
        assert_eq!(code(large.write(&[0; 11])), Some(Code::TooLarge));
        drop(large);
        let tmp = store.public.root.join("tmp");
        assert_eq!(std::fs::read_dir(&tmp).unwrap().count(), 0);

        // What stopped arriving with the machine goes after a day; a younger one is left alone.
        for (name, age) in [("vieux", 25), ("jeune", 1)] {
            let file = std::fs::File::create(tmp.join(name)).unwrap();
            let now = std::time::Duration::from_secs(store.clock.now().seconds() as u64);
            let since = std::time::UNIX_EPOCH + now - std::time::Duration::from_secs(age * 3600);
            file.set_modified(since).unwrap();
        }
        store.tidy().await.unwrap();
        assert!(!tmp.join("vieux").exists() && tmp.join("jeune").exists());
    })
    .await;
}

#[tokio::test]
async fn a_failed_publication_holds_nothing() {
    both(|store| async move {
        let file = arrives(&store, b"perdu");
        let digest = file.digest();
        let failed = write(&store, move |tx, _| {
            Box::pin(async move {
                hold(tx, [1; 16], file).await?;
                Err::<(), _>(kernel::Fault::new(Code::Conflict, "too late"))
            })
        });
        assert_eq!(code(failed.await), Some(Code::Conflict));
        store.tidy().await.unwrap();
        assert_eq!(
            code(store.public.open(digest).map(drop)),
            Some(Code::NotFound)
        );
    })
    .await;
}

#[tokio::test]
async fn public_files_are_in_the_backup_and_come_back_unless_withdrawn_since() {
    both_again(NOON, |store, _, config| async move {
        let (one, two) = (
            held(&store, 1, b"le premier").await,
            held(&store, 2, b"le second").await,
        );
        held(&store, 3, b"le second").await;
        let (bytes, written) = backup::back_up(&config, Vec::new()).await.unwrap();
        assert_eq!((written.files, written.bytes), (2, 19));
        let (secrets, _) = backup::back_up_secrets(&config, Vec::new()).unwrap();
        let secrets = SecretsCopy::read(&secrets[..]).unwrap();
        let found = backup::check(&bytes[..], Some(&secrets)).unwrap();
        assert_eq!((found.files, found.bytes, found.gone), (2, 19, 0));

        // Another byte in the archive is seen, whoever made its list.
        let mut other = bytes.clone();
        let at = other.windows(10).position(|part| part == b"le premier");
        other[at.unwrap()] ^= 1;
        assert_eq!(code(backup::check(&other[..], None)), Some(Code::Damaged));

        // The first one is withdrawn after the backup.
        let gone = write(&store, |tx, _| {
            Box::pin(async move {
                release(tx, [1; 16]).await?;
                erasures::note(tx, erasures::What::Publication, &[1; 16]).await
            })
        });
        gone.await.unwrap();
        store.sweep().await.unwrap();
        let list = config.erasures();
        beside(&config, |place| async move {
            let done = backup::restore(&bytes[..], &secrets, &place, Some(&list)).await;
            assert_eq!(done.unwrap().files, 2);
            let restored = Store::open(&place).await.unwrap();
            assert_eq!(read(&restored, two), b"le second");
            assert_eq!(
                code(restored.public.open(one).map(drop)),
                Some(Code::NotFound)
            );
            restored.db.close().await;
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn a_file_that_is_not_as_its_name_says_stops_the_backup() {
    both_again(NOON, |store, _, config| async move {
        let digest = held(&store, 1, b"un son").await;
        std::fs::write(crate::public::path(&store.public.root, digest), b"un cri").unwrap();
        let stopped = backup::back_up(&config, Vec::new()).await;
        assert_eq!(code(stopped.map(drop)), Some(Code::Damaged));
        std::fs::remove_file(crate::public::path(&store.public.root, digest)).unwrap();
        let stopped = backup::back_up(&config, Vec::new()).await;
        assert_eq!(code(stopped.map(drop)), Some(Code::Damaged));
    })
    .await;
}
