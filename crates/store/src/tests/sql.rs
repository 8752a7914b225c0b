//! The same text and the same values on both engines.

use super::{code, count, meddle};
use crate::args;
use crate::testing::both;
use kernel::{Code, Moment, OrgId};

#[tokio::test]
async fn values_come_back_as_they_went() {
    both(|store| async move {
        let bytes = vec![0_u8, 1, 255, 0];
        let sent = bytes.clone();
        let row = store
            .db
            .write(move |tx| {
                Box::pin(async move {
                    tx.exec(
                        "INSERT INTO sessions (org_id, session, account, kind, seen, expires, blob) \
                         VALUES ($1, $2, $3, $4, $5, $6, $7)",
                        args![
                            OrgId::FIRST,
                            [7_u8; 32],
                            None::<Vec<u8>>,
                            "été « où »",
                            None::<Moment>,
                            Moment(i64::MAX),
                            &sent
                        ],
                    )
                    .await?;
                    tx.one(
                        "SELECT org_id, account, kind, seen, expires, blob, session FROM sessions \
                         WHERE session = $1",
                        args![[7_u8; 32]],
                    )
                    .await
                })
            })
            .await
            .unwrap();
        assert_eq!(row.id::<OrgId>(0).unwrap(), OrgId::FIRST);
        assert_eq!(row.opt_bytes(1).unwrap(), None);
        assert_eq!(row.text(2).unwrap(), "été « où »");
        assert_eq!(row.opt_moment(3).unwrap(), None);
        assert_eq!(row.moment(4).unwrap(), Moment(i64::MAX));
        assert_eq!(row.bytes(5).unwrap(), bytes);
        assert_eq!(row.id::<[u8; 32]>(6).unwrap(), [7; 32]);
        // Another type, another length, an absent value: refused, never guessed.
        assert_eq!(code(row.int(2)), Some(Code::Damaged));
        assert_eq!(code(row.id::<OrgId>(6)), Some(Code::Damaged));
        assert_eq!(code(row.bytes(1)), Some(Code::Damaged));
    })
    .await;
}

#[tokio::test]
async fn a_failed_statement_spoils_the_whole_write() {
    both(|store| async move {
        let result = store
            .db
            .write(|tx| {
                Box::pin(async move {
                    let other = [1_u8; 16];
                    tx.exec("INSERT INTO orgs (org_id) VALUES ($1)", args![other])
                        .await?;
                    let twice = tx
                        .exec("INSERT INTO orgs (org_id) VALUES ($1)", args![other])
                        .await;
                    assert_eq!(code(twice), Some(Code::Conflict));
                    // A closure that hides the failure is not believed.
                    Ok(())
                })
            })
            .await;
        assert_eq!(code(result), Some(Code::Internal));
        assert_eq!(count(&store, "SELECT COUNT(*) FROM orgs", args![]).await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_view_changes_nothing_and_stays_the_same() {
    both(|store| async move {
        let inner = store.clone();
        let seen = store
            .db
            .read(move |tx| {
                Box::pin(async move {
                    let before = tx.one("SELECT COUNT(*) FROM orgs", args![]).await?.int(0)?;
                    meddle(
                        &inner,
                        "INSERT INTO orgs (org_id) VALUES ($1)",
                        args![[2_u8; 16]],
                    )
                    .await;
                    let after = tx.one("SELECT COUNT(*) FROM orgs", args![]).await?.int(0)?;
                    Ok((before, after))
                })
            })
            .await
            .unwrap();
        assert_eq!(seen, (1, 1));
        let refused = store
            .db
            .read(|tx| Box::pin(async move { tx.exec("DELETE FROM orgs", args![]).await }))
            .await;
        assert!(refused.is_err());
        assert_eq!(count(&store, "SELECT COUNT(*) FROM orgs", args![]).await, 2);
    })
    .await;
}
