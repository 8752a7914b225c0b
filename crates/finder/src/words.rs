//! From a text to words that can be compared: capitals and accents are levelled, elisions fall, endings are cut by the
//! French and the English stemmer of Snowball. The same is done to what is known and to what is searched.

use std::collections::HashMap;
use tantivy::tokenizer::{Language, RawTokenizer, Stemmer, TextAnalyzer};
use unicode_normalization::UnicodeNormalization;

/// Words that say nothing of what is searched, levelled.
const EMPTY: [&str; 178] = [
    "a", "ai", "aie", "alors", "an", "and", "any", "are", "as", "at", "au", "aupres", "aux",
    "avais", "avait", "avec", "avez", "avoir", "avons", "be", "been", "but", "by", "c", "ca",
    "car", "ce", "cela", "ces", "cet", "cette", "chez", "ci", "comme", "comment", "d", "dans",
    "de", "des", "did", "do", "does", "donc", "dont", "du", "elle", "elles", "en", "es", "est",
    "et", "etait", "ete", "etre", "eu", "fai", "faire", "fait", "faut", "fois", "for", "from",
    "had", "has", "have", "he", "her", "his", "how", "i", "il", "ils", "in", "is", "it", "j",
    "jai", "je", "jme", "jsuis", "jusqu", "l", "la", "le", "les", "leur", "leurs", "lorsqu", "lui",
    "m", "ma", "mais", "me", "meme", "mes", "moi", "mon", "my", "n", "ne", "ni", "nos", "not",
    "notre", "nous", "of", "on", "ont", "or", "ou", "our", "par", "pas", "peut", "peux", "plus",
    "pour", "puisqu", "qd", "qqn", "qu", "quand", "que", "quel", "quelle", "quelqu", "quelque",
    "qui", "quoi", "quoiqu", "s", "sa", "se", "sen", "ses", "she", "si", "son", "sont", "sous",
    "suis", "sur", "t", "ta", "te", "tes", "that", "the", "their", "them", "they", "this", "to",
    "toi", "ton", "tout", "tres", "tu", "un", "une", "va", "vais", "veut", "veux", "via", "vos",
    "votre", "vous", "was", "we", "were", "what", "when", "with", "without", "y", "you", "your",
];

/// Longer than any word; what passes is cut, for the tables of the stemmers and of the index.
const LONGEST_WORD: usize = 40;

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    /// Levelled.
    pub(crate) plain: String,
    /// As written, in small letters.
    lower: String,
    /// The bytes of the text it comes from.
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Word {
    /// Whether it says something of what is searched.
    pub(crate) fn speaks(&self) -> bool {
        let digit = self.plain.starts_with(|c: char| c.is_ascii_digit());
        (digit || self.plain.chars().nth(1).is_some())
            && EMPTY.binary_search(&self.plain.as_str()).is_err()
    }
}

/// The words of a text, in order.
pub(crate) fn words(text: &str) -> Vec<Word> {
    let mut found = Vec::new();
    let mut open: Option<usize> = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        // A mark (an accent written apart) belongs to the letter before it.
        let inside = c.is_alphanumeric() || (open.is_some() && is_mark(c));
        match (inside, open) {
            (true, None) => open = Some(at),
            (false, Some(start)) => {
                open = None;
                found.extend(word(text, start, at));
            }
            _ => {}
        }
    }
    found
}

fn word(text: &str, start: usize, end: usize) -> Option<Word> {
    let raw = text.get(start..end)?;
    let lower: String = raw
        .nfc()
        .flat_map(char::to_lowercase)
        .take(LONGEST_WORD)
        .collect();
    let plain = level(&lower);
    (!plain.is_empty()).then_some(Word {
        plain,
        lower,
        start,
        end,
    })
}

/// Without accents, `œ` as `oe`, no longer than a word.
fn level(lower: &str) -> String {
    let mut out = String::with_capacity(lower.len());
    for c in lower.nfkd().filter(|c| !is_mark(*c)) {
        match c {
            'œ' => out.push_str("oe"),
            'æ' => out.push_str("ae"),
            c => out.extend(c.to_lowercase().filter(|c| c.is_alphanumeric())),
        }
    }
    // One sign may stand for many letters.
    out.chars().take(LONGEST_WORD).collect()
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Words of the field that say the same, levelled; the first of each stands for all. Only whole words that are hardly
/// ever anything else: names of things with several words are `content/search/synonyms.toml`.
const SAME: [&[&str]; 9] = [
    &[
        "enseignant",
        "enseignante",
        "enseignants",
        "enseignantes",
        "prof",
        "profs",
        "professeur",
        "professeure",
        "professeurs",
        "professeures",
        "instit",
        "instits",
        "instituteur",
        "institutrice",
    ],
    &[
        "mail",
        "mails",
        "email",
        "emails",
        "courriel",
        "courriels",
        "mel",
    ],
    &[
        "telephone",
        "telephones",
        "tel",
        "portable",
        "portables",
        "smartphone",
        "smartphones",
    ],
    &["visio", "visios", "visioconference", "visioconferences"],
    &[
        "hackage", "hack", "hacke", "hackee", "hacker", "piratage", "pirate", "piratee", "pirates",
        "pirater",
    ],
    &["insta", "instagram"],
    &["fb", "facebook"],
    &["snap", "snapchat"],
    &["rs", "reseaux"],
];

/// The fewest letters that cutting an ending leaves.
const SHORTEST_STEM: usize = 3;
/// Words whose stem is kept at hand; a base of a million answers has many more, said once.
const MOST_KEPT: usize = 20_000;

/// Cuts the endings of words.
pub(crate) struct Stems {
    french: TextAnalyzer,
    english: TextAnalyzer,
    /// What was cut already, by the word in small letters: the base says the same words again and again.
    done: HashMap<String, Vec<String>>,
    /// The one term of a levelled word among published answers.
    terms: HashMap<String, String>,
    same: HashMap<&'static str, &'static str>,
}

impl Stems {
    pub(crate) fn new() -> Self {
        let stemmer = |language| {
            TextAnalyzer::builder(RawTokenizer::default())
                .filter(Stemmer::new(language))
                .build()
        };
        Self {
            french: stemmer(Language::French),
            english: stemmer(Language::English),
            done: HashMap::new(),
            terms: HashMap::new(),
            same: SAME
                .iter()
                .filter_map(|group| group.split_first())
                .flat_map(|(first, others)| others.iter().map(move |other| (*other, *first)))
                .collect(),
        }
    }

    /// What a word is known by: itself, its French stem with and without the help of its accents, its English stem.
    pub(crate) fn of(&mut self, word: &Word) -> Vec<String> {
        if let Some(done) = self.done.get(&word.lower) {
            return done.clone();
        }
        let mut all = vec![
            word.plain.clone(),
            self.key(&word.plain),
            level(&stem(&mut self.french, &word.lower)),
            stem(&mut self.english, &word.plain),
        ];
        all.sort_unstable();
        all.dedup();
        all.retain(|term| !term.is_empty());
        self.done.insert(word.lower.clone(), all.clone());
        all
    }

    /// The one term of a levelled word among published answers, where a word has one place in the index and not four:
    /// the word that stands for it, its French stem, without the vowels that a missing accent leaves (« publié »,
    /// « publiees » and « publier » are `publ`).
    pub(crate) fn term(&mut self, plain: &str) -> String {
        if let Some(done) = self.terms.get(plain) {
            return done.clone();
        }
        let word = self.same.get(plain).copied().unwrap_or(plain);
        let mut term = self.key(word);
        let mut letters = term.chars().count();
        while letters > SHORTEST_STEM && term.ends_with(['a', 'e', 'i', 'o', 'u']) {
            term.pop();
            letters -= 1;
        }
        if self.terms.len() >= MOST_KEPT {
            self.terms.clear();
        }
        self.terms.insert(plain.to_owned(), term.clone());
        term
    }

    /// The one stem by which phrases are compared.
    pub(crate) fn key(&mut self, plain: &str) -> String {
        stem(&mut self.french, plain)
    }

    /// A phrase: the keys of the words that speak, or of all when none does.
    pub(crate) fn phrase(&mut self, text: &str) -> String {
        let words = words(text);
        let speaks = words.iter().any(Word::speaks);
        let keys: Vec<String> = words
            .iter()
            .filter(|word| !speaks || word.speaks())
            .map(|word| self.key(&word.plain))
            .collect();
        keys.join(" ")
    }
}

fn stem(analyzer: &mut TextAnalyzer, word: &str) -> String {
    let mut stream = analyzer.token_stream(word);
    if stream.advance() {
        stream.token().text.clone()
    } else {
        word.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| word.plain).collect()
    }

    #[test]
    fn the_list_of_empty_words_can_be_searched() {
        assert!(EMPTY.is_sorted());
    }

    #[test]
    fn accents_capitals_elisions_and_ligatures_fall() {
        assert_eq!(
            plain("L’Élève qu'on a filmé"),
            ["l", "eleve", "qu", "on", "a", "filme"]
        );
        assert_eq!(plain("SŒUR, e\u{301}cole"), ["soeur", "ecole"]);
        assert_eq!(plain("226-4-1 *31#"), ["226", "4", "1", "31"]);
    }

    #[test]
    fn a_word_stays_short_when_its_signs_stand_for_many_letters() {
        // One sign for eighteen: looking for near words would take as long as for a text.
        for many in ["\u{fdfa}", "ﬃ", "œ", "x"] {
            let found = words(&many.repeat(60));
            assert_eq!(found.len(), 1);
            assert_eq!(found[0].plain.chars().count(), LONGEST_WORD, "{many}");
        }
    }

    #[test]
    fn forms_of_a_word_meet() {
        let mut stems = Stems::new();
        let mut of = |text: &str| stems.of(&words(text)[0]);
        for (a, b) in [
            ("menaces", "menace"),
            ("publiées", "publié"),
            ("publiees", "publiées"),
            ("insulter", "insulte"),
            ("harcelée", "harceler"),
            ("threats", "threat"),
        ] {
            let (a, b) = (of(a), of(b));
            assert!(a.iter().any(|term| b.contains(term)), "{a:?} {b:?}");
        }
    }

    #[test]
    fn a_published_answer_has_one_term_for_all_forms_of_a_word() {
        let mut stems = Stems::new();
        for same in [
            "publié publiée publiees publier publies",
            "harceler harcelée harcelee harcèle harcele",
            "menace menaces menacer",
            "prof enseignante professeurs",
            "courriel mails",
        ] {
            let terms: Vec<String> = words(same)
                .iter()
                .map(|word| stems.term(&word.plain))
                .collect();
            assert!(terms.iter().all(|term| *term == terms[0]), "{terms:?}");
        }
        assert_ne!(stems.term("menace"), stems.term("plainte"));
        assert_eq!(stems.term("226"), "226");
    }

    #[test]
    fn the_words_that_speak_make_the_phrase() {
        let mut stems = Stems::new();
        assert_eq!(
            stems.phrase("le droit à l’oubli"),
            stems.phrase("droit oublis")
        );
        assert_ne!(stems.phrase("on y va"), "");
    }
}
