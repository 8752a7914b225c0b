//! Cases, one's own profile, what teenagers risk, hiding one's number, platforms, resources, words.

use super::*;
use guide::library::{Line, LinkState, Mask, NoCode, Reader, Reading, Use, Weight};

/// N196: the five parts, audience and version; found by kind; across the kinds.
#[test]
fn n196_practical_cases() {
    let library = embedded().library();
    assert!(library.cases.len() >= 12);
    let mut kinds: Vec<&str> = Vec::new();
    for case in &library.cases {
        for kind in &case.kinds {
            assert!(library.cases_of(kind).any(|found| found.id == case.id));
            kinds.push(kind);
        }
        let parts = [
            case.problems.len(),
            case.thoughts.len(),
            case.recommendations.len(),
            case.resources.len(),
            case.objectives.len(),
            case.audience.len(),
        ];
        assert!(parts.iter().all(|part| *part > 0), "{}", case.id);
        assert!(
            case.recommendations
                .iter()
                .any(|said| said.action.is_some()),
            "{}",
            case.id
        );
    }
    kinds.sort_unstable();
    kinds.dedup();
    assert!(kinds.len() >= 15, "{kinds:?}");
    let problems = with_faults(
        "case",
        &[
            (
                "cases/vestiaire.toml",
                "version = \"11/2026\"",
                "version = \"novembre\"",
            ),
            (
                "cases/blog-sortie.toml",
                "version = \"11/2026\"",
                "version = \"13/2026\"",
            ),
            (
                "cases/mails-lus.toml",
                "id = \"mails-lus\"",
                "id = \"mails\"",
            ),
            ("cases/boite-piratee.toml", "problems = [", "problem = ["),
        ],
    );
    says(
        &problems,
        "content/cases/vestiaire.toml: `vestiaire`: `version` is a month",
    );
    says(
        &problems,
        "content/cases/blog-sortie.toml: `blog-sortie`: `version`",
    );
    says(
        &problems,
        "content/cases/mails-lus.toml: the file must be named mails.toml",
    );
    says(
        &problems,
        "content/cases/boite-piratee.toml: TOML parse error",
    );
}

fn combinations() -> Vec<Vec<&'static str>> {
    let content = embedded();
    let mut all: Vec<Vec<&str>> = vec![Vec::new()];
    for criterion in &content.law.criteria {
        let options = content.library().clues.iter();
        let options: Vec<&str> = options
            .filter(|clue| clue.criterion == criterion.id)
            .map(|clue| clue.id.as_str())
            .collect();
        assert!(options.len() >= 2, "{}", criterion.id);
        all = all
            .iter()
            .flat_map(|seen| {
                let with = options
                    .iter()
                    .map(|option| [seen.as_slice(), &[*option]].concat());
                with.chain([seen.clone()]).collect::<Vec<_>>()
            })
            .collect();
    }
    all
}

/// N184: the four criteria give public, private or professional, with the weight of each clue.
#[test]
fn n184_public_private_or_professional() {
    let content = embedded();
    assert_eq!(content.law.criteria.len(), 4);
    let read = |seen: &[&str]| content.assess_profile(seen, true).reading;
    let closed = [
        "reseau-messagerie",
        "reglage-choisis",
        "contacts-proches",
        "diffusion-fermee",
    ];
    assert_eq!(read(&closed), Reading::Prive);
    assert_eq!(read(&closed[..3]), Reading::Public);
    assert_eq!(read(&[]), Reading::Public);
    assert_eq!(
        read(&[
            "reseau-messagerie",
            "reglage-choisis",
            "contacts-eleves",
            "diffusion-fermee"
        ]),
        Reading::Professionnel
    );
    assert_eq!(
        read(&[
            "reseau-professionnel",
            "reglage-tous",
            "contacts-proches",
            "diffusion-fermee"
        ]),
        Reading::Public
    );
    for seen in combinations() {
        let found = content.assess_profile(&seen, false);
        assert_eq!(found.clues.len() + found.missing.len(), 4, "{seen:?}");
        assert!(
            found
                .clues
                .windows(2)
                .all(|pair| pair[0].weight >= pair[1].weight)
        );
        let strong = |clue: &guide::library::Weighed| {
            clue.points_to == Reading::Public && clue.weight == Weight::Fort
        };
        if found.clues.iter().any(strong) {
            assert_eq!(found.reading, Reading::Public, "{seen:?}");
        }
    }
}

/// N185: a residual risk is said, even with the most restrictive settings.
#[test]
fn n185_a_risk_always_remains() {
    for seen in combinations() {
        let found = embedded().assess_profile(&seen, true);
        assert!(
            found.residual.fr.starts_with("Il reste un risque"),
            "{seen:?}"
        );
        assert!(found.residual.en.contains("no setting prevents"));
    }
}

/// N193: silence on the job never lowers the reading.
#[test]
fn n193_silence_on_the_job_changes_nothing() {
    for seen in combinations() {
        let (said, silent) = (
            embedded().assess_profile(&seen, true),
            embedded().assess_profile(&seen, false),
        );
        assert_eq!(
            (said.reading, &said.clues),
            (silent.reading, &silent.clues),
            "{seen:?}"
        );
        assert!(silent.function.fr.contains("n’y change rien"));
        assert!(said.function.fr.contains("devoirs d’agent public"));
    }
}

/// N186: one's own profile seen as a stranger: what to hide first.
#[test]
fn n186_what_to_hide_first() {
    let content = embedded();
    let first = content.hide_first(&["amis", "telephone", "adresse", "inconnu"]);
    let ids: Vec<&str> = first.iter().map(|hidden| hidden.id.as_str()).collect();
    assert_eq!(ids, ["adresse", "telephone", "amis"]);
    assert!(content.hide_first(&[]).is_empty());
    let mut ranks: Vec<u8> = content
        .library()
        .looks
        .iter()
        .map(|look| look.rank)
        .collect();
    ranks.dedup();
    assert_eq!(ranks.len(), content.library().looks.len());
}

/// N187 to N191: the five tips, ticked, say what is left.
#[test]
fn n187_five_tips_to_tick() {
    let library = embedded().library();
    assert_eq!(library.tips.len(), 5);
    let needs: Vec<&str> = library
        .tips
        .iter()
        .map(|tip| tip.needs[0].as_str())
        .collect();
    assert_eq!(needs, ["N187", "N188", "N189", "N190", "N191"]);
    let left = library.tips_left(&["mot-de-passe", "double", "eleves"]);
    let counts: Vec<(usize, usize)> = left
        .iter()
        .map(|(tip, items)| (tip.item.len(), items.len()))
        .collect();
    assert_eq!(counts[0].0 - counts[0].1, 2);
    assert_eq!(counts[1].0 - counts[1].1, 1);
    assert_eq!(counts[2].0, counts[2].1);
    // N190 asks five questions.
    assert_eq!(library.tips.get("verifier").unwrap().item.len(), 5);
    let mut ids: Vec<&str> = library
        .tips
        .iter()
        .flat_map(|tip| &tip.item)
        .map(|item| item.id.as_str())
        .collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all, "an item id twice");
}

/// N201: each behaviour with its offence, its penalty and its text, in a teenager's words.
#[test]
fn n201_what_a_teenager_risks() {
    let content = embedded();
    let page = content.risks_for_teenagers();
    assert_eq!(page.len(), content.library().behaviours.len());
    assert!(page.len() >= 15);
    for risk in &page {
        assert!(
            risk.offence.fr.starts_with("Peut relever de"),
            "{}",
            risk.act.fr
        );
        assert!(
            !risk.penalty.is_empty() && !risk.articles.is_empty(),
            "{}",
            risk.act.fr
        );
        assert!(
            risk.plain.fr.split_whitespace().count() <= 30,
            "{}",
            risk.plain.fr
        );
        for jargon in ["infraction", "imputation", "prescription", "art.", "juridi"] {
            for text in [&risk.act.fr, &risk.plain.fr, &risk.repair.fr] {
                assert!(!text.to_lowercase().contains(jargon), "{jargon}: {text}");
            }
        }
    }
    let fake = page
        .iter()
        .find(|risk| risk.act.fr.starts_with("Ouvrir un compte"));
    let fake = fake.unwrap();
    assert_eq!(fake.penalty, "1 an et 15 000 €");
    assert_eq!(fake.articles, ["Code pénal, art. 226-4-1"]);
}

fn dial(operator: &str, line: Line, usage: Use) -> Result<String, NoCode> {
    let mask = Mask {
        operator,
        line,
        usage,
        number: "01 23.45 67 89",
    };
    embedded().hide_number(&mask).map(|dial| dial.keys)
}

/// N145: fixed lines, operator by operator, for one call, permanent, check and cancel.
#[test]
fn n145_hiding_a_fixed_number() {
    for (operator, one) in [
        ("Orange", "36510123456789"),
        ("SFR", "36510123456789"),
        ("Prixtel", "36510123456789"),
        ("Bouygues Telecom", "*16510123456789"),
        ("Free", "*31*0123456789"),
    ] {
        assert_eq!(
            dial(operator, Line::Fixe, Use::UnAppel).as_deref(),
            Ok(one),
            "{operator}"
        );
        let others = [Use::Permanent, Use::Verifier, Use::Annuler];
        let found = others.map(|usage| dial(operator, Line::Fixe, usage));
        if operator == "Orange" {
            assert_eq!(
                found,
                [
                    Err(NoCode::EspaceClient),
                    Err(NoCode::EspaceClient),
                    Err(NoCode::EspaceClient)
                ]
            );
        } else {
            assert_eq!(
                found.map(Result::unwrap),
                ["*31#", "*#31#", "#31#"],
                "{operator}"
            );
        }
    }
    assert_eq!(
        dial("Inconnu", Line::Fixe, Use::UnAppel),
        Err(NoCode::Operateur)
    );
    // Each code of the file is given by somebody, with the day it was checked.
    for phone in &embedded().law.phone {
        assert!(phone.checked >= date!(2026 - 01 - 01), "{}", phone.id);
    }
}

/// N146: a mobile, for one call; a text message is refused with its reason.
#[test]
fn n146_hiding_a_mobile_number() {
    assert_eq!(
        dial("Free", Line::Mobile, Use::UnAppel).as_deref(),
        Ok("#31#0123456789")
    );
    assert_eq!(
        dial("Free", Line::Mobile, Use::Permanent),
        Err(NoCode::Reglages)
    );
    for line in [Line::Fixe, Line::Mobile] {
        assert_eq!(dial("Orange", line, Use::Sms), Err(NoCode::Sms));
    }
    assert!(
        NoCode::Sms
            .reason()
            .0
            .contains("montre toujours votre numéro")
    );
    let call = |number| {
        let mask = Mask {
            operator: "Free",
            line: Line::Mobile,
            usage: Use::UnAppel,
            number,
        };
        embedded().hide_number(&mask).map(|dial| dial.keys)
    };
    for number in ["17", "112", "1 1 4"] {
        assert_eq!(call(number), Err(NoCode::Urgence), "{number}");
    }
    for number in [
        "",
        "123",
        "01234567890",
        "1234567890",
        "01 23 45 67 8a",
        "+33123456789",
    ] {
        assert_eq!(call(number), Err(NoCode::Numero), "{number}");
    }
}

/// N030, N065, N084: what is realistic and what leaves a trace, platform by platform; nothing promised.
#[test]
fn n030_platforms_promise_nothing() {
    let platforms = &embedded().library().platforms;
    assert!(platforms.len() >= 12);
    for platform in platforms {
        for promise in [
            "garanti",
            "toujours retiré",
            "sera retiré",
            "guarantee",
            "will be removed",
        ] {
            for text in [&platform.realistic.fr, &platform.realistic.en] {
                assert!(!text.contains(promise), "{}: {text}", platform.id);
            }
        }
        assert!(
            !platform.trace.is_empty() && platform.form.fr.contains("bonne foi"),
            "{}",
            platform.id
        );
        // What comes from memory is never shown as sure.
        if platform.sources.iter().any(|source| source == "memoire") {
            assert_eq!(platform.state, State::AVerifier, "{}", platform.id);
        }
        assert!(!platform.channel.fr.contains("http"), "{}", platform.id);
    }
    assert!(platforms.iter().any(|platform| platform.ephemeral));
}

/// N199, N200: each resource with its day; one that is gone names what replaces it.
#[test]
fn n199_resources_are_dated_and_the_dead_are_replaced() {
    let library = embedded().library();
    let mut gone = 0;
    for resource in &library.resources {
        assert!(!resource.publisher.is_empty(), "{}", resource.id);
        if let Some(instead) = &resource.instead {
            gone += 1;
            let living = library.resources.get(instead).unwrap();
            assert_ne!(living.link_state, LinkState::Disparu, "{}", resource.id);
        }
    }
    assert!(gone >= 3);
    for reader in [Reader::Personnels, Reader::Eleves, Reader::Parents] {
        let found: Vec<&str> = library
            .resources
            .iter()
            .filter(|r| r.readers.contains(&reader) && r.link_state != LinkState::Disparu)
            .map(|r| r.id.as_str())
            .collect();
        assert!(found.contains(&"3018") && found.len() >= 4, "{found:?}");
    }
}

/// N197: words have a definition and a source, and the cases use them.
#[test]
fn n197_words_are_defined_and_used() {
    let library = embedded().library();
    assert!(library.glossary.len() >= 15);
    assert!(library.glossary.has("media-social") && library.glossary.has("reseau-social"));
    for case in &library.cases {
        assert!(!case.terms.is_empty(), "{}", case.id);
    }
}

/// N081, N192, N194, N195, N198, N202, N203: what stands beside the cases is whole, and nobody is forgotten.
#[test]
fn n192_duties_guides_lessons_and_contacts_are_whole() {
    let library = embedded().library();
    assert!(library.duties.len() >= 6 && library.lessons.len() >= 5);
    let declined = library.duties.get("eleves-contacts").unwrap();
    assert!(declined.message.as_ref().unwrap().fr.contains("ENT"));
    for id in ["compte-defensif", "espace-public"] {
        let guide = library.guides.get(id).unwrap();
        assert!(embedded().items_of(guide).count() >= 5, "{id}");
    }
    assert_eq!(library.speakers.len(), 1);
    let problems = with_faults(
        "advice",
        &[
            ("resources/contacts.toml", "\"referent-justice\", ", ""),
            ("prevention/lessons.toml", "\"groupe-prive\"", "\"crier\""),
            ("prevention/duties.toml", "\"cgfp-l121-2\"", "\"cgfp-rien\""),
        ],
    );
    for expected in [
        "content/resources/contacts.toml: `referent-justice`: no purpose",
        "content/prevention/lessons.toml: `moquerie`: no behaviour `crier`",
        "content/prevention/duties.toml: `neutralite`: no text in force `cgfp-rien`",
    ] {
        says(&problems, expected);
    }
}

/// N199: without any network, an address is https and its host is one that a sourced authority gives.
#[test]
fn n199_an_address_comes_from_a_source() {
    let from = "how.fr = \"Site de la CNIL, cnil.fr.\"";
    for (planted, said) in [
        ("http://cnil.fr/", "`http://cnil.fr/` is not https"),
        (
            "https://exemple-sans-source.org/a",
            "no sourced authority gives the host `exemple-sans-source.org`",
        ),
        (
            "sans-source.com",
            "no sourced authority gives the host `sans-source.com`",
        ),
    ] {
        let to = format!("how.fr = \"Voir {planted}.\"");
        let problems = with_faults("address", &[("resources/resources.toml", from, &to)]);
        says(
            &problems,
            &format!("content/resources/resources.toml: `cnil`: {said}"),
        );
    }
    let to = "how.fr = \"Voir https://www.cnil.fr/mineurs, à jour.\"";
    assert_eq!(
        with_faults("address", &[("resources/resources.toml", from, to)]),
        Vec::<String>::new()
    );
}

/// N188, N189, N190: circles with who may be in them; three points before posting; five questions before sharing, and where
/// a doubtful file is reported.
#[test]
fn n188_n189_n190_tips_ask_what_they_must() {
    let tip = |id: &str| embedded().library().tips.get(id).unwrap();
    let says = |id: &str, words: &str| {
        let mut items = tip(id).item.iter();
        assert!(
            items.any(|item| item.text.fr.contains(words)),
            "{id}: {words}"
        );
    };
    says("cercles", "deux listes");
    says("cercles", "Aucun élève");
    says("cercles", "qui se cache derrière");
    assert_eq!(tip("anticiper").item.len(), 3);
    says("anticiper", "votre direction ou vos élèves");
    says("anticiper", "ne blesse personne");
    says("anticiper", "autorisés");
    assert_eq!(tip("verifier").item.len(), 5);
    says("verifier", "ne s’ouvre pas : il se signale");
}
