//! Five plain questions for whoever knows no word of law.

use super::*;
use guide::path::{ACTS, QUESTIONS};
use guide::plan::Sphere;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Every answer, with its question.
fn answers() -> Vec<(&'static str, &'static str)> {
    let of = |question: &'static guide::path::Question| {
        let answers = question.answer.iter();
        answers.map(move |choice| (question.id.as_str(), choice.id.as_str()))
    };
    embedded().path().iter().flat_map(of).collect()
}

fn way(said: &[(&str, &str)]) -> guide::path::Way<'static> {
    embedded().way(said, date!(2026 - 11 - 22))
}

fn kinds(said: &[(&str, &str)]) -> Vec<&'static str> {
    way(said)
        .kinds
        .iter()
        .map(|kind| kind.id.as_str())
        .collect()
}

/// N012: at most five questions, none with a word of law, every kind that can be somebody's problem at the end of one.
#[test]
fn n012_five_plain_questions_reach_every_kind() {
    let content = embedded();
    assert_eq!(content.path().len(), QUESTIONS);
    assert_eq!(content.path().iter().next().unwrap().id, "securite");
    let law = [
        "infraction",
        "délit",
        "plainte",
        "diffam",
        "injur",
        "usurp",
        "harcèl",
        "doxing",
        "juridi",
        "rgpd",
        "article",
        "droit",
        "offence",
        "defam",
        "harass",
        "impersonat",
        "legal",
    ];
    for question in content.path() {
        let texts = question.answer.iter().map(|choice| &choice.text);
        for text in texts.chain([&question.ask]).chain(&question.hint) {
            let low = format!("{} {}", text.fr, text.en).to_lowercase();
            assert!(!law.iter().any(|word| low.contains(word)), "{low}");
        }
    }
    let mut first: BTreeSet<&str> = BTreeSet::new();
    for quoi in &content.path().get("quoi").unwrap().answer {
        for ou in &content.path().get("ou").unwrap().answer {
            for qui in ["moi", "eleve", "classe", "personne"] {
                for par in ["eleve", "hierarchie", "inconnu"] {
                    let said = [
                        ("qui", qui),
                        ("quoi", quoi.id.as_str()),
                        ("ou", ou.id.as_str()),
                        ("par", par),
                    ];
                    first.extend(kinds(&said).first());
                }
            }
        }
    }
    for kind in content.kinds() {
        assert!(
            first.contains(kind.id.as_str()),
            "{} ({:?}) comes first for no answers",
            kind.id,
            kind.sphere
        );
        assert!(
            kind.sphere != Sphere::Aucune
                || ["prevention", "cadre-legal"].contains(&kind.id.as_str())
        );
    }
}

/// What people say most leads where they expect.
#[test]
fn n012_plain_answers_lead_to_the_kind() {
    for (said, expected) in [
        (
            vec![
                ("qui", "moi"),
                ("quoi", "faux"),
                ("ou", "ouvert"),
                ("par", "inconnu"),
            ],
            "usurpation-identite",
        ),
        (
            vec![
                ("qui", "eleve"),
                ("quoi", "mots"),
                ("ou", "groupe"),
                ("par", "eleve"),
            ],
            "eleve-victime",
        ),
        (
            vec![
                ("qui", "moi"),
                ("quoi", "messages"),
                ("ou", "messages"),
                ("par", "parent"),
            ],
            "messagerie-abusive",
        ),
        (
            vec![
                ("qui", "moi"),
                ("quoi", "messages"),
                ("ou", "nulle-part"),
                ("par", "hierarchie"),
            ],
            "deconnexion",
        ),
        (
            vec![
                ("qui", "moi"),
                ("quoi", "entre"),
                ("ou", "visio"),
                ("par", "inconnu"),
            ],
            "intrusion-visio",
        ),
        (
            vec![
                ("qui", "moi"),
                ("quoi", "prive"),
                ("ou", "ent"),
                ("par", "hierarchie"),
            ],
            "exposition-ent",
        ),
        (
            vec![("qui", "personne"), ("quoi", "preparer")],
            "prevention",
        ),
    ] {
        assert_eq!(kinds(&said)[0], expected, "{said:?}");
    }
    // Nothing known at all is an answer too.
    assert_eq!(kinds(&[]), ["harcelement"]);
    assert_eq!(kinds(&[("qui", "x"), ("y", "moi")]), ["harcelement"]);
}

/// N043: an intimate image of a minor is never captured.
#[test]
fn n043_five_questions_never_say_to_copy_an_intimate_image_of_a_minor() {
    let found = way(&[
        ("securite", "mineur-intime"),
        ("qui", "eleve"),
        ("quoi", "image"),
    ]);
    for act in &found.acts {
        assert_ne!(
            act.action.as_deref(),
            Some("captures-preuves"),
            "{}",
            act.text.fr
        );
    }
}

/// What is wrong in the file is named.
#[test]
fn a_question_too_many_or_a_kind_that_is_not_there_is_named() {
    let sixth = "[[question]]\nid = \"six\"\nask.fr = \"Autre\"\nask.en = \"Other\"\nanswer = []\n\n[[question]]\nid = \"par\"";
    let problems = with_faults(
        "path",
        &[
            ("steps/path.toml", "[[question]]\nid = \"par\"", sixth),
            (
                "steps/path.toml",
                "kinds = { menaces = 9 }",
                "kinds = { cris = 9 }",
            ),
            (
                "steps/path.toml",
                "id = \"collegue\", about",
                "id = \"moi\", about",
            ),
        ],
    );
    for expected in [
        "content/steps/path.toml: 6 questions: at most 5",
        "content/steps/path.toml: `securite`: no kind `cris`",
        "content/steps/path.toml: `qui`: the answer `moi` twice",
    ] {
        says(&problems, expected);
    }
}

proptest! {
    /// N012: any answers give one to three kinds and exactly three acts, each once; N017: danger comes first.
    #[test]
    fn n012_any_answers_give_a_kind_and_three_acts_danger_first(said in prop::sample::subsequence(answers(), 0..12)) {
        let found = way(&said);
        prop_assert!((1..=3).contains(&found.kinds.len()));
        prop_assert_eq!(found.acts.len(), ACTS);
        let texts: BTreeSet<&str> = found.acts.iter().map(|act| act.text.fr.as_str()).collect();
        prop_assert_eq!(texts.len(), ACTS);
        let asked = said.iter().any(|(question, _)| *question == "securite");
        prop_assert_eq!(found.danger, asked);
        if asked {
            prop_assert!(found.acts[0].danger, "{:?}", found.acts);
            prop_assert!(found.acts[0].text.fr.contains("17"));
        }
    }
}
