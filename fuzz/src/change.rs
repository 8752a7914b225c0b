//! Changes at random, the same ones for the same seed.

/// What often stands at the edge of what a parser expects.
const PIECES: [&[u8]; 20] = [
    b"\r\n",
    b"\r\n\r\n",
    b"\0",
    b"\xff\xff\xff\xff",
    b"\x7f\xff\xff\xff",
    b"18446744073709551615",
    b"-1",
    b"99999999999999999999",
    b"\"",
    b"{",
    b"[[[[[[[[",
    b"\\u0000",
    b"%",
    b"../",
    b"\xed\xa0\x80",
    b"\xf0\x9f\x8f\xab",
    b"\xe2\x80\xae",
    b": ",
    b"=",
    b"0",
];

/// A small generator (xorshift64*): nothing here is secret.
pub struct Changes(u64);

impl Changes {
    pub fn new(seed: u64) -> Self {
        Self(seed | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// Below `end`; 0 when there is nothing below it.
    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % (end.max(1) as u64)).unwrap_or(0)
    }

    /// One of these, changed once to eight times.
    pub fn of(&mut self, seeds: &[Vec<u8>]) -> Vec<u8> {
        let first = self.below(seeds.len());
        let mut input = seeds.get(first).cloned().unwrap_or_default();
        for _ in 0..=self.below(8) {
            self.change(&mut input, seeds);
        }
        input
    }

    fn change(&mut self, input: &mut Vec<u8>, seeds: &[Vec<u8>]) {
        let at = self.below(input.len() + 1);
        let most = if self.below(4) == 0 { 4096 } else { 16 };
        let end = (at + 1 + self.below(most)).min(input.len()).max(at);
        let random = self.next().to_le_bytes();
        match self.below(9) {
            0 => {
                let bit = random.first().map_or(1, |byte| 1 << (byte & 7));
                if let Some(byte) = input.get_mut(at) {
                    *byte ^= bit;
                }
            }
            1 => {
                if let (Some(byte), Some(new)) = (input.get_mut(at), random.first()) {
                    *byte = *new;
                }
            }
            2 => drop(input.drain(at..end)),
            3 => {
                let again: Vec<u8> = input.get(at..end).unwrap_or_default().to_vec();
                input.splice(at..at, again);
            }
            4 => drop(input.splice(at..at, random)),
            5 => {
                let n = self.below(PIECES.len());
                let piece = PIECES.get(n).copied().unwrap_or_default();
                input.splice(at..at, piece.iter().copied());
            }
            6 => {
                let n = self.below(PIECES.len());
                let piece = PIECES.get(n).copied().unwrap_or_default();
                input.splice(at..end, piece.iter().copied());
            }
            7 => {
                let n = self.below(seeds.len());
                let other = seeds.get(n).map(Vec::as_slice).unwrap_or_default();
                let from = self.below(other.len() + 1);
                let to = (from + self.below(most)).min(other.len());
                let part = other.get(from..to).unwrap_or_default().to_vec();
                input.splice(at..at, part);
            }
            _ => {
                // Rarely: what is short tries little.
                if self.below(4) == 0 {
                    input.truncate(at);
                }
            }
        }
    }
}
