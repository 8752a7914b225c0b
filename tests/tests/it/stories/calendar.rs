//! The days of a dossier elsewhere: an agenda that follows them (N021, N110). What it reads is read back by a library of
//! others.

use super::follow::{begins_protection, day, fill};
use crate::people::mailbox::python;
use crate::people::{Teacher, Visitor, World, everywhere};
use http::StatusCode;
use serde_json::Value;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

const TITLE: &str = "Une date à voir";

/// A calendar as `icalendar` reads it.
pub fn read_back(bytes: &[u8]) -> Value {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("calendar/read.py");
    let mut run = Command::new(python())
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python");
    run.stdin
        .take()
        .expect("its input")
        .write_all(bytes)
        .expect("the calendar");
    let done = run.wait_with_output().expect("python");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(bytes));
    serde_json::from_slice(&done.stdout).expect("JSON")
}

fn all<'a>(read: &'a Value, key: &str) -> Vec<&'a str> {
    let events = read["events"].as_array().expect("events").iter();
    events
        .map(|one| one[key].as_str().expect("a text"))
        .collect()
}

/// Subscribes, and gives the path of the address shown.
pub async fn subscribes(her: &mut Teacher) -> String {
    her.goes("/calendrier")
        .await
        .press("M’abonner à ces dates", &[])
        .await
        .sees("Elle n’est montrée qu’une fois");
    let page = her.page();
    let inputs = page.all("input").into_iter();
    let mut values = inputs.filter_map(|input| input.attr("value"));
    let url = values
        .find(|value| value.contains("/calendrier/"))
        .expect("an address");
    assert!(
        url.starts_with("https://") && url.ends_with(".ics"),
        "{url}"
    );
    let same = page.all("a").into_iter().filter_map(|a| a.attr("href"));
    let webcal = url.replacen("https", "webcal", 1);
    assert_eq!(
        same.filter(|href| *href == webcal).count(),
        1,
        "one tap subscribes"
    );
    url[url.find("/calendrier/").expect("a path")..].to_owned()
}

/// What an agenda gets: no cookie, no session.
pub async fn reads(world: &World, path: &str) -> Visitor {
    let mut agenda = world.anonymous();
    agenda.open(path).await;
    agenda
}

/// Marks the request for protection as sent on 20 November.
pub async fn sends_protection(her: &mut Teacher) {
    begins_protection(her).await;
    her.goes("/courrier/protection-fonctionnelle").await;
    let on = day("sent_on", ["20", "11", "2026"]);
    fill(her, "Noter l’envoi", &[], &[on]).await;
}

#[tokio::test]
async fn n021_an_agenda_follows_the_days_and_learns_nothing_else() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        her.goes("/suivi").await.follow("Recevoir ces dates").await;
        her.sees("Qui tient votre agenda")
            .sees("pas celui de l’établissement");
        let feed = subscribes(&mut her).await;
        let agenda = reads(&world, &feed).await;
        assert_eq!(agenda.status, StatusCode::OK);
        assert_eq!(
            agenda.header("content-type"),
            "text/calendar; charset=utf-8"
        );
        assert_eq!(agenda.header("cache-control"), "no-store");
        assert!(!agenda.headers.contains_key("set-cookie"));
        assert!(!agenda.headers.contains_key("etag"));
        let before = read_back(&agenda.body);
        // What the plan counts is there from the beginning.
        assert!(!all(&before, "on").is_empty());
        assert_eq!(before["name"], "Dates");

        // A letter is sent: the answer's day is there, and the limit that its silence would open, with nobody opening
        // the dossier again.
        world.pass(600);
        sends_protection(&mut her).await;
        let sent = read_back(&reads(&world, &feed).await.body);
        let days = all(&sent, "on");
        for day in ["2027-01-20", "2027-03-22"] {
            assert!(days.contains(&day), "{day} is missing: {days:?}");
            assert!(!all(&before, "on").contains(&day));
        }
        let titles = all(&sent, "title");
        assert!(titles.iter().all(|title| *title == TITLE), "{titles:?}");
        // A day that was there keeps its name and its hour; a new one has its own.
        for old in before["events"].as_array().expect("events") {
            assert!(
                sent["events"].as_array().expect("events").contains(old),
                "{old} changed"
            );
        }
        let stamps: std::collections::BTreeSet<&str> = all(&sent, "at").into_iter().collect();
        assert_eq!(
            stamps.into_iter().collect::<Vec<_>>(),
            ["2026-11-22T09:30:00+00:00", "2026-11-22T09:40:00+00:00"]
        );
        let names: std::collections::BTreeSet<&str> = all(&sent, "uid").into_iter().collect();
        assert_eq!(names.len(), days.len(), "each day has a name of its own");
        for event in sent["events"].as_array().expect("events") {
            // Nine in the morning, two days before; never at night (N110).
            assert_eq!(event["alarms"], serde_json::json!([-39.0 * 3600.0]));
            assert_eq!(event["sequence"], 0);
            let compact = event["on"].as_str().expect("a day").replace('-', "");
            assert!(!event["uid"].as_str().expect("a name").contains(&compact));
        }
        // Nothing of the case, nor of the dossier's address.
        let text = String::from_utf8(reads(&world, &feed).await.body).expect("text");
        let grant = her.dossier.trim_start_matches("/dossier/").to_owned();
        for word in [
            "protection",
            "insulte",
            "Instagram",
            "Martin",
            "Préau",
            "preau",
            grant.as_str(),
        ] {
            assert!(!text.contains(word), "{word} is in the agenda");
        }

        // The answer comes: what its silence would have opened goes.
        her.goes("/demarche/protection-fonctionnelle").await;
        fill(
            &mut her,
            "Noter",
            &[("did", "granted")],
            &[day("on", ["22", "11", "2026"])],
        )
        .await;
        let granted = read_back(&reads(&world, &feed).await.body);
        let days = all(&granted, "on");
        assert!(
            !days.contains(&"2027-01-20") && !days.contains(&"2027-03-22"),
            "{days:?}"
        );
    })
    .await;
}

#[tokio::test]
async fn n021_a_feed_is_stopped_and_looks_like_one_that_never_was() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        let one = subscribes(&mut her).await;
        let two = subscribes(&mut her).await;
        assert_ne!(one, two);
        her.goes("/calendrier")
            .await
            .sees("Agenda n° 1")
            .sees("Agenda n° 2");
        // Two addresses of one dossier have no name in common.
        let (first, second) = (
            read_back(&reads(&world, &one).await.body),
            read_back(&reads(&world, &two).await.body),
        );
        assert_eq!(all(&first, "on"), all(&second, "on"));
        assert!(
            all(&first, "uid")
                .iter()
                .all(|uid| !all(&second, "uid").contains(uid))
        );

        her.goes("/calendrier")
            .await
            .press("Arrêter cet abonnement", &[])
            .await;
        her.does_not_see("Agenda n° 1").sees("Agenda n° 2");
        her.goes("/historique")
            .await
            .sees("Agenda abonné aux dates")
            .sees("Abonnement d’agenda arrêté");
        let gone = reads(&world, &one).await;
        let never = reads(&world, "/calendrier/AAAAAAAAAAAAAAAAAAAAAA.ics").await;
        let wrong = reads(&world, "/calendrier/rien").await;
        assert_eq!(gone.status, StatusCode::NOT_FOUND);
        let said = |visitor: &Visitor| visitor.page().text();
        assert_eq!((never.status, wrong.status), (gone.status, gone.status));
        let names = |visitor: &Visitor| visitor.headers.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&gone), names(&never));
        // The number of the incident apart, nothing tells one from the other.
        let shape = |text: String| text.split_whitespace().count();
        assert_eq!(shape(said(&gone)), shape(said(&never)));
        // Another address goes on; it dies with the dossier.
        assert_eq!(reads(&world, &two).await.status, StatusCode::OK);
        her.goes("/supprimer")
            .await
            .press("Supprimer définitivement", &[("confirm", "oui")])
            .await;
        assert_eq!(reads(&world, &two).await.status, StatusCode::NOT_FOUND);
        assert!(!world.rows().await.contains_key("feeds"));
    })
    .await;
}

#[tokio::test]
async fn n021_a_dossier_that_may_be_lost_has_no_agenda_and_five_are_enough() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        for _ in 0..5 {
            subscribes(&mut her).await;
        }
        her.goes("/calendrier")
            .await
            .press("M’abonner à ces dates", &[])
            .await
            .sees("Cinq agendas suivent déjà ces dates.");
        let mut other = world.anonymous();
        crate::people::world::tell(&mut other, crate::people::world::INSULT).await;
        other
            .press("Continuer", &crate::people::world::ON_THE_NET)
            .await;
        other
            .press("Continuer", &[("kind", "insulte-diffamation")])
            .await;
        other.press("Mettre à l’abri", &[]).await;
        let path = format!(
            "{}/calendrier",
            crate::people::world::dossier_of(&other.path)
        );
        other
            .open(&path)
            .await
            .sees("Notez d’abord votre code de retour")
            .does_not_see("M’abonner à ces dates");
    })
    .await;
}

#[tokio::test]
async fn n021_the_file_to_import_is_read_by_others_too() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        sends_protection(&mut her).await;
        her.goes("/suivi/calendrier").await;
        let read = read_back(&her.body);
        assert!(all(&read, "on").contains(&"2027-01-20"), "{read}");
        assert!(all(&read, "title").iter().all(|title| *title == TITLE));
        assert_eq!(read["others"], serde_json::json!([]));

        // The same days are the same bytes, and another dossier in the same agenda has no name in common.
        let before = her.body.clone();
        world.pass(600);
        her.goes("/suivi/calendrier").await;
        assert_eq!(her.body, before);
        let mut other = world.teacher().await;
        sends_protection(&mut other).await;
        other.goes("/suivi/calendrier").await;
        let second = read_back(&other.body);
        assert_eq!(all(&read, "on"), all(&second, "on"));
        let same = |uid: &&str| all(&second, "uid").contains(uid);
        assert_eq!(all(&read, "uid").iter().filter(|uid| same(uid)).count(), 0);
        let text = String::from_utf8_lossy(&before).into_owned();
        assert!(!text.contains(her.dossier.trim_start_matches("/dossier/")));
    })
    .await;
}
