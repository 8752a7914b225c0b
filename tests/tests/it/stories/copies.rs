//! Copies that look alike, as one case with a state for each address (N068).

use super::commands::{preau, said};
use super::export::Unzipped;
use crate::people::everywhere;
use crate::people::files::{picture, png};
use crate::people::world::NOW;
use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, Rgb, RgbImage};
use std::io::Cursor;

/// A drawn scene: waves of light that the seed turns.
fn scene(seed: u32) -> DynamicImage {
    let turn = |n: u32| f64::from(n * seed % 17) / 3.0;
    DynamicImage::from(RgbImage::from_fn(240, 180, |x, y| {
        let (x, y) = (f64::from(x) / 40.0, f64::from(y) / 30.0);
        let light =
            (x * turn(3) + turn(5)).sin() + (y * turn(7) + x).cos() + (x * y / turn(11)).sin();
        let light = (light * 40.0 + 128.0).clamp(0.0, 255.0) as u8;
        Rgb([light, light, 255 - light])
    }))
}

fn jpeg(picture: &DynamicImage, quality: u8) -> Vec<u8> {
    let mut out = Vec::new();
    JpegEncoder::new_with_quality(&mut out, quality)
        .encode_image(picture)
        .expect("a JPEG");
    out
}

fn png_of(picture: &DynamicImage) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    picture
        .write_to(&mut out, image::ImageFormat::Png)
        .expect("a PNG");
    out.into_inner()
}

#[tokio::test]
async fn n068_copies_of_a_picture_are_one_case_with_a_state_for_each_address() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        let (one, other) = (scene(1), scene(6));
        let first = her.adds("originale.png", &png_of(&one)).await;
        her.goes("/pieces").await.does_not_see("Voir les copies");
        her.adds("autre.png", &png_of(&other)).await;
        let small = one.resize(160, 120, FilterType::Triangle);
        let again = her.adds("repostee.jpg", &jpeg(&small, 35)).await;
        // What is flat, or is no picture, is compared with nothing and kept like the rest.
        her.adds("point.png", &png("point")).await;
        her.adds("film.txt", b"un film").await;
        for (page, address) in [
            (&first, "https://reseau.example/p/1"),
            (&again, "https://video.example/v/9"),
        ] {
            her.open(page)
                .await
                .press("Enregistrer", &[("address", address)])
                .await;
        }
        her.open(&first)
            .await
            .sees("Ressemble à la pièce n° 3")
            .does_not_see("Ressemble à la pièce n° 2");
        her.goes("/pieces")
            .await
            .follow("Voir les copies qui se ressemblent")
            .await
            .sees("Il ne prouve rien")
            .sees("Contenu 1")
            .does_not_see("Contenu 2")
            .sees("originale.png")
            .sees("repostee.jpg")
            .does_not_see("autre.png")
            .does_not_see("point.png")
            .sees("2 adresses à faire retirer ou à vérifier, sur 2.")
            .sees("Pas encore vérifiée");

        // One of them is gone: the case stays open for the other.
        her.goes("/demarche/alerter-chef")
            .await
            .press(
                "Noter",
                &[
                    ("did", "checked"),
                    ("address", "https://video.example/v/9"),
                    ("online", "down"),
                ],
            )
            .await;
        her.goes("/copies")
            .await
            .sees("Une adresse à faire retirer ou à vérifier, sur 2.")
            .sees("Disparu, 22 novembre 2026");

        // Nothing of it leaves: it is no proof.
        let zip = Unzipped::of(&her.exports(&[]).await);
        assert_eq!(zip.report(&[]).findings, []);
        assert!(!zip.text_holds("likeness"));

        // A piece taken back is of no case any more.
        her.open(&format!("{again}/retirer"))
            .await
            .press("Effacer cette image maintenant", &[])
            .await;
        her.goes("/copies")
            .await
            .does_not_see("originale.png")
            .sees("Aucune de vos pièces ne se ressemble");
    })
    .await;
}

#[tokio::test]
async fn n068_two_addresses_of_one_film_are_one_case() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        for post in [
            "https://youtu.be/abc?si=1",
            "https://www.youtube.com/watch?v=abc",
        ] {
            her.goes("/fait")
                .await
                .press(
                    "Enregistrer le fait",
                    &[
                        ("what", "Mon cours filmé"),
                        ("when", "unknown"),
                        ("post", post),
                    ],
                )
                .await;
        }
        her.goes("/copies")
            .await
            .sees("https://youtu.be/abc?si=1")
            .sees("https://www.youtube.com/watch?v=abc")
            .sees("2 adresses à faire retirer ou à vérifier, sur 2.");
    })
    .await;
}

#[tokio::test]
async fn n068_the_command_copies_names_the_files_that_look_alike() {
    let room = tempfile::tempdir().expect("a folder");
    let write = |name: &str, bytes: &[u8]| {
        std::fs::write(room.path().join(name), bytes).expect("a file");
    };
    let one = scene(1);
    write("a.png", &png_of(&one));
    write("b.jpg", &jpeg(&one, 40));
    write("c.png", &png_of(&scene(6)));
    write("d.txt", b"words");
    write("e.png", &picture("small"));
    let (text, status) = said(&preau(
        room.path(),
        NOW,
        &["copies", "a.png", "b.jpg", "c.png", "d.txt", "e.png"],
    ));
    assert_eq!((text.as_str(), status), ("a.png b.jpg\n", 0));
    let (text, status) = said(&preau(room.path(), NOW, &["copies", "a.png", "c.png"]));
    assert_eq!((text.trim(), status), ("", 1), "nothing is alike");
    let (_, status) = said(&preau(room.path(), NOW, &["copies", "a.png", "absent.png"]));
    assert_eq!(status, 2);
}
