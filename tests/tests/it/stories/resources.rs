//! What Préau knows, read without telling anything: each page says what its need asks, and keeps nothing.

use crate::people::{Visitor, World, everywhere};
use guide::Content;

fn known() -> &'static Content {
    Content::embedded().expect("checked by the tests of guide")
}

/// Presses a button, and shows that nothing was kept and nothing typed went into an address.
async fn press(world: &World, her: &mut Visitor, button: &str, fields: &[(&str, &str)]) {
    let (rows, path) = (world.rows().await, her.form(button).action);
    her.press(button, fields).await;
    assert_eq!(world.rows().await, rows, "{button} kept something");
    assert_eq!(her.path, path, "an answer went into the address");
}

/// What stands in the part of that id.
fn part(her: &Visitor, id: &str) -> String {
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
async fn n012_five_plain_questions_lead_to_a_kind_and_three_first_acts() {
    everywhere(|world| async move {
        let mut her = world.anonymous();
        her.open("/")
            .await
            .follow("cinq questions simples")
            .await
            .is_at("/orientation", 200);
        her.sees("Question 1 sur 5").sees("Y a-t-il un danger");
        let answers = [
            ("qui", "moi"),
            ("quoi", "faux"),
            ("ou", "ouvert"),
            ("par", "inconnu"),
        ];
        press(&world, &mut her, "Continuer", &[]).await;
        for (place, (question, answer)) in answers.into_iter().enumerate() {
            her.sees(&format!("Question {} sur 5", place + 2));
            press(&world, &mut her, "Continuer", &[(question, answer)]).await;
        }
        her.sees("Vos trois premiers gestes")
            .sees("Faux profil, usurpation d’identité");
        let acts = her.page().all("ol")[0].all("li").len();
        assert_eq!(acts, 3);
        assert_eq!(
            her.link("Raconter ce qui se passe").as_deref(),
            Some("/recit")
        );
        her.follow("Faux profil")
            .await
            .is_at("/ressources/situations/usurpation-identite", 200);
    })
    .await;
}

#[tokio::test]
async fn n012_one_may_go_back_and_answer_otherwise() {
    everywhere(|world| async move {
        let mut her = world.anonymous();
        her.open("/orientation").await.press("Continuer", &[]).await;
        her.press("Continuer", &[("qui", "collegue")])
            .await
            .sees("Question 3 sur 5");
        press(&world, &mut her, "Question précédente", &[]).await;
        her.sees("Question 2 sur 5");
        assert_eq!(her.form("Continuer").value("qui"), "collegue");
        // Nothing at all, or what is no answer, still leads somewhere.
        for _ in 0..4 {
            her.press("Continuer", &[]).await;
        }
        her.sees("Vos trois premiers gestes");
        assert_eq!(her.page().all("ol")[0].all("li").len(), 3);
    })
    .await;
}

#[tokio::test]
async fn n017_in_the_five_questions_danger_comes_first() {
    everywhere(|world| async move {
        let mut her = world.anonymous();
        her.open("/orientation").await;
        press(
            &world,
            &mut her,
            "Continuer",
            &[("securite", "menace"), ("securite", "idees-suicidaires")],
        )
        .await;
        her.sees("D’abord, votre sécurité")
            .sees("Appeler 3114")
            .sees("Appeler 17");
        assert_eq!(her.link("Appeler 3114").as_deref(), Some("tel:3114"));
        press(&world, &mut her, "Continuer", &[]).await;
        her.sees("Question 2 sur 5");
        for fields in [
            [("qui", "moi")],
            [("quoi", "mots")],
            [("ou", "ouvert")],
            [("par", "eleve")],
        ] {
            press(&world, &mut her, "Continuer", &fields).await;
        }
        let first = her.page().all("ol")[0].all("li")[0].text();
        assert!(first.contains("17") && first.contains("112"), "{first}");
        her.sees("Menaces").sees("Danger immédiat");
    })
    .await;
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
async fn n145_a_landline_gets_the_exact_sequence_of_its_operator() {
    everywhere(|world| async move {
        let mut her = world.anonymous();
        for (operator, usage, number, keys) in [
            ("Orange", "un-appel", "01 23 45 67 89", "36510123456789"),
            (
                "Bouygues Telecom",
                "un-appel",
                "01.23.45.67.89",
                "*16510123456789",
            ),
            ("Free", "un-appel", "0123456789", "*31*0123456789"),
            ("SFR", "permanent", "", "*31#"),
            ("SFR", "verifier", "", "*#31#"),
            ("SFR", "annuler", "", "#31#"),
        ] {
            her.open("/ressources/telephone").await;
            let fields = [
                ("ligne", "fixe"),
                ("operateur", operator),
                ("usage", usage),
                ("numero", number),
            ];
            press(&world, &mut her, "Voir quoi composer", &fields).await;
            her.is_at("/ressources/telephone", 200)
                .sees(keys)
                .sees("Vérifié le 21 novembre 2026");
        }
        her.open("/ressources/telephone").await;
        let fields = [
            ("ligne", "fixe"),
            ("operateur", "Orange"),
            ("usage", "permanent"),
        ];
        press(&world, &mut her, "Voir quoi composer", &fields).await;
        her.sees("espace client").does_not_see("*31#");
    })
    .await;
}

#[tokio::test]
async fn n146_a_text_message_has_no_code_and_says_why() {
    everywhere(|world| async move {
        let mut her = world.anonymous();
        her.open("/ressources/telephone").await;
        press(
            &world,
            &mut her,
            "Voir quoi composer",
            &[("numero", "06 12 34 56 78")],
        )
        .await;
        her.sees("Composez exactement #31#0612345678");
        her.open("/ressources/telephone").await;
        press(&world, &mut her, "Voir quoi composer", &[("usage", "sms")]).await;
        her.sees("Un SMS montre toujours votre numéro");
        her.open("/ressources/telephone").await;
        press(&world, &mut her, "Voir quoi composer", &[("numero", "112")]).await;
        her.sees("Les secours voient toujours votre numéro");
        // A wrong number is answered at once, filled in, and no session remembers it.
        her.open("/ressources/telephone").await;
        press(&world, &mut her, "Voir quoi composer", &[("numero", "12")]).await;
        her.is_at("/ressources/telephone", 422)
            .sees("n’a pas dix chiffres");
        assert_eq!(her.form("Voir quoi composer").value("numero"), "12");
        her.open("/ressources/telephone")
            .await
            .is_at("/ressources/telephone", 200);
        assert_eq!(her.form("Voir quoi composer").value("numero"), "");
    })
    .await;
}

const CLOSED: [(&str, &str); 4] = [
    ("nature-reseau", "reseau-messagerie"),
    ("parametrage", "reglage-choisis"),
    ("nombre-contacts", "contacts-proches"),
    ("diffusion", "diffusion-fermee"),
];

#[tokio::test]
async fn n184_n185_four_criteria_say_public_private_or_professional_and_a_risk_remains() {
    everywhere(|world| async move {
        let mut her = world.anonymous();
        for (change, reading) in [
            (("diffusion", "diffusion-fermee"), "se lit comme privé"),
            (
                ("nombre-contacts", "contacts-eleves"),
                "se lit comme professionnel",
            ),
            (("parametrage", "reglage-tous"), "se lit comme public"),
            // Doubt is read as public, and what is missing is said.
            (("parametrage", ""), "se lit comme public"),
        ] {
            let mut fields = CLOSED.to_vec();
            fields.retain(|(name, _)| *name != change.0);
            fields.push(change);
            her.open("/ressources/profil").await;
            press(&world, &mut her, "Voir comment il se lit", &fields).await;
            her.sees(reading).sees("Il reste un risque");
            if change.1.is_empty() {
                her.sees("Dans le doute")
                    .sees("Ce qui reste à regarder Qui peut voir");
            } else {
                her.does_not_see("Ce qui reste à regarder")
                    .does_not_see("Dans le doute");
            }
            if reading.ends_with("privé") {
                her.sees("Poids moyen").does_not_see("Poids fort");
            } else if !change.1.is_empty() {
                her.sees("Poids fort");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn n193_silence_on_the_job_never_lowers_the_reading() {
    everywhere(|world| async move {
        let mut her = world.anonymous();
        let mut titles = Vec::new();
        for (job, said) in [("oui", "Votre métier est dit"), ("non", "n’y change rien")] {
            let fields = [
                &CLOSED[..3],
                &[("diffusion", "diffusion-ouverte"), ("metier", job)],
            ]
            .concat();
            her.open("/ressources/profil").await;
            press(&world, &mut her, "Voir comment il se lit", &fields).await;
            her.sees(said);
            titles.push(her.page().all("h1")[0].text());
        }
        assert_eq!(titles[0], titles[1]);
    })
    .await;
}

#[tokio::test]
async fn n186_a_stranger_s_look_says_what_to_hide_first() {
    everywhere(|world| async move {
        let mut her = world.anonymous();
        her.open("/ressources/profil/regard")
            .await
            .sees("navigation privée");
        press(
            &world,
            &mut her,
            "Voir quoi cacher d’abord",
            &[("vu", "amis"), ("vu", "adresse")],
        )
        .await;
        let order: Vec<String> = her
            .page()
            .all("h2")
            .iter()
            .map(|title| title.text())
            .collect();
        assert!(
            order[0].starts_with("Votre adresse")
                && order[1].starts_with("La liste de vos contacts"),
            "{order:?}"
        );
        her.sees("Il reste un risque");
        her.open("/ressources/profil/regard").await;
        press(&world, &mut her, "Voir quoi cacher d’abord", &[]).await;
        her.sees("Vous n’avez rien coché");
    })
    .await;
}

#[tokio::test]
async fn n187_n191_five_tips_say_what_is_left_and_keep_nothing() {
    everywhere(|world| async move {
        let mut her = world.anonymous();
        her.open("/ressources/conseils").await;
        assert_eq!(her.page().all("fieldset").len(), 5);
        let fields = [
            ("fait-verrouiller", "mot-de-passe"),
            ("fait-anticiper", "reputation"),
            ("fait-anticiper", "autrui"),
            ("fait-anticiper", "loi"),
        ];
        press(&world, &mut her, "Voir ce qui reste à faire", &fields).await;
        her.does_not_see("Un mot de passe long")
            .sees("La double authentification est active");
        her.sees("Déjà fait Relire avant de publier");
        her.open("/ressources/conseils").await;
        let all: Vec<(String, &str)> = known()
            .library
            .tips
            .iter()
            .flat_map(|tip| {
                tip.item
                    .iter()
                    .map(|item| (format!("fait-{}", tip.id), item.id.as_str()))
            })
            .collect();
        let all: Vec<(&str, &str)> = all
            .iter()
            .map(|(name, item)| (name.as_str(), *item))
            .collect();
        press(&world, &mut her, "Voir ce qui reste à faire", &all).await;
        her.sees("Tout est coché");
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
            for case in content.library.cases_of(&kind.id) {
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
        let cases = &known().library.cases;
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
                .library
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
async fn n197_to_n203_every_entry_has_its_anchor_where_a_search_leads() {
    everywhere(|world| async move {
        let mut her = world.anonymous();
        let content = known();
        let library = &content.library;
        fn ids<'a, T: guide::law::Entry + 'a>(shelf: &'a guide::law::Shelf<T>) -> Vec<&'a str> {
            shelf.iter().map(T::id).collect()
        }
        for (path, wanted) in [
            ("/ressources/plateformes", ids(&library.platforms)),
            ("/ressources/glossaire", ids(&library.glossary)),
            ("/ressources/liens", ids(&library.resources)),
            ("/ressources/adolescents", ids(&library.behaviours)),
            ("/ressources/conseils", ids(&library.tips)),
            ("/ressources/seances", ids(&library.lessons)),
            ("/ressources/deontologie", ids(&library.duties)),
            ("/ressources/contacts", ids(&content.law.authorities)),
            (
                "/ressources/courriers",
                content.models.offers().map(|offer| offer.id).collect(),
            ),
            ("/ressources/delais", ids(&content.law.deadlines)),
            ("/ressources/direction", ids(&content.situations.liability)),
            ("/ce-que-nous-savons", ids(&content.law.articles)),
        ] {
            her.open(path).await.is_at(path, 200);
            let page = her.page();
            let there: Vec<&str> = page
                .inside()
                .iter()
                .filter_map(|part| part.attr("id"))
                .collect();
            for id in wanted {
                assert!(there.contains(&id), "{path}#{id}");
            }
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
            .follow("Votre responsabilité")
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
async fn n081_names_to_reserve_with_gain_and_risk_and_no_account_is_opened() {
    everywhere(|world| async move {
        let mut her = world.anonymous();
        her.open("/ressources/plateformes").await;
        let said = part(&her, "compte-defensif");
        assert!(
            said.contains("Ce que vous y gagnez")
                && said.contains("Ce que cela coûte")
                && said.contains("n’ouvre aucun compte"),
            "{said}"
        );
        press(
            &world,
            &mut her,
            "Voir les noms",
            &[("prenom", "Élise"), ("nom", "D’Arc")],
        )
        .await;
        her.sees("elisedarc")
            .sees("elise.darc")
            .sees("elisedarcofficiel")
            .sees("Instagram");
        her.open("/ressources/plateformes").await;
        press(&world, &mut her, "Voir les noms", &[("prenom", "Élise")]).await;
        her.is_at("/ressources/plateformes", 422)
            .sees("Écrivez un prénom et un nom");
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
            .sees("Nous n’avons pas l’annuaire de chaque académie");
        for id in ["rssi-drane", "dpd", "referent-justice", "ien"] {
            part(&her, id);
        }
        her.sees("Compte, ENT, outils, panne ou intrusion");
        assert!(
            !her.text().contains("@ac-nantes")
                && part(&her, "dpd").contains("à vérifier localement")
        );
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
        for lesson in &known().library.lessons {
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
        assert_eq!(known().models.offers().count(), 43);
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
        assert_eq!(known().law.deadlines.len(), 39);
        let said = part(&her, "presse-3-mois");
        for words in [
            "3 mois de quantième à quantième, jamais reporté",
            "Ce qui ne l’arrête pas",
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
