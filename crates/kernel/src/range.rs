//! Which part of a file a player or a download asks for.

/// One range of a `Range` header (RFC 9110, section 14): first and last byte, both included.
/// `None` when the header is absent, unreadable or asks for several ranges: then everything is sent.
/// `Some(Err(()))` when it cannot be satisfied.
pub fn range_of(header: Option<&str>, length: u64) -> Option<Result<(u64, u64), ()>> {
    let spec = header?.trim().strip_prefix("bytes=")?;
    if spec.contains(',') {
        return None;
    }
    let (first, last) = spec.split_once('-')?;
    let end = length.checked_sub(1);
    match (first.trim(), last.trim()) {
        ("", suffix) => {
            let wanted: u64 = suffix.parse().ok()?;
            let Some(end) = end else { return Some(Err(())) };
            Some(if wanted == 0 {
                Err(())
            } else {
                Ok((length.saturating_sub(wanted), end))
            })
        }
        (first, last) => {
            let first: u64 = first.parse().ok()?;
            let last: u64 = if last.is_empty() {
                u64::MAX
            } else {
                last.parse().ok()?
            };
            if last < first {
                return None;
            }
            match end {
                Some(end) if first <= end => Some(Ok((first, last.min(end)))),
                _ => Some(Err(())),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ranges_follow_the_standard() {
        assert_eq!(range_of(Some("bytes=0-99"), 1000), Some(Ok((0, 99))));
        assert_eq!(range_of(Some("bytes=900-"), 1000), Some(Ok((900, 999))));
        assert_eq!(range_of(Some("bytes=-100"), 1000), Some(Ok((900, 999))));
        assert_eq!(range_of(Some("bytes=1000-"), 1000), Some(Err(())));
        assert_eq!(range_of(Some("bytes=0-1,5-6"), 1000), None);
        assert_eq!(range_of(Some("bytes=-5"), 0), Some(Err(())));
        assert_eq!(range_of(None, 1000), None);
    }

    proptest! {
        #[test]
        fn a_range_stays_inside(header in "bytes=[0-9]{0,6}-[0-9]{0,6}", length in 0u64..100_000) {
            if let Some(Ok((first, last))) = range_of(Some(&header), length) {
                prop_assert!(first <= last && last < length);
            }
        }
    }
}
