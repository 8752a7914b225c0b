//! Sealing, taking away, taking back, deleting (N032, N043, N044, N046).

use crate::people::everywhere;
use crate::people::files::png;
use bundle::verify::{Content, Options, Report, Signer, Time};
use kernel::Clock as _;
use std::io::Cursor;

/// An export, opened.
pub struct Unzipped {
    zip: Vec<u8>,
    /// The names of its files.
    pub names: Vec<String>,
    files: Vec<Vec<u8>>,
}

impl Unzipped {
    /// Opens it.
    pub fn of(zip: &[u8]) -> Self {
        let mut archive = zip::ZipArchive::new(Cursor::new(zip)).expect("a ZIP");
        let (mut names, mut files) = (Vec::new(), Vec::new());
        for index in 0..archive.len() {
            let mut file = archive.by_index(index).expect("a file");
            let mut bytes = Vec::new();
            std::io::Read::read_to_end(&mut file, &mut bytes).expect("its bytes");
            names.push(file.name().expect("a readable name").into_owned());
            files.push(bytes);
        }
        Self {
            zip: zip.to_vec(),
            names,
            files,
        }
    }

    /// The names of the files of a folder.
    pub fn names(&self, folder: &str) -> Vec<&str> {
        let names = self.names.iter();
        names
            .filter_map(|name| Some(name.split_once(folder)?.1))
            .collect()
    }

    /// A file by the end of its name.
    pub fn file(&self, end: &str) -> &[u8] {
        let at = self.names.iter().position(|name| name.ends_with(end));
        &self.files[at.unwrap_or_else(|| panic!("no {end} in {:?}", self.names))]
    }

    /// The words of its PDF.
    pub fn pdf(&self) -> String {
        String::from_utf8_lossy(self.file("data/dossier.pdf")).into_owned()
    }

    /// Whether a file holds exactly these bytes.
    pub fn holds(&self, bytes: &[u8]) -> bool {
        self.files.iter().any(|file| file == bytes)
    }

    /// Whether a file or a name says this.
    pub fn text_holds(&self, said: &str) -> bool {
        let words: Vec<&str> = said.split(' ').collect();
        self.names.iter().any(|name| name.contains(said))
            || self.files.iter().any(|file| {
                let text = String::from_utf8_lossy(file);
                // Texts are cut into words: a sentence is there when all its words are.
                text.contains(said)
                    || words.iter().all(|word| {
                        text.contains(&format!("\"{word} \""))
                            || text.contains(&format!("\"{word}\""))
                    })
            })
    }

    /// Whether an entry, its words or a file name says this, capitals apart.
    pub fn lists_hold(&self, said: &str) -> bool {
        let files = self.names.iter().zip(&self.files);
        let journal = files.filter(|(name, _)| !name.contains("data/pieces/"));
        journal.into_iter().any(|(name, file)| {
            let text = String::from_utf8_lossy(file).to_lowercase();
            name.to_lowercase().contains(said)
                || (!name.ends_with(".pdf")
                    && !name.ends_with("VERIFIER.md")
                    && text.contains(said))
        })
    }

    /// What the verifier says, with these roots of time-stamping authorities.
    pub fn report(&self, roots: &[Vec<u8>]) -> Report {
        let options = Options {
            tsa_roots: roots.to_vec(),
            ..Options::at(kernel::SystemClock.now().plus_seconds(86_400 * 365))
        };
        bundle::verify::verify_zip(Cursor::new(&self.zip), &options).expect("a dossier")
    }
}

#[tokio::test]
async fn n032_n044_a_sealed_dossier_is_taken_away_in_one_file_that_anybody_can_check() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        let picture = png("preuve");
        her.adds("preuve.png", &picture).await;
        her.follow("Continuer")
            .await
            .sees("Vérifier")
            .sees("preuve.png")
            .sees("Le sceau sera posé par ce serveur seul.");
        her.press("Sceller le dossier", &[])
            .await
            .sees("Votre dossier est scellé")
            .sees("Aucun tiers n’a daté ce sceau")
            .does_not_see("Horodatage en attente");
        her.follow("Télécharger le reçu").await;
        let receipt = String::from_utf8(her.body.clone()).expect("a note");
        assert!(
            receipt.starts_with(&format!("{}/d/", store::testing::INSTANCE)),
            "{receipt}"
        );

        her.goes("/scelle")
            .await
            .press("Télécharger le dossier (ZIP)", &[])
            .await;
        assert_eq!(
            her.header("content-disposition"),
            "attachment; filename=\"dossier.zip\""
        );
        let quick = her.body.clone();
        let zip = Unzipped::of(&her.exports(&[("recipient", "le rectorat")]).await);
        assert!(
            zip.holds(&picture) && zip.pdf().contains("insulte"),
            "{:?}",
            zip.names
        );
        assert!(zip.text_holds("VERIFIER.md"));
        let report = zip.report(&[]);
        assert_eq!(
            (report.content, report.signer, report.time),
            (Content::True, Signer::SelfDeclared, Time::None),
            "{:?}",
            report.findings
        );
        assert_eq!(report.counts.pieces, 1);

        // The key published by the instance makes the signer known; the receipt is extended.
        her.open("/.well-known/preau/keys.txt").await;
        let keys = bundle::verify::read_keys(&String::from_utf8_lossy(&her.body)).expect("keys");
        let options = Options {
            keys,
            receipts: vec![receipt],
            ..Options::at(world.clock.now())
        };
        let report =
            bundle::verify::verify_zip(Cursor::new(&zip.zip), &options).expect("a dossier");
        assert_eq!(
            (report.content, report.signer, report.exit(false)),
            (Content::True, Signer::Known, 0),
            "{:?}",
            report.findings
        );

        // The same export asked for again gives the same bytes; one changed byte is seen.
        her.goes("/export")
            .await
            .follow("Le dimanche 22 novembre 2026, 10 h 30, pour le rectorat")
            .await;
        assert!(her.body == zip.zip, "another ZIP for the same export");
        assert!(Unzipped::of(&quick).report(&[]).findings.is_empty());
        let at = zip
            .zip
            .windows(8)
            .position(|w| w == &picture[..8])
            .expect("stored as it is")
            + 20;
        let mut changed = zip.zip.clone();
        changed[at] ^= 1;
        match bundle::verify::verify_zip(Cursor::new(&changed), &Options::at(world.clock.now())) {
            Ok(report) => assert_eq!((report.content, report.exit(false)), (Content::False, 1)),
            Err(error) => panic!("{error}"),
        }
    })
    .await;
}

#[tokio::test]
async fn a_withdrawn_piece_is_gone_from_the_disk_and_said_in_the_next_export() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        let (kept, gone) = (png("garder"), png("retirer"));
        her.adds("garder.png", &kept).await;
        let page = her.adds("retirer.png", &gone).await;
        her.open(&page)
            .await
            .press("Enregistrer", &[("caption", "Une légende à oublier")])
            .await;
        let before = Unzipped::of(&her.exports(&[("recipient", "avant")]).await);
        let old = her.path.clone();
        assert!(before.holds(&gone));
        let files = world.blob_files();

        // A serious act asks for the code again once the proof is stale.
        world.pass(16 * 60);
        her.open(&page).await.follow("Retirer cette pièce").await;
        her.sees("Le fichier sera effacé pour de bon.")
            .press("Retirer cette pièce", &[])
            .await;
        her.sees("Confirmez que c’est vous")
            .press("Confirmer", &[("code", "abandon")])
            .await;
        assert_eq!(her.status, 422);
        let code = her.code.clone();
        her.press("Confirmer", &[("code", &code)])
            .await
            .is_at(&format!("{page}/retirer"), 200);
        her.press("Retirer cette pièce", &[])
            .await
            .sees("Pièce n° 2 : retirée le 22 novembre 2026")
            .does_not_see("retirer.png")
            .does_not_see("Une légende à oublier");
        her.open(&format!("{page}/contenu")).await;
        assert_eq!(her.status, 404);
        her.open(&page).await.is_at(&page, 404);

        let left = world.blob_files();
        assert_eq!(left.len() + 1, files.len(), "one file less on the disk");
        assert!(
            files
                .iter()
                .filter(|file| !left.contains(file))
                .all(|file| !file.exists())
        );
        her.goes("/historique")
            .await
            .sees("Entrée effacée par vous")
            .sees("Retrait")
            .does_not_see("retirer.png");

        // The export that showed it is offered no more; the next one says « retirée » and verifies.
        her.goes("/export").await.sees("préparez-en un nouveau");
        assert_eq!(her.link("pour avant"), None);
        her.open(&old).await.is_at(&old, 404);
        let after = Unzipped::of(&her.exports(&[("recipient", "après")]).await);
        assert!(after.pdf().contains("2 | retirée"), "{}", after.pdf());
        assert!(
            after.holds(&kept)
                && !after.holds(&gone)
                && !after.text_holds("retirer.png")
                && !after.text_holds("oublier")
        );
        let report = after.report(&[]);
        assert_eq!(
            (report.content, report.counts.erased),
            (Content::True, 2),
            "{:?}",
            report.findings
        );
        // Its number is never given again.
        her.adds("nouvelle.png", &png("nouvelle")).await;
        her.sees("Pièce n° 3 nouvelle.png");
    })
    .await;
}

#[tokio::test]
async fn n043_an_intimate_image_of_a_minor_goes_at_once_without_asking_for_the_code() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        let page = her.adds("image.png", &png("image")).await;
        world.pass(20 * 60);
        her.open(&format!("{page}/retirer"))
            .await
            .sees("Elle ne doit pas rester ici.")
            .sees("3018");
        her.press("Effacer cette image maintenant", &[])
            .await
            .sees("Pièce n° 1 : retirée");
        assert!(world.blob_files().is_empty());
    })
    .await;
}

#[tokio::test]
async fn n046_a_deleted_dossier_leaves_a_tombstone_and_nothing_else() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        her.adds("preuve.png", &png("preuve")).await;
        her.goes("/verifier")
            .await
            .press("Sceller le dossier", &[])
            .await;
        her.exports(&[]).await;
        let cookies = her.cookies.clone();
        her.goes("")
            .await
            .follow("Supprimer ce dossier")
            .await
            .sees("C’est définitif.")
            .press("Supprimer définitivement", &[])
            .await;
        assert_eq!(her.status, 422);
        her.sees("Cochez la case pour confirmer.");
        her.press("Supprimer définitivement", &[("confirm", "oui")])
            .await
            .sees("Le dossier est supprimé");

        let mut rows = world.rows().await;
        // Marks of forms, derived from random bytes, go by themselves after a week.
        rows.remove("nonces");
        assert_eq!(rows, [("erased", 1)].into(), "a month and a number");
        assert!(world.blob_files().is_empty());
        let mut back = world.anonymous();
        back.cookies = cookies;
        let path = her.dossier.clone();
        back.open(&path).await.is_at("/revenir", 200);
        let code = her.code.clone();
        back.press("Ouvrir", &[("code", &code)]).await;
        assert_eq!(back.status, 422);
        world.pass(15 * 24 * 3600);
        world.work().await;
        world.app.dossiers.maintain().await.expect("housekeeping");
        assert_eq!(world.rows().await, [("erased", 1)].into());
    })
    .await;
}
