//! The names of the field: several ways to say one thing. They come from the entries of the guide, whose other names are
//! `content/search/synonyms.toml`. A published answer that says one of them is found by all the others.

use crate::words::Stems;
use crate::words::words;
use kernel::search::{Entry, Sort};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Words of the longest name.
const LONGEST: usize = 6;

/// By the terms of a name, side by side, what it names.
#[derive(Default)]
pub(crate) struct Concepts {
    names: HashMap<String, u32>,
    /// Terms of the longest name that begins with this one.
    firsts: HashMap<String, usize>,
    /// The same names, the same number: an index made with others is made again.
    pub(crate) print: u64,
}

/// A name that stands in a text.
pub(crate) struct Named {
    /// The term that stands for it.
    pub(crate) term: String,
    /// Where it begins among the terms of the text, and how many it covers.
    pub(crate) from: usize,
    pub(crate) length: usize,
}

impl Concepts {
    /// Reads the names. Those that lead to the same entries say the same thing: an entry may have several groups of
    /// names, as insults and slander lead to one situation.
    pub(crate) fn of(entries: &[Entry]) -> Self {
        let mut stems = Stems::new();
        let named = entries
            .iter()
            .filter(|entry| entry.target.sort != Sort::Answer);
        let mut leads: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
        for (place, entry) in named.clone().enumerate() {
            for name in &entry.names {
                if let Some(name) = phrase(name, &mut stems) {
                    leads.entry(name).or_default().insert(place);
                }
            }
        }
        let groups: BTreeSet<BTreeSet<usize>> = leads.values().cloned().collect();
        // « Diffamation » is the title of an entry that has one group: it is one more name of it.
        for (place, entry) in named.enumerate() {
            let mut its = groups.iter().filter(|group| group.contains(&place));
            let (Some(group), None) = (its.next(), its.next()) else {
                continue;
            };
            let title = entry.fr.title.split([',', ';', ':', '(', ')', '?']);
            for name in title.filter_map(|half| phrase(half, &mut stems)) {
                leads.entry(name).or_insert_with(|| group.clone());
            }
        }
        let numbers: BTreeMap<&BTreeSet<usize>, u32> = groups.iter().zip(0..).collect();
        let mut all = Self::default();
        let mut print = Print::default();
        for (name, group) in &leads {
            let Some(number) = numbers.get(group) else {
                continue;
            };
            print.add(name);
            print.add(&number.to_string());
            let first = name.split(' ').next().unwrap_or_default();
            let length = name.split(' ').count();
            let longest = all.firsts.entry(first.to_owned()).or_default();
            *longest = length.max(*longest);
            all.names.insert(name.clone(), *number);
        }
        all.print = print.0;
        all
    }

    /// The names that stand in a text, the longest first at each place, none within another.
    pub(crate) fn found(&self, terms: &[String]) -> Vec<Named> {
        let mut found = Vec::new();
        let mut from = 0;
        while let Some(first) = terms.get(from) {
            let longest = self.firsts.get(first).copied().unwrap_or(0);
            let named = (1..=longest).rev().find_map(|length| {
                let name = terms.get(from..from + length)?.join(" ");
                let number = self.names.get(&name)?;
                Some(Named {
                    // No word of a text has this sign.
                    term: format!("#{number}"),
                    from,
                    length,
                })
            });
            from += named.as_ref().map_or(1, |named| named.length);
            found.extend(named);
        }
        found
    }
}

/// The terms of a name, side by side; none when nothing in it speaks, or too much.
fn phrase(name: &str, stems: &mut Stems) -> Option<String> {
    let terms: Vec<String> = words(name)
        .iter()
        .filter(|word| word.speaks())
        .map(|word| stems.term(&word.plain))
        .collect();
    (1..=LONGEST)
        .contains(&terms.len())
        .then(|| terms.join(" "))
}

/// FNV-1a: the same on every machine and with every compiler.
struct Print(u64);

impl Default for Print {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Print {
    fn add(&mut self, text: &str) {
        for byte in text.bytes().chain([0xff]) {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}
