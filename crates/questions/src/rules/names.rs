//! What in a question may say who asks or who is spoken of: shown to whoever asks before it is sent, with a word to put in
//! its place (N002). It points out; it never decides, and what it misses is read again by an expert before publication.

use std::ops::Range;

/// Bytes of the longest text that is looked at: each character of a question takes four at most.
const LONGEST: usize = 4 * super::clean::LONGEST;

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sort {
    /// An address of a mailbox.
    Mail,
    /// A telephone number.
    Phone,
    /// An address of a page or the name of an account.
    Web,
    /// A school, by its name or its number.
    School,
    /// A street and a number.
    Street,
    /// Somebody's name.
    Name,
    /// A name at the end, as one signs.
    Signature,
}

impl Sort {
    /// Every sort.
    pub const ALL: [Self; 7] = [
        Self::Mail,
        Self::Phone,
        Self::Web,
        Self::School,
        Self::Street,
        Self::Name,
        Self::Signature,
    ];

    /// As in message keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Phone => "phone",
            Self::Web => "web",
            Self::School => "school",
            Self::Street => "street",
            Self::Name => "name",
            Self::Signature => "signature",
        }
    }
}

/// Where something was found, in bytes of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What it is.
    pub sort: Sort,
    /// Where it stands.
    pub range: Range<usize>,
}

/// First names that many people have: written with a capital in the middle of a sentence, they are somebody's.
const FIRST: &str = concat!(
    " adrien agnes alain alexandre alexis alice aline amandine amelie amina anais andre angelique anne annie \
 antoine arnaud arthur audrey aurelie aurelien axel aya baptiste beatrice benjamin benoit bernadette bernard bertrand brigitte \
 bruno camille carine carole caroline catherine cecile cedric celia celine chantal charlene charles charlotte chloe christelle \
 christian christiane christine christophe claire clara cla",
    // A first name in two halves: the whole word is none of this project's.
    "ude claudine clement colette coralie corinne cyril damien daniel \
 daniele david deborah delphine denis diane didier dominique dylan edith elea elena eliane elisa elisabeth elise elodie emilie \
 emma emmanuel emmanuelle enzo eric estelle esther ethan eva evelyne fabien fabienne fabrice farid fatiha fatima fatou felix \
 florence florent florian franck francis francois francoise frederic frederique gabriel gaelle genevieve georges gerald gerard \
 geraldine ghislaine gilbert gilles ginette gregory guillaume guy gwenaelle hassan helene henri herve hugo ibrahim ines \
 ingrid isabelle ismael jacqueline jacques jade jean jeanne jeannine jennifer jeremy jerome jessica joel joelle johanna jonathan \
 joseph josette josiane julia julie julien juliette justine karim karine kevin khadija laetitia laura laure laurence laurent \
 lea leila lena leo leonie liliane lina lionel lisa loic louis louise luc lucas lucie lucien ludovic lydia lydie madeleine \
 maelle magali malika manon marc marcel margaux margot marguerite maria marie marine marion marjorie martin martine maryse \
 mathieu mathilde matthieu maurice maxime mehdi melanie melissa michael michel michele michelle mickael mireille mohamed \
 monique morgane mounir muriel mustapha myriam nadege nadia nadine nathalie nathan nicolas nicole nina noemie nora odette odile \
 olivier oceane pascal pascale patrice patricia patrick paul paule pauline philippe pierre quentin rachel rachid raphael \
 raymond regine regis remi remy renaud rene renee richard robert robin roger roland romain romane rose salima salome samia \
 samir samuel sandra sandrine sarah sebastien serge severine simon simone sofia solange solene sonia sophie stephane stephanie \
 suzanne sylvain sylvie tatiana theo therese thibault thierry thomas tiphaine tristan valentin valerie vanessa veronique victor \
 vincent virginie viviane wilfried xavier yacine yann yannick yasmine youssef yves yvette yvonne zoe zohra "
);

/// What stands before a family name.
const TITLES: [&str; 12] = [
    "m",
    "mr",
    "mme",
    "mlle",
    "mmes",
    "monsieur",
    "madame",
    "mademoiselle",
    "dr",
    "docteur",
    "maitre",
    "me",
];

/// What a school is called, before its own name.
const SCHOOLS: [&str; 14] = [
    "ecole",
    "college",
    "lycee",
    "maternelle",
    "primaire",
    "elementaire",
    "lp",
    "legt",
    "lgt",
    "erea",
    "segpa",
    "cfa",
    "universite",
    "institution",
];

/// What may stand between « lycée » and its name.
const BETWEEN: [&str; 18] = [
    "de",
    "du",
    "des",
    "la",
    "le",
    "les",
    "l",
    "d",
    "general",
    "professionnel",
    "polyvalent",
    "technologique",
    "prive",
    "public",
    "primaire",
    "elementaire",
    "maternelle",
    "agricole",
];

/// Ways of a street.
const STREETS: [&str; 10] = [
    "rue",
    "avenue",
    "boulevard",
    "place",
    "chemin",
    "impasse",
    "allee",
    "route",
    "cours",
    "quai",
];

/// Words with a capital that are nobody's: institutions, platforms, months of other tongues, forms of address.
const NOBODY: &str = " asl cnil dasen ien inspe rectorat recteur education nationale ent pronote facebook instagram tiktok snapchat \
 whatsapp discord youtube twitter twitch telegram linkedin google microsoft teams zoom france francais paris academie fas cpe aed \
 aesh eps svt emc phare pharos police gendarmerie procureur etat republique internet bonjour bonsoir merci cordialement madame \
 monsieur maitre docteur mesdames messieurs je j il elle on nous vous ils elles mon ma mes un une des le la les l d que qu qui \
 quoi comment pourquoi quand est si a au aux ce cet cette ces et ou mais donc or ni car en dans par pour sur avec sans sous ";

/// A word of the text: its bytes, and itself folded.
struct Word<'t> {
    range: Range<usize>,
    text: &'t str,
    folded: String,
    /// It begins a sentence, so that its capital says nothing.
    begins: bool,
}

impl Word<'_> {
    fn capital(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_uppercase)
    }

    fn is(&self, words: &[&str]) -> bool {
        words.contains(&self.folded.as_str())
    }

    fn within(&self, list: &str) -> bool {
        list.contains(&[" ", &self.folded, " "].concat())
    }

    /// A capital that a name would have.
    fn may_name(&self) -> bool {
        self.capital() && !self.within(NOBODY) && self.folded.chars().count() > 1
    }
}

fn words(text: &str) -> Vec<Word<'_>> {
    let mut found: Vec<Word<'_>> = Vec::new();
    let mut start = None;
    let mut end = 0;
    let mut take = |range: Range<usize>, after: &str| {
        let Some(word) = text.get(range.clone()) else {
            return;
        };
        // « M. Durand » : the full stop of a title ends no sentence.
        let titled = found.last().is_some_and(|last| last.is(&TITLES));
        let stop = after.contains(['!', '?', '\n', ':']) || after.contains('.') && !titled;
        let begins = found.is_empty() || stop;
        found.push(Word {
            folded: super::clean::folded(word),
            text: word,
            range,
            begins,
        });
    };
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        let joins = c == '-'
            && text
                .get(at + 1..)
                .is_some_and(|rest| rest.starts_with(char::is_alphabetic));
        match (c.is_alphanumeric() || joins && start.is_some(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                take(from..at, text.get(end..from).unwrap_or_default());
                end = at;
                start = None;
            }
            _ => {}
        }
    }
    found
}

/// Everything in a text that may say who somebody is, in order; no two overlap. Nothing in what is longer than any question:
/// that is refused for its length.
pub fn find(text: &str) -> Vec<Found> {
    if text.len() > LONGEST {
        return Vec::new();
    }
    let mut found = tokens(text);
    let words = words(text);
    found.extend(phones(text));
    found.extend(schools(&words));
    found.extend(streets(text, &words));
    found.extend(names(&words));
    found.extend(signature(text));
    // The longer one says more than what it holds.
    found.sort_by_key(|one| (one.range.start, std::cmp::Reverse(one.range.end)));
    let mut kept: Vec<Found> = Vec::new();
    for one in found {
        if one.range.is_empty() {
            continue;
        }
        match kept.last_mut() {
            Some(last) if one.range.start < last.range.end => {
                last.range.end = last.range.end.max(one.range.end);
            }
            _ => kept.push(one),
        }
    }
    kept
}

/// Mail and web addresses, names of accounts, numbers of schools: whatever stands between spaces.
fn tokens(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut at = 0;
    for part in text.split_inclusive(char::is_whitespace) {
        let inner =
            part.trim_matches(|c: char| c.is_whitespace() || "()[]<>«»\"'’,;:!?.…".contains(c));
        let lead = part.len()
            - part
                .trim_start_matches(|c: char| {
                    c.is_whitespace() || "()[]<>«»\"'’,;:!?.…".contains(c)
                })
                .len();
        let range = at + lead..at + lead + inner.len();
        at += part.len();
        if inner.is_empty() {
            continue;
        }
        let lower = inner.to_lowercase();
        let sort = match inner.split_once('@') {
            Some((name, host)) if !name.is_empty() && host.contains('.') => Some(Sort::Mail),
            Some(("", account)) if account.chars().count() > 1 => Some(Sort::Web),
            _ if lower.contains("://") || lower.starts_with("www.") => Some(Sort::Web),
            _ if is_page(&lower) => Some(Sort::Web),
            _ if is_school_number(inner) => Some(Sort::School),
            _ => None,
        };
        found.extend(sort.map(|sort| Found { sort, range }));
    }
    found
}

/// `exemple.fr`, `exemple.com/page`.
fn is_page(lower: &str) -> bool {
    let host = lower.split('/').next().unwrap_or(lower);
    let Some((name, end)) = host.rsplit_once('.') else {
        return false;
    };
    !name.is_empty() && ["fr", "com", "org", "net", "eu", "io", "tv", "me", "info"].contains(&end)
}

/// The number of a school in the national register: seven digits and a letter.
fn is_school_number(word: &str) -> bool {
    let Some((digits, letter)) = word.split_at_checked(7) else {
        return false;
    };
    digits.bytes().all(|b| b.is_ascii_digit())
        && letter.len() == 1
        && letter.bytes().all(|b| b.is_ascii_alphabetic())
}

/// Ten digits that begin by 0, or nine after 33, however they are cut.
fn phones(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut run: Option<(usize, usize, String)> = None;
    let mut close = |run: Option<(usize, usize, String)>| {
        let Some((from, to, digits)) = run else {
            return;
        };
        let plain = digits
            .strip_prefix("0033")
            .or_else(|| digits.strip_prefix("33"));
        let is = match plain {
            Some(rest) => rest.trim_start_matches('0').len() == 9,
            None => digits.len() == 10 && digits.starts_with('0'),
        };
        if is {
            found.push(Found {
                sort: Sort::Phone,
                range: from..to,
            });
        }
    };
    for (at, c) in text.char_indices() {
        match (&mut run, c) {
            (None, '0'..='9') => run = Some((at, at + 1, c.to_string())),
            (None, '+') => run = Some((at, at + 1, String::new())),
            (Some((_, to, digits)), '0'..='9') => {
                digits.push(c);
                *to = at + 1;
            }
            (Some(_), ' ' | '.' | '-' | '/' | '\u{a0}' | '\u{202f}' | '(' | ')') => {}
            (Some(_), _) => close(run.take()),
            _ => {}
        }
    }
    close(run);
    found
}

/// « lycée Jean-Moulin », « collège de Trifouilly ».
fn schools(words: &[Word<'_>]) -> Vec<Found> {
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        if !word.is(&SCHOOLS) {
            continue;
        }
        let after = words
            .iter()
            .skip(at + 1)
            .take(7)
            .take_while(|next| !next.begins);
        let named: Vec<&Word<'_>> = after
            .take_while(|next| next.is(&BETWEEN) || next.may_name())
            .collect();
        let last = named.iter().rposition(|next| next.may_name());
        if let Some(last) = last.and_then(|last| named.get(last)) {
            found.push(Found {
                sort: Sort::School,
                range: word.range.start..last.range.end,
            });
        }
    }
    found
}

/// « 12 rue des Lilas ».
fn streets(text: &str, words: &[Word<'_>]) -> Vec<Found> {
    let mut found = Vec::new();
    for pair in words.windows(2) {
        let [number, way] = pair else { continue };
        if !way.is(&STREETS)
            || !number
                .folded
                .chars()
                .next()
                .is_some_and(|c| c.is_ascii_digit())
        {
            continue;
        }
        let from = way.range.end;
        let most = (from..=text.len().min(from + 60))
            .rev()
            .find(|end| text.is_char_boundary(*end));
        let rest = text.get(from..most.unwrap_or(from)).unwrap_or_default();
        let length = rest
            .find(['\n', ',', '.', ';', '?', '!'])
            .unwrap_or(rest.len())
            .min(60);
        let length = (0..=length)
            .rev()
            .find(|end| rest.is_char_boundary(*end))
            .unwrap_or(0);
        found.push(Found {
            sort: Sort::Street,
            range: number.range.start..way.range.end + length,
        });
    }
    found
}

/// A title and a name; a first name, alone or with what follows; « je m'appelle » and « je suis » with a name.
fn names(words: &[Word<'_>]) -> Vec<Found> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let titled = word.is(&TITLES);
        // A first name that begins a sentence counts when another name follows it, or when it is no common word.
        let first = word.capital()
            && word
                .folded
                .split(' ')
                .any(|part| FIRST.contains(&[" ", part, " "].concat()));
        let from = if titled { at + 1 } else { at };
        let run = words.iter().skip(from).take(4).enumerate();
        let run: Vec<&Word<'_>> = run
            .take_while(|(index, next)| next.may_name() && (*index == 0 || !next.begins))
            .map(|(_, next)| next)
            .collect();
        let named = (titled && !run.is_empty() && word.text.chars().count() < 12) || first;
        match run.last().filter(|_| named) {
            Some(last) => {
                let start = run.first().map_or(word.range.start, |one| one.range.start);
                found.push(Found {
                    sort: Sort::Name,
                    range: start..last.range.end,
                });
                at = from + run.len();
            }
            None => at += 1,
        }
    }
    found
}

/// One to three words with a capital alone on the last line, or after the last sign.
fn signature(text: &str) -> Option<Found> {
    let body = text.trim_end_matches(|c: char| c.is_whitespace() || c == '.');
    let from = body.rfind(['\n', '.', '!', '?', ';'])? + 1;
    let tail = body.get(from..)?;
    let words = words(tail);
    let signs = (1..=3).contains(&words.len())
        && words
            .iter()
            .all(|word| word.capital() && word.folded.chars().count() > 1)
        && words.iter().any(|word| !word.within(NOBODY));
    let (first, last) = (words.first()?, words.last()?);
    let start = from + first.range.start;
    signs.then(|| Found {
        sort: Sort::Signature,
        range: start..from + last.range.end,
    })
}

/// The text with words in place of what was chosen; `word` gives the words of a sort.
pub fn mask<'w>(text: &str, found: &[Found], word: impl Fn(Sort) -> &'w str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for one in found {
        let Some(before) = text.get(at..one.range.start) else {
            continue;
        };
        out.push_str(before);
        out.push('[');
        out.push_str(word(one.sort));
        out.push(']');
        at = one.range.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(text: &str) -> Vec<(Sort, &str)> {
        let all = find(text).into_iter();
        all.map(|one| (one.sort, text.get(one.range).unwrap()))
            .collect()
    }

    #[test]
    fn n002_what_tells_who_is_shown() {
        assert_eq!(
            found("Écrivez à jean.dupont@ac-lyon.fr."),
            [(Sort::Mail, "jean.dupont@ac-lyon.fr")]
        );
        assert_eq!(
            found("Mon numéro : 06 12.34-56 78, merci"),
            [(Sort::Phone, "06 12.34-56 78")]
        );
        assert_eq!(
            found("ou le +33 6 12 34 56 78"),
            [(Sort::Phone, "+33 6 12 34 56 78")]
        );
        assert_eq!(
            found("voir exemple.fr/page et @lucas_4eB"),
            [(Sort::Web, "exemple.fr/page"), (Sort::Web, "@lucas_4eB")]
        );
        assert_eq!(
            found("au collège Jean-Moulin de Barbezieux depuis"),
            [(Sort::School, "collège Jean-Moulin de Barbezieux")]
        );
        assert_eq!(
            found("je suis au lycée professionnel Marie Curie."),
            [(Sort::School, "lycée professionnel Marie Curie")]
        );
        assert_eq!(
            found("mon établissement est le 0691234B"),
            [(Sort::School, "0691234B")]
        );
        assert_eq!(
            found("j’habite 12 rue des Lilas, à côté"),
            [(Sort::Street, "12 rue des Lilas")]
        );
        assert_eq!(found("Hier M. Durand m’a écrit"), [(Sort::Name, "Durand")]);
        assert_eq!(
            found("Hier la mère de Kévin Martin-Leroy m’a écrit"),
            [(Sort::Name, "Kévin Martin-Leroy")]
        );
        assert_eq!(
            found("Que faire ? Merci. Didier Girardin"),
            [(Sort::Name, "Didier Girardin")]
        );
        assert_eq!(
            found("Que faire ?\nIglesias Ortega"),
            [(Sort::Signature, "Iglesias Ortega")]
        );
    }

    #[test]
    fn n002_what_tells_nobody_is_left() {
        for text in [
            "Un élève a filmé mon cours et l’a mis sur TikTok. Que faire ?",
            "Mon collège refuse la protection. Est-ce légal ?",
            "Je suis AESH dans une école. Le Rectorat ne répond pas depuis le 12 mars 2026 à 10 h 30.",
            "Peut-on porter plainte contre X ?",
            "Une note sur Pronote. Merci.",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn a_long_text_is_read_once() {
        let text = "1 rue ".repeat(1_300);
        assert!(text.len() <= LONGEST);
        assert!(!find(&text).is_empty());
        assert_eq!(find(&"1 rue ".repeat(85_000)), []);
    }

    #[test]
    fn what_is_masked_is_not_there_any_more() {
        let text = "Mme Zoulika Bensaïd, lycée Jean-Moulin, zb@exemple.fr";
        let masked = mask(text, &find(text), Sort::name);
        assert_eq!(masked, "Mme [name], [school], [mail]");
    }

    proptest! {
        #[test]
        fn whatever_is_typed_is_cut_where_it_may_be(text in "[A-Za-zéÉ0-9@.+’ \\-\n]{0,120}|\\PC{0,60}") {
            let all = find(&text);
            for pair in all.windows(2) {
                prop_assert!(pair[0].range.end <= pair[1].range.start);
            }
            for one in &all {
                prop_assert!(text.get(one.range.clone()).is_some_and(|cut| !cut.is_empty()));
            }
            let masked = mask(&text, &all, |_| "…");
            for one in &all {
                if one.sort == Sort::Mail {
                    prop_assert!(!masked.contains(&text[one.range.clone()]));
                }
            }
        }
    }
}
