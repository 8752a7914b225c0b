//! What a cross-validation found, as lines and tables for `docs/build/triage.md`.

use guide::triage::Reading;
use guide::triage::learn::Example;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Kinds whose miss costs most.
const DANGEROUS: [&str; 3] = ["menaces", "harcelement", "eleve-victime"];

#[derive(Default)]
struct Count {
    all: usize,
    first: usize,
    third: usize,
}

/// Stories scored so far.
#[derive(Default)]
pub struct Tally {
    kinds: BTreeMap<String, Count>,
    any: usize,
    danger: (usize, usize),
    /// First label, first guess.
    confused: BTreeMap<(String, String), usize>,
    /// Right and asked, right, wrong and asked, wrong.
    asked: [usize; 4],
}

impl Tally {
    pub fn add(&mut self, example: &Example, reading: &Reading) {
        let Some(wanted) = example.kinds.first() else {
            return;
        };
        let order: Vec<&str> = reading.kinds.iter().map(|g| g.kind.as_str()).collect();
        let among = |kind: &String, places: usize| order.iter().take(places).any(|k| k == kind);
        let right = among(wanted, 1);
        let count = self.kinds.entry(wanted.clone()).or_default();
        count.all += 1;
        count.first += usize::from(right);
        count.third += usize::from(among(wanted, 3));
        self.any += usize::from(example.kinds.iter().any(|kind| among(kind, 3)));
        for kind in example
            .kinds
            .iter()
            .filter(|k| DANGEROUS.contains(&k.as_str()))
        {
            self.danger.0 += usize::from(among(kind, 4));
            self.danger.1 += 1;
        }
        let guess = order.first().map_or("(nothing)", |kind| *kind).to_owned();
        *self.confused.entry((wanted.clone(), guess)).or_default() += 1;
        let [right_asked, rights, wrong_asked, wrongs] = &mut self.asked;
        let asked = usize::from(reading.ask.is_some());
        if right {
            *right_asked += asked;
            *rights += 1;
        } else {
            *wrong_asked += asked;
            *wrongs += 1;
        }
    }

    fn sum(&self, of: impl Fn(&Count) -> usize) -> usize {
        self.kinds.values().map(of).sum()
    }

    pub fn line(&self) -> String {
        let all = self.sum(|count| count.all);
        format!(
            "{all} stories, recall@1 {}, recall@3 {}, any-kind recall@3 {}, danger recall@4 {} ({}/{})",
            share(self.sum(|count| count.first), all),
            share(self.sum(|count| count.third), all),
            share(self.any, all),
            share(self.danger.0, self.danger.1),
            self.danger.0,
            self.danger.1,
        )
    }

    pub fn asking(&self) -> String {
        let [right_asked, rights, wrong_asked, wrongs] = self.asked;
        format!(
            "a question is asked in {} of the stories whose first guess is wrong, in {} of those where it is right",
            share(wrong_asked, wrongs),
            share(right_asked, rights),
        )
    }

    pub fn by_kind(&self) -> String {
        let mut out = String::from(
            "| kind | stories | first | among three | taken for (times) |\n|---|---|---|---|---|\n",
        );
        for (kind, count) in &self.kinds {
            let mut others: Vec<(&str, usize)> = self
                .confused
                .iter()
                .filter(|((wanted, guess), times)| wanted == kind && guess != kind && **times > 1)
                .map(|((_, guess), times)| (guess.as_str(), *times))
                .collect();
            others.sort_by_key(|(_, times)| std::cmp::Reverse(*times));
            let others: Vec<String> = others
                .iter()
                .take(4)
                .map(|(guess, times)| format!("{guess} {times}"))
                .collect();
            let _ = writeln!(
                out,
                "| {kind} | {} | {} | {} | {} |",
                count.all,
                share(count.first, count.all),
                share(count.third, count.all),
                others.join(", ")
            );
        }
        out
    }

    /// The whole table: a line a label, a column a first guess.
    pub fn confusions(&self) -> String {
        let names: Vec<&String> = self.kinds.keys().collect();
        let mut out = String::from("label \\ first guess");
        for (number, _) in names.iter().enumerate() {
            let _ = write!(out, "{:>4}", number + 1);
        }
        out.push('\n');
        for (number, wanted) in names.iter().enumerate() {
            let _ = write!(out, "{:>2} {:<24}", number + 1, wanted.as_str());
            for guess in &names {
                let times = self
                    .confused
                    .get(&((*wanted).clone(), (*guess).clone()))
                    .copied()
                    .unwrap_or_default();
                let cell = if times == 0 {
                    "·".to_owned()
                } else {
                    times.to_string()
                };
                let _ = write!(out, "{cell:>4}");
            }
            out.push('\n');
        }
        out
    }
}

fn share(part: usize, whole: usize) -> String {
    let thousandths = (part * 1000 + whole / 2) / whole.max(1);
    format!("{}.{:03}", thousandths / 1000, thousandths % 1000)
}
