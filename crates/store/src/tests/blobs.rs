//! Pieces on their way in, and what is left of those that never arrived.

use super::{NOON, Owner, code, count, meddle};
use crate::args;
use crate::blobs::LEASE;
use crate::journal::Append;
use crate::testing::{both, both_at};
use kernel::{BlobId, Code, Fault};
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};

const ROWS: &str = "SELECT COUNT(*) FROM blobs";

#[tokio::test]
async fn a_piece_is_stored_then_live_with_its_entry() {
    both(|store| async move {
        let owner = Owner::with_dossier(&store).await;
        let mut receiving = store.blobs.begin(owner.d).await.unwrap();
        assert_eq!(
            count(&store, ROWS, args![]).await,
            1,
            "the lease comes first"
        );
        receiving.write_all(b"age-").unwrap();
        receiving.write_all(b"ciphertext").unwrap();
        assert!(
            store.blobs.open(receiving.id()).is_err(),
            "no name before it is whole"
        );
        let stored = receiving.durable().unwrap();
        assert_eq!(
            (stored.size(), stored.crc()),
            (14, crc32c::crc32c(b"age-ciphertext"))
        );

        let with = || Append {
            nonce: None,
            uploads: vec![stored.clone()],
        };
        owner.append(&store, "pièce", with()).await.unwrap();
        let journal = owner.read(&store).await.unwrap();
        let entry = journal.open().last().unwrap();
        assert_eq!(entry.local["blobs"][0], stored.id().to_string());
        assert_eq!(journal.dossier.used, 14);
        let mut file = store.blobs.open(stored.id()).unwrap();
        let mut end = String::new();
        file.seek(SeekFrom::Start(4)).unwrap();
        file.read_to_string(&mut end).unwrap();
        assert_eq!(end, "ciphertext");
        // Live: no time is kept any more, and a second entry cannot claim it.
        let times = "SELECT COUNT(*) FROM blobs WHERE lease IS NOT NULL";
        assert_eq!(count(&store, times, args![]).await, 0);
        let twice = owner.append(&store, "encore", with()).await;
        assert_eq!(code(twice), Some(Code::Conflict));
        assert_eq!(store.blobs.collect().await.unwrap(), 0);
    })
    .await;
}

/// A stop between two steps: the lease runs out, the collector removes file and row, an append
/// that comes too late is refused. A live blob stays.
#[tokio::test]
async fn what_never_arrived_is_collected_after_a_day() {
    both_at(NOON, |store, clock| async move {
        let owner = Owner::with_dossier(&store).await;
        // Stopped before the first byte, during the bytes, after the rename, and not at all.
        let begun = store.blobs.begin(owner.d).await.unwrap();
        let mut cut = store.blobs.begin(owner.d).await.unwrap();
        cut.write_all(b"half").unwrap();
        let (begun, cut) = (
            std::mem::ManuallyDrop::new(begun),
            std::mem::ManuallyDrop::new(cut),
        );
        let mut late = store.blobs.begin(owner.d).await.unwrap();
        late.write_all(b"whole").unwrap();
        let late = late.durable().unwrap();
        let live = store.blobs.begin(owner.d).await.unwrap().durable().unwrap();
        let with = |stored| Append {
            nonce: None,
            uploads: vec![stored],
        };
        owner
            .append(&store, "vide", with(live.clone()))
            .await
            .unwrap();

        assert_eq!(store.blobs.collect().await.unwrap(), 0);
        assert!(store.blobs.renew(begun.id()).await.unwrap());
        clock.set(NOON.plus_seconds(LEASE + 2 * 3600));
        assert_eq!(store.blobs.collect().await.unwrap(), 3);
        assert_eq!(store.blobs.collect().await.unwrap(), 0);
        assert_eq!(count(&store, ROWS, args![]).await, 1);
        assert!(!store.blobs.renew(cut.id()).await.unwrap());
        assert!(store.blobs.open(late.id()).is_err());
        let refused = owner.append(&store, "trop tard", with(late)).await;
        assert_eq!(code(refused), Some(Code::Conflict));
        assert!(store.blobs.open(live.id()).is_ok());
        assert_eq!(owner.read(&store).await.unwrap().entries.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn an_upload_that_is_given_up_leaves_no_file() {
    both(|store| async move {
        let owner = Owner::with_dossier(&store).await;
        let mut receiving = store.blobs.begin(owner.d).await.unwrap();
        receiving.write_all(b"half").unwrap();
        let id = receiving.id();
        let files = || {
            std::fs::read_dir(store.blobs.root.join("tmp"))
                .unwrap()
                .count()
        };
        assert_eq!(files(), 1);
        drop(receiving);
        assert_eq!(files(), 0);
        assert!(store.blobs.open(id).is_err());
    })
    .await;
}

/// Another dossier's blob is not one's own.
#[tokio::test]
async fn a_blob_joins_only_the_dossier_it_was_received_for() {
    both(|store| async move {
        let (mine, theirs) = (
            Owner::with_dossier(&store).await,
            Owner::with_dossier(&store).await,
        );
        let stored = store
            .blobs
            .begin(theirs.d)
            .await
            .unwrap()
            .durable()
            .unwrap();
        let with = Append {
            nonce: None,
            uploads: vec![stored],
        };
        let refused = mine.append(&store, "pas à moi", with).await;
        assert_eq!(code(refused), Some(Code::Conflict));
        assert_eq!(mine.read(&store).await.unwrap().entries.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn the_scrubber_finds_a_changed_or_missing_piece() {
    both(|store| async move {
        let owner = Owner::with_dossier(&store).await;
        let mut uploads = Vec::new();
        for bytes in [&b"un"[..], b"deux", b"trois"] {
            let mut receiving = store.blobs.begin(owner.d).await.unwrap();
            receiving.write_all(bytes).unwrap();
            uploads.push(receiving.durable().unwrap());
        }
        let with = Append {
            nonce: None,
            uploads,
        };
        owner.append(&store, "trois pièces", with).await.unwrap();
        let live = store.blobs.live(BlobId::new([0; 16]), 10).await.unwrap();
        assert_eq!(live.len(), 3);
        for stored in &live {
            store.blobs.check(stored).unwrap();
        }
        // Row and file no longer agree.
        meddle(
            &store,
            "UPDATE blobs SET crc = 1 WHERE blob = $1",
            args![live[0].id()],
        )
        .await;
        meddle(
            &store,
            "UPDATE blobs SET size = 99 WHERE blob = $1",
            args![live[1].id()],
        )
        .await;
        let live = store.blobs.live(BlobId::new([0; 16]), 10).await.unwrap();
        assert_eq!(code(store.blobs.check(&live[0])), Some(Code::Damaged));
        assert_eq!(code(store.blobs.check(&live[1])), Some(Code::Damaged));
        assert!(store.blobs.check(&live[2]).is_ok());
    })
    .await;
}

/// A full disk is a plain fault, whatever moment it comes at; nothing is half kept.
#[tokio::test]
async fn a_full_disk_is_said() {
    both(|store| async move {
        let owner = Owner::with_dossier(&store).await;
        let mut receiving = store.blobs.begin(owner.d).await.unwrap();
        let full = std::fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .unwrap();
        receiving.write_into(full);
        let error = receiving.write_all(b"too much").unwrap_err();
        let fault = Fault::writing("a piece", error);
        assert_eq!(fault.code(), Code::DiskFull);
        drop(receiving);
        assert_eq!(
            std::fs::read_dir(store.blobs.root.join("tmp"))
                .unwrap()
                .count(),
            0
        );
        owner.say(&store, "le reste va").await;
    })
    .await;
}
