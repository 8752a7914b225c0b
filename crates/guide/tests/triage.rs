//! Triage (N013): kinds and dangers found in a story, on the project's own corpus.
//!
//! `cargo test -p guide --test triage -- --nocapture` prints what is missed and what is a false alarm.
#![expect(
    clippy::print_stdout,
    reason = "the misses are what the editor of the lexicon reads"
)]
#![expect(clippy::unwrap_used, reason = "a test's helpers may stop the test")]

use guide::Content;
use guide::files::Files;
use guide::law::Lang;
use guide::triage::learn::{self, Example};
use guide::triage::{Lexicon, Reading, read};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;
use std::time::Instant;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut problems = Vec::new();
    let lexicon = Lexicon::from_files(&Files::embedded(), &mut problems);
    assert_eq!(problems, [], "the lexicon must be readable");
    lexicon
});

static CORPUS: LazyLock<Vec<Example>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content/corpus");
    learn::corpus(&folder).unwrap()
});

/// The sentences of danger and their look-alikes: the other files are named after kinds.
fn dangers() -> impl Iterator<Item = &'static Example> {
    let names = ["danger-", "calm-", "plain-"];
    CORPUS
        .iter()
        .filter(move |item| names.iter().any(|name| item.id.starts_with(name)))
}

fn situations() -> impl Iterator<Item = &'static Example> {
    let kinds: Vec<&str> = LEXICON.kinds().collect();
    CORPUS
        .iter()
        .filter(move |item| kinds.iter().any(|kind| item.id.starts_with(kind)))
}

/// A fifth of the corpus, by its words: nothing was learnt from it, and the lexicon is never tuned on it.
fn held_out(item: &Example) -> bool {
    item.fold() == learn::HELD_OUT
}

/// The plain sentences, whose identifiers say so, have a test of their own and are all read by whoever edits the lexicon.
fn plain(item: &Example) -> bool {
    item.id.starts_with("plain-")
}

fn ids(reading: &Reading) -> BTreeSet<&str> {
    reading.dangers.iter().map(|d| d.id.as_str()).collect()
}

fn share(part: usize, whole: usize) -> f64 {
    f64::from(u32::try_from(part).unwrap()) / f64::from(u32::try_from(whole.max(1)).unwrap())
}

fn said(reading: &Reading) -> Vec<(&str, &[String])> {
    reading
        .dangers
        .iter()
        .map(|d| (d.id.as_str(), d.because.as_slice()))
        .collect()
}

/// A sentence of danger is answered when any card opens; which card is measured apart.
#[test]
fn n013_danger_is_not_missed() {
    let items: Vec<&Example> = dangers()
        .filter(|item| !item.danger.is_empty() && !plain(item))
        .collect();
    assert!(items.len() >= 160, "{} sentences", items.len());
    for (name, wanted, floor, floor_same) in
        [("tuned", false, 0.99, 0.97), ("held out", true, 0.85, 0.80)]
    {
        let part: Vec<&Example> = items
            .iter()
            .copied()
            .filter(|item| held_out(item) == wanted)
            .collect();
        let (mut found, mut same) = (0, 0);
        for item in &part {
            let reading = read(&*LEXICON, &item.text);
            found += usize::from(!reading.dangers.is_empty());
            let ids = ids(&reading);
            let right = item.danger.iter().any(|id| ids.contains(id.as_str()));
            same += usize::from(right);
            if !right {
                println!(
                    "{name}: {} {:?} « {} » read {:?}",
                    item.id,
                    item.danger,
                    item.text,
                    said(&reading)
                );
            }
        }
        println!(
            "{name}: danger {found}/{}, right card {same}/{}",
            part.len(),
            part.len()
        );
        assert!(
            share(found, part.len()) >= floor,
            "{name}: {found} of {}",
            part.len()
        );
        assert!(
            share(same, part.len()) >= floor_same,
            "{name}: right card {same} of {}",
            part.len()
        );
    }
}

#[test]
fn n013_look_alikes_rarely_alarm() {
    let items: Vec<&Example> = dangers()
        .filter(|item| item.danger.is_empty() && !plain(item))
        .collect();
    assert!(items.len() >= 120, "{} sentences", items.len());
    for (name, wanted) in [("tuned", false), ("held out", true)] {
        let part: Vec<&Example> = items
            .iter()
            .copied()
            .filter(|item| held_out(item) == wanted)
            .collect();
        let mut alarms = 0;
        for item in &part {
            let reading = read(&*LEXICON, &item.text);
            if !reading.dangers.is_empty() {
                alarms += 1;
                println!(
                    "{name}: false alarm {} « {} » read {:?}",
                    item.id,
                    item.text,
                    said(&reading)
                );
            }
        }
        println!("{name}: false alarms {alarms}/{}", part.len());
        assert!(
            share(alarms, part.len()) <= 0.10,
            "{name}: {alarms} of {}",
            part.len()
        );
    }
}

/// Said in short and plain words, a danger opens its own card, every time, and the look-alikes stay rare.
#[test]
fn n013_plain_words_of_danger_all_open_their_card() {
    let (dangers, calm): (Vec<&Example>, Vec<&Example>) = dangers()
        .filter(|item| plain(item))
        .partition(|item| !item.danger.is_empty());
    assert!(dangers.len() >= 150 && calm.len() >= 60);
    for danger in LEXICON.dangers() {
        let count = dangers
            .iter()
            .filter(|item| item.danger.contains(&danger.id));
        assert!(count.count() >= 10, "{}", danger.id);
    }
    let missed: Vec<&str> = dangers
        .iter()
        .filter(|item| {
            let reading = read(&*LEXICON, &item.text);
            !item
                .danger
                .iter()
                .any(|id| ids(&reading).contains(id.as_str()))
        })
        .map(|item| item.text.as_str())
        .collect();
    assert_eq!(missed, [""; 0]);
    let alarms: Vec<&str> = calm
        .iter()
        .filter(|item| !read(&*LEXICON, &item.text).dangers.is_empty())
        .map(|item| item.text.as_str())
        .collect();
    println!(
        "plain: {} dangers, false alarms {}/{} {alarms:?}",
        dangers.len(),
        alarms.len(),
        calm.len()
    );
    assert!(share(alarms.len(), calm.len()) <= 0.10, "{alarms:?}");
}

/// Somebody else's threat is not one's own despair, and the other way round.
#[test]
fn n013_a_threat_is_not_taken_for_despair() {
    for threat in [
        "Il va me tuer.",
        "Elle veut me tuer.",
        "Il a promis de me tuer.",
        "Ils vont me flinguer.",
    ] {
        let reading = read(&*LEXICON, threat);
        assert!(ids(&reading).contains("menace-mort"), "{threat}");
        assert!(!ids(&reading).contains("idees-suicidaires"), "{threat}");
    }
    for despair in [
        "Je vais me tuer.",
        "Il veut se tuer.",
        "J'ai envie de me tuer.",
    ] {
        let reading = read(&*LEXICON, despair);
        assert_eq!(
            ids(&reading),
            BTreeSet::from(["idees-suicidaires"]),
            "{despair}"
        );
    }
}

/// A saying cancels its own words, never what somebody threatens to do beside them.
#[test]
fn n013_a_saying_cancels_only_itself() {
    for saying in [
        "Il se tue à la tâche.",
        "Je me tue à leur expliquer.",
        "Je suis mort de rire.",
    ] {
        assert_eq!(read(&*LEXICON, saying).dangers, [], "{saying}");
    }
    for threat in [
        "Il va me crever à la sortie.",
        "Ils veulent me tuer au portail.",
        "En cours, un élève a dit qu'il va me tuer.",
    ] {
        assert!(
            ids(&read(&*LEXICON, threat)).contains("menace-mort"),
            "{threat}"
        );
    }
}

/// The numbers of a card are the law's: every authority it names exists there (N012).
#[test]
fn n012_cards_name_authorities_of_the_law() {
    let content = Content::embedded().unwrap();
    for danger in content.lexicon().dangers() {
        for id in &danger.authorities {
            assert!(content.authority(id).is_some(), "{}: {id}", danger.id);
        }
        for kind in danger.kinds.keys() {
            assert!(content.kind(kind).is_some(), "{}: {kind}", danger.id);
        }
    }
    let whole = read(content, "Je vais te tuer, sale prof.");
    assert_eq!(whole, read(&*LEXICON, "Je vais te tuer, sale prof."));
}

/// The kinds of the danger stand among the first four, whatever else the story says; threats among the first three.
#[test]
fn n013_a_danger_brings_its_kinds_forward() {
    for danger in LEXICON.dangers() {
        assert!(
            !danger.kinds.is_empty() && !danger.authorities.is_empty(),
            "{}",
            danger.id
        );
        for text in [
            &danger.name.fr,
            &danger.name.en,
            &danger.first_act.fr,
            &danger.first_act.en,
        ] {
            assert!(
                !text.is_empty() && !text.chars().any(|c| c.is_ascii_digit()),
                "{}: numbers come from the authorities alone",
                danger.id
            );
        }
    }
    for item in dangers().filter(|item| !item.danger.is_empty()) {
        let reading = read(&*LEXICON, &item.text);
        let first: Vec<&str> = reading
            .kinds
            .iter()
            .take(4)
            .map(|g| g.kind.as_str())
            .collect();
        for danger in &reading.dangers {
            let known = LEXICON.danger(&danger.id).unwrap();
            assert!(
                !known.kinds.contains_key("menaces")
                    || first.iter().take(3).any(|k| *k == "menaces"),
                "{}: {} and {first:?}",
                item.id,
                danger.id
            );
            assert!(
                known
                    .kinds
                    .keys()
                    .any(|kind| first.contains(&kind.as_str())),
                "{}: {} and {first:?}",
                item.id,
                danger.id
            );
        }
    }
    let reading = read(
        &*LEXICON,
        "Un parent m'a menacé de mort à propos d'une photo de classe sur le blog.",
    );
    assert_eq!(reading.kinds[0].kind, "menaces");
    let reading = read(&*LEXICON, "Une élève m'a dit que son père la frappe.");
    assert_eq!(reading.kinds[0].kind, "eleve-victime");
}

/// What the corpus must be to teach anything: wide, and no story twice.
#[test]
fn n013_the_corpus_is_wide() {
    let kinds: BTreeSet<&str> = LEXICON.kinds().collect();
    assert_eq!(kinds.len(), 23);
    for kind in &kinds {
        let count = situations()
            .filter(|item| item.kinds.first().is_some_and(|first| first == kind))
            .count();
        assert!(count >= 60, "{kind}: {count} situations");
    }
    let (grave, calm): (Vec<_>, Vec<_>) = dangers()
        .filter(|item| !plain(item) || !item.kinds.is_empty())
        .partition(|item| !item.danger.is_empty());
    assert!(grave.len() >= 200 && calm.len() >= 200);
    let known = |item: &Example| item.kinds.iter().all(|kind| kinds.contains(kind.as_str()));
    let strange: Vec<&str> = CORPUS
        .iter()
        .filter(|item| !known(item) || item.text.trim().is_empty())
        .map(|item| item.id.as_str())
        .collect();
    assert_eq!(strange, [""; 0]);
    let ids: BTreeSet<&str> = CORPUS.iter().map(|item| item.id.as_str()).collect();
    let texts: BTreeSet<String> = CORPUS.iter().map(|item| item.text.to_lowercase()).collect();
    assert_eq!((ids.len(), texts.len()), (CORPUS.len(), CORPUS.len()));
    let read = dangers().count() + situations().count();
    assert_eq!(
        read,
        CORPUS.len(),
        "a story belongs to a kind or to the dangers"
    );
}

/// The weights are those of this corpus and these words: after a change of either, the command learns again.
#[test]
fn the_weights_are_learnt_from_what_is_here() {
    let taught = learn::taught(&CORPUS, learn::HELD_OUT);
    assert!(taught.iter().all(|item| !held_out(item)));
    assert_eq!(
        LEXICON.weights().learnt_from(),
        learn::source(&Files::embedded(), &taught),
        "run `cargo run --release -p guide --example learn`"
    );
    assert!(LEXICON.weights().text().len() <= 300_000);
}

#[derive(Default)]
struct Score {
    all: usize,
    first: usize,
    third: usize,
    any: usize,
    dangerous: usize,
    fourth: usize,
}

impl Score {
    fn of<'a>(items: impl Iterator<Item = &'a Example>) -> Self {
        let mut score = Self::default();
        for item in items {
            let reading = read(&*LEXICON, &item.text);
            let order: Vec<&str> = reading.kinds.iter().map(|g| g.kind.as_str()).collect();
            let among = |kind: &String, places| order.iter().take(places).any(|k| k == kind);
            score.all += 1;
            let first = item.kinds.first().unwrap();
            score.first += usize::from(among(first, 1));
            score.third += usize::from(among(first, 3));
            score.any += usize::from(item.kinds.iter().any(|kind| among(kind, 3)));
            for kind in &item.kinds {
                if ["menaces", "harcelement", "eleve-victime"].contains(&kind.as_str()) {
                    score.dangerous += 1;
                    score.fourth += usize::from(among(kind, 4));
                }
            }
        }
        score
    }

    fn shares(&self) -> [f64; 4] {
        [
            share(self.first, self.all),
            share(self.third, self.all),
            share(self.any, self.all),
            share(self.fourth, self.dangerous),
        ]
    }
}

/// Situations nothing was learnt from. The floors are what was reached, less two points of a hundred.
#[test]
fn n013_kinds_are_found_in_situations_not_seen() {
    for (name, english, least, floors) in [
        ("all", false, 500, [0.54, 0.81, 0.85, 0.89]),
        ("English", true, 30, [0.46, 0.76, 0.80, 0.90]),
    ] {
        let score = Score::of(situations().filter(|item| {
            held_out(item) && (!english || read(&*LEXICON, &item.text).lang == Lang::En)
        }));
        let shares = score.shares();
        println!(
            "{name}: {} situations, recall@1, @3, any-kind @3, danger @4: {shares:.3?}",
            score.all
        );
        assert!(score.all >= least, "{name}: {}", score.all);
        for (share, floor) in shares.iter().zip(floors) {
            assert!(*share >= floor, "{name}: {shares:.3?} under {floors:?}");
        }
    }
}

/// As `danger.jsonl` is scored: its kinds among the first four, on the fifth that nothing was learnt from.
#[test]
fn n013_the_kinds_of_danger_are_among_the_first_four() {
    let items = dangers().filter(|item| held_out(item) && !item.danger.is_empty());
    let score = Score::of(items);
    println!(
        "held out: danger recall@4 {}/{}",
        score.fourth, score.dangerous
    );
    assert!(score.dangerous >= 90, "{}", score.dangerous);
    assert!(share(score.fourth, score.dangerous) >= 0.99);
}

/// Cards on the whole corpus of situations, where nobody looked while the cards were written.
#[test]
fn n013_cards_on_situations_are_rare_without_danger() {
    let grave = |item: &Example| {
        [
            "menaces",
            "harcelement",
            "eleve-victime",
            "divulgation-donnees",
            "images-eleves",
        ]
        .iter()
        .any(|kind| item.kinds.iter().any(|k| k == kind))
    };
    let (mut alarms, mut calm) = (0, 0);
    for item in situations().filter(|item| !grave(item)) {
        calm += 1;
        let reading = read(&*LEXICON, &item.text);
        if !reading.dangers.is_empty() {
            alarms += 1;
            println!("card {} {:?} « {} »", item.id, said(&reading), item.text);
        }
    }
    println!("cards without danger: {alarms}/{calm}");
    assert!(share(alarms, calm) <= 0.05);
}

/// A threat that opens no card is still met by the question of safety, on situations nothing was learnt from.
#[test]
fn n017_a_veiled_threat_asks_whether_one_is_safe() {
    let met = |threat: bool| {
        let (mut cards, mut asked, mut all) = (0, 0, 0);
        for item in situations().filter(|item| held_out(item)) {
            if item.kinds.iter().any(|kind| kind == "menaces") != threat {
                continue;
            }
            let reading = read(&*LEXICON, &item.text);
            let ask = reading.ask.as_ref().map(|ask| ask.id.as_str());
            all += 1;
            cards += usize::from(!reading.dangers.is_empty());
            asked += usize::from(reading.dangers.is_empty() && ask == Some("securite"));
        }
        println!("threat {threat}: {cards} cards, {asked} questions of safety, of {all}");
        (cards + asked, all)
    };
    let ((met_threats, threats), (met_others, others)) = (met(true), met(false));
    assert!(threats >= 25, "{threats}");
    assert!(share(met_threats, threats) >= 0.75, "{met_threats}");
    assert!(share(met_others, others) <= 0.22, "{met_others}");
}

/// Unsure between two kinds, the triage asks one plain question that parts these two.
#[test]
fn n012_a_doubt_between_two_kinds_is_asked() {
    let (mut asked, mut pairs) = (0, BTreeSet::new());
    for item in situations().filter(|item| held_out(item)) {
        let reading = read(&*LEXICON, &item.text);
        let [first, second, ..] = &reading.kinds[..] else {
            continue;
        };
        let close = second.score * 2 >= first.score;
        if let Some(ask) = &reading.ask {
            asked += 1;
            assert!(ask.text.fr.contains('?') && ask.text.en.contains('?'));
            assert!(!ask.text.fr.contains('{') && !ask.text.en.contains('{'));
            pairs.insert(ask.text.fr.clone());
        }
        if close && reading.dangers.is_empty() {
            assert!(reading.ask.is_some(), "{}", item.id);
        }
    }
    println!("{asked} questions, {} different", pairs.len());
    assert!(pairs.len() > 30);
}

#[test]
fn accents_errors_and_text_messages_read_the_same() {
    for (plain, written) in [
        ("Je vais te crever.", "jvais te crever"),
        ("Je vais te crever.", "JE VAIS TE CREVER"),
        ("J'ai envie d'en finir.", "g envie den finir"),
        ("Il m'attend à la sortie.", "il mattend a la sortie"),
        ("Je veux me suicider.", "je veux me s*icider"),
        ("Il veut violer ma fille.", "il veut v1oler ma fille"),
    ] {
        let ids = |text| {
            read(&*LEXICON, text)
                .dangers
                .into_iter()
                .map(|d| d.id)
                .collect::<Vec<_>>()
        };
        assert_eq!(ids(plain), ids(written), "{written}");
        assert!(!ids(plain).is_empty(), "{plain}");
    }
}

#[test]
fn a_denial_is_not_a_danger() {
    for calm in [
        "Il ne m'a jamais menacée.",
        "Je n'ai reçu aucune menace.",
        "Elle n'a pas été frappée.",
    ] {
        assert_eq!(read(&*LEXICON, calm).dangers, [], "{calm}");
    }
}

#[test]
fn n012_nothing_said_is_asked() {
    for empty in ["", "   \n", "…"] {
        let reading = read(&*LEXICON, empty);
        assert!(reading.kinds.is_empty() && reading.dangers.is_empty());
        assert_eq!(reading.ask.unwrap().id, "raconter");
    }
    assert_eq!(read(&*LEXICON, "zzz").ask.unwrap().id, "preciser");
    assert_eq!(
        read(&*LEXICON, "J'ai peur de revenir, je craque.")
            .ask
            .unwrap()
            .id,
        "securite"
    );
}

#[test]
fn the_language_is_guessed() {
    assert_eq!(
        read(&*LEXICON, "My head reads all of the emails that I send.").lang,
        Lang::En
    );
    assert_eq!(read(&*LEXICON, "Mon chef lit mes mails.").lang, Lang::Fr);
}

/// Budget: 5 ms a story in release; unoptimised, ten times that on the mean is the alarm. A text as long as a
/// dossier accepts (64 KiB) takes time in proportion, not in square.
#[test]
fn reading_is_fast() {
    let items: Vec<&Example> = situations().take(200).collect();
    let start = Instant::now();
    LazyLock::force(&LEXICON);
    println!("lexicon {} ms", start.elapsed().as_millis());
    let start = Instant::now();
    for item in &items {
        read(&*LEXICON, &item.text);
    }
    let mean = start.elapsed() / u32::try_from(items.len()).unwrap();
    let all: String = items
        .iter()
        .map(|item| item.text.as_str())
        .collect::<Vec<_>>()
        .join("\n");
    let long = all.repeat(64 * 1024 / all.len() + 1);
    let start = Instant::now();
    read(&*LEXICON, &long);
    let whole = start.elapsed();
    println!(
        "mean {} µs; {} bytes at once {} µs",
        mean.as_micros(),
        long.len(),
        whole.as_micros()
    );
    assert!(mean.as_millis() < 50, "{mean:?}");
    assert!(whole.as_secs() < 10, "{whole:?}");
}

fn words_of_the_corpus() -> impl Strategy<Value = String> {
    let words: Vec<String> = dangers()
        .flat_map(|item| {
            item.text
                .split_inclusive(' ')
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .collect();
    prop::collection::vec(prop::sample::select(words), 0..40).prop_map(|words| words.concat())
}

fn checks(text: &str) -> Result<(), TestCaseError> {
    let reading = read(&*LEXICON, text);
    for quote in reading
        .kinds
        .iter()
        .flat_map(|g| &g.because)
        .chain(reading.dangers.iter().flat_map(|d| &d.because))
    {
        prop_assert!(
            !quote.is_empty() && text.contains(quote.as_str()),
            "{quote:?} is not in {text:?}"
        );
    }
    prop_assert!(reading.kinds.iter().all(|g| !g.because.is_empty()));
    prop_assert!(reading.dangers.iter().all(|d| !d.because.is_empty()));
    prop_assert_eq!(read(&*LEXICON, text), reading);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// The words that led there are the story's own; the same story reads the same; no story panics.
    #[test]
    fn n013_any_text_is_read(text in "\\PC*") {
        checks(&text)?;
    }

    #[test]
    fn n013_any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        checks(&String::from_utf8_lossy(&bytes))?;
    }

    #[test]
    fn n013_every_quote_is_in_the_story(text in words_of_the_corpus()) {
        checks(&text)?;
    }
}
