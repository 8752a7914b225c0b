//! Somebody writes to the database without the program: caught at the next append or unlock.

use super::{Owner, code, count, meddle};
use crate::testing::both;
use crate::{Store, args};
use kernel::{Code, DossierId};
use seal::vault::{Identity, encrypt, pad_entry};

const DAMAGED: &str = "SELECT damaged FROM dossiers WHERE dossier = $1";

async fn marked(store: &Store, d: DossierId) -> bool {
    count(store, DAMAGED, args![d]).await == 1
}

async fn three(store: &Store) -> Owner {
    let owner = Owner::with_dossier(store).await;
    owner.say(store, "un").await;
    owner.say(store, "deux").await;
    owner
}

#[tokio::test]
async fn a_false_head_is_refused_at_the_append_and_the_dossier_marked() {
    both(|store| async move {
        let old = three(&store).await;
        let before = old.info(&store).await.unwrap().head;
        // Another dossier's true head, an older true head, a changed signature, another frontier.
        let other = three(&store).await.info(&store).await.unwrap().head;
        let sets: [(&'static str, crate::Args); 4] = [
            (
                "UPDATE dossiers SET head = $1 WHERE dossier = $2",
                args![other],
            ),
            (
                "UPDATE dossiers SET head = $1 WHERE dossier = $2",
                args![before],
            ),
            (
                "UPDATE dossiers SET head = replace(head, $1, 'A') WHERE dossier = $2",
                args!["B"],
            ),
            (
                "UPDATE dossiers SET frontier = $1 WHERE dossier = $2",
                args![[3_u64.to_be_bytes().to_vec(), vec![7; 64]].concat()],
            ),
        ];
        for (sql, mut values) in sets {
            let owner = three(&store).await;
            owner.say(&store, "trois").await;
            owner.say(&store, "quatre").await;
            values.extend(args![owner.d]);
            let changed = loop {
                // A signature without any B is possible: sign another head then.
                let before = owner.info(&store).await.unwrap().head;
                meddle(&store, sql, values.clone()).await;
                if owner.info(&store).await.unwrap().head != before || sql.contains("frontier") {
                    break true;
                }
                owner.say(&store, "encore").await;
            };
            assert!(changed);
            let refused = owner.append(&store, "suite", Default::default()).await;
            assert_eq!(code(refused), Some(Code::Damaged), "{sql}");
            assert!(marked(&store, owner.d).await, "{sql}");
            // Read-only from now on, whatever is put back.
            let again = owner.append(&store, "suite", Default::default()).await;
            assert_eq!(code(again), Some(Code::Damaged), "{sql}");
        }
        // The others are untouched.
        old.say(&store, "rien à signaler").await;
    })
    .await;
}

#[tokio::test]
async fn a_damaged_dossier_can_be_read_while_its_journal_is_true() {
    both(|store| async move {
        let owner = three(&store).await;
        meddle(
            &store,
            "UPDATE dossiers SET damaged = 1 WHERE dossier = $1",
            args![owner.d],
        )
        .await;
        let refused = owner.append(&store, "suite", Default::default()).await;
        assert_eq!(code(refused), Some(Code::Damaged));
        let journal = owner.read(&store).await.unwrap();
        assert!(journal.dossier.damaged);
        assert_eq!(journal.entries.len(), 3);
    })
    .await;
}

/// What decides who reads is under the row seal: a forged row counts as absent.
#[tokio::test]
async fn a_forged_row_counts_as_absent() {
    both(|store| async move {
        let thief = Identity::generate().to_public().to_string();
        let forgeries: [(&'static str, crate::Args); 4] = [
            (
                "UPDATE dossiers SET recipient = $1 WHERE dossier = $2",
                args![thief],
            ),
            (
                "UPDATE dossiers SET purge_month = $1 WHERE dossier = $2",
                args![1_i64],
            ),
            (
                "UPDATE dossiers SET generation = $1 WHERE dossier = $2",
                args![2_i64],
            ),
            (
                "UPDATE dossiers SET seal = $1 WHERE dossier = $2",
                args![[0_u8; 32]],
            ),
        ];
        for (sql, mut values) in forgeries {
            let owner = three(&store).await;
            values.extend(args![owner.d]);
            assert_eq!(meddle(&store, sql, values).await, 1);
            let append = owner
                .append(&store, "pour le voleur", Default::default())
                .await;
            assert_eq!(code(append), Some(Code::NotFound), "{sql}");
            assert_eq!(
                code(owner.read(&store).await),
                Some(Code::NotFound),
                "{sql}"
            );
            assert_eq!(
                code(owner.info(&store).await),
                Some(Code::NotFound),
                "{sql}"
            );
        }
    })
    .await;
}

/// Every change of an entry's row is found when the dossier is opened, and marks it.
#[tokio::test]
async fn a_changed_entry_is_found_at_the_unlock() {
    both(|store| async move {
        const SWAP: &str = "UPDATE entries SET line_ct = (SELECT e.line_ct FROM entries e \
             WHERE e.dossier = $1 AND e.seq = 1), body_ct = (SELECT e.body_ct FROM entries e \
             WHERE e.dossier = $1 AND e.seq = 1) WHERE dossier = $1 AND seq = 2";
        let changes = [
            "UPDATE entries SET leaf = (SELECT e.leaf FROM entries e WHERE e.dossier = $1 \
             AND e.seq = 0) WHERE dossier = $1 AND seq = 1",
            SWAP,
            "UPDATE entries SET body_ct = (SELECT e.body_ct FROM entries e WHERE e.dossier = $1 \
             AND e.seq = 1) WHERE dossier = $1 AND seq = 2",
            "UPDATE entries SET body_ct = NULL WHERE dossier = $1 AND seq = 1",
            "UPDATE entries SET line_ct = NULL, body_ct = NULL WHERE dossier = $1 AND seq = 1",
            "DELETE FROM entries WHERE dossier = $1 AND seq = 2",
            "DELETE FROM entries WHERE dossier = $1 AND seq = 1",
        ];
        for sql in changes {
            let owner = three(&store).await;
            meddle(&store, sql, args![owner.d]).await;
            assert_eq!(code(owner.read(&store).await), Some(Code::Damaged), "{sql}");
            assert!(marked(&store, owner.d).await, "{sql}");
        }
    })
    .await;
}

/// age files name no author: anybody can encrypt to a recipient. The leaf tells.
#[tokio::test]
async fn an_entry_forged_with_the_public_half_is_found() {
    both(|store| async move {
        let owner = three(&store).await;
        let to = [owner.keyring.recipient().unwrap()];
        let journal = owner.read(&store).await.unwrap();
        let mut line = journal.open().nth(1).unwrap().line.clone();
        line.kind = "refusal".to_owned();
        let forged = encrypt(&pad_entry(line.to_bytes()), &to).unwrap();
        let sql = "UPDATE entries SET line_ct = $1 WHERE dossier = $2 AND seq = 1";
        meddle(&store, sql, args![forged, owner.d]).await;
        assert_eq!(code(owner.read(&store).await), Some(Code::Damaged));

        // With its leaf changed as well, the signed root tells.
        let sql = "UPDATE entries SET leaf = $1 WHERE dossier = $2 AND seq = 1";
        meddle(&store, sql, args![*line.leaf().bytes(), owner.d]).await;
        assert_eq!(code(owner.read(&store).await), Some(Code::Damaged));
    })
    .await;
}
