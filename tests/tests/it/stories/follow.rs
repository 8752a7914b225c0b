//! Steps that keep something: what is noted, sent, received, refused, seen gone; the days to keep
//! (N020–N023, N049, N056, N058, N060, N066, N068, N069, N074, N078, N079).

use super::export::Unzipped;
use crate::people::files::png;
use crate::people::world::{INSULT, ON_THE_NET, tell};
use crate::people::{Teacher, Visitor, World, everywhere};

/// A teacher whose dossier is about that kind.
pub async fn about(world: &World, kind: &str) -> Teacher {
    let mut visitor = world.anonymous();
    tell(&mut visitor, INSULT).await;
    visitor.press("Continuer", &ON_THE_NET).await;
    visitor.press("Continuer", &[("kind", kind)]).await;
    visitor.press("Mettre à l’abri", &[]).await;
    world.settle(visitor).await
}

/// A day typed in the three fields of a date.
pub fn day(name: &str, [day, month, year]: [&str; 3]) -> Vec<(String, String)> {
    [("day", day), ("month", month), ("year", year)]
        .map(|(part, value)| (format!("{name}-{part}"), value.to_owned()))
        .to_vec()
}

/// Presses a button with fields and dates.
pub async fn fill<'a>(
    visitor: &'a mut Visitor,
    button: &str,
    fields: &[(&str, &str)],
    dates: &[Vec<(String, String)>],
) -> &'a mut Visitor {
    let dates: Vec<(String, String)> = dates.concat();
    let mut all = fields.to_vec();
    all.extend(
        dates
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str())),
    );
    visitor.press(button, &all).await
}

/// Comes back another day, with her code.
async fn returns(world: &World, her: &mut Teacher, days: i64) {
    world.pass(days * 86_400);
    let code = her.code.clone();
    her.visitor = world.anonymous();
    her.open("/revenir")
        .await
        .press("Ouvrir", &[("code", &code)])
        .await;
    her.is_at("/dossiers", 200);
    let path = her.link("Dossier ouvert").expect("her dossier");
    her.dossier = path;
}

/// The words of the dossier in an export made now.
pub async fn exported(her: &mut Teacher) -> String {
    let zip = her.exports(&[]).await;
    crate::people::html::words(&Unzipped::of(&zip).pdf())
}

/// The first piece that the form on this page lets her tie.
pub fn first_piece(visitor: &Visitor) -> String {
    let page = visitor.page();
    let boxes = page.all("input");
    let piece = boxes
        .iter()
        .find(|input| input.attr("name") == Some("pieces"));
    piece
        .and_then(|input| input.attr("value"))
        .expect("a piece")
        .to_owned()
}

/// A request for protection, begun with the little that a sending needs.
pub async fn begins_protection(her: &mut Teacher) {
    let answers = [
        ("person.name", "Camille Martin"),
        ("person.status", "enseignant-2d"),
    ];
    her.goes("/courrier/protection-fonctionnelle")
        .await
        .press("Voir le courrier", &answers)
        .await;
}

const HEAD: &str = "/demarche/alerter-chef";

#[tokio::test]
async fn n020_n022_a_refusal_keeps_its_day_and_opens_the_next_way() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        her.goes(HEAD)
            .await
            .sees("À faire")
            .sees("Rien n’est encore noté.");
        let exchange = [
            ("did", "contact"),
            ("channel", "in-person"),
            ("with", "la cheffe d’établissement"),
            ("words", "Elle demande un écrit."),
        ];
        fill(
            &mut her,
            "Noter",
            &exchange,
            &[day("on", ["16", "11", "2026"])],
        )
        .await
        .sees("Commencé")
        .sees("16 novembre 2026")
        .sees("De vive voix · avec la cheffe d’établissement")
        .does_not_see("Ce qui s’ouvre maintenant");
        let refusal = [("did", "refused"), ("words", "« Réglez cela entre vous. »")];
        fill(
            &mut her,
            "Noter",
            &refusal,
            &[day("on", ["18", "11", "2026"])],
        )
        .await
        .sees("Refusé le 18 novembre 2026")
        .sees("Ce qui s’ouvre maintenant");
        // Each way that opens is a page of its own.
        her.follow("Écrire au niveau au-dessus").await;
        assert!(
            her.path.ends_with("/demarche/alerter-hierarchie"),
            "{}",
            her.path
        );
        her.goes("/plan").await.sees("Refusé le 18 novembre 2026");
        her.goes("/suivi")
            .await
            .sees("Ce qui dépend de vous")
            .sees("Refusé le 18 novembre 2026");
        her.goes("/historique").await.sees("Refus ou silence noté");
        let said = exported(&mut her).await;
        for line in [
            "Démarches",
            "C’est refusé",
            "« Réglez cela entre vous. »",
            "18 novembre 2026",
            "Elle demande un écrit",
        ] {
            assert!(said.contains(line), "« {line} » is not in the export");
        }
        // A later agreement closes the step; both days stay in its record.
        her.goes(HEAD).await;
        fill(&mut her, "Noter", &[("did", "granted")], &[])
            .await
            .sees("Accordé le 22 novembre 2026")
            .sees("C’est refusé")
            .does_not_see("Ce qui s’ouvre maintenant");
        her.goes("/suivi").await.sees("Terminé");
    })
    .await;
}

#[tokio::test]
async fn n020_a_note_that_was_wrong_is_corrected_or_taken_back_and_the_history_keeps_it() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        her.goes(HEAD).await;
        // Nothing chosen, a day to come: said in words, what was typed is still there, nothing kept.
        let rows = world.rows().await;
        fill(
            &mut her,
            "Noter",
            &[("words", "Des mots à garder")],
            &[day("on", ["24", "12", "2026"])],
        )
        .await;
        assert_eq!(her.status, 422);
        her.sees("Choisissez ce qui s’est passé.")
            .sees("Cette date n’est pas encore arrivée.");
        assert_eq!(her.form("Noter").value("words"), "Des mots à garder");
        assert_eq!(world.rows().await, rows);

        her.goes(HEAD).await;
        fill(
            &mut her,
            "Noter",
            &[("did", "refused")],
            &[day("on", ["", "", ""])],
        )
        .await;
        her.follow("Corriger")
            .await
            .sees("L’ancienne version restera dans l’historique.");
        her.press("Enregistrer la correction", &[("did", "contact")])
            .await
            .sees("Commencé")
            .does_not_see("Refusé le");
        her.follow("Corriger").await;
        her.press("Retirer la note", &[])
            .await
            .sees("À faire")
            .sees("Rien n’est encore noté.");
        her.goes("/historique")
            .await
            .sees("Refus ou silence noté")
            .sees("Note corrigée");
    })
    .await;
}

#[tokio::test]
async fn n049_n056_the_answer_is_counted_from_receipt_and_the_copy_to_the_head_is_dated() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        let pf = "/courrier/protection-fonctionnelle";
        let answers = [
            ("person.name", "Camille Martin"),
            ("person.status", "enseignant-2d"),
        ];
        her.goes(pf).await.press("Voir le courrier", &answers).await;
        let sent = [("means", "recommandé"), ("tracking", "1A 234 567")];
        let on = day("sent_on", ["3", "11", "2026"]);
        fill(&mut her, "Noter l’envoi", &sent, &[on])
            .await
            .sees("Envoyé le mardi 3 novembre 2026")
            .sees("référence 1A 234 567")
            .sees("dimanche 3 janvier 2027");
        // The receipt came: two months from there, and the copy given the same day.
        let received = day("received", ["6", "11", "2026"]);
        let copied = day("copied", ["6", "11", "2026"]);
        fill(&mut her, "Noter l’envoi", &[], &[received, copied])
            .await
            .sees("Reçu le vendredi 6 novembre 2026")
            .sees("Copie remise le vendredi 6 novembre 2026")
            .sees("mercredi 6 janvier 2027");
        let before = day("received", ["1", "11", "2026"]);
        fill(&mut her, "Noter l’envoi", &[], &[before]).await;
        assert_eq!(her.status, 422);
        her.sees("La réception est avant l’envoi.");
        her.goes("/demarche/protection-fonctionnelle")
            .await
            .sees("En attente depuis le 6 novembre 2026")
            .sees("Références : 1A 234 567")
            .sees("réponse attendue");
        her.goes("/suivi")
            .await
            .sees("En attente d’une réponse")
            .sees("1A 234 567");
        let said = exported(&mut her).await;
        for line in [
            "Reçu le vendredi 6 novembre 2026",
            "Copie remise le",
            "1A 234 567",
        ] {
            assert!(said.contains(line), "« {line} » is not in the export");
        }
    })
    .await;
}

#[tokio::test]
async fn n021_what_is_late_shows_and_the_calendar_says_nothing_of_the_case() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        begins_protection(&mut her).await;
        let on = day("sent_on", ["3", "9", "2026"]);
        fill(&mut her, "Noter l’envoi", &[], &[on]).await;
        her.goes("").await.sees("Une date est passée");
        her.goes("/suivi")
            .await
            .sees("À reprendre maintenant")
            .sees("Sans réponse, la voie suivante peut s’ouvrir.");
        her.follow("protection fonctionnelle")
            .await
            .sees("Ce qui s’ouvre maintenant")
            .sees("Deux mois de silence valent refus.");
        her.follow("Recours").await;
        assert!(
            her.path.ends_with("/courrier/recours-pf"),
            "the reminder letter: {}",
            her.path
        );
        her.goes("/suivi/calendrier").await;
        assert_eq!(her.header("content-type"), "text/calendar; charset=utf-8");
        let text = String::from_utf8(her.body.clone()).expect("text");
        assert!(text.contains("BEGIN:VEVENT") && text.contains("DTSTART;VALUE=DATE:"));
        for word in [
            "protection",
            "plainte",
            "insulte",
            "presse",
            "Martin",
            "recteur",
            "préau",
            "preau",
        ] {
            assert!(
                !text.to_lowercase().contains(word),
                "« {word} » is in the calendar"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn n066_the_second_letter_quotes_the_first_its_day_and_its_answer() {
    everywhere(|world| async move {
        let mut her = about(&world, "image-sans-accord").await;
        let answers = [
            ("person.name", "Camille Martin"),
            ("platform.name", "Instagram"),
            ("explanation", "Ma photo est publiée sans mon accord."),
        ];
        her.goes("/courrier/dsa-notification")
            .await
            .press("Voir le courrier", &answers)
            .await;
        let on = day("sent_on", ["9", "11", "2026"]);
        fill(&mut her, "Noter l’envoi", &[("tracking", "SIG-77")], &[on]).await;
        // A piece that the first letter did not have.
        her.adds("nouvelle.png", &png("nouvelle")).await;
        let refusal = [
            ("did", "refused"),
            ("reference", "RE-12"),
            ("words", "Le compte respecte nos règles."),
        ];
        her.goes("/demarche/demande-retrait-plateforme").await;
        fill(
            &mut her,
            "Noter",
            &refusal,
            &[day("on", ["12", "11", "2026"])],
        )
        .await;
        her.follow("Réclamation").await;
        assert!(
            her.path.ends_with("/courrier/dsa-reclamation"),
            "{}",
            her.path
        );
        let form = her.form("Voir le courrier");
        for (field, said) in [
            ("more.first_date", "9 novembre 2026"),
            ("more.first_reference", "SIG-77"),
            ("more.first_quote", "Ma photo est publiée sans mon accord."),
            ("more.answer_date", "12 novembre 2026"),
            ("more.answer_reference", "RE-12"),
            ("more.answer_text", "Le compte respecte nos règles."),
            ("added_pieces", "1"),
        ] {
            let typed = form.value(field).replace('\u{a0}', " ");
            assert_eq!(typed, said, "{field}");
        }
        her.press("Voir le courrier", &[])
            .await
            .sees("« Le compte respecte nos règles. »")
            .sees("nouvelle.png");
    })
    .await;
}

#[tokio::test]
async fn n068_n069_each_copy_has_its_state_and_the_step_stays_open_until_all_are_gone() {
    everywhere(|world| async move {
        let mut her = about(&world, "usurpation-identite").await;
        let step = "/demarche/demande-retrait-plateforme";
        let profile = "https://reseau.exemple/faux-profil";
        let copy = "https://miroir.exemple/copie";
        let look = |address: &'static str, online: &'static str| {
            [("did", "checked"), ("address", address), ("online", online)]
        };
        her.goes(step)
            .await
            .press("Noter", &look(profile, "up"))
            .await;
        her.press("Noter", &look(copy, "asked")).await;
        her.press("Noter", &[("did", "contact"), ("reference", "PV 2024/118")])
            .await
            .sees("Publications et profils suivis")
            .sees("Toujours en ligne")
            .sees("Retrait demandé")
            .sees("Références : PV 2024/118");
        // Granted is not gone: what still shows keeps the step among hers.
        her.press("Noter", &[("did", "granted")])
            .await
            .sees("Il reste quelque chose en ligne.");
        her.goes("/suivi")
            .await
            .sees("Ce qui dépend de vous")
            .does_not_see("Terminé");
        her.goes(step)
            .await
            .press("Noter", &look(profile, "down"))
            .await;
        her.press("Noter", &look(copy, "down"))
            .await
            .does_not_see("Il reste quelque chose en ligne.");
        her.goes("/suivi")
            .await
            .sees("Terminé")
            .sees("Disparu, 22 novembre 2026");
        let said = exported(&mut her).await;
        assert!(
            said.contains("Disparu")
                && said.contains("faux-profil")
                && said.contains("PV 2024/118")
        );
        // An address that is none is refused with its reason.
        her.goes(step)
            .await
            .press("Noter", &look("javascript:alert(1)", "up"))
            .await;
        assert_eq!(her.status, 422);
        her.sees("Cette adresse ne ressemble pas à un lien.");
    })
    .await;
}

#[tokio::test]
async fn n078_a_certificate_that_does_not_come_back_is_late() {
    everywhere(|world| async move {
        let mut her = about(&world, "image-sans-accord").await;
        let letter = "/courrier/attestation-effacement";
        her.goes(letter)
            .await
            .press("Voir le courrier", &[("person.name", "Camille Martin")])
            .await;
        her.follow("Noter la réponse, ou son absence").await;
        assert!(
            her.path.ends_with("/courrier/attestation-effacement/suivi"),
            "{}",
            her.path
        );
        fill(
            &mut her,
            "Noter",
            &[
                ("did", "planned"),
                ("words", "La famille rend l’attestation signée."),
            ],
            &[day("next", ["29", "11", "2026"])],
        )
        .await
        .sees("À vérifier le dimanche 29 novembre 2026");
        returns(&world, &mut her, 8).await;
        her.goes("/suivi")
            .await
            .sees("À reprendre maintenant")
            .sees("À vérifier : c’était prévu le dimanche 29 novembre 2026");
        // The signed paper is a piece; noting it closes the matter.
        her.adds("attestation.png", &png("attestation")).await;
        her.goes(&[letter, "/suivi"].concat()).await;
        let piece = her.form("Noter").known.contains(&"pieces".to_owned());
        assert!(piece, "pieces can be tied");
        let seq = first_piece(&her);
        her.press("Noter", &[("did", "granted"), ("pieces", &seq)])
            .await
            .sees("pièces 1");
        her.goes("/suivi")
            .await
            .sees("Terminé")
            .does_not_see("À reprendre maintenant");
    })
    .await;
}

#[tokio::test]
async fn n079_n058_n074_exchanges_meetings_and_file_numbers_are_kept() {
    everywhere(|world| async move {
        let mut her = about(&world, "piratage-compte").await;
        // The exchanges with a service go into its letter.
        her.goes("/courrier/signalement-abuse/suivi").await;
        let mail = [("did", "contact"), ("channel", "mail"), ("words", "Signalement fait.")];
        fill(&mut her, "Noter", &mail, &[day("on", ["2", "11", "2026"])]).await;
        let call = [("did", "contact"), ("channel", "phone"), ("words", "On me dit d’attendre.")];
        fill(&mut her, "Noter", &call, &[day("on", ["9", "11", "2026"])]).await;
        her.goes("/courrier/signalement-abuse").await;
        let typed = her.form("Voir le courrier").value("contacts").replace('\u{a0}', " ");
        assert_eq!(
            typed,
            "2 novembre 2026 : courriel : Signalement fait.\n9 novembre 2026 : téléphone : On me dit d’attendre."
        );
        her.press("Voir le courrier", &[])
            .await
            .sees("par téléphone : On me dit d’attendre.");
        // A meeting needs its report.
        let referent = "/courrier/rencontre-referent-justice/suivi";
        her.goes(referent).await.press("Noter", &[("did", "meeting")]).await;
        assert_eq!(her.status, 422);
        her.sees("Dites en une phrase ce qui s’est dit.");
        her.press("Noter", &[("words", "La plainte est relue ensemble.")])
            .await
            .sees("Une rencontre a eu lieu")
            .sees("La plainte est relue ensemble.");
        // The CNIL's file number, then a follow-up.
        her.goes("/demarche/saisir-cnil").await;
        her.press("Noter", &[("did", "received"), ("reference", "CNIL 24-9981")]).await;
        fill(
            &mut her,
            "Noter",
            &[("did", "contact"), ("words", "Dossier à l’étude.")],
            &[day("next", ["22", "2", "2027"])],
        )
        .await
        .sees("Références : CNIL 24-9981")
        .sees("À vérifier le lundi 22 février 2027");
        let said = exported(&mut her).await;
        for line in ["CNIL 24-9981", "Dossier à l’étude", "La plainte est relue ensemble"] {
            assert!(said.contains(line), "« {line} » is not in the export");
        }
    })
    .await;
}

#[tokio::test]
async fn n023_n060_a_closed_complaint_opens_its_own_way_and_closes_no_other() {
    everywhere(|world| async move {
        let mut her = about(&world, "menaces").await;
        her.goes("/demarche/procedure-disciplinaire").await;
        her.press("Noter", &[("did", "contact")])
            .await
            .sees("Commencé");
        her.goes("/demarche/plainte").await;
        her.press(
            "Noter",
            &[("did", "closed"), ("reference", "Parquet 26/114")],
        )
        .await
        .sees("Classé le 22 novembre 2026")
        .sees("Ce qui s’ouvre maintenant");
        her.goes("/demarche/procedure-disciplinaire")
            .await
            .sees("Commencé");
        // A step that no complaint can end so does not offer it.
        her.goes(HEAD)
            .await
            .does_not_see("La plainte est classée sans suite");
    })
    .await;
}

#[tokio::test]
async fn n022_a_silence_noted_late_moves_no_limit_and_what_is_granted_waits_no_more() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        let pf = "/demarche/protection-fonctionnelle";
        // Made elsewhere, on paper: its receipt alone opens the answer.
        her.goes(pf).await;

        fill(
            &mut her,
            "Noter",
            &[("did", "received")],
            &[day("on", ["3", "9", "2026"])],
        )
        .await
        .sees("En attente depuis le 3 septembre 2026")
        .sees("le délai a pris fin le mardi 3 novembre 2026")
        .sees("lundi 4 janvier 2027");
        her.goes("/suivi").await.sees("À reprendre maintenant");
        // « Je l’ai fait » while an answer is awaited closes nothing.
        her.goes(pf).await.press("Noter", &[("did", "done")]).await;
        her.sees("En attente depuis le 3 septembre 2026");
        her.press("Noter", &[("did", "silent")])
            .await
            .sees("Sans réponse, noté le 22 novembre 2026");
        her.goes("/plan")
            .await
            .sees("Avant le lundi 4 janvier 2027");
        her.goes(pf)
            .await
            .press("Noter", &[("did", "granted")])
            .await;
        her.goes("/plan")
            .await
            .does_not_see("Ce qu’un refus ou un silence ouvre")
            .does_not_see("mardi 3 novembre 2026")
            .does_not_see("lundi 4 janvier 2027");
    })
    .await;
}

#[tokio::test]
async fn n021_a_promised_day_stands_until_it_comes_and_an_old_note_can_be_corrected() {
    everywhere(|world| async move {
        let mut her = about(&world, "menaces").await;
        let step = "/demarche/plainte";
        her.goes(step).await;
        fill(
            &mut her,
            "Noter",
            &[("did", "planned"), ("words", "Audition au commissariat.")],
            &[day("next", ["27", "11", "2026"])],
        )
        .await;
        her.press("Noter", &[("did", "contact")])
            .await
            .sees("À vérifier le vendredi 27 novembre 2026");
        returns(&world, &mut her, 7).await;
        her.goes("/suivi")
            .await
            .sees("À vérifier : c’était prévu le vendredi 27 novembre 2026");
        // The day has passed: a typing error can still be mended.
        her.goes(step).await;
        let page = her.page();
        let change = page
            .all("a")
            .into_iter()
            .find(|link| link.text().contains("Une date est prévue"))
            .and_then(|link| link.attr("href"))
            .expect("the note")
            .to_owned();
        her.open(&change)
            .await
            .press(
                "Enregistrer la correction",
                &[("words", "Audition à 10 h.")],
            )
            .await
            .sees("Audition à 10 h.");
        her.press("Noter", &[("did", "meeting"), ("words", "Entendue.")])
            .await;
        her.goes("/suivi")
            .await
            .does_not_see("À reprendre maintenant");
    })
    .await;
}

#[tokio::test]
async fn n020_a_letter_marked_as_sent_by_mistake_waits_for_nothing_any_more() {
    everywhere(|world| async move {
        let mut her = world.teacher().await;
        let answers = [
            ("person.name", "Camille Martin"),
            ("person.status", "enseignant-2d"),
        ];
        let letter = "/courrier/protection-fonctionnelle";
        her.goes(letter)
            .await
            .press("Voir le courrier", &answers)
            .await;
        her.does_not_see("Ce courrier n’est pas parti");
        let on = day("sent_on", ["3", "9", "2026"]);
        fill(&mut her, "Noter l’envoi", &[], &[on]).await;
        her.goes("/suivi").await.sees("À reprendre maintenant");
        her.goes(letter)
            .await
            .press("Ce courrier n’est pas parti", &[])
            .await;
        her.does_not_see("Envoyé le jeudi 3 septembre 2026");
        her.goes("/suivi")
            .await
            .does_not_see("À reprendre maintenant");
        her.goes("/historique").await.sees("Courrier envoyé");
    })
    .await;
}

#[tokio::test]
async fn n064_the_letter_that_a_situation_puts_on_a_step_is_followed_there() {
    everywhere(|world| async move {
        let mut her = about(&world, "image-sans-accord").await;
        her.goes("/courrier/demande-amiable")
            .await
            .press("Voir le courrier", &[("person.name", "Camille Martin")])
            .await;
        let on = day("sent_on", ["20", "11", "2026"]);
        fill(&mut her, "Noter l’envoi", &[], &[on]).await;
        her.follow("Noter la réponse, ou son absence").await;
        assert!(
            her.path.ends_with("/demarche/lettre-mise-en-demeure"),
            "{}",
            her.path
        );
        her.sees("En attente depuis le 20 novembre 2026")
            .sees("Courrier : Demande amiable");
        fill(
            &mut her,
            "Noter",
            &[("did", "planned")],
            &[day("next", ["27", "11", "2026"])],
        )
        .await;
        her.goes("")
            .await
            .sees("À vérifier le vendredi 27 novembre 2026");
    })
    .await;
}
