//! Padding with zeros at the end, inside the encryption, so that a size ties nothing to a public
//! original (specification §10).

/// The least that a piece occupies.
const PIECE_MIN: u64 = 256;
/// Lines and bodies grow by this step up to [`ENTRY_STEPS_UNTIL`].
const ENTRY_STEP: usize = 512;
const ENTRY_STEPS_UNTIL: usize = 4096;

/// The length of a piece of `len` bytes once padded: Padmé (Nikitin and others, PETS 2019) from
/// 256 bytes on, at most 6.2 % more.
pub const fn padded_len(len: u64) -> u64 {
    if len <= PIECE_MIN {
        return PIECE_MIN;
    }
    let exponent = len.ilog2();
    let kept = exponent.ilog2() + 1;
    let mask = (1_u64 << (exponent - kept)) - 1;
    // A length within 2^58 of the top of 64 bits is no file: it stays as it is.
    match len.checked_add(mask) {
        Some(sum) => sum & !mask,
        None => len,
    }
}

/// The length of a line or a body of `len` bytes once padded: a multiple of 512 up to 4 KiB, then
/// Padmé.
pub fn padded_entry_len(len: usize) -> usize {
    if len <= ENTRY_STEPS_UNTIL {
        len.next_multiple_of(ENTRY_STEP).max(ENTRY_STEP)
    } else {
        usize::try_from(padded_len(len as u64)).unwrap_or(len)
    }
}

/// Pads a line or a body with zeros.
pub fn pad_entry(mut bytes: Vec<u8>) -> Vec<u8> {
    let padded = padded_entry_len(bytes.len());
    bytes.resize(padded, 0);
    bytes
}

/// Takes the zeros off a line or a body; our JSON never holds a zero byte.
pub fn unpad(bytes: &[u8]) -> &[u8] {
    let end = bytes
        .iter()
        .rposition(|byte| *byte != 0)
        .map_or(0, |last| last + 1);
    bytes.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The definition of the paper, in floating point as far as it is exact.
    fn padme(len: u64) -> u64 {
        let e = (len as f64).log2().floor() as u32;
        let s = f64::from(e).log2().floor() as u32 + 1;
        let mask = (1_u64 << (e - s)) - 1;
        (len + mask) & !mask
    }

    proptest! {
        #[test]
        fn a_padded_length_is_padme_s_covers_and_costs_at_most_6_3_percent(len in 257_u64..1 << 40) {
            let padded = padded_len(len);
            prop_assert_eq!(padded, padme(len));
            prop_assert!(padded >= len);
            prop_assert!((padded - len) as f64 <= 0.063 * len as f64);
            prop_assert_eq!(padded_len(padded), padded);
        }

        #[test]
        fn an_entry_is_padded_to_few_sizes_and_comes_back(text in "[!-~]{1,6000}") {
            let padded = pad_entry(text.clone().into_bytes());
            if text.len() <= 4096 {
                prop_assert_eq!(padded.len() % 512, 0);
                prop_assert!(padded.len() - text.len() < 512);
            } else {
                prop_assert_eq!(padded.len() as u64, padded_len(text.len() as u64));
            }
            prop_assert_eq!(unpad(&padded), text.as_bytes());
        }
    }

    #[test]
    fn the_smallest_and_the_largest() {
        assert_eq!(padded_len(0), 256);
        assert_eq!(padded_len(256), 256);
        assert_eq!(padded_len(257), 272);
        assert_eq!(padded_len(1 << 30), 1 << 30);
        assert_eq!(padded_len((1 << 30) + 1), (1 << 30) + (1 << 25));
        assert_eq!(padded_len(u64::MAX), u64::MAX);
        assert_eq!(pad_entry(Vec::new()).len(), 512);
        assert_eq!(unpad(&[0; 9]), b"");
    }
}
