//! The names of the field: several ways to say one thing. They come from the entries of the guide, whose other names are
//! `content/search/synonyms.toml`. A published answer that says one of them is found by all the others.

use crate::words::Stems;
use crate::words::words;
use kernel::search::{Entry, Sort};
use std::collections::HashMap;
use std::collections::hash_map::Entry as Slot;

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
    /// Reads the names; what two entries are called leads to the first.
    pub(crate) fn of(entries: &[Entry]) -> Self {
        let mut stems = Stems::new();
        let mut all = Self::default();
        let mut print = Print::default();
        let named = entries
            .iter()
            .filter(|entry| !entry.names.is_empty() && entry.target.sort != Sort::Answer);
        for (entry, number) in named.zip(0..) {
            // « Faux profil, usurpation d’identité » is said by either half.
            let title = matches!(entry.target.sort, Sort::Situation | Sort::Term)
                .then(|| entry.fr.title.split([',', ';', ':', '(', ')', '?']));
            let names = entry.names.iter().map(String::as_str);
            for name in names.chain(title.into_iter().flatten()) {
                let terms: Vec<String> = words(name)
                    .iter()
                    .filter(|word| word.speaks())
                    .map(|word| stems.term(&word.plain))
                    .collect();
                let (Some(first), true) = (terms.first(), terms.len() <= LONGEST) else {
                    continue;
                };
                let longest = all.firsts.entry(first.clone()).or_default();
                *longest = terms.len().max(*longest);
                if let Slot::Vacant(slot) = all.names.entry(terms.join(" ")) {
                    print.add(slot.key());
                    print.add(&u32::to_string(&number));
                    slot.insert(number);
                }
            }
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
