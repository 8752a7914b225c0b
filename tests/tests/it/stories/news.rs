//! What the instance publishes: written by few, read by all, followed without any account (N009, N010).

mod restored;
mod together;

use super::at_rest::{at_rest, holds};
use super::sharing::member;
use crate::people::mailbox::python;
use crate::people::world::walk;
use crate::people::{Chosen, Visitor, World, everywhere};
use accounts::people::Role;
use http::{HeaderMap, Method};
use news::By;
use news::model::{Article, Episode, Speaker};
use serde_json::Value;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// The name of the sound of [`published`].
pub const SOUND: &str = "son.mp3";

const VTT: &str = "WEBVTT\n\n00:00.000 --> 00:04.000\n<v Dominique>Bonjour à toutes et à tous.\n\n\
    01:35.000 --> 01:40.000\n<v Camille>Gardez <b>chaque</b> message.";

/// A film under the brand of any MPEG-4: its one track is to be seen.
const FILM: &[u8] = b"\0\0\0\x14ftypisom\0\0\0\0mp42\
    \0\0\0\x2cmoov\0\0\0\x24trak\0\0\0\x1cmdia\0\0\0\x14hdlr\0\0\0\0\0\0\0\0vide";

/// A sound of so many bytes, as its first ones say.
fn mp3(size: usize) -> Vec<u8> {
    let mut bytes: Vec<u8> = (0..size).map(|at| (at % 251) as u8).collect();
    bytes[..11].copy_from_slice(b"ID3\x04\0\0\0\0\0\0\0");
    bytes
}

/// An article and an episode that everybody reads, both number 1.
pub async fn published(world: &World) {
    let news = &world.app.news;
    let article = Article {
        title: "Un délai change".to_owned(),
        author: "Dominique".to_owned(),
        function: "juriste".to_owned(),
        kinds: vec!["menaces".to_owned()],
        body: "Un paragraphe.".to_owned(),
    };
    let number = news.begin(By::Operator, &article).await.expect("a draft");
    let done = news.publish::<Article>(By::Operator, number, None).await;
    done.expect("published");
    let episode = Episode {
        title: "Porter plainte".to_owned(),
        theme: "Démarches".to_owned(),
        summary: "Comment faire.".to_owned(),
        kinds: vec!["menaces".to_owned()],
        speakers: vec![Speaker {
            name: "Camille".to_owned(),
            function: "avocate".to_owned(),
        }],
        seconds: 750,
        transcript: VTT.to_owned(),
        ..Episode::default()
    };
    let number = news.begin(By::Operator, &episode).await.expect("a draft");
    let mut sound = news
        .receives(By::Operator, number, None)
        .await
        .expect("a place");
    sound.takes(mp3(5000)).await.expect("written");
    news.keep(sound).await.expect("kept");
    let done = news.publish::<Episode>(By::Operator, number, None).await;
    done.expect("published");
}

/// A feed as a reader written by others reads it.
fn read_back(bytes: &[u8]) -> Value {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("feeds/read.py");
    let mut run = Command::new(python())
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python");
    let mut input = run.stdin.take().expect("its input");
    input.write_all(bytes).expect("the feed");
    drop(input);
    let done = run.wait_with_output().expect("python");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(bytes));
    let read: Value = serde_json::from_slice(&done.stdout).expect("JSON");
    assert_eq!(
        read["wrong"],
        Value::Null,
        "{}",
        String::from_utf8_lossy(bytes)
    );
    read
}

async fn feed(world: &World, path: &str) -> (HeaderMap, Value) {
    let mut anybody = world.anonymous();
    let (status, headers, body) = anybody.once(Method::GET, path, None).await;
    assert_eq!(status, 200);
    assert!(!headers.contains_key("set-cookie"), "nobody comes in there");
    assert_eq!(headers["cross-origin-resource-policy"], "cross-origin");
    (headers, read_back(&body))
}

async fn coordinator(world: &World) -> Visitor {
    member(world, "Dominique", Role::Coordinator).await.visitor
}

/// The publications' rows.
async fn rows(world: &World) -> [i64; 3] {
    let rows = world.rows().await;
    ["news", "news_versions", "public_files"].map(|table| rows.get(table).copied().unwrap_or(0))
}

/// Everything that the browser would load by itself comes from here.
fn loads_nothing_from_elsewhere(page: &Visitor) {
    let tree = page.page();
    for name in ["script", "img", "audio", "source", "link", "iframe"] {
        for one in tree.all(name) {
            let to = one.attr("src").or(one.attr("href")).unwrap_or("/");
            assert!(to.starts_with('/') && !to.starts_with("//"), "{name}: {to}");
        }
    }
    let policy = page.header("content-security-policy");
    assert!(policy.contains("default-src 'none'") && policy.contains("media-src 'self'"));
    assert!(!policy.contains("http"), "{policy}");
}

#[tokio::test]
async fn n010_news_are_published_corrected_followed_and_withdrawn() {
    everywhere(|world| async move {
        let mut her = coordinator(&world).await;
        her.open("/actualites").await.sees("Aucune actualité");
        her.follow("Écrire les actualités").await;
        her.follow("Nouvelle actualité").await;
        let text = "Le <b>délai</b> change.\nIci.\n\n- un\n- deux\n\nhttps://exemple.fr/texte";
        let fields = [
            ("title", "Plainte : « <script>alert(1)</script> »"),
            ("author", "Dominique Roch"),
            ("function", "juriste"),
            ("body", text),
        ];
        her.press("Enregistrer le brouillon", &fields).await;
        her.is_at("/admin/actualites/1", 200);
        let mut anybody = world.anonymous();
        anybody.open("/actualites/1").await;
        assert_eq!(anybody.status, 404, "a draft");
        for (place, bytes) in at_rest(&world).await {
            assert!(
                !holds(&bytes, "délai</b>".as_bytes()),
                "in clear in {place}"
            );
        }
        let (_, empty) = feed(&world, "/actualites/feed.atom").await;
        assert_eq!(empty["entries"], serde_json::json!([]));

        her.press("Publier", &[]).await.is_at("/actualites/1", 200);
        anybody
            .open("/actualites")
            .await
            .sees("Plainte : « <script>");
        anybody.follow("Plainte").await;
        anybody
            .sees("Dominique Roch, juriste")
            .sees("Publié le 22 novembre 2026.")
            .sees("Le <b>délai</b> change.")
            .does_not_see("Corriger");
        loads_nothing_from_elsewhere(&anybody);
        assert_eq!(
            anybody.page().all("title")[0].text(),
            "Préau",
            "no content there"
        );
        let items = anybody.page().all("article")[0].all("li").len();
        assert_eq!(items, 2);

        let (headers, read) = feed(&world, "/actualites/feed.atom").await;
        assert_eq!(
            headers["content-type"],
            "application/atom+xml; charset=utf-8"
        );
        assert_eq!(headers["cache-control"], "public, no-cache");
        let one = &read["entries"][0];
        assert_eq!(read["version"], "atom10");
        assert_eq!(one["link"], "https://preau.example/actualites/1");
        assert_eq!(one["author"], "Dominique Roch, juriste");
        assert_eq!(one["title"], "Plainte : « <script>alert(1)</script> »");
        let id = one["id"].as_str().expect("an id").to_owned();
        assert!(
            id.starts_with("tag:") && id.ends_with(",2026-11-22:/actualites/1"),
            "{id}"
        );
        let itself = read["links"].as_array().expect("links").iter();
        let mut itself = itself.filter(|link| link["rel"] == "self");
        let itself = itself.next().map(|link| link["href"].clone());
        assert_eq!(
            itself,
            Some("https://preau.example/actualites/feed.atom".into())
        );
        // Asked again, it is not sent again.
        let tag = headers["etag"].to_str().expect("a tag").to_owned();
        anybody.says.push(("if-none-match", tag));
        let (status, _, body) = anybody
            .once(Method::GET, "/actualites/feed.atom", None)
            .await;
        assert_eq!((status.as_u16(), body.len()), (304, 0));

        // A correction says its day, keeps what was read, and is news for who follows.
        world.pass(86_400);
        let mut her = coordinator(&world).await;
        her.open("/admin/actualites/1")
            .await
            .press(
                "Publier la correction",
                &[("body", "Le délai ne change pas.")],
            )
            .await
            .sees("Lu jusqu’au")
            .sees("délai</b> change");
        let (status, ..) = anybody
            .once(Method::GET, "/actualites/feed.atom", None)
            .await;
        assert_eq!(status, 200, "it changed");
        anybody.says.clear();
        anybody
            .open("/actualites/1")
            .await
            .sees("corrigé le 23 novembre 2026")
            .does_not_see("délai</b>");
        let (_, read) = feed(&world, "/actualites/feed.atom").await;
        assert_eq!(read["entries"][0]["id"], id.as_str());
        assert_eq!(read["entries"][0]["updated"], "2026-11-23T09:30:00+00:00");
        assert_eq!(rows(&world).await, [1, 1, 0]);

        her.press("Retirer", &[])
            .await
            .is_at("/admin/actualites", 200);
        her.sees("Retiré le 23 novembre 2026");
        anybody.open("/actualites/1").await;
        assert_eq!(anybody.status, 410);
        anybody
            .sees("retiré le 23 novembre 2026")
            .does_not_see("Plainte");
        anybody.open("/actualites").await.sees("Aucune actualité");
        let (_, read) = feed(&world, "/actualites/feed.atom").await;
        assert_eq!(read["entries"], serde_json::json!([]));
        assert_eq!(rows(&world).await, [1, 0, 0]);
        world.store.sweep().await.expect("swept");
        for (place, bytes) in at_rest(&world).await {
            assert!(!holds(&bytes, b"Dominique Roch"), "left in {place}");
        }
        her.open("/admin/actualites/1").await;
        assert_eq!(her.status, 404);
    })
    .await;
}

async fn sends(her: &mut Visitor, name: &str, bytes: &[u8]) {
    let file = Chosen { name, bytes };
    her.press_with("Envoyer ce son", &[], &[file]).await;
}

#[tokio::test]
async fn n009_an_episode_has_its_sound_its_words_its_parts_and_its_situations() {
    everywhere(|world| async move {
        let mut her = coordinator(&world).await;
        her.open("/admin/ecouter/nouveau").await;
        let fields = [
            ("title", "Garder la preuve d’une plainte"),
            ("theme", "Démarches"),
            ("speakers", "Camille Roch, avocate\nDominique"),
            ("seconds", "12:30"),
            ("chapters", "0:00 Bonjour\n1:35 Les preuves"),
        ];
        her.press("Enregistrer le brouillon", &fields).await;
        her.is_at("/admin/ecouter/1", 200);
        her.press("Publier", &[])
            .await
            .is_at("/admin/ecouter/1", 422)
            .sees("Ajoutez la transcription")
            .sees("Choisissez un fichier qui contient un son.")
            .sees("Cochez au moins une situation.");
        let sound = mp3(300_000);
        sends(&mut her, "Mon épisode.mp3", &sound).await;
        let digest = seal::sha256(&sound).to_string();
        her.is_at("/admin/ecouter/1", 200).sees(&digest);
        let words = [
            ("summary", "Pas à pas."),
            ("transcript", VTT),
            ("kinds", "menaces"),
        ];
        her.press("Enregistrer le brouillon", &words)
            .await
            .sees(&digest);
        let mut anybody = world.anonymous();
        for path in ["/ecouter/1", "/ecouter/fichiers/1/son.mp3"] {
            anybody.open(path).await;
            assert_eq!(anybody.status, 404, "{path} of a draft");
        }
        her.press("Publier", &[]).await.is_at("/ecouter/1", 200);

        // Found by theme, by situation, and from the page of the situation.
        anybody
            .open("/ecouter")
            .await
            .sees("Démarches")
            .sees("Pas à pas.")
            .sees("Durée : 12:30.");
        anybody
            .open("/ecouter?situation=menaces")
            .await
            .sees("Garder la preuve d’une plainte");
        anybody
            .open("/ecouter?situation=insulte-diffamation")
            .await
            .does_not_see("Garder la preuve d’une plainte");
        anybody.open("/ressources/situations/menaces").await;
        anybody.follow("Garder la preuve d’une plainte").await;
        anybody
            .is_at("/ecouter/1", 200)
            .sees("Camille Roch, avocate")
            .sees("1:35 Camille Gardez chaque message.");
        loads_nothing_from_elsewhere(&anybody);
        let page = anybody.page();
        let audio = page.all("audio")[0];
        assert!(audio.attr("controls").is_some() && audio.attr("preload") == Some("none"));
        assert!(audio.attr("autoplay").is_none());
        let links = page.all("a");
        let at = links
            .iter()
            .filter(|link| link.attr("data-at") == Some("95"));
        let to: Vec<&str> = at.filter_map(|link| link.attr("href")).collect();
        assert_eq!(
            to, ["/ecouter/fichiers/1/son.mp3#t=95"; 2],
            "the part and the words"
        );

        // The sound, whole and in parts, as it came.
        let path = "/ecouter/fichiers/1/son.mp3";
        let (status, headers, body) = anybody.once(Method::GET, path, None).await;
        assert_eq!((status.as_u16(), &body), (200, &sound));
        for (name, value) in [
            ("content-type", "audio/mpeg"),
            ("accept-ranges", "bytes"),
            ("x-content-type-options", "nosniff"),
            ("content-disposition", "inline; filename=\"episode-1.mp3\""),
            ("cache-control", "public, no-cache"),
        ] {
            assert_eq!(headers[name], value, "{name}");
        }
        // Without an origin no browser would play it opened by itself; players of other sites may ask for it.
        let policy = headers["content-security-policy"].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'; media-src 'self'"));
        assert!(!policy.contains("sandbox"));
        assert_eq!(headers["cross-origin-resource-policy"], "cross-origin");
        assert!(!headers.contains_key("set-cookie"));
        let tag = headers["etag"].to_str().expect("a tag").to_owned();
        let (_, headers, body) = anybody.once(Method::HEAD, path, None).await;
        assert_eq!(
            (&headers["content-length"], body.len()),
            (&http::HeaderValue::from_static("300000"), 0)
        );
        for (range, status, part) in [
            ("bytes=0-99", 206, 0..100),
            ("bytes=299990-", 206, 299_990..300_000),
            ("bytes=-10", 206, 299_990..300_000),
            ("bytes=0-", 206, 0..300_000),
            ("bytes=0-1,5-6", 200, 0..300_000),
            ("items=0-1", 200, 0..300_000),
            ("bytes=9-2", 200, 0..300_000),
        ] {
            anybody.says = vec![("range", range.to_owned())];
            let (found, headers, body) = anybody.once(Method::GET, path, None).await;
            assert_eq!(found.as_u16(), status, "{range}");
            assert!(body == sound[part.clone()], "{range}");
            if status == 206 {
                let said = format!("bytes {}-{}/300000", part.start, part.end - 1);
                assert_eq!(headers["content-range"], said.as_str());
            }
        }
        anybody.says = vec![("range", "bytes=300000-".to_owned())];
        let (status, headers, _) = anybody.once(Method::GET, path, None).await;
        assert_eq!(status, 416);
        assert_eq!(headers["content-range"], "bytes */300000");
        // A part of another sound is never given for this one.
        for (kept, status) in [(tag.clone(), 206), ("\"other\"".to_owned(), 200)] {
            anybody.says = vec![("range", "bytes=0-9".to_owned()), ("if-range", kept)];
            assert_eq!(
                anybody.once(Method::GET, path, None).await.0.as_u16(),
                status
            );
        }
        anybody.says = vec![("if-none-match", tag)];
        assert_eq!(anybody.once(Method::GET, path, None).await.0.as_u16(), 304);
        anybody.says.clear();
        anybody.open("/ecouter/fichiers/1/transcription.vtt").await;
        assert_eq!(String::from_utf8_lossy(&anybody.body), VTT);
        assert!(
            anybody
                .header("content-security-policy")
                .starts_with("sandbox")
        );
        assert_eq!(
            anybody.header("cross-origin-resource-policy"),
            "cross-origin"
        );
        anybody.open("/ecouter/fichiers/1/chapitres.json").await;
        let parts: Value = serde_json::from_slice(&anybody.body).expect("JSON");
        assert_eq!(parts["chapters"][1]["startTime"], 95);
        for absent in [
            "son.ogg",
            "transcription.txt",
            "..%2fpreau.db",
            "son.mp3%00",
        ] {
            anybody.open(&format!("/ecouter/fichiers/1/{absent}")).await;
            assert_eq!(anybody.status, 404, "{absent}");
        }

        let (_, read) = feed(&world, "/ecouter/feed.xml").await;
        let one = &read["entries"][0];
        assert_eq!(
            (&read["version"], &one["lasts"]),
            (&"rss20".into(), &"12:30".into())
        );
        let sent = &one["sounds"][0];
        assert_eq!(
            sent["href"],
            "https://preau.example/ecouter/fichiers/1/son.mp3"
        );
        assert_eq!(
            (&sent["length"], &sent["type"]),
            (&"300000".into(), &"audio/mpeg".into())
        );
        assert!(
            one["transcript"]["url"]
                .as_str()
                .is_some_and(|url| url.ends_with(".vtt"))
        );
        assert_eq!(one["tags"][0], "Démarches");

        anybody.open("/api/v1/episodes").await;
        let told: Value = serde_json::from_slice(&anybody.body).expect("JSON");
        assert_eq!(told["items"][0]["sound"]["sha256"], digest.as_str());

        // Another sound takes its place; then everything goes, from the disk too.
        let second = mp3(2000);
        her.open("/admin/ecouter/1").await;
        sends(&mut her, "b.mp3", &second).await;
        assert_eq!(rows(&world).await, [1, 1, 1]);
        let files = walk(&world.data.join("public"));
        assert_eq!(files.len(), 1, "the first one is gone: {files:?}");
        assert!(files[0].ends_with(seal::sha256(&second).to_string()));
        her.press("Retirer", &[]).await;
        assert!(walk(&world.data.join("public")).is_empty());
        for (path, status) in [
            (path, 404),
            ("/ecouter/1", 410),
            ("/ecouter/fichiers/1/transcription.vtt", 404),
        ] {
            anybody.open(path).await;
            assert_eq!(anybody.status.as_u16(), status, "{path}");
        }
        let (_, read) = feed(&world, "/ecouter/feed.xml").await;
        assert_eq!(read["entries"], serde_json::json!([]));
        anybody
            .open("/ressources/situations/menaces")
            .await
            .does_not_see("Garder la preuve d’une plainte");
    })
    .await;
}

#[tokio::test]
async fn what_is_no_sound_no_transcript_or_too_long_is_refused_in_words_and_nothing_is_lost() {
    everywhere(|world| async move {
        let mut her = coordinator(&world).await;
        her.open("/admin/ecouter/nouveau").await;
        let cut = "WEBVTT\n\n00:00.000 --> 00:02.000\nBonjour\n\n00:02.000 --> 00:0";
        let fields = [("title", "Essai"), ("transcript", cut), ("seconds", "5:00")];
        her.press("Enregistrer le brouillon", &fields)
            .await
            .is_at("/admin/ecouter/nouveau", 422)
            .sees("à la ligne 6");
        let form = her.form("Enregistrer le brouillon");
        assert_eq!(
            form.value("transcript"),
            cut,
            "what was typed is still there"
        );
        for (wrong, said) in [
            (("seconds", "longtemps"), "Écrivez la durée"),
            (("chapters", "0:00 a\n0:00 b"), "La ligne 2 ne se lit pas"),
            (
                ("chapters", "5:00 Trop tard"),
                "Le chapitre 1 commence après la fin",
            ),
            (("kinds", "inconnue"), "n’existe plus"),
        ] {
            let fine = [
                ("transcript", ""),
                ("chapters", ""),
                ("seconds", "5:00"),
                ("title", "Essai"),
            ];
            her.press("Enregistrer le brouillon", &fine).await;
            assert_eq!(her.status, 200, "{said}");
            her.press("Enregistrer le brouillon", &[wrong])
                .await
                .sees(said);
            assert_eq!(her.status, 422, "{said}");
            her.open("/admin/ecouter/nouveau").await;
        }

        // A title that would read otherwise than it is written, and one of a megabyte.
        her.open("/admin/ecouter/nouveau").await;
        let tricky = "Fichier \u{202e}gpj.exe\u{202c}\u{200b}\u{0007} <b>fin</b>";
        her.press("Enregistrer le brouillon", &[("title", tricky)])
            .await
            .sees("Fichier gpj.exe <b>fin</b>");
        let here = her.path.clone();
        let long = "x".repeat(1 << 20);
        her.press("Enregistrer le brouillon", &[("title", &long)])
            .await
            .sees("Raccourcissez ce texte.");
        assert_eq!(her.status, 422);
        her.open(&here).await;

        for (name, bytes, said) in [
            (
                "page.mp3",
                &b"<html><script>alert(1)</script></html>"[..],
                "n’est pas un son",
            ),
            (
                "film.mp4",
                b"\0\0\0\x20ftypqt  \0\0\0\0qt  ",
                "n’est pas un son",
            ),
            ("film.m4a", FILM, "Ce fichier contient des images"),
            ("court.mp3", b"ID3", "n’est pas un son"),
            ("vide.mp3", b"", "Choisissez un fichier"),
        ] {
            her.open(&here).await;
            sends(&mut her, name, bytes).await;
            her.sees(said);
            assert_eq!(her.status, 422, "{name}");
        }
        her.open(&here).await;
        let large = vec![0xff_u8; 200 * 1024 * 1024 + 1];
        sends(&mut her, "long.mp3", &large).await;
        her.sees("dépasse 200 Mo");
        assert_eq!(
            walk(&world.data.join("public")),
            Vec::<std::path::PathBuf>::new()
        );
        assert_eq!(rows(&world).await[2], 0);
    })
    .await;
}

#[tokio::test]
async fn only_those_who_coordinate_or_administer_write_and_of_two_the_second_is_told() {
    everywhere(|world| async move {
        published(&world).await;
        let pages = [
            "/admin/actualites",
            "/admin/actualites/nouvelle",
            "/admin/actualites/1",
            "/admin/ecouter",
            "/admin/ecouter/nouveau",
            "/admin/ecouter/1",
        ];
        let mut admin = member(&world, "Maxence", Role::Administrator).await.visitor;
        let mut adviser = member(&world, "Sacha", Role::Adviser).await.visitor;
        let mut her = world.teacher().await.visitor;
        for page in pages {
            admin.open(page).await.is_at(page, 200);
            for other in [&mut adviser, &mut her] {
                other.open(page).await;
                assert_eq!(other.status, 404, "{page}");
            }
        }
        adviser.open("/actualites/1").await.does_not_see("Corriger");
        let mut second = coordinator(&world).await;
        admin.open("/admin/actualites/1").await;
        second.open("/admin/actualites/1").await;
        admin
            .press("Publier la correction", &[("body", "La première.")])
            .await
            .is_at("/admin/actualites/1", 200);
        second
            .press("Publier la correction", &[("body", "La seconde.")])
            .await
            .sees("changé ce contenu entre-temps");
        assert_eq!(
            second.form("Publier la correction").value("body"),
            "La seconde."
        );
        world
            .anonymous()
            .open("/actualites/1")
            .await
            .sees("La première.");
    })
    .await;
}

#[test]
fn the_commands_publish_over_the_data_folder() {
    use super::commands::{preau, said};
    use crate::people::world::NOW;
    let room = tempfile::tempdir().expect("a folder");
    let room = room.path();
    for (name, bytes) in [
        ("texte.txt", b"Un paragraphe.".to_vec()),
        ("t.vtt", VTT.as_bytes().to_vec()),
        ("son.mp3", mp3(5000)),
        ("faux.mp3", b"rien".to_vec()),
    ] {
        std::fs::write(room.join(name), bytes).expect("a file");
    }
    let run = |args: &[&str]| {
        let output = preau(room, NOW, args);
        let (text, status) = said(&output);
        (
            text.trim().to_owned(),
            String::from_utf8_lossy(&output.stderr).into_owned(),
            status,
        )
    };
    let add = [
        "news",
        "add",
        "--title",
        "Un délai change",
        "--author",
        "Dominique",
        "--text",
        "texte.txt",
    ];
    assert_eq!(run(&add).0, "1");
    assert_eq!(run(&["news", "publish", "1"]).0, "published");
    let (text, _, _) = run(&["news", "list", "--json"]);
    let told: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(
        (&told[0]["state"], &told[0]["number"]),
        (&"published".into(), &1.into())
    );

    let episode = |audio: &'static str| {
        [
            "episode",
            "add",
            "--title",
            "Plainte",
            "--theme",
            "Démarches",
            "--summary",
            "texte.txt",
            "--kind",
            "menaces",
            "--lasts",
            "12:30",
            "--transcript",
            "t.vtt",
            "--audio",
            audio,
        ]
    };
    let (_, why, status) = run(&episode("faux.mp3"));
    assert!(status == 2 && why.contains("no sound"), "{why}");
    assert_eq!(run(&["episode", "list"]).0, "", "nothing is left of it");
    assert_eq!(run(&episode("son.mp3")).0, "1");
    assert_eq!(run(&["episode", "publish", "1"]).0, "published");
    let public = room.join("preau-data/public");
    assert_eq!(walk(&public).len(), 1);
    assert_eq!(run(&["episode", "withdraw", "1"]).0, "withdrawn");
    assert!(walk(&public).is_empty());
    let (_, why, status) = run(&["news", "publish", "7"]);
    assert!(status == 2 && !why.is_empty());
}
