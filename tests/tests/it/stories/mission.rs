//! The sheet for a commissaire de justice, and the report that comes back (N036).

use super::commands::{preau, said};
use super::export::Unzipped;
use crate::people::files::{picture, png};
use crate::people::world::NOW;
use crate::people::{Chosen, Teacher, everywhere};
use http::Method;
use seal::sha256;
use std::io::Read;

/// What she told on the first page.
const FIRST: &str = "https://reseau.example/p/123";
const POST: &str = "https://www.instagram.com/p/abc";
const PROFILE: &str = "https://www.instagram.com/vendue";

async fn tells(her: &mut Teacher) {
    let said = [
        ("what", "Une publication m’insulte"),
        ("when", "unknown"),
        ("platform", "Instagram"),
        ("author_name", "xX_prof_Xx"),
        ("post", POST),
        ("profile", PROFILE),
    ];
    her.goes("/fait")
        .await
        .press("Enregistrer le fait", &said)
        .await;
}

/// The sheet as text.
async fn sheet(her: &mut Teacher) -> String {
    her.goes("/constat/txt").await;
    assert_eq!(her.status, 200);
    String::from_utf8_lossy(&her.body).replace('\u{a0}', " ")
}

#[tokio::test]
async fn n036_the_sheet_holds_what_she_chose_and_the_report_comes_back_sealed() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        tells(&mut her).await;
        let bytes = picture("capture");
        let page = her.adds("capture.png", &bytes).await;
        her.open(&page)
            .await
            .press("Enregistrer", &[("address", POST)])
            .await;
        her.goes("/pieces")
            .await
            .follow("Préparer la fiche pour un commissaire de justice")
            .await
            .sees("lundi 15 février 2027")
            .sees("xX_prof_Xx")
            .sees("Captures gardées : pièces n° 1")
            .sees("Aucune capture dans le dossier")
            .does_not_see("Votre fiche est prête");

        // Nothing chosen, nothing said: refused, and her words stay.
        let mut form = her.form("Préparer la fiche");
        let ticked = form.values.iter().filter(|(name, _)| name == "targets");
        let ticked: Vec<(String, String)> = ticked.cloned().collect();
        assert_eq!(ticked.len(), 3, "all are ticked beforehand");
        form.untick("targets");
        her.send(Method::POST, &form.action, Some(form.body(&[])))
            .await;
        assert_eq!(her.status, 422);
        her.sees("Cochez au moins une adresse, ou décrivez");

        // The account stays out; two lines of her own go in.
        her.goes("/constat").await;
        let mut form = her.form("Préparer la fiche");
        let kept = ticked.into_iter();
        let kept = kept.filter(|(_, value)| value.contains("publication"));
        form.values.extend(kept);
        form.fill(&[("more", "Le commentaire épinglé\nLa story de 18 h")]);
        her.send(Method::POST, &form.action, Some(form.body(&[])))
            .await;
        her.sees("Votre fiche est prête")
            .sees("Elle demande 2 adresses");
        let text = sheet(&mut her).await;
        let digest = sha256(&bytes).to_string();
        for expected in [
            POST,
            "Loi du 29 juillet 1881, art. 65",
            "Un constat n’arrête pas ce délai",
            "La story de 18 h",
            "NF Z67-147",
            "UTC)",
            &digest,
        ] {
            assert!(text.contains(expected), "« {expected} » in\n{text}");
        }
        assert!(!text.contains(PROFILE), "{text}");

        // As a PDF and as an ODT.
        her.goes("/constat/pdf").await;
        assert_eq!(her.header("content-type"), "application/pdf");
        assert!(String::from_utf8_lossy(&her.body).contains(POST));
        her.goes("/constat/odt").await;
        let mut odt = zip::ZipArchive::new(std::io::Cursor::new(her.body.clone())).expect("a ZIP");
        let mut words = String::new();
        odt.by_name("content.xml")
            .expect("its words")
            .read_to_string(&mut words)
            .expect("UTF-8");
        assert!(words.contains(POST) && words.contains(&digest));
        assert_eq!(her.goes("/constat/exe").await.status, 404);

        // The count waits for the report; it comes as an act of class D, tied to the fact.
        her.goes("/verifier")
            .await
            .sees("Ajoutez le procès-verbal de constat")
            .sees("Ce dossier a 4 points sur 9");
        let report = b"%PDF-1.7 proces-verbal";
        let file = Chosen {
            name: "pv.pdf",
            bytes: report,
        };
        her.goes("/constat")
            .await
            .press_with("Sceller le procès-verbal", &[], &[file])
            .await;
        her.sees("Acte d’un commissaire de justice");
        let form = her.form("Enregistrer");
        assert_eq!(form.value("nature"), "constat");
        let facts: Vec<_> = form.values.iter().filter(|(n, _)| n == "facts").collect();
        assert_eq!(facts.len(), 2, "the facts of the sheet");
        let day = [
            ("seen-day", "22"),
            ("seen-month", "11"),
            ("seen-year", "2026"),
        ];
        her.press("Enregistrer", &day).await;
        her.goes("/verifier")
            .await
            .does_not_see("Ajoutez le procès-verbal de constat")
            .does_not_see("Ajoutez un témoignage")
            .sees("Ce dossier a 7 points sur 9");
        her.goes("/constat").await.sees("pv.pdf");

        // The same file again: said, and kept once. No file: said.
        let file = Chosen {
            name: "pv.pdf",
            bytes: report,
        };
        her.press_with("Sceller le procès-verbal", &[], &[file])
            .await
            .sees("Vous aviez déjà déposé pv.pdf.");
        her.goes("/constat")
            .await
            .press("Sceller le procès-verbal", &[])
            .await
            .sees("Choisissez au moins un fichier.");
        let zip = Unzipped::of(&her.exports(&[]).await);
        assert_eq!(zip.report(&[]).findings, []);
        assert!(zip.holds(report));
        her.goes("/historique")
            .await
            .sees("Fiche pour le commissaire de justice");
    })
    .await;
}

/// What is withdrawn is not named by the choice that was made before, nor in an export that hides something.
#[tokio::test]
async fn n036_what_is_withdrawn_leaves_the_sheet_too() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        let page = her.adds("capture.png", &png("capture")).await;
        her.open(&page)
            .await
            .press("Enregistrer", &[("address", "https://blog.example/retire")])
            .await;
        her.goes("/constat")
            .await
            .press("Préparer la fiche", &[("more", "Rien d’autre")])
            .await;
        assert!(sheet(&mut her).await.contains("blog.example/retire"));
        let zip = Unzipped::of(&her.exports(&[("left_out", "recit")]).await);
        assert!(!zip.text_holds("Rien d’autre"), "in her words");
        her.open(&format!("{page}/retirer"))
            .await
            .press("Effacer cette image maintenant", &[])
            .await;
        let text = sheet(&mut her).await;
        assert!(!text.contains("blog.example"), "{text}");
        assert!(text.contains("Rien d’autre"));
        let zip = Unzipped::of(&her.exports(&[]).await);
        assert!(!zip.text_holds("blog.example/retire"));
    })
    .await;
}

#[tokio::test]
async fn n036_the_command_mission_writes_the_sheet_of_an_export() {
    everywhere(|world| async move {
        let room = tempfile::tempdir().expect("a folder");
        let mut her = world.teacher().await;
        tells(&mut her).await;
        her.goes("/constat").await;
        let mut form = her.form("Préparer la fiche");
        form.values
            .retain(|(name, value)| name != "targets" || value.contains("publication"));
        her.send(Method::POST, &form.action, Some(form.body(&[])))
            .await;
        let zip = her.exports(&[]).await;
        let at = |name: &str| room.path().join(name);
        std::fs::write(at("dossier.zip"), &zip).expect("a file");
        let run = |args: &[&str]| said(&preau(room.path(), NOW, args));

        let (list, status) = run(&["mission", "--list", "dossier.zip"]);
        assert_eq!(status, 0);
        assert_eq!(list, format!("+ {FIRST}\n+ {POST}\n  {PROFILE}\n"));
        let (text, status) = run(&["mission", "dossier.zip"]);
        assert_eq!(status, 0);
        assert!(text.contains(POST) && text.contains("NF Z67-147"), "{text}");
        let (all, _) = run(&["mission", "--all", "--list", "dossier.zip"]);
        assert_eq!(all, format!("+ {FIRST}\n+ {POST}\n+ {PROFILE}\n"));
        for (name, start) in [("fiche.pdf", &b"%PDF"[..]), ("fiche.odt", b"PK")] {
            let (_, status) = run(&["mission", "dossier.zip", "--out", name]);
            let bytes = std::fs::read(at(name)).expect("written");
            assert!(status == 0 && bytes.starts_with(start), "{name}");
        }
        let (_, status) = run(&["mission", "dossier.zip", "--out", "fiche.doc"]);
        assert_eq!(status, 2);
        let (_, status) = run(&["mission", "absent.zip"]);
        assert_eq!(status, 2);

        let mut broken = zip.clone();
        let middle = broken.len() / 2;
        broken[middle] ^= 1;
        std::fs::write(at("broken.zip"), &broken).expect("a file");
        let (_, status) = run(&["mission", "broken.zip", "--out", "faux.pdf"]);
        assert_eq!(status, 1);
        assert!(
            !at("faux.pdf").exists(),
            "nothing is made of something false"
        );
    })
    .await;
}
