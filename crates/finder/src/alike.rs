//! What resembles a text being typed: the words that tell most of it, and the share of them that an answer says too. The
//! guide's own answers and the published ones are measured alike.

use crate::base::{Base, View};
use crate::concepts::Concepts;
use crate::guide::{Guide, share};
use crate::snippet::published;
use crate::words::{Stems, words};
use kernel::search::{Entry, Sort};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// Letters of the text that are read.
const LONGEST: usize = 4_000;
/// Words that are kept of it: those that tell most.
const TELLING: usize = 8;
/// Published answers that are looked at: those nearest by the index alone.
const LOOKED_AT: usize = 24;
/// Share of what the words tell that an answer must say to resemble.
const ALIKE: f32 = 0.5;
/// What a word in the title adds to its share.
const IN_TITLE: f32 = 0.25;
/// A word in fewer answers than this share of all tells no more than one that is in so many: names and rare errors.
const RARE: f32 = 10_000.0;
/// What a word that nobody used would tell, beside one that is rare. As many count as there is room for beside those that
/// are known: a long text has many by nature.
const UNKNOWN: f32 = 0.6;
/// Words that are not known and are read otherwise.
const CORRECTED: usize = 4;

/// The guide's own answers, by their words.
#[derive(Default)]
pub(crate) struct Canonical(OnceLock<Vec<Said>>);

/// An answer and what it says.
struct Said {
    entry: Entry,
    all: BTreeSet<String>,
    title: BTreeSet<String>,
}

impl Said {
    fn of(entry: Entry, concepts: &Concepts, stems: &mut Stems) -> Self {
        let mut terms = |texts: &[&String]| {
            let mut all = BTreeSet::new();
            for text in texts {
                let said = spoken(text, stems);
                all.extend(concepts.found(&said).into_iter().map(|named| named.term));
                all.extend(said);
            }
            all
        };
        let title = terms(&[&entry.fr.title, &entry.en.title]);
        let mut all = terms(&[
            &entry.fr.summary,
            &entry.fr.text,
            &entry.en.summary,
            &entry.en.text,
        ]);
        all.extend(terms(&entry.names.iter().collect::<Vec<_>>()));
        all.extend(title.iter().cloned());
        Self { entry, all, title }
    }
}

/// The terms of the words that speak.
fn spoken(text: &str, stems: &mut Stems) -> Vec<String> {
    let words = words(text);
    let speaking = words.iter().filter(|word| word.speaks());
    speaking.map(|word| stems.term(&word.plain)).collect()
}

/// What was found, best first, and the words by which.
#[derive(Default)]
pub(crate) struct Alike {
    pub(crate) entries: Vec<Entry>,
    pub(crate) terms: BTreeSet<String>,
}

/// A word of the text that tells something of it.
struct Telling {
    term: String,
    worth: f32,
}

/// What resembles the text.
pub(crate) fn alike(
    guide: &Guide,
    canonical: &Canonical,
    base: &Base,
    text: &str,
    count: usize,
) -> tantivy::Result<Alike> {
    let mut stems = Stems::new();
    let concepts = base.concepts();
    let canonical = canonical.0.get_or_init(|| {
        let mut stems = Stems::new();
        guide.read(|entries| {
            let own = entries
                .iter()
                .filter(|entry| entry.target.sort == Sort::Answer);
            own.map(|entry| Said::of(entry.clone(), concepts, &mut stems))
                .collect()
        })
    });
    let view = base.view();
    let view = view.as_deref();
    let text: String = text.chars().take(LONGEST).collect();
    let (telling, missing) = telling(view, canonical, concepts, &text, &mut stems)?;
    if telling.is_empty() {
        return Ok(Alike::default());
    }
    let whole: f32 = telling.iter().map(|one| one.worth).sum::<f32>() + missing;
    let measure = |said: &Said| {
        let mut share = 0.0;
        let mut had = 0;
        for one in &telling {
            if said.all.contains(&one.term) {
                had += 1;
                share += one.worth;
            }
            if said.title.contains(&one.term) {
                share += one.worth * IN_TITLE;
            }
        }
        // One word in common is chance, unless it is the only one and stands in the title.
        let enough = had > 1
            || (telling.len() == 1
                && telling
                    .first()
                    .is_some_and(|one| said.title.contains(&one.term)));
        (enough && share >= whole * ALIKE).then_some(share)
    };
    let mut found: Vec<(f32, Entry)> = canonical
        .iter()
        .filter_map(|said| Some((measure(said)?, said.entry.clone())))
        .collect();
    if let Some(view) = view {
        let terms: Vec<(String, f32)> = telling.iter().map(|one| (one.term.clone(), 1.0)).collect();
        for (_, address) in view.near_to(&terms, LOOKED_AT)? {
            if let Some(entry) = view.entry(address)? {
                let said = Said::of(entry, concepts, &mut stems);
                found.extend(measure(&said).map(|share| (share, said.entry)));
            }
        }
    }
    // Stable: of equals, our own answers come first, then those nearest by the index.
    found.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    found.truncate(count);
    Ok(Alike {
        entries: found.into_iter().map(|(_, entry)| entry).collect(),
        terms: telling.iter().map(|one| published(&one.term)).collect(),
    })
}

/// The words that tell most, and what the unknown ones would have told.
fn telling(
    view: Option<&View>,
    canonical: &[Said],
    concepts: &Concepts,
    text: &str,
    stems: &mut Stems,
) -> tantivy::Result<(Vec<Telling>, f32)> {
    let df = |term: &str| -> tantivy::Result<f32> {
        let own = canonical.iter().filter(|said| said.all.contains(term));
        let published = view.map_or(Ok(0), |view| view.df(term))?;
        Ok((published + own.map(|_| 1).sum::<u64>()) as f32)
    };
    let all = view.map_or(0, |view| view.searcher.num_docs()) as f32 + canonical.len() as f32;
    let worth = |df: f32| (1.0 + all / (df.max(all / RARE) + 0.5)).ln();
    let mut terms: BTreeMap<String, (f32, f32)> = BTreeMap::new();
    let (mut said, mut unknown, mut corrected) = (Vec::new(), BTreeSet::new(), 0);
    let last = text.len();
    for word in words(text).into_iter().filter(|word| word.speaks()) {
        let mut term = stems.term(&word.plain);
        let mut count = df(&term)?;
        let typing = word.end == last;
        if count == 0.0 && corrected < CORRECTED {
            corrected += 1;
            let known = match view {
                Some(view) => view.meant(&word, typing, stems)?,
                None => None,
            };
            if let Some(known) = known {
                count = df(&known)?;
                term = known;
            }
        }
        if count > 0.0 {
            terms.entry(term.clone()).or_insert((0.0, count)).0 += 1.0;
        } else if !typing {
            unknown.insert(term.clone());
        }
        said.push(term);
    }
    for named in concepts.found(&said) {
        let count = df(&named.term)?;
        if count > 0.0 {
            terms.entry(named.term).or_insert((0.0, count)).0 += 1.0;
        }
    }
    let mut telling: Vec<Telling> = terms
        .into_iter()
        .map(|(term, (times, df)): (String, (f32, f32))| Telling {
            term,
            worth: worth(df) * (1.0 + times.ln()),
        })
        .collect();
    telling.sort_by(|a, b| b.worth.total_cmp(&a.worth));
    telling.truncate(TELLING);
    let room = TELLING - telling.len();
    let missing = unknown
        .iter()
        .take(room)
        .map(|_| UNKNOWN * worth(0.0))
        .sum();
    Ok((telling, missing))
}

/// The share of these terms that an answer says; `unknown` more are said by none.
pub(crate) fn covered(
    entry: Entry,
    terms: &[String],
    unknown: usize,
    concepts: &Concepts,
    stems: &mut Stems,
) -> f32 {
    let said = Said::of(entry, concepts, stems);
    let asked: Vec<Option<&String>> = terms
        .iter()
        .map(Some)
        .chain(std::iter::repeat_n(None, unknown))
        .collect();
    share(&asked, |term| {
        term.is_some_and(|term| said.all.contains(term))
    })
}
