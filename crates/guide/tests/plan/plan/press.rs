//! The press limit, wherever words may be part of it (N061); threats first whatever the rest (N017).

use super::*;

/// Kinds in which no words are published about the person.
const SILENT: [&str; 12] = [
    "piratage-compte",
    "exposition-ent",
    "deconnexion",
    "surveillance-hierarchie",
    "images-eleves",
    "publication-classe",
    "outils-prives",
    "donnees-eleves",
    "telephone-en-classe",
    "effacement",
    "prevention",
    "cadre-legal",
];

/// N061: dated from the first publication, or carefully, on every plan where it can apply.
#[test]
fn n061_the_press_limit_is_on_every_plan_where_it_can_apply() {
    let mut shown = 0;
    for kind in content().kinds() {
        let mut facts = Situation::of(&[&kind.id]);
        facts.public = Answer::Oui;
        let careful = of(&facts);
        let expected = !SILENT.contains(&kind.id.as_str());
        let found = careful
            .deadlines
            .iter()
            .find(|clock| clock.id == "presse-3-mois");
        assert_eq!(found.is_some(), expected, "{}", kind.id);
        // No step carries a press limit that the dates do not show.
        let on_step = careful
            .steps
            .iter()
            .filter_map(|step| step.deadline.as_ref())
            .any(|clock| clock.id.starts_with("presse-"));
        assert!(!on_step || expected, "{}", kind.id);
        if let Some(clock) = found {
            shown += 1;
            assert!(clock.cautious && clock.due.is_some() && clock.note.is_some());
            assert!(clock.no_effect.iter().any(|act| act == "plainte simple"));
            facts.first_published = Some(date!(2026 - 09 - 30));
            let known = of(&facts);
            assert_eq!(last(&known, "presse-3-mois").unwrap(), "2026-12-30");
            let clock = known
                .deadlines
                .iter()
                .find(|clock| clock.id == "presse-3-mois");
            assert!(!clock.unwrap().cautious);
        }
        // As soon as somebody says that a fact is imputed, or that the words are hateful, it is there.
        let mut words = Situation::of(&[&kind.id]);
        words.precise_fact = Answer::Oui;
        assert!(last(&of(&words), "presse-3-mois").is_some(), "{}", kind.id);
        words.precise_fact = Answer::Nsp;
        words.hateful = true;
        assert!(last(&of(&words), "presse-1-an").is_some(), "{}", kind.id);
    }
    assert_eq!(shown, 11);
}

/// N061: a complaint, a refusal or a step that is over never moves the press limit.
#[test]
fn n061_no_step_moves_the_press_limit() {
    let mut facts = Situation::of(&["insulte-diffamation"]);
    facts.first_published = Some(date!(2026 - 09 - 10));
    let before = last(&of(&facts), "presse-3-mois");
    for action in &content().situations.actions {
        facts.done = vec![action.id.clone()];
        facts.received.clear();
        facts
            .received
            .insert(action.id.clone(), date!(2026 - 11 - 01));
        facts.refusals = vec![action.id.clone()];
        assert_eq!(last(&of(&facts), "presse-3-mois"), before, "{}", action.id);
    }
    for number in ["59", "67", "971", "974", "976"] {
        facts.departement = Some(number.to_owned());
        assert_eq!(last(&of(&facts), "presse-3-mois"), before, "{number}");
    }
}

/// N061: « sans délai » stays without a date, whatever dates are known.
#[test]
fn n061_at_once_never_gets_a_date() {
    let mut seen = 0;
    for kind in content().kinds() {
        let mut facts = Situation::of(&[&kind.id]);
        facts.first_published = Some(date!(2026 - 11 - 02));
        facts.discovered = Some(date!(2026 - 11 - 05));
        for action in &content().situations.actions {
            facts
                .received
                .insert(action.id.clone(), date!(2026 - 11 - 06));
        }
        let plan = of(&facts);
        let steps = plan.steps.iter().filter_map(|step| step.deadline.as_ref());
        for clock in plan.deadlines.iter().chain(steps) {
            let rule = content().deadline(&clock.id).unwrap();
            if rule.amount == 0 {
                seen += 1;
                assert_eq!(clock.due.unwrap().iso(), "sans délai", "{}", clock.id);
                assert_eq!(clock.from, None);
                assert_eq!(
                    (clock.if_today, clock.act_before, clock.days_left),
                    (None, None, None)
                );
                assert!(clock.warnings.is_empty() && !clock.cautious);
            }
        }
    }
    assert!(seen > 20);
}

/// N019: hatred adds its reading and its limit to any kind, threats included.
#[test]
fn n019_hatred_with_any_kind() {
    for kind in ["menaces", "harcelement", "usurpation-identite"] {
        let mut facts = Situation::of(&[kind]);
        assert!(!offences(&of(&facts)).contains(&"provocation-haine"));
        facts.hateful = true;
        facts.public = Answer::Oui;
        let plan = of(&facts);
        assert!(offences(&plan).contains(&"provocation-haine"), "{kind}");
        assert!(last(&plan, "presse-1-an").is_some() && last(&plan, "presse-3-mois").is_some());
    }
}

/// N017: with a threat, whatever comes with it, what is for today comes before any dialogue.
#[test]
fn n017_a_threat_comes_first_whatever_the_rest() {
    for kind in content().kinds().filter(|kind| kind.id != "menaces") {
        for author in [Author::Eleve, Author::Parent, Author::Inconnu] {
            let mut facts = Situation::of(&[&kind.id, "menaces"]);
            facts.author = Some(author);
            let plan = of(&facts);
            assert!(plan.today.first().unwrap().text.fr.contains("17"));
            assert!(plan.steps.first().unwrap().days[1] <= 1, "{}", kind.id);
            let urgent = ["plainte", "alerter-chef", "protection-fonctionnelle"];
            let dialogue = plan.steps.iter().filter(|step| step.optional);
            for step in dialogue {
                assert!(step.warning.is_some(), "{}: {}", kind.id, step.action);
                for action in urgent {
                    assert!(
                        place(&plan, action) < place(&plan, &step.action),
                        "{}",
                        kind.id
                    );
                }
            }
        }
    }
}
