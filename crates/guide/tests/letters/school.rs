//! What is special in the letters to the school, the lawyer, the police and the families.

use super::*;
use guide::letters::{More, Refusal, render_html};
use guide::plan::{self, Situation};

fn tick(facts: &mut LetterFacts, id: &str, on: bool) {
    facts.more.insert(id.to_owned(), More::Tick(on));
}

/// N027: the letters to the first person to tell go where the plan says.
#[test]
fn n027_the_head_of_the_plan_is_the_addressee_for_every_status_and_place() {
    let law = &content().law;
    let mut tried = 0;
    for id in [
        "alerte-f3sct",
        "alerte-violation",
        "cadrage-messagerie",
        "demande-courriels",
        "demande-document",
        "retrait-ent",
        "usage-materiel-etablissement",
    ] {
        for staff in &law.staff {
            for place in &law.establishments {
                let mut facts = facts(id);
                facts.person.status.clone_from(&staff.id);
                facts.establishment.kind.clone_from(&place.id);
                let expected = plan::addressees(
                    law,
                    &Situation {
                        status: Some(staff.id.clone()),
                        establishment: Some(place.id.clone()),
                        ..Situation::default()
                    },
                );
                let draft = write(id, &facts);
                assert_eq!(
                    draft.addressee.authority, expected.head,
                    "{id}: {}",
                    staff.id
                );
                assert!(draft.finalise().is_ok(), "{id}: {}, {}", staff.id, place.id);
                assert!(!draft.addressee.lines[0].contains('{'));
                // N022, N026: not to the person involved, nobody of the hierarchy in copy.
                facts.recipient.direct = true;
                let straight = write(id, &facts);
                assert_eq!(straight.addressee.authority, expected.above, "{id}");
                assert!(straight.addressee.copies.len() <= draft.addressee.copies.len());
                tried += 1;
            }
        }
        let mut nobody = facts(id);
        nobody.person.status.clear();
        nobody.establishment.kind.clear();
        assert!(refused(id, &nobody).iter().any(|m| m.id == "person.status"));
    }
    assert!(tried > 500, "{tried}");
}

#[test]
fn fields_of_a_few_letters_are_declared_and_used() {
    let mut facts = facts("alerte-violation");
    facts
        .more
        .insert("nobody_knows".to_owned(), More::Words("x".to_owned()));
    assert!(matches!(
        draft(content(), "alerte-violation", &facts, Lang::Fr),
        Err(Refusal::Unusable { values }) if values[0].field == "more.nobody_knows"
    ));
    facts.more.remove("nobody_knows");
    tick(&mut facts, "breach_nature", true);
    assert!(draft(content(), "alerte-violation", &facts, Lang::Fr).is_err());
    let label = content().models.label("more.breach_nature").unwrap();
    assert!(!label.fr.is_empty() && !label.en.is_empty());
    // One fault a file, so that the content is read only once.
    let faults = [
        (
            "letters/alerte-violation.md",
            "{{more.breach_nature}}",
            "{{more.breach_natures}}",
            "unknown field « more.breach_natures »",
        ),
        (
            "letters/alerte-f3sct.md",
            "{{more.danger_nature}}",
            "{{more.danger_grave}}",
            "is a box",
        ),
        (
            "letters/common.toml",
            "[more]\n",
            "[more]\nidle = { label = { fr = \"a\", en = \"b\" }, ask = \"line\" }\n",
            "no letter uses the field `more.idle`",
        ),
        (
            "letters/fiche-plainte-orale.toml",
            "sheet = true",
            "sheet = false",
            "a letter has a `subject`",
        ),
        (
            "letters/retrait-ent.toml",
            "by_head = true",
            "by_head = false",
            "no authority has the id `@chef`",
        ),
        (
            "letters/information-preoccupante.toml",
            "when = \"more.grave_danger\"",
            "when = \"storm\"",
            "an addressee depends on an unknown condition",
        ),
        (
            "letters/declaration-accident.toml",
            "\"aesh\"",
            "\"aeshs\"",
            "no status has the id `aeshs`",
        ),
    ];
    let edits = faults.map(|(file, from, to, _)| (file, from, to));
    let problems = rewritten(&edits).unwrap_err();
    for (_, _, _, said) in faults {
        assert!(
            problems.iter().any(|p| p.what.contains(said)),
            "{said}: {problems:?}"
        );
    }
}

/// N061: the last day is worked out from the earliest dated fact, never made up.
#[test]
fn n055_n061_the_brief_gives_the_last_day_to_act() {
    let id = "saisine-avocat";
    let mut facts = facts(id);
    assert!(final_text(id, &facts).contains("3 mois — 3 février 2027"));
    facts.facts.push(guide::letters::Fact {
        date: "2026-10-31".to_owned(),
        what: "une première publication".to_owned(),
        place: "en ligne".to_owned(),
        ..Default::default()
    });
    // Months differ in length: the last day of the month, as the press law counts.
    assert!(final_text(id, &facts).contains("3 mois — 31 janvier 2027"));
    facts.facts[1].date.clear();
    facts.facts[1].when = "en octobre".to_owned();
    let missing = refused(id, &facts);
    assert!(missing.iter().any(|m| m.id == "date-limite"), "{missing:?}");
    facts.more.insert(
        "limit_date".to_owned(),
        More::Words("15 janvier 2027".to_owned()),
    );
    assert!(final_text(id, &facts).contains("Date que j’ai relevée : 15 janvier 2027"));
}

#[test]
fn n055_the_draft_notice_is_marked_as_sent_by_the_lawyer() {
    let text = final_text("saisine-avocat", &facts("saisine-avocat"));
    let (brief, notice) = text.split_once("Projet de mise en demeure PROJET").unwrap();
    assert!(
        brief.contains("Camille Martin") && notice.contains("envoyer par l’avocat, en son nom")
    );
    assert!(notice.contains("https://reseau.example/p/123") && notice.contains("48 heures"));
    assert!(notice.contains("[Signature de l’avocat]"));
    let how = write("saisine-avocat", &facts("saisine-avocat")).sending;
    assert!(how.contains("ne l’envoyez pas vous-même"));
}

#[test]
fn n052_the_sheet_for_an_oral_complaint_says_who_advised_and_what_to_reply() {
    let id = "fiche-plainte-orale";
    let doc = write(id, &facts(id)).finalise().unwrap();
    let html = render_html(&doc);
    assert!(html.starts_with("<article class=\"doc doc--report\" lang=\"fr\">"));
    assert!(!html.contains("doc__addressee"));
    let text = flat(&render_text(&doc));
    for words in [
        "Conseil pris auprès de : l’ASL",
        "Vous êtes tenus de recevoir ma plainte",
        "l’article 15-3 du code de procédure pénale",
        "Je porte plainte contre X.",
    ] {
        assert!(text.contains(words), "{words}");
    }
    let mut named = facts(id);
    named.author.name = "Alex Durand".to_owned();
    assert!(final_text(id, &named).contains("Je porte plainte contre Alex Durand."));
}

#[test]
fn n054_the_judge_comes_after_a_removal_in_vain_or_in_an_emergency() {
    let id = "dossier-refere";
    let mut facts = without(&facts(id), "more.refusals");
    assert!(refused(id, &facts).iter().any(|m| m.id == "motif"));
    facts.urgent = "l’adresse de mon domicile est publiée.".to_owned();
    let text = final_text(id, &facts);
    assert!(text.contains("il y a urgence") && text.contains("Tribunal judiciaire de Valmont"));
    assert!(text.contains("article 6-3 de la loi n° 2004-575 du 21 juin 2004"));
}

#[test]
fn the_danger_or_the_publisher_chooses_the_addressee() {
    for (id, field, ticked, plain) in [
        (
            "information-preoccupante",
            "grave_danger",
            "procureur",
            "crip",
        ),
        (
            "demande-retrait-photo",
            "mairie",
            "maire",
            "diffuseur-photo",
        ),
        (
            "demande-document",
            "to_rectorate",
            "recteur",
            "chef-etablissement",
        ),
        ("copie-avant-effacement", "to_school", "dpd", "plateforme"),
    ] {
        for (on, authority) in [(true, ticked), (false, plain)] {
            let mut facts = facts(id);
            facts.court.city = "Valmont".to_owned();
            facts.establishment.academie = "Valmont".to_owned();
            tick(&mut facts, field, on);
            let draft = write(id, &facts);
            assert_eq!(draft.addressee.authority, authority, "{id}");
            assert!(draft.finalise().is_ok(), "{id}, {field}: {on}");
        }
    }
}

#[test]
fn an_accident_follows_the_status() {
    let id = "declaration-accident";
    let facts = facts(id);
    assert!(
        write(id, &facts)
            .opens
            .contains(&"accident-service-15j".to_owned())
    );
    assert!(final_text(id, &facts).contains("L822-18"));
    let mut contract = facts.clone();
    contract.person.status = "aed".to_owned();
    contract.employer.signatory = "Le chef d’établissement".to_owned();
    let draft = write(id, &contract);
    assert!(!draft.opens.contains(&"accident-service-15j".to_owned()));
    assert!(
        draft
            .advice
            .iter()
            .any(|advice| advice.contains("24 heures"))
    );
    let text = final_text(id, &contract);
    assert!(text.contains("accident du travail") && !text.contains("L822-18"));
    let mut private = facts.clone();
    private.person.status = "ogec".to_owned();
    assert!(matches!(
        guide::letters::draft(content(), id, &private, Lang::Fr),
        Err(Refusal::NotForThisStatus { text, .. }) if text.contains("24 heures")
    ));
}

#[test]
fn golden_rule_the_papers_of_a_press_case_warn_too() {
    for id in [
        "demande-constat",
        "dossier-refere",
        "fiche-plainte-orale",
        "saisine-avocat",
        "signalement-l135-6",
    ] {
        let mut facts = facts(id);
        facts.offences = vec!["injure-publique".to_owned()];
        let warns = |draft: &Draft| draft.advice.iter().any(|a| a.contains("délai de 3 mois"));
        assert!(warns(&write(id, &facts)), "{id}");
        facts.offences = vec!["menace-agent".to_owned()];
        assert!(!warns(&write(id, &facts)), "{id}");
    }
}

/// N039, N058, N071: what nobody has read again is said to be checked before use.
#[test]
fn what_rests_on_memory_says_so() {
    for (id, number) in [
        ("attestation-temoin", "art. 200 à 203"),
        ("copie-avant-effacement", "art. 20"),
    ] {
        let draft = write(id, &facts(id));
        assert!(
            draft
                .advice
                .iter()
                .any(|advice| advice.contains("À faire relire") && advice.contains(number)),
            "{id}"
        );
        assert!(draft.doc.footer.contains("(à vérifier)"), "{id}");
    }
    let contact = content().law.authority("referent-justice").unwrap();
    assert_eq!(contact.state, guide::law::State::AVerifier);
}

/// Dignity and plainness of what people read around the letter, and of the letter.
#[test]
fn the_words_stay_calm_and_short() {
    for id in content().models.offers().map(|offer| offer.id) {
        for lang in [Lang::Fr, Lang::En] {
            let draft = draft(content(), id, &facts(id), lang).unwrap();
            let around = draft.advice.iter().chain([&draft.sending]);
            let (mut words, mut sentences) = (0, 0);
            for text in around {
                assert!(
                    !text.contains('!') && !text.to_lowercase().contains("veuillez"),
                    "{id}"
                );
                words += text.split_whitespace().count();
                sentences += text
                    .split(['.', ':', ';', '?'])
                    .filter(|s| s.len() > 3)
                    .count();
            }
            assert!(
                words <= 20 * sentences.max(1),
                "{id}: {words} / {sentences}"
            );
        }
        let text = final_text(id, &facts(id)).to_lowercase();
        assert!(!text.contains('!') && !text.contains("veuillez"), "{id}");
    }
}
