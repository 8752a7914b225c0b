//! The public log (N032): what anybody sees of it, what an export takes out of it, and that it tells nothing of who
//! wrote when.

use super::commands::{preau, said};
use super::export::Unzipped;
use super::stamps::Authority;
use crate::people::files::png;
use crate::people::world::NOW;
use crate::people::{World, everywhere, everywhere_with};
use bundle::verify::{Content, Kind, Time, read_keys};
use http::{Method, header};
use kernel::{FixedClock, Moment};
use seal::log::{bundle_read, leaf, read_entry};
use seal::note::open;
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::sync::Arc;
use store::log::{Dates, Node};
use store::{Store, StoreConfig, args};

#[tokio::test]
async fn anybody_reads_the_log_without_a_cookie_and_it_never_changes_what_it_said() {
    everywhere(|world| async move {
        let mut reader = world.anonymous();
        let (status, ..) = reader.once(Method::GET, "/log/checkpoint", None).await;
        assert_eq!(status, 404, "no leaf yet");
        let her = world.teacher().await;
        assert_eq!(world.log_turn().await, 1);
        let (status, headers, first) = reader.once(Method::GET, "/log/checkpoint", None).await;
        assert_eq!(status, 200);
        assert_eq!(headers[header::CONTENT_TYPE], "text/plain; charset=utf-8");
        assert_eq!(headers.get(header::SET_COOKIE), None);
        let (_, headers, keys) = reader
            .once(Method::GET, "/.well-known/preau/keys.txt", None)
            .await;
        assert_eq!(headers.get(header::SET_COOKIE), None);
        let keys = read_keys(std::str::from_utf8(&keys).expect("text")).expect("keys");
        let names: Vec<&str> = keys.iter().map(seal::note::Vkey::name).collect();
        assert_eq!(names, ["preau.example/d", "preau.example/log"]);
        drop(her);
        for _ in 0..3 {
            world.log_turn().await;
        }
        let (_, _, last) = reader.once(Method::GET, "/log/checkpoint", None).await;
        let read = |note: &[u8]| {
            open(std::str::from_utf8(note).expect("text"), &keys).expect("a checkpoint")
        };
        let (old, new) = (read(&first), read(&last));
        assert_eq!(
            (old.size, new.size, new.origin.as_str()),
            (1, 4, "preau.example/log")
        );
        let (status, headers, bundle) = reader
            .once(Method::GET, "/log/tile/entries/000.p/4", None)
            .await;
        assert_eq!(status, 200);
        assert_eq!(headers[header::CACHE_CONTROL], "public, max-age=86400");
        assert_eq!(headers[header::CONTENT_TYPE], "application/octet-stream");
        assert_eq!(headers.get(header::SET_COOKIE), None);
        let entries = bundle_read(&bundle).expect("entries");
        assert!(
            entries
                .iter()
                .all(|entry| read_entry(entry).is_ok() && entry.len() == entries[0].len())
        );
        let leaves: Vec<_> = entries.iter().map(|entry| leaf(entry)).collect();
        assert_eq!(seal::tree::root(&leaves), new.root);
        assert_eq!(seal::tree::root(&leaves[..1]), old.root);
        let (_, _, tile) = reader.once(Method::GET, "/log/tile/0/000.p/4", None).await;
        let hashes: Vec<u8> = leaves.iter().flat_map(|leaf| *leaf.bytes()).collect();
        assert_eq!(tile, hashes);
        for absent in [
            "0/000",
            "0/000.p/5",
            "0/001.p/1",
            "1/000.p/1",
            "entries/000",
            "0/0",
            "x",
            "0/000.p/256",
            "9/000",
        ] {
            let (status, ..) = reader
                .once(Method::GET, &format!("/log/tile/{absent}"), None)
                .await;
            assert_eq!(status, 404, "{absent}");
        }
    })
    .await;
}

#[tokio::test]
async fn the_page_of_the_log_is_reached_from_where_trust_is_explained() {
    everywhere(|world| async move {
        let mut visitor = world.anonymous();
        world.log_turn().await;
        visitor
            .open("/qui-peut-lire")
            .await
            .follow("Le registre public")
            .await
            .is_at("/registre", 200)
            .sees("Toutes les dix minutes")
            .sees("preau log audit https://preau.example")
            .sees("preau.example/log")
            .sees("Non, ce serveur seul la date.");
        visitor
            .open("/registre?lang=en")
            .await
            .sees("The public log")
            .sees("Number of lines");
    })
    .await;
}

fn verifier(zip: &Unzipped) -> String {
    String::from_utf8_lossy(zip.file("VERIFIER.md")).into_owned()
}

#[tokio::test]
async fn n032_an_export_shows_that_its_heads_are_in_the_log_and_who_dated_the_log() {
    let authority = Authority::start();
    let authority = &authority;
    everywhere_with(authority.wish(), |world| async move {
        let mut her = world.teacher().await;
        her.adds("preuve.png", &png("preuve")).await;
        // Before the next line of the log: no proof, and the file says so.
        let early = Unzipped::of(&her.exports(&[]).await);
        let link = her.path.clone();
        assert!(!early.names.iter().any(|name| name.ends_with("item.bin")));
        assert!(verifier(&early).contains("ne contient aucune preuve du registre public"));
        let report = early.report(&authority.roots());
        assert_eq!((report.content, report.log), (Content::True, None));

        world.log_turn().await;
        world.work().await;
        world.log_turn().await;
        world.work().await;
        // The same export, asked for again: twenty minutes later the code is asked for first.
        let code = her.code.clone();
        her.open(&link)
            .await
            .press("Confirmer", &[("code", &code)])
            .await;
        her.open(&link).await;
        let zip = Unzipped::of(&her.body);
        let report = zip.report(&authority.roots());
        assert_eq!(
            (report.content, report.time),
            (Content::True, Time::RootKnown),
            "{:?}",
            report.findings
        );
        assert_eq!(report.findings, []);
        let log = report.log.expect("the log");
        assert_eq!(
            (log.origin.as_str(), log.known),
            ("preau.example/log", false)
        );
        let by_log: Vec<_> = report.dates.iter().filter(|date| date.log).collect();
        assert!(
            !by_log.is_empty() && by_log.iter().all(|date| date.root_known),
            "{:?}",
            report.dates
        );
        assert!(verifier(&zip).contains("inscrit data/seals/"));
        let proofs = zip
            .names
            .iter()
            .filter(|name| name.ends_with("batch.tlog-proof"))
            .count();
        assert!(proofs >= 1);
        // What another dossier did is nowhere in it: the batch has one item for each, and only hers is told.
        let mut other = world.teacher().await;
        world.log_turn().await;
        let theirs = Unzipped::of(&other.exports(&[]).await);
        let items = |zip: &Unzipped| -> Vec<Vec<u8>> {
            let names = zip.names.iter().filter(|name| name.ends_with("item.bin"));
            names.map(|name| zip.file(name).to_vec()).collect()
        };
        let hers = items(&zip);
        assert!(items(&theirs).iter().all(|item| !hers.contains(item)));
    })
    .await;
}

#[tokio::test]
async fn the_page_of_the_log_never_tells_that_somebody_wrote() {
    let authority = Authority::start();
    let authority = &authority;
    everywhere_with(authority.wish(), |world| async move {
        let mut reader = world.anonymous();
        let mut pages = Vec::new();
        let mut her = None;
        for deposit in [false, true, false] {
            if deposit {
                her = Some(world.teacher().await);
            }
            if let Some(her) = &mut her {
                her.adds("preuve.png", &png(&deposit.to_string())).await;
            }
            let size = world.log_turn().await;
            world.work().await;
            reader
                .open("/registre")
                .await
                .sees("Oui, un service d’horodatage date la liste.")
                .does_not_see("Horodatage");
            let body = String::from_utf8(reader.body.clone()).expect("a page");
            let size = format!(">{size}<");
            assert_eq!(body.matches(&size).count(), 1, "the number of lines");
            pages.push(body.replace(&size, "><"));
        }
        assert_eq!(pages[0], pages[1]);
        assert_eq!(pages[1], pages[2]);
    })
    .await;
}

#[tokio::test]
async fn n032_a_date_that_ended_before_another_covered_it_is_a_remark_and_never_false() {
    let authority = Authority::start();
    let authority = &authority;
    everywhere_with(authority.wish(), |world| async move {
        authority.brief(true);
        let mut her = world.teacher().await;
        her.adds("preuve.png", &png("preuve")).await;
        her.goes("/verifier")
            .await
            .press("Sceller le dossier", &[])
            .await;
        world.work().await;
        her.goes("/scelle").await.sees("Horodaté par");
        // Its certificate ends before the log is dated.
        tokio::time::sleep(std::time::Duration::from_millis(2100)).await;
        authority.brief(false);
        world.log_turn().await;
        world.work().await;
        let zip = Unzipped::of(&her.exports(&[]).await);
        let report = zip.report(&authority.roots());
        let ended = |kind| report.findings.iter().any(|finding| finding.kind == kind);
        assert!(ended(Kind::Ended) && !ended(Kind::TooLate), "{report:?}");
        assert_eq!((report.exit(false), report.exit(true)), (0, 1));
    })
    .await;
}

#[tokio::test]
async fn the_log_grows_alike_whether_nobody_or_everybody_writes() {
    everywhere(|world| async move {
        let mut lengths = Vec::new();
        for additions in [0, 1, 12] {
            let mut her = world.teacher().await;
            for n in 0..additions {
                her.adds(&format!("{n}.png"), &png(&n.to_string())).await;
            }
            let size = world.log_turn().await;
            let path = format!("/log/tile/entries/000.p/{size}");
            let (_, _, bundle) = world.anonymous().once(Method::GET, &path, None).await;
            lengths.push(bundle.len() as u64 / size);
        }
        assert_eq!(lengths, [62, 62, 62]);
    })
    .await;
}

/// A copy of the log as a mirror holds it: every file that today's size needs.
async fn mirror(world: &World, folder: &Path, size: u64) {
    let mut reader = world.anonymous();
    let mut paths = vec![
        ("/log/checkpoint".to_owned(), "checkpoint".to_owned()),
        (
            "/.well-known/preau/keys.txt".to_owned(),
            "keys.txt".to_owned(),
        ),
    ];
    let needed = bundle::audit::needed(0, size);
    paths.extend(
        needed
            .iter()
            .map(|tile| (format!("/log/{tile}"), tile.to_string())),
    );
    for (from, to) in paths {
        let (status, _, bytes) = reader.once(Method::GET, &from, None).await;
        assert_eq!(status, 200, "{from}");
        let to = folder.join(to);
        std::fs::create_dir_all(to.parent().expect("a folder")).expect("a folder");
        std::fs::write(to, bytes).expect("a file");
    }
}

/// Serves a folder as an instance would serve its log.
fn serve(folder: &Path) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("its number"));
    let folder = folder.to_owned();
    std::thread::spawn(move || {
        for mut peer in listener.incoming().flatten() {
            let mut request = vec![0; 4096];
            let n = peer.read(&mut request).unwrap_or_default();
            let request = String::from_utf8_lossy(&request[..n]).into_owned();
            let path = request.split(' ').nth(1).unwrap_or_default();
            let path = path
                .trim_start_matches("/log/")
                .trim_start_matches("/.well-known/preau/");
            let found = std::fs::read(folder.join(path));
            let (status, bytes) = match found {
                Ok(bytes) => ("200 OK", bytes),
                Err(_) => ("404 Not Found", Vec::new()),
            };
            let head = format!(
                "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                bytes.len()
            );
            let _ = peer.write_all(&[head.as_bytes(), &bytes].concat());
        }
    });
    url
}

/// The signed heads that were kept because they contradict what was seen, by name.
fn contradictions(room: &Path) -> BTreeMap<String, String> {
    let files = std::fs::read_dir(room).expect("a folder");
    let names = files.map(|file| {
        file.expect("a file")
            .file_name()
            .into_string()
            .expect("a name")
    });
    let own = names.filter(|name| name.ends_with(".contradiction"));
    own.map(|name| {
        let head = std::fs::read_to_string(room.join(&name)).expect("a head");
        (name, head)
    })
    .collect()
}

#[tokio::test]
async fn whoever_hosts_is_told_when_the_log_is_broken_or_waits_for_a_clock() {
    let room = tempfile::tempdir().expect("a folder");
    let clock = Arc::new(FixedClock::at(Moment::parse(NOW).expect("an instant")));
    let config = StoreConfig {
        data_dir: room.path().join("data"),
        database_url: None,
        instance: "preau.example".to_owned(),
        erasures: None,
        clock: clock.clone(),
    };
    let told = |now: &str| {
        let (text, _) = said(&preau(
            room.path(),
            now,
            &["doctor", "--data", "data", "--json"],
        ));
        let checks: Vec<serde_json::Value> = serde_json::from_str(&text).expect("JSON");
        let log = checks.iter().find(|check| check["name"] == "log");
        let log = log.expect("the log");
        (log["good"] == true, log["said"].to_string())
    };
    let store = Store::open(&config).await.expect("a store");
    let never = Dates {
        wanted: false,
        apart: 0,
    };
    let added = store::log::turn(&store, Node::new(), never).await;
    assert_eq!(added.expect("the log").expect("a leaf").size, 1);
    let (good, said) = told(NOW);
    assert!(good && said.contains("1 lines"), "{said}");
    // The clock was ahead by three weeks when the leaf was signed.
    let (good, said) = told("2026-11-01T09:30:00Z");
    assert!(!good && said.contains("2026-11-22T09:40"), "{said}");
    let cut = store.db.write(|tx| {
        Box::pin(async move {
            tx.run("DELETE FROM log_tiles WHERE level = 0", args![])
                .await
        })
    });
    cut.await.expect("a tile less");
    let (good, said) = told(NOW);
    assert!(!good && said.contains("nothing is signed"), "{said}");
    store.db.close().await;
}

#[tokio::test]
async fn a_stranger_audits_the_log_and_sees_it_rewritten() {
    everywhere(|world| async move {
        let room = tempfile::tempdir().expect("a folder");
        let copy = room.path().join("copy");
        let audit = |target: &str, more: &[&str]| {
            let arguments = [&["log", "audit", target, "--state", "seen.json"], more].concat();
            said(&preau(room.path(), NOW, &arguments))
        };
        assert_eq!(audit("copy", &[]).1, 2, "nothing there");
        for _ in 0..3 {
            world.log_turn().await;
        }
        mirror(&world, &copy, 3).await;
        let url = serve(&copy);
        let (text, status) = audit("copy", &[]);
        assert_eq!(status, 0, "{text}");
        assert!(
            text.contains("preau.example/log") && text.contains("3 lignes, première visite"),
            "{text}"
        );
        // It grew: seen by the address this time.
        let size = world.log_turn().await;
        mirror(&world, &copy, size).await;
        let (text, status) = audit(&url, &["--json"]);
        assert_eq!(status, 0, "{text}");
        let told: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(
            (&told["before"], &told["size"], &told["holds"]),
            (&3.into(), &4.into(), &true.into())
        );
        assert_eq!(
            audit(&format!("{url}/log/"), &[]).1,
            0,
            "the address of the log itself"
        );

        // A tile that is not what was signed.
        let tile = copy.join("tile/0/000.p/4");
        let good = std::fs::read(&tile).expect("a tile");
        let mut bad = good.clone();
        bad[0] ^= 1;
        std::fs::write(&tile, &bad).expect("a tile");
        let (text, status) = audit("copy", &[]);
        assert_eq!(status, 1, "{text}");
        assert!(text.contains("FAUX tile/"), "{text}");
        std::fs::write(&tile, &good).expect("a tile");
        assert_eq!(audit("copy", &[]).1, 0);

        // The same key signs another history: what was seen before is kept, and so is what contradicts it.
        let key = world.store.secrets.log_key();
        let fork = |size: u64| {
            let entries: Vec<Vec<u8>> = (0..size)
                .map(|n| seal::log::entry(&seal::sha256(&[n as u8])))
                .collect();
            let leaves: Vec<_> = entries.iter().map(|entry| leaf(entry)).collect();
            let root = seal::tree::root(&leaves);
            let name = "preau.example/log";
            let head = seal::note::sign_checkpoint(key, name, name, size, root).expect("a head");
            let mut bundle = Vec::new();
            for entry in &entries {
                seal::log::bundle_push(&mut bundle, entry).expect("an entry");
            }
            let tile: Vec<u8> = leaves.iter().flat_map(|leaf| *leaf.bytes()).collect();
            std::fs::write(copy.join("checkpoint"), head).expect("a file");
            std::fs::write(copy.join(format!("tile/0/000.p/{size}")), tile).expect("a file");
            std::fs::write(copy.join(format!("tile/entries/000.p/{size}")), bundle)
                .expect("a file");
        };
        for (size, words) in [(5, "réécrit"), (4, "réécrit"), (3, "plus court")] {
            fork(size);
            let (text, status) = audit("copy", &[]);
            assert_eq!(status, 1, "{size}: {text}");
            assert!(text.contains(words), "{size}: {text}");
            let kept = contradictions(room.path());
            let heads = kept
                .values()
                .filter(|head| head.contains(&format!("log\n{size}\n")));
            assert_eq!(heads.count(), 1, "{kept:?}");
        }
        // Each is kept, under a name of its own, and the same one only once.
        let kept = contradictions(room.path());
        assert_eq!(audit("copy", &[]).1, 1);
        assert_eq!((contradictions(room.path()), kept.len()), (kept, 3));
        // More lines than a log can have: refused before their files are counted.
        let head = std::fs::read_to_string(copy.join("checkpoint")).expect("a head");
        let root = seal::note::Note::parse(&head).and_then(|note| note.checkpoint());
        let (name, root) = ("preau.example/log", root.expect("a head").root);
        let endless = seal::note::sign_checkpoint(key, name, name, 1 << 62, root).expect("a head");
        std::fs::write(copy.join("checkpoint"), endless).expect("a file");
        assert_eq!(audit("copy", &[]), (String::new(), 2));
        mirror(&world, &copy, size).await;
        assert_eq!(
            audit("copy", &[]).1,
            0,
            "what was seen first is still believed"
        );

        // Another key than that of the first visit.
        let stranger = seal::note::SigningKey::generate();
        let text = std::fs::read_to_string(copy.join("checkpoint")).expect("a head");
        let body = text
            .split("\n\n")
            .next()
            .map(|body| format!("{body}\n"))
            .expect("a text");
        let forged = stranger.sign("preau.example/log", &body).expect("a note");
        std::fs::write(copy.join("checkpoint"), forged).expect("a file");
        std::fs::write(
            copy.join("keys.txt"),
            format!("{}\n", stranger.vkey("preau.example/log")),
        )
        .expect("a file");
        let (text, status) = audit("copy", &[]);
        assert_eq!(status, 1, "{text}");
        assert!(text.contains("aucune clé connue"), "{text}");
        assert_eq!(
            contradictions(room.path()).len(),
            3,
            "nobody known signed it"
        );
    })
    .await;
}
