//! The questions that come back: what each rests on, how sure, how fresh, and that a fault is named (N006, N008).

use super::*;
use guide::answers::{Answer, Filter, Fresh, Level, Profession, paragraphs};
use guide::law::{Confidence, Lang};
use time::Date;

/// The first answer for which this holds.
fn one(which: impl Fn(&&Answer) -> bool) -> &'static Answer {
    embedded().answers().iter().find(which).unwrap()
}

fn file(answer: &Answer) -> String {
    format!("answers/{}.toml", answer.id)
}

/// The first line of its file that begins so.
fn line(answer: &Answer, begins: &str) -> String {
    let files = Files::embedded();
    let text = files.get(&file(answer)).unwrap();
    let found = text.lines().find(|line| line.starts_with(begins));
    found
        .unwrap_or_else(|| panic!("{}: {begins}", answer.id))
        .to_owned()
}

/// N006: every kind is answered, by some sixty questions, each in both languages, dated and with its texts.
#[test]
fn n006_sixty_questions_are_answered_and_cover_every_kind() {
    let content = embedded();
    assert!(content.answers().len() >= 60, "{}", content.answers().len());
    for kind in content.kinds() {
        let about = Filter {
            kind: Some(&kind.id),
            ..Filter::default()
        };
        assert!(content.answers_for(about).next().is_some(), "{}", kind.id);
    }
    for answer in content.answers() {
        assert!(content.texts_of(answer).next().is_some(), "{}", answer.id);
        assert!(content.kind(answer.kind()).is_some(), "{}", answer.id);
        for part in &answer.part {
            assert!(paragraphs(&part.answer.fr).next().is_some());
            assert!(part.answer.fr != part.answer.en, "{}", answer.id);
        }
    }
    let orders: Vec<u16> = content.answers().iter().map(|one| one.order).collect();
    assert!(orders.is_sorted());
}

#[test]
fn what_is_for_everybody_answers_each_and_what_is_for_some_only_them() {
    let content = embedded();
    let all = content.answers().len();
    assert_eq!(content.answers_for(Filter::default()).count(), all);
    for profession in Profession::ALL {
        for level in Level::ALL {
            let filter = Filter {
                profession: Some(profession),
                level: Some(level),
                kind: None,
            };
            let mut count = 0;
            for answer in content.answers() {
                let for_it = (answer.professions.is_empty()
                    || answer.professions.contains(&profession))
                    && (answer.levels.is_empty() || answer.levels.contains(&level));
                assert_eq!(answer.fits(&filter), for_it, "{}", answer.id);
                count += usize::from(for_it);
            }
            assert!(count > 0, "{profession:?} {level:?}");
        }
    }
    // The names in addresses are those of the files.
    for name in Profession::ALL.map(Profession::name) {
        let read: Profession = serde_json::from_str(&format!("\"{name}\"")).unwrap();
        assert_eq!(read.name(), name);
    }
    for name in Level::ALL.map(Level::name) {
        let read: Level = serde_json::from_str(&format!("\"{name}\"")).unwrap();
        assert_eq!(read.name(), name);
    }
}

/// Each rule of `check.rs`, on a planted fault.
#[test]
fn a_fault_in_an_answer_is_named_with_its_file() {
    let answers: Vec<&Answer> = embedded().answers().iter().take(5).collect();
    let [first, second, third, fourth, fifth] = answers[..] else {
        panic!("five answers");
    };
    let order = line(second, "order = ");
    let title = line(third, "title.fr = ");
    let state = line(fourth, "state = ");
    let en = Files::embedded().get(&file(fifth)).unwrap().to_owned();
    let en = en[en.find("answer.en = \"\"\"").unwrap()..].to_owned();
    let break_ = en.find("\n\n").map(|at| en[..at + 2].to_owned()).unwrap();
    let faults = [
        (
            line(first, "articles = "),
            "articles = [\"cp-0\"]".into(),
            first,
        ),
        (
            line(first, "actions = "),
            "actions = [\"crier\"]".into(),
            first,
        ),
        (
            line(first, "letters = "),
            "letters = [\"poeme\"]".into(),
            first,
        ),
        (
            line(first, "deadlines = "),
            "deadlines = [\"jamais\"]".into(),
            first,
        ),
        (line(first, "terms = "), "terms = [\"mot\"]".into(), first),
        (line(first, "kinds = "), "kinds = [\"pluie\"]".into(), first),
        (
            line(first, "also = "),
            format!("also = [\"{}\"]", first.id),
            first,
        ),
        (order, format!("order = {}", first.order), second),
        (
            title,
            "title.fr = \"Veuillez lire cette affirmation.\"".into(),
            third,
        ),
        (state, "state = \"remplace\"".into(), fourth),
        // Whichever apostrophe is typed; a longer word that holds a refused one is not that word.
        (
            line(fourth, "short.fr = "),
            "short.fr = \"N'hésitez pas à nous écrire.\"".into(),
            fourth,
        ),
        (
            line(fourth, "short.en = "),
            "short.en = \"Please say what displeases you.\"".into(),
            fourth,
        ),
        (
            line(fourth, "question.en = "),
            "question.en = \"A message displeases me: what do I do?\"".into(),
            fourth,
        ),
        (break_.clone(), break_.trim_end().to_owned() + "\n", fifth),
    ];
    let faults: Vec<(String, String, String)> = faults
        .into_iter()
        .map(|(from, to, answer)| (file(answer), from, to))
        .collect();
    let faults: Vec<(&str, &str, &str)> = faults
        .iter()
        .map(|(file, from, to)| (file.as_str(), from.as_str(), to.as_str()))
        .collect();
    let problems = with_faults("answers", &faults);
    for (answer, what) in [
        (first, "no text in force `cp-0`"),
        (first, "no action `crier`"),
        (first, "no letter `poeme`"),
        (first, "no deadline `jamais`"),
        (first, "no word of the glossary `mot`"),
        (first, "no kind `pluie`"),
        (first, "no other answer"),
        (second, "`order`"),
        (third, "`title` is a question"),
        (third, "`title.fr` says « veuillez »"),
        (fourth, "an answer that is replaced is taken away"),
        (fourth, "`short.fr` says « n’hésitez pas »"),
        (fourth, "`short.en` says « please »"),
    ] {
        says(&problems, &format!("content/{}: {what}", file(answer)));
    }
    let longer = format!("content/{}: `question.en` says", file(fourth));
    assert!(
        !problems.iter().any(|line| line.starts_with(&longer)),
        "{problems:#?}"
    );
    let uneven = format!("content/{}: part 1: ", file(fifth));
    assert!(
        problems
            .iter()
            .any(|line| line.starts_with(&uneven) && line.contains("paragraphs")),
        "{problems:#?}"
    );
}

/// A key that nobody knows, a missing one, a name that is not the id: refused.
#[test]
fn the_shape_of_a_file_is_kept() {
    let answers: Vec<&Answer> = embedded().answers().iter().take(3).collect();
    let [first, second, third] = answers[..] else {
        panic!("three answers");
    };
    let (one, two) = (file(first), file(second));
    let three = file(third);
    let checked = line(first, "checked = ");
    let short = line(second, "short.en = ");
    let id = line(third, "id = ");
    let more = format!("{checked}\nauthor = \"x\"");
    let faults = [
        (one.as_str(), checked.as_str(), more.as_str()),
        (two.as_str(), short.as_str(), ""),
        (three.as_str(), id.as_str(), "id = \"autre-nom\""),
    ];
    let problems = with_faults("answers-shape", &faults);
    for (file, what) in [
        (&one, "unknown field `author`"),
        (&two, "missing field `en`"),
        (&three, "the file must be named autre-nom.toml"),
    ] {
        let begins = format!("content/{file}: ");
        assert!(
            problems
                .iter()
                .any(|line| line.starts_with(&begins) && line.contains(what)),
            "{what} in {problems:#?}"
        );
    }
}

/// All that an answer says in one language.
fn whole(answer: &Answer, lang: Lang) -> String {
    let head = [&answer.title, &answer.short].map(|text| text.get(lang));
    let parts = answer
        .part
        .iter()
        .flat_map(|part| [part.ask.get(lang), part.answer.get(lang)]);
    head.into_iter()
        .chain(answer.open.as_ref().map(|text| text.get(lang)))
        .chain(parts)
        .collect::<Vec<_>>()
        .join("\n")
        .to_lowercase()
}

/// N006, N061: who is told that three months end everything is also told of the one year of article 65-3.
#[test]
fn n061_an_answer_that_says_too_late_names_the_year() {
    let ends = [
        (Lang::Fr, &["trop tard", "s’éteint", "prescri"][..], "un an"),
        (
            Lang::En,
            &["too late", "action is lost", " lapse"][..],
            "one year",
        ),
    ];
    let mut seen = 0;
    for answer in embedded().answers() {
        if !answer.deadlines.iter().any(|id| id == "presse-3-mois") {
            continue;
        }
        for (lang, words, year) in ends {
            let said = whole(answer, lang);
            if !words.iter().any(|word| said.contains(word)) {
                continue;
            }
            seen += 1;
            let id = &answer.id;
            assert!(
                answer.deadlines.iter().any(|id| id == "presse-1-an"),
                "{id}"
            );
            assert!(answer.articles.iter().any(|id| id == "l1881-65-3"), "{id}");
            assert!(said.contains("65-3") && said.contains(year), "{id}");
        }
        // Defamation imputes a precise fact; whether it is false is another question.
        let said = whole(answer, Lang::Fr);
        assert!(!said.contains("un fait faux"), "{}", answer.id);
    }
    assert!(seen >= 4, "{seen}");
}

/// N006: whoever is threatened reads the number to call first.
#[test]
fn n006_an_answer_about_threats_says_17() {
    let mut seen = 0;
    for answer in embedded().answers() {
        if answer.kinds.iter().any(|kind| kind == "menaces") {
            seen += 1;
            assert!(
                whole(answer, Lang::Fr).contains("appelez le 17"),
                "{}",
                answer.id
            );
            assert!(whole(answer, Lang::En).contains("call 17"), "{}", answer.id);
        }
    }
    assert!(seen >= 4, "{seen}");
}

/// The fifteen days bind civil servants; contract staff have a day, and read it beside.
#[test]
fn an_answer_about_a_work_accident_speaks_to_contract_staff() {
    let mut seen = 0;
    for answer in embedded().answers() {
        if answer
            .deadlines
            .iter()
            .any(|id| id == "accident-service-15j")
        {
            seen += 1;
            let said = whole(answer, Lang::Fr);
            assert!(
                said.contains("contractuel") && said.contains("24 heures"),
                "{}",
                answer.id
            );
        }
    }
    assert!(seen >= 2, "{seen}");
}

/// N061: nothing says that time is added for whoever lives overseas or abroad: it depends on the court, and a month
/// wrongly counted loses the right (CJA, R421-7).
#[test]
fn n061_no_text_adds_a_month_overseas() {
    let adds = |text: &str| {
        let text = text.to_lowercase();
        let far = ["outre-mer", "overseas", "étranger", "abroad"];
        let more = [
            "ajoute",
            "added",
            "+1 mois",
            "+2 mois",
            "augmenté",
            "un mois de plus",
        ];
        let kept = ["avocat", "lawyer"];
        far.iter().any(|word| text.contains(word))
            && more.iter().any(|word| text.contains(word))
            && !kept.iter().any(|word| text.contains(word))
    };
    assert!(adds("Outre-mer, un mois s’ajoute."));
    assert!(adds(
        "Vérifié. +1 mois outre-mer, +2 mois étranger (R421-7)."
    ));
    assert!(adds("abroad, two are added"));
    for (name, text) in Files::embedded().all() {
        for line in text.lines() {
            for sentence in line.split(". ") {
                assert!(!adds(sentence), "{name}: {sentence}");
            }
        }
    }
    let text = embedded().article("cja-r421-7").unwrap();
    assert_eq!(
        (text.state, text.confidence),
        (State::AVerifier, Confidence::Low)
    );
    let law = &embedded().law;
    let open = law.uncertainties.iter();
    assert!(open.clone().any(|open| open.articles == [text.id.clone()]));
    // No time limit rests on it.
    assert!(
        law.deadlines
            .iter()
            .all(|rule| !rule.articles.contains(&text.id))
    );
}

/// N029: the state of the law that an answer speaks of is that of the oldest text or limit it names.
#[test]
fn n029_an_answer_says_the_oldest_state_of_its_texts_and_limits() {
    let content = embedded();
    let consolidated = |how: &str| how.starts_with("texte consolidé au 3 avril 2026");
    let mut seen = 0;
    for answer in content.answers() {
        let mut hows = content.texts_of(answer).map(|text| text.how.as_str());
        let mut limits = content.limits_of(answer).map(|rule| rule.how.as_str());
        let state = content.state_of(answer).unwrap();
        if hows.any(consolidated) || limits.any(consolidated) {
            seen += 1;
            assert_eq!(state, date!(2026 - 04 - 03), "{}", answer.id);
        } else {
            assert_eq!(state, date!(2026 - 11 - 21), "{}", answer.id);
        }
    }
    assert!(seen > 10, "{seen}");
    // A `how` of that form that gives no day would pass for the day of the check.
    let texts = content.law.articles.iter();
    let all = texts.map(|text| (&text.id, &text.how, text.checked));
    let rules = content.law.deadlines.iter();
    let all = all.chain(rules.map(|rule| (&rule.id, &rule.how, rule.checked)));
    for (id, how, _) in all.filter(|(_, how, _)| how.contains("consolidé")) {
        assert!(consolidated(how), "{id}: {how}");
    }
    // A limit that is to be read again shows on the answer, as a text does.
    let mut answer = one(|answer| content.limits_of(answer).next().is_some()).clone();
    answer.articles.clear();
    let rule = content.limits_of(&answer).map(|rule| rule.checked).min();
    let year = kernel::date::add_months(rule.unwrap(), 12);
    answer.checked = year;
    assert_eq!(content.fresh(&answer, year.next_day().unwrap()), Fresh::Old);
}

/// N029: an answer is never surer than its texts, and a text that is to be read again shows on the answer.
#[test]
fn n029_an_answer_is_not_surer_than_its_weakest_text() {
    let content = embedded();
    let sure =
        one(|answer| answer.state == State::EnVigueur && answer.confidence == Confidence::High);
    let id = &sure.articles[0];
    let files = Files::embedded();
    let articles = files.get("law/articles.toml").unwrap();
    let at = articles.find(&format!("id = \"{id}\"")).unwrap();
    let entry = &articles[at..];
    let whole = &entry[..entry.find("confidence = \"high\"").unwrap() + 19];
    let weak = whole
        .replace("state = \"en-vigueur\"", "state = \"a-verifier\"")
        .replace("confidence = \"high\"", "confidence = \"low\"");
    let problems = with_faults("answers-weak", &[("law/articles.toml", whole, &weak)]);
    let begins = format!("content/{}: ", file(sure));
    for what in [
        format!("{begins}it rests on `{id}`: `state` is a-verifier"),
        format!("{begins}`confidence` is above that of `{id}`"),
    ] {
        says(&problems, &what);
    }
    // A time limit that it speaks of weakens it as a text does.
    let sure = one(|answer| answer.state == State::EnVigueur && !answer.deadlines.is_empty());
    let id = &sure.deadlines[0];
    let rules = files.get("law/deadlines.toml").unwrap();
    let at = rules.find(&format!("id = \"{id}\"")).unwrap();
    let end = at + rules[at..].find("\nhow = ").unwrap();
    let whole = &rules[at..end];
    let weak = whole.replace("state = \"en-vigueur\"", "state = \"a-verifier\"");
    assert_ne!(whole, weak);
    let problems = with_faults("answers-limit", &[("law/deadlines.toml", whole, &weak)]);
    says(
        &problems,
        &format!(
            "content/{}: it rests on `{id}`: `state` is a-verifier",
            file(sure)
        ),
    );
    // And an answer that is to be checked says what is not settled.
    for answer in content.answers() {
        assert!(
            answer.state != State::AVerifier || answer.open.is_some(),
            "{}",
            answer.id
        );
    }
}

#[test]
fn an_answer_is_to_be_read_again_when_a_text_moved_or_a_year_passed() {
    let content = embedded();
    let answer = one(|answer| {
        content
            .texts_of(answer)
            .all(|text| text.checked <= answer.checked)
    });
    assert_eq!(content.fresh(answer, answer.checked), Fresh::Yes);
    let oldest = content.texts_of(answer).map(|text| text.checked).min();
    let year: Date = kernel::date::add_months(oldest.unwrap().min(answer.checked), 12);
    assert_eq!(content.fresh(answer, year), Fresh::Yes);
    assert_eq!(content.fresh(answer, year.next_day().unwrap()), Fresh::Old);
    let mut before = answer.clone();
    before.checked = content
        .texts_of(answer)
        .map(|text| text.checked)
        .max()
        .and_then(Date::previous_day)
        .unwrap();
    assert_eq!(content.fresh(&before, answer.checked), Fresh::LawMoved);
}

/// What a text says is what its mark says: another state or another summary is another mark, another day is not.
#[test]
fn a_mark_changes_when_the_law_does() {
    let content = embedded();
    let answer = one(|answer| content.texts_of(answer).count() > 0);
    let id = &answer.articles[0];
    let mark = content.law_mark(id).unwrap();
    assert_eq!(mark.len(), 16);
    assert_eq!(content.law_mark(id), Some(mark.clone()));
    assert_eq!(content.law_mark("nulle-part"), None);
    assert_eq!(content.answer_mark("nulle-part"), None);
    let files = Files::embedded();
    let articles = files.get("law/articles.toml").unwrap();
    let at = articles.find(&format!("id = \"{id}\"")).unwrap();
    let of = |from: &str| {
        let entry = &articles[at..];
        let begin = entry.find(from).unwrap();
        let end = begin + entry[begin..].find('\n').unwrap();
        (at + begin, at + end)
    };
    let with = |(begin, end): (usize, usize), line: &str| {
        let text = [&articles[..begin], line, &articles[end..]].concat();
        let dir = std::env::temp_dir().join(format!("preau-mark-{}-{begin}", std::process::id()));
        for (name, old) in files.all() {
            let path = dir.join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            let new = if name == "law/articles.toml" {
                &text
            } else {
                old
            };
            std::fs::write(path, new).unwrap();
        }
        let loaded = Content::from_dir(&dir);
        std::fs::remove_dir_all(&dir).unwrap();
        loaded.unwrap()
    };
    let moved = with(of("summary = "), "summary = \"Autre chose est dit.\"");
    assert_ne!(moved.law_mark(id), Some(mark.clone()));
    assert_ne!(
        moved.answer_mark(&answer.id),
        content.answer_mark(&answer.id)
    );
    let reread = with(of("checked = "), "checked = 2026-11-20");
    assert_eq!(reread.law_mark(id), Some(mark));
    assert_eq!(
        reread.answer_mark(&answer.id),
        content.answer_mark(&answer.id)
    );
    let marks: std::collections::BTreeSet<_> = content
        .law
        .articles
        .iter()
        .filter_map(|article| content.law_mark(&article.id))
        .collect();
    assert_eq!(marks.len(), content.law.articles.len());
}
