//! Keeping and leaving: a backup of everything, its restore elsewhere, the end of a dossier that nobody opens any more.

use super::commands::said;
use super::desk;
use super::doors::{drawn, papers};
use super::sharing::{opens_hers, shares};
use crate::people::files::png;
use crate::people::world::{NOW, Wish};
use crate::people::{Teacher, World, everywhere};
use kernel::Clock as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use store::{Store, StoreConfig, args, erasures, journal};

const DATA: &str = "les données de notre instance";
const SECRETS: &str = "les secrets, ailleurs et à part";

/// Runs the program with these lines on its standard input.
fn preau(room: &Path, args: &[&str], lines: &[&str]) -> Output {
    let program = std::env::var("PREAU_BIN").expect("PREAU_BIN must name the program: ./bin/test");
    let clock = room.join("clock");
    std::fs::write(&clock, NOW).expect("a clock");
    let mut child = Command::new(program)
        .arg("--clock")
        .arg(&clock)
        .args(args)
        .current_dir(room)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program");
    let mut input = child.stdin.take().expect("its input");
    // Refused before it was read: what it says then is looked at.
    let _ = input.write_all([lines.join("\n").as_bytes(), b"\n"].concat().as_slice());
    drop(input);
    child.wait_with_output().expect("its answer")
}

/// The options that name where an instance is.
fn place(config: &StoreConfig) -> Vec<String> {
    let data = config.data_dir.to_string_lossy().into_owned();
    let database = config.database_url.iter().cloned();
    let database = database.flat_map(|url| ["--database".to_owned(), url]);
    ["--data".to_owned(), data]
        .into_iter()
        .chain(database)
        .collect()
}

fn run(room: &Path, before: &[&str], at: &[String], lines: &[&str]) -> (String, String, i32) {
    let at: Vec<&str> = at.iter().map(String::as_str).collect();
    let output = preau(room, &[before, &at].concat(), lines);
    let (text, status) = said(&output);
    (
        text,
        String::from_utf8_lossy(&output.stderr).into_owned(),
        status,
    )
}

pub(super) fn back_up(room: &Path, config: &StoreConfig) {
    let args = [
        "backup",
        "--to",
        "data.age",
        "--passphrase",
        "--secrets",
        "secrets.age",
    ];
    let (text, beside, status) = run(room, &args, &place(config), &[DATA, SECRETS]);
    assert_eq!(status, 0, "{text}{beside}");
}

/// The restored instance, as its people find it.
pub(super) async fn restored(world: &World, config: StoreConfig) -> World {
    let store = Store::open(&config).await.expect("the restored store");
    World::new(store, world.clock.clone(), config, Wish::default())
}

#[tokio::test]
async fn everything_is_backed_up_while_the_program_serves_and_opens_elsewhere() {
    everywhere(|world| async move {
        let room = tempfile::tempdir().expect("a folder");
        let room = room.path();
        let mut her = world.teacher().await;
        her.adds("preuve.png", &png("preuve")).await;
        let before = her.exports(&[]).await;
        back_up(room, &world.config);
        // One file for the data, of which nobody reads anything without its passphrase.
        let bytes = std::fs::read(room.join("data.age")).expect("the backup");
        assert!(bytes.starts_with(b"age-encryption.org/v1\n-> scrypt "));

        // Never over something, and the secrets never under the passphrase of the data.
        let again = ["backup", "--to", "data.age", "--passphrase"];
        assert_eq!(run(room, &again, &place(&world.config), &[DATA]).2, 2);
        let same = [
            "backup",
            "--to",
            "b.age",
            "--passphrase",
            "--secrets",
            "s.age",
        ];
        let (_, why, status) = run(room, &same, &place(&world.config), &[DATA, DATA]);
        assert!(
            status == 2 && why.contains("passphrase of their own"),
            "{why}"
        );
        assert!(!room.join("b.age").exists());

        let check = ["restore", "data.age", "--check", "--secrets", "secrets.age"];
        let (text, beside, status) = run(room, &check, &[], &[DATA, SECRETS]);
        assert_eq!(status, 0, "{beside}");
        assert!(
            text.contains("1 dossier(s)") && text.contains("carry their seals"),
            "{text}"
        );
        let (text, _, status) = run(
            room,
            &["backup", "--check", "data.age", "--json"],
            &[],
            &[DATA],
        );
        let told: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(
            (status, &told["dossiers"], &told["sealed"]),
            (0, &1.into(), &false.into())
        );
        let (_, why, status) = run(room, &check, &[], &["une autre phrase de passe", SECRETS]);
        assert!(status == 2 && why.contains("does not open it"), "{why}");

        // Cut, or with one byte of another: said in plain words, and nothing is written.
        for (name, altered) in [
            ("cut.age", bytes[..bytes.len() - 1000].to_vec()),
            ("byte.age", {
                let mut other = bytes.clone();
                let middle = other.len() / 2;
                other[middle] ^= 1;
                other
            }),
        ] {
            std::fs::write(room.join(name), altered).expect("a file");
            let args = [
                "restore",
                name,
                "--secrets",
                "secrets.age",
                "--into",
                "nowhere",
                "--without-erasures",
            ];
            let (_, why, status) = run(room, &args, &[], &[DATA, SECRETS]);
            assert_eq!(status, 1, "{name}: {why}");
            assert!(why.contains("was changed or is not whole"), "{name}: {why}");
            assert!(!room.join("nowhere").exists());
        }
        // Without the list of what was erased since, only when that is wanted.
        let into = [
            "restore",
            "data.age",
            "--secrets",
            "secrets.age",
            "--into",
            "there",
        ];
        let (_, why, status) = run(room, &into, &[], &[DATA, SECRETS]);
        assert!(status == 2 && why.contains("--without-erasures"), "{why}");

        store::testing::beside(&world.config, |elsewhere| {
            let world = &world;
            let (her, before) = (&mut her, &before);
            async move {
                restores(room, &elsewhere, &["--without-erasures"]);
                let there = restored(world, elsewhere).await;
                her.come_back(&there).await;
                her.goes("/pieces").await.sees("preuve.png");
                her.goes("/historique")
                    .await
                    .sees("Instance rétablie depuis une sauvegarde");
                // What is exported there extends what was exported before, and says that it is another branch.
                let after = her.exports(&[]).await;
                std::fs::write(room.join("before.zip"), before).expect("a file");
                std::fs::write(room.join("after.zip"), &after).expect("a file");
                let head = String::from_utf8_lossy(
                    super::export::Unzipped::of(before).file("data/journal/head.note"),
                )
                .into_owned();
                std::fs::write(room.join("receipt"), head).expect("a file");
                let verify = ["verify", "--json", "--receipt", "receipt", "after.zip"];
                let (text, _, status) = run(room, &verify, &[], &[]);
                let told: serde_json::Value = serde_json::from_str(&text).expect("JSON");
                assert_eq!(status, 0, "{text}");
                let origin = told[0]["report"]["origin"].as_str().expect("the origin");
                assert!(origin.ends_with(".2"), "{origin}");
                // The export of before the restore is given again as it was.
                her.goes("/export").await;
                there.store.db.close().await;
            }
        })
        .await;
    })
    .await;
}

/// Restores there; gives what was said.
pub(super) fn restores(room: &Path, into: &StoreConfig, more: &[&str]) -> String {
    let folder = into.data_dir.to_string_lossy().into_owned();
    let begun = [
        "restore",
        "data.age",
        "--secrets",
        "secrets.age",
        "--into",
        &folder,
    ];
    let database = into.database_url.iter().cloned();
    let at: Vec<String> = database
        .flat_map(|url| ["--database".to_owned(), url])
        .collect();
    let (text, beside, status) = run(room, &[&begun, more].concat(), &at, &[DATA, SECRETS]);
    assert_eq!(status, 0, "{text}{beside}");
    assert!(text.contains("generation"), "{text}");
    text
}

/// N048: a backup of before a deletion does not bring it back, nor the access that was closed.
#[tokio::test]
async fn what_she_erased_does_not_come_back_with_a_backup() {
    everywhere(|world| async move {
        let room = tempfile::tempdir().expect("a folder");
        let room = room.path();
        let mut gone = world.teacher().await;
        let mut her = world.teacher().await;
        let withdrawn = her.adds("regret.png", &png("regret")).await;
        her.adds("preuve.png", &png("preuve")).await;
        back_up(room, &world.config);
        her.open(&format!("{withdrawn}/retirer"))
            .await
            .press("Retirer cette pièce", &[])
            .await;
        deletes(&mut gone).await;
        let list = world.config.erasures().to_string_lossy().into_owned();
        store::testing::beside(&world.config, |elsewhere| {
            let (world, list) = (&world, &list);
            async move {
                restores(room, &elsewhere, &["--erasures", list]);
                let there = restored(world, elsewhere).await;
                her.come_back(&there).await;
                her.goes("/pieces")
                    .await
                    .sees("preuve.png")
                    .does_not_see("regret.png");
                let mut nobody = there.anonymous();
                let code = [("code", gone.code.as_str())];
                nobody.open("/revenir").await.press("Ouvrir", &code).await;
                nobody.is_at("/revenir?refus=oui", 422);
                assert_eq!(there.rows().await["accounts"], 1);
                there.store.db.close().await;
            }
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn a_team_comes_back_with_a_backup_and_who_left_it_since_does_not() {
    everywhere(|world| async move {
        let room = tempfile::tempdir().expect("a folder");
        let room = room.path();
        let (org, mut all) = desk::colleagues(&world, &["Maxence Sorel", "Dominique Valmy"]).await;
        let team = desk::team(&world, org, &[&all[0], &all[1]]).await;
        let mut her = world.teacher().await;
        shares(&mut her, &team.to_string(), "read", "90").await;
        let inside = opens_hers(&mut all[0].visitor).await;
        all[0]
            .visitor
            .press("Garder la note", &[("note", "Rappeler jeudi.")])
            .await;
        let summary = format!("{inside}/resume");
        back_up(room, &world.config);
        all[0]
            .visitor
            .open(&format!("/equipe/{team}"))
            .await
            .press("Retirer Dominique Valmy de l’équipe", &[])
            .await;
        let list = world.config.erasures().to_string_lossy().into_owned();
        store::testing::beside(&world.config, |elsewhere| {
            let (world, list, summary) = (&world, &list, &summary);
            async move {
                restores(room, &elsewhere, &["--erasures", list]);
                let there = restored(world, elsewhere).await;
                desk::comes_back(&there, &mut all[0]).await;
                all[0].visitor.open("/dossiers").await.sees("Permanence");
                all[0].visitor.open(summary).await.sees("Rappeler jeudi.");
                desk::comes_back(&there, &mut all[1]).await;
                all[1].visitor.open(summary).await;
                assert_eq!(all[1].visitor.status.as_u16(), 404, "she left");
                there.store.db.close().await;
            }
        })
        .await;
    })
    .await;
}

/// Changes her code; gives the new one.
async fn changes_code(her: &mut Teacher) -> String {
    her.open("/compte/code")
        .await
        .press("Tirer un nouveau code", &[])
        .await;
    let new = papers(her).remove(0);
    her.press("Remplacer mon code", &[("code", &new)])
        .await
        .is_at("/compte?fait=code", 200);
    new
}

/// Whether these words open something there.
async fn opens_there(there: &World, words: &str) -> bool {
    let mut visitor = there.anonymous();
    visitor
        .open("/revenir")
        .await
        .press("Ouvrir", &[("code", words)])
        .await;
    !visitor.path.starts_with("/revenir")
}

#[tokio::test]
async fn a_code_changed_since_a_backup_locks_nobody_out_and_opens_nothing_beside_a_sheet() {
    everywhere(|world| async move {
        let room = tempfile::tempdir().expect("a folder");
        let room = room.path();
        let mut code_only = world.teacher().await;
        let mut with_sheet = world.teacher().await;
        let sheet = drawn(&mut with_sheet, "/compte/feuille").await.remove(0);
        back_up(room, &world.config);
        for her in [&mut code_only, &mut with_sheet] {
            changes_code(her).await;
            let waiting = world.store.db.read(|tx| Box::pin(erasures::waiting(tx)));
            assert_eq!(waiting.await.unwrap(), 0, "the list says it at once");
        }
        let list = world.config.erasures().to_string_lossy().into_owned();
        store::testing::beside(&world.config, |elsewhere| {
            let (world, list) = (&world, &list);
            let (old, other, sheet) = (&code_only.code, &with_sheet.code, &sheet);
            async move {
                let said = restores(room, &elsewhere, &["--erasures", list]);
                assert!(said.contains("\n1 code(s) or sheet(s)"), "{said}");
                let there = restored(world, elsewhere).await;
                assert!(opens_there(&there, old).await, "nothing younger is there");
                assert!(!opens_there(&there, other).await, "her sheet opens");
                assert!(opens_there(&there, sheet).await);
                there.store.db.close().await;
            }
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn who_was_taken_back_into_a_team_stays_in_it_after_a_restore() {
    everywhere(|world| async move {
        let room = tempfile::tempdir().expect("a folder");
        let room = room.path();
        let (org, mut all) = desk::colleagues(&world, &["Maxence Sorel", "Dominique Valmy"]).await;
        let team = desk::team(&world, org, &[&all[0], &all[1]]).await;
        let again = all[1].account.to_string();
        let page = format!("/equipe/{team}");
        all[0]
            .visitor
            .open(&page)
            .await
            .press("Retirer Dominique Valmy de l’équipe", &[])
            .await;
        all[0]
            .visitor
            .open(&page)
            .await
            .press("Ajouter à l’équipe", &[("who", &again)])
            .await;
        let mut her = world.teacher().await;
        shares(&mut her, &team.to_string(), "read", "90").await;
        let summary = format!("{}/resume", opens_hers(&mut all[1].visitor).await);
        back_up(room, &world.config);
        let list = world.config.erasures().to_string_lossy().into_owned();
        store::testing::beside(&world.config, |elsewhere| {
            let (world, list, summary) = (&world, &list, &summary);
            async move {
                restores(room, &elsewhere, &["--erasures", list]);
                let there = restored(world, elsewhere).await;
                desk::comes_back(&there, &mut all[1]).await;
                all[1].visitor.open(summary).await;
                assert_eq!(all[1].visitor.status.as_u16(), 200, "she is in it");
                there.store.db.close().await;
            }
        })
        .await;
    })
    .await;
}

async fn deletes(her: &mut Teacher) {
    her.goes("/supprimer")
        .await
        .press("Supprimer définitivement", &[("confirm", "oui")])
        .await
        .sees("Le dossier est supprimé");
}

const MONTH: i64 = 31 * 86_400;

#[tokio::test]
async fn a_dossier_that_nobody_opens_any_more_goes_with_everything_that_was_hers() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        her.adds("preuve.png", &png("preuve")).await;
        let ct = world.store.db.read(|tx| {
            Box::pin(async move {
                tx.one("SELECT body_ct FROM entries WHERE seq = 1", args![])
                    .await?
                    .bytes(0)
            })
        });
        let ct = ct.await.expect("a ciphertext");
        world.pass(36 * MONTH - 40 * 86_400);
        world.work().await;
        world.app.dossiers.maintain().await.expect("housekeeping");
        her.come_back(&world).await;
        her.goes("").await.sees("Combien de temps il est gardé");
        // Her visit pushed it away.
        world.pass(35 * MONTH);
        world.app.dossiers.maintain().await.expect("housekeeping");
        assert!(world.rows().await.contains_key("dossiers"));
        world.pass(4 * MONTH);
        world.app.dossiers.maintain().await.expect("housekeeping");
        let rows = world.rows().await;
        let left: Vec<&str> = rows.keys().copied().collect();
        assert_eq!(left, ["erased"], "{rows:?}");
        assert!(world.blob_files().is_empty());
        // Not a byte of it is left in the live files of SQLite.
        if world.config.database_url.is_none() {
            let needle = &ct[ct.len() - 64..];
            for file in ["preau.db", "preau.db-wal"] {
                let bytes = std::fs::read(world.data.join(file)).unwrap_or_default();
                assert!(!bytes.windows(64).any(|part| part == needle), "{file}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn she_keeps_it_longer_or_for_as_long_as_it_takes_and_deletes_it_when_she_likes() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        her.goes("/duree")
            .await
            .sees("Sans nouvelle visite, il sera effacé le 1er décembre 2029");
        her.press("Garder cette durée", &[("years", "10")])
            .await
            .sees("Sans nouvelle visite, il sera effacé le 1er décembre 2036");
        her.press("Garder cette durée", &[("years", "4")])
            .await
            .sees("Choisissez une durée.");
        // Each visit counts from then on as she chose.
        world.pass(2 * MONTH);
        her.come_back(&world).await;
        her.goes("/duree").await.sees("le 1er février 2037");
        her.press("Garder cette durée", &[("years", "3")])
            .await
            .sees("le 1er février 2030");
        her.press("Suspendre l’effacement automatique", &[])
            .await
            .sees("Vous avez suspendu l’effacement le")
            .does_not_see("Sans nouvelle visite");
        world.pass(120 * MONTH);
        world.app.dossiers.maintain().await.expect("housekeeping");
        her.come_back(&world).await;
        her.goes("/duree").await;
        her.press("Laisser l’effacement reprendre", &[])
            .await
            .sees("Sans nouvelle visite");
        her.goes("/historique")
            .await
            .sees("Durée de conservation choisie");
        // A hold of the operator stops the purge, and never her.
        let room = tempfile::tempdir().expect("a folder");
        let room = room.path();
        let hold = |flag: &str, d: &str| run(room, &["purge", flag, d], &place(&world.config), &[]);
        let d = world.store.db.read(|tx| {
            Box::pin(async move {
                tx.one("SELECT dossier FROM dossiers", args![])
                    .await?
                    .id::<kernel::DossierId>(0)
            })
        });
        let d = d.await.expect("the dossier").to_string();
        assert_eq!(hold("--hold", &d).2, 0);
        assert_eq!(hold("--hold", "00000000000000000000000000000000").2, 2);
        world.pass(60 * MONTH);
        let purge = |more: &[&str]| {
            let at = place(&world.config);
            let later = world.clock.now().rfc3339();
            let at: Vec<&str> = at.iter().map(String::as_str).collect();
            let output =
                super::commands::preau(room, &later, &[&["purge", "--json"], more, &at].concat());
            let (text, status) = said(&output);
            assert_eq!(status, 0, "{text}");
            serde_json::from_str::<serde_json::Value>(&text).expect("JSON")
        };
        assert_eq!(
            purge(&[]),
            serde_json::json!({"due": 0, "held": 1, "purged": 0})
        );
        her.come_back(&world).await;
        her.goes("/duree").await.sees("suspendu par l’hébergeur");
        deletes(&mut her).await;
        assert!(!world.rows().await.contains_key("dossiers"));

        // Another, past its time: counted, then deleted.
        let mut other = world.teacher().await;
        other.goes("/duree").await;
        world.pass(40 * MONTH);
        assert_eq!(purge(&["--dry-run"])["due"], 1);
        assert!(world.rows().await.contains_key("dossiers"));
        assert_eq!(purge(&[])["purged"], 1);
        assert!(!world.rows().await.contains_key("accounts"));
    })
    .await;
}

/// A folder that is mounted read-only, in a namespace of its own, while nobody serves it.
#[tokio::test]
async fn a_backup_is_made_from_a_tree_that_is_mounted_read_only() {
    everywhere(|world| async move {
        if world.config.database_url.is_some() {
            return;
        }
        let room = tempfile::tempdir().expect("a folder");
        let mut her = world.teacher().await;
        her.adds("preuve.png", &png("preuve")).await;
        let program = std::env::var("PREAU_BIN").expect("PREAU_BIN");
        let data = world.data.to_string_lossy().into_owned();
        let script = format!(
            "mount --bind '{data}' '{data}' && mount -o remount,bind,ro '{data}' && ! touch '{data}/x' 2>/dev/null && \
             printf '%s\\n' '{DATA}' | '{program}' backup --to '{out}' --passphrase --data '{data}'",
            out = room.path().join("ro.age").display()
        );
        // While the program serves, then once it has stopped.
        for round in ["serving", "stopped"] {
            let output = Command::new("unshare")
                .args(["-rm", "sh", "-c", &script])
                .output()
                .expect("unshare, of util-linux");
            let why = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(output.status.success(), "{round}: {why}");
            let check = ["backup", "--check", "ro.age"];
            let (text, beside, status) = run(room.path(), &check, &[], &[DATA]);
            assert_eq!(status, 0, "{round}: {beside}");
            assert!(text.contains("1 dossier(s), 1 file(s)"), "{round}: {text}");
            std::fs::remove_file(room.path().join("ro.age")).expect("a file");
            world.store.db.close().await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_restore_that_is_killed_is_never_served() {
    everywhere(|world| async move {
        let room = tempfile::tempdir().expect("a folder");
        let room = room.path();
        let mut her = world.teacher().await;
        for n in 0..4 {
            her.adds(&format!("{n}.bin"), &vec![n; 900_000]).await;
        }
        back_up(room, &world.config);
        store::testing::beside(&world.config, |elsewhere| async move {
            let folder = elsewhere.data_dir.clone();
            let program = std::env::var("PREAU_BIN").expect("PREAU_BIN");
            let mut child = Command::new(program)
                .args([
                    "restore",
                    "data.age",
                    "--secrets",
                    "secrets.age",
                    "--without-erasures",
                    "--into",
                ])
                .arg(&folder)
                .args(
                    elsewhere
                        .database_url
                        .iter()
                        .flat_map(|url| ["--database", url]),
                )
                .current_dir(room)
                .stdin(Stdio::piped())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .expect("the program");
            let mut input = child.stdin.take().expect("its input");
            writeln!(input, "{DATA}\n{SECRETS}").expect("its passphrases");
            drop(input);
            while !folder.join("restoring").exists()
                && child.try_wait().expect("its state").is_none()
            {
                std::thread::yield_now();
            }
            child.kill().expect("a kill");
            child.wait().expect("its end");
            assert!(
                folder.join("restoring").exists(),
                "it was killed in the middle"
            );
            let at = place(&elsewhere);
            let (_, why, status) = run(room, &["doctor"], &at, &[]);
            let refused = Store::open(&elsewhere).await.expect_err("it is not served");
            assert!(
                refused.to_string().contains("interrupted"),
                "{refused} {why}"
            );
            assert_eq!(status, 1);
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn who_acts_with_her_may_hold_it_and_chooses_no_time() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        let member = super::sharing::adviser(&world, "Maxence Sorel").await;
        super::sharing::shares(&mut her, &member.account.to_string(), "act", "30").await;
        let mut maxence = member.visitor;
        let inside = super::sharing::opens_hers(&mut maxence).await;
        maxence
            .open(&format!("{inside}/duree"))
            .await
            .does_not_see("Garder cette durée");
        maxence
            .press("Suspendre l’effacement automatique", &[])
            .await;
        her.goes("/duree")
            .await
            .sees("Maxence Sorel a suspendu l’effacement");
        let held = world.store.db.read(|tx| {
            Box::pin(async move { tx.one("SELECT hold FROM dossiers", args![]).await?.int(0) })
        });
        assert_eq!(held.await.expect("the row"), 1);
        let store = world.store.clone();
        let overdue = world
            .store
            .db
            .read(move |tx| Box::pin(async move { journal::overdue(tx, &store).await }));
        assert_eq!(overdue.await.expect("counts"), (0, 0));
    })
    .await;
}
