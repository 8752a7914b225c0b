//! The answers that experts published, by the public doors of the search: they are followed, searched with the guide, told
//! apart, and found again after the process ended (N008).

#![cfg(test)]

use finder::Finder;
use kernel::ports::{Change, Search as _};
use kernel::search::{Ask, Entry, Face, Facets, Found, Sort, Target};
use kernel::{Code, Moment};
use proptest::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

fn face(title: &str, summary: &str, text: &str) -> Face {
    Face {
        title: title.into(),
        summary: summary.into(),
        text: text.into(),
    }
}

/// The guide of these tests: a situation with its other names, and an answer of reference.
fn guide() -> Vec<Entry> {
    let entry = |sort, id: &str, fr, names: &[&str], kinds: &[&str]| Entry {
        target: Target::new(sort, id),
        fr,
        en: Face::default(),
        names: names.iter().map(|name| (*name).to_owned()).collect(),
        facets: Facets {
            kinds: kinds.iter().map(|kind| (*kind).to_owned()).collect(),
            ..Facets::default()
        },
    };
    let mut all = vec![
        entry(
            Sort::Situation,
            "usurpation",
            face(
                "Usurpation d’identité",
                "Un compte publie sous votre nom.",
                "",
            ),
            &["faux compte", "faux profil", "catfish"],
            &["usurpation"],
        ),
        entry(
            Sort::Situation,
            "menaces",
            face("Menaces", "On annonce des violences.", ""),
            &[],
            &["menaces"],
        ),
        entry(
            Sort::Answer,
            "faux-compte-plainte",
            face(
                "Faut-il porter plainte contre un faux compte ?",
                "Oui : l’usurpation d’identité est un délit.",
                "Faites d’abord une capture d’écran, puis signalez le compte.",
            ),
            &[],
            &["usurpation"],
        ),
    ];
    for entry in &mut all {
        if entry.target.sort == Sort::Answer {
            entry.facets.professions = vec!["aesh".to_owned()];
            entry.facets.levels = vec!["college".to_owned()];
        }
    }
    all
}

/// An answer; the number is its place in time.
fn answer(id: &str, number: i64, title: &str, text: &str) -> Entry {
    Entry {
        target: Target::new(Sort::Question, id),
        fr: face(title, "", text),
        en: Face::default(),
        names: Vec::new(),
        facets: Facets {
            kinds: vec!["menaces".to_owned()],
            professions: vec!["enseignant".to_owned()],
            levels: vec!["college".to_owned()],
            year: Some(2020 + i32::try_from(number).unwrap()),
            expert: "Juriste de garde".to_owned(),
            published: Some(Moment(number)),
        },
    }
}

fn put(entry: Entry) -> Change {
    Change::Put(Box::new(entry))
}

fn gone(id: &str) -> Change {
    Change::Gone(Target::new(Sort::Question, id))
}

fn ids(found: &Found) -> Vec<String> {
    found
        .hits
        .iter()
        .map(|hit| hit.target.to_string())
        .collect()
}

fn search(finder: &Finder, words: &str) -> Vec<String> {
    ids(&finder.search(&Ask::new(words, 10)).unwrap())
}

fn published(finder: &Finder, words: &str) -> Vec<String> {
    let ask = Ask {
        sorts: vec![Sort::Question],
        ..Ask::new(words, 10)
    };
    ids(&finder.search(&ask).unwrap())
}

/// Four answers, followed.
fn some() -> Finder {
    let finder = Finder::new(guide);
    finder.follow(four(), 4).unwrap();
    finder
}

fn four() -> Vec<Change> {
    let mut sortie = answer(
        "sortie",
        2,
        "Photographier une sortie scolaire",
        "Il faut l’autorisation écrite des parents avant de publier les images.",
    );
    sortie.facets.kinds = vec!["images-eleves".to_owned()];
    sortie.facets.levels = vec!["maternelle".to_owned(), "lycee".to_owned()];
    sortie.facets.expert = "Délégué à la protection des données".to_owned();
    let mut nuit = answer(
        "nuit",
        3,
        "Répondre la nuit aux courriels des familles",
        "Rien ne vous y oblige : le droit à la déconnexion vaut pour vous.",
    );
    nuit.facets.kinds = vec!["deconnexion".to_owned(), "menaces".to_owned()];
    nuit.facets.professions = vec!["direction".to_owned()];
    vec![
        put(answer(
            "menace",
            1,
            "Un parent me menace devant l’école",
            "Déposez une plainte et demandez la protection fonctionnelle au recteur.",
        )),
        put(sortie),
        put(nuit),
        put(answer(
            "profil",
            4,
            "Un faux profil publie des photos de moi",
            "Gardez une capture d’écran. Le harcèlement est puni, l’usurpation aussi.",
        )),
    ]
}

#[test]
fn n008_past_answers_are_found_without_accents_endings_or_capitals() {
    let finder = some();
    for words in [
        "HARCELEMENT",
        "harcèlements",
        "photographies publiées profils",
        "usurper",
    ] {
        assert_eq!(
            published(&finder, words).first().map(String::as_str),
            Some("question/profil"),
            "{words}"
        );
    }
    assert_eq!(
        published(&finder, "autorisations ecrites"),
        ["question/sortie"]
    );
    assert_eq!(
        published(&finder, "mails"),
        ["question/nuit"],
        "a word of the field"
    );
    assert_eq!(published(&finder, "xylophone"), [""; 0]);
}

#[test]
fn n008_the_other_names_of_the_guide_find_answers_too() {
    let finder = some();
    for name in ["catfish", "faux compte", "usurpation d’identité"] {
        assert_eq!(
            published(&finder, name).first().map(String::as_str),
            Some("question/profil"),
            "{name}"
        );
    }
}

#[test]
fn n008_typing_errors_and_unfinished_words_are_understood() {
    let finder = some();
    for words in [
        "harcelemnt",
        "protetcion fonctionelle",
        "deconexion",
        "déconn",
    ] {
        assert_eq!(published(&finder, words).len(), 1, "{words}");
    }
    // A number is itself; a finished word is a word.
    assert_eq!(published(&finder, "déconn "), [""; 0]);
    finder
        .follow(vec![put(answer("numero", 5, "Le 3018", "Appelez."))], 5)
        .unwrap();
    assert_eq!(published(&finder, "3019"), [""; 0]);
}

#[test]
fn n008_answers_and_guide_come_in_one_list() {
    let finder = some();
    let found = search(&finder, "menaces");
    assert_eq!(found.first().map(String::as_str), Some("situation/menaces"));
    assert!(found.contains(&"question/menace".to_owned()), "{found:?}");
    // What has all the words comes before what has one.
    let found = search(&finder, "parent menace école");
    assert_eq!(found.first().map(String::as_str), Some("question/menace"));
}

#[test]
fn n008_filters_tell_answers_apart() {
    let finder = some();
    let with = |change: fn(&mut Ask)| {
        let mut ask = Ask::new("", 10);
        change(&mut ask);
        ids(&finder.search(&ask).unwrap())
    };
    let both = |ask: Ask| ids(&finder.search(&ask).unwrap());
    // Without words, the latest first; the guide's own after them.
    assert_eq!(
        with(|ask| ask.kind = Some("menaces".into())),
        [
            "question/profil",
            "question/nuit",
            "question/menace",
            "situation/menaces"
        ]
    );
    assert_eq!(
        with(|ask| ask.profession = Some("direction".into())),
        ["question/nuit"]
    );
    // Each of several.
    for level in ["maternelle", "lycee"] {
        let found = both(Ask {
            level: Some(level.to_owned()),
            ..Ask::new("", 10)
        });
        assert_eq!(found, ["question/sortie"], "{level}");
    }
    assert_eq!(with(|ask| ask.year = Some(2024)), ["question/profil"]);
    assert_eq!(
        with(|ask| ask.expert = Some("Délégué à la protection des données".into())),
        ["question/sortie"]
    );
    assert_eq!(
        with(|ask| ask.sorts = vec![Sort::Answer]),
        ["answer/faux-compte-plainte"]
    );
    assert_eq!(with(|ask| ask.year = Some(1999)), [""; 0]);
    assert_eq!(with(|_| {}), [""; 0], "nothing asked");
    // With words, both.
    assert_eq!(
        both(Ask {
            year: Some(2021),
            ..Ask::new("plainte protection", 10)
        }),
        ["question/menace"]
    );
    assert_eq!(
        both(Ask {
            year: Some(2022),
            ..Ask::new("plainte protection", 10)
        }),
        [""; 0]
    );
    // Several sorts, several words, one of them nowhere.
    let found = both(Ask {
        sorts: vec![Sort::Question, Sort::Answer],
        kind: Some("menaces".into()),
        ..Ask::new("capture introuvable", 10)
    });
    assert_eq!(found, ["question/profil"]);
}

#[test]
fn what_there_is_to_choose_from_is_told() {
    let finder = some();
    let choices = finder.search(&Ask::default()).unwrap().choices;
    // Those of the guide are among them, once.
    assert_eq!(
        choices.kinds,
        ["deconnexion", "images-eleves", "menaces", "usurpation"]
    );
    assert_eq!(choices.professions, ["aesh", "direction", "enseignant"]);
    assert_eq!(choices.levels, ["college", "lycee", "maternelle"]);
    assert_eq!(choices.years, [2024, 2023, 2022, 2021]);
    assert_eq!(
        choices.experts,
        ["Délégué à la protection des données", "Juriste de garde"]
    );
    finder.follow(vec![gone("sortie")], 5).unwrap();
    let choices = finder.search(&Ask::default()).unwrap().choices;
    assert_eq!(choices.levels, ["college"], "nothing is left of what went");
}

#[test]
fn what_is_shown_of_an_answer_is_what_was_published() {
    let finder = some();
    let ask = Ask::new("usurpation capture", 10);
    let found = finder.search(&ask).unwrap();
    let hit = found
        .hits
        .iter()
        .find(|hit| hit.target.id == "profil")
        .unwrap();
    let said = |runs: &[kernel::search::Run]| {
        let mark = |run: &kernel::search::Run| match run.found {
            true => format!("[{}]", run.text),
            false => run.text.clone(),
        };
        runs.iter().map(mark).collect::<String>()
    };
    assert_eq!(
        said(&hit.fr.title),
        "Un faux profil publie des photos de moi"
    );
    assert_eq!(
        said(&hit.fr.quote),
        "Gardez une [capture] d’écran. Le harcèlement est puni, l’[usurpation] aussi."
    );
    let Change::Put(was) = four().remove(3) else {
        unreachable!()
    };
    assert_eq!(hit.facets, was.facets);
}

#[test]
fn changes_are_followed_in_order_and_twice_is_harmless() {
    let finder = some();
    assert_eq!(finder.at().unwrap(), 4);
    let changes = || {
        vec![
            put(answer("menace", 1, "Un voisin me menace", "Autre texte.")),
            put(answer("bref", 6, "Réponse brève", "Retirée aussitôt.")),
            gone("bref"),
            gone("jamais-vue"),
        ]
    };
    for _ in 0..2 {
        finder.follow(changes(), 8).unwrap();
        assert_eq!(finder.at().unwrap(), 8);
        assert_eq!(published(&finder, "voisin"), ["question/menace"]);
        assert_eq!(published(&finder, "devant l’école"), [""; 0]);
        assert_eq!(published(&finder, "brève"), [""; 0]);
    }
    // Nothing to take in, and a later number: it is kept.
    finder.follow(Vec::new(), 9).unwrap();
    assert_eq!(finder.at().unwrap(), 9);
}

#[test]
fn what_resembles_a_text_being_typed_is_told_and_nothing_else() {
    let finder = some();
    let alike = |text: &str| {
        let hits = finder.alike(text, 3).unwrap();
        let ids = hits.iter().map(|hit| hit.target.to_string());
        ids.collect::<Vec<_>>()
    };
    for (typed, first) in [
        ("faux compte plai", "answer/faux-compte-plainte"),
        ("Un parent m’a menacée devant l’école", "question/menace"),
        ("repondre aux mails des familles la nuit", "question/nuit"),
        (
            "Bonjour, je suis professeure des écoles. Nous partons en sortie scolaire et je voudrais publier des images des \
             enfants sur le site. Me faut-il l’autorisation écrite de tous les parents ? Merci d’avance de votre aide.",
            "question/sortie",
        ),
    ] {
        assert_eq!(
            alike(typed).first().map(String::as_str),
            Some(first),
            "{typed}"
        );
    }
    for nothing in [
        "",
        "bonjour",
        "le de la",
        "Ma machine à café est en panne depuis hier",
        "Quel est le délai pour une mutation entre deux académies ?",
        "🦊🦊🦊",
        "Bonjour, des parents veulent publier un livre de cuisine avec leurs recettes",
    ] {
        assert_eq!(alike(nothing), [""; 0], "{nothing}");
    }
    // A situation resembles, but it is no answer.
    assert_eq!(alike("On annonce des violences"), [""; 0]);
}

/// A folder of its own for each test, gone with it.
struct Room(PathBuf);

impl Room {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("preau-finder-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        Self(path)
    }

    fn finder(&self) -> Finder {
        Finder::in_folder(guide, self.0.clone())
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn a_folder_that_is_not_there_is_no_trouble_and_is_not_made_by_a_search() {
    let room = Room::new("absent");
    let finder = room.finder();
    assert_eq!(search(&finder, "menaces"), ["situation/menaces"]);
    assert_eq!(finder.at().unwrap(), 0);
    assert!(!room.0.exists());
}

#[test]
fn what_was_followed_is_found_after_the_process_ended() {
    let room = Room::new("again");
    room.finder().follow(four(), 4).unwrap();
    let again = room.finder();
    assert_eq!(again.at().unwrap(), 4);
    assert_eq!(published(&again, "sortie"), ["question/sortie"]);
    again.follow(vec![gone("sortie")], 5).unwrap();
    assert_eq!(published(&again, "sortie"), [""; 0]);
    assert_eq!(again.at().unwrap(), 5);
}

#[test]
fn what_is_no_longer_published_is_not_left_on_disk() {
    let room = Room::new("gone");
    let finder = room.finder();
    let held = |word: &str| {
        let all = files(&room.0);
        let holds = |file: &PathBuf| {
            let bytes = std::fs::read(file).unwrap();
            bytes
                .windows(word.len())
                .any(|part| part == word.as_bytes())
        };
        all.iter().any(holds)
    };
    let mut changes = four();
    changes.push(put(answer("a", 5, "Titre", "xylophoniste")));
    changes.push(put(answer("b", 6, "Titre", "ornithologue")));
    finder.follow(changes, 6).unwrap();
    assert!(held("xylophon") && held("ornitholog"));
    finder
        .follow(vec![gone("a"), put(answer("b", 6, "Titre", "autre"))], 8)
        .unwrap();
    assert!(!held("xylophon") && !held("ornitholog"));
    assert_eq!(finder.at().unwrap(), 8);
    assert_eq!(published(&finder, "titre"), ["question/b"]);
}

#[test]
fn a_second_program_reads_what_the_first_writes_and_does_not_write() {
    let room = Room::new("two");
    let (writer, reader) = (room.finder(), room.finder());
    assert_eq!(published(&reader, "sortie"), [""; 0]);
    writer.follow(four(), 4).unwrap();
    assert_eq!(published(&reader, "sortie"), ["question/sortie"]);
    let refused = reader.follow(vec![gone("sortie")], 5).unwrap_err();
    assert_eq!(refused.code(), Code::Conflict);
    writer.follow(vec![gone("sortie")], 5).unwrap();
    assert_eq!(published(&reader, "sortie"), [""; 0]);
    assert_eq!(reader.at().unwrap(), 5);
    // The writer ends: the other takes over.
    drop(writer);
    reader.follow(four(), 6).unwrap();
    assert_eq!(published(&reader, "sortie"), ["question/sortie"]);
}

/// The files of the index.
fn files(room: &Path) -> Vec<PathBuf> {
    let all = std::fs::read_dir(room.join("answers")).unwrap();
    let mut all: Vec<PathBuf> = all.map(|file| file.unwrap().path()).collect();
    all.sort();
    all
}

#[test]
fn an_index_that_is_damaged_is_removed_and_followed_from_the_beginning() {
    type Harm = (&'static str, fn(&Path));
    let harm: [Harm; 4] = [
        ("a piece is missing", |room| {
            let all = files(room);
            let piece = all
                .iter()
                .find(|file| file.extension().is_some_and(|is| is == "idx"));
            std::fs::remove_file(piece.unwrap()).unwrap();
        }),
        ("the list is no list", |room| {
            std::fs::write(room.join("answers/meta.json"), "{").unwrap();
        }),
        ("a piece is cut off", |room| {
            for file in files(room) {
                if file
                    .extension()
                    .is_some_and(|is| is == "idx" || is == "term")
                {
                    let bytes = std::fs::read(&file).unwrap();
                    std::fs::write(&file, &bytes[..bytes.len() / 2]).unwrap();
                }
            }
        }),
        ("another format", |room| {
            let list = room.join("answers/meta.json");
            let text = std::fs::read_to_string(&list).unwrap();
            let other = text.replace("\"payload\": \"1 ", "\"payload\": \"0 ");
            assert_ne!(text, other);
            std::fs::write(&list, other).unwrap();
        }),
    ];
    for (n, (how, harm)) in harm.into_iter().enumerate() {
        let room = Room::new(&format!("harm{n}"));
        room.finder().follow(four(), 4).unwrap();
        harm(&room.0);
        let finder = room.finder();
        // The guide is still answered.
        assert_eq!(
            search(&finder, "menaces").first().unwrap(),
            "situation/menaces",
            "{how}"
        );
        assert_eq!(finder.at().unwrap(), 0, "{how}");
        finder.follow(four(), 4).unwrap();
        assert_eq!(published(&finder, "sortie"), ["question/sortie"], "{how}");
        assert_eq!(room.finder().at().unwrap(), 4, "{how}");
    }
}

#[test]
fn other_names_of_the_guide_make_the_index_anew() {
    let room = Room::new("names");
    room.finder().follow(four(), 4).unwrap();
    let other = || {
        let mut entries = guide();
        entries[0].names.push("sosie".to_owned());
        entries
    };
    let finder = Finder::in_folder(other, room.0.clone());
    assert_eq!(finder.at().unwrap(), 0);
    finder.follow(four(), 4).unwrap();
    assert_eq!(published(&finder, "sosie"), ["question/profil"]);
}

#[test]
fn two_instances_in_one_program_share_the_guide_and_nothing_else() {
    let one = some();
    let other = one.apart();
    assert_eq!(
        search(&other, "catfish"),
        search(&Finder::new(guide), "catfish")
    );
    assert_eq!(published(&other, "sortie"), [""; 0]);
    assert_eq!(other.at().unwrap(), 0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_text_is_answered_and_twice_the_same(text in "\\PC{0,220}", kind in "(menaces|\\PC{0,9})?", year in 2018..2030) {
        static SOME: LazyLock<Finder> = LazyLock::new(some);
        let ask = Ask {
            kind: Some(kind).filter(|kind| !kind.is_empty()),
            year: Some(year).filter(|year| *year < 2026),
            ..Ask::new(&text, 10)
        };
        prop_assert_eq!(SOME.search(&ask).unwrap(), SOME.search(&ask).unwrap());
        prop_assert_eq!(SOME.alike(&text, 3).unwrap(), SOME.alike(&text, 3).unwrap());
    }

}

proptest! {
    // Each case writes up to twenty-four times.
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// Whatever happens to the answers, in whatever pieces it is told: those that stand are found, the others are not.
    #[test]
    fn an_index_is_what_its_changes_made(changes in proptest::collection::vec((0..6_usize, any::<bool>(), any::<bool>()), 1..24)) {
        let finder = Finder::new(Vec::new);
        let mut known = std::collections::BTreeMap::new();
        let mut waiting = Vec::new();
        let last = changes.len();
        for (n, (which, stays, told)) in changes.into_iter().enumerate() {
            let id = format!("a{which}");
            if stays {
                let word = format!("mot{n}x");
                waiting.push(put(answer(&id, 1, "Titre", &word)));
                known.insert(id, word);
            } else {
                waiting.push(gone(&id));
                known.remove(&id);
            }
            if told || n + 1 == last {
                finder.follow(std::mem::take(&mut waiting), u64::try_from(n).unwrap() + 1).unwrap();
            }
        }
        prop_assert_eq!(finder.at().unwrap(), u64::try_from(last).unwrap());
        prop_assert_eq!(published(&finder, "titre").len(), known.len());
        for (id, word) in known {
            prop_assert_eq!(published(&finder, &word), [format!("question/{id}")]);
        }
    }
}
