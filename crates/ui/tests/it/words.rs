//! The words of all slices: same keys and variables in both languages, every key used in the
//! sources exists, every key is used, words to avoid, length of French sentences.

use fluent_bundle::FluentResource;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use ui::{Lang, Words, words};

/// Rust and HTML sources of every crate, without their tests.
pub fn sources() -> Vec<(PathBuf, String)> {
    let mut out = Vec::new();
    let mut folders = vec![super::files::root().join("crates")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                if name != "tests" && name != "target" {
                    folders.push(path);
                }
            } else if name.ends_with(".rs") || name.ends_with(".html") {
                let text = fs::read_to_string(&path).unwrap();
                let text = text.split("#[cfg(test)]").next().unwrap_or_default();
                // Comments show examples.
                let text: String = text
                    .lines()
                    .filter(|line| !line.trim_start().starts_with("//"))
                    .collect::<Vec<_>>()
                    .join("\n");
                out.push((path, text));
            }
        }
    }
    out
}

/// The literals that follow `opening` in a source.
pub fn literals(text: &str, opening: &str) -> Vec<String> {
    text.split(opening)
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .map(str::to_owned)
        .collect()
}

/// Key to its whole text, per language.
fn messages(lang: Lang) -> BTreeMap<String, String> {
    let mut out: BTreeMap<String, String> = BTreeMap::new();
    for (_, text) in words::sources(lang) {
        let mut key = String::new();
        for line in text.lines() {
            if line.starts_with('#') || line.trim().is_empty() {
                continue;
            }
            if let Some((name, value)) = line.split_once('=')
                && line.starts_with(|c: char| c.is_ascii_lowercase())
            {
                key = name.trim().to_owned();
                out.insert(key.clone(), value.trim().to_owned());
            } else if let Some(value) = out.get_mut(&key) {
                value.push('\n');
                value.push_str(line.trim());
            }
        }
    }
    out
}

fn variables(text: &str) -> BTreeSet<String> {
    text.split('$')
        .skip(1)
        .map(|rest| {
            rest.chars()
                .take_while(|c| c.is_alphanumeric() || *c == '-' || *c == '_')
                .collect()
        })
        .collect()
}

/// Prefixes of keys that end with a value, declared in the French file by `# @family prefix-`.
fn families() -> BTreeSet<String> {
    words::sources(Lang::Fr)
        .iter()
        .flat_map(|(_, text)| text.lines())
        .filter_map(|line| line.strip_prefix("# @family "))
        .map(|prefix| prefix.trim().to_owned())
        .collect()
}

#[test]
fn every_locale_file_parses() {
    for lang in Lang::ALL {
        for (file, text) in words::sources(lang) {
            let read = FluentResource::try_new((*text).to_owned());
            assert!(
                read.is_ok(),
                "{}/{file}: {:?}",
                lang.tag(),
                read.err().map(|e| e.1)
            );
        }
    }
}

#[test]
fn every_key_is_defined_once() {
    for lang in Lang::ALL {
        let mut seen = BTreeMap::new();
        let mut twice = Vec::new();
        for (file, text) in words::sources(lang) {
            for line in text.lines().filter(|l| l.starts_with(char::is_lowercase)) {
                let key = line.split('=').next().unwrap_or_default().trim();
                if let Some(other) = seen.insert(key, file) {
                    twice.push(format!("{key} in {other} and {file}"));
                }
            }
        }
        assert!(twice.is_empty(), "{twice:#?}");
    }
}

#[test]
fn french_and_english_have_the_same_keys_and_variables() {
    let (fr, en) = (messages(Lang::Fr), messages(Lang::En));
    let only = |a: &BTreeMap<String, String>, b: &BTreeMap<String, String>| -> Vec<String> {
        a.keys().filter(|k| !b.contains_key(*k)).cloned().collect()
    };
    assert_eq!(only(&fr, &en), Vec::<String>::new(), "missing in English");
    assert_eq!(only(&en, &fr), Vec::<String>::new(), "missing in French");
    for (key, text) in &fr {
        assert_eq!(variables(text), variables(&en[key]), "variables of {key}");
        assert!(!text.is_empty() && !en[key].is_empty(), "{key} is empty");
    }
}

#[test]
fn every_key_named_in_the_sources_exists() {
    let known = messages(Lang::Fr);
    let mut missing = Vec::new();
    for (path, text) in sources() {
        for opening in [
            ".t(\"",
            ".ta(\"",
            ".paragraphs(\"",
            "purpose: \"",
            "retention: \"",
        ] {
            for key in literals(&text, opening) {
                if !known.contains_key(&key) {
                    missing.push(format!("{}: {key}", path.display()));
                }
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn every_key_is_used() {
    let sources = sources();
    let families = families();
    for family in &families {
        let named = ["\"", family].concat();
        assert!(
            sources.iter().any(|(_, text)| text.contains(&named)),
            "nothing uses the family {family}"
        );
    }
    let unused: Vec<String> = messages(Lang::Fr)
        .into_keys()
        .filter(|key| {
            let quoted = ["\"", key, "\""].concat();
            !families.iter().any(|f| key.starts_with(f.as_str()))
                && !sources.iter().any(|(_, text)| text.contains(&quoted))
        })
        .collect();
    assert!(unused.is_empty(), "{unused:#?}");
}

#[test]
fn every_fault_has_its_sentence_and_its_remedy() {
    for lang in Lang::ALL {
        for code in kernel::Code::ALL {
            for part in ["", "-remedy"] {
                let key = format!("fault-{}{part}", code.name());
                assert!(Words(lang).has(&key), "{key} in {}", lang.tag());
            }
        }
    }
}

/// Words that blame, frighten or sell; names of services are not words of ours.
#[test]
fn the_words_to_avoid_are_absent() {
    const FR: [&str; 9] = [
        "victime",
        "agresseur",
        "incident clos",
        "coupable",
        "malheureusement",
        "veuillez",
        "cliquez",
        "oups",
        "félicitations",
    ];
    const EN: [&str; 6] = [
        "victim",
        "aggressor",
        "unfortunately",
        "please",
        "oops",
        "congratulations",
    ];
    for (lang, avoided) in [(Lang::Fr, &FR[..]), (Lang::En, &EN[..])] {
        for (key, text) in messages(lang) {
            let text = text.to_lowercase();
            // The name of an association, in words and as its type in a list.
            let text = text
                .replace("france victimes", "")
                .replace("france-victimes", "");
            for word in avoided {
                assert!(!text.contains(word), "{key} says « {word} »");
            }
            assert!(!text.contains('!'), "{key} exclaims");
        }
    }
}

#[test]
fn french_uses_its_own_apostrophe() {
    for (key, text) in messages(Lang::Fr) {
        let outside = text.replace("\"'\"", "");
        assert!(!outside.contains('\''), "{key}: use ’");
    }
}

#[test]
fn french_sentences_are_short() {
    for (file, text) in words::sources(Lang::Fr) {
        let (mut sentences, mut count) = (0_usize, 0_usize);
        for line in text.lines().filter(|l| !l.starts_with('#')) {
            let value = line.split_once('=').map_or(line, |(_, value)| value);
            for sentence in value.split_inclusive(['.', '?', ';', ':']) {
                let length = sentence
                    .split_whitespace()
                    .filter(|w| w.chars().any(char::is_alphabetic))
                    .count();
                assert!(length <= 40, "{file}: {length} words: {sentence}");
                if length > 3 {
                    sentences += 1;
                    count += length;
                }
            }
        }
        assert!(
            count <= 20 * sentences,
            "{file}: {count} words in {sentences} sentences"
        );
    }
}
