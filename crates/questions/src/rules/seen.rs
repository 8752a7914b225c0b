//! What was shown to whoever asks before her question goes, so that it is shown once: each thing by a mark of its own words.

use super::names::{Found, Sort};
use kernel::id::to_hex;

/// Characters shown on each side of what was found.
const AROUND: usize = 40;

/// The mark of something found: the same words of the same sort have the same one, wherever they stand.
pub fn mark(sort: &str, text: &str) -> String {
    let digest = seal::sha256([sort, ":", text].concat().as_bytes());
    let short = digest.bytes().first_chunk::<8>().copied();
    to_hex(&short.unwrap_or_default())
}

/// The mark of what was found in a text.
pub fn mark_of(text: &str, found: &Found) -> String {
    mark(found.sort.name(), words(text, found))
}

/// Its words.
pub fn words<'t>(text: &'t str, found: &Found) -> &'t str {
    text.get(found.range.clone()).unwrap_or_default()
}

/// What stands before and after it, cut at a word.
pub fn around(text: &str, found: &Found) -> (String, String) {
    let before = text.get(..found.range.start).unwrap_or_default();
    let after = text.get(found.range.end..).unwrap_or_default();
    let start = before.char_indices().rev().nth(AROUND - 1);
    let before = match start.and_then(|(at, _)| before.get(at..)) {
        Some(cut) => ["…", cut.split_once(' ').map_or(cut, |(_, rest)| rest)].concat(),
        None => before.to_owned(),
    };
    let end = after.char_indices().nth(AROUND);
    let after = match end.and_then(|(at, _)| after.get(..at)) {
        Some(cut) => [cut.rsplit_once(' ').map_or(cut, |(rest, _)| rest), "…"].concat(),
        None => after.to_owned(),
    };
    (before, after)
}

/// The words that stand in place of each sort.
pub fn masked(text: &str, found: &[Found], word: impl Fn(Sort) -> String) -> String {
    let words: Vec<(Sort, String)> = Sort::ALL
        .into_iter()
        .map(|sort| (sort, word(sort)))
        .collect();
    let said = |sort: Sort| {
        let known = words.iter().find(|(one, _)| *one == sort);
        known.map_or("…", |(_, word)| word.as_str())
    };
    super::names::mask(text, found, said)
}

#[cfg(test)]
mod tests {
    use super::super::names::find;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn n002_what_was_shown_is_known_again_and_what_was_not_is_not() {
        let text = "Je travaille au collège Jean Moulin de Lyon depuis des années et je ne sais plus que faire de tout cela.";
        let found = find(text);
        let school = found.first().unwrap();
        let moved = ["Bonjour. ", text].concat();
        let again = find(&moved);
        assert_eq!(
            mark_of(text, school),
            mark_of(&moved, again.first().unwrap())
        );
        let other = text.replace("Moulin", "Jaurès");
        let other_found = find(&other);
        assert_ne!(
            mark_of(text, school),
            mark_of(&other, other_found.first().unwrap())
        );
        let (before, after) = around(text, school);
        assert_eq!(before, "Je travaille au ");
        assert!(
            after.ends_with('…') && after.chars().count() <= AROUND + 1,
            "{after}"
        );
        let gone = masked(text, &found, |sort| sort.name().to_owned());
        assert!(
            gone.contains("[school]") && !gone.contains("Moulin"),
            "{gone}"
        );
    }

    proptest! {
        #[test]
        fn nothing_is_cut_inside_a_letter(text in any::<String>()) {
            for one in find(&text) {
                let (before, after) = around(&text, &one);
                let (before, after) = (before.trim_start_matches('…'), after.trim_end_matches('…'));
                prop_assert!(text.contains(before) && text.contains(after));
            }
        }
    }
}
