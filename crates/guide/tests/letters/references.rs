//! What the letters rest on, and mistakes in the models.

use super::*;
use guide::law::State;
use guide::letters::Refusal;

/// The content with one more article in that state, cited by a letter in place of another one.
fn with_state(letter: &str, id: &str, state: &str) -> Content {
    let first = "[[article]]";
    let article = format!(
        "[[article]]\nid = \"test\"\ncitation = \"Code d’essai, art. 1\"\ntitle = \"Essai\"\nsummary = \"Essai\"\nstate = \"{state}\"\n\
         checked = 2026-11-21\nconfidence = \"high\"\nhow = \"essai\"\nsources = [\"legi-2026-04\"]\n\n[[article]]"
    );
    let file = format!("letters/{letter}.toml");
    let (from, to) = (format!("id = \"{id}\""), "id = \"test\"");
    rewritten(&[("law/articles.toml", first, &article), (&file, &from, to)])
        .unwrap_or_else(|problems| panic!("{problems:?}"))
}

#[test]
fn a_letter_that_rests_on_a_replaced_text_cannot_be_produced() {
    let content = with_state("protection-fonctionnelle", "cgfp-l134-1", "remplace");
    match draft(
        &content,
        "protection-fonctionnelle",
        &facts("protection-fonctionnelle"),
        Lang::Fr,
    ) {
        Err(Refusal::Replaced { texts }) => assert_eq!(texts[0].citation, "Code d’essai, art. 1"),
        other => panic!("{other:?}"),
    }
    assert!(
        draft(
            &content,
            "plainte-procureur",
            &facts("plainte-procureur"),
            Lang::Fr
        )
        .is_ok()
    );
}

#[test]
fn a_text_to_check_again_is_said_and_shown() {
    let content = with_state("plainte-procureur", "cpp-10-2", "a-verifier");
    let draft = draft(
        &content,
        "plainte-procureur",
        &facts("plainte-procureur"),
        Lang::Fr,
    )
    .unwrap();
    assert!(
        draft
            .advice
            .iter()
            .any(|a| a.contains("À faire relire avant envoi : Code d’essai, art. 1"))
    );
    assert!(
        draft
            .doc
            .footer
            .contains("Code d’essai, art. 1 (à vérifier)")
    );
}

#[test]
fn every_cited_text_stands_in_the_footer_with_its_day_and_the_edition() {
    for id in LETTERS {
        let draft = write(id, &facts(id));
        assert!(!draft.cited.is_empty() && draft.cited.iter().all(|c| c.state != State::Remplace));
        for text in &draft.cited {
            // The name of a code stands once for several of its articles.
            let number = text.citation.split("art. ").last().unwrap();
            assert!(draft.doc.footer.contains(number), "{id}: {}", text.citation);
        }
        assert!(
            draft.doc.footer.contains("vérifiés le ")
                && draft.doc.footer.contains(content().version())
        );
    }
}

#[test]
fn deadlines_opened_by_sending_exist_and_are_those_of_the_model() {
    let expected: [(&str, &[&str]); 3] = [
        (
            "dsa-notification",
            &["dsa-decision", "dsa-reclamation-6-mois"],
        ),
        (
            "plainte-procureur",
            &["pcpc-3-mois", "conservation-ip-1-an"],
        ),
        (
            "protection-fonctionnelle",
            &["pf-silence-2-mois", "pf-recours-ta-2-mois", "pf-urgence"],
        ),
    ];
    for (id, opens) in expected {
        assert_eq!(write(id, &facts(id)).opens, opens);
    }
    let calm = without(&facts("protection-fonctionnelle"), "urgent");
    assert_eq!(
        write("protection-fonctionnelle", &calm).opens,
        ["pf-silence-2-mois", "pf-recours-ta-2-mois"]
    );
}

#[test]
fn mistakes_in_the_models_are_problems_of_the_content() {
    for (file, from, to, said) in [
        (
            "letters/plainte-procureur.md",
            "{{harm}}",
            "{{harms}}",
            "unknown field « harms »",
        ),
        (
            "letters/plainte-procureur.md",
            "{{#if no_witness}}",
            "{{#if rain}}",
            "unknown condition « rain »",
        ),
        (
            "letters/plainte-procureur.toml",
            "id = \"cpp-85\"",
            "id = \"cpp-0\"",
            "no article has the id `cpp-0`",
        ),
        (
            "letters/plainte-procureur.toml",
            "id = \"pcpc-3-mois\"",
            "id = \"never\"",
            "the deadline `never`",
        ),
        (
            "letters/plainte-procureur.toml",
            "\"facts.place\"",
            "\"facts.planet\"",
            "unknown field `facts.planet`",
        ),
        (
            "letters/protection-fonctionnelle.toml",
            "authority = \"draaf\"",
            "authority = \"recteur\"",
            "`agricole` writes to `draaf`",
        ),
        (
            "letters/examples/dsa-notification.toml",
            "good_faith = true",
            "good_faith = false",
            "cannot be finished: `d-bonne-foi`",
        ),
        (
            "letters/common.toml",
            "\"harm\" =",
            "\"ham\" =",
            "the field `harm` needs a label",
        ),
    ] {
        let problems = edited(file, from, to).unwrap_err();
        assert!(
            problems
                .iter()
                .any(|p| p.file.starts_with("letters/") && p.what.contains(said)),
            "{said}: {problems:?}"
        );
    }
}
