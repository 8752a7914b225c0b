//! Whatever the facts, a plan keeps its promises.

use super::*;
use guide::deadline::Due;
use guide::plan::{Ending, Exposure, Outcome};
use proptest::prelude::*;

const AUTHORS: [Option<Author>; 8] = [
    None,
    Some(Author::Eleve),
    Some(Author::Parent),
    Some(Author::Collegue),
    Some(Author::Elu),
    Some(Author::Hierarchie),
    Some(Author::Inconnu),
    Some(Author::Autre),
];
const ANSWERS: [Answer; 3] = [Answer::Oui, Answer::Non, Answer::Nsp];
const ABOUT: [About; 3] = [About::Oneself, About::Colleague, About::Pupil];
const ENDINGS: [Ending; 3] = [Ending::Refus, Ending::Silence, Ending::Classement];

fn situations() -> impl Strategy<Value = Situation> {
    let kinds: Vec<String> = content().kinds().map(|kind| kind.id.clone()).collect();
    let actions = &content().situations.actions;
    let actions: Vec<String> = actions.iter().map(|action| action.id.clone()).collect();
    let staff: Vec<String> = content().law.staff.iter().map(|s| s.id.clone()).collect();
    let places = &content().law.establishments;
    let places: Vec<String> = places.iter().map(|place| place.id.clone()).collect();
    let some = proptest::sample::subsequence(actions.clone(), 0..4);
    (
        proptest::sample::subsequence(kinds, 1..4),
        (0usize..8, 0usize..3, 0usize..3, 0usize..3, 0usize..3),
        proptest::collection::vec(any::<bool>(), 5),
        (some.clone(), some.clone(), some, 0usize..3, 0i64..400),
        proptest::option::of(proptest::sample::select(staff)),
        proptest::option::of(proptest::sample::select(places)),
    )
        .prop_map(|(kinds, said, flags, tried, status, establishment)| {
            let (author, public, fact, link, about) = said;
            let (refusals, ended, done, ending, days) = tried;
            let on = kernel::date::add_days(TODAY, -days);
            Situation {
                kinds,
                author: AUTHORS[author],
                public: ANSWERS[public],
                precise_fact: ANSWERS[fact],
                link_with_duties: ANSWERS[link],
                about: ABOUT[about],
                hateful: flags[0],
                repeated: flags[1],
                danger: flags[2],
                minor_intimate: flags[3],
                reprisals: flags[4],
                refusals,
                outcomes: ended
                    .into_iter()
                    .map(|action| Outcome {
                        action,
                        ending: ENDINGS[ending],
                        on: Some(on),
                    })
                    .collect(),
                done,
                status,
                establishment,
                first_published: flags[1].then_some(on),
                ..Situation::default()
            }
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn a_plan_keeps_its_promises(facts in situations()) {
        let plan = of(&facts);
        let mut once = plan.actions.clone();
        once.sort();
        once.dedup();
        prop_assert_eq!(once.len(), plan.actions.len(), "an action twice");
        // What is over comes last, what a refusal opens comes first (N020, N060).
        let rank = |step: &Step| (step.done, !step.proposed);
        prop_assert!(plan.steps.windows(2).all(|pair| rank(&pair[0]) <= rank(&pair[1])));
        for step in &plan.steps {
            prop_assert_eq!(step.exposure == Exposure::Non, step.exposed.is_none());
            prop_assert!(step.to.iter().all(|to| content().authority(&to.id).is_some()));
        }
        // Nothing copies an intimate image of a minor (N043).
        let copies = |id: &String| id == "captures-preuves" || id == "constat-commissaire";
        prop_assert!(!facts.minor_intimate || !plan.actions.iter().any(copies));
        // No protection is asked where the law gives none, or for a pupil's case (N028, N175).
        if has(&plan, "protection-fonctionnelle") {
            prop_assert!(plan.addressees.protection.is_some());
            prop_assert!(facts.link_with_duties != Answer::Non && facts.about != About::Pupil);
        }
        // No disciplinary council for a primary school, a parent, a colleague, an official (N026, N027).
        let council = plan.deadlines.iter().any(|clock| clock.id == "conseil-discipline-5j");
        let adult = !matches!(facts.author, None | Some(Author::Eleve | Author::Inconnu));
        prop_assert!(!(council && (adult || plan.addressees.primary || plan.addressees.own_rules)));
        // A way not advised is not the way forward (N031).
        let advised = plan.not_advised.iter().filter_map(|way| content().situations.discouraged.get(&way.id));
        for way in advised {
            prop_assert!(way.action.as_ref().is_none_or(|id| !has(&plan, id)), "{}", way.id);
        }
        // Every date is computed from a dated start, and press limits are never moved (N061).
        for clock in &plan.deadlines {
            match clock.due {
                Some(Due::AtOnce) => prop_assert!(clock.days_left.is_none()),
                Some(_) => prop_assert!(clock.from.is_some(), "{}", clock.id),
                None => prop_assert!(clock.warnings.is_empty()),
            }
        }
        let press = plan.deadlines.iter().find(|clock| clock.id == "presse-3-mois");
        if let (Some(clock), Some(first)) = (press, facts.first_published) {
            let end = kernel::date::iso(kernel::date::add_months(first, 3));
            prop_assert_eq!(clock.due.map(Due::iso), Some(end));
        }
        if facts.hateful && facts.public != Answer::Non {
            prop_assert!(press.is_some() && last(&plan, "presse-1-an").is_some());
        }
        // Somebody human, always (N025); each refusal kept (N022).
        prop_assert!(plan.contacts.iter().any(|contact| contact.support));
        for outcome in &facts.outcomes {
            let kept = plan.consequences.iter().find(|kept| kept.action == outcome.action);
            prop_assert_eq!(kept.and_then(|kept| kept.on), outcome.on);
        }
    }
}
