//! Requests, replies and second letters: each one whole, refused while a mention is missing.
//! N056, N059, N064–N067, N070, N074, N076, N077, N079.

use super::*;
use guide::letters::MentionState;
use std::collections::BTreeMap;

/// id, needs, texts cited by the example, deadlines opened.
type Row = (
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
    &'static [&'static str],
);
const REQUESTS: &[Row] = &[
    (
        "defense-collegue",
        &["N056", "N077"],
        &["cc-9", "rgpd-21"],
        &[],
    ),
    ("demande-amiable", &["N064", "N076"], &["cc-9"], &[]),
    (
        "demande-chef-etablissement",
        &["N164", "N169", "N060"],
        &[
            "ce-r421-10",
            "ce-d511-30",
            "ce-faits-exterieurs",
            "cgfp-l134-6",
        ],
        &["discipline-defense-2jo", "conseil-discipline-5j"],
    ),
    (
        "droit-de-reponse",
        &["N067", "N061"],
        &["lcen-1-1", "decret-2007-1527"],
        &["droit-reponse-insertion", "droit-reponse-demande"],
    ),
    (
        "dsa-reclamation",
        &["N065", "N066"],
        &["dsa-20", "dsa-17", "dsa-21", "lcen-6-3"],
        &["dsa-reclamation-6-mois"],
    ),
    (
        "interdiction-usage-nom",
        &["N076", "N077"],
        &["cc-9", "cp-226-4-1"],
        &[],
    ),
    (
        "mise-en-demeure",
        &["N055", "N056"],
        &["cc-9", "cp-226-4-1", "cc-1242"],
        &[],
    ),
    (
        "plainte-arcom",
        &["N065", "N066"],
        &["dsa-53", "dsa-16", "dsa-20"],
        &[],
    ),
    (
        "recours-pf",
        &["N047", "N066", "N061"],
        &[
            "crpa-l211-2-232-4",
            "crpa-l411-2",
            "cgfp-l134-5",
            "cja-r421",
        ],
        &[
            "motifs-1-mois",
            "recours-gracieux-2-mois",
            "pf-recours-ta-2-mois",
        ],
    ),
    (
        "rgpd-acces",
        &["N070", "N071"],
        &["rgpd-15", "rgpd-12"],
        &["rgpd-reponse-1-mois", "rgpd-prolongation-2-mois"],
    ),
    (
        "rgpd-effacement",
        &["N070", "N071", "N076"],
        &["rgpd-17", "rgpd-21", "rgpd-12"],
        &["rgpd-reponse-1-mois"],
    ),
    (
        "rgpd-effacement-mineur",
        &["N070"],
        &["lil-51", "rgpd-17"],
        &["lil-mineur-1-mois"],
    ),
    (
        "saisine-cnil",
        &["N074", "N073"],
        &["rgpd-77", "rgpd-12"],
        &["cnil-info-3-mois"],
    ),
    (
        "saisine-ien",
        &["N165", "N169", "N027"],
        &["ce-r411-11-1", "cgfp-l134-6"],
        &["primaire-suspension-5j"],
    ),
    (
        "signalement-abuse",
        &["N079", "N082"],
        &["rgpd-15", "rgpd-12"],
        &["rgpd-reponse-1-mois"],
    ),
    (
        "signalement-art40",
        &["N059"],
        &["cpp-40", "cgfp-l121-10-11"],
        &["art40-sans-delai"],
    ),
    ("signature-remplacee", &["N076"], &["cp-226-4-1"], &[]),
];

/// The mentions as the file says them: id, condition, and alternatives of each field.
fn mentions_of(id: &str) -> Vec<(String, Option<String>, Vec<Vec<String>>)> {
    let text = Files::embedded()
        .get(&format!("letters/{id}.toml"))
        .unwrap()
        .to_owned();
    let sheet: toml::Table = toml::from_str(&text).unwrap();
    let mentions = sheet.get("mention").and_then(|all| all.as_array());
    mentions
        .unwrap()
        .iter()
        .map(|mention| {
            let groups = mention.get("fields").and_then(|fields| fields.as_array());
            let groups = groups.into_iter().flatten().map(|field| {
                let names = field.as_str().unwrap().split('|');
                names.map(|name| name.trim().to_owned()).collect()
            });
            (
                mention.get("id").unwrap().as_str().unwrap().to_owned(),
                mention
                    .get("when")
                    .map(|when| when.as_str().unwrap().to_owned()),
                groups.collect(),
            )
        })
        .collect()
}

fn states(id: &str, facts: &LetterFacts) -> BTreeMap<String, MentionState> {
    let states = write(id, facts).mentions.into_iter();
    states.map(|state| (state.id.clone(), state)).collect()
}

#[test]
fn each_letter_names_its_needs_its_texts_and_the_deadlines_it_opens() {
    for (id, needs, cited, opens) in REQUESTS {
        let draft = write(id, &facts(id));
        assert_eq!(draft.needs, *needs, "{id}");
        let texts: Vec<&str> = draft.cited.iter().map(|text| text.id.as_str()).collect();
        assert_eq!(texts, *cited, "{id}");
        assert_eq!(draft.opens, *opens, "{id}");
        assert!(
            !draft.sending.is_empty() && !draft.advice.is_empty(),
            "{id}"
        );
        for text in &draft.cited {
            let number = text.citation.split("art. ").last().unwrap();
            assert!(draft.doc.footer.contains(number), "{id}: {}", text.citation);
        }
    }
}

#[test]
fn each_field_removed_stops_the_letter_and_names_the_mention() {
    let mut removed = 0;
    for (id, ..) in REQUESTS {
        let full = facts(id);
        for (mention, when, groups) in mentions_of(id) {
            for group in groups {
                let less = group
                    .iter()
                    .fold(full.clone(), |facts, field| without(&facts, field));
                // What a condition asks is no longer asked once the condition is gone.
                if group.iter().any(|field| Some(field) == when.as_ref()) {
                    assert!(!states(id, &less).contains_key(&mention), "{id}: {mention}");
                    continue;
                }
                if !states(id, &full).contains_key(&mention) {
                    continue;
                }
                assert_ne!(less, full, "{id}: the example does not fill {group:?}");
                let missing = refused(id, &less);
                let named = missing
                    .iter()
                    .find(|found| found.id == mention)
                    .unwrap_or_else(|| panic!("{id}, {mention}: {group:?}: {missing:?}"));
                assert!(named.fields.iter().all(|gap| !gap.label.is_empty()));
                removed += 1;
            }
        }
    }
    assert!(removed >= REQUESTS.len() * 4, "{removed}");
}

#[test]
fn n066_the_second_letter_quotes_the_first_its_answer_and_adds_the_missing_exhibits() {
    for id in ["dsa-reclamation", "recours-pf"] {
        let mut facts = facts(id);
        let text = final_text(id, &facts);
        assert!(text.contains("Ce que j’ajoute à ma première lettre - Pièce n° 2 : Constat"));
        facts.more.insert(
            "first_quote".to_owned(),
            guide::letters::More::Words("mes propres mots".to_owned()),
        );
        let text = final_text(id, &facts);
        assert!(text.contains("mes propres mots"), "{id}");
        facts.added_pieces = vec![9];
        assert!(!final_text(id, &facts).contains("Ce que j’ajoute"), "{id}");
        // Silence instead of an answer.
        let silent = ["answer_text", "answer_date", "answer_reference"]
            .iter()
            .fold(facts, |facts, field| {
                without(&facts, &format!("more.{field}"))
            });
        assert!(refused(id, &silent).len() > 1, "{id}");
        let mut said = silent;
        said.more
            .insert("answer_none".to_owned(), guide::letters::More::Tick(true));
        assert!(final_text(id, &said).contains("aucune réponse"), "{id}");
    }
}

#[test]
fn n067_a_reply_longer_than_the_message_or_than_200_lines_is_not_final() {
    let words = |facts: &mut LetterFacts, field: &str, text: String| {
        facts
            .more
            .insert(field.to_owned(), guide::letters::More::Words(text));
    };
    let mut facts = facts("droit-de-reponse");
    let length = |facts: &LetterFacts| {
        let missing = write("droit-de-reponse", facts).finalise().err();
        missing.map(|m| m.into_iter().map(|m| m.id).collect::<Vec<_>>())
    };
    words(&mut facts, "message_text", "é".repeat(20));
    words(&mut facts, "message_reply", "à".repeat(20));
    assert_eq!(length(&facts), None, "signs are counted, not bytes");
    words(&mut facts, "message_reply", "à".repeat(21));
    assert_eq!(length(&facts), Some(vec!["longueur".to_owned()]));
    // 200 lines of 60 signs, and one sign more.
    words(&mut facts, "message_text", "x".repeat(20_000));
    words(&mut facts, "message_reply", "x".repeat(200 * 60));
    assert_eq!(length(&facts), None);
    words(&mut facts, "message_reply", "x".repeat(200 * 60 + 1));
    assert_eq!(length(&facts), Some(vec!["longueur".to_owned()]));
    words(&mut facts, "message_reply", "x\n".repeat(201));
    assert_eq!(length(&facts), Some(vec!["longueur".to_owned()]));
    // Without the message, nothing can be measured.
    let unknown = without(&facts, "more.message_text");
    assert!(length(&unknown).is_some_and(|ids| ids.contains(&"longueur".to_owned())));
}

#[test]
fn n059_the_hierarchy_is_told_and_never_asked_and_facts_told_stay_apart() {
    let mut facts = facts("signalement-art40");
    let text = final_text("signalement-art40", &facts);
    let place = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words}"));
    assert!(place("Ce que j’ai constaté moi-même") < place("Ce qui m’a été rapporté"));
    assert!(place("Ce qui m’a été rapporté") < place("deux autres élèves"));
    assert!(text.contains("Copie pour information : - Madame la Cheffe ou Monsieur le Chef"));
    assert!(!text.contains("Sous couvert"));
    for (status, kind, told) in [
        (
            "enseignant-1d",
            "ecole",
            &["(IEN)", "(DASEN)", "de l’école"][..],
        ),
        ("chef-etablissement", "college", &["(DASEN)"][..]),
    ] {
        facts.person.status = status.to_owned();
        facts.establishment.kind = kind.to_owned();
        let copies = write("signalement-art40", &facts).addressee.copies;
        assert_eq!(copies.len(), told.len(), "{status}: {copies:?}");
        assert!(
            copies
                .iter()
                .zip(told)
                .all(|(copy, told)| copy.contains(told))
        );
    }
    facts.recipient.direct = true;
    assert!(!final_text("signalement-art40", &facts).contains("Copie pour information"));
    facts.person.status.clear();
    assert!(
        refused("signalement-art40", &facts)
            .iter()
            .any(|missing| missing.id == "person.status")
    );
}

#[test]
fn n027_the_appeal_goes_where_the_request_went() {
    let (mut asked, mut appeal) = (facts("protection-fonctionnelle"), facts("recours-pf"));
    for status in content().law.staff.iter().map(|staff| staff.id.as_str()) {
        for facts in [&mut asked, &mut appeal] {
            facts.person.status = status.to_owned();
        }
        let to = |id: &str, facts: &LetterFacts| {
            draft(content(), id, facts, Lang::Fr)
                .map(|draft| (draft.addressee.authority, draft.addressee.through))
                .ok()
        };
        assert_eq!(
            to("protection-fonctionnelle", &asked),
            to("recours-pf", &appeal),
            "{status}"
        );
    }
}

fn ticked(facts: &LetterFacts, field: &str, tick: bool) -> LetterFacts {
    let mut facts = facts.clone();
    facts
        .more
        .insert(field.to_owned(), guide::letters::More::Tick(tick));
    facts
}

#[test]
fn n064_n056_the_author_or_the_guardians_and_one_text_for_both() {
    for id in [
        "demande-amiable",
        "mise-en-demeure",
        "interdiction-usage-nom",
    ] {
        let mut facts = facts(id);
        facts.author.name = "Alex Durand".to_owned();
        facts.more.insert(
            "recipient_name".to_owned(),
            guide::letters::More::Words("Dominique Durand".to_owned()),
        );
        let (parents, adult) = (
            write(id, &ticked(&facts, "to_parents", true)),
            write(id, &ticked(&facts, "to_parents", false)),
        );
        assert_eq!(parents.addressee.authority, "parents", "{id}");
        assert_eq!(adult.addressee.authority, "diffuseur-photo", "{id}");
        let guardians = "représentants légaux de l’élève Alex Durand";
        assert!(parents.addressee.lines[0].contains(guardians), "{id}");
        let adult = flat(&render_text(&adult.finalise().unwrap()));
        assert!(!adult.contains("représentants légaux"), "{id}");
    }
    let text = final_text("mise-en-demeure", &facts("mise-en-demeure"));
    assert!(text.contains("Lettre recommandée n° 0A 000 000 0000 0"));
    assert!(text.contains("quarante-huit heures à compter de la réception"));
}

#[test]
fn n055_a_notice_for_the_lawyer_says_who_sends_it() {
    let facts = facts("mise-en-demeure");
    assert!(final_text("mise-en-demeure", &facts).contains("Projet remis à l’avocat"));
    let own = ticked(&facts, "by_lawyer", false);
    assert!(!final_text("mise-en-demeure", &own).contains("Projet remis"));
}

#[test]
fn golden_rule_the_formal_notice_warns_outside_the_letter() {
    let mut facts = facts("mise-en-demeure");
    facts.offences = vec!["injure-publique".to_owned()];
    let notice = write("mise-en-demeure", &facts);
    assert!(
        notice
            .advice
            .iter()
            .any(|a| a.contains("n’arrête PAS le délai de 3 mois"))
    );
    assert_eq!(notice.running, ["presse-3-mois"]);
    facts.offences = vec!["usurpation".to_owned()];
    let notice = write("mise-en-demeure", &facts);
    assert!(!notice.advice.iter().any(|a| a.contains("n’arrête PAS")));
}

#[test]
fn n070_n074_data_requests_open_their_own_time_limits() {
    let cnil = facts("saisine-cnil");
    assert_eq!(write("saisine-cnil", &cnil).opens, ["cnil-info-3-mois"]);
    let minor = ticked(&cnil, "minor_case", true);
    // The three weeks run from the complaint to the CNIL, never from the request to the controller.
    assert_eq!(
        write("saisine-cnil", &minor).opens,
        ["cnil-info-3-mois", "cnil-mineur-3-semaines"]
    );
    let asked = write("rgpd-effacement-mineur", &facts("rgpd-effacement-mineur"));
    assert_eq!(asked.opens, ["lil-mineur-1-mois"]);
    // N071: a copy first, or its waiver.
    let erasure = ticked(&facts("rgpd-effacement"), "copy_settled", false);
    assert_eq!(refused("rgpd-effacement", &erasure)[0].id, "copie-d-abord");
}

#[test]
fn n079_the_shop_and_the_abuse_service_read_every_exchange_with_its_channel() {
    let shop = facts("signalement-abuse");
    let text = final_text("signalement-abuse", &shop);
    for words in [
        "5 novembre 2026, par courriel",
        "10 novembre 2026, par téléphone",
        "par lettre recommandée",
        "le journal des connexions et des changements de ce compte",
    ] {
        assert!(text.contains(words), "{words}");
    }
    let to = |facts: &LetterFacts| write("signalement-abuse", facts).addressee.authority;
    assert_eq!(to(&shop), "site-marchand");
    assert_eq!(to(&ticked(&shop, "to_shop", false)), "fournisseur-acces");
}

#[test]
fn n076_n077_a_name_is_forbidden_without_proof_of_harm_and_a_masked_version_is_offered() {
    let text = final_text("interdiction-usage-nom", &facts("interdiction-usage-nom"));
    assert!(text.contains("sans que j’aie à faire état d’un dommage"));
    assert!(text.contains("J’accepte cette version masquée : « une enseignante du collège »"));
    assert!(!text.contains("préjudice"));
}

#[test]
fn the_letters_and_their_advice_speak_in_short_dignified_sentences() {
    for (id, ..) in REQUESTS {
        let draft = write(id, &facts(id));
        let sheet = Files::embedded()
            .get(&format!("letters/{id}.toml"))
            .unwrap()
            .to_lowercase();
        let body = Files::embedded()
            .get(&format!("letters/{id}.md"))
            .unwrap()
            .to_lowercase();
        for word in [
            "!",
            "veuillez",
            "scandal",
            "honte",
            "coupable",
            "inadmissible",
        ] {
            assert!(
                !sheet.contains(word) && !body.contains(word),
                "{id}: {word}"
            );
        }
        let advice = draft.advice.join(" ") + " " + &draft.sending;
        let sentences = advice
            .split(['.', '?'])
            .filter(|s| !s.trim().is_empty())
            .count();
        let words = advice
            .split_whitespace()
            .filter(|w| w.chars().any(char::is_alphanumeric))
            .count();
        assert!(
            words <= 20 * sentences,
            "{id}: {words} words, {sentences} sentences"
        );
    }
}
