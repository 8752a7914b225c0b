//! How many may listen on a node.

/// Files kept for everything else: pages, uploads, the database, pieces.
const REST: u64 = 1_024;

/// How many may listen where the process may open so many files: each takes one. A quarter at least stays for everything
/// else.
pub fn room(files: u64) -> usize {
    let rest = REST.min(files / 4);
    usize::try_from(files.saturating_sub(rest)).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn something_is_left_for_everything_else() {
        assert_eq!(room(1_024), 768);
        assert_eq!(room(20_000), 18_976);
        assert_eq!(room(65_536), 64_512);
        assert_eq!(room(0), 0);
    }
}
