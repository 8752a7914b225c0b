//! The quality gate of the content: what is written for people, where it was read, and when.

#[cfg(test)]
mod content {
    use guide::Content;
    use guide::files::Files;
    use guide::law::{Entry as _, State};
    use guide::plan::{Situation, plan};
    use std::collections::BTreeMap;
    use std::path::PathBuf;
    use time::macros::date;
    use toml::Value;

    mod answers;
    mod library;
    mod path;

    /// A pair of texts, with the file it stands in.
    struct Said {
        file: String,
        fr: String,
        en: String,
    }

    fn embedded() -> &'static Content {
        Content::embedded().unwrap()
    }

    /// What people read on screens; letters and words of the triage have tests of their own.
    fn said() -> Vec<Said> {
        let mut all = Vec::new();
        for folder in [
            "situations/",
            "steps/",
            "cases/",
            "prevention/",
            "resources/",
            "answers/",
        ] {
            for (name, text) in Files::embedded().under(folder) {
                let value: Value = toml::from_str(text).unwrap();
                walk(name, &value, &mut all);
            }
        }
        assert!(all.len() > 1000, "{} texts", all.len());
        all
    }

    fn walk(file: &str, value: &Value, all: &mut Vec<Said>) {
        match value {
            Value::Table(table) if table.contains_key("fr") || table.contains_key("en") => {
                let keys: Vec<&str> = table.keys().map(String::as_str).collect();
                assert_eq!(keys, ["en", "fr"], "{file}: {table:?}");
                let get = |key: &str| table[key].as_str().unwrap().to_owned();
                all.push(Said {
                    file: file.to_owned(),
                    fr: get("fr"),
                    en: get("en"),
                });
            }
            Value::Table(table) => table.iter().for_each(|(_, next)| walk(file, next, all)),
            Value::Array(items) => items.iter().for_each(|next| walk(file, next, all)),
            _ => {}
        }
    }

    /// A copy of the content with faults planted in some files.
    fn with_faults(name: &str, faults: &[(&str, &str, &str)]) -> Vec<String> {
        let dir: PathBuf =
            std::env::temp_dir().join(format!("preau-content-{name}-{}", std::process::id()));
        for (file, text) in Files::embedded().all() {
            let mut text = text.to_owned();
            for (_, from, to) in faults.iter().filter(|(planted, ..)| *planted == file) {
                assert!(text.contains(from), "{file} has no {from}");
                text = text.replacen(from, to, 1);
            }
            let path = dir.join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let loaded = Content::from_dir(&dir);
        std::fs::remove_dir_all(&dir).unwrap();
        match loaded {
            Ok(_) => Vec::new(),
            Err(problems) => problems.iter().map(ToString::to_string).collect(),
        }
    }

    fn says(problems: &[String], expected: &str) {
        assert!(
            problems.iter().any(|line| line.starts_with(expected)),
            "{expected} in {problems:#?}"
        );
    }

    /// Every reference resolves, in every folder: a broken one is named with its file and entry.
    #[test]
    fn references_resolve() {
        assert_eq!(with_faults("whole", &[]), Vec::<String>::new());
        let problems = with_faults(
            "references",
            &[
                (
                    "steps/actions.toml",
                    "\"contacter-syndicat\"]",
                    "\"crier\"]",
                ),
                (
                    "steps/discouraged.toml",
                    "instead = \"plainte\"",
                    "instead = \"crier\"",
                ),
                (
                    "steps/liability.toml",
                    "letter = \"signalement-art40\"",
                    "letter = \"x\"",
                ),
                (
                    "situations/usurpation-identite.toml",
                    "after = \"homonymie\"",
                    "after = \"x\"",
                ),
                (
                    "prevention/behaviours.toml",
                    "offence = \"usurpation\"",
                    "offence = \"x\"",
                ),
                (
                    "prevention/profile.toml",
                    "criterion = \"diffusion\"",
                    "criterion = \"x\"",
                ),
                (
                    "resources/glossary.toml",
                    "source = \"source-drane\"",
                    "source = \"x\"",
                ),
                (
                    "resources/resources.toml",
                    "instead = \"cnil\"",
                    "instead = \"educnum\"",
                ),
                ("cases/vestiaire.toml", "\"droit-image\"", "\"x\""),
            ],
        );
        for expected in [
            "content/steps/actions.toml: `protection-fonctionnelle`",
            "content/steps/discouraged.toml: `pharos-prive`",
            "content/steps/liability.toml: `signaler`",
            "content/situations/usurpation-identite.toml: no checklist `x`",
            "content/prevention/behaviours.toml: `faux-compte`",
            "content/prevention/profile.toml: `diffusion-ouverte`",
            "content/resources/glossary.toml: `media-social`",
            "content/resources/resources.toml: `educnum`: no living resource",
            "content/cases/vestiaire.toml: `vestiaire`: no word of the glossary",
        ] {
            says(&problems, expected);
        }
    }

    /// N029: a text that is replaced cannot be cited anywhere.
    #[test]
    fn n029_no_replaced_text_is_cited() {
        let from = "id = \"cp-227-23\"";
        let text = Files::embedded();
        let articles = text.get("law/articles.toml").unwrap();
        let entry = &articles[articles.find(from).unwrap()..];
        let whole = &entry[..entry.find("state = \"en-vigueur\"").unwrap() + 20];
        let replaced = whole.replace("state = \"en-vigueur\"", "state = \"remplace\"");
        let problems = with_faults("replaced", &[("law/articles.toml", whole, &replaced)]);
        for expected in [
            "content/law/offences.toml: `pedopornographie`: article `cp-227-23` is replaced",
            "content/situations/images-eleves.toml: no article `cp-227-23` in force",
            "content/steps/checklists.toml: `image-intime-mineur`",
            "content/cases/vestiaire.toml: `vestiaire`: no text in force `cp-227-23`",
        ] {
            says(&problems, expected);
        }
        let mut cited = 0;
        for article in &embedded().law.articles {
            assert_ne!(article.state, State::Remplace, "{}", article.id);
            assert!(!article.sources.is_empty(), "{}", article.id);
            cited += 1;
        }
        assert!(cited > 150);
    }

    /// Each kind has a first hour, steps, deadlines and letters (or says why none), what not to do,
    /// and somebody human.
    #[test]
    fn every_kind_is_whole() {
        for kind in embedded().kinds() {
            let id = kind.id();
            assert!(!kind.first_hour.is_empty() && !kind.step.is_empty(), "{id}");
            assert!(!kind.avoid.is_empty() && !kind.question.is_empty(), "{id}");
            assert!(!kind.articles.is_empty(), "{id}");
            assert_eq!(kind.letters.is_empty(), kind.no_letter.is_some(), "{id}");
            assert_eq!(
                kind.deadlines.is_empty(),
                kind.no_deadline.is_some(),
                "{id}"
            );
            let plan = plan(embedded(), &Situation::of(&[id]), date!(2026 - 11 - 21));
            let human = |contact: &&guide::plan::Contact| contact.support;
            assert!(plan.contacts.iter().filter(human).count() >= 3, "{id}");
        }
        let legal = Files::embedded();
        let legal = legal.get("situations/cadre-legal.toml").unwrap();
        let why = &legal[legal.find("no_letter.fr").unwrap()..legal.find("contacts =").unwrap()];
        let problems = with_faults("whole-kind", &[("situations/cadre-legal.toml", why, "")]);
        assert_eq!(
            problems,
            [
                "content/situations/cadre-legal.toml: name a letter, or say why there is none (`no_letter`)"
            ]
        );
    }

    /// French of someone who cares: sentences of 20 words at most on average, file by file.
    #[test]
    fn french_sentences_are_short() {
        let mut files: BTreeMap<String, (usize, usize)> = BTreeMap::new();
        for text in said() {
            let (words, sentences) = files.entry(text.file.clone()).or_default();
            for sentence in text.fr.split_inclusive(['.', '?', ';']) {
                let count = sentence
                    .split_whitespace()
                    .filter(|word| word.chars().any(char::is_alphanumeric))
                    .count();
                assert!(count <= 35, "{}: {count} words: {sentence}", text.file);
                *words += count;
                *sentences += usize::from(count > 0);
            }
        }
        for (file, (words, sentences)) in files {
            assert!(
                words <= 20 * sentences,
                "{file}: {words} words, {sentences} sentences"
            );
        }
    }

    /// No blame, no verdict, no administration's « veuillez », no exclamation.
    #[test]
    fn banned_words_are_absent() {
        let banned = [
            "agresseur",
            "victime",
            "coupable",
            "est un délit",
            "est un crime",
            "est une infraction",
            "constitue un",
            "est illégal",
            "est puni",
            "vous auriez dû",
            "il fallait",
            "incident clos",
            "veuillez",
            "merci de",
            "bourreau",
            "!",
            "is a crime",
            "is an offence",
            "is illegal",
            "you should have",
            "aggressor",
            "the victim",
            "guilty",
            "please",
        ];
        for text in said() {
            for both in [&text.fr, &text.en] {
                let low = both.to_lowercase().replace("france victimes", "");
                for word in banned {
                    assert!(!low.contains(word), "{}: « {word} » in: {both}", text.file);
                }
            }
        }
    }

    /// French and English stand side by side, neither empty, neither a copy of the other.
    #[test]
    fn both_languages_are_there() {
        let mut same: Vec<String> = Vec::new();
        for text in said() {
            let file = text.file;
            assert!(
                text.fr.trim().len() > 2 && text.en.trim().len() > 2,
                "{file}"
            );
            if text.fr == text.en {
                same.push(text.fr);
            }
        }
        same.sort_unstable();
        same.dedup();
        assert_eq!(
            same,
            [
                "17Cyber",
                "2025 ex machina",
                "France Victimes, 116 006",
                "article 40",
                "educnum.fr"
            ]
        );
    }

    /// What was checked more than twelve months before a day, and nothing else, the oldest first.
    #[test]
    fn n029_stale_content_is_listed() {
        let content = embedded();
        let all = content.checked();
        assert!(all.len() > 450, "{}", all.len());
        let newest = all.iter().map(|entry| entry.checked).max().unwrap();
        let oldest = all.iter().map(|entry| entry.checked).min().unwrap();
        let a_year = |day| kernel::date::add_months(day, 12);
        assert_eq!(content.stale(a_year(oldest)), []);
        let late = content.stale(a_year(newest).next_day().unwrap());
        assert_eq!(late.len(), all.len());
        assert!(late.windows(2).all(|pair| pair[0] <= pair[1]));
        let first = late.first().unwrap().to_string();
        assert!(first.contains(" was checked on "), "{first}");
        // Some kinds of entries cannot be forgotten: each file with a day is listed.
        for file in [
            "law/articles.toml",
            "law/phone.toml",
            "cases/vestiaire.toml",
            "resources/platforms.toml",
        ] {
            assert!(all.iter().any(|entry| entry.file == file), "{file}");
        }
        let mut dated = 0;
        for (name, text) in Files::embedded().all() {
            let days = text
                .lines()
                .filter(|line| line.starts_with("checked = "))
                .count();
            let listed = all.iter().filter(|entry| entry.file == name).count();
            if !name.starts_with("letters/") {
                assert_eq!(days, listed, "{name}");
                dated += listed;
            }
        }
        assert_eq!(dated, all.len());
    }
}
