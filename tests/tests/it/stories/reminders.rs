//! Reminders by mail, through a real server: to whom, when, what they say, what happens when it does not work (N021, N110).

use super::calendar::sends_protection;
use super::commands::{preau, said};
use super::follow::{day, fill};
use crate::people::mailbox::{FROM, Mailbox};
use crate::people::world::{NOW, Wish};
use crate::people::{Teacher, World, everywhere_with};
use kernel::Moment;
use kernel::ports::Mailer;
use std::sync::Arc;

const ADDRESS: &str = "camille.privee@exemple.fr";

pub fn wish(mailbox: &Mailbox) -> Wish {
    Wish {
        mailer: Some(mailbox.mailer()),
        ..Wish::default()
    }
}

/// Sends everything that is due, and says how many turns that took.
pub async fn mails(world: &World) -> usize {
    let mut turns = 0;
    while world.app.dossiers.mail_once().await.expect("the mails") {
        turns += 1;
    }
    turns
}

/// Asks for reminders, and types the code back.
pub async fn asks(world: &World, her: &mut Teacher, mailbox: &Mailbox, fields: &[(&str, &str)]) {
    let fields = [&[("address", ADDRESS)], fields].concat();
    her.goes("/calendrier")
        .await
        .press("Recevoir un code", &fields)
        .await;
    her.sees("Un code est demandé pour");
    mails(world).await;
    let code = mailbox.code();
    her.goes("/calendrier")
        .await
        .sees("Il est parti.")
        .press("C’est mon adresse", &[("code", &code)])
        .await
        .sees("Les rappels vont à");
}

fn at(world: &World, instant: &str) {
    world.clock.set(Moment::parse(instant).expect("an instant"));
}

/// Promises to look again on that day: the soonest day to keep.
async fn promises(her: &mut Teacher, on: [&str; 3]) {
    her.goes("/demarche/alerter-chef").await;
    fill(her, "Noter", &[("did", "planned")], &[day("next", on)]).await;
}

#[tokio::test]
async fn n021_n110_a_reminder_goes_to_an_address_that_was_shown_to_be_hers_and_says_nothing() {
    let mailbox = Mailbox::open();
    everywhere_with(wish(&mailbox), |world| {
        let mailbox = &mailbox;
        async move {
            let before = mailbox.count();
            let mut her = world.teacher().await;
            sends_protection(&mut her).await;
            let page = her.goes("/calendrier").await;
            page.sees("pas celle de l’établissement")
                .sees("Qui tient votre messagerie");
            for (fields, said) in [
                (
                    [("address", "personne"), ("from", "19")],
                    "Écrivez une adresse de courriel",
                ),
                (
                    [("address", "a@b.fr\r\nBcc: c@d.fr"), ("from", "19")],
                    "Écrivez une adresse de courriel",
                ),
                (
                    [("address", ADDRESS), ("from", "25")],
                    "Écrivez une heure entre 0 et 23",
                ),
            ] {
                her.goes("/calendrier")
                    .await
                    .press("Recevoir un code", &fields)
                    .await
                    .sees(said);
            }
            assert_eq!(mails(&world).await, 0);
            her.goes("/calendrier")
                .await
                .press("Recevoir un code", &[("address", ADDRESS), ("from", "19")])
                .await
                .sees("Il part dans un instant.");
            // Sunday morning: a code that she has just asked for does not wait for Monday.
            mails(&world).await;
            assert_eq!(mailbox.count(), before + 1);
            let code = mailbox.code();
            let wrong = if code == "000000" { "000001" } else { "000000" };
            her.goes("/calendrier")
                .await
                .press("C’est mon adresse", &[("code", wrong)])
                .await
                .sees("Ce code n’est pas celui qui a été envoyé");
            her.press("C’est mon adresse", &[("code", &code)]).await;
            her.sees("Les rappels vont à camille.privee@exemple.fr")
                .sees("2 jours avant. Jamais de 19 h à 7 h, ni le week-end.")
                .sees("Prochain rappel : lundi 18 janvier 2027");
            her.goes("/historique")
                .await
                .sees("Rappels par courriel demandés")
                .does_not_see("exemple.fr");

            // The answer is awaited on Wednesday 20 January: Monday at nine, once, and not before.
            at(&world, "2027-01-18T07:59:59Z");
            mails(&world).await;
            let before = mailbox.count() - 1;
            at(&world, "2027-01-18T08:00:00Z");
            mails(&world).await;
            assert_eq!((mailbox.count(), mails(&world).await), (before + 2, 0));
            let mail = mailbox.last();
            assert_eq!(
                (&mail["sender"], &mail["to"]),
                (&FROM.into(), &ADDRESS.into())
            );
            assert_eq!(mail["host"], "preau.example", "not the name of the machine");
            let headers = &mail["headers"];
            for (name, value) in [
                ("From", FROM),
                ("To", ADDRESS),
                ("Subject", "Rappel"),
                ("Auto-Submitted", "auto-generated"),
            ] {
                assert_eq!(headers[name], value, "{name}");
            }
            assert_eq!(mail["date"], "2027-01-18T08:00:00+00:00");
            let id = headers["Message-ID"].as_str().expect("an id");
            assert!(
                id.ends_with("@preau.example>") && id.len() == 32 + 16,
                "{id}"
            );
            let text = mail["text"].as_str().expect("a text");
            assert!(text.contains("une date approche") && text.contains("https://preau.example"));
            let raw = String::from_utf8(mailbox.last_bytes()).expect("ASCII");
            let grant = her.dossier.trim_start_matches("/dossier/");
            for word in [
                "protection",
                "insult",
                "Instagram",
                "Martin",
                "dossier",
                "janvier",
                "rectorat",
                grant,
            ] {
                assert!(
                    !text.contains(word) && !raw.contains(word),
                    "« {word} » is in the mail"
                );
            }

            // The answer comes: what its silence would open is not reminded of any more.
            her.come_back(&world).await;
            her.goes("/calendrier").await.sees("Prochain rappel");
            her.goes("/demarche/protection-fonctionnelle").await;
            fill(
                &mut her,
                "Noter",
                &[("did", "granted")],
                &[day("on", ["18", "1", "2027"])],
            )
            .await;
            let rows = world.rows().await;
            let left = her.goes("/calendrier").await.page().text();
            assert!(!left.contains("19 mars 2027"), "{left}");
            assert!(rows.contains_key("reminders") == left.contains("Prochain rappel"));

            // Stopped: the address is forgotten, and the days go by.
            her.press("Arrêter les rappels", &[])
                .await
                .sees("Recevoir un code");
            assert!(!world.rows().await.contains_key("reminders"));
            at(&world, "2027-04-01T08:00:00Z");
            assert_eq!((mails(&world).await, mailbox.count()), (0, before + 2));
        }
    })
    .await;
}

#[tokio::test]
async fn n110_nothing_leaves_in_her_hours_even_when_the_server_was_down_nor_when_the_clocks_change()
{
    let mailbox = Mailbox::open();
    everywhere_with(wish(&mailbox), |world| {
        let mailbox = &mailbox;
        async move {
            let mut her = world.teacher().await;
            asks(&world, &mut her, mailbox, &[]).await;
            // Tuesday 1 December: Sunday is hers, so Friday at nine. The server is down until the evening.
            promises(&mut her, ["1", "12", "2026"]).await;
            her.goes("/calendrier")
                .await
                .sees("vendredi 27 novembre 2026, 9 h 00");
            let before = mailbox.count();
            mailbox.stop();
            at(&world, "2026-11-27T08:00:00Z");
            assert!(mails(&world).await > 0);
            at(&world, "2026-11-27T17:30:00Z");
            assert!(mails(&world).await > 0);
            mailbox.start();
            // From 19 h on, and all the week-end, nothing.
            for instant in [
                "2026-11-27T18:31:00Z",
                "2026-11-28T10:00:00Z",
                "2026-11-29T21:00:00Z",
                "2026-11-30T05:59:00Z",
            ] {
                at(&world, instant);
                mails(&world).await;
                assert_eq!(mailbox.count(), before, "{instant}");
            }
            at(&world, "2026-11-30T06:00:00Z");
            mails(&world).await;
            assert_eq!((mailbox.count(), mails(&world).await), (before + 1, 0));

            // Somebody who takes her week-ends: the night of 28 March 2027 is an hour shorter.
            her.come_back(&world).await;
            her.goes("/calendrier")
                .await
                .press("Arrêter les rappels", &[])
                .await;
            let form = her.form("Recevoir un code");
            let mut taken = form.clone();
            taken.untick("weekends");
            taken.fill(&[("address", ADDRESS)]);
            her.send(http::Method::POST, &taken.action, Some(taken.body(&[])))
                .await;
            mails(&world).await;
            let code = mailbox.code();
            her.goes("/calendrier")
                .await
                .press("C’est mon adresse", &[("code", &code)])
                .await;
            her.sees("Jamais de 19 h à 7 h.").does_not_see("week-end.");
            promises(&mut her, ["30", "3", "2027"]).await;
            at(&world, "2027-03-28T06:59:59Z");
            mails(&world).await;
            let before = mailbox.count();
            at(&world, "2027-03-28T07:00:00Z");
            mails(&world).await;
            assert_eq!(
                mailbox.count(),
                before + 1,
                "nine in the morning, by the new hour"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn n021_what_cannot_be_sent_is_tried_again_then_said_and_a_refusal_stops() {
    let mailbox = Mailbox::open();
    everywhere_with(wish(&mailbox), |world| {
        let mailbox = &mailbox;
        async move {
            let mut her = world.teacher().await;
            asks(&world, &mut her, mailbox, &[]).await;
            promises(&mut her, ["3", "12", "2026"]).await;
            let before = mailbox.count();
            at(&world, "2026-12-01T08:00:00Z");
            mailbox.answers("busy", true);
            assert_eq!(mails(&world).await, 1, "the next try waits");
            world.pass(59);
            assert_eq!(mails(&world).await, 0);
            world.pass(2);
            assert_eq!(mails(&world).await, 1);
            // Twelve tries, in the hours that are free, then no more.
            let mut tries = 2;
            for _ in 0..200 {
                world.pass(1800);
                tries += mails(&world).await;
            }
            assert!(tries < 40, "{tries}");
            at(&world, "2026-12-07T08:00:00Z");
            her.come_back(&world).await;
            her.goes("/calendrier")
                .await
                .sees("Nos derniers messages n’ont pas pu partir.");
            mailbox.answers("busy", false);
            assert_eq!(mailbox.count(), before);
            her.press("Essayer de nouveau", &[]).await;
            mails(&world).await;
            assert_eq!(mailbox.count(), before + 1);
            her.goes("/calendrier")
                .await
                .does_not_see("n’ont pas pu partir");

            // Refused for good: one try, said, and nothing more.
            promises(&mut her, ["14", "12", "2026"]).await;
            mailbox.answers("refuse", true);
            at(&world, "2026-12-11T08:00:00Z");
            assert_eq!(mails(&world).await, 1);
            mailbox.answers("refuse", false);
            world.pass(7 * 86_400);
            assert_eq!((mails(&world).await, mailbox.count()), (0, before + 1));
            her.come_back(&world).await;
            her.goes("/calendrier")
                .await
                .sees("Cette adresse refuse nos messages");
            // Deleted with the dossier.
            her.goes("/supprimer")
                .await
                .press("Supprimer définitivement", &[("confirm", "oui")])
                .await;
            assert!(!world.rows().await.contains_key("reminders"));
        }
    })
    .await;
}

#[tokio::test]
async fn n021_two_nodes_send_each_mail_once() {
    let mailbox = Mailbox::open();
    everywhere_with(wish(&mailbox), |world| {
        let mailbox = &mailbox;
        async move {
            let before = mailbox.count();
            let mut all = Vec::new();
            for number in 0..3 {
                let mut her = world.teacher().await;
                let address = format!("personne-{number}@exemple.fr");
                asks(&world, &mut her, mailbox, &[("address", &address)]).await;
                promises(&mut her, ["3", "12", "2026"]).await;
                all.push(her);
            }
            at(&world, "2026-12-01T08:00:00Z");
            let (one, two) = tokio::join!(mails(&world), mails(&world));
            assert_eq!(one + two, 3);
            assert_eq!(mailbox.count(), before + 6, "three codes, three reminders");
        }
    })
    .await;
}

#[tokio::test]
async fn n110_codes_are_few_and_an_address_that_is_not_confirmed_gets_nothing_else() {
    let mailbox = Mailbox::open();
    everywhere_with(wish(&mailbox), |world| {
        let mailbox = &mailbox;
        async move {
            let before = mailbox.count();
            let mut her = world.teacher().await;
            promises(&mut her, ["3", "12", "2026"]).await;
            for _ in 0..3 {
                her.goes("/calendrier")
                    .await
                    .press("Recevoir un code", &[("address", "autrui@exemple.fr")])
                    .await;
                mails(&world).await;
                her.goes("/calendrier")
                    .await
                    .press("Oublier cette adresse", &[])
                    .await;
            }
            assert_eq!(mailbox.count(), before + 3);
            // However it is written, and from another dossier too.
            let mut other = world.teacher().await;
            for her in [&mut her, &mut other] {
                her.goes("/calendrier")
                    .await
                    .press("Recevoir un code", &[("address", "Autrui@exemple.fr")])
                    .await
                    .sees("Plusieurs codes ont déjà été envoyés aujourd’hui.");
            }
            // Five wrong codes end it.
            other
                .goes("/calendrier")
                .await
                .press("Recevoir un code", &[("address", ADDRESS)])
                .await;
            mails(&world).await;
            let code = mailbox.code();
            let wrong = if code == "000000" { "000001" } else { "000000" };
            for _ in 0..5 {
                other
                    .goes("/calendrier")
                    .await
                    .press("C’est mon adresse", &[("code", wrong)])
                    .await;
            }
            other
                .goes("/calendrier")
                .await
                .sees("Recevoir un code")
                .does_not_see(ADDRESS);
            let count = mailbox.count();
            at(&world, "2026-12-04T08:00:00Z");
            assert_eq!((mails(&world).await, mailbox.count()), (0, count));
        }
    })
    .await;
}

#[tokio::test]
async fn a_mail_goes_by_tls_to_the_server_that_was_named_or_not_at_all() {
    let mailbox = Mailbox::with_tls();
    let mail = kernel::ports::Mail {
        to: ADDRESS.to_owned(),
        subject: "Essai".to_owned(),
        text: "Un essai.\n".to_owned(),
        id: "00".repeat(16),
        at: Moment::parse("2026-11-23T08:00:00Z").expect("an instant"),
    };
    let stranger = outbound::MailSettings {
        ca: None,
        ..mailbox.settings()
    };
    let stranger = Arc::new(outbound::Smtp::new(&stranger).expect("settings")) as Arc<dyn Mailer>;
    assert!(
        stranger.send(&mail).await.is_err(),
        "an authority that nobody named"
    );
    assert_eq!(mailbox.count(), 0);
    assert!(mailbox.mailer().send(&mail).await.is_ok());
    assert_eq!(mailbox.last()["tls"], true);
    // A server without STARTTLS gets nothing.
    let plain = Mailbox::open();
    let wants = outbound::MailSettings {
        server: "localhost".to_owned(),
        tls: outbound::MailTls::Starttls,
        ..plain.settings()
    };
    let wants = outbound::Smtp::new(&wants).expect("settings");
    assert!(wants.send(&mail).await.is_err());
    assert_eq!(plain.count(), 0);
}

#[test]
fn n021_the_command_doctor_says_whether_mails_leave() {
    let (mailbox, room) = (Mailbox::open(), tempfile::tempdir().expect("a folder"));
    let port = mailbox.settings().port.expect("a port");
    let settings = |port: u16| {
        let text = format!(
            "[mail]\nserver = \"127.0.0.1\"\nport = {port}\ntls = \"none\"\nfrom = \"{FROM}\"\n"
        );
        std::fs::write(room.path().join("preau.toml"), text).expect("a file");
    };
    let doctor = |more: &[&str]| {
        let args = [&["doctor", "--config", "preau.toml"], more].concat();
        said(&preau(room.path(), NOW, &args)).0
    };
    settings(port);
    let told = doctor(&[]);
    assert!(
        told.contains("ok   mail      127.0.0.1 (without TLS, on this machine)"),
        "{told}"
    );
    assert_eq!(mailbox.count(), 0);
    let told = doctor(&["--mail", ADDRESS]);
    assert!(told.contains("it took a test mail"), "{told}");
    assert_eq!(mailbox.last()["to"], ADDRESS);
    mailbox.answers("refuse", true);
    let told = doctor(&["--mail", ADDRESS]);
    assert!(
        told.contains("RED  mail") && told.contains("it refuses that address"),
        "{told}"
    );
    mailbox.stop();
    let told = doctor(&[]);
    assert!(
        told.contains("RED  mail") && told.contains("no connection"),
        "{told}"
    );
    std::fs::write(room.path().join("preau.toml"), "").expect("a file");
    assert!(doctor(&[]).contains("ok   mail      no [mail]"));
}
