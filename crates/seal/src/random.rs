//! Randomness, from the operating system only.

/// Draws `N` bytes. A system without randomness cannot keep any promise of this crate, so the
/// program stops there rather than go on with predictable keys.
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut out = [0; N];
    if getrandom::fill(&mut out).is_err() {
        std::process::abort();
    }
    out
}
