//! What Préau knows, read without telling anything: each page says what its need asks, and keeps nothing.

use crate::people::{Visitor, everywhere};
use guide::Content;
use std::collections::BTreeMap;

pub fn known() -> &'static Content {
    Content::embedded().expect("checked by the tests of guide")
}

/// What stands in the part of that id.
pub fn part(her: &Visitor, id: &str) -> String {
    let page = her.page();
    let found = page
        .inside()
        .into_iter()
        .find(|part| part.attr("id") == Some(id));
    found
        .unwrap_or_else(|| panic!("no #{id} on {}", her.path))
        .text()
}

#[tokio::test]
async fn n012_risks_stand_in_two_columns() {
    everywhere(|world| async move {
        let mut her = world.anonymous();
        her.open("/ressources")
            .await
            .follow("Les risques en deux colonnes")
            .await;
        let page = her.page();
        let columns: Vec<String> = page
            .all("section")
            .iter()
            .filter(|part| {
                part.attr("class")
                    .is_some_and(|class| class.contains("one-half"))
            })
            .map(|column| column.text())
            .collect();
        assert_eq!(columns.len(), 2);
        assert!(columns[0].starts_with("Au travail") && columns[0].contains("Téléphone en classe"));
        assert!(
            columns[1].starts_with("Dans la vie privée") && columns[1].contains("Faire effacer")
        );
        assert!(!columns[1].contains("Téléphone en classe"));
        her.sees("Menaces");
    })
    .await;
}

#[tokio::test]
async fn every_kind_has_its_page_with_all_that_is_known_of_it() {
    everywhere(|world| async move {
        let mut her = world.anonymous();
        let content = known();
        assert_eq!(content.kinds().count(), 23);
        for kind in content.kinds() {
            her.open("/ressources/situations")
                .await
                .follow(&kind.name.fr)
                .await;
            her.is_at(&format!("/ressources/situations/{}", kind.id), 200);
            her.sees(&kind.line.fr)
                .sees(&kind.first_hour[0].act.fr)
                .sees(&kind.avoid[0].what.fr);
            her.sees("Autonome de solidarité laïque");
            assert_eq!(
                her.link("Raconter ce qui se passe").as_deref(),
                Some("/recit")
            );
            for offence in &kind.offences {
                her.sees("cela peut relever de")
                    .sees(&content.offence(offence).expect("an offence").name.fr);
            }
            for case in content.library().cases_of(&kind.id) {
                her.sees(&case.title.fr);
            }
            for letter in &kind.letters {
                let to = format!("/ressources/courriers#{letter}");
                let page = her.page();
                let links = page.all("a");
                assert!(
                    links.iter().any(|link| link.attr("href") == Some(&to)),
                    "{}: {letter}",
                    kind.id
                );
            }
            world.pass(1);
        }
        her.open("/ressources/situations/rien")
            .await
            .is_at("/ressources/situations/rien", 404);
    })
    .await;
}

#[tokio::test]
async fn n196_a_practical_case_has_its_parts_and_is_found_by_kind() {
    everywhere(|world| async move {
        let mut her = world.anonymous();
        let cases = &known().library().cases;
        assert!(cases.len() >= 12);
        for case in cases {
            her.open(&format!("/ressources/cas/{}", case.id)).await;
            for title in [
                "Objectifs",
                "Situation",
                "Problèmes soulevés",
                "Éléments de réflexion",
                "Recommandations",
                "Ressources",
                "Les mots",
            ] {
                assert!(
                    her.page().all("h2").iter().any(|h2| h2.text() == title),
                    "{}: {title}",
                    case.id
                );
            }
            her.sees(&format!("Version {}", case.version))
                .sees(&case.situation.fr);
            let term = known()
                .library()
                .glossary
                .get(&case.terms[0])
                .expect("a word");
            assert_eq!(
                her.link(&term.term.fr),
                Some(format!("/ressources/glossaire#{}", term.id))
            );
            world.pass(1);
        }
        her.open("/ressources/cas").await.follow("Menaces").await;
        assert_eq!(her.path, "/ressources/cas?sujet=menaces");
        her.sees("Des menaces avant un retour de congé")
            .does_not_see("Le blog d’une sortie scolaire");
    })
    .await;
}

#[tokio::test]
async fn n197_n199_n200_every_answer_of_a_search_that_has_an_address_stands_there() {
    everywhere(|world| async move {
        let mut her = world.anonymous();
        let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for entry in guide::search::entries(known()) {
            let Some(address) = front::pages::targets::address(&entry.target) else {
                continue;
            };
            let (path, anchor) = address.split_once('#').unwrap_or((address.as_str(), ""));
            places
                .entry(path.to_owned())
                .or_default()
                .push(anchor.to_owned());
        }
        assert!(places.len() > 30, "{}", places.len());
        for (path, anchors) in places {
            her.open(&path).await.is_at(&path, 200);
            let page = her.page();
            let there: Vec<&str> = page
                .inside()
                .iter()
                .filter_map(|part| part.attr("id"))
                .collect();
            for anchor in anchors.iter().filter(|anchor| !anchor.is_empty()) {
                assert!(there.contains(&anchor.as_str()), "{path}#{anchor}");
            }
            world.pass(1);
        }
    })
    .await;
}

#[tokio::test]
async fn n063_a_head_sees_what_engages_liability_and_the_document_that_reduces_it() {
    everywhere(|world| async move {
        let mut her = world.anonymous();
        her.open("/ressources")
            .await
            .follow("Pour la direction")
            .await;
        for entry in &known().situations.liability {
            let said = part(&her, &entry.id);
            assert!(
                said.contains(&entry.engages.fr) && said.contains(&entry.reduces.fr),
                "{said}"
            );
        }
        assert!(part(&her, "signaler").contains("Signalement au procureur"));
        assert_eq!(
            her.link("Signalement au procureur").as_deref(),
            Some("/ressources/courriers#signalement-art40")
        );
    })
    .await;
}

#[tokio::test]
async fn n195_a_refused_comment_is_kept_before_it_is_deleted() {
    everywhere(|world| async move {
        let mut her = world.anonymous();
        her.open("/ressources/plateformes").await;
        let said = part(&her, "espace-public");
        for words in [
            "attend votre accord",
            "Un filtre retient les mots",
            "bloqués",
            "se garde d’abord comme preuve",
        ] {
            assert!(said.contains(words), "{words}: {said}");
        }
    })
    .await;
}

#[tokio::test]
async fn n192_n194_duties_with_their_text_and_a_message_to_decline_a_pupil() {
    everywhere(|world| async move {
        let mut her = world.anonymous();
        her.open("/ressources/deontologie").await;
        her.sees("L’échelle des sanctions et la suspension n’y sont pas encore");
        let said = part(&her, "dignite");
        assert!(
            said.contains("CGFP, L121-1")
                && said.contains("Une sanction disciplinaire est possible"),
            "{said}"
        );
        let said = part(&her, "eleves-contacts");
        assert!(
            said.contains("Je n’accepte ni élèves ni parents") && said.contains("ENT"),
            "{said}"
        );
        assert_eq!(
            her.link("CGFP, L121-2").as_deref(),
            Some("/ce-que-nous-savons#cgfp-l121-2")
        );
    })
    .await;
}

#[tokio::test]
async fn n198_one_finds_whom_to_write_to_by_purpose_and_no_address_is_made_up() {
    everywhere(|world| async move {
        let mut her = world.anonymous();
        her.open("/ressources/contacts")
            .await
            .sees("L’annuaire donne les adresses des listes que ce site a reçues");
        for id in ["rssi-drane", "dpd", "referent-justice", "ien"] {
            part(&her, id);
        }
        her.sees("Compte, ENT, outils, panne ou intrusion");
        assert!(part(&her, "dpd").contains("à vérifier localement"));
        assert!(!her.text().contains('@'), "no address is made up");
    })
    .await;
}

#[tokio::test]
async fn n199_n200_a_resource_has_its_day_its_state_and_what_replaces_it() {
    everywhere(|world| async move {
        let mut her = world.anonymous();
        her.open("/ressources/liens").await;
        let said = part(&her, "net-ecoute");
        assert!(
            said.contains("Disparu")
                && said.contains("À la place 3018")
                && said.contains("Éditeur"),
            "{said}"
        );
        assert!(part(&her, "asl").contains("21 novembre 2026"));
        her.follow("Élèves").await;
        assert_eq!(her.path, "/ressources/liens?pour=eleves");
        her.sees("3018").does_not_see("IH2EF");
        // After a year, what was not looked at again says so.
        for _ in 0..13 {
            world.pass(32 * 24 * 3600);
        }
        her.open("/ressources/liens")
            .await
            .sees("À revérifier : dernière vérification le 21 novembre 2026");
    })
    .await;
}

#[tokio::test]
async fn n201_each_behaviour_has_its_offence_its_penalty_its_text_and_how_to_repair() {
    everywhere(|world| async move {
        let mut her = world.anonymous();
        her.open("/ressources/adolescents")
            .await
            .sees("Avant 13 ans, aucune peine")
            .sees("imprimer");
        let said = part(&her, "faux-compte");
        for words in [
            "Peut relever de",
            "1 an et 15 000 €",
            "art. 226-4-1",
            "Pour réparer",
            "Vérifié le",
        ] {
            assert!(said.contains(words), "{words}: {said}");
        }
    })
    .await;
}

#[tokio::test]
async fn n202_n203_lessons_are_ready_and_a_speaker_is_asked_for_with_a_sheet() {
    everywhere(|world| async move {
        let mut her = world.anonymous();
        her.open("/ressources/seances").await;
        for lesson in &known().library().lessons {
            let said = part(&her, &lesson.id);
            for words in [
                "Avant la séance",
                "Buts",
                "Déroulé",
                "à finir par la classe",
                "minutes",
            ] {
                assert!(said.contains(words), "{}: {words}", lesson.id);
            }
        }
        let said = part(&her, "intervenant");
        for words in [
            "Objet : demande d’intervention",
            "Niveau, nombre d’élèves",
            "Accord de la direction",
            "Après :",
        ] {
            assert!(said.contains(words), "{words}: {said}");
        }
    })
    .await;
}

#[tokio::test]
async fn letters_and_time_limits_say_what_they_are_for_and_their_rule() {
    everywhere(|world| async move {
        let mut her = world.anonymous();
        her.open("/ressources/courriers").await;
        assert_eq!(known().models.offers().count(), 54);
        let said = part(&her, "plainte-procureur");
        for words in [
            "À quoi il sert",
            "À qui Procureur",
            "Comment l’envoyer",
            "Ce qu’il faut savoir",
            "Les dates qu’il ouvre",
        ] {
            assert!(said.contains(words), "{words}: {said}");
        }
        her.open("/ressources/delais").await;
        assert_eq!(known().law.deadlines.len(), 40);
        let said = part(&her, "presse-3-mois");
        for words in [
            "3 mois de quantième à quantième, jamais reporté",
            "Ce qui la met en pause",
            "Ce qui n’y change rien",
            "main courante",
            "art. 65",
        ] {
            assert!(said.contains(words), "{words}: {said}");
        }
        her.open("/ressources/delais?lang=en")
            .await
            .sees("3 months from date to date");
        let french =
            her.page().inside().iter().any(|part| {
                part.attr("lang") == Some("fr") && part.text().contains("main courante")
            });
        assert!(french, "French words on an English page say so");
    })
    .await;
}
