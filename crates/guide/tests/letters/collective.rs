//! The school, the family, the hierarchy, the others: what these letters and sheets promise
//! (N062, N164–N169, N177, N181–N183).

use super::*;
use guide::letters::{Measure, More, Refusal};

fn say(facts: &mut LetterFacts, id: &str, words: &str) {
    facts
        .more
        .insert(id.to_owned(), More::Words(words.to_owned()));
}

fn content_of(id: &str) -> String {
    render_text(&write(id, &facts(id)).finalise().unwrap())
        .split("-- ")
        .next()
        .unwrap_or_default()
        .to_owned()
}

#[test]
fn n164_the_alert_says_facts_exhibits_and_measures_and_opens_the_time_to_answer() {
    let id = "alerte-chef";
    let mut facts = facts(id);
    let text = final_text(id, &facts);
    for words in [
        "une publication montre ma photographie",
        "Captures de la publication",
        "ma sécurité",
    ] {
        assert!(text.contains(words), "{words}");
    }
    assert_eq!(write(id, &facts).opens, ["agent-silence-2-mois"]);
    for field in ["facts.what", "measures"] {
        assert!(!refused(id, &without(&facts, field)).is_empty(), "{field}");
    }
    // That rule is of the public service: nothing is said of it to somebody of private law.
    facts.person.status = "ogec".to_owned();
    assert!(write(id, &facts).opens.is_empty());
    assert!(!final_text(id, &facts).contains("L811-1"));
}

#[test]
fn n165_the_reminder_cites_the_duty_and_tells_what_was_done_from_what_was_not() {
    let id = "rappel-devoir-chef";
    let mut facts = facts(id);
    let text = final_text(id, &facts);
    for words in [
        "L811-1",
        "L134-5",
        "R421-10",
        "Mesures prises à ma connaissance",
        "Mesures que j’attends encore",
    ] {
        assert!(text.contains(words), "{words}");
    }
    for field in ["measures_taken", "measures_missing"] {
        let mut less = facts.clone();
        less.more.remove(field);
        assert!(!refused(id, &less).is_empty(), "{field}");
    }
    facts.establishment.kind = "ecole".to_owned();
    let text = final_text(id, &facts);
    assert!(
        text.contains("R411-11-1") && !text.contains("R421-10"),
        "a primary school"
    );
}

#[test]
fn n166_the_guide_and_the_minutes_have_commitments_with_their_dates() {
    let guide = final_text("guide-rencontre", &facts("guide-rencontre"));
    assert!(guide.contains("pour quel jour") && guide.contains("Relire les engagements"));
    let minutes = final_text("compte-rendu-rencontre", &facts("compte-rendu-rencontre"));
    assert!(minutes.contains("engagements et dates") && minutes.contains("8 décembre 2026"));
    let invitation = final_text("information-familles", &facts("information-familles"));
    assert!(invitation.contains("Je vous propose de nous rencontrer"));
}

#[test]
fn n167_two_sign_the_letter_to_the_family_firm_or_educational_and_it_comes_back() {
    let id = "lettre-famille";
    let mut facts = facts(id);
    let soft = final_text(id, &facts);
    assert!(
        soft.contains("nous avons besoin de vous")
            && soft.contains("Nous y veillons. Les faits, eux, doivent s’arrêter")
    );
    facts.more.insert("tone_soft".to_owned(), More::Tick(false));
    let firm = final_text(id, &facts);
    assert!(firm.contains("faits graves") && !firm.contains("besoin de vous"));
    for text in [&soft, &firm] {
        assert!(
            text.contains("Pour la direction : Dominique Bernard")
                && text.contains("Camille Martin")
        );
        assert!(
            text.contains("Assurance écrite à retourner")
                && text.contains("avant le 8 décembre 2026")
        );
    }
    facts.more.remove("head_name");
    assert!(
        refused(id, &facts)
            .iter()
            .any(|m| m.id == "deux-signatures")
    );
}

#[test]
fn the_sheet_for_pupils_is_plain() {
    let text = final_text("fiche-eleves", &facts("fiche-eleves"));
    assert!(text.contains("On ne filme personne sans lui demander") && text.contains("3018"));
    let body = content_of("fiche-eleves");
    for sentence in body.lines().flat_map(|line| line.split(['.', ':'])) {
        assert!(sentence.split_whitespace().count() <= 15, "{sentence}");
    }
}

#[test]
fn n169_the_request_for_discipline_quotes_the_rule_or_proposes_one() {
    let id = "demande-chef-etablissement";
    let mut facts = facts(id);
    let none = final_text(id, &facts);
    assert!(none.contains("Je n’ai pas trouvé") && none.contains("qu’il soit complété"));
    say(
        &mut facts,
        "rule_proposed",
        "toute captation en classe est interdite.",
    );
    assert!(final_text(id, &facts).contains("complété ainsi : toute captation"));
    say(&mut facts, "rule", "Article 4 : il est interdit de filmer.");
    let quoted = final_text(id, &facts);
    assert!(
        quoted.contains("Article 4 : il est interdit de filmer")
            && !quoted.contains("Je n’ai pas trouvé")
    );
    for words in ["une publication montre ma photographie", "Pièce n° 1"] {
        assert!(quoted.contains(words), "{words}");
    }
}

#[test]
fn n177_the_chain_gives_the_level_and_the_copy_and_a_level_skipped_asks_why() {
    let id = "alerte-hierarchie";
    let mut facts = facts(id);
    let draft = write(id, &facts);
    assert_eq!(draft.addressee.authority, "recteur");
    assert!(
        draft.addressee.copies[0].contains("Chef d’établissement"),
        "the level before is told"
    );
    assert!(!final_text(id, &facts).contains("Je n’ai pas écrit d’abord"));
    // Nobody was written to first.
    facts.more.remove("first_date");
    assert!(final_text(id, &facts).contains("Je n’ai pas écrit d’abord à Madame la Cheffe"));
    facts.more.remove("skip_why");
    assert!(refused(id, &facts).iter().any(|m| m.id == "saut"));
    // A person involved is left out, and that needs no other reason.
    facts.recipient.direct = true;
    let straight = write(id, &facts);
    assert!(
        straight.finalise().is_ok()
            && straight
                .addressee
                .copies
                .iter()
                .all(|copy| !copy.contains("Chef"))
    );

    // A primary school has three levels; the last one skips the second.
    let mut school = super::facts(id);
    school.establishment.kind = "ecole".to_owned();
    school.person.status = "enseignant-1d".to_owned();
    assert_eq!(write(id, &school).addressee.authority, "dasen");
    school.recipient.level = "recteur".to_owned();
    let text = final_text(id, &school);
    assert!(text.contains(
        "Je n’ai pas écrit d’abord à Madame la Directrice ou Monsieur le Directeur académique"
    ));
    assert_eq!(
        write(id, &school).addressee.copies.len(),
        3,
        "the two levels before, and the head teacher"
    );
    school.recipient.level = "cnil".to_owned();
    assert!(matches!(
        guide::letters::draft(content(), id, &school, Lang::Fr),
        Err(Refusal::Unusable { values }) if values[0].field == "recipient.level"
    ));

    // The chain is content: whoever hosts changes it without a build.
    let changed = rewritten(&[(
        "law/establishments.toml",
        "above = \"recteur\"",
        "above = \"dasen\"\nbeyond = [\"recteur\"]",
    )])
    .unwrap();
    let college = guide::letters::draft(&changed, id, &super::facts(id), Lang::Fr).unwrap();
    assert_eq!(college.addressee.authority, "dasen");
}

#[test]
fn n062_the_request_for_protection_can_ask_for_a_safe_return_before_any_transfer() {
    let id = "protection-fonctionnelle";
    let mut facts = facts(id);
    assert!(!final_text(id, &facts).contains("avant toute mutation"));
    facts.measures.push(Measure {
        id: "reprise".to_owned(),
        text: String::new(),
    });
    let text = final_text(id, &facts);
    for words in [
        "avant toute mutation",
        "entrée et sortie",
        "accompagnement",
        "organisation de la classe",
        "emploi du temps",
        "numéro qui répond",
    ] {
        assert!(text.contains(words), "{words}");
    }
}

#[test]
fn n181_the_joint_request_lists_those_who_agreed_and_no_case() {
    let id = "demande-collective";
    let mut facts = facts(id);
    let text = final_text(id, &facts);
    assert!(text.contains("Alix Petit, CPE") && text.contains("à être reçus ensemble"));
    facts.more.remove("signatories");
    assert!(refused(id, &facts).iter().any(|m| m.id == "signataires"));
    let asks = content().models.asks(id);
    assert!(
        asks.iter()
            .all(|(path, _)| path != "harm" && path != "urgent"),
        "nothing of a case is asked"
    );
}

#[test]
fn n182_a_copy_goes_to_the_union_and_the_interview_has_its_sheet() {
    for id in [
        "alerte-chef",
        "alerte-hierarchie",
        "rappel-devoir-chef",
        "demande-collective",
        "demande-chef-etablissement",
        "protection-fonctionnelle",
    ] {
        let mut facts = facts(id);
        say(&mut facts, "union_copy", "la section du lycée");
        assert!(
            final_text(id, &facts).contains("Copie pour information : - "),
            "{id}"
        );
        assert!(
            write(id, &facts)
                .addressee
                .copies
                .iter()
                .any(|copy| copy == "la section du lycée"),
            "{id}"
        );
    }
    let id = "fiche-entretien";
    let mut sheet = facts(id);
    let before = final_text(id, &sheet);
    assert!(
        before.contains("Je suis accompagné·e par : Alix Petit")
            && before.contains("Qui parle à la famille")
    );
    say(
        &mut sheet,
        "meeting_said",
        "La direction écrit à la famille.",
    );
    assert!(final_text(id, &sheet).contains("La direction écrit à la famille."));
    sheet.more.remove("accompanied");
    assert!(refused(id, &sheet).iter().any(|m| m.id == "accompagnement"));
}

#[test]
fn n183_the_head_has_a_path_and_three_drafts_when_a_parent_complains() {
    let list = content()
        .situations
        .checklists
        .get("plainte-parent")
        .unwrap();
    for item in ["entendre", "faits", "reponse", "public"] {
        assert!(list.item.iter().any(|found| found.id == item), "{item}");
    }
    assert_eq!(
        list.letters,
        [
            "information-agent",
            "reponse-parent",
            "reponse-association-parents"
        ]
    );
    for (id, words) in [
        ("reponse-parent", "ce que vous avez vu ou entendu vous-même"),
        (
            "reponse-association-parents",
            "ne pas commenter cette question en public",
        ),
        (
            "information-agent",
            "Je souhaite vous entendre avant toute réponse",
        ),
    ] {
        assert!(final_text(id, &facts(id)).contains(words), "{id}");
    }
    // The association learns neither the subject nor a name.
    let association = content().models.asks("reponse-association-parents");
    assert!(
        association
            .iter()
            .all(|(path, _)| path != "more.complaint_topic")
    );
}
