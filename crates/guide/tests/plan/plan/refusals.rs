//! What opens after a refusal, a silence or a closed complaint, and what does not reach the author.

use super::*;
use guide::plan::{Ending, Exposure, Outcome, Track};

fn ended(action: &str, ending: Ending, on: Option<Date>) -> Outcome {
    Outcome {
        action: action.to_owned(),
        ending,
        on,
    }
}

fn proposed(plan: &Plan) -> Vec<&str> {
    plan.steps
        .iter()
        .filter(|step| step.proposed)
        .map(|step| step.action.as_str())
        .collect()
}

/// N022: refusal or silence of the head: his duty is recalled in writing, then the way above, the
/// protection and the complaint; the day of each refusal is kept.
#[test]
fn n022_the_head_does_nothing() {
    for ending in [Ending::Refus, Ending::Silence] {
        let mut facts = Situation::of(&["harcelement"]);
        facts.establishment = Some("college".to_owned());
        facts.outcomes = vec![
            ended("alerter-hierarchie", ending, Some(date!(2026 - 11 - 10))),
            ended("alerter-chef", ending, Some(date!(2026 - 10 - 02))),
        ];
        let plan = of(&facts);
        let opened = proposed(&plan);
        assert_eq!(opened.first(), Some(&"contacter-syndicat"), "{opened:?}");
        for action in ["alerter-chef", "protection-fonctionnelle", "plainte"] {
            assert!(opened.contains(&action), "{action} in {opened:?}");
        }
        let kept: Vec<(&str, Option<Date>)> = plan
            .consequences
            .iter()
            .map(|done| (done.action.as_str(), done.on))
            .collect();
        assert_eq!(
            kept,
            [
                ("alerter-chef", Some(date!(2026 - 10 - 02))),
                ("alerter-hierarchie", Some(date!(2026 - 11 - 10)))
            ]
        );
        assert!(plan.consequences.iter().all(|done| done.ending == ending));
        assert!(plan.consequences[0].text.fr.contains("par écrit"));
    }
    // Nothing penal is offered where nothing penal is at stake.
    let mut facts = Situation::of(&["publication-classe"]);
    facts.refusals = vec!["alerter-chef".to_owned()];
    let plan = of(&facts);
    assert!(!has(&plan, "plainte") && has(&plan, "alerter-hierarchie"));
}

/// N023: complaint refused, complaint closed, platform refusing: three distinct next steps.
#[test]
fn n023_each_refusal_has_its_own_next_step() {
    let first = |action: &str, ending| {
        let mut facts = Situation::of(&["menaces", "insulte-diffamation"]);
        facts.outcomes = vec![ended(action, ending, Some(date!(2026 - 11 - 19)))];
        let plan = of(&facts);
        proposed(&plan).first().unwrap().to_string()
    };
    let desk = first("plainte", Ending::Refus);
    let closed = first("plainte", Ending::Classement);
    let platform = first("demande-retrait-plateforme", Ending::Refus);
    assert_eq!(desk, "plainte-procureur");
    assert_eq!(closed, "contacter-asl-avocat");
    assert_eq!(platform, "demande-retrait-plateforme");
    let mut facts = Situation::of(&["menaces"]);
    facts.outcomes = vec![ended("plainte-procureur", Ending::Classement, None)];
    let plan = of(&facts);
    assert!(plan.consequences[0].text.fr.contains("procureur général"));
}

/// N066: after a platform's refusal, a second request first, then the judge; its limit is dated.
#[test]
fn n066_a_second_request_then_the_judge() {
    let mut facts = Situation::of(&["usurpation-identite"]);
    facts.namesake_checked = Some(date!(2026 - 10 - 01));
    facts.outcomes = vec![ended(
        "demande-retrait-plateforme",
        Ending::Refus,
        Some(date!(2026 - 11 - 02)),
    )];
    let plan = of(&facts);
    let second = step(&plan, "demande-retrait-plateforme");
    assert_eq!(second.letter.as_deref(), Some("dsa-reclamation"));
    assert!(second.proposed && second.done_in_vain);
    assert!(place(&plan, "demande-retrait-plateforme") < place(&plan, "refere"));
    assert!(step(&plan, "refere").proposed);
    assert_eq!(last(&plan, "dsa-reclamation-6-mois").unwrap(), "2027-05-02");
}

/// N061: an express refusal of protection dates the appeal, from the day it was given.
#[test]
fn n061_a_refusal_dates_the_appeal() {
    let mut facts = Situation::of(&["menaces"]);
    let appeal = |facts: &Situation| last(&of(facts), "pf-recours-ta-2-mois");
    assert_eq!(appeal(&facts), None);
    facts.outcomes = vec![ended(
        "protection-fonctionnelle",
        Ending::Refus,
        Some(date!(2026 - 11 - 03)),
    )];
    // Two months franc: neither 3 November nor 3 January counts, and it ends on a business day.
    assert_eq!(appeal(&facts).unwrap(), "2027-01-04");
    // Overseas, the same day: a month wrongly added would lose the right. More time is a lawyer's word.
    for place in ["974", "976"] {
        facts.departement = Some(place.to_owned());
        assert_eq!(appeal(&facts).unwrap(), "2027-01-04", "{place}");
    }
    let clocks = of(&facts).deadlines;
    let clock = clocks
        .iter()
        .find(|clock| clock.id == "pf-recours-ta-2-mois");
    let note = clock.and_then(|clock| clock.note.as_ref()).unwrap();
    assert!(note.fr.contains("n’y comptez pas sans l’avis d’un avocat"));
    assert!(note.en.contains("do not count on it"));
    facts.outcomes[0].on = None;
    assert_eq!(appeal(&facts), None);
}

/// N024: a log entry is a step of its own, never taken for a complaint; the plan can be read without
/// what reaches the author.
#[test]
fn n024_fear_of_reprisals() {
    let mut facts = Situation::of(&["harcelement", "insulte-diffamation"]);
    facts.author = Some(Author::Parent);
    assert!(!has(&of(&facts), "main-courante"));
    facts.reprisals = true;
    let plan = of(&facts);
    let entry = step(&plan, "main-courante");
    assert!(entry.about.fr.contains("n’arrête aucun délai"));
    assert!(entry.letter.is_none() && entry.deadline.is_none() && entry.track.is_none());
    assert!(has(&plan, "plainte"));
    assert!(plan.notes.iter().any(|note| note.id == "represailles"));
    let discreet: Vec<&str> = plan.discreet().map(|step| step.action.as_str()).collect();
    assert!(discreet.len() > 4 && discreet.contains(&"main-courante"));
    for action in [
        "plainte",
        "rencontrer-parents",
        "lettre-mise-en-demeure",
        "droit-de-reponse",
        "demande-retrait-plateforme",
    ] {
        assert!(
            has(&plan, action) && !discreet.contains(&action),
            "{action}"
        );
    }
    // Filtering hides no date.
    assert!(last(&plan, "presse-3-mois").is_some());
    for step in &plan.steps {
        assert_eq!(step.exposure == Exposure::Non, step.exposed.is_none());
    }
}

/// N060: discipline and complaint run side by side; closing one leaves the other untouched.
#[test]
fn n060_two_tracks_side_by_side() {
    let mut seen = 0;
    for kind in content().kinds() {
        let mut facts = Situation::of(&[&kind.id]);
        facts.author = Some(Author::Eleve);
        let open = of(&facts);
        let on = |plan: &Plan, track| -> Vec<Step> {
            let mine = |step: &&Step| step.track == Some(track);
            plan.steps.iter().filter(mine).cloned().collect()
        };
        if on(&open, Track::Discipline).is_empty() || on(&open, Track::Penal).is_empty() {
            continue;
        }
        seen += 1;
        assert!(open.notes.iter().any(|note| note.id == "deux-voies"));
        for (closed, other) in [
            (Track::Discipline, Track::Penal),
            (Track::Penal, Track::Discipline),
        ] {
            facts.done = on(&open, closed).into_iter().map(|s| s.action).collect();
            let after = of(&facts);
            assert!(
                on(&after, closed).iter().all(|step| step.done),
                "{}",
                kind.id
            );
            assert_eq!(on(&after, other), on(&open, other), "{}", kind.id);
            assert_eq!(after.deadlines, open.deadlines, "{}", kind.id);
        }
    }
    assert!(seen >= 4, "{seen} kinds with both ways");
}

/// N053: against X or by name: the note changes, the steps do not.
#[test]
fn n053_against_x_or_by_name() {
    let mut facts = Situation::of(&["usurpation-identite"]);
    let against = |facts: &Situation| {
        let plan = of(facts);
        let note = plan.notes.iter().find(|note| note.id == "contre-qui");
        (note.unwrap().text.fr.clone(), plan.steps)
    };
    let (nobody, steps) = against(&facts);
    assert!(nobody.contains("contre X") && nobody.contains("pas à trouver"));
    facts.author_named = Answer::Oui;
    let (named, same) = against(&facts);
    assert!(named.starts_with("Plainte contre une personne nommée"));
    assert!(named.contains("Si vous doutez"));
    assert_eq!(steps, same);
}

/// N022, N061: the court's limit counts from the day on which silence counts as a refusal, not from the day it was noted; a
/// late refusal reopens nothing; an early one counts; what was granted waits for nothing.
#[test]
fn n022_n061_the_limit_of_the_court_never_moves_later() {
    use time::macros::date;
    let mut facts = Situation::of(&["menaces"]);
    facts.status = Some("enseignant-2d".to_owned());
    facts.link_with_duties = Answer::Oui;
    let pf = "protection-fonctionnelle".to_owned();
    facts.received.insert(pf.clone(), date!(2026 - 9 - 3));
    let court = |facts: &Situation| {
        let plan = guide::plan::plan(content(), facts, date!(2026 - 11 - 22));
        let clock = plan
            .deadlines
            .into_iter()
            .find(|clock| clock.id == "pf-recours-ta-2-mois");
        clock
            .and_then(|clock| clock.due)
            .and_then(guide::deadline::Due::day)
    };
    let ended = |ending, on| Outcome {
        action: pf.clone(),
        ending,
        on: Some(on),
    };
    let computed = court(&facts);
    assert_eq!(
        computed,
        Some(date!(2027 - 1 - 4)),
        "3 September, 3 November, two clear months"
    );
    facts.outcomes = vec![ended(Ending::Silence, date!(2026 - 11 - 22))];
    assert_eq!(court(&facts), computed, "noted three weeks late");
    facts.outcomes = vec![ended(Ending::Refus, date!(2026 - 10 - 1))];
    assert_eq!(
        court(&facts),
        Some(date!(2026 - 12 - 2)),
        "an early refusal counts"
    );
    facts
        .outcomes
        .push(ended(Ending::Refus, date!(2026 - 11 - 15)));
    assert_eq!(
        court(&facts),
        Some(date!(2026 - 12 - 2)),
        "a second one moves nothing"
    );
    facts.received.insert(pf.clone(), date!(2026 - 3 - 2));
    facts.outcomes = vec![ended(Ending::Refus, date!(2026 - 11 - 15))];
    assert_eq!(
        court(&facts),
        Some(date!(2026 - 7 - 3)),
        "a refusal after the court's limit reopens nothing"
    );
    facts.outcomes.clear();
    facts.done.push(pf.clone());
    let plan = guide::plan::plan(content(), &facts, date!(2026 - 11 - 22));
    assert!(plan.consequences.is_empty(), "granted: no silence");
    assert_eq!(court(&facts), None);
    let asked = |clock: &guide::plan::Clock| clock.id == "pf-silence-2-mois";
    assert!(!plan.deadlines.iter().any(asked), "nothing is awaited");
}
