//! How alike two questions are: the share of their telling words. Enough to put the fifth « mon cours a été filmé » beside
//! the first; what was published long ago is found by the search.

use super::clean::folded;
use std::collections::BTreeSet;

/// From this share on, two questions are shown together.
pub const ALIKE: f64 = 0.5;

/// Letters of a word that count: endings rarely change what a question is about.
const STEM: usize = 6;

/// The words that tell what a question is about.
pub fn telling(text: &str) -> BTreeSet<String> {
    folded(text)
        .split(' ')
        .filter(|word| word.chars().count() > 3)
        .map(|word| word.chars().take(STEM).collect())
        .collect()
}

/// The share of their words that two questions have in common, from 0 to 1.
pub fn likeness(one: &BTreeSet<String>, other: &BTreeSet<String>) -> f64 {
    let both = one.intersection(other).count();
    let all = one.len() + other.len() - both;
    if all == 0 {
        return 0.0;
    }
    both as f64 / all as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn n006_the_same_question_in_other_words_is_near_and_another_is_far() {
        let one = telling("Un élève a filmé mon cours et l’a publié sur un réseau. Que faire ?");
        let same = telling("Mon cours a été filmé par un élève et publié sur un réseau, que faire");
        let other = telling("Mon principal lit les messages de ma boîte académique.");
        assert!(likeness(&one, &same) >= ALIKE);
        assert!(likeness(&one, &other) < 0.2);
    }

    proptest! {
        #[test]
        fn it_goes_both_ways_and_is_whole_for_itself(a in ".{0,60}", b in ".{0,60}") {
            let (a, b) = (telling(&a), telling(&b));
            prop_assert!((likeness(&a, &b) - likeness(&b, &a)).abs() < f64::EPSILON);
            if !a.is_empty() {
                prop_assert!((likeness(&a, &a) - 1.0).abs() < f64::EPSILON);
            }
        }
    }
}
