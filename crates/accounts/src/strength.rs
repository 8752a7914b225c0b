//! Whether a passphrase can be guessed: long enough, and more in it than what everybody tries. No rule of composition:
//! these make people choose the same ones. What is left when known words, names, dates, rows of keys and repetitions are
//! counted for little is counted by the letter; the cheapest way to write the phrase decides.

mod known;

use known::{ROWS, WORDS};

/// The least number of characters.
pub const SHORTEST: usize = 14;
/// The most: beyond, nobody typed it by hand twice.
pub const LONGEST: usize = 200;

/// Bits that are enough at a door where five tries are free and then one waits.
const ENOUGH: u32 = 40;
/// Bits of a letter: less than log2(26), since people write words.
const LETTER: u32 = 4;
/// Bits of a word of the list, of keys in a row, of a year.
const CHUNK: u32 = 8;
/// Bits of what was written before, and of the login name.
const AGAIN: u32 = 3;
/// Letters from which keys in a row and repetitions are seen: shorter ones stand in any word.
const SEEN: usize = 4;

/// Why it is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weak {
    /// Under [`SHORTEST`] characters.
    Short,
    /// Over [`LONGEST`].
    Long,
    /// Among the first that anybody tries: a saying, a keyboard row, a repetition.
    Common,
    /// The login name and little else.
    Name,
}

/// How it holds, in the words of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strength {
    /// Enough against somebody who tries at the door.
    Enough,
    /// Good.
    Good,
    /// Better than most people's.
    Great,
}

impl Strength {
    /// The end of the key of its words.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Enough => "enough",
            Self::Good => "good",
            Self::Great => "great",
        }
    }
}

/// Small letters without accents, and digits: what is left when somebody dresses a common one up.
fn plain(text: &str) -> String {
    let bare = |c: char| match c {
        'à' | 'â' | 'ä' | '@' => 'a',
        'é' | 'è' | 'ê' | 'ë' | '€' => 'e',
        'î' | 'ï' => 'i',
        'ô' | 'ö' => 'o',
        'ù' | 'û' | 'ü' => 'u',
        'ç' => 'c',
        '$' => 's',
        other => other,
    };
    let small = text.chars().flat_map(char::to_lowercase).map(bare);
    small.filter(|c| c.is_alphanumeric()).collect()
}

/// The letters that digits stand for in « m0td3p4sse ».
fn undressed(plain: &str) -> String {
    let letter = |c: char| match c {
        '0' => 'o',
        '1' => 'i',
        '3' => 'e',
        '4' => 'a',
        '5' => 's',
        '7' => 't',
        other => other,
    };
    plain.chars().map(letter).collect()
}

/// How many of the first characters follow one row, forward or backward.
fn run(text: &[char]) -> usize {
    let along = |row: &mut dyn Iterator<Item = char>| {
        let Some(first) = text.first() else { return 0 };
        let mut row = row.skip_while(|key| key != first);
        text.iter()
            .take_while(|key| row.next() == Some(**key))
            .count()
    };
    let both = |row: &&str| along(&mut row.chars()).max(along(&mut row.chars().rev()));
    ROWS.iter().map(both).max().unwrap_or_default()
}

/// How many of the characters from `at` were written just so before.
fn again(text: &[char], at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let same = |from: usize| {
        let before = text.get(from..at).unwrap_or_default().iter();
        before
            .zip(rest)
            .take_while(|(one, other)| one == other)
            .count()
    };
    (0..at).map(same).max().unwrap_or_default()
}

fn is_year(text: &[char]) -> bool {
    let [one, two, three, four] = text else {
        return false;
    };
    matches!((one, two), ('1', '9') | ('2', '0')) && three.is_ascii_digit() && four.is_ascii_digit()
}

/// The bits that it takes to guess: the cheapest way to write it, and whether that needed any letter of one's own.
fn bits(text: &str, name: &str) -> (u32, bool) {
    let letters: Vec<char> = text.chars().collect();
    // For each place, the least that the letters before it cost.
    let mut least = vec![(u32::MAX, false); letters.len() + 1];
    if let Some(first) = least.first_mut() {
        *first = (0, false);
    }
    for at in 0..letters.len() {
        let (cost, own) = least.get(at).copied().unwrap_or_default();
        let rest = letters.get(at..).unwrap_or_default();
        let mut write = |length: usize, bits: u32, own: bool| {
            if let Some(known) = least.get_mut(at + length) {
                *known = (*known).min((cost.saturating_add(bits), own));
            }
        };
        let starts = |word: &str| {
            let mut rest = rest.iter();
            word.chars().all(|letter| rest.next() == Some(&letter))
        };
        write(
            1,
            LETTER,
            own || rest.first().is_some_and(|c| !c.is_ascii_digit()),
        );
        for word in WORDS.split_whitespace().filter(|word| starts(word)) {
            write(word.len(), CHUNK, own);
        }
        if !name.is_empty() && starts(name) {
            write(name.chars().count(), AGAIN, own);
        }
        if rest.get(..4).is_some_and(is_year) {
            write(4, CHUNK, own);
        }
        for length in SEEN..=run(rest) {
            write(length, CHUNK, own);
        }
        for length in SEEN..=again(&letters, at) {
            write(length, AGAIN, own);
        }
    }
    least.last().copied().unwrap_or_default()
}

/// Judges a passphrase.
///
/// # Errors
/// Why it is refused.
pub fn judge(phrase: &str, login: &str) -> Result<Strength, Weak> {
    let length = phrase.trim().chars().count();
    if length > LONGEST {
        return Err(Weak::Long);
    }
    let (text, name) = (plain(phrase), plain(login));
    let (bits, own) = bits(&text, &name).min(bits(&undressed(&text), &name));
    let said = text.chars().count();
    if bits < ENOUGH && !name.is_empty() && text.contains(&name) && name.chars().count() * 2 >= said
    {
        return Err(Weak::Name);
    }
    // Said first: a longer one of the same kind would be refused too.
    if bits < ENOUGH && said > 0 && (!own || length >= SHORTEST) {
        return Err(Weak::Common);
    }
    if length < SHORTEST {
        return Err(Weak::Short);
    }
    Ok(match bits {
        ..60 => Strength::Enough,
        60..90 => Strength::Good,
        _ => Strength::Great,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_everybody_tries_is_refused_and_nothing_else_is_asked() {
        for (phrase, expected) in [
            ("le chat dort", Err(Weak::Short)),
            ("trop court", Err(Weak::Short)),
            ("", Err(Weak::Short)),
            ("motdepasse1234", Err(Weak::Common)),
            ("motdepasse", Err(Weak::Common)),
            ("M0td3p@$$e 2026", Err(Weak::Common)),
            ("Mot de passe !!!", Err(Weak::Common)),
            ("azertyuiopqsdfgh", Err(Weak::Common)),
            ("mlkjhgfdsqpoiuy", Err(Weak::Common)),
            ("aqwzsxedcrfvtgb", Err(Weak::Common)),
            ("1qaz2wsx3edc4rfv", Err(Weak::Common)),
            ("147258369 147258369", Err(Weak::Common)),
            ("12345678901234", Err(Weak::Common)),
            ("aaaaaaaaaaaaaaaa", Err(Weak::Common)),
            ("abab cdcd abab cdcd", Err(Weak::Common)),
            ("toto toto toto toto", Err(Weak::Common)),
            ("Maître corbeau, sur un arbre perché", Err(Weak::Common)),
            ("correct horse battery staple", Err(Weak::Common)),
            ("professeur collège 2024", Err(Weak::Common)),
            ("vie scolaire pronote", Err(Weak::Common)),
            ("lycée jules ferry 2025", Err(Weak::Common)),
            ("rentrée septembre 2026", Err(Weak::Common)),
            ("Marie Marseille 1984", Err(Weak::Common)),
            ("soleil soleil soleil", Err(Weak::Common)),
            ("camille.martin 1979", Err(Weak::Name)),
            ("dix petits pois", Ok(Strength::Enough)),
            ("le chat de la voisine dort", Ok(Strength::Good)),
            ("le chat de la voisine dort au frais", Ok(Strength::Great)),
            ("ZGw7#kd0!aPq2r", Ok(Strength::Enough)),
            ("le mot de passe du chat de la voisine", Ok(Strength::Good)),
            ("vélo tambour prairie givre", Ok(Strength::Great)),
        ] {
            assert_eq!(judge(phrase, "camille.martin"), expected, "{phrase}");
        }
        assert_eq!(judge(&"dix petits pois ".repeat(20), "x"), Err(Weak::Long));
    }

    #[test]
    fn every_known_word_is_written_as_it_is_compared() {
        for word in WORDS.split_whitespace() {
            assert_eq!(plain(word), word);
            assert!(word.is_ascii() && word.len() >= 3, "{word}");
            let weak = judge(&[word, " ", word, " ", word, "2026"].concat(), "");
            assert_eq!(weak, Err(Weak::Common), "{word}");
        }
    }
}
