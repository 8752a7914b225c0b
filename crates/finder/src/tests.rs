use super::*;
use kernel::search::{Ask, Face, Facets, Sort, Target};
use proptest::prelude::*;
use std::sync::atomic::{AtomicU32, Ordering};

fn face(title: &str, summary: &str) -> Face {
    Face {
        title: title.into(),
        summary: summary.into(),
        text: String::new(),
    }
}

fn entry(sort: Sort, id: &str, fr: (&str, &str), en: (&str, &str), names: &[&str]) -> Entry {
    Entry {
        target: Target::new(sort, id),
        fr: face(fr.0, fr.1),
        en: face(en.0, en.1),
        names: names.iter().map(|name| (*name).to_owned()).collect(),
        facets: Facets::default(),
    }
}

fn base() -> Vec<Entry> {
    vec![
        entry(
            Sort::Situation,
            "usurpation",
            (
                "Faux profil, usurpation d’identité",
                "Un compte publie sous votre nom.",
            ),
            (
                "Fake profile, impersonation",
                "An account posts under your name.",
            ),
            &["faux compte", "catfish"],
        ),
        entry(
            Sort::Situation,
            "menaces",
            ("Menaces", "On annonce des violences."),
            ("Threats", "Violence is announced."),
            &[],
        ),
        entry(
            Sort::Action,
            "plainte",
            ("Porter plainte", "Au commissariat ou à la gendarmerie."),
            ("File a complaint", "With the police."),
            &[],
        ),
        entry(
            Sort::Law,
            "cp-226-4-1",
            (
                "Code pénal, art. 226-4-1 : Usurpation d’identité",
                "Usurper l’identité d’un tiers.",
            ),
            ("", ""),
            &["226-4-1"],
        ),
        entry(
            Sort::Law,
            "cp-226-1",
            (
                "Code pénal, art. 226-1 : Vie privée",
                "Capter des paroles ou l’image d’une personne.",
            ),
            ("", ""),
            &["226-1"],
        ),
        entry(
            Sort::Term,
            "droit-image",
            ("droit à l’image", "Accepter ou refuser d’être montré."),
            ("image rights", "Agreeing to be shown, or not."),
            &[],
        ),
    ]
}

fn ask(words: &str, skip: usize, count: usize) -> Ask {
    Ask {
        skip,
        ..Ask::new(words, count)
    }
}

fn ids(finder: &Finder, words: &str) -> Vec<String> {
    let found = finder.search(&ask(words, 0, 10)).unwrap();
    found.hits.iter().map(|hit| hit.target.id.clone()).collect()
}

fn first(words: &str) -> String {
    ids(&Finder::new(base), words)
        .first()
        .cloned()
        .unwrap_or_default()
}

#[test]
fn words_are_found_without_accents_endings_elisions_or_capitals() {
    assert_eq!(first("usurper l'identite"), "usurpation");
    assert_eq!(first("MENACE"), "menaces");
    assert_eq!(first("droit a l image"), "droit-image");
    assert_eq!(first("plaintes"), "plainte");
}

#[test]
fn a_typing_error_is_forgiven_from_five_letters_two_from_eight() {
    assert_eq!(first("menasse"), "", "two errors in seven letters");
    assert_eq!(first("menacs"), "menaces");
    assert_eq!(first("usurpasionn"), "usurpation");
    assert_eq!(first("plinte"), "plainte");
    assert_eq!(first("nmo"), "", "too short to be read otherwise");
}

#[test]
fn the_beginning_of_the_last_word_is_enough() {
    assert_eq!(first("usur"), "usurpation");
    assert_eq!(first("comm"), "plainte");
    assert_eq!(first("comm "), "", "a finished word is a word");
}

#[test]
fn another_name_counts_when_its_words_stand_together() {
    assert_eq!(first("j'ai vu un faux compte"), "usurpation");
    assert_eq!(first("226-1"), "cp-226-1");
    assert_eq!(first("art. 226-4-1"), "cp-226-4-1");
}

#[test]
fn english_finds_english() {
    assert_eq!(first("threat"), "menaces");
    assert_eq!(first("filing complaints"), "plainte");
}

#[test]
fn what_is_done_comes_before_the_text_it_rests_on() {
    assert_eq!(
        ids(&Finder::new(base), "usurpation d’identité"),
        ["usurpation", "cp-226-4-1"]
    );
}

#[test]
fn nothing_is_an_operator() {
    let finder = Finder::new(base);
    for same in [
        "violences -commissariat",
        "+violences commissariat",
        "violences AND commissariat",
        "title:violences commissariat",
        "\"violences commissariat\"",
        "(violences) commissariat*",
        "violences~2 commissariat^9",
    ] {
        let found = ids(&finder, same);
        assert!(
            found.contains(&"menaces".to_owned()) && found.contains(&"plainte".to_owned()),
            "{same}: {found:?}"
        );
    }
    // Signs alone find nothing; words between signs find what they find without them.
    for nothing in [
        "",
        " ",
        "*",
        "?!",
        "\"",
        "*:*",
        "{",
        "[* .. *]",
        "/.*/",
        "-",
        "\0",
        "🦊",
        "\"><script>",
    ] {
        let found = finder.search(&ask(nothing, 0, 10)).unwrap();
        assert_eq!(found, Found::default(), "{nothing}");
    }
    for (signs, words) in [
        ("[violences TO plainte]", "violences to plainte"),
        ("menaces NOT plainte", "menaces not plainte"),
        ("/viol.*/", "viol "),
        ("menaces OR (plainte", "menaces or plainte"),
        ("le *la* \\les", "le la les"),
    ] {
        assert_eq!(
            finder.search(&ask(signs, 0, 10)).unwrap(),
            finder.search(&ask(words, 0, 10)).unwrap(),
            "{signs}"
        );
    }
    assert_eq!(first("menaces NOT plainte"), first("menaces plainte"));
}

#[test]
fn answers_come_by_pages_and_are_counted() {
    let finder = Finder::new(base);
    let all = finder
        .search(&ask("identité commissariat violences", 0, 10))
        .unwrap();
    assert!(all.total >= 3);
    let second = finder
        .search(&ask("identité commissariat violences", 1, 1))
        .unwrap();
    assert_eq!(second.total, all.total);
    assert_eq!(second.hits, all.hits[1..2]);
    assert_eq!(finder.search(&ask("menaces", 500, 10)).unwrap().hits, []);
}

#[test]
fn entries_are_asked_for_once_at_the_first_search() {
    static ASKED: AtomicU32 = AtomicU32::new(0);
    let finder = Finder::new(|| {
        ASKED.fetch_add(1, Ordering::SeqCst);
        base()
    });
    assert_eq!(ASKED.load(Ordering::SeqCst), 0);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| finder.search(&ask("menaces", 0, 1)).unwrap());
        }
    });
    assert_eq!(ASKED.load(Ordering::SeqCst), 1);
}

#[test]
fn no_entry_is_no_trouble() {
    assert_eq!(
        Finder::new(Vec::new)
            .search(&ask("menaces", 0, 10))
            .unwrap(),
        Found::default()
    );
}

#[test]
fn a_search_as_long_as_a_book_is_read_at_its_beginning() {
    let finder = Finder::new(base);
    let long = "menaces ".to_owned() + &"plainte ".repeat(200_000);
    assert!(finder.search(&ask(&long, 0, 10)).unwrap().total > 0);
    assert_eq!(
        finder
            .search(&ask(&("x".repeat(1_000_000) + " menaces"), 0, 10))
            .unwrap()
            .total,
        0
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_text_is_answered_and_twice_the_same(text in "\\PC{0,220}") {
        static FINDER: std::sync::LazyLock<Finder> = std::sync::LazyLock::new(|| Finder::new(base));
        let once = FINDER.search(&ask(&text, 0, 10)).unwrap();
        let again = FINDER.search(&ask(&text, 0, 10)).unwrap();
        prop_assert_eq!(&once, &again);
        let other = Finder::new(base).search(&ask(&text, 0, 10)).unwrap();
        prop_assert_eq!(once, other);
    }

    #[test]
    fn bits_of_known_words_are_answered_too(text in "[a-zéèàçœ’'\" .,:*~^0-9]{0,60}(menaces|plainte|usurpation|226-4-1)?[a-zé]{0,4}") {
        static FINDER: std::sync::LazyLock<Finder> = std::sync::LazyLock::new(|| Finder::new(base));
        let found = FINDER.search(&ask(&text, 0, 10)).unwrap();
        for hit in &found.hits {
            let whole: String = hit.fr.title.iter().map(|run| run.text.as_str()).collect();
            let known = base().into_iter().find(|entry| entry.target == hit.target);
            prop_assert_eq!(Some(whole), known.map(|entry| entry.fr.title));
        }
    }
}
