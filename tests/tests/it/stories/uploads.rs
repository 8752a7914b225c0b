//! A film from a telephone on a bad network: what arrived is kept, to the last byte, and for its owner alone. The
//! protocol by hand here; with a client written by others, cut and killed, in `network.rs`.

use super::routes::proof;
use crate::people::files::mp4;
use crate::people::world::NOW;
use crate::people::{Teacher, Wish, World, everywhere_with};
use axum::body::Body;
use bytes::Bytes;
use http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt;
use kernel::Moment;
use tower::ServiceExt;

const MEDIA: &str = "application/offset+octet-stream";

/// The film's name, as base 64 of « vidéo.mp4 », and what the browser knows it by.
const METADATA: &str = "filename dmlkw6lvLm1wNA==,mark c2VsOm1hcnF1ZQ==";

fn wish() -> Wish {
    Wish {
        largest: 20 << 20,
        now: Moment::parse(NOW).expect("an instant"),
        ..Wish::default()
    }
}

/// One request of the protocol by this browser.
async fn ask(
    world: &World,
    her: &Teacher,
    method: &str,
    path: &str,
    says: &[(&str, &str)],
    body: Body,
) -> (StatusCode, HeaderMap) {
    let cookies: Vec<String> = her
        .cookies
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let token = proof(her, &format!("{}/televersements", her.dossier));
    let mut request = Request::builder()
        .method(method)
        .uri(path)
        .header("host", "preau.example")
        .header("sec-fetch-site", "same-origin")
        .header("cookie", cookies.join("; "))
        .header("tus-resumable", "1.0.0")
        .header("preau-token", token)
        .body(body)
        .expect("a request");
    for (name, value) in says {
        let name = http::HeaderName::try_from(*name).expect("a name");
        if value.is_empty() {
            request.headers_mut().remove(&name);
        } else {
            request
                .headers_mut()
                .insert(name, value.parse().expect("a value"));
        }
    }
    let answer = world
        .app
        .router
        .clone()
        .oneshot(request)
        .await
        .expect("an answer");
    let (parts, body) = answer.into_parts();
    body.collect().await.expect("a body");
    (parts.status, parts.headers)
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

/// Begins an upload of `length` bytes; gives its address.
async fn begin(world: &World, her: &Teacher, length: usize) -> String {
    let path = format!("{}/televersements", her.dossier);
    let length = length.to_string();
    let says = [
        ("upload-length", length.as_str()),
        ("upload-metadata", METADATA),
    ];
    let (status, headers) = ask(world, her, "POST", &path, &says, Body::empty()).await;
    assert_eq!(
        (status.as_u16(), header(&headers, "upload-offset")),
        (201, "0")
    );
    assert_eq!(
        header(&headers, "upload-expires"),
        "Mon, 23 Nov 2026 10:00:00 GMT"
    );
    header(&headers, "location").to_owned()
}

async fn patch(
    world: &World,
    her: &Teacher,
    place: &str,
    offset: usize,
    body: Body,
) -> (StatusCode, HeaderMap) {
    let offset = offset.to_string();
    let says = [("upload-offset", offset.as_str()), ("content-type", MEDIA)];
    ask(world, her, "PATCH", place, &says, body).await
}

/// `bytes` in packets, then the network is gone.
fn broken(bytes: &[u8]) -> Body {
    let packets: Vec<std::io::Result<Bytes>> = bytes
        .chunks(10_000)
        .map(|packet| Ok(Bytes::copy_from_slice(packet)))
        .chain([Err(std::io::ErrorKind::ConnectionReset.into())])
        .collect();
    Body::from_stream(futures::stream::iter(packets))
}

async fn offset(world: &World, her: &Teacher, place: &str) -> (u16, String) {
    let (status, headers) = ask(world, her, "HEAD", place, &[], Body::empty()).await;
    (
        status.as_u16(),
        header(&headers, "upload-offset").to_owned(),
    )
}

#[tokio::test]
async fn n042_a_film_is_taken_up_where_the_network_broke_and_becomes_a_piece() {
    everywhere_with(wish(), |world| async move {
        let mut her = world.teacher().await;
        let film = mp4(10_000_000);
        let place = begin(&world, &her, film.len()).await;
        // Two breaks in the middle of a packet, of a segment, of everything: not one byte is lost.
        let mut at = 0;
        for to in [3_000_001, 8_700_000] {
            let (status, _) = patch(&world, &her, &place, at, broken(&film[at..to])).await;
            assert_eq!(status, 400);
            assert_eq!(offset(&world, &her, &place).await, (200, to.to_string()));
            at = to;
        }
        let (_, headers) = ask(&world, &her, "HEAD", &place, &[], Body::empty()).await;
        assert_eq!(header(&headers, "upload-length"), film.len().to_string());
        assert_eq!(header(&headers, "cache-control"), "no-store");
        her.goes("/pieces")
            .await
            .sees("vidéo.mp4 a été gardé jusqu’à 86 %. Choisissez-le de nouveau pour reprendre.")
            .sees("Aucune preuve pour l’instant.");
        let page = her.page();
        let kept = page.all("div");
        let kept = kept
            .iter()
            .find(|div| div.attr("data-unfinished").is_some())
            .expect("what is kept");
        assert_eq!(kept.attr("data-unfinished"), Some(place.as_str()));
        assert_eq!(kept.attr("data-mark"), Some("sel:marque"));

        let (status, headers) = patch(&world, &her, &place, at, film[at..].to_vec().into()).await;
        assert_eq!(
            (status.as_u16(), header(&headers, "preau-piece")),
            (204, "1")
        );
        // The answer may be lost: whoever asks again learns that all is there.
        assert_eq!(
            offset(&world, &her, &place).await,
            (200, film.len().to_string())
        );
        her.goes("/pieces")
            .await
            .sees("vidéo.mp4")
            .sees(&seal::sha256(&film).to_string())
            .does_not_see("gardé jusqu’à");
        let href = her.link("Pièce n° 1").expect("the piece");
        her.visitor.open(&format!("{href}/contenu")).await;
        assert!(her.body == film, "{} bytes", her.body.len());
        assert_eq!(world.blob_files().len(), 1, "no segment stays");

        // The same film again, whole in one request: kept once.
        let path = format!("{}/televersements", her.dossier);
        let length = film.len().to_string();
        let says = [("upload-length", length.as_str()), ("content-type", MEDIA)];
        let (status, headers) = ask(&world, &her, "POST", &path, &says, film.into()).await;
        assert_eq!(
            (status.as_u16(), header(&headers, "preau-piece")),
            (201, "1 again")
        );
        her.goes("/pieces")
            .await
            .sees("Une preuve est scellée.")
            .does_not_see("Pièce n° 2");
    })
    .await;
}

#[tokio::test]
async fn an_upload_is_its_owner_s_and_a_request_says_all_it_must() {
    everywhere_with(wish(), |world| async move {
        let (mut her, other) = (world.teacher().await, world.teacher().await);
        let path = format!("{}/televersements", her.dossier);
        let none = Body::empty;

        let (status, headers) = ask(&world, &her, "OPTIONS", &path, &[], none()).await;
        assert_eq!(
            (status.as_u16(), header(&headers, "tus-version")),
            (204, "1.0.0")
        );
        assert_eq!(
            header(&headers, "tus-extension"),
            "creation,creation-with-upload,termination,expiration"
        );
        assert_eq!(header(&headers, "tus-max-size"), (20 << 20).to_string());
        let before = world.rows().await;
        for (says, expected) in [
            (&[][..], 400),
            (&[("upload-length", "0")][..], 400),
            (&[("upload-length", "-1")][..], 400),
            (&[("upload-defer-length", "1")][..], 400),
            (&[("upload-length", "20971521")][..], 413),
            (&[("upload-length", "10"), ("tus-resumable", "")][..], 412),
            (&[("upload-length", "10"), ("preau-token", "")][..], 403),
            (
                &[("upload-length", "10"), ("sec-fetch-site", "cross-site")][..],
                403,
            ),
            (&[("upload-length", "10"), ("cookie", "")][..], 401),
        ] {
            let (status, _) = ask(&world, &her, "POST", &path, says, none()).await;
            assert_eq!(status, expected, "{says:?}");
        }
        assert_eq!(world.rows().await, before, "nothing was begun");

        let place = begin(&world, &her, 100).await;
        patch(&world, &her, &place, 0, vec![7; 40].into()).await;
        let part = [("upload-offset", "40"), ("content-type", MEDIA)];
        let with = |more: &[(&'static str, &'static str)]| [&part[..], more].concat();
        for (method, says, expected) in [
            ("PATCH", with(&[("upload-offset", "41")]), 409),
            ("PATCH", with(&[("upload-offset", "0")]), 409),
            ("PATCH", with(&[("upload-offset", "")]), 400),
            ("PATCH", with(&[("content-type", "text/plain")]), 415),
            ("PATCH", with(&[("tus-resumable", "0.2.2")]), 412),
            ("PATCH", with(&[("content-length", "61")]), 413),
            ("PATCH", with(&[("preau-token", "")]), 403),
            ("PATCH", with(&[("cookie", "")]), 401),
            ("HEAD", vec![("tus-resumable", "")], 412),
            ("HEAD", vec![("cookie", "")], 303),
            ("DELETE", vec![("preau-token", "")], 403),
            ("DELETE", vec![("tus-resumable", "")], 412),
            ("DELETE", vec![("cookie", "")], 401),
        ] {
            let (status, headers) =
                ask(&world, &her, method, &place, &says, vec![7; 60].into()).await;
            assert_eq!(status, expected, "{method} {says:?}");
            if expected == 412 {
                assert_eq!(header(&headers, "tus-version"), "1.0.0");
            }
        }
        // To somebody else it is not there, under her address or under her own.
        let own = format!(
            "{}{}",
            other.dossier,
            place.strip_prefix(&her.dossier).expect("its name")
        );
        for at in [&place, &own] {
            for method in ["HEAD", "PATCH", "DELETE"] {
                let (status, _) = ask(&world, &other, method, at, &part, vec![7; 60].into()).await;
                assert_eq!(status, 404, "{method} {at}");
            }
        }
        assert_eq!(offset(&world, &her, &place).await, (200, "40".to_owned()));

        // Given up, by a program or by the button.
        let (status, _) = ask(&world, &her, "DELETE", &place, &[], none()).await;
        assert_eq!(
            (status.as_u16(), offset(&world, &her, &place).await.0),
            (204, 404)
        );
        assert!(world.blob_files().is_empty());
        let place = begin(&world, &her, 100).await;
        patch(&world, &her, &place, 0, vec![7; 40].into()).await;
        assert_eq!(world.blob_files().len(), 1);
        her.goes("/pieces")
            .await
            .press("Abandonner cet envoi", &[])
            .await
            .does_not_see("gardé jusqu’à");
        assert!(world.blob_files().is_empty());

        // A day without news.
        let place = begin(&world, &her, 100).await;
        patch(&world, &her, &place, 0, vec![7; 40].into()).await;
        world.pass(25 * 3600);
        her.visitor.open("/revenir").await;
        let code = her.code.clone();
        her.visitor
            .press("Ouvrir", &[("code", &code)])
            .await
            .is_at("/dossiers", 200);
        let (status, _) = patch(&world, &her, &place, 40, vec![7; 60].into()).await;
        assert_eq!(
            (status.as_u16(), offset(&world, &her, &place).await.0),
            (404, 404)
        );
        world
            .app
            .dossiers
            .maintain()
            .await
            .expect("the housekeeping");
        assert!(world.blob_files().is_empty());
        assert_eq!(world.rows().await.get("uploads"), None);
    })
    .await;
}

/// Whoever comes back while the first request still hangs gets its turn, and what had come is kept.
#[tokio::test]
async fn a_request_that_hangs_gives_way_to_the_next() {
    everywhere_with(wish(), |world| async move {
        let her = world.teacher().await;
        let film = mp4(1_000_000);
        let place = begin(&world, &her, film.len()).await;
        let first: Vec<std::io::Result<Bytes>> = vec![Ok(Bytes::copy_from_slice(&film[..400_000]))];
        let (told, tells) = tokio::sync::oneshot::channel::<()>();
        let silence = futures::stream::once(async move {
            let _ = told.send(());
            std::future::pending().await
        });
        let hanging = Body::from_stream(futures::StreamExt::chain(
            futures::stream::iter(first),
            silence,
        ));
        let hung = patch(&world, &her, &place, 0, hanging);
        let next = async {
            tells.await.expect("the first request is at work");
            let at = offset(&world, &her, &place).await;
            assert_eq!(at, (200, "400000".to_owned()));
            patch(
                &world,
                &her,
                &place,
                400_000,
                film[400_000..].to_vec().into(),
            )
            .await
        };
        // Half the silence after which a peer counts as gone: it is the newcomer who ended the first request.
        let both = tokio::time::timeout(std::time::Duration::from_secs(30), async {
            tokio::join!(hung, next)
        });
        let ((ended, _), (status, headers)) = both.await.expect("the first gave way");
        assert_eq!((ended.as_u16(), status.as_u16()), (400, 204));
        assert_eq!(header(&headers, "preau-piece"), "1");
    })
    .await;
}

/// A segment that somebody swapped for another is noticed: age files name no author.
#[tokio::test]
async fn a_swapped_segment_never_becomes_a_piece() {
    everywhere_with(wish(), |world| async move {
        let mut her = world.teacher().await;
        let mut files = Vec::new();
        let mut place = String::new();
        for byte in [1_u8, 2] {
            place = begin(&world, &her, 100).await;
            patch(&world, &her, &place, 0, vec![byte; 40].into()).await;
            let new: Vec<_> = world
                .blob_files()
                .into_iter()
                .filter(|file| !files.contains(file))
                .collect();
            files.extend(new);
        }
        let own = std::fs::read(&files[1]).expect("its segment");
        std::fs::copy(&files[0], &files[1]).expect("a swapped file");
        let (status, _) = patch(&world, &her, &place, 40, vec![2; 60].into()).await;
        assert_eq!(status, 500);
        assert_eq!(offset(&world, &her, &place).await, (200, "40".to_owned()));
        her.goes("/pieces")
            .await
            .sees("Aucune preuve pour l’instant.");
        // All had arrived when the seal failed. Whoever goes on is told to send the end again, and it is sealed.
        std::fs::write(&files[1], own).expect("its segment, back");
        let (status, headers) = patch(&world, &her, &place, 40, vec![2; 60].into()).await;
        assert_eq!(
            (status.as_u16(), header(&headers, "preau-piece")),
            (204, "1")
        );
        assert_eq!(offset(&world, &her, &place).await, (200, "100".to_owned()));
    })
    .await;
}
