//! The public log (N032): what anybody sees of it, what an export takes out of it, and that it tells nothing of who
//! wrote when.

use super::export::Unzipped;
use super::stamps::Authority;
use crate::people::files::png;
use crate::people::{everywhere, everywhere_with};
use bundle::verify::{Content, Time, read_keys};
use http::{Method, header};
use seal::log::{bundle_read, leaf, read_entry};
use seal::note::open;

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
        assert_eq!(
            headers[header::CACHE_CONTROL],
            "public, max-age=31536000, immutable"
        );
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
            .sees("Aucun tiers n’a encore daté cette liste.");
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
        // The same export, asked for again.
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
        her.open("/registre").await.sees("Horodatage");

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
