//! The simple version keeps to short sentences and plain words, in both languages: in French twelve words at most, in English
//! fourteen, as English counts its small words one by one.

use std::fs;

const LONGEST: [(&str, usize); 2] = [("fr", 12), ("en", 14)];

/// Words that ask the reader for a knowledge or an effort of their own.
const HARD: [&str; 34] = [
    "afin",
    "ainsi",
    "auteur",
    "autorité",
    "cependant",
    "chiffré",
    "chiffrement",
    "conformément",
    "démarche",
    "dépôt",
    "diffamation",
    "empreinte",
    "hiérarchie",
    "infraction",
    "juridique",
    "lequel",
    "notamment",
    "plateforme",
    "préalable",
    "procédure",
    "qualification",
    "sceller",
    "susceptible",
    "toutefois",
    "according",
    "authority",
    "encrypted",
    "encryption",
    "furthermore",
    "hierarchy",
    "offence",
    "procedure",
    "qualification",
    "whereas",
];

/// The sentences of a file of words, each with its key.
fn sentences(text: &str) -> Vec<(String, String)> {
    let mut key = String::new();
    let mut found = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let words = match line.split_once(" =") {
            Some((name, words)) if !line.starts_with(' ') => {
                name.clone_into(&mut key);
                words
            }
            _ => line,
        };
        let parts = words.split(['.', '?', ':']).map(str::trim);
        let parts = parts.filter(|part| !part.is_empty());
        found.extend(parts.map(|part| (key.clone(), part.to_owned())));
    }
    found
}

fn problems(text: &str, longest: usize) -> Vec<String> {
    let mut found = Vec::new();
    for (key, sentence) in sentences(text) {
        let words = sentence
            .split_whitespace()
            .filter(|word| word.chars().any(char::is_alphanumeric));
        let count = words.count();
        if count > longest {
            found.push(format!("{key}: {count} words: {sentence}"));
        }
        let lower = sentence.to_lowercase();
        let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).collect();
        found.extend(
            HARD.iter()
                .filter(|hard| {
                    words
                        .iter()
                        .any(|word| word == *hard || *word == format!("{hard}s"))
                })
                .map(|hard| format!("{key}: « {hard} » is a hard word")),
        );
    }
    found
}

#[test]
fn simple_texts_are_short_and_plain() {
    for (lang, longest) in LONGEST {
        let path = super::root().join(format!("locales/{lang}/simple.ftl"));
        let text = fs::read_to_string(path).expect("the simple words");
        assert!(sentences(&text).len() > 50, "{lang}");
        super::none("simple texts", &problems(&text, longest));
    }
}

#[test]
fn a_long_sentence_and_a_hard_word_are_seen() {
    let planted = "simple-a =\n    Un deux trois quatre cinq six.\n    Votre hiérarchie lit.\nsimple-b = Court.\n";
    assert_eq!(
        problems(planted, 5),
        [
            "simple-a: 6 words: Un deux trois quatre cinq six",
            "simple-a: « hiérarchie » is a hard word"
        ]
    );
}
