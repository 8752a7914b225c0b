//! Pieces: kept to the byte, whatever their name, their size or their kind (N032, N033, N034, N035).

use crate::people::files::{heic, mp4, png};
use crate::people::{Chosen, Wish, everywhere, everywhere_with};
use seal::sha256;

const LARGEST: u64 = 64 * 1024;

fn small() -> Wish {
    Wish {
        largest: LARGEST,
        ..Wish::default()
    }
}

#[tokio::test]
async fn n032_several_files_at_once_whatever_their_names_and_each_trouble_says_its_own() {
    everywhere_with(small(), |world| async move {
        let mut her = world.teacher().await;
        let (first, second, huge) = (png("un"), png("deux"), vec![7; LARGEST as usize + 1]);
        let long = format!("{}.jpeg", "é".repeat(4000));
        let files = [
            Chosen {
                name: "../../etc/passwd",
                bytes: &first,
            },
            Chosen {
                name: "vide.pdf",
                bytes: b"",
            },
            Chosen {
                name: "immense.mp4",
                bytes: &huge,
            },
            Chosen {
                name: &long,
                bytes: &second,
            },
            Chosen {
                name: "encore.png",
                bytes: &first,
            },
            Chosen {
                name: "<script>\"alert(1)\r\nX: y.txt",
                bytes: b"bonjour",
            },
        ];
        her.goes("/pieces")
            .await
            .press_with("Ajouter ces fichiers", &[], &files)
            .await;
        assert_eq!(her.status, 422);
        her.sees("3 points restent à corriger");
        her.sees("Le fichier vide.pdf est vide.")
            .sees("Le fichier immense.mp4 dépasse 64 Ko.");
        her.sees("Vous aviez déjà déposé encore.png. Elle est gardée une seule fois.");
        her.sees("3 preuves sont scellées.")
            .sees("Pièce n° 1 passwd")
            .sees(&sha256(&first).to_string())
            .sees(&sha256(&second).to_string());
        let page = her.page();
        let names: Vec<String> = page
            .all("li")
            .iter()
            .filter(|li| li.attr("class") == Some("preau-card"))
            .map(|li| li.text())
            .collect();
        assert_eq!(names.len(), 3);
        assert!(
            names
                .iter()
                .all(|name| !name.contains("..") && name.chars().count() < 500),
            "{names:?}"
        );
        assert!(!String::from_utf8_lossy(&her.body).contains("<script>\""));
        let rows = world.rows().await;
        assert_eq!(
            world
                .store
                .blobs
                .live(kernel::BlobId::new([0; 16]), 10)
                .await
                .expect("blobs")
                .len(),
            3,
            "{rows:?}"
        );

        // What was refused leaves nothing: neither a row nor a file.
        world.pass(25 * 3600);
        world.app.dossiers.maintain().await.expect("housekeeping");
        assert_eq!(world.rows().await.get("blobs"), Some(&3));
        assert_eq!(world.blob_files().len(), 3);

        let mut her = {
            let code = her.code.clone();
            let mut back = world.anonymous();
            back.open("/revenir")
                .await
                .press("Ouvrir", &[("code", &code)])
                .await;
            back
        };
        her.follow("Dossier ouvert le")
            .await
            .follow("Ajouter vos preuves")
            .await;
        her.press_with("Ajouter ces fichiers", &[], &[]).await;
        assert_eq!(her.status, 422);
        her.sees("Choisissez au moins un fichier.");
    })
    .await;
}

#[tokio::test]
async fn n033_the_original_comes_back_to_the_byte_in_an_answer_that_can_run_nothing() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        let picture = png("original");
        let page = her.adds("menace du 12 novembre.png", &picture).await;
        // Blurred until asked for, one by one.
        her.open(&page)
            .await
            .sees("Format image/png")
            .sees("Déposée dans le dossier")
            .sees(&sha256(&picture).to_string());
        assert!(
            her.page().all("img")[0]
                .attr("class")
                .is_some_and(|class| class.contains("preau-blur"))
        );
        her.follow("Afficher").await;
        let shown = her.page();
        assert_eq!(shown.all("img")[0].attr("class"), Some("preau-piece"));
        let bytes = shown.all("img")[0]
            .attr("src")
            .expect("the picture")
            .to_owned();

        her.open(&bytes).await;
        assert_eq!((her.status.as_u16(), &her.body), (200, &picture));
        assert_eq!(her.header("content-type"), "image/png");
        assert_eq!(
            her.header("content-disposition"),
            "inline; filename=\"piece-001.png\"",
            "a neutral name"
        );
        for (name, value) in [
            ("cache-control", "no-store"),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
        ] {
            assert_eq!(her.header(name), value);
        }
        let policy = her.header("content-security-policy");
        assert!(
            policy.starts_with("sandbox; default-src 'none'")
                && policy.contains("script-src 'none'"),
            "{policy}"
        );

        her.open(&page).await.follow("Télécharger l’original").await;
        assert_eq!(her.body, picture);
        assert_eq!(
            her.header("content-disposition"),
            "attachment; filename=\"piece-001.png\""
        );
        assert_eq!(her.header("content-type"), "application/octet-stream");

        // Active content stays inert whatever it calls itself.
        for (name, active) in [
            (
                "page.html",
                &b"<!DOCTYPE html><script>alert(1)</script>"[..],
            ),
            (
                "dessin.svg",
                b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
            ),
            ("faux.png", b"<html><script>alert(2)</script></html>"),
        ] {
            let page = her.adds(name, active).await;
            her.open(&format!("{page}/contenu")).await;
            assert_eq!(her.body, active);
            assert!(
                matches!(
                    her.header("content-type"),
                    "application/octet-stream" | "text/plain; charset=utf-8"
                ),
                "{}",
                her.header("content-type")
            );
            assert!(
                her.header("content-security-policy")
                    .starts_with("sandbox;")
            );
        }
    })
    .await;
}

#[tokio::test]
async fn a_film_is_sought_by_ranges_of_exact_bytes() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        let film = mp4(300_000);
        let page = her.adds("film.mp4", &film).await;
        her.open(&page).await.follow("Afficher").await;
        let bytes = her.page().all("video")[0]
            .attr("src")
            .expect("the film")
            .to_owned();
        let length = film.len();
        for (asked, range) in [
            ("bytes=0-0", 0..1),
            ("bytes=65530-65545", 65_530..65_546),
            ("bytes=131000-", 131_000..length),
            ("bytes=-777", length - 777..length),
            ("bytes=100-9999999", 100..length),
        ] {
            her.says = vec![("range", asked.to_owned())];
            her.open(&bytes).await;
            assert_eq!(her.status, 206, "{asked}");
            assert_eq!(
                her.header("content-range"),
                format!("bytes {}-{}/{length}", range.start, range.end - 1)
            );
            assert_eq!(her.header("content-length"), range.len().to_string());
            assert!(her.body == film[range], "{asked}: other bytes");
            assert!(
                her.header("content-security-policy")
                    .starts_with("sandbox;")
            );
        }
        her.says = vec![("range", format!("bytes={length}-"))];
        her.open(&bytes).await;
        assert_eq!(
            (her.status.as_u16(), her.header("content-range")),
            (416, format!("bytes */{length}").as_str())
        );
        for whole in ["bytes=5-2", "bytes=0-1,5-6", "lines=1-2"] {
            her.says = vec![("range", whole.to_owned())];
            her.open(&bytes).await;
            assert_eq!(
                (her.status.as_u16(), her.body.len()),
                (200, length),
                "{whole}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn a_picture_of_a_recent_telephone_is_kept_without_preview() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        let picture = heic();
        let page = her.adds("IMG_0012.HEIC", &picture).await;
        her.open(&page)
            .await
            .sees("Aperçu impossible. L’original est gardé tel quel.");
        assert!(her.page().all("img").is_empty());
        her.follow("Télécharger l’original").await;
        assert_eq!(her.body, picture);
        assert_eq!(
            her.header("content-disposition"),
            "attachment; filename=\"piece-001.heic\""
        );
    })
    .await;
}

#[tokio::test]
async fn n034_a_capture_without_its_address_is_flagged_and_what_is_said_of_it_is_kept() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        let said = "Cette capture n’a pas encore l’adresse de sa page.";
        let page = her.adds("capture.png", &png("capture")).await;
        her.sees(said).open(&page).await.sees(said);
        let fields = [
            ("address", "notre groupe"),
            ("caption", "L’insulte sous ma photo"),
            ("taken_by", "moi"),
            ("device_clock", "21:43"),
        ];
        her.press("Enregistrer", &fields).await;
        assert_eq!(her.status, 422);
        her.sees("Cette adresse ne ressemble pas à un lien.");
        assert_eq!(
            her.form("Enregistrer").value("caption"),
            "L’insulte sous ma photo"
        );
        her.press("Enregistrer", &[("address", "https://reseau.example/p/9")])
            .await
            .does_not_see(said)
            .sees("L’insulte sous ma photo");
        her.open(&page).await.does_not_see(said);
        let form = her.form("Enregistrer");
        assert_eq!(
            (form.value("taken_by"), form.value("device_clock")),
            ("moi", "21:43"),
            "who took it, with what clock"
        );
        her.goes("/historique")
            .await
            .sees("Pièce décrite : capture.png");
    })
    .await;
}

#[tokio::test]
async fn n035_a_proof_of_identity_stands_apart_and_is_masked_unless_asked_for() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        let card = png("carte d'identite");
        let page = her.adds("carte.png", &card).await;
        her.adds("capture.png", &png("capture")).await;
        her.open(&page)
            .await
            .press(
                "Enregistrer",
                &[("identity", "oui"), ("caption", "Ma carte")],
            )
            .await;
        her.sees("Justificatifs d’identité, gardés à part");
        her.open(&page).await;
        assert!(her.page().all("img").is_empty(), "not even blurred");

        her.goes("/export").await.sees("2 entrées seront masquées.");
        let masked = super::export::Unzipped::of(&her.exports(&[]).await);
        assert!(
            !masked.holds(&card)
                && !masked.text_holds("Ma carte")
                && !masked.text_holds("carte.png")
        );
        assert!(
            masked.pdf().contains("masquée")
                && masked
                    .names
                    .iter()
                    .any(|name| name.ends_with("002-capture.png"))
        );
        let whole = super::export::Unzipped::of(&her.exports(&[("identity", "oui")]).await);
        assert!(whole.holds(&card) && whole.pdf().contains("Ma carte"));
        for zip in [masked, whole] {
            assert!(zip.report(&[]).findings.is_empty());
        }
    })
    .await;
}

#[tokio::test]
async fn a_file_that_stops_half_way_is_said_and_the_one_before_is_kept() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        let form = her.goes("/pieces").await.form("Ajouter ces fichiers");
        let (first, second) = (png("entier"), png("coupe"));
        let files = [
            Chosen {
                name: "entier.png",
                bytes: &first,
            },
            Chosen {
                name: "coupe.png",
                bytes: &second,
            },
        ];
        let (media, mut body) = form.body(&files);
        body.truncate(body.len() - 60);
        her.send(http::Method::POST, &form.action, Some((media, body)))
            .await;
        assert_eq!(her.status, 422);
        her.sees("L’envoi s’est interrompu avant la fin.")
            .sees("Une preuve est scellée.")
            .sees("entier.png");
    })
    .await;
}

#[tokio::test]
async fn files_sent_at_the_same_time_take_each_its_own_number_and_twins_are_kept_once() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        let form = her.goes("/pieces").await.form("Ajouter ces fichiers");
        let sends = (0..8).map(|n| {
            let (mut tab, form) = (her.visitor.clone(), form.clone());
            tokio::spawn(async move {
                // Two tabs of each send the same picture.
                let picture = png(&format!("onglet {}", n / 2));
                let name = format!("onglet-{n}.png");
                let files = [Chosen {
                    name: &name,
                    bytes: &picture,
                }];
                tab.send(http::Method::POST, &form.action, Some(form.body(&files)))
                    .await;
                assert!([200, 422].contains(&tab.status.as_u16()), "{}", tab.status);
            })
        });
        for send in sends.collect::<Vec<_>>() {
            send.await.expect("an answer");
        }
        her.goes("/pieces").await.sees("4 preuves sont scellées.");
        for number in 1..=4 {
            her.sees(&format!("Pièce n° {number} onglet"));
        }
    })
    .await;
}
