//! Masked copies: made in the browser without a script, and nothing of what they hide is left (N075).

use super::export::Unzipped;
use crate::people::everywhere;
use crate::people::files::{picture, png, points};
use seal::sha256;

const CANARY: &str = "CANARY 48.8566";

#[tokio::test]
async fn n075_a_copy_hides_what_was_ticked_for_good_and_the_original_stays() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        let original = picture(CANARY);
        let page = her.adds("insta de Lea Martin.png", &original).await;
        her.open(&page)
            .await
            .press(
                "Enregistrer",
                &[("address", "https://reseau.example/lea.martin")],
            )
            .await;
        her.open(&page).await.follow("Masquer une partie").await;
        assert_eq!(her.path, format!("{page}/masquer"));
        assert_eq!(her.page().all("label").len(), 72, "each box has a name");
        her.sees("ligne 3, colonne 2");

        // Nothing ticked: said, and nothing is made.
        her.press("Faire une copie masquée", &[]).await;
        assert_eq!(her.status, 422);
        her.sees("Cochez au moins une case.");

        // Two boxes side by side, and the last one.
        let ticked = [("cells", "1-1"), ("cells", "1-2"), ("cells", "12-6")];
        her.press("Faire une copie masquée", &ticked).await;
        her.sees("Pièce n° 2")
            .sees("Copie masquée de la pièce n° 1")
            .sees("Regardez cette copie")
            .does_not_see("Cette capture n’a pas encore l’adresse");
        let copy_page = her.path.clone();
        assert_ne!(copy_page, page);
        her.follow("Télécharger l’original").await;
        let copy = her.body.clone();
        assert!(!copy.windows(6).any(|bytes| bytes == b"CANARY"));
        let names: Vec<&[u8]> = [&b"tEXt"[..], b"eXIf", b"iCCP", b"iTXt", b"zTXt", b"tIME"]
            .into_iter()
            .filter(|name| copy.windows(4).any(|bytes| bytes == *name))
            .collect();
        assert!(names.is_empty(), "{names:?}");
        let (before, after) = (points(&original), points(&copy));
        assert_eq!(after.dimensions(), (60, 40));
        for (x, y, point) in after.enumerate_pixels() {
            let hidden = (x < 20 && y < 4) || (x >= 49 && y >= 36);
            let expected = if hidden {
                image::Rgb([0x80; 3])
            } else {
                *before.get_pixel(x, y)
            };
            assert_eq!(*point, expected, "{x},{y}");
        }

        // The same copy asked for again is kept once, and shown.
        her.open(&page)
            .await
            .sees("Copie masquée : pièce n° 2")
            .follow("Masquer une partie")
            .await
            .press("Faire une copie masquée", &ticked)
            .await;
        assert_eq!(her.path, copy_page);
        her.goes("/pieces").await.sees("2 preuves sont scellées.");

        // The original comes back to the byte; an export shows the copy alone, unless both are asked for.
        her.open(&page).await.follow("Télécharger l’original").await;
        assert_eq!(her.body, original);
        let zip = Unzipped::of(&her.exports(&[]).await);
        assert!(zip.report(&[]).findings.is_empty());
        assert!(zip.holds(&copy) && !zip.holds(&original));
        assert!(!zip.text_holds("Lea Martin") && !zip.text_holds("lea.martin"));
        let pdf = zip.pdf();
        assert!(
            pdf.contains("Copie masquée de la pièce n° 1 (masque.png)"),
            "{pdf}"
        );
        assert!(pdf.contains(&sha256(&copy).to_string()));
        assert!(!pdf.contains(&sha256(&original).to_string()), "{pdf}");
        let zip = Unzipped::of(&her.exports(&[("originals", "oui")]).await);
        assert!(zip.report(&[]).findings.is_empty());
        assert!(zip.holds(&original) && zip.holds(&copy));
        assert!(zip.pdf().contains(&sha256(&original).to_string()));

        // Her own words on the copy do not hide where it comes from.
        her.open(&copy_page)
            .await
            .press("Enregistrer", &[("caption", "Pour le rectorat")])
            .await;
        let pdf = Unzipped::of(&her.exports(&[]).await).pdf();
        assert!(
            pdf.contains("Pour le rectorat (masque.png) (Copie masquée de la pièce n° 1)"),
            "{pdf}"
        );
    })
    .await;
}

/// What an export withholds is sealed with it: what is withdrawn afterwards changes none of its bytes.
#[tokio::test]
async fn n075_an_export_stays_the_same_after_what_it_withheld_was_withdrawn() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        let proof = her.adds("carte.png", &picture("carte")).await;
        her.open(&proof)
            .await
            .press("Enregistrer", &[("identity", "oui")])
            .await;
        let page = her.adds("capture.png", &picture("capture")).await;
        her.open(&format!("{page}/masquer"))
            .await
            .press("Faire une copie masquée", &[("cells", "2-3")])
            .await;
        let copy = her.path.clone();
        let before = her.exports(&[]).await;
        let export = her.path.clone();
        assert!(Unzipped::of(&before).report(&[]).findings.is_empty());

        for gone in [&proof, &page] {
            her.open(&format!("{gone}/retirer"))
                .await
                .press("Retirer cette pièce", &[])
                .await;
        }
        her.open(&export).await;
        assert!(her.body == before, "the same to the byte");
        // Its original gone, the copy that is left can still be masked again.
        her.open(&format!("{copy}/masquer"))
            .await
            .press("Faire une copie masquée", &[("cells", "3-3")])
            .await;
        her.sees("Pièce n° 4");
        let zip = Unzipped::of(&her.exports(&[]).await);
        assert!(zip.report(&[]).findings.is_empty());
        assert_eq!(zip.names("data/pieces/"), ["004-masque.png"]);
    })
    .await;
}

#[tokio::test]
async fn n075_what_cannot_be_masked_says_why_and_stays() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        let text = her.adds("message.txt", b"bonjour").await;
        her.open(&text).await.does_not_see("Masquer une partie");
        her.open(&format!("{text}/masquer")).await;
        assert_eq!(her.status, 404);

        let whole = picture("x");
        let cut = &whole[..whole.len() / 2];
        let page = her.adds("coupe.png", cut).await;
        her.open(&format!("{page}/masquer"))
            .await
            .press("Faire une copie masquée", &[("cells", "2-3")])
            .await;
        assert_eq!(her.status, 422);
        her.sees("incomplète ou abîmée");
        let form = her.form("Faire une copie masquée");
        assert_eq!(
            form.value("cells"),
            "2-3",
            "what was ticked is still ticked"
        );
        her.open(&page).await.follow("Télécharger l’original").await;
        assert_eq!(her.body, cut);

        // Arithmetic coding, that is not read: another reason than damage.
        let other = b"\xff\xd8\xff\xc9\0\x0b\x08\0\x10\0\x10\x01\x01\x11\0\xff\xd9";
        let page = her.adds("autre.jpg", other).await;
        her.open(&format!("{page}/masquer"))
            .await
            .press("Faire une copie masquée", &[("cells", "2-3")])
            .await;
        assert_eq!(her.status, 422);
        her.sees("ni un PNG ni un JPEG que nous savons lire");
        // The animation chunk stands after the header.
        let moving = [
            &whole[..33],
            b"\0\0\0\x08acTL\0\0\0\x02\0\0\0\0\xf3\x8d\x93\x70",
            &whole[33..],
        ];
        let page = her.adds("bouge.png", &moving.concat()).await;
        her.open(&format!("{page}/masquer"))
            .await
            .press("Faire une copie masquée", &[("cells", "2-3")])
            .await;
        assert_eq!(her.status, 422);
        her.sees("Cette image bouge");
        her.goes("/pieces").await.sees("4 preuves sont scellées.");
    })
    .await;
}

#[tokio::test]
async fn n075_the_copy_of_a_proof_stays_apart_and_copies_of_an_intimate_image_go_with_it() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        let page = her.adds("carte.png", &picture("carte")).await;
        her.adds("capture.png", &png("capture")).await;
        her.open(&page)
            .await
            .press("Enregistrer", &[("identity", "oui")])
            .await;
        her.open(&format!("{page}/masquer"))
            .await
            .press("Faire une copie masquée", &[("cells", "2-3")])
            .await;
        let copy = her.path.clone();
        let zip = Unzipped::of(&her.exports(&[]).await);
        assert!(!zip.text_holds("masque.png"), "a proof, even masked");

        // Asked for, a proof is shown by the copy that hides most.
        her.open(&format!("{copy}/masquer"))
            .await
            .press("Faire une copie masquée", &[("cells", "5-5")])
            .await;
        let second = her.path.clone();
        let zip = Unzipped::of(&her.exports(&[("identity", "oui")]).await);
        assert!(zip.report(&[]).findings.is_empty());
        assert_eq!(
            zip.names("data/pieces/"),
            ["002-capture.png", "004-masque.png"]
        );

        // Whichever of them she says it of, all of them go; the same form sent twice is no mistake.
        her.open(&format!("{second}/retirer"))
            .await
            .sees("La même image est aussi dans ces pièces : n° 1, 3.")
            .press("Effacer cette image maintenant", &[])
            .await;
        for number in [1, 3, 4] {
            her.sees(&format!("Pièce n° {number} : retirée"));
        }
        her.sees("Une preuve est scellée.");
    })
    .await;
}
