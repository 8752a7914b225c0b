//! Whether a passphrase can be guessed: long enough, and none of those that everybody tries. No rule of composition:
//! these make people choose the same ones.

/// The least number of characters.
pub const SHORTEST: usize = 14;
/// The most: beyond, nobody typed it by hand twice.
pub const LONGEST: usize = 200;

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

/// Rows of French, English and German keyboards, one after the other, and what people count.
const ROWS: [&str; 5] = [
    "azertyuiopqsdfghjklmwxcvbn",
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertzuiopasdfghjklyxcvbnm",
    "01234567890123456789",
    "abcdefghijklmnopqrstuvwxyz",
];

/// Sayings, verses, slogans and passwords that lists of leaked ones begin with; plain letters.
const COMMON: [&str; 43] = [
    "motdepasse",
    "monmotdepasse",
    "motdepassesecret",
    "lemotdepasse",
    "password",
    "passphrase",
    "passwordpassword",
    "phrasedepasse",
    "maphrasedepasse",
    "jetaime",
    "jetaimemonamour",
    "iloveyou",
    "doudou",
    "chouchou",
    "loulou",
    "marseille",
    "olympiquedemarseille",
    "parissaintgermain",
    "correcthorsebatterystaple",
    "liberteegalitefraternite",
    "iletaitunefois",
    "bonjourtoutlemonde",
    "helloworld",
    "administrateur",
    "administrator",
    "bienvenue",
    "ouvretoisesame",
    "sesameouvretoi",
    "allonsenfantsdelapatrie",
    "longtempsjemesuiscouchedebonneheure",
    "maitrecorbeausurunarbreperche",
    "aujourdhuimamanestmorte",
    "jepensedoncjesuis",
    "etreounepasetre",
    "tobeornottobe",
    "maytheforcebewithyou",
    "quelaforcesoitavectoi",
    "joyeuxanniversaire",
    "happybirthday",
    "unepommeparjour",
    "lavieestbelle",
    "educationnationale",
    "professeurdesecoles",
];

/// Small letters without accents, and digits: what is left when somebody dresses a common one up.
fn plain(text: &str) -> String {
    let bare = |c: char| match c {
        'à' | 'â' | 'ä' | '@' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' => 'i',
        'ô' | 'ö' => 'o',
        'ù' | 'û' | 'ü' => 'u',
        'ç' => 'c',
        other => other,
    };
    text.chars()
        .flat_map(char::to_lowercase)
        .map(bare)
        .filter(|c| c.is_alphanumeric())
        .collect()
}

/// Whether the same few letters come again and again.
fn repeats(letters: &[char]) -> bool {
    (1..=letters.len() / 2).any(|period| {
        let again = letters.iter().skip(period);
        letters.iter().zip(again).all(|(one, other)| one == other)
    })
}

/// Whether it follows a row of keys or counts, forward or backward, but for a few letters.
fn follows_a_row(text: &str) -> bool {
    let backward: String = text.chars().rev().collect();
    let run = |text: &str| {
        ROWS.iter().any(|row| {
            let pairs: Vec<&str> = (0..row.len())
                .filter_map(|at| row.get(at..at + 2))
                .collect();
            let letters: Vec<char> = text.chars().collect();
            let along = letters
                .windows(2)
                .filter(|two| pairs.contains(&two.iter().collect::<String>().as_str()));
            along.count() * 4 >= letters.len() * 3
        })
    };
    run(text) || run(&backward)
}

/// Whether what everybody tries is there, with less than five letters of one's own.
fn is_common(text: &str) -> bool {
    COMMON
        .iter()
        .any(|common| text.contains(common) && text.chars().count() < common.chars().count() + 5)
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
    let letters: Vec<char> = text.chars().collect();
    let mut distinct = letters.clone();
    distinct.sort_unstable();
    distinct.dedup();
    // Said first: a longer one of the same kind would be refused too.
    let guessed = repeats(&letters) || follows_a_row(&text) || is_common(&text);
    if !letters.is_empty() && (guessed || (length >= SHORTEST && distinct.len() < 5)) {
        return Err(Weak::Common);
    }
    if length < SHORTEST {
        return Err(Weak::Short);
    }
    if !name.is_empty() && text.contains(&name) && letters.len() < name.chars().count() + 8 {
        return Err(Weak::Name);
    }
    Ok(match length {
        ..20 => Strength::Enough,
        20..28 => Strength::Good,
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
            ("", Err(Weak::Short)),
            ("motdepasse1234", Err(Weak::Common)),
            ("Mot de passe !!!", Err(Weak::Common)),
            ("azertyuiopqsdfgh", Err(Weak::Common)),
            ("mlkjhgfdsqpoiuy", Err(Weak::Common)),
            ("12345678901234", Err(Weak::Common)),
            ("aaaaaaaaaaaaaaaa", Err(Weak::Common)),
            ("abab cdcd abab cdcd", Err(Weak::Common)),
            ("toto toto toto toto", Err(Weak::Common)),
            ("Maître corbeau, sur un arbre perché", Err(Weak::Common)),
            ("correct horse battery staple", Err(Weak::Common)),
            ("camille.martin 1979", Err(Weak::Name)),
            ("dix petits pois", Ok(Strength::Enough)),
            ("le chat de la voisine dort", Ok(Strength::Good)),
            ("le chat de la voisine dort au soleil", Ok(Strength::Great)),
            ("ZGw7#kd0!aPq2r", Ok(Strength::Enough)),
            ("le mot de passe du chat de la voisine", Ok(Strength::Great)),
        ] {
            assert_eq!(judge(phrase, "camille.martin"), expected, "{phrase}");
        }
        assert_eq!(judge(&"dix petits pois ".repeat(20), "x"), Err(Weak::Long));
    }
}
