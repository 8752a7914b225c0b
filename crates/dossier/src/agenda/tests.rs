//! What is kept of a dossier says, on any day, what the dossier itself says that day.

use super::*;
use crate::model::{Fact, FactText, LetterState, Sending, When};
use crate::note::NoteText;
use guide::plan::{Answer, plan};
use kernel::Moment;
use kernel::date::add_days;
use proptest::prelude::*;
use proptest::sample::select;
use seal::entry::By;
use time::macros::date;

const START: Date = date!(2026 - 01 - 05);
const DIDS: [Did; 9] = [
    Did::Done,
    Did::Contact,
    Did::Received,
    Did::Granted,
    Did::Refused,
    Did::Silent,
    Did::Closed,
    Did::Planned,
    Did::Checked,
];

fn content() -> &'static Content {
    Content::embedded().unwrap()
}

fn days_from_start() -> impl Strategy<Value = Date> {
    (0i64..400).prop_map(|days| add_days(START, days))
}

fn notes() -> impl Strategy<Value = Vec<NoteText>> {
    let actions = content().situations.actions.iter();
    let actions: Vec<String> = actions.map(|action| action.id.clone()).collect();
    let note = (
        select(actions),
        select(DIDS.to_vec()),
        days_from_start(),
        proptest::option::of(days_from_start()),
    );
    let note = note.prop_map(|(action, did, on, next)| NoteText {
        on: Some(on),
        next,
        ..NoteText::about(Subject::Action(action), did)
    });
    proptest::collection::vec(note, 0..5)
}

fn letters() -> impl Strategy<Value = Vec<LetterState>> {
    let ids: Vec<String> = content().models.offers().map(|o| o.id.to_owned()).collect();
    let letter = (select(ids), days_from_start(), 0i64..30);
    let letter = letter.prop_map(|(id, on, later)| LetterState {
        seq: 1,
        id,
        at: Moment(0),
        by: By::Owner,
        answers: serde_json::json!({ "person.status": "enseignant-2d", "offences": ["injure-publique"] }),
        final_sha256: None,
        final_on: None,
        final_bytes: 0,
        blob: None,
        edition: None,
        sent: Some(Sending {
            seq: 2,
            on,
            received: (later > 0).then(|| add_days(on, later)),
            copied: None,
            means: String::new(),
            tracking: String::new(),
        }),
    });
    proptest::collection::vec(letter, 0..3)
}

fn facts() -> impl Strategy<Value = Vec<FactText>> {
    let fact = (days_from_start(), proptest::option::of(days_from_start()));
    let fact = fact.prop_map(|(day, published)| FactText {
        when: When::Exact(day, None),
        published,
        author_name: "@x".to_owned(),
        ..FactText::default()
    });
    proptest::collection::vec(fact, 0..3)
}

prop_compose! {
    fn cases()(
        kinds in proptest::sample::subsequence(content().kinds().map(|kind| kind.id.clone()).collect::<Vec<_>>(), 0..4),
        (notes, letters, facts) in (notes(), letters(), facts()),
        (public, hateful) in (select(vec![Answer::Oui, Answer::Non, Answer::Nsp]), any::<bool>()),
        departement in proptest::option::of(select(vec!["75", "67", "974"])),
    ) -> Case {
        let situation = Situation {
            public,
            hateful,
            precise_fact: public,
            clues: vec!["la classe de troisième".to_owned()],
            recognised_by: vec!["une collègue".to_owned()],
            departement: departement.map(str::to_owned),
            ..Situation::default()
        };
        let mut case = Case {
            situation: serde_json::to_value(situation).unwrap(),
            letters,
            ..Case::default()
        };
        case.qualification.chosen = kinds;
        case.facts = (10u64..).zip(facts).map(|(first, text)| Fact { seq: first, at: Moment(0), first, text }).collect();
        case.notes = (20u64..).zip(notes).map(|(first, text)| Note { seq: first, first, at: Moment(0), text }).collect();
        case
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn n025_what_is_kept_says_on_any_day_what_the_dossier_says_that_day(
        case in cases(),
        later in proptest::collection::vec(0i64..700, 4),
    ) {
        let made = Agenda::of(content(), &case);
        let bytes = serde_json::to_vec(&made).unwrap();
        let kept: Agenda = serde_json::from_slice(&bytes).unwrap();
        for today in later.into_iter().map(|days| add_days(START, days)) {
            let said = kept.days(content(), today);
            prop_assert_eq!(&said, &days(content(), &case, today));
            // Against the whole plan of that day, with every fact and in words.
            let plan = plan(content(), &plans::of_case(content(), &case), today);
            let limits = plan.deadlines.iter().filter_map(|clock| {
                let day = clock.due.and_then(Due::day).filter(|day| *day >= today)?;
                Some((clock.id.as_str(), day))
            });
            let limits: Vec<(&str, Date)> = limits.collect();
            for (rule, day) in &limits {
                let same = |keep: &Keep<'_>| match keep.why {
                    Why::Limit(id) => id == *rule && keep.on == *day,
                    Why::Answer(id) => id == *rule,
                    Why::Look => false,
                };
                prop_assert!(said.iter().any(same), "{rule} of {day} is missing on {today}");
            }
            for keep in said.iter().filter(|keep| keep.subject.is_none()) {
                let Why::Limit(rule) = keep.why else { panic!("{keep:?}") };
                prop_assert!(limits.contains(&(rule, keep.on)), "{rule} is on no plan of {today}");
                prop_assert!(keep.on >= today, "{rule} is over on {today}");
            }
            // A day of hers is late as soon as it is behind, never on the day itself.
            for keep in said.iter().filter(|keep| !matches!(keep.why, Why::Limit(_))) {
                prop_assert_eq!(keep.late, keep.on < today);
            }
            prop_assert!(said.iter().all(|keep| keep.passed == (keep.on < today)));
            // What a letter opens does not hang on the day it is read, or it could not be kept.
            for letter in &case.letters {
                let opens = |day| drafted(content(), &case, &letter.id, day).map(|draft| draft.opens);
                prop_assert_eq!(opens(START), opens(today), "{}", letter.id);
            }
        }
        // No word of hers is in it.
        let text = String::from_utf8(bytes).unwrap();
        prop_assert!(!text.contains("troisième") && !text.contains("collègue") && !text.contains("@x"));
    }
}

#[test]
fn n025_what_nobody_said_takes_no_room() {
    let bytes = serde_json::to_string(&Agenda::of(content(), &Case::default())).unwrap();
    assert_eq!(
        bytes,
        r#"{"followed":[],"situation":{},"departement":null}"#
    );
}
