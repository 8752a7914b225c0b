//! Lists to tick, ways not advised, two columns of risks, liability.

use super::*;
use guide::plan::{Listed, Sphere, names_to_reserve};

fn list<'a>(plan: &'a Plan, id: &str) -> Option<&'a Listed> {
    plan.checklists.iter().find(|list| list.id == id)
}

/// N012: two columns, work and private; each risk gives three first things to do, in plain words.
#[test]
fn n012_risks_in_two_columns() {
    let [work, private] = content().risks();
    let ids = |kinds: &[&guide::plan::Kind]| -> Vec<String> {
        kinds.iter().map(|kind| kind.id.clone()).collect()
    };
    let (at_work, at_home) = (ids(&work), ids(&private));
    assert!(at_work.contains(&"exposition-ent".to_owned()));
    assert!(at_home.contains(&"effacement".to_owned()));
    assert!(!at_home.contains(&"exposition-ent".to_owned()));
    assert!(!at_work.contains(&"effacement".to_owned()));
    for kind in content().kinds() {
        let shown = (at_work.contains(&kind.id), at_home.contains(&kind.id));
        let expected = match kind.sphere {
            Sphere::Travail => (true, false),
            Sphere::Prive => (false, true),
            Sphere::Deux => (true, true),
            Sphere::Aucune => (false, false),
        };
        assert_eq!(shown, expected, "{}", kind.id);
        if kind.sphere != Sphere::Aucune {
            let first = of(&Situation::of(&[&kind.id])).today.len();
            assert!(first >= 3, "{}: {first} first acts", kind.id);
        }
    }
}

/// N015: the name is never needed; the clues and those who recognised her are said.
#[test]
fn n015_targeted_without_being_named() {
    let mut facts = Situation::of(&["insulte-diffamation"]);
    facts.public = Answer::Oui;
    facts.precise_fact = Answer::Non;
    facts.named = Answer::Oui;
    let named = of(&facts);
    facts.named = Answer::Non;
    facts.clues = vec!["la prof de techno".to_owned()];
    facts.recognised_by = vec!["deux collègues".to_owned()];
    let unnamed = of(&facts);
    assert_eq!(unnamed.qualifications, named.qualifications);
    assert_eq!(unnamed.steps, named.steps);
    assert_eq!(unnamed.deadlines, named.deadlines);
    let note = unnamed
        .notes
        .iter()
        .find(|note| note.id == "reconnaissable");
    let said = &note.unwrap().text.fr;
    assert!(said.contains("la prof de techno") && said.contains("deux collègues"));
    assert!(list(&unnamed, "reconnaissable").is_some());
    assert!(list(&named, "reconnaissable").is_none());
    facts.named = Answer::Nsp;
    assert!(of(&facts).ask.iter().any(|open| open.fact == "named"));
}

/// N016: ruling out a namesake comes first, and no notice for impersonation is ready without its date.
#[test]
fn n016_a_namesake_is_ruled_out_first() {
    for kinds in [
        &["usurpation-identite"][..],
        &["insulte-diffamation", "usurpation-identite"],
    ] {
        let mut facts = Situation::of(kinds);
        let plan = of(&facts);
        assert!(!list(&plan, "homonymie").unwrap().done);
        for action in ["demande-retrait-plateforme", "lettre-mise-en-demeure"] {
            let waits = step(&plan, action).waits_for.as_deref();
            assert_eq!(waits, Some("homonymie"), "{action}");
        }
        // A complaint does not wait: the time limits run.
        assert!(step(&plan, "plainte").waits_for.is_none());
        facts.namesake_checked = Some(date!(2026 - 11 - 20));
        let plan = of(&facts);
        let ticked = list(&plan, "homonymie").unwrap();
        assert!(ticked.done && ticked.day == facts.namesake_checked);
        assert!(plan.steps.iter().all(|step| step.waits_for.is_none()));
    }
    let plan = of(&Situation::of(&["usurpation-identite"]));
    assert!(plan.steps[0].title.fr.contains("homonymie"));
    assert!(plan.today[0].text.fr.contains("homonyme"));
}

/// N043: nothing asks to capture an intimate image of a minor; the authorities come first.
#[test]
fn n043_an_intimate_image_of_a_minor_is_never_copied() {
    for about in [About::Oneself, About::Pupil] {
        for kind in ["image-sans-accord", "harcelement", "eleve-victime"] {
            let mut facts = Situation::of(&[kind]);
            facts.about = about;
            facts.minor_intimate = true;
            facts.refusals = vec!["captures-preuves".to_owned()];
            let plan = of(&facts);
            assert!(plan.danger && list(&plan, "image-intime-mineur").is_some());
            for copies in ["captures-preuves", "constat-commissaire"] {
                assert!(!has(&plan, copies), "{kind}: {copies}");
                let asked = |act: &guide::plan::Act| act.action.as_deref() == Some(copies);
                assert!(!plan.today.iter().any(asked), "{kind}");
            }
            assert!(plan.today[1].text.fr.contains("ne capturez pas"));
            let said = plan
                .today
                .iter()
                .filter(|act| act.text.fr.contains("ne capturez pas"));
            assert_eq!(said.count(), 1, "{kind}");
            for action in ["plainte", "signalement-article-40", "alerter-chef"] {
                assert!(has(&plan, action), "{kind}: {action}");
            }
            let ids: Vec<&str> = plan.contacts.iter().map(|to| to.id.as_str()).collect();
            assert!(ids.contains(&"police-gendarmerie") && ids.contains(&"3018"));
            assert!(offences(&plan).contains(&"pedopornographie"));
        }
    }
}

/// N031: what is not advised is said with its reason, and is not the way forward, even after a refusal.
#[test]
fn n031_not_advised_here_with_the_reason() {
    let mut facts = Situation::of(&["images-eleves", "publication-classe"]);
    facts.author = Some(Author::Elu);
    facts.refusals = vec!["demande-retrait-plateforme".to_owned()];
    let plan = of(&facts);
    assert!(!has(&plan, "refere"));
    let ids = |plan: &Plan| -> Vec<String> {
        plan.not_advised.iter().map(|way| way.id.clone()).collect()
    };
    assert!(ids(&plan).contains(&"refere-photo-elu".to_owned()));
    assert!(ids(&plan).contains(&"page-reseau-classe".to_owned()));
    // For another author the judge stays open after a refusal.
    facts.author = Some(Author::Autre);
    let plan = of(&facts);
    assert!(has(&plan, "refere") && !ids(&plan).contains(&"refere-photo-elu".to_owned()));
    let sheet = of(&Situation::of(&["donnees-eleves"]));
    assert!(ids(&sheet).contains(&"cnil-tableau".to_owned()) && !has(&sheet, "saisir-cnil"));
    for kind in content().kinds() {
        let plan = of(&Situation::of(&[&kind.id]));
        for way in &plan.not_advised {
            assert!(way.why.fr.len() > 20, "{}", way.id);
        }
    }
}

/// N062: a day of return gives a dated list: entry, escort, class, timetable, contact.
#[test]
fn n062_going_back_safely() {
    let mut facts = Situation::of(&["menaces"]);
    assert!(list(&of(&facts), "reprise").is_none());
    facts.return_date = Some(date!(2026 - 12 - 01));
    let plan = of(&facts);
    let back = list(&plan, "reprise").unwrap();
    assert_eq!(back.day, facts.return_date);
    for item in ["entree", "accompagnement", "classe", "horaires", "contact"] {
        assert!(back.items.iter().any(|found| found.id == item), "{item}");
    }
    assert!(back.why.fr.contains("avant toute mutation"));
}

/// N063: whoever leads a school sees what engages liability and what reduces it; nobody else does.
#[test]
fn n063_liability_of_whoever_leads() {
    for (status, letter, absent) in [
        ("directeur-ecole", "saisine-ien", "discipline"),
        ("chef-etablissement", "signalement-art40", "mesures-ecole"),
    ] {
        let mut facts = Situation::of(&["harcelement"]);
        facts.status = Some(status.to_owned());
        let plan = of(&facts);
        assert!(plan.liability.len() >= 3, "{status}");
        let letters = plan
            .liability
            .iter()
            .filter_map(|entry| entry.letter.as_deref());
        assert!(letters.into_iter().any(|id| id == letter), "{status}");
        assert!(!plan.liability.iter().any(|entry| entry.id == absent));
        for entry in &plan.liability {
            assert!(!entry.articles.is_empty() && entry.reduces.fr.len() > 20);
        }
    }
    let mut facts = Situation::of(&["harcelement"]);
    facts.status = Some("enseignant-2d".to_owned());
    assert!(of(&facts).liability.is_empty());
}

/// N072: the terms are read with their version and date, and a box ticked waives nothing.
#[test]
fn n072_terms_of_use_and_waiver() {
    let plan = of(&Situation::of(&["effacement"]));
    let terms = list(&plan, "conditions-utilisation").unwrap();
    assert!(
        terms
            .items
            .iter()
            .any(|item| item.text.fr.contains("version"))
    );
    assert!(terms.why.fr.contains("n’ôte pas le droit"));
    assert!(terms.articles.iter().any(|text| text.contains("art. 17")));
}

/// N081: gain and risk are said, names are listed, nothing is opened.
#[test]
fn n081_a_defensive_account() {
    let plan = of(&Situation::of(&["surveillance-mentions"]));
    let account = list(&plan, "compte-defensif").unwrap();
    for word in ["Gain", "Risque", "n’ouvre aucun compte"] {
        assert!(account.why.fr.contains(word), "{word}");
    }
    assert_eq!(
        names_to_reserve("Anne-Lise", "d’Été"),
        [
            "annelisedete",
            "annelise.dete",
            "annelise_dete",
            "deteannelise",
            "adete",
            "annelisedeteofficiel"
        ]
    );
    assert!(names_to_reserve("", "Durand").is_empty() && names_to_reserve("Zoé", "").is_empty());
}

/// A place with rules of its own is offered neither the council nor the measures of primary schools (N027).
#[test]
fn n027_each_place_has_its_own_discipline() {
    let council = ["discipline-defense-2jo", "conseil-discipline-5j"];
    let table = [
        ("ecole", false, true),
        ("college", true, false),
        ("lycee", true, false),
        ("medico-social", false, false),
    ];
    for (place, second, primary) in table {
        let mut facts = Situation::of(&["menaces", "eleve-victime"]);
        facts.author = Some(Author::Eleve);
        facts.establishment = Some(place.to_owned());
        let plan = of(&facts);
        let asked = step(&plan, "procedure-disciplinaire");
        let has = |id: &str| plan.deadlines.iter().any(|clock| clock.id == id);
        assert_eq!(council.iter().any(|id| has(id)), second, "{place}");
        let own = asked.deadline.as_ref().map(|clock| clock.id.as_str());
        assert_eq!(own == Some("primaire-suspension-5j"), primary, "{place}");
        assert_eq!(
            own.is_some_and(|id| council.contains(&id)),
            second,
            "{place}"
        );
        let told = step(&plan, "alerter-chef").letter.as_deref();
        assert_eq!(told == Some("saisine-ien"), primary, "{place}");
    }
}

/// N080: what was only taken and what was published call for different steps; the written request to erase is the first
/// that goes to somebody.
#[test]
fn n080_taken_and_published_call_for_different_steps() {
    let mut facts = Situation::of(&["image-sans-accord"]);
    facts.author = Some(Author::Eleve);
    facts.published = Answer::Non;
    let taken = of(&facts);
    facts.published = Answer::Oui;
    let published = of(&facts);
    let has = |plan: &Plan, id: &str| plan.actions.iter().any(|action| action == id);
    assert!(!has(&taken, "demande-retrait-plateforme"));
    assert!(has(&published, "demande-retrait-plateforme"));
    let outward = |plan: &Plan| {
        let mut steps = plan.steps.iter().filter(|step| step.level != Level::Soi);
        steps.next().cloned().unwrap()
    };
    let first = outward(&taken);
    assert_eq!(first.action, "lettre-mise-en-demeure");
    assert!(first.title.fr.contains("effacement"), "{}", first.title.fr);
    assert_eq!(first.letter.as_deref(), Some("demande-amiable"));
    // Not knowing leaves nothing out.
    facts.published = Answer::Nsp;
    assert_eq!(of(&facts).actions, published.actions);
    let kind = content().kind("image-sans-accord").unwrap();
    let asked = |words: &str| kind.question.iter().any(|q| q.ask.fr.contains(words));
    assert!(asked("photo, film, son, direct") && asked("mise en ligne ou partagée"));
}

/// N025: the support that she chose comes first, and every plan has one; N073: data that are sold add the lawyer and the
/// CNIL; N050: both ways to a lawyer, side by side, none waiting for the other.
#[test]
fn n025_n050_n073_support_lawyers_and_trade() {
    for kind in content().kinds() {
        let mut facts = Situation::of(&[&kind.id]);
        facts.support = Some("syndicat".to_owned());
        let plan = of(&facts);
        let first = plan
            .contacts
            .iter()
            .find(|contact| contact.support)
            .unwrap();
        assert!(first.id == "syndicat" && first.chosen, "{}", kind.id);
    }
    let mut facts = Situation::of(&["effacement"]);
    let before = of(&facts);
    facts.commercial = true;
    let after = of(&facts);
    for id in ["contacter-asl-avocat", "saisir-cnil"] {
        assert!(after.actions.iter().any(|action| action == id), "{id}");
    }
    assert!(after.actions.len() >= before.actions.len());
    let both = of(&Situation::of(&["menaces"]));
    assert_eq!(both.counsels.len(), 2);
    let waits = |id: &str| {
        both.steps
            .iter()
            .any(|s| s.action == id && s.waits_for.is_some())
    };
    assert!(both.counsels.iter().all(|way| !waits(&way.action)));
    for way in &both.counsels {
        assert!(!way.conditions.fr.is_empty() && !way.delay.fr.is_empty());
    }
}

/// N016, N071: a list that holds a step back lets it go once it was gone through.
#[test]
fn n016_n071_a_list_gone_through_lets_the_step_go() {
    for (kind, action, list) in [
        (
            "usurpation-identite",
            "demande-retrait-plateforme",
            "homonymie",
        ),
        ("effacement", "demande-effacement", "copie-donnees"),
    ] {
        let mut facts = Situation::of(&[kind]);
        let held = |facts: &Situation| {
            let plan = of(facts);
            let step = plan
                .steps
                .iter()
                .find(|step| step.action == action)
                .unwrap();
            step.waits_for.clone()
        };
        assert_eq!(held(&facts).as_deref(), Some(list));
        facts
            .lists
            .insert(list.to_owned(), time::macros::date!(2026 - 11 - 20));
        assert_eq!(held(&facts), None);
    }
}
