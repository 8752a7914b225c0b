//! Which questions of a session stand on which page. A page is the numbers from 1 to 50, from 51 to 100: a question keeps its page
//! whatever is published or taken away, so that an address stays good.

/// Numbers on a page.
pub const PAGE: u32 = 50;
/// Questions shown at once to whoever prints them.
pub const WHOLE: usize = 500;

/// The numbers that are shown, and where the ones before and after them begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shelf {
    /// The first one, or where its page begins.
    pub from: u32,
    /// The last one, or where its page ends.
    pub to: u32,
    /// What leads to those before.
    pub before: Option<u32>,
    /// What leads to those after; none where new ones come.
    pub after: Option<u32>,
}

/// Where the page of a number begins.
const fn start(place: u32) -> u32 {
    place.saturating_sub(1) / PAGE * PAGE + 1
}

/// The page that holds a number, or else the next one that there is. Without a number, the last page where questions still come,
/// and the first one where all has been said. `all` is in order.
pub fn page(all: &[u32], wanted: Option<u32>, live: bool) -> Shelf {
    let last = all.last().copied().unwrap_or(1);
    let at = match wanted {
        Some(place) => {
            let next = all.partition_point(|one| *one < place);
            all.get(next).copied().unwrap_or(last)
        }
        None if live => last,
        None => all.first().copied().unwrap_or(1),
    };
    let from = start(at);
    let to = from.saturating_add(PAGE - 1);
    let before = all.partition_point(|one| *one < from).checked_sub(1);
    let after = all.partition_point(|one| *one <= to);
    Shelf {
        from,
        to,
        before: before.and_then(|at| all.get(at)).map(|one| start(*one)),
        after: all.get(after).map(|one| start(*one)),
    }
}

/// So many of them from a number on. `all` is in order.
pub fn chunk(all: &[u32], from: u32, size: usize) -> Shelf {
    let last = all.len().saturating_sub(1);
    let at = all.partition_point(|one| *one < from).min(last);
    let end = at.saturating_add(size);
    let shown = all.get(at..end.min(all.len())).unwrap_or_default();
    Shelf {
        from: shown.first().copied().unwrap_or(1),
        to: shown.last().copied().unwrap_or(1),
        before: (at > 0)
            .then(|| all.get(at.saturating_sub(size)).copied())
            .flatten(),
        after: all.get(end).copied(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn n001_a_session_is_read_where_it_lives_and_from_the_start_once_it_is_over() {
        let all: Vec<u32> = (1..=120).collect();
        let of = |wanted, live| page(&all, wanted, live);
        assert_eq!((of(None, true).from, of(None, true).to), (101, 150));
        assert_eq!((of(None, false).from, of(None, false).before), (1, None));
        assert_eq!(of(Some(50), true).from, 1);
        let middle = Shelf {
            from: 51,
            to: 100,
            before: Some(1),
            after: Some(101),
        };
        for place in [51, 77, 100] {
            assert_eq!(of(Some(place), false), middle, "{place}");
        }
        assert_eq!(of(Some(u32::MAX), false).from, 101);
        assert_eq!(of(Some(0), false).from, 1);
        // A page from which all was taken away is passed over.
        let all = [3, 7, 160];
        let first = page(&all, Some(60), false);
        assert_eq!(
            (first.from, first.before, first.after),
            (151, Some(1), None)
        );
        assert_eq!(page(&all, Some(1), false).after, Some(151));
        assert_eq!(page(&[], Some(9), true), page(&[], None, false));
        assert_eq!(chunk(&[], 9, 5).from, 1);
    }

    proptest! {
        /// From the first one on, each question is shown once, and going back shows the same.
        #[test]
        fn pages_hold_each_once(places in proptest::collection::btree_set(1_u32..2_000, 1..300), size in 1_usize..60) {
            let all: Vec<u32> = places.into_iter().collect();
            for paged in [true, false] {
                let at = |from| if paged { page(&all, Some(from), true) } else { chunk(&all, from, size) };
                let (mut from, mut seen, mut before) = (1, Vec::new(), None);
                loop {
                    let shelf = at(from);
                    let shown = all.iter().filter(|one| (shelf.from..=shelf.to).contains(one));
                    seen.extend(shown.copied());
                    prop_assert_eq!(shelf.before, before);
                    before = Some(shelf.from);
                    match shelf.after {
                        Some(next) => from = next,
                        None => break,
                    }
                }
                prop_assert_eq!(&seen, &all);
            }
        }

        #[test]
        fn a_number_is_on_its_page(places in proptest::collection::btree_set(1_u32..2_000, 1..300), which in any::<prop::sample::Index>()) {
            let all: Vec<u32> = places.into_iter().collect();
            let place = *which.get(&all);
            let shelf = page(&all, Some(place), true);
            prop_assert!((shelf.from..=shelf.to).contains(&place));
            prop_assert_eq!((shelf.from - 1) % PAGE, 0);
        }
    }
}
