//! French or English, from the commonest words (levelled: `school` is read `schol`).

use super::words::Word;
use crate::law::Lang;

const ENGLISH: [&str; 34] = [
    "the", "and", "is", "are", "was", "my", "of", "to", "in", "that", "with", "have", "has",
    "they", "he", "she", "you", "this", "what", "can", "do", "ben", "from", "student", "students",
    "pupil", "teacher", "schol", "wil", "i", "his", "her", "about", "someone",
];
const FRENCH: [&str; 36] = [
    "le", "la", "les", "de", "des", "du", "un", "une", "et", "est", "je", "j", "mes", "mon", "ma",
    "que", "qui", "dans", "sur", "pour", "pas", "il", "ele", "nous", "vous", "avec", "sont", "ses",
    "son", "ce", "au", "aux", "eleve", "eleves", "par", "suis",
];

/// English only when it has more of the common words than French.
pub(super) fn guess(words: &[Word]) -> Lang {
    let count = |list: &[&str]| {
        words
            .iter()
            .filter(|word| list.contains(&word.text.as_str()))
            .count()
    };
    if count(&ENGLISH) > count(&FRENCH) {
        Lang::En
    } else {
        Lang::Fr
    }
}
