//! Files that arrive in several pieces, and what is left of those that nobody goes on with.

use super::{NOON, Owner, code, count, meddle};
use crate::args;
use crate::blobs::LEASE;
use crate::testing::both_at;
use crate::{Store, uploads};
use kernel::{BlobId, Code, DossierId};
use std::io::Write as _;

const ROWS: &str = "SELECT COUNT(*) FROM uploads";

async fn begun(store: &Store, d: DossierId) -> uploads::Upload {
    let of = store.clone();
    store
        .db
        .write(move |tx| {
            Box::pin(async move { uploads::create(tx, &of, d, b"first".to_vec()).await })
        })
        .await
        .unwrap()
}

async fn got(store: &Store, upload: &uploads::Upload) -> Option<Vec<u8>> {
    let (of, id) = (store.clone(), upload.id);
    let found = store
        .db
        .read(move |tx| Box::pin(async move { uploads::get(tx, &of, id).await }));
    found.await.unwrap().map(|upload| upload.ct)
}

async fn replaced(
    store: &Store,
    old: &uploads::Upload,
    ct: &[u8],
    segments: Vec<BlobId>,
) -> Result<uploads::Upload, kernel::Fault> {
    let (of, old, ct) = (store.clone(), old.clone(), ct.to_vec());
    store
        .db
        .write(move |tx| {
            Box::pin(async move { uploads::replace(tx, &of, &old, ct, &segments).await })
        })
        .await
}

async fn segment(store: &Store, d: DossierId) -> BlobId {
    let mut receiving = store.blobs.begin(d).await.unwrap();
    receiving.write_all(b"segment").unwrap();
    receiving.durable().unwrap().id()
}

#[tokio::test]
async fn of_two_requests_for_one_upload_one_goes_on() {
    both_at(NOON, |store, _| async move {
        let owner = Owner::with_dossier(&store).await;
        let upload = begun(&store, owner.d).await;
        let second = replaced(&store, &upload, b"second", vec![]).await.unwrap();
        let late = replaced(&store, &upload, b"late", vec![]).await;
        assert_eq!(code(late), Some(Code::Conflict));
        assert_eq!(got(&store, &upload).await.unwrap(), b"second");
        replaced(&store, &second, b"third", vec![]).await.unwrap();
        assert_eq!(got(&store, &upload).await.unwrap(), b"third");
    })
    .await;
}

/// Each step pushes the upload and its segments; a day of silence ends both, without any key.
#[tokio::test]
async fn segments_live_as_long_as_their_upload_and_go_with_it() {
    both_at(NOON, |store, clock| async move {
        let owner = Owner::with_dossier(&store).await;
        let upload = begun(&store, owner.d).await;
        let kept = segment(&store, owner.d).await;
        let forgotten = segment(&store, owner.d).await;
        clock.set(NOON.plus_seconds(LEASE - 3600));
        let upload = replaced(&store, &upload, b"on", vec![kept]).await.unwrap();
        clock.set(NOON.plus_seconds(LEASE + 2 * 3600));
        assert_eq!(store.blobs.collect().await.unwrap(), 1);
        assert!(store.blobs.open(kept).is_ok() && store.blobs.open(forgotten).is_err());
        assert!(got(&store, &upload).await.is_some());
        // A segment that is gone cannot be built upon.
        let broken = replaced(&store, &upload, b"no", vec![forgotten]).await;
        assert_eq!(code(broken), Some(Code::Conflict));
        assert_eq!(got(&store, &upload).await.unwrap(), b"on");

        clock.set(NOON.plus_seconds(3 * LEASE));
        assert!(
            got(&store, &upload).await.is_none(),
            "given up before it is collected"
        );
        assert_eq!(store.blobs.collect().await.unwrap(), 1);
        assert_eq!(count(&store, ROWS, args![]).await, 0);
        assert!(store.blobs.open(kept).is_err());
    })
    .await;
}

#[tokio::test]
async fn a_forged_upload_is_not_there_and_a_deleted_dossier_keeps_none() {
    both_at(NOON, |store, _| async move {
        let owner = Owner::with_dossier(&store).await;
        let (forged, moved) = (begun(&store, owner.d).await, begun(&store, owner.d).await);
        meddle(
            &store,
            "UPDATE uploads SET ct = $1 WHERE upload = $2",
            args![&b"swapped"[..], forged.id],
        )
        .await;
        meddle(
            &store,
            "UPDATE uploads SET lease = lease + 1 WHERE upload = $1",
            args![moved.id],
        )
        .await;
        assert!(got(&store, &forged).await.is_none() && got(&store, &moved).await.is_none());
        let blob = segment(&store, owner.d).await;
        let (of, d) = (store.clone(), owner.d);
        store
            .db
            .write(move |tx| Box::pin(async move { crate::journal::delete(tx, &of, d).await }))
            .await
            .unwrap();
        store.sweep().await.unwrap();
        assert_eq!(count(&store, ROWS, args![]).await, 0);
        assert!(store.blobs.open(blob).is_err());
    })
    .await;
}
