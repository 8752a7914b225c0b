//! Leaving with everything, and coming back with it (articles 15 and 20 of the GDPR).

use super::commands::{preau, said, spoilt};
use super::export::Unzipped;
use super::sharing::{adviser, shares};
use crate::people::files::png;
use crate::people::world::NOW;
use crate::people::{Chosen, Visitor, everywhere};

async fn takes_all(visitor: &mut Visitor) -> Unzipped {
    visitor
        .open("/dossiers")
        .await
        .follow("Tout emporter")
        .await;
    visitor.press("Tout emporter (ZIP)", &[]).await;
    assert_eq!(
        visitor.header("content-type"),
        "application/zip",
        "{}",
        visitor.path
    );
    Unzipped::of(&visitor.body)
}

async fn brings(visitor: &mut Visitor, zip: &[u8]) {
    visitor.open("/dossiers/reprendre").await;
    let chosen = [Chosen {
        name: "dossier-1.zip",
        bytes: zip,
    }];
    visitor
        .press_with("Reprendre ce dossier", &[], &chosen)
        .await;
}

#[tokio::test]
async fn everything_leaves_in_one_file_with_nothing_withheld() {
    everywhere(|world| async move {
        let room = tempfile::tempdir().expect("a folder");
        let mut her = world.teacher().await;
        let at = her.adds("carte.png", &png("carte")).await;
        her.open(&at)
            .await
            .press("Enregistrer", &[("identity", "oui")])
            .await;
        let member = adviser(&world, "Maxence Sorel").await;
        shares(&mut her, &member.account.to_string(), "read", "30").await;
        // A second dossier under the same code, later: the order is that of their beginnings.
        world.pass(1);
        her.open("/dossiers")
            .await
            .press("Ouvrir un autre dossier", &[])
            .await;

        let all = takes_all(&mut her).await;
        assert_eq!(
            all.names,
            [
                "LISEZ-MOI.txt",
                "compte.json",
                "dossier-1.zip",
                "dossier-2.zip"
            ]
        );
        let account: serde_json::Value =
            serde_json::from_slice(all.file("compte.json")).expect("JSON");
        assert_eq!(account["format"], "preau-account/v1");
        assert_eq!(account["account"]["ways_to_come_in"][0]["kind"], "code");
        assert_eq!(
            account["dossiers"][0]["readers"][0]["name"],
            "Maxence Sorel"
        );
        let text = String::from_utf8_lossy(all.file("compte.json")).into_owned();
        assert!(!text.contains("AGE-SECRET-KEY"), "no key leaves");
        // One of its words may be a name of a field (« dossier »); two one after the other are not.
        let words: Vec<&str> = her.code.split_whitespace().collect();
        assert_eq!(words.len(), 8);
        for pair in words.windows(2) {
            for between in [" ", "\",\"", "\", \"", "\",\n"] {
                assert!(!text.contains(&pair.join(between)), "nor the code");
            }
        }
        // What exports withhold is there: the proof of identity, and the accesses.
        let zip = all.file("dossier-1.zip").to_vec();
        let inner = Unzipped::of(&zip);
        assert!(inner.holds(&png("carte")));
        assert_eq!(inner.file("data/journal/masks.jsonl"), b"");
        std::fs::write(room.path().join("a.zip"), &zip).expect("a file");
        let (text, status) = said(&preau(room.path(), NOW, &["verify", "--json", "a.zip"]));
        assert_eq!(status, 0, "{text}");

        // Only when it is really her.
        world.pass(3600);
        her.come_back(&world).await;
        world.pass(20 * 60);
        her.open("/dossiers/emporter")
            .await
            .press("Tout emporter (ZIP)", &[])
            .await;
        assert_ne!(her.header("content-type"), "application/zip");
    })
    .await;
}

#[tokio::test]
async fn an_export_is_put_back_as_a_dossier_that_keeps_the_first_one_whole() {
    everywhere(|world| async move {
        let room = tempfile::tempdir().expect("a folder");
        let mut her = world.teacher().await;
        her.adds("preuve.png", &png("preuve")).await;
        her.goes("/diligences").await;
        her.press(
            "Noter cette mesure",
            &[("measure", "settings"), ("words", "Compte passé en privé")],
        )
        .await;
        let zip = her.exports(&[]).await;

        // Somebody else's instance would do as well: another person, who has nothing of the first dossier.
        let mut other = world.teacher().await;
        brings(&mut other, &spoilt(&zip, b"prof incapable")).await;
        other.sees("changé depuis qu’il a été scellé");
        brings(&mut other, b"ceci n'est pas un ZIP").await;
        other.sees("n’est pas le ZIP d’un dossier");
        let before = world.rows().await;
        assert_eq!(before["dossiers"], 2, "nothing was made of what is false");

        brings(&mut other, &zip).await;
        assert_eq!(other.status, 200, "{}", other.path);
        other.dossier = crate::people::world::dossier_of(&other.path);
        other
            .goes("/pieces")
            .await
            .sees("dossier-1.zip")
            .sees("preuve.png");
        other.goes("/faits").await.sees("16 novembre 2026");
        other
            .goes("/diligences")
            .await
            .sees("Compte passé en privé");
        other
            .goes("/historique")
            .await
            .sees("Dossier emporté repris ici");
        let again = Unzipped::of(&other.exports(&[]).await);
        assert!(again.holds(&zip), "the first one is there, byte for byte");
        assert!(again.holds(&png("preuve")));
        let path = room.path().join("a.zip");
        std::fs::write(&path, &other.body).expect("a file");
        assert_eq!(said(&preau(room.path(), NOW, &["verify", "a.zip"])).1, 0);
        // Hers is as it was.
        her.goes("/pieces")
            .await
            .sees("preuve.png")
            .does_not_see("dossier-1.zip");
    })
    .await;
}
