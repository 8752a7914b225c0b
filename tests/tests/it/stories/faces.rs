//! Faces that are proposed, to be hidden in a copy: a person looks and decides (N075).

use super::commands::{preau, said};
use super::export::Unzipped;
use crate::people::everywhere;
use crate::people::files::{picture, points};
use crate::people::world::NOW;
use image::{ImageFormat, Rgb, RgbImage, imageops};

/// In the public domain: `crates/evidence/src/masking/samples/README.md`.
const PORTRAIT: &[u8] =
    include_bytes!("../../../../crates/evidence/src/masking/samples/portrait.jpg");
const BUTTON: &str = "Faire une copie masquée";

/// The portrait twice, side by side.
fn two() -> Vec<u8> {
    let one = points(PORTRAIT);
    let mut both = RgbImage::new(640, 320);
    imageops::replace(&mut both, &one, 0, 0);
    imageops::replace(&mut both, &imageops::flip_horizontal(&one), 320, 0);
    let mut out = std::io::Cursor::new(Vec::new());
    both.write_to(&mut out, ImageFormat::Png)
        .expect("a picture");
    out.into_inner()
}

fn ticked(form: &crate::people::visitor::Form, name: &str) -> Vec<String> {
    let values = form.values.iter().filter(|(known, _)| known == name);
    values.map(|(_, value)| value.clone()).collect()
}

#[tokio::test]
async fn n075_faces_are_proposed_and_only_those_she_keeps_are_hidden() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        let original = two();
        let page = her.adds("couloir.png", &original).await;
        her.open(&page).await.follow("Masquer une partie").await;
        her.does_not_see("Visages à cacher")
            .press("Chercher les visages", &[("cells", "12-5")])
            .await;
        assert_eq!(ticked(&her.form(BUTTON), "cells"), ["12-5"]);
        her.sees("2 visages proposés")
            .sees("C’est une proposition : regardez vous-même.")
            .sees("Des visages peuvent manquer")
            .sees("Personne n’est reconnu, et rien n’en est gardé.")
            .sees("Visage 1 : au milieu à gauche")
            .sees("Visage 2 : au milieu à droite");
        let shown = her.page();
        let frames = shown.all("rect");
        assert_eq!(frames.len(), 4, "two lines for each face");
        assert!(
            shown
                .all("svg")
                .iter()
                .all(|svg| svg.attr("style").is_none())
        );
        let mut form = her.form(BUTTON);
        let faces = ticked(&form, "faces");
        assert_eq!(faces, ticked(&form, "found"), "ticked until she unticks");
        let [first, second] = faces.as_slice() else {
            panic!("{faces:?}")
        };
        let left = |text: &str| text.split(',').next().and_then(|n| n.parse::<u32>().ok());
        let left = left(first).expect("a number");
        assert_eq!(
            frames[0].attr("x"),
            Some(format!("{}.{:02}%", left / 100, left % 100).as_str())
        );

        // The second one is hers to leave; a box of the grid is added.
        form.fill(&[("faces", first), ("cells", "12-6")]);
        her.send(http::Method::POST, &form.action, Some(form.body(&[])))
            .await;
        her.sees("Pièce n° 2")
            .sees("Copie masquée de la pièce n° 1");
        let copy_page = her.path.clone();
        her.follow("Télécharger l’original").await;
        let (before, after) = (points(&original), points(&her.body));
        let grey = |x, y| *after.get_pixel(x, y) == Rgb([0x80; 3]);
        assert!(
            grey(163, 116) && grey(639, 319),
            "the first face, and the box"
        );
        for (x, y, point) in after.enumerate_pixels() {
            if x >= 320 && y < 290 {
                assert_eq!(point, before.get_pixel(x, y), "{x},{y}");
            }
        }
        // The sealed journal says what was hidden, and nothing of the face that was left.
        let zip = Unzipped::of(&her.exports(&[]).await);
        assert!(zip.report(&[]).findings.is_empty());
        assert!(zip.text_holds(first) && !zip.text_holds(second));

        // In the copy, only the face that is left is proposed.
        her.open(&format!("{copy_page}/masquer?visages=oui"))
            .await
            .sees("Un visage proposé")
            .sees("Visage 1 : au milieu à droite")
            .press(BUTTON, &[])
            .await;
        her.sees("Pièce n° 3");
        let again = format!("{}/masquer?visages=oui", her.path);
        her.open(&again)
            .await
            .sees("Aucun visage trouvé. Cela ne veut pas dire qu’il n’y en a pas.");
    })
    .await;
}

#[tokio::test]
async fn n075_a_refused_form_keeps_the_faces_and_what_was_ticked() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        let page = her.adds("couloir.png", &two()).await;
        let look = format!("{page}/masquer?visages=oui");
        her.open(&look).await;
        let faces = ticked(&her.form(BUTTON), "faces");
        let odd = "1,2,3";
        for odd in [odd, "0,0,0,0", "9000,9000,2000,2000", "<script>", "a\0b"] {
            her.press(BUTTON, &[("faces", odd), ("cells", "2-3")]).await;
            assert_eq!(her.status, 422, "{odd}");
            her.sees("Nous n’avons pas pu lire les visages cochés.");
            let form = her.form(BUTTON);
            assert_eq!(form.value("cells"), "2-3");
            assert_eq!(ticked(&form, "found"), faces, "no second search");
            assert_eq!(ticked(&form, "faces"), [""; 0]);
        }
        // Hostile proposals are not shown again.
        her.press(BUTTON, &[("faces", odd), ("found", odd)]).await;
        assert_eq!(her.status, 422);
        her.does_not_see("Visages à cacher");
        her.goes("/pieces").await.sees("Une preuve est scellée.");

        // One face kept, one not; nothing is lost when the form comes back.
        her.open(&look).await;
        let mut form = her.form(BUTTON);
        assert_eq!(ticked(&form, "faces"), faces, "a new search ticks them all");
        form.untick("faces");
        form.untick("cells");
        her.send(http::Method::POST, &form.action, Some(form.body(&[])))
            .await;
        assert_eq!(her.status, 422);
        her.sees("Cochez au moins une case");
        assert_eq!(ticked(&her.form(BUTTON), "found"), faces);
        her.press(BUTTON, &[("faces", &faces[1])]).await;
        her.sees("Pièce n° 2");
    })
    .await;
}

#[tokio::test]
async fn n075_none_found_is_never_none_and_what_cannot_be_read_says_why() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        let page = her.adds("capture.png", &picture("x")).await;
        her.open(&format!("{page}/masquer?visages=oui"))
            .await
            .sees("Aucun visage trouvé. Cela ne veut pas dire qu’il n’y en a pas.")
            .sees("un enfant, un profil, un masque")
            .does_not_see("Visages à cacher");
        // The grid is there as before.
        her.press(BUTTON, &[("cells", "1-1")]).await;
        her.sees("Pièce n° 2");

        let whole = picture("y");
        let page = her.adds("coupe.png", &whole[..whole.len() / 2]).await;
        her.open(&format!("{page}/masquer?visages=oui"))
            .await
            .sees("incomplète ou abîmée");
        let text = her.adds("message.txt", b"bonjour").await;
        her.open(&format!("{text}/masquer?visages=oui")).await;
        assert_eq!(her.status, 404);
    })
    .await;
}

#[test]
fn n075_the_command_mask_lists_faces_and_hides_them_with_the_zones() {
    let room = tempfile::tempdir().expect("a folder");
    std::fs::write(room.path().join("photo.png"), two()).expect("a file");
    std::fs::write(room.path().join("vide.png"), picture("x")).expect("a file");
    let run = |args: &[&str]| {
        let output = preau(room.path(), NOW, &[&["mask"], args].concat());
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        (said(&output).0, said(&output).1, error)
    };
    let (listed, status, error) = run(&["photo.png", "--list-faces"]);
    assert_eq!(status, 0, "{error}");
    let zones: Vec<&str> = listed.lines().collect();
    assert_eq!(zones.len(), 2, "{listed}");
    assert!(error.contains("2 faces found") && error.contains("look yourself"));

    let (_, status, error) = run(&[
        "photo.png",
        "--faces",
        "--zone",
        "0,90,100,10",
        "--out",
        "faces.png",
    ]);
    assert_eq!(status, 0, "{error}");
    assert!(error.contains(&format!("--zone {}", zones[0])), "{error}");
    assert!(error.contains("look yourself"), "{error}");
    // The list says the same, zone by zone.
    let (_, status, error) = run(&[
        "photo.png",
        "--zone",
        zones[0],
        "--zone",
        zones[1],
        "--zone",
        "0,90,100,10",
        "--out",
        "zones.png",
    ]);
    assert_eq!(status, 0, "{error}");
    let made = |name: &str| std::fs::read(room.path().join(name)).expect("a copy");
    assert!(made("faces.png") == made("zones.png"));
    assert!(points(&made("faces.png")).get_pixel(163, 116) == &Rgb([0x80; 3]));

    for (args, expected, why) in [
        (
            &["vide.png", "--list-faces"][..],
            1,
            "does not mean that there is none",
        ),
        (
            &["vide.png", "--faces", "--out", "x.png"],
            1,
            "name at least one zone",
        ),
        (&["vide.png", "--out", "x.png"], 2, "--zone"),
        (&["photo.png", "--faces"], 2, "--out"),
        (
            &["photo.png", "--list-faces", "--out", "x.png"],
            2,
            "cannot be used",
        ),
        (&["clock", "--list-faces"], 1, "neither a PNG nor a JPEG"),
        (&["absent.png", "--list-faces"], 2, "cannot be read"),
    ] {
        let (_, status, error) = run(args);
        assert_eq!(status, expected, "{args:?}: {error}");
        assert!(error.contains(why), "{args:?}: {error}");
    }
    assert!(!room.path().join("x.png").exists());
    let (_, status, _) = run(&["vide.png", "--faces", "--zone", "0,0,9,9", "--out", "y.png"]);
    assert_eq!(status, 0, "the zones that were given are enough");
}
