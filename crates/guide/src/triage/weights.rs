//! The learnt weights: a file of fixed-width records, read where it lies, without unpacking.
//!
//! After a head of `name = value` lines and an empty line come lines of records in the order of their keys:
//! five characters of key, then one character a kind. `P` is nothing; n characters after it are n², before it -n²:
//! small weights are told finely, large ones roughly.

use super::clues::{Clue, ONE};
use std::borrow::Cow;

/// Characters of a key, six bits each.
const KEY: usize = 5;
/// Records a line, so that no line is long.
pub(super) const A_LINE: usize = 24;
/// The first of the 64 characters of a key.
const FIRST: u8 = b'0';
/// The character of a weight of nothing, and how many lie on each side of it.
const NOTHING: u8 = b'P';
const SIDE: i32 = 46;
/// The largest weight.
pub(super) const LARGEST: i32 = SIDE * SIDE;

/// Weights of clues for every kind.
#[derive(Debug, Default, Clone)]
pub struct Weights {
    text: Cow<'static, str>,
    kinds: Vec<String>,
    /// Units in one.
    scale: i64,
    bias: Vec<i64>,
    learnt_from: String,
    /// Where the records start.
    start: usize,
    count: usize,
}

impl Weights {
    /// Reads the head; the records stay in the text.
    pub fn parse(text: Cow<'static, str>) -> Result<Self, String> {
        let (head, body) = text
            .split_once("\n\n")
            .ok_or("an empty line ends the head")?;
        let field = |name: &str| {
            head.lines()
                .filter_map(|line| line.split_once(" = "))
                .find(|(key, _)| *key == name)
                .map(|(_, value)| value)
                .ok_or_else(|| format!("« {name} » is missing"))
        };
        let number = |value: &str| value.parse::<i64>().map_err(|error| error.to_string());
        let kinds: Vec<String> = field("kinds")?
            .split_whitespace()
            .map(str::to_owned)
            .collect();
        let bias = field("bias")?
            .split_whitespace()
            .map(number)
            .collect::<Result<Vec<i64>, String>>()?;
        let scale = number(field("scale")?)?;
        let learnt_from = field("learnt-from")?.to_owned();
        let width = KEY + kinds.len();
        let bytes: usize = body.lines().map(str::len).sum();
        let full = body
            .lines()
            .rev()
            .skip(1)
            .all(|l| l.len() == width * A_LINE);
        if !body.is_ascii() || !bytes.is_multiple_of(width) || !full {
            return Err("the records are not all of one width".to_owned());
        }
        if scale <= 0 || bias.len() != kinds.len() {
            return Err("the head is not that of these kinds".to_owned());
        }
        Ok(Self {
            start: text.len() - body.len(),
            count: bytes / width,
            kinds,
            scale,
            bias,
            learnt_from,
            text,
        })
    }

    /// Kinds it knows, in the order of its records.
    pub fn kinds(&self) -> &[String] {
        &self.kinds
    }

    /// The file.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The digest of what it was learnt from.
    pub fn learnt_from(&self) -> &str {
        &self.learnt_from
    }

    fn record(&self, at: usize) -> Option<(&[u8], &[u8])> {
        let width = KEY + self.kinds.len();
        let start = self.start + at * width + at / A_LINE;
        let record = self.text.as_bytes().get(start..start + width)?;
        record.split_at_checked(KEY)
    }

    /// The weights of a clue, in the order of the kinds.
    fn of(&self, key: u32) -> Option<&[u8]> {
        let wanted = spell(key);
        let (mut low, mut high) = (0, self.count);
        while low < high {
            let middle = usize::midpoint(low, high);
            let (found, weights) = self.record(middle)?;
            match found.cmp(&wanted) {
                std::cmp::Ordering::Equal => return Some(weights),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// What a clue adds to each kind, in units of [`Weights::unit`]; empty when it was never learnt.
    pub(super) fn adds(&self, clue: &Clue) -> Vec<i64> {
        self.of(clue.key)
            .unwrap_or_default()
            .iter()
            .map(|c| i64::from(*c) - i64::from(NOTHING))
            .map(|steps| steps * steps.abs() * i64::from(clue.value))
            .collect()
    }

    /// What a kind weighs before anything is said.
    pub(super) fn bias(&self) -> Vec<i64> {
        self.bias.iter().map(|b| b * i64::from(ONE)).collect()
    }

    /// Units in one natural logarithm of odds.
    pub(super) fn unit(&self) -> i64 {
        self.scale * i64::from(ONE)
    }

    /// Writes a file of weights; `rows` in the order of keys.
    pub(super) fn write(
        head: &str,
        kinds: &[String],
        bias: &[i64],
        scale: i64,
        learnt_from: &str,
        rows: &[(u32, Vec<i32>)],
    ) -> String {
        let bias: Vec<String> = bias.iter().map(ToString::to_string).collect();
        let mut out = format!(
            "{head}kinds = {}\nbias = {}\nscale = {scale}\nlearnt-from = {learnt_from}\n\n",
            kinds.join(" "),
            bias.join(" ")
        );
        for line in rows.chunks(A_LINE) {
            for (key, weights) in line {
                out.extend(spell(*key).map(char::from));
                out.extend(weights.iter().map(|weight| {
                    let steps = nearest_root(weight.unsigned_abs()) * weight.signum();
                    char::from(u8::try_from(i32::from(NOTHING) + steps).unwrap_or(NOTHING))
                }));
            }
            out.push('\n');
        }
        out
    }
}

/// The whole number whose square is nearest.
fn nearest_root(square: u32) -> i32 {
    let below = square.isqrt();
    let up = square - below * below > below;
    i32::try_from(below).map_or(SIDE, |below| (below + i32::from(up)).min(SIDE))
}

/// A key in characters whose order is its own.
fn spell(key: u32) -> [u8; KEY] {
    let digit = |shift: u32| FIRST + u8::try_from((key >> shift) & 63).unwrap_or_default();
    [digit(24), digit(18), digit(12), digit(6), digit(0)]
}

/// Chances in a thousand of each score, by powers of two in fixed point: no rounding depends on the machine.
pub(super) fn chances(scores: &[i64], unit: i64) -> Vec<u32> {
    let Some(best) = scores.iter().max() else {
        return Vec::new();
    };
    // 1.442695 = log2(e); 16 bits of fraction.
    let parts: Vec<u64> = scores
        .iter()
        .map(|score| {
            let below = i128::from(best - score) * 94_548 / i128::from(unit.max(1));
            half_to(u64::try_from(below).unwrap_or(u64::MAX))
        })
        .collect();
    let whole = parts.iter().sum::<u64>().max(1);
    parts
        .iter()
        .map(|part| u32::try_from(part * 1000 / whole).unwrap_or(1000))
        .collect()
}

/// 2^-x, x with 16 bits of fraction, the result with 30.
fn half_to(x: u64) -> u64 {
    /// 2^(-2^-i) for i = 1…8, 30 bits of fraction.
    const ROOTS: [u64; 8] = [
        759_250_125,
        902_905_651,
        984_625_594,
        1_028_218_693,
        1_050_733_751,
        1_062_175_491,
        1_067_942_999,
        1_070_838_486,
    ];
    let whole = x >> 16;
    if whole >= 30 {
        return 0;
    }
    let mut value: u64 = 1 << 30;
    for (i, root) in (0..16).zip(ROOTS) {
        if x & (0x8000 >> i) != 0 {
            value = (value * root) >> 30;
        }
    }
    value >> whole
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two() -> Weights {
        let kinds = ["a".to_owned(), "b".to_owned()];
        let rows: Vec<(u32, Vec<i32>)> = (0..60)
            .map(|i| (i * 977, vec![-i32::try_from(i * i).unwrap() / 4, 1_000_000]))
            .collect();
        Weights::parse(Weights::write("# head\n", &kinds, &[3, -3], 10, "x", &rows).into()).unwrap()
    }

    #[test]
    fn what_is_written_is_read_back() {
        let weights = two();
        let adds = |key| {
            weights.adds(&Clue {
                key,
                value: 2,
                spans: Vec::new(),
            })
        };
        assert_eq!(
            (weights.kinds().len(), weights.bias(), weights.unit()),
            (2, vec![768, -768], 2560)
        );
        for i in 0..60_u32 {
            let small = i64::from(i * i / 4);
            let [low, high] = adds(i * 977)[..] else {
                panic!("two kinds");
            };
            assert_eq!(high, i64::from(LARGEST) * 2);
            assert!((low / 2 + small).pow(2) <= small, "{low} for {small}");
        }
        assert_eq!(adds(1), [0_i64; 0]);
        assert_eq!(adds(60 * 977), [0_i64; 0]);
    }

    #[test]
    fn a_damaged_file_is_refused() {
        for text in [
            "",
            "kinds = a\n\nxx",
            "kinds = a b\nbias = 1\nscale = 1\nlearnt-from = x\n\n",
        ] {
            assert!(Weights::parse(text.into()).is_err(), "{text}");
        }
    }

    #[test]
    fn chances_follow_the_scores() {
        assert_eq!(chances(&[0, 0], 10), [500, 500]);
        let third = chances(&[0, -1000], 1000);
        assert_eq!(third, [730, 269]);
        assert_eq!(chances(&[0, -100_000], 10), [1000, 0]);
        assert_eq!(chances(&[], 10), [0_u32; 0]);
    }
}
