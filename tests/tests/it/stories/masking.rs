//! Masked copies: made in the browser without a script, and nothing of what they hide is left (N075).

use super::export::Unzipped;
use crate::people::everywhere;
use crate::people::files::{picture, png, points};
use http::Method;
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
        let zip = Unzipped::of(&her.exports(&[("kept_back", "oui")]).await);
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

/// The page of an export stays once its file is saved: another name, other boxes, another export.
#[tokio::test]
async fn n044_each_recipient_gets_what_was_asked_for_from_the_same_page() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        let picture = picture("capture");
        let page = her.adds("capture.png", &picture).await;
        her.open(&page)
            .await
            .press("Enregistrer", &[("kept_back", "oui")])
            .await;
        her.goes("/export").await;
        let mut form = her.form("Préparer le ZIP");
        let mut zips = Vec::new();
        for (recipient, kept_back) in [("mon avocate", true), ("rectorat", false)] {
            form.fill(&[("recipient", recipient)]);
            form.values.retain(|(name, _)| name != "kept_back");
            if kept_back {
                form.fill(&[("kept_back", "oui")]);
            }
            for _ in 0..2 {
                her.send(Method::POST, &form.action, Some(form.body(&[])))
                    .await;
                zips.push(her.body.clone());
            }
        }
        let holds: Vec<bool> = zips
            .iter()
            .map(|zip| Unzipped::of(zip).holds(&picture))
            .collect();
        assert_eq!(holds, [true, true, false, false]);
        assert!(
            zips[0] == zips[1] && zips[2] == zips[3],
            "sent twice, made once"
        );
        let said = Unzipped::of(&zips[2]);
        assert!(said.text_holds("rectorat") && !said.text_holds("mon avocate"));
    })
    .await;
}

/// What was hidden in a copy stays hidden: in the dossier's PDF, in letters, and when the copy is taken back.
#[tokio::test]
async fn n075_what_was_masked_once_shows_nowhere_unless_asked() {
    everywhere(|world| async move {
        const BUTTON: &str = "Faire une copie masquée";
        let mut her = world.teacher().await;
        // Two screens that differ only in what will be hidden: one and the same copy.
        let first = picture("un");
        let mut other = points(&first);
        other.put_pixel(2, 1, image::Rgb([9, 9, 9]));
        let mut second = std::io::Cursor::new(Vec::new());
        other
            .write_to(&mut second, image::ImageFormat::Png)
            .expect("a picture");
        let second = second.into_inner();
        her.goes("/fait")
            .await
            .press(
                "Enregistrer le fait",
                &[("what", "Une insulte"), ("when", "unknown")],
            )
            .await;
        let pages = [
            her.adds("insta de Lea Martin.png", &first).await,
            her.adds("insta de Tom Petit.png", &second).await,
        ];
        let mut copies = Vec::new();
        for page in &pages {
            her.open(page).await;
            let shown = her.page();
            let boxes = shown.all("input");
            let fact = boxes
                .iter()
                .find(|input| input.attr("name") == Some("facts"));
            let fact = fact
                .and_then(|input| input.attr("value"))
                .expect("a fact")
                .to_owned();
            her.press("Enregistrer", &[("facts", &fact)]).await;
            her.open(&format!("{page}/masquer"))
                .await
                .press(BUTTON, &[("cells", "1-1")])
                .await;
            copies.push(her.path.clone());
        }
        assert_eq!(copies[0], copies[1], "the same to the byte");
        let hidden = |zip: &Unzipped| {
            !zip.holds(&first)
                && !zip.holds(&second)
                && !zip.text_holds("Martin")
                && !zip.text_holds("Petit")
        };
        let zip = Unzipped::of(&her.exports(&[]).await);
        assert!(zip.report(&[]).findings.is_empty() && hidden(&zip));
        assert!(
            zip.pdf().contains("(pièce 3)") && !zip.pdf().contains("(pièce 1"),
            "{}",
            zip.pdf()
        );
        her.goes("/courrier/plainte-procureur")
            .await
            .press("Voir le courrier", &[])
            .await;
        her.sees("Pièce n° 3")
            .does_not_see("Martin")
            .does_not_see("Pièce n° 1 ");

        // The copy hid too little: taken back, what it was made of stays apart, and can be asked for.
        her.open(&format!("{}/retirer", copies[0]))
            .await
            .press("Retirer cette pièce", &[])
            .await;
        assert!(hidden(&Unzipped::of(&her.exports(&[]).await)));
        her.open(&pages[0]).await;
        assert_eq!(her.form("Enregistrer").value("kept_back"), "oui");
        let zip = Unzipped::of(&her.exports(&[("kept_back", "oui")]).await);
        assert!(zip.holds(&first) && zip.holds(&second));
    })
    .await;
}

/// A proof of identity said to be one after it was masked: its copy stays apart too.
#[tokio::test]
async fn n035_a_copy_of_a_proof_is_a_proof_whenever_it_was_said() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        let page = her.adds("carte.png", &picture("carte")).await;
        her.open(&format!("{page}/masquer"))
            .await
            .press("Faire une copie masquée", &[("cells", "2-3")])
            .await;
        her.open(&page)
            .await
            .press("Enregistrer", &[("identity", "oui")])
            .await;
        let zip = Unzipped::of(&her.exports(&[]).await);
        assert_eq!(zip.names("data/pieces/"), [""; 0]);
        let zip = Unzipped::of(&her.exports(&[("identity", "oui")]).await);
        assert_eq!(zip.names("data/pieces/"), ["002-masque.png"]);
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

        // Whichever of them she says it of, all of them go, one already taken back or not.
        her.open(&format!("{copy}/retirer"))
            .await
            .sees("La même image est aussi dans ces pièces : n° 1, 4.");
        let late = her.form("Effacer cette image maintenant");
        her.press("Retirer cette pièce", &[]).await;
        her.open(&second).await.sees("Pièce n° 4");
        her.send(Method::POST, &late.action, Some(late.body(&[])))
            .await;
        her.open(&second).await;
        assert_eq!(her.status, 404, "the copy of what is gone");
        her.open(&format!("{page}/retirer"))
            .await
            .press("Effacer cette image maintenant", &[])
            .await;
        // The same form sent again is no mistake.
        her.send(Method::POST, &late.action, Some(late.body(&[])))
            .await;
        assert_eq!(her.status, 200);
        assert!(her.path.ends_with("/pieces"), "{}", her.path);
        for number in [1, 3, 4] {
            her.sees(&format!("Pièce n° {number} : retirée"));
        }
        her.sees("Une preuve est scellée.");
    })
    .await;
}
