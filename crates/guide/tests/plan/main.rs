//! Plans: what each fact changes.

#[cfg(test)]
mod plan {
    use guide::Content;
    use guide::law::{Lang, Text};
    use guide::plan::{About, Answer, Author, Level, Occurrence, Plan, Situation, Step, plan};
    use time::Date;
    use time::macros::date;

    const TODAY: Date = date!(2026 - 11 - 21);

    fn content() -> &'static Content {
        Content::embedded().unwrap()
    }

    fn of(facts: &Situation) -> Plan {
        assert_eq!(facts.faults(content()), Vec::<String>::new());
        plan(content(), facts, TODAY)
    }

    fn step<'a>(plan: &'a Plan, action: &str) -> &'a Step {
        plan.steps
            .iter()
            .find(|step| step.action == action)
            .unwrap_or_else(|| panic!("no {action}"))
    }

    fn has(plan: &Plan, action: &str) -> bool {
        plan.actions.iter().any(|other| other == action)
    }

    fn place(plan: &Plan, action: &str) -> usize {
        plan.actions
            .iter()
            .position(|other| other == action)
            .unwrap()
    }

    fn offences(plan: &Plan) -> Vec<&str> {
        plan.qualifications
            .iter()
            .map(|found| found.id.as_str())
            .collect()
    }

    fn last(plan: &Plan, rule: &str) -> Option<String> {
        plan.deadlines
            .iter()
            .find(|clock| clock.id == rule)
            .and_then(|clock| clock.due)
            .map(|due| due.iso())
    }

    mod addressees;
    mod any;
    mod lists;
    mod press;
    mod refusals;

    #[test]
    fn every_kind_gives_a_whole_plan_in_both_languages() {
        let kinds: Vec<&str> = content().kinds().map(|kind| kind.id.as_str()).collect();
        assert_eq!(kinds.len(), 23);
        assert_eq!(content().situations.actions.len(), 43);
        let mut actions = 0;
        for kind in &kinds {
            let plan = of(&Situation::of(&[kind]));
            assert!(
                !plan.today.is_empty() && !plan.steps.is_empty() && !plan.not_to_do.is_empty(),
                "{kind}"
            );
            for step in &plan.steps {
                assert!(
                    content().action(&step.action).is_some(),
                    "{kind}: {}",
                    step.action
                );
                for text in [&step.title, &step.why, &step.who, &step.when, &step.refused] {
                    for lang in [Lang::Fr, Lang::En] {
                        assert!(text.get(lang).len() > 2, "{kind}: {}", step.action);
                    }
                }
            }
            let mut once = plan.actions.clone();
            once.sort();
            once.dedup();
            assert_eq!(once.len(), plan.actions.len(), "{kind}: an action twice");
            actions += plan.actions.len();
        }
        assert!(actions <= 10 * kinds.len(), "mean size {actions} / 23");
    }

    /// N017: a threat puts same-day acts on top whatever the other kinds; dialogue becomes optional.
    #[test]
    fn n017_danger_comes_first() {
        let mut facts = Situation::of(&["insulte-diffamation", "messagerie-abusive", "menaces"]);
        facts.author = Some(Author::Parent);
        let plan = of(&facts);
        assert!(plan.danger);
        assert_eq!(plan.kinds.first().unwrap().id, "menaces");
        assert!(plan.today.first().unwrap().danger);
        assert!(plan.today.first().unwrap().text.fr.contains("17"));
        let meet = step(&plan, "rencontrer-parents");
        assert!(meet.optional && meet.warning.is_some());
        assert!(place(&plan, "plainte") < place(&plan, "rencontrer-parents"));
        assert!(place(&plan, "alerter-chef") < place(&plan, "rencontrer-parents"));
        let firsts: Vec<u16> = plan.steps.iter().take(4).map(|step| step.days[1]).collect();
        assert!(firsts.iter().all(|last| *last <= 1), "{firsts:?}");
    }

    /// N018: from the second time on, harassment is raised and each time is listed.
    #[test]
    fn n018_repetition_raises_harassment() {
        let mut facts = Situation::of(&["messagerie-abusive"]);
        facts.occurrences = vec![Occurrence {
            date: date!(2026 - 11 - 03),
            by: None,
        }];
        assert!(!offences(&of(&facts)).contains(&"harcelement-en-ligne"));
        facts.occurrences.push(Occurrence {
            date: date!(2026 - 10 - 12),
            by: Some("le même".to_owned()),
        });
        let plan = of(&facts);
        assert!(offences(&plan).contains(&"harcelement-en-ligne"));
        let note = plan
            .notes
            .iter()
            .find(|note| note.id == "repetition")
            .unwrap();
        assert!(
            note.text.fr.contains("2026-10-12, 2026-11-03"),
            "{}",
            note.text.fr
        );
        // The general limit runs from the last of them.
        assert_eq!(last(&plan, "penal-delit-6-ans").unwrap(), "2032-11-03");
    }

    /// N019: hatred is a separate reading that changes offence, limit and addressees.
    #[test]
    fn n019_hatred_changes_offence_limit_and_addressees() {
        let mut facts = Situation::of(&["insulte-diffamation"]);
        facts.public = Answer::Oui;
        facts.first_published = Some(date!(2026 - 11 - 02));
        let plain = of(&facts);
        facts.hateful = true;
        let hateful = of(&facts);
        assert!(!offences(&plain).contains(&"injure-diffamation-discriminatoire"));
        assert!(offences(&hateful).contains(&"injure-diffamation-discriminatoire"));
        assert_eq!(last(&plain, "presse-1-an"), None);
        assert_eq!(last(&hateful, "presse-1-an").unwrap(), "2027-11-02");
        assert_eq!(last(&hateful, "presse-3-mois").unwrap(), "2027-02-02");
        let names = |plan: &Plan, id: &str| plan.contacts.iter().any(|contact| contact.id == id);
        assert!(!names(&plain, "pharos") && names(&hateful, "pharos"));
    }

    /// N014: a precise fact or not, public or not: each branch shows its own offence and text.
    #[test]
    fn n014_insult_or_defamation() {
        for (fact, public, expected, citation) in [
            (
                Answer::Non,
                Answer::Oui,
                "injure-publique",
                "Loi du 29 juillet 1881, art. 33",
            ),
            (
                Answer::Oui,
                Answer::Oui,
                "diffamation-publique",
                "Loi du 29 juillet 1881, art. 29",
            ),
            (
                Answer::Non,
                Answer::Non,
                "injure-non-publique",
                "Code pénal, art. R621-2",
            ),
            (
                Answer::Oui,
                Answer::Non,
                "diffamation-non-publique",
                "Code pénal, art. R621-1",
            ),
        ] {
            let mut facts = Situation::of(&["insulte-diffamation"]);
            facts.precise_fact = fact;
            facts.public = public;
            let plan = of(&facts);
            let press: Vec<&str> = offences(&plan)
                .into_iter()
                .filter(|id| *id != "outrage")
                .collect();
            assert_eq!(press, [expected]);
            let found = plan
                .qualifications
                .iter()
                .find(|found| found.id == expected)
                .unwrap();
            assert!(
                found.words.fr.starts_with("Peut relever de"),
                "{}",
                found.words.fr
            );
            assert!(
                found.articles.iter().any(|text| text == citation),
                "{:?}",
                found.articles
            );
        }
        let asked = of(&Situation::of(&["insulte-diffamation"]));
        let ask: Vec<&str> = asked.ask.iter().map(|open| open.fact.as_str()).collect();
        assert!(ask.contains(&"public") && ask.contains(&"precise_fact"));
    }

    /// N020: ordered by level; a refusal proposes the next step and its letter.
    #[test]
    fn n020_gradation_and_what_a_refusal_opens() {
        let mut facts = Situation::of(&["insulte-diffamation"]);
        facts.author = Some(Author::Parent);
        let plan = of(&facts);
        let levels: Vec<Level> = plan.steps.iter().map(|step| step.level).collect();
        let mut sorted = levels.clone();
        sorted.sort();
        assert_eq!(levels, sorted);
        assert!(levels.contains(&Level::Amiable) && levels.contains(&Level::Juge));

        facts.refusals = vec![
            "alerter-chef".to_owned(),
            "demande-retrait-plateforme".to_owned(),
        ];
        let plan = of(&facts);
        assert!(step(&plan, "alerter-chef").done_in_vain);
        assert!(step(&plan, "alerter-hierarchie").proposed);
        assert!(plan.steps.first().unwrap().proposed);
        assert_eq!(
            step(&plan, "demande-retrait-plateforme").letter.as_deref(),
            Some("dsa-reclamation")
        );
    }

    /// N025: somebody human in every plan.
    #[test]
    fn n025_somebody_to_talk_to_in_every_plan() {
        for kind in content().kinds() {
            let plan = of(&Situation::of(&[&kind.id]));
            let support: Vec<&str> = plan
                .contacts
                .iter()
                .filter(|contact| contact.support)
                .map(|contact| contact.id.as_str())
                .collect();
            assert!(
                support.contains(&"asl") && support.contains(&"syndicat"),
                "{}",
                kind.id
            );
        }
    }

    /// N026: the author changes the plan.
    #[test]
    fn n026_the_author_changes_the_plan() {
        let with = |kind: &str, author| {
            let mut facts = Situation::of(&[kind]);
            facts.author = Some(author);
            of(&facts)
        };
        assert!(has(
            &with("insulte-diffamation", Author::Eleve),
            "procedure-disciplinaire"
        ));
        assert!(!has(
            &with("insulte-diffamation", Author::Parent),
            "procedure-disciplinaire"
        ));
        let colleague = with("divulgation-donnees", Author::Collegue);
        assert_eq!(
            step(&colleague, "lettre-mise-en-demeure").letter.as_deref(),
            Some("defense-collegue")
        );
        let against = |plan: &Plan| {
            plan.notes
                .iter()
                .find(|note| note.id == "contre-qui")
                .unwrap()
                .text
                .fr
                .clone()
        };
        assert!(against(&with("menaces", Author::Inconnu)).contains("contre X"));
        // N053: a name that is known switches to the named person, nothing else changes.
        let mut facts = Situation::of(&["menaces"]);
        facts.author = Some(Author::Parent);
        facts.author_named = Answer::Oui;
        let named = of(&facts);
        assert!(against(&named).starts_with("Plainte contre une personne nommée"));
        facts.author_named = Answer::Non;
        let unknown = of(&facts);
        assert!(against(&unknown).starts_with("Plainte « contre X »"));
        assert_eq!(named.steps, unknown.steps);
    }

    /// N028: doubtful link: private steps stay and protection is to be argued, with what supports it.
    #[test]
    fn n028_a_doubtful_link_with_the_duties() {
        let mut facts = Situation::of(&["piratage-compte"]);
        facts.author = Some(Author::Eleve);
        let doubtful = of(&facts);
        let asked = step(&doubtful, "protection-fonctionnelle");
        assert!(
            asked.to_argue
                && asked
                    .warning
                    .as_ref()
                    .is_some_and(|text| text.fr.contains("à argumenter"))
        );
        assert!(
            doubtful
                .notes
                .iter()
                .any(|note| note.id == "lien" && note.text.fr.contains("élève"))
        );
        facts.link_with_duties = Answer::Oui;
        assert!(!step(&of(&facts), "protection-fonctionnelle").to_argue);
        facts.link_with_duties = Answer::Non;
        let private = of(&facts);
        assert!(!has(&private, "protection-fonctionnelle"));
        assert!(has(&private, "plainte") && has(&private, "securiser-poste"));
    }

    /// N061: the press limit from the first publication, ordinary and aggravated, the rule shown, and a
    /// careful date said to be so when the first publication is unknown.
    #[test]
    fn n061_limits_from_the_first_publication() {
        let mut facts = Situation::of(&["usurpation-identite"]);
        facts.first_published = Some(date!(2026 - 09 - 10));
        facts.discovered = Some(date!(2026 - 11 - 20));
        let plan = of(&facts);
        let press = plan
            .deadlines
            .iter()
            .find(|clock| clock.id == "presse-3-mois")
            .unwrap();
        assert_eq!(press.due.unwrap().iso(), "2026-12-10");
        assert_eq!(press.act_before, Some(date!(2026 - 11 - 25)));
        assert_eq!(
            press.warnings,
            [date!(2026 - 11 - 25), date!(2026 - 12 - 03)]
        );
        assert!(!press.cautious && press.note.is_none());
        assert!(press.rule.fr.contains("jamais reporté") && press.rule.fr.contains("art. 65"));
        assert!(press.no_effect.iter().any(|act| act == "plainte simple"));

        facts.first_published = None;
        facts.earliest_plausible = Some(date!(2026 - 10 - 01));
        let plan = of(&facts);
        let press = plan
            .deadlines
            .iter()
            .find(|clock| clock.id == "presse-3-mois")
            .unwrap();
        assert!(press.cautious);
        assert_eq!(press.from, Some(date!(2026 - 10 - 01)));
        assert_eq!(press.due.unwrap().iso(), "2027-01-01");
        assert!(press.note.as_ref().unwrap().fr.contains("n’est pas connue"));

        // Nothing known at all: today is the latest it can be, and that is said.
        let nothing = of(&Situation::of(&["insulte-diffamation"]));
        let press = nothing
            .deadlines
            .iter()
            .find(|clock| clock.id == "presse-3-mois")
            .unwrap();
        assert_eq!(press.due.unwrap().iso(), "2027-02-21");
        assert!(
            press
                .note
                .as_ref()
                .unwrap()
                .fr
                .contains("le plus tard possible")
        );

        // Past: said, without closing the other ways.
        facts.first_published = Some(date!(2026 - 06 - 01));
        let plan = of(&facts);
        let press = plan
            .deadlines
            .iter()
            .find(|clock| clock.id == "presse-3-mois")
            .unwrap();
        assert!(press.days_left.unwrap() < 0);
        assert!(press.note.as_ref().unwrap().fr.contains("Rien n’est perdu"));
        assert!(
            last(&plan, "penal-delit-6-ans")
                .unwrap()
                .starts_with("2032")
        );

        // Wherever it can apply, it is shown.
        for kind in content()
            .kinds()
            .filter(|kind| kind.deadlines.iter().any(|id| id.starts_with("presse-")))
        {
            assert!(
                last(&of(&Situation::of(&[&kind.id])), "presse-3-mois").is_some(),
                "{}",
                kind.id
            );
        }
    }

    /// N061: the silence of the administration is an event: it opens the appeal, dated.
    #[test]
    fn n061_silence_of_the_administration_is_dated() {
        let mut facts = Situation::of(&["menaces"]);
        facts
            .received
            .insert("protection-fonctionnelle".to_owned(), date!(2026 - 09 - 15));
        let plan = of(&facts);
        assert_eq!(last(&plan, "pf-silence-2-mois").unwrap(), "2026-11-15");
        assert_eq!(last(&plan, "pf-recours-ta-2-mois").unwrap(), "2027-01-18");
        let asked = step(&plan, "protection-fonctionnelle");
        assert!(asked.done_in_vain);
        assert_eq!(asked.letter.as_deref(), Some("recours-pf"));
        assert!(step(&plan, "contacter-asl-avocat").proposed);
        // Not made yet: only what it would give today, never an invented date.
        facts.received.clear();
        let plan = of(&facts);
        let silence = plan
            .deadlines
            .iter()
            .find(|clock| clock.id == "pf-silence-2-mois")
            .unwrap();
        assert_eq!(
            (silence.due, silence.if_today.unwrap().iso()),
            (None, "2027-01-21".to_owned())
        );
        let urgent = plan
            .deadlines
            .iter()
            .find(|clock| clock.id == "pf-urgence")
            .unwrap();
        assert_eq!(urgent.due.unwrap().iso(), "sans délai");
    }

    /// N175: the adult witness of what happens to a pupil has a path of her own.
    #[test]
    fn n175_a_pupil_has_another_path() {
        let mut facts = Situation::of(&["harcelement", "image-sans-accord"]);
        facts.about = About::Pupil;
        let plan = of(&facts);
        assert_eq!(
            plan.kinds
                .iter()
                .map(|kind| kind.id.as_str())
                .collect::<Vec<_>>(),
            ["eleve-victime"]
        );
        for action in [
            "alerter-chef",
            "signalement-article-40",
            "rencontrer-parents",
            "ressources-officielles",
        ] {
            assert!(has(&plan, action), "{action}");
        }
        assert!(!has(&plan, "protection-fonctionnelle") && !has(&plan, "droit-de-reponse"));
        let ids: Vec<&str> = plan
            .contacts
            .iter()
            .map(|contact| contact.id.as_str())
            .collect();
        assert!(ids.contains(&"3018") && ids.contains(&"119"));
        facts.about = About::Oneself;
        assert!(has(&of(&facts), "protection-fonctionnelle"));
    }

    /// Ways that experts advise against are not offered.
    #[test]
    fn n031_discouraged_ways_are_not_offered() {
        for kinds in [
            &["images-eleves"][..],
            &["publication-classe"],
            &["images-eleves", "publication-classe"],
        ] {
            let mut facts = Situation::of(kinds);
            facts.author = Some(Author::Elu);
            let plan = of(&facts);
            assert!(!has(&plan, "refere"), "{kinds:?}");
        }
        assert!(!has(
            &of(&Situation::of(&["donnees-eleves"])),
            "saisir-cnil"
        ));
    }

    #[test]
    fn facts_files_are_read_and_checked() {
        let example = Situation::parse(Situation::example()).unwrap();
        assert_eq!(example.faults(content()), Vec::<String>::new());
        assert_eq!(example.first_published, Some(date!(2026 - 11 - 02)));
        let json = serde_json::to_string(&example).unwrap();
        assert_eq!(Situation::parse(&json).unwrap(), example);
        assert_eq!(
            Situation::parse("link_with_duties = \"doute\"")
                .unwrap()
                .link_with_duties,
            Answer::Nsp
        );
        for wrong in [
            "kind = [\"menaces\"]",
            "first_published = \"02/11/2026\"",
            "author = \"voisin\"",
        ] {
            assert!(Situation::parse(wrong).is_err(), "{wrong}");
        }
        let mut facts = Situation::of(&["menace"]);
        facts.departement = Some("20".to_owned());
        facts.refusals = vec!["crier".to_owned()];
        assert_eq!(facts.faults(content()).len(), 3);
    }

    #[test]
    fn json_is_stable() {
        let mut facts = Situation::parse(Situation::example()).unwrap();
        facts.kinds.push("menaces".to_owned());
        let once = serde_json::to_string(&of(&facts)).unwrap();
        assert_eq!(once, serde_json::to_string(&of(&facts)).unwrap());
        let value: serde_json::Value = serde_json::from_str(&once).unwrap();
        for key in [
            "today",
            "steps",
            "not_to_do",
            "contacts",
            "deadlines",
            "actions",
            "notes",
            "ask",
        ] {
            assert!(value.get(key).is_some_and(|v| v.is_array()), "{key}");
        }
    }

    /// Words that blame, or that decide in the person's place.
    #[test]
    fn texts_neither_blame_nor_decide() {
        let banned = [
            "agresseur",
            "victime",
            "coupable",
            "est un délit",
            "est une infraction",
            "est illégal",
            "vous auriez dû",
            "incident clos",
            "!",
            "is a crime",
            "you should have",
            "aggressor",
            "the victim",
            "guilty",
        ];
        let mut words = 0;
        let mut sentences = 0;
        for text in said() {
            for both in [&text.fr, &text.en] {
                let low = both.to_lowercase().replace("france victimes", "");
                for word in banned {
                    assert!(!low.contains(word), "« {word} » in: {both}");
                }
            }
            words += text.fr.split_whitespace().count();
            sentences += text
                .fr
                .split_terminator(['.', '?', ':'])
                .filter(|s| s.trim().len() > 1)
                .count();
        }
        assert!(
            words <= 20 * sentences,
            "sentences of {words}/{sentences} words on average"
        );
    }

    fn said() -> Vec<&'static Text> {
        let situations = &content().situations;
        let actions = situations
            .actions
            .iter()
            .flat_map(|a| [&a.title, &a.about, &a.why, &a.refused]);
        let kinds = situations.kinds.iter().flat_map(|kind| {
            let first = kind.first_hour.iter().map(|first| &first.act);
            let avoid = kind
                .avoid
                .iter()
                .flat_map(|avoid| [&avoid.what, &avoid.why]);
            let asked = kind.question.iter().map(|question| &question.ask);
            let steps = kind
                .step
                .iter()
                .flat_map(|step| step.title.iter().chain(&step.why));
            [&kind.line]
                .into_iter()
                .chain(&kind.urgent_if)
                .chain(first)
                .chain(avoid)
                .chain(asked)
                .chain(steps)
        });
        actions.chain(kinds).collect()
    }
}
