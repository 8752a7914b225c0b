//! Files that everybody may read: kept while something holds them, in the backup, and gone with the last one.

use super::{NOON, code, write};
use crate::backup::{self, SecretsCopy};
use crate::public::{Arrived, hold, release};
use crate::testing::{beside, both, both_again};
use crate::{Store, caches, erasures};
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
async fn what_lies_about_in_the_folder_keeps_no_erased_byte() {
    both_again(NOON, |store, _, config| async move {
        const SECRET: &[u8] = b"des mots secrets";
        let erases = async || {
            for erased in [false, true] {
                let done = write(&store, move |tx, store| {
                    Box::pin(async move {
                        if erased {
                            return caches::remove_all(tx, [9; 16]).await;
                        }
                        caches::put(tx, &store, [9; 16], "brouillon", SECRET).await
                    })
                });
                done.await.unwrap();
            }
            store.sweep().await.unwrap();
            for name in ["preau.db", "preau.db-wal"] {
                let bytes = std::fs::read(config.data_dir.join(name)).unwrap_or_default();
                let left = bytes.windows(SECRET.len()).any(|part| part == SECRET);
                assert!(!left, "{name}");
            }
        };
        held(&store, 1, b"un son").await;
        let root = store.public.root.to_path_buf();
        let strays = [root.join(".DS_Store"), root.join("lisez-moi")];
        for place in &strays {
            std::fs::write(place, b"rien").unwrap();
        }
        std::fs::create_dir(root.join("tmp/dossier")).unwrap();
        // A link that leads nowhere is no folder.
        std::os::unix::fs::symlink("nulle-part", root.join("lien")).unwrap();
        erases().await;
        assert_eq!(released(&store, 1).await, 1, "the rest is looked at");
        assert!(strays.iter().all(|place| place.exists()), "not ours");
        // Nothing of the folder can be looked at any more.
        std::fs::remove_dir_all(&root).unwrap();
        std::fs::write(&root, b"rien").unwrap();
        erases().await;
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

/// Where a backup is written; while it is, somebody withdraws what `holder` 1 holds.
struct Meanwhile {
    bytes: Vec<u8>,
    file: Option<std::path::PathBuf>,
    url: crate::DbUrl,
}

impl std::io::Write for Meanwhile {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.bytes.extend_from_slice(bytes);
        let rows = b"rows/public_files/";
        if bytes.windows(rows.len()).any(|part| part == rows)
            && let Some(file) = self.file.take()
        {
            std::fs::remove_file(file)?;
            let url = self.url.clone();
            let gone = std::thread::spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread()
                    .enable_all()
                    .build();
                runtime.unwrap().block_on(async move {
                    let db = crate::Db::open(&url).await.unwrap();
                    let gone = db.write(|tx| Box::pin(async move { release(tx, [1; 16]).await }));
                    gone.await.unwrap();
                    db.close().await;
                });
            });
            gone.join().unwrap();
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_row_whose_file_the_backup_lacks_is_told_and_the_next_backup_works() {
    both_again(NOON, |store, _, config| async move {
        let (one, two) = (
            held(&store, 1, b"le premier").await,
            held(&store, 2, b"le second").await,
        );
        let out = Meanwhile {
            bytes: Vec::new(),
            file: Some(crate::public::path(&store.public.root, one)),
            url: config.url().unwrap(),
        };
        let (out, written) = backup::back_up(&config, out).await.unwrap();
        assert_eq!(written.files, 1);
        let (secrets, _) = backup::back_up_secrets(&config, Vec::new()).unwrap();
        let secrets = SecretsCopy::read(&secrets[..]).unwrap();
        let found = backup::check(&out.bytes[..], Some(&secrets)).unwrap();
        assert_eq!((found.files, found.gone), (1, 1));
        beside(&config, |place| async move {
            let done = backup::restore(&out.bytes[..], &secrets, &place, None).await;
            let done = done.unwrap();
            assert_eq!((done.files, done.without), (1, 1));
            let (_, again) = backup::back_up(&place, Vec::new()).await.unwrap();
            assert_eq!(again.files, 1);
            let restored = Store::open(&place).await.unwrap();
            assert_eq!(read(&restored, two), b"le second");
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
