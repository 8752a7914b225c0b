//! Backups: whole, checked, restored as another generation, and what was erased stays erased.

use super::erasing::with_piece;
use super::{NOON, Owner, code, count, meddle, write};
use crate::backup::{self, SecretsCopy};
use crate::db::migrate;
use crate::erasures;
use crate::journal::{self, SlotEntry};
use crate::testing::{beside, both_again};
use crate::{Store, StoreConfig, args, caches, links};
use kernel::Code;
use seal::entry::By;
use std::io::Read;

async fn back_up(config: &StoreConfig) -> Vec<u8> {
    backup::back_up(config, Vec::new()).await.unwrap().0
}

fn secrets(config: &StoreConfig) -> SecretsCopy {
    let (bytes, files) = backup::back_up_secrets(config, Vec::new()).unwrap();
    assert_eq!(files, 5);
    SecretsCopy::read(&bytes[..]).unwrap()
}

#[tokio::test]
async fn everything_comes_back_but_what_lives_a_day() {
    both_again(NOON, |store, _, config| async move {
        let her = Owner::with_dossier(&store).await;
        her.say(&store, "le récit").await;
        let piece = with_piece(&store, &her, &[7; 70_000]).await;
        let other = Owner::with_dossier(&store).await;
        let d = her.d;
        write(&store, move |tx, store| {
            Box::pin(async move {
                caches::put(tx, &store, *d.bytes(), "brouillon", b"ct").await?;
                crate::jobs::enqueue(tx, &store, "stamp", b"x", None).await
            })
        })
        .await
        .unwrap();
        // Somebody is still sending a file: that is no piece yet.
        let _half = store.blobs.begin(d).await.unwrap();

        // While the program serves.
        let bytes = back_up(&config).await;
        let copy = secrets(&config);
        let found = backup::check(&bytes[..], Some(&copy)).unwrap();
        assert_eq!((found.dossiers, found.files, found.gone), (2, 1, 0));
        assert_eq!((found.bytes, found.sealed), (piece.size(), true));
        let again = backup::check(&bytes[..], None).unwrap();
        assert_eq!((again.rows, again.sealed), (found.rows, false));

        let before = her.read(&store).await.unwrap();
        beside(&config, |place| async move {
            let done = backup::restore(&bytes[..], &copy, &place, None)
                .await
                .unwrap();
            assert_eq!((done.generation, done.dossiers, done.files), (2, 2, 1));
            // Never twice over the same.
            let twice = backup::restore(&bytes[..], &copy, &place, None).await;
            assert_eq!(code(twice), Some(Code::Conflict));
            let restored = Store::open(&place).await.unwrap();
            let after = her.read(&restored).await.unwrap();
            assert_eq!((after.leaves, after.note), (before.leaves, before.note));
            assert!(restored.blobs.check(&piece).is_ok());
            assert_eq!(other.read(&restored).await.unwrap().entries.len(), 1);
            for (table, rows) in [
                ("SELECT COUNT(*) FROM caches", 0),
                ("SELECT COUNT(*) FROM sessions", 0),
                ("SELECT COUNT(*) FROM uploads", 0),
                ("SELECT COUNT(*) FROM jobs", 1),
                ("SELECT COUNT(*) FROM blobs", 1),
                ("SELECT COUNT(*) FROM orgs", 1),
            ] {
                assert_eq!(count(&restored, table, args![]).await, rows, "{table}");
            }
            restored.db.close().await;
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn what_one_engine_wrote_the_other_reads() {
    let Some(_) = crate::testing::server() else {
        return;
    };
    both_again(NOON, |store, _, config| async move {
        let her = Owner::with_dossier(&store).await;
        with_piece(&store, &her, b"d'un moteur a l'autre").await;
        let (bytes, copy) = (back_up(&config).await, secrets(&config));
        let read = |place: StoreConfig| {
            let (her, bytes, copy) = (her.clone(), &bytes, &copy);
            async move {
                backup::restore(&bytes[..], copy, &place, None)
                    .await
                    .unwrap();
                let restored = Store::open(&place).await.unwrap();
                her.say(&restored, "et la suite").await;
                assert_eq!(her.read(&restored).await.unwrap().entries.len(), 4);
                restored.db.close().await;
            }
        };
        let mut place = config.clone();
        match config.database_url {
            // From PostgreSQL to SQLite…
            Some(_) => {
                place.database_url = None;
                place.data_dir = config.data_dir.with_file_name("autre");
                read(place).await;
            }
            // …and from SQLite to PostgreSQL.
            None => {
                place.database_url = crate::testing::server();
                beside(&place, read).await;
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_backup_of_an_older_version_is_read_and_its_tables_are_brought_up_to_date() {
    both_again(NOON, |store, _, config| async move {
        let her = Owner::with_dossier(&store).await;
        let piece = with_piece(&store, &her, b"d'avant").await;
        let (now, copy) = (back_up(&config).await, secrets(&config));
        let all: Vec<&str> = migrate::ALL.iter().map(|one| one.name).collect();
        let last = all.len() - 1;
        let older: [Vec<&str>; 3] = [
            all[..last - 1].to_vec(),
            all[..last].to_vec(),
            // One that was numbered before the last ones, on which none of them rests, and came after them.
            all.iter()
                .copied()
                .filter(|name| *name != "0014_directory")
                .collect(),
        ];
        for made in older {
            let bytes = backup::older::with(&now, &made);
            let found = backup::check(&bytes[..], Some(&copy)).unwrap();
            assert_eq!((found.dossiers, found.files, found.sealed), (1, 1, true));
            let (her, piece, copy) = (&her, &piece, &copy);
            beside(&config, |place| async move {
                backup::restore(&bytes[..], copy, &place, None)
                    .await
                    .unwrap();
                let restored = Store::open(&place).await.unwrap();
                her.say(&restored, "et la suite").await;
                assert_eq!(her.read(&restored).await.unwrap().entries.len(), 4);
                assert!(restored.blobs.check(piece).is_ok());
                // Every table of today is there, and can be backed up in its turn.
                back_up(&place).await;
                restored.db.close().await;
            })
            .await;
        }
        // What an unknown version made is refused by both, in a sentence, and nothing is written.
        let newer = backup::older::with(&now, &[&all[..], &["9999_later"]].concat());
        let said = backup::check(&newer[..], None).unwrap_err();
        assert_eq!(said.code(), Code::Invalid);
        assert!(said.to_string().contains("newer version"), "{said}");
        beside(&config, |place| async move {
            let refused = backup::restore(&newer[..], &copy, &place, None).await;
            assert_eq!(code(refused), Some(Code::Invalid));
            assert!(Store::open(&place).await.is_err(), "it is never served");
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn a_restored_dossier_goes_on_as_a_branch_that_names_the_last_head() {
    both_again(NOON, |store, _, config| async move {
        let her = Owner::with_dossier(&store).await;
        her.say(&store, "avant").await;
        let (bytes, copy) = (back_up(&config).await, secrets(&config));
        let kept = her.info(&store).await.unwrap();
        // Lost with the machine, though its head was given out.
        let lost = her.say(&store, "perdu").await;
        beside(&config, |place| async move {
            backup::restore(&bytes[..], &copy, &place, None)
                .await
                .unwrap();
            let restored = Store::open(&place).await.unwrap();
            assert_eq!(her.info(&restored).await.unwrap().generation, 1);
            let receipt = her.say(&restored, "après").await;
            assert_eq!(
                receipt.seq, 3,
                "after the entry that says that it was restored"
            );
            let journal = her.read(&restored).await.unwrap();
            let fork = journal.entries[2].entry().unwrap();
            assert_eq!(
                (fork.line.kind.as_str(), fork.line.by),
                ("restored", By::Server)
            );
            assert_eq!(fork.value("head").unwrap(), kept.head.as_str());
            assert_eq!(fork.value("branch").unwrap(), 2);
            let vkey = restored
                .secrets
                .dossier_key()
                .vkey(&journal::key_name(&restored));
            let new = seal::note::open(&receipt.note, std::slice::from_ref(&vkey)).unwrap();
            let old = seal::note::open(&lost.note, &[vkey]).unwrap();
            assert_eq!(new.origin, format!("{}.2", old.origin), "they never meet");
            // Once; and what begins after the restore has no other branch.
            her.say(&restored, "encore").await;
            assert_eq!(her.read(&restored).await.unwrap().entries.len(), 5);
            let fresh = Owner::with_dossier(&restored).await;
            fresh.say(&restored, "neuf").await;
            assert_eq!(fresh.read(&restored).await.unwrap().entries.len(), 2);
            // Nobody writes such an entry by hand.
            let draft = seal::entry::EntryDraft::new("restored");
            let d = her.d;
            let forged = write(&restored, move |tx, store| {
                Box::pin(async move {
                    journal::append(tx, &store, d, By::Owner, draft, journal::Append::default())
                        .await
                })
            })
            .await;
            assert_eq!(code(forged), Some(Code::Invalid));
            restored.db.close().await;
        })
        .await;
    })
    .await;
}

/// N048: what was withdrawn does not come back with a restored backup.
#[tokio::test]
async fn a_backup_of_before_an_erasure_does_not_bring_it_back() {
    both_again(NOON, |store, _, config| async move {
        let her = Owner::with_dossier(&store).await;
        let gone = with_piece(&store, &her, b"retiree").await;
        let kept = with_piece(&store, &her, b"gardee").await;
        let deleted = Owner::with_dossier(&store).await;
        with_piece(&store, &deleted, b"tout").await;
        let d = her.d;
        write(&store, move |tx, store| {
            Box::pin(
                async move { links::create(tx, &store, d, 1, links::LinkKind::Witness, 14).await },
            )
        })
        .await
        .unwrap();
        let (bytes, copy) = (back_up(&config).await, secrets(&config));

        her.erase(&store, vec![1]).await.unwrap();
        let d = deleted.d;
        write(&store, move |tx, store| {
            Box::pin(async move {
                journal::delete(tx, &store, d).await?;
                links::revoke(tx, her.d, 1).await
            })
        })
        .await
        .unwrap();
        assert_eq!(
            count(&store, "SELECT COUNT(*) FROM erasures", args![]).await,
            4
        );
        store.sweep().await.unwrap();
        assert_eq!(
            count(&store, "SELECT COUNT(*) FROM erasures", args![]).await,
            0
        );
        let list = config.erasures();
        assert_eq!(erasures::read(&list).unwrap().len(), 4);

        let her = her.clone();
        beside(&config, |place| async move {
            let done = backup::restore(&bytes[..], &copy, &place, Some(&list))
                .await
                .unwrap();
            assert_eq!(done.replayed, 4);
            let restored = Store::open(&place).await.unwrap();
            let journal = her.read(&restored).await.unwrap();
            assert!(matches!(journal.entries[1], SlotEntry::Erased(_)));
            assert!(journal.entries[2].entry().is_some());
            assert_eq!(
                journal.entries.last().unwrap().entry().unwrap().line.kind,
                "erased"
            );
            assert_eq!(journal.dossier.used, kept.size());
            assert!(restored.blobs.open(gone.id()).is_err());
            assert!(restored.blobs.open(kept.id()).is_ok());
            assert_eq!(code(deleted.read(&restored).await), Some(Code::NotFound));
            assert_eq!(
                count(&restored, "SELECT COUNT(*) FROM links", args![]).await,
                0
            );
            // The list goes on, and a second restore takes another generation.
            assert_eq!(
                erasures::read(&place.erasures()).unwrap().len(),
                9,
                "4, the generation, and the same 4 done again"
            );
            restored.db.close().await;
            let list = place.erasures();
            beside(&place, |third| async move {
                let done = backup::restore(&bytes[..], &copy, &third, Some(&list))
                    .await
                    .unwrap();
                assert_eq!(done.generation, 3);
            })
            .await;
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn the_list_forgets_after_sixty_days_and_bears_a_stop() {
    both_again(NOON, |store, clock, config| async move {
        let delete = |owner: Owner| {
            write(&store, move |tx, store| {
                Box::pin(async move { journal::delete(tx, &store, owner.d).await })
            })
        };
        let (first, second) = (
            Owner::with_dossier(&store).await,
            Owner::with_dossier(&store).await,
        );
        delete(first).await.unwrap();
        // The disk of the backups is away: nothing is lost, the erasure is done.
        let list = config.erasures();
        std::fs::create_dir(&list).unwrap();
        store.sweep().await.unwrap();
        assert_eq!(
            count(&store, "SELECT COUNT(*) FROM erasures", args![]).await,
            1
        );
        std::fs::remove_dir(&list).unwrap();
        store.tidy().await.unwrap();
        assert_eq!(erasures::read(&list).unwrap().len(), 1);
        // A stop in the middle of a line.
        let mut text = std::fs::read_to_string(&list).unwrap();
        text.push_str("2026-11-21 dossier 00");
        std::fs::write(&list, text).unwrap();
        assert_eq!(erasures::read(&list).unwrap().len(), 1);
        clock.set(NOON.plus_seconds(61 * 86_400));
        delete(second).await.unwrap();
        store.sweep().await.unwrap();
        let lines = std::fs::read_to_string(&list).unwrap();
        assert!(
            lines.starts_with("2027-01-21 dossier ") && lines.lines().count() == 1,
            "{lines}"
        );
    })
    .await;
}

#[tokio::test]
async fn a_backup_that_was_changed_or_cut_is_refused_and_nothing_is_written() {
    both_again(NOON, |store, _, config| async move {
        let her = Owner::with_dossier(&store).await;
        with_piece(&store, &her, b"une piece").await;
        let bytes = back_up(&config).await;
        let copy = secrets(&config);
        backup::check(&bytes[..], Some(&copy)).unwrap();
        for cut in [0, 511, 512, 2000, bytes.len() / 2, bytes.len() - 1024] {
            let refused = backup::check(&bytes[..cut], None);
            assert_eq!(code(refused), Some(Code::Damaged), "cut at {cut}");
        }
        // Any byte that means something: one of each 97.
        let mut wrong = 0;
        for place in (0..bytes.len() - 1024).step_by(97) {
            let mut other = bytes.clone();
            other[place] ^= 1;
            wrong += usize::from(backup::check(&other[..], Some(&copy)).is_err());
        }
        // What fills a block up to its end means nothing.
        assert!(
            wrong * 97 > bytes.len() / 2,
            "{wrong} of {}",
            bytes.len() / 97
        );
        // The secrets of somebody else.
        let elsewhere = tempfile::tempdir().unwrap();
        let strange = super::opening::sqlite(elsewhere.path()).await;
        let place = StoreConfig {
            data_dir: elsewhere.path().join("data"),
            ..config.clone()
        };
        let refused = backup::check(&bytes[..], Some(&secrets(&place)));
        assert_eq!(code(refused), Some(Code::Invalid));
        strange.db.close().await;
    })
    .await;
}

/// A dossier's row that was changed in the database: its seal says so when the secrets are there.
#[tokio::test]
async fn a_row_that_was_changed_from_outside_is_found() {
    both_again(NOON, |store, _, config| async move {
        let her = Owner::with_dossier(&store).await;
        meddle(&store, "UPDATE dossiers SET purge_month = 1", args![]).await;
        let bytes = back_up(&config).await;
        assert!(backup::check(&bytes[..], None).is_ok());
        let found = backup::check(&bytes[..], Some(&secrets(&config)));
        assert_eq!(code(found), Some(Code::Damaged));
        // A leaf that was changed is found without them.
        meddle(
            &store,
            "UPDATE entries SET leaf = $1 WHERE dossier = $2",
            args![[9_u8; 32], her.d],
        )
        .await;
        let bytes = back_up(&config).await;
        assert_eq!(code(backup::check(&bytes[..], None)), Some(Code::Damaged));
    })
    .await;
}

/// Reads as far as it was told, then the disk is gone.
struct Until<'b>(&'b [u8]);

impl Read for Until<'_> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        match self.0.read(out)? {
            0 => Err(std::io::Error::other("the disk is gone")),
            n => Ok(n),
        }
    }
}

#[tokio::test]
async fn a_restore_that_was_interrupted_is_never_served() {
    both_again(NOON, |store, _, config| async move {
        let her = Owner::with_dossier(&store).await;
        with_piece(&store, &her, &[3; 100_000]).await;
        let (bytes, copy) = (back_up(&config).await, secrets(&config));
        beside(&config, |place| async move {
            let half = Until(&bytes[..bytes.len() - 50_000]);
            assert!(backup::restore(half, &copy, &place, None).await.is_err());
            let refused = Store::open(&place).await.err().unwrap();
            assert_eq!(refused.code(), Code::Invalid);
            assert!(refused.to_string().contains("interrupted"), "{refused}");
            let again = backup::restore(&bytes[..], &copy, &place, None).await;
            assert_eq!(code(again), Some(Code::Invalid));
        })
        .await;
    })
    .await;
}

#[cfg(unix)]
#[tokio::test]
async fn a_folder_that_cannot_be_written_to_is_backed_up() {
    use std::os::unix::fs::PermissionsExt as _;
    let dir = tempfile::tempdir().unwrap();
    let store = super::opening::sqlite(dir.path()).await;
    let her = Owner::with_dossier(&store).await;
    with_piece(&store, &her, b"une piece").await;
    store.db.close().await;
    let config = StoreConfig {
        data_dir: dir.path().join("data"),
        database_url: None,
        instance: "preau.example".to_owned(),
        erasures: None,
        clock: std::sync::Arc::new(kernel::SystemClock),
    };
    let mode = |mode| {
        let closed = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(&config.data_dir, closed).unwrap();
    };
    mode(0o500);
    let before = std::fs::read_dir(&config.data_dir).unwrap().count();
    let done = backup::back_up(&config, Vec::new()).await;
    let after = std::fs::read_dir(&config.data_dir).unwrap().count();
    mode(0o700);
    let (bytes, done) = done.unwrap();
    assert_eq!((done.dossiers, done.files), (1, 1));
    assert!(backup::check(&bytes[..], None).is_ok());
    assert_eq!(before, after, "nothing was left there");
}
