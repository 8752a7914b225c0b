#![doc = include_str!("../README.md")]

mod alike;
mod base;
mod concepts;
mod guide;
mod read;
mod snippet;
mod words;

use alike::Canonical;
use base::{Base, View};
use concepts::Concepts;
use guide::{Answered, Guide};
use kernel::Fault;
use kernel::ports::{Change, Search};
use kernel::search::{Ask, Choices, Entry, Found, Hit, LONGEST, MOST, Sort};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use tantivy::DocAddress;
use words::Stems;

/// The search. Nothing is built and nothing is opened before it is needed.
pub struct Finder {
    guide: Arc<Guide>,
    canonical: Arc<Canonical>,
    base: Base,
}

/// Where an answer was found.
enum At {
    Guide(usize),
    Base(DocAddress),
}

impl Finder {
    /// A search over these entries, which are asked for at the first search; what is published is followed in memory.
    pub fn new(entries: impl Fn() -> Vec<Entry> + Send + Sync + 'static) -> Self {
        Self::over(
            Arc::new(Guide::new(entries)),
            Arc::new(Canonical::default()),
            None,
        )
    }

    /// The same, with what is published in a folder. The folder is made by the first change.
    pub fn in_folder(
        entries: impl Fn() -> Vec<Entry> + Send + Sync + 'static,
        folder: PathBuf,
    ) -> Self {
        Self::over(
            Arc::new(Guide::new(entries)),
            Arc::new(Canonical::default()),
            Some(folder),
        )
    }

    /// The same entries, built once for both, and nothing published: for another instance in this process.
    pub fn apart(&self) -> Self {
        Self::over(Arc::clone(&self.guide), Arc::clone(&self.canonical), None)
    }

    fn over(guide: Arc<Guide>, canonical: Arc<Canonical>, folder: Option<PathBuf>) -> Self {
        let named = Arc::clone(&guide);
        Self {
            guide,
            canonical,
            base: Base::new(folder, move || named.read(Concepts::of)),
        }
    }

    fn find(&self, ask: &Ask) -> Result<Found, Fault> {
        let failed = |error| Fault::internal("search failed", error);
        let view = self.base.view();
        let mut ask = ask.clone();
        ask.words = ask.words.chars().take(LONGEST).collect();
        // Only what experts published is asked for: the guide need not be built.
        let only = !ask.sorts.is_empty() && ask.sorts.iter().all(|sort| *sort == Sort::Question);
        let (places, terms) = if ask.words.trim().is_empty() {
            if !ask.filters() {
                return Ok(Found {
                    choices: self.choices(view.as_deref()),
                    ..Found::default()
                });
            }
            let latest = view.as_deref().map_or(Ok(Vec::new()), |v| v.latest(&ask));
            let mut places: Vec<At> = latest.map_err(failed)?.into_iter().map(At::Base).collect();
            if !only {
                places.extend(self.guide.ready()?.all(&ask).into_iter().map(At::Guide));
            }
            (places, BTreeSet::new())
        } else {
            let mut stems = Stems::new();
            let guide = if only {
                Answered::default()
            } else {
                let ready = self.guide.ready()?;
                ready.search(&ask, &mut stems).map_err(failed)?
            };
            let base = match &view {
                Some(view) => self.published(view, &ask, &mut stems).map_err(failed)?,
                None => Published::default(),
            };
            let mut terms = guide.terms.clone();
            terms.extend(base.terms.iter().cloned());
            (merged(guide, base), terms)
        };
        let total = places.len().min(MOST);
        let mut hits = Vec::new();
        let mut stems = Stems::new();
        for at in places.iter().take(MOST).skip(ask.skip).take(ask.count) {
            let published;
            let entry = match at {
                At::Guide(place) => self.guide.ready()?.entries.get(*place),
                At::Base(address) => {
                    let Some(view) = &view else { continue };
                    published = view.entry(*address).map_err(failed)?;
                    published.as_ref()
                }
            };
            hits.extend(entry.map(|entry| shown(entry, &terms, &mut stems)));
        }
        Ok(Found {
            hits,
            total,
            // Last: the entries that a search reads are not read twice.
            choices: self.choices(view.as_deref()),
        })
    }

    /// What there is to choose from, in the guide and in what was published.
    fn choices(&self, view: Option<&View>) -> Choices {
        let mut all = view.map_or_else(Choices::default, |view| view.choices.clone());
        let guide = self.guide.choices();
        for (values, more) in [
            (&mut all.kinds, &guide.kinds),
            (&mut all.professions, &guide.professions),
            (&mut all.levels, &guide.levels),
        ] {
            values.extend_from_slice(more);
            values.sort_unstable();
            values.dedup();
        }
        all
    }

    fn published(&self, view: &View, ask: &Ask, stems: &mut Stems) -> tantivy::Result<Published> {
        let concepts = self.base.concepts();
        let Some(read) = view.read(&ask.words, concepts, stems)? else {
            return Ok(Published::default());
        };
        let best = view.best(&read, ask)?;
        let mut covered = 0.0;
        if let Some((_, first)) = best.first()
            && let Some(entry) = view.entry(*first)?
        {
            covered = alike::covered(entry, &read.every, read.unknown, concepts, stems);
        }
        let terms = read.some.iter().map(|(term, _)| snippet::published(term));
        Ok(Published {
            addresses: best.into_iter().map(|(_, address)| address).collect(),
            terms: terms.collect(),
            covered,
        })
    }
}

/// What the published answers answer.
#[derive(Default)]
struct Published {
    addresses: Vec<DocAddress>,
    terms: BTreeSet<String>,
    covered: f32,
}

/// Both lists as one. Their worths cannot be compared (one word is rare in a guide and common in a million answers), their
/// ranks can: one of each in turn, the guide first, and the list whose best answer has fewer of the words later.
fn merged(guide: Answered, base: Published) -> Vec<At> {
    let late = |rank: usize, covered: f32| {
        let rank = f32::from(u16::try_from(rank + 1).unwrap_or(u16::MAX));
        rank / covered.max(0.05)
    };
    let mut all: Vec<(f32, At)> = Vec::new();
    for (rank, place) in guide.places.into_iter().enumerate() {
        all.push((late(rank, guide.covered), At::Guide(place)));
    }
    for (rank, address) in base.addresses.into_iter().enumerate() {
        all.push((late(rank, base.covered), At::Base(address)));
    }
    all.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    all.into_iter().map(|(_, at)| at).collect()
}

fn shown(entry: &Entry, terms: &BTreeSet<String>, stems: &mut Stems) -> Hit {
    Hit {
        target: entry.target.clone(),
        fr: snippet::shown(&entry.fr, terms, stems),
        en: snippet::shown(&entry.en, terms, stems),
        facets: entry.facets.clone(),
    }
}

impl Search for Finder {
    fn search(&self, ask: &Ask) -> Result<Found, Fault> {
        self.find(ask)
    }

    fn alike(&self, text: &str, count: usize) -> Result<Vec<Hit>, Fault> {
        let found = alike::alike(&self.guide, &self.canonical, &self.base, text, count)
            .map_err(|error| Fault::internal("search failed", error))?;
        let mut stems = Stems::new();
        let entries = found.entries.iter();
        Ok(entries
            .map(|entry| shown(entry, &found.terms, &mut stems))
            .collect())
    }

    fn at(&self) -> Result<u64, Fault> {
        self.base.at()
    }

    fn follow(&self, changes: Vec<Change>, upto: u64) -> Result<(), Fault> {
        self.base.follow(changes, upto)
    }
}

#[cfg(test)]
mod tests;
