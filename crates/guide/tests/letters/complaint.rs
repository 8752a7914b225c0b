//! The complaint to the procureur: N051, N053.

use super::*;

#[test]
fn n051_the_court_is_confirmed_by_the_person_and_no_address_is_invented() {
    let mut facts = facts("plainte-procureur");
    assert!(
        final_text("plainte-procureur", &facts)
            .contains("Tribunal judiciaire de Valmont Valmont, le 22 novembre 2026")
    );
    facts.court.address = "9 place du Palais, Valmont".to_owned();
    assert!(final_text("plainte-procureur", &facts).contains("9 place du Palais, Valmont"));
    facts.court.confirmed = false;
    assert_eq!(refused("plainte-procureur", &facts)[0].id, "tribunal");
}

#[test]
fn n053_against_x_or_by_name_changes_nothing_else() {
    let x = facts("plainte-procureur");
    let mut named = x.clone();
    named.author.name = "Alex Durand".to_owned();
    let (x, named) = (
        final_text("plainte-procureur", &x),
        final_text("plainte-procureur", &named),
    );
    assert!(x.contains("Objet : Plainte contre X") && x.contains("je dépose plainte contre X."));
    assert!(named.contains("je dépose plainte contre Alex Durand."));
    assert_eq!(named.replace("contre Alex Durand", "contre X"), x);
}

#[test]
fn express_complaint_and_connection_data_follow_the_offences() {
    let mut facts = facts("plainte-procureur");
    let text = final_text("plainte-procureur", &facts);
    for words in [
        "articles 226-1 à 226-2-1 du code pénal, pour lesquels l’article 226-6 exige",
        "au titre de l’article 226-22 du code pénal",
        "Menace contre un personnel scolaire : 3 ans et 45 000 €",
        "accès ouvert dans ce cas : menace de mort ou sous condition",
    ] {
        assert!(text.contains(words), "{words}");
    }
    facts.offences = vec!["outrage".to_owned()];
    let text = final_text("plainte-procureur", &facts);
    assert!(!text.contains("226-6") && !text.contains("226-22"));
    assert!(text.contains("ne paraissent pas ouvrir l’accès aux données techniques"));
}

#[test]
fn golden_rule_insult_and_defamation_warn_outside_the_letter() {
    for id in LETTERS {
        let mut facts = facts(id);
        facts.offences = vec!["injure-publique".to_owned()];
        for (lang, words) in [
            (Lang::Fr, "n’arrête PAS le délai de 3 mois"),
            (Lang::En, "does NOT stop the 3-month time limit"),
        ] {
            let draft = draft(content(), id, &facts, lang).unwrap();
            assert!(
                draft.advice.iter().any(|advice| advice.contains(words)),
                "{id}: {:?}",
                draft.advice
            );
            assert!(!render_text(&draft.doc).contains("3 mois"), "{id}");
            assert_eq!(draft.running, ["presse-3-mois"], "{id}");
        }
        facts.offences = vec!["menace-agent".to_owned()];
        let draft = write(id, &facts);
        assert!(
            !draft
                .advice
                .iter()
                .any(|advice| advice.contains("n’arrête PAS")),
            "{id}"
        );
        assert_eq!(draft.running, ["penal-delit-6-ans"], "{id}");
    }
}

#[test]
fn a_work_address_needs_the_agreement_of_the_employer() {
    let mut facts = facts("plainte-procureur");
    facts.person.employer_agrees = false;
    assert_eq!(
        refused("plainte-procureur", &facts)[0].id,
        "adresse-professionnelle"
    );
    facts.person.address_professional = false;
    assert!(!final_text("plainte-procureur", &facts).contains("adresse professionnelle"));
}
