//! Months of one dossier, carried by two people (N021, N025, N040): told without account, shared with an adviser who
//! proposes the request, sent by the person, left without answer; the next way and its limit, her calendar, a mail
//! that says nothing, the line of time, the access closed, and every opening told.

use super::calendar::{read_back, reads, subscribes};
use super::follow::{day, fill};
use super::reminders::{asks, mails, wish};
use super::sharing::{adviser, opens_hers, shares};
use crate::people::everywhere_with;
use crate::people::mailbox::Mailbox;

const PF: &str = "/courrier/protection-fonctionnelle";

#[tokio::test]
async fn n021_n025_n040_two_people_carry_a_dossier_through_two_months_of_silence() {
    let mailbox = Mailbox::open();
    everywhere_with(wish(&mailbox), |world| {
        let mailbox = &mailbox;
        async move {
            let mut her = world.teacher().await;
            let mut maxence = adviser(&world, "Maxence Sorel").await;
            shares(&mut her, &maxence.account.to_string(), "act", "365").await;
            let inside = opens_hers(&mut maxence.visitor).await;

            // The adviser proposes; the person reads it again and sends it.
            let answers = [
                ("person.name", "Camille Martin"),
                ("person.status", "enseignant-2d"),
            ];
            maxence
                .visitor
                .open(&format!("{inside}{PF}"))
                .await
                .press("Voir le courrier", &answers)
                .await;
            let on = day("sent_on", ["20", "11", "2026"]);
            // Only she sends.
            maxence.visitor.does_not_see("Noter l’envoi");
            her.goes(PF)
                .await
                .sees("Maxence Sorel a préparé ce courrier avec vous");
            fill(&mut her, "Noter l’envoi", &[], &[on])
                .await
                .sees("Envoyé le");
            asks(&world, &mut her, mailbox, &[("from", "19")]).await;
            let feed = subscribes(&mut her).await;
            let before = mailbox.count();

            // Two months of silence.
            world.pass(59 * 86_400);
            mails(&world).await;
            assert!(mailbox.count() > before, "a reminder left");
            let mail = String::from_utf8_lossy(&mailbox.last_bytes()).to_lowercase();
            for canary in [
                "protection",
                "insulte",
                "sorel",
                "martin",
                "dossier/",
                "rectorat",
            ] {
                assert!(!mail.contains(canary), "{canary} is in a mail");
            }
            let read = read_back(&reads(&world, &feed).await.body);
            let days = read["events"].as_array().expect("events");
            let days: Vec<_> = days.iter().filter_map(|one| one["on"].as_str()).collect();
            assert!(
                days.contains(&"2027-03-22"),
                "the limit of the tribunal: {days:?}"
            );
            world.pass(5 * 86_400);
            her.come_back(&world).await;
            her.goes("/suivi")
                .await
                .sees("À reprendre maintenant")
                .sees("Sans réponse, la voie suivante peut s’ouvrir.");
            her.goes("/demarche/protection-fonctionnelle")
                .await
                .sees("Deux mois de silence valent refus.")
                .sees("22 mars 2027");
            her.goes("/frise").await.sees("protection fonctionnelle");

            // Her adviser sees the same; then the access is closed, and all that was opened is told.
            maxence.visitor = world.anonymous();
            maxence
                .visitor
                .open("/revenir")
                .await
                .press("Ouvrir", &[("code", &maxence.code)])
                .await;
            maxence
                .visitor
                .open(&format!("{inside}/resume"))
                .await
                .sees("22 mars 2027");
            let page = maxence.visitor.page().text();
            let limits = page.matches("Recours au tribunal administratif");
            assert_eq!(limits.count(), 1, "a limit is said once");
            her.goes("/partage").await.sees("2 ouvertures");
            her.press("Fermer l’accès de Maxence Sorel", &[]).await;
            maxence.visitor.open(&format!("{inside}/resume")).await;
            assert_eq!(maxence.visitor.status.as_u16(), 404);
            her.goes("/partage")
                .await
                .sees("Vous avez fermé cet accès")
                .sees("2 ouvertures");
            her.goes("/historique")
                .await
                .sees("Accès donné")
                .sees("Ouverture par une personne qui aide")
                .sees("Accès fermé");
        }
    })
    .await;
}
