//! Mandatory mentions, one by one: N047, N048, N051, N053, N065.

use super::*;
use guide::letters::{Lawyer, Measure, Refusal};

#[test]
fn n047_n048_n051_n065_every_mandatory_mention_is_found_in_the_finished_letter() {
    for (id, count) in [
        ("dsa-notification", 4),
        ("plainte-procureur", 12),
        ("protection-fonctionnelle", 10),
    ] {
        let mentions = finished_mentions(id);
        assert_eq!(mentions.len(), count, "{id}");
        for mention in mentions {
            assert!(!mention.shown.is_empty(), "{id}: {}", mention.id);
        }
    }
}

#[test]
fn n047_n048_n051_n053_n065_each_field_removed_stops_the_letter_and_names_the_mention() {
    let mut removed = 0;
    for id in LETTERS {
        let full = facts(id);
        for mention in write(id, &full).mentions {
            for field in &mention.fields {
                if field == "mineur-sexuel" {
                    continue; // Not a fact: see the test on offences against minors.
                }
                let less = without(&full, field);
                // A filled alternative is emptied with it.
                let less = mention
                    .fields
                    .iter()
                    .filter(|other| alternatives(&mention.id).contains(&other.as_str()))
                    .fold(less, |facts, other| without(&facts, other));
                if less == full {
                    assert!(
                        alternatives(&mention.id).contains(&field.as_str()),
                        "{id}: {field}"
                    );
                    continue;
                }
                if mention.id == "urgence" {
                    // Without a risk, the emergency measures are no longer asked at all.
                    assert!(!final_text(id, &less).contains("L134-6"));
                    continue;
                }
                let missing = refused(id, &less);
                let named = missing
                    .iter()
                    .find(|m| m.id == mention.id)
                    .unwrap_or_else(|| panic!("{id}, {}: {field}: {missing:?}", mention.id));
                assert_eq!(named.text, mention.text);
                assert!(
                    !named.fields.is_empty()
                        && named.fields.iter().all(|gap| !gap.label.is_empty())
                );
                removed += 1;
            }
        }
    }
    assert!(removed > 30, "{removed}");
}

/// Fields of which one is enough.
fn alternatives(mention: &str) -> &'static [&'static str] {
    match mention {
        "avocat" => &["lawyer.name", "lawyer.undecided"],
        "auteur" => &["author.name", "author.unknown"],
        "prejudice" => &["witnesses", "no_witness"],
        "identite" => &["person.phone", "person.email"],
        _ => &[],
    }
}

#[test]
fn n047_a_mention_that_the_model_itself_fills_cannot_be_lost_from_the_model() {
    for (id, mention, phrase) in [
        (
            "protection-fonctionnelle",
            "decision-ecrite",
            "Je vous remercie de me notifier une décision écrite",
        ),
        (
            "plainte-procureur",
            "plainte-expresse",
            "La présente vaut plainte expresse de ma part",
        ),
        (
            "plainte-procureur",
            "plainte-expresse-226-22",
            "l’article 226-22 du code pénal",
        ),
        ("dsa-notification", "d-bonne-foi", "Je déclare de bonne foi"),
    ] {
        let problems = edited(&format!("letters/{id}.md"), phrase, "Rien").unwrap_err();
        assert!(
            problems
                .iter()
                .any(|p| p.what.contains(&format!("mention `{mention}`"))),
            "{problems:?}"
        );
    }
}

#[test]
fn n048_facts_stand_in_order_with_date_place_author_exhibits_and_steps() {
    let mut facts = facts("protection-fonctionnelle");
    facts.facts.reverse();
    let text = final_text("protection-fonctionnelle", &facts);
    let place = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words}"));
    assert!(
        place("1. mardi 3 novembre 2026 vers 21 heures, en ligne")
            < place("2. jeudi 5 novembre 2026 à 8 heures 10, devant le collège")
    );
    for words in [
        "Auteur : inconnu, sous le pseudonyme « prof.du.preau »",
        "https://reseau.example/p/123",
        "https://reseau.example/prof.du.preau",
        "Pièce n° 1 : Capture de la publication, 3 novembre 2026 (SHA-256 9f2c4e1ab7d0)",
        "Pièce n° 2 : Récépissé de plainte",
        "4 novembre 2026 : rapport d’incident remis à la principale",
        "mon médecin m’a prescrit un arrêt de cinq jours",
        "Dominique Bernard, assistante d’éducation",
    ] {
        place(words);
    }
    // A fact whose date is not known keeps the place where it was told.
    facts.facts[0].date.clear();
    let text = final_text("protection-fonctionnelle", &facts);
    assert!(text.contains("1. jeudi 5 novembre"));
}

#[test]
fn n047_measures_come_from_the_model_or_from_the_person() {
    let mut facts = facts("protection-fonctionnelle");
    let known: Vec<String> = content()
        .models
        .measures("protection-fonctionnelle")
        .map(|(id, _)| id.to_owned())
        .collect();
    assert_eq!(
        known,
        [
            "soutien",
            "courrier-auteur",
            "retrait",
            "securite",
            "reprise",
            "droit-reponse",
            "avocat",
            "reparation"
        ]
    );
    facts.measures = known
        .iter()
        .map(|id| Measure {
            id: id.clone(),
            text: String::new(),
        })
        .collect();
    let text = final_text("protection-fonctionnelle", &facts);
    for words in [
        "un soutien",
        "courrier de l’administration à l’auteur",
        "retrait des contenus",
        "ma sécurité",
        "droit de réponse",
        "avocat librement choisi",
        "réparation des préjudices",
    ] {
        assert!(text.contains(words), "{words}");
    }
    facts.measures = vec![Measure {
        id: "autre".to_owned(),
        text: " ".to_owned(),
    }];
    assert!(matches!(
        draft(content(), "protection-fonctionnelle", &facts, Lang::Fr),
        Err(Refusal::Unusable { .. })
    ));
}

#[test]
fn the_lawyer_is_named_or_said_to_be_free_to_choose() {
    let mut facts = facts("protection-fonctionnelle");
    assert!(
        final_text("protection-fonctionnelle", &facts)
            .contains("Maître Dominique Petit, 2 place du Marché, Valmont")
    );
    facts.lawyer = Lawyer {
        undecided: true,
        ..Default::default()
    };
    assert!(final_text("protection-fonctionnelle", &facts).contains("Ce choix étant libre"));
}
