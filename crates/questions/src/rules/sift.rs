//! What an expert looks for when thousands wait: a link or a phrase, or what resembles one of them; what repeats itself
//! among the last ones; and when they came.

use super::clean::folded;
use super::likeness::{ALIKE, likeness, telling};
use super::names::{Sort, find};
use crate::model::Private;
use kernel::Moment;
use kernel::date::paris_date;
use std::collections::{BTreeMap, BTreeSet};

/// Letters and digits of a phrase at least: fewer are in every question.
pub const SHORTEST: usize = 3;
/// How often something is there before it is said to repeat itself.
pub const MANY: usize = 5;
/// Of what repeats itself, the most frequent that are shown.
const SHOWN: usize = 8;
/// Times of arrival that one may choose from at most.
const SLOTS: usize = 72;
/// The shortest of them, in seconds.
pub const SLOT: i64 = 600;

/// What the words of a question are to have.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sift {
    phrase: String,
    like: Option<BTreeSet<String>>,
}

impl Sift {
    /// This phrase, whatever the case, the accents and the signs; what resembles that text.
    pub fn new(phrase: &str, like: Option<&str>) -> Self {
        Self {
            phrase: folded(phrase),
            like: like.map(telling),
        }
    }

    /// Whether a phrase says enough to be looked for; none at all does.
    pub fn says_enough(phrase: &str) -> bool {
        let said = folded(phrase).chars().filter(|c| *c != ' ').count();
        phrase.trim().is_empty() || said >= SHORTEST
    }

    /// Whether it looks at words at all.
    pub const fn reads(&self) -> bool {
        !self.phrase.is_empty() || self.like.is_some()
    }

    /// Whether a question has them.
    pub fn holds(&self, said: &Private) -> bool {
        let phrase = self.phrase.is_empty()
            || folded(&said.body).contains(&self.phrase)
            || folded(&said.pseudonym).contains(&self.phrase);
        let alike = |words| likeness(words, &telling(&said.body)) >= ALIKE;
        phrase && self.like.as_ref().is_none_or(alike)
    }
}

/// Something that repeats itself among some questions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeat<T> {
    /// What.
    pub what: T,
    /// In how many of them.
    pub count: usize,
}

fn frequent<T>(mut all: Vec<Repeat<T>>) -> Vec<Repeat<T>> {
    all.retain(|one| one.count >= MANY);
    all.sort_by_key(|one| std::cmp::Reverse(one.count));
    all.truncate(SHOWN);
    all
}

/// The site of an address, without what each message may write differently.
fn site(found: &str) -> &str {
    let start = found.find("://").map_or(0, |at| at + 3);
    let rest = found.get(start..).unwrap_or(found);
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    rest.get(..end).unwrap_or(rest)
}

/// The sites, accounts, addresses and numbers that several of them carry, the most frequent first.
pub fn carried(texts: &[&str]) -> Vec<Repeat<String>> {
    let mut count: BTreeMap<String, Repeat<String>> = BTreeMap::new();
    for text in texts {
        let found = find(text).into_iter();
        let found = found.filter(|one| matches!(one.sort, Sort::Web | Sort::Mail | Sort::Phone));
        let found = found.filter_map(|one| text.get(one.range).map(site));
        // Once for each of them, however often it says it.
        let once: BTreeMap<String, &str> = found.map(|one| (folded(one), one)).collect();
        for (key, what) in once.into_iter().filter(|(key, _)| key.len() >= SHORTEST) {
            let what = what.to_owned();
            count.entry(key).or_insert(Repeat { what, count: 0 }).count += 1;
        }
    }
    frequent(count.into_values().collect())
}

/// Those that many others resemble, by their place in the list: each is counted with the first that it resembles.
pub fn gathered(texts: &[&str]) -> Vec<Repeat<usize>> {
    let mut groups: Vec<(BTreeSet<String>, Repeat<usize>)> = Vec::new();
    for (what, text) in texts.iter().enumerate() {
        let words = telling(text);
        let mut near = groups.iter_mut();
        match near.find(|(first, _)| likeness(first, &words) >= ALIKE) {
            Some((_, group)) => group.count += 1,
            None => groups.push((words, Repeat { what, count: 1 })),
        }
    }
    frequent(groups.into_iter().map(|(_, group)| group).collect())
}

/// A time in which some of them came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    /// Its beginning.
    pub from: Moment,
    /// Its end, which is not in it.
    pub to: Moment,
    /// How many came.
    pub count: u64,
}

/// The times in which those that wait came, from counts by [`SLOT`] in their order: by ten minutes, by hours or by days of
/// Paris, so that there are few enough to choose from. Of too many days, the last ones.
pub fn slots(counts: &[(i64, u64)]) -> Vec<Slot> {
    let moment = |slot: i64| Moment::from_seconds(slot.saturating_mul(SLOT));
    let hour = 3_600 / SLOT;
    let keys: [&dyn Fn(i64) -> i64; 3] = [&|slot| slot, &|slot| slot.div_euclid(hour), &|slot| {
        i64::from(paris_date(moment(slot)).to_julian_day())
    }];
    let mut made = Vec::new();
    for key in keys {
        made = merged(counts, key);
        if made.len() <= SLOTS {
            break;
        }
    }
    let made = made.split_off(made.len().saturating_sub(SLOTS));
    let slot = |(first, last, count): (i64, i64, u64)| Slot {
        from: moment(first),
        to: moment(last.saturating_add(1)),
        count,
    };
    made.into_iter().map(slot).collect()
}

/// Neighbours of one key together: the first, the last, and how many.
fn merged(counts: &[(i64, u64)], key: &dyn Fn(i64) -> i64) -> Vec<(i64, i64, u64)> {
    let mut made: Vec<(i64, i64, u64)> = Vec::new();
    for (slot, count) in counts {
        match made.last_mut() {
            Some((first, last, sum)) if key(*first) == key(*slot) => {
                *last = *slot;
                *sum = sum.saturating_add(*count);
            }
            _ => made.push((*slot, *slot, *count)),
        }
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn said(body: &str) -> Private {
        Private {
            pseudonym: "Gagnant".into(),
            body: body.into(),
            ..Private::default()
        }
    }

    #[test]
    fn n002_a_link_is_found_however_it_is_written() {
        let spam = said("GAGNEZ, dès ce soir : https://www.Casino-Exemple.fr/jeu?42");
        for phrase in [
            "casino-exemple.fr",
            "CASINO exemple",
            "des ce soir",
            "gagnant",
            "",
        ] {
            assert!(Sift::new(phrase, None).holds(&spam), "{phrase}");
        }
        assert!(!Sift::new("autre-site.fr", None).holds(&spam));
        assert!(!Sift::new("", None).reads());
        for (phrase, enough) in [
            ("", true),
            (" ", true),
            ("a b", false),
            ("!!!", false),
            ("a.fr", true),
        ] {
            assert_eq!(Sift::says_enough(phrase), enough, "{phrase}");
        }
    }

    #[test]
    fn n006_what_resembles_is_held_and_both_are_asked_for_together() {
        let one = "Un élève a filmé mon cours et l’a publié sur un réseau. Que faire ?";
        let near = said("Mon cours a été filmé par un élève et publié sur un réseau, que faire");
        let far = said("Mon principal lit les messages de ma boîte académique.");
        let like = Sift::new("", Some(one));
        assert!(like.reads() && like.holds(&near) && !like.holds(&far));
        assert!(!Sift::new("tribunal", Some(one)).holds(&near));
    }

    #[test]
    fn n002_what_many_carry_is_said_once_for_each() {
        let spam = |n: usize| {
            format!("Venez sur https://www.casino-exemple.fr/{n} ou casino-exemple.fr/{n}")
        };
        let all: Vec<String> = (0..6).map(spam).collect();
        let mut all: Vec<&str> = all.iter().map(String::as_str).collect();
        all.push("Que faire contre autre-site.fr ?");
        let found = carried(&all);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].what, "casino-exemple.fr");
        assert_eq!(found[0].count, 6);
        let groups = gathered(&all);
        assert_eq!(groups.len(), 1, "{groups:?}");
        assert_eq!(groups[0].count, 6);
    }

    #[test]
    fn times_of_arrival_are_few_enough_to_choose_from() {
        let day = 24 * 3_600 / SLOT;
        let at = |slot: i64| Moment::from_seconds(slot * SLOT);
        assert_eq!(
            slots(&[(10, 3), (12, 4)]),
            [
                Slot {
                    from: at(10),
                    to: at(11),
                    count: 3
                },
                Slot {
                    from: at(12),
                    to: at(13),
                    count: 4
                }
            ]
        );
        let hours: Vec<(i64, u64)> = (0..day).map(|slot| (slot, 1)).collect();
        let found = slots(&hours);
        assert_eq!((found.len(), found[0].count), (24, 6));
        let month: Vec<(i64, u64)> = (0..30 * day).map(|slot| (slot, 1)).collect();
        // Days of Paris: the first one has an hour less.
        let found = slots(&month);
        assert_eq!(
            (found.len(), found[0].count, found[1].count),
            (31, 138, 144)
        );
    }

    proptest! {
        #[test]
        fn every_arrival_is_in_one_time_of_the_last_ones(counts in proptest::collection::btree_map(0_i64..4_000, 1_u64..9, 0..200)) {
            let counts: Vec<(i64, u64)> = counts.into_iter().collect();
            let found = slots(&counts);
            prop_assert!(found.len() <= SLOTS);
            for pair in found.windows(2) {
                prop_assert!(pair[0].to <= pair[1].from);
            }
            for slot in &found {
                let inside = counts.iter().filter(|(at, _)| {
                    let at = Moment::from_seconds(at * SLOT);
                    slot.from <= at && at < slot.to
                });
                prop_assert_eq!(inside.map(|(_, count)| count).sum::<u64>(), slot.count);
            }
        }

        #[test]
        fn whatever_was_sent_is_looked_through(texts in proptest::collection::vec(".{0,80}", 0..12), phrase in ".{0,12}") {
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            for one in gathered(&texts) {
                prop_assert!(one.what < texts.len() && one.count >= MANY);
            }
            carried(&texts);
            for text in &texts {
                // A question holds each phrase that stands in it.
                let sift = Sift::new(text, None);
                prop_assert!(sift.holds(&said(text)));
                Sift::new(&phrase, Some(text)).holds(&said(text));
            }
        }
    }
}
