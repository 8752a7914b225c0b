//! Reminders where something is odd: a form sent twice, an address that goes, a date that is near, a server without mails, a
//! dossier that is damaged (N021, N110).

use super::follow::{day, fill};
use super::reminders::{asks, mails, wish};
use super::sharing::{adviser, opens_hers, shares};
use crate::people::mailbox::Mailbox;
use crate::people::world::Wish;
use crate::people::{Teacher, World, everywhere_with};
use http::Method;
use kernel::Moment;
use store::args;

const ADDRESS: &str = "camille.privee+rappels@exemple.fr";

fn at(world: &World, instant: &str) {
    world.clock.set(Moment::parse(instant).expect("an instant"));
}

/// Promises to look again on that day.
async fn promises(her: &mut Teacher, on: [&str; 3]) {
    her.goes("/demarche/alerter-chef").await;
    fill(her, "Noter", &[("did", "planned")], &[day("next", on)]).await;
}

async fn rows(world: &World) -> i64 {
    world.rows().await.get("reminders").copied().unwrap_or(0)
}

#[tokio::test]
async fn n110_a_form_sent_twice_sends_one_code_and_another_address_takes_the_place_of_the_first() {
    let mailbox = Mailbox::open();
    everywhere_with(wish(&mailbox), |world| {
        let mailbox = &mailbox;
        async move {
            let mut her = world.teacher().await;
            promises(&mut her, ["3", "12", "2026"]).await;
            let before = mailbox.count();
            her.goes("/calendrier").await;
            let mut form = her.form("Recevoir un code");
            form.fill(&[("address", "premiere@exemple.fr")]);
            let (action, body) = (form.action.clone(), form.body(&[]));
            for _ in 0..2 {
                her.send(Method::POST, &action, Some(body.clone())).await;
                mails(&world).await;
            }
            assert_eq!(mailbox.count(), before + 1, "a double click");
            // A page that was left open asks for another address: one row, one address.
            form.fill(&[("address", ADDRESS)]);
            form.fill(&[("nonce", &"01".repeat(16))]);
            let body = form.body(&[]);
            her.send(Method::POST, &action, Some(body)).await;
            assert_eq!(rows(&world).await, 1);
            her.goes("/calendrier")
                .await
                .sees(ADDRESS)
                .does_not_see("premiere@");
            mails(&world).await;
            assert_eq!(mailbox.last()["to"], ADDRESS);
            let text = mailbox.last()["text"].as_str().expect("a text").to_owned();
            assert!(text.contains("Si c’est vous, recopiez ce code"), "{text}");
            assert!(text.contains("ne faites rien"), "{text}");
            // The code typed back twice, and a page left open that asks again: nothing more leaves.
            let code = mailbox.code();
            her.goes("/calendrier").await;
            let mut confirm = her.form("C’est mon adresse");
            confirm.fill(&[("code", &code)]);
            for _ in 0..2 {
                let body = confirm.body(&[]);
                her.send(Method::POST, &confirm.action, Some(body)).await;
                her.goes("/calendrier")
                    .await
                    .sees("Les rappels vont à")
                    .does_not_see("Ce code n’est pas");
            }
            form.fill(&[("nonce", &"02".repeat(16))]);
            let body = form.body(&[]);
            her.send(Method::POST, &action, Some(body)).await;
            mails(&world).await;
            assert_eq!((mailbox.count(), rows(&world).await), (before + 2, 1));

            // Hours refused: what she chose for her week-ends stays as she chose it.
            her.goes("/calendrier")
                .await
                .press("Arrêter les rappels", &[])
                .await;
            let mut form = her.form("Recevoir un code");
            form.untick("weekends");
            form.fill(&[("address", ADDRESS), ("from", "25")]);
            let (action, body) = (form.action.clone(), form.body(&[]));
            her.send(Method::POST, &action, Some(body)).await;
            her.sees("Écrivez une heure entre 0 et 23");
            assert_eq!(her.form("Recevoir un code").value("weekends"), "");
        }
    })
    .await;
}

#[tokio::test]
async fn n021_only_an_address_that_is_refused_is_given_up_for_good_and_never_written_to_unasked() {
    let mailbox = Mailbox::open();
    everywhere_with(wish(&mailbox), |world| {
        let mailbox = &mailbox;
        async move {
            let mut her = world.teacher().await;
            asks(&world, &mut her, mailbox, &[("address", ADDRESS)]).await;
            promises(&mut her, ["3", "12", "2026"]).await;
            let before = mailbox.count();
            // The sender is not welcome: tried again, and said.
            at(&world, "2026-12-01T08:00:00Z");
            mailbox.answers("block", true);
            for _ in 0..200 {
                mails(&world).await;
                world.pass(1800);
            }
            her.come_back(&world).await;
            her.goes("/calendrier")
                .await
                .sees("Nos derniers messages n’ont pas pu partir.")
                .does_not_see("refuse nos messages");
            mailbox.answers("block", false);
            // The address itself is refused.
            promises(&mut her, ["14", "12", "2026"]).await;
            at(&world, "2026-12-11T08:00:00Z");
            mailbox.answers("refuse", true);
            assert_eq!(mails(&world).await, 1);
            mailbox.answers("refuse", false);
            her.come_back(&world).await;
            her.goes("/calendrier").await.sees("refuse nos messages");
            // Half a year later, with new dates: nothing.
            at(&world, "2027-06-07T08:00:00Z");
            world.app.dossiers.maintain().await.expect("housekeeping");
            her.come_back(&world).await;
            promises(&mut her, ["16", "6", "2027"]).await;
            her.goes("/calendrier").await.sees("refuse nos messages");
            at(&world, "2027-06-14T08:00:00Z");
            assert_eq!((mails(&world).await, mailbox.count()), (0, before));
            // She asks again, and it goes on.
            her.come_back(&world).await;
            her.goes("/calendrier")
                .await
                .press("Arrêter les rappels", &[])
                .await;
            asks(&world, &mut her, mailbox, &[("address", ADDRESS)]).await;
            promises(&mut her, ["25", "6", "2027"]).await;
            at(&world, "2027-06-23T08:00:00Z");
            mails(&world).await;
            // The code, the date two days ahead asked for too late, told on its day, and this one.
            assert_eq!(mailbox.last()["date"], "2027-06-23T08:00:00+00:00");
        }
    })
    .await;
}

#[tokio::test]
async fn n110_a_date_noted_too_late_is_told_on_its_day_once_and_one_that_was_told_is_not() {
    let mailbox = Mailbox::open();
    everywhere_with(wish(&mailbox), |world| {
        let mailbox = &mailbox;
        async move {
            let mut her = world.teacher().await;
            asks(&world, &mut her, mailbox, &[("address", ADDRESS)]).await;
            her.sees("est rappelée le jour même");
            let before = mailbox.count();
            // It is Sunday. Two days before Monday has gone by: Monday at nine.
            promises(&mut her, ["23", "11", "2026"]).await;
            her.goes("/calendrier")
                .await
                .sees("Prochain rappel : lundi 23 novembre 2026, 9 h 00");
            at(&world, "2026-11-23T08:00:00Z");
            mails(&world).await;
            assert_eq!(mailbox.count(), before + 1);
            her.come_back(&world).await;
            her.goes("/suivi").await;
            assert_eq!((mails(&world).await, mailbox.count()), (0, before + 1));
            // Thursday is told on Tuesday, and not again on its morning.
            promises(&mut her, ["26", "11", "2026"]).await;
            at(&world, "2026-11-24T08:00:00Z");
            mails(&world).await;
            assert_eq!(mailbox.count(), before + 2);
            for instant in ["2026-11-25T10:00:00Z", "2026-11-26T06:30:00Z"] {
                at(&world, instant);
                her.come_back(&world).await;
                her.goes("/suivi").await;
            }
            at(&world, "2026-11-26T08:00:00Z");
            mails(&world).await;
            assert_eq!(mailbox.count(), before + 2);
            // Ten o'clock: today's hour has gone by, and nothing is sent out of its time.
            at(&world, "2026-11-26T09:00:00Z");
            her.come_back(&world).await;
            her.goes("/demarche/contacter-syndicat").await;
            let on = day("next", ["26", "11", "2026"]);
            fill(&mut her, "Noter", &[("did", "planned")], &[on]).await;
            at(&world, "2026-11-26T10:00:00Z");
            mails(&world).await;
            assert_eq!(mailbox.count(), before + 2);
        }
    })
    .await;
}

#[tokio::test]
async fn n110_reminders_are_stopped_where_no_mail_leaves_and_on_a_damaged_dossier() {
    let mailbox = Mailbox::open();
    everywhere_with(wish(&mailbox), |world| {
        let mailbox = &mailbox;
        async move {
            let mut her = world.teacher().await;
            promises(&mut her, ["3", "12", "2026"]).await;
            asks(&world, &mut her, mailbox, &[("address", ADDRESS)]).await;
            // The host has taken its mail server away.
            let silent = world.node(Wish::default());
            her.come_back(&silent).await;
            her.goes("/calendrier")
                .await
                .sees("Ce serveur n’envoie plus de courriels")
                .press("Arrêter les rappels", &[])
                .await
                .does_not_see(ADDRESS)
                .does_not_see("Recevoir un code");
            assert_eq!(rows(&world).await, 0);

            her.come_back(&world).await;
            let feed = super::calendar::subscribes(&mut her).await;
            asks(&world, &mut her, mailbox, &[("address", ADDRESS)]).await;
            assert_eq!(rows(&world).await, 1);
            let mark = world.store.db.write(|tx| {
                Box::pin(async move { tx.run("UPDATE dossiers SET damaged = 1", args![]).await })
            });
            mark.await.expect("a mark");
            her.goes("/calendrier")
                .await
                .press("Arrêter les rappels", &[])
                .await;
            her.goes("/calendrier").await.does_not_see(ADDRESS);
            assert_eq!(rows(&world).await, 0);
            her.press("Arrêter cet abonnement", &[]).await;
            let agenda = super::calendar::reads(&world, &feed).await;
            assert_eq!(agenda.status, 404);
            at(&world, "2026-12-01T08:00:00Z");
            assert_eq!(mails(&world).await, 0);
        }
    })
    .await;
}

#[tokio::test]
async fn n110_two_requests_at_once_write_one_row_and_her_dates_are_nobody_elses_business() {
    let mailbox = Mailbox::open();
    everywhere_with(wish(&mailbox), |world| {
        let mailbox = &mailbox;
        async move {
            let mut her = world.teacher().await;
            promises(&mut her, ["3", "12", "2026"]).await;
            her.goes("/calendrier").await;
            let mut form = her.form("Recevoir un code");
            form.fill(&[("address", ADDRESS)]);
            let (action, one) = (form.action.clone(), form.body(&[]));
            form.fill(&[("nonce", &"03".repeat(16))]);
            let two = form.body(&[]);
            let mut other = her.visitor.clone();
            tokio::join!(
                her.visitor.send(Method::POST, &action, Some(one)),
                other.send(Method::POST, &action, Some(two))
            );
            assert_eq!(rows(&world).await, 1);
            mails(&world).await;
            let code = mailbox.code();
            her.goes("/calendrier")
                .await
                .press("C’est mon adresse", &[("code", &code)])
                .await
                .sees("Les rappels vont à");
            assert_eq!(rows(&world).await, 1);
            super::calendar::subscribes(&mut her).await;

            // Whoever works on the dossier with her sees that something is hers, and not what.
            let mut maxence = adviser(&world, "Maxence Sorel").await;
            shares(&mut her, &maxence.account.to_string(), "act", "90").await;
            let inside = opens_hers(&mut maxence.visitor).await;
            maxence
                .visitor
                .open(&format!("{inside}/historique"))
                .await
                .sees("Accès, lien, export ou rappel")
                .does_not_see("Rappels par courriel")
                .does_not_see("Agenda abonné");
            maxence
                .visitor
                .open(&format!("{inside}/suivi"))
                .await
                .does_not_see("Recevoir ces dates");
            her.goes("/suivi").await.sees("Recevoir ces dates");
            let zip = super::export::Unzipped::of(&her.exports(&[]).await);
            assert!(!zip.text_holds("\"type\":\"reminder\""));
            assert!(!zip.text_holds("\"type\":\"feed\""));
            let report = zip.report(&[]);
            assert_eq!(report.counts.left_out, 0, "withheld as accesses are");
        }
    })
    .await;
}
