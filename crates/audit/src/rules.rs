//! What the grid lets a site say of itself (decree no. 2019-768, model declaration of the RGAA). Pure.

use crate::model::{Found, Grid, criteria};
use kernel::date::add_months;
use time::Date;
use ui::Access;

/// Months that an audit stands.
pub const STANDS: u32 = 36;

/// What the grid shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// What the site must say.
    pub access: Access,
    /// Criteria met.
    pub met: usize,
    /// Criteria that apply: met or not.
    pub applied: usize,
    /// Criteria that nobody has looked at.
    pub untested: usize,
    /// The oldest line: an audit is as old as what was looked at first.
    pub on: Option<Date>,
    /// Every criterion was looked at, and not too long ago.
    pub stands: bool,
}

impl Standing {
    /// Criteria met among those that apply, in percent, rounded down: 99.9 is not all of them.
    pub fn rate(&self) -> Option<usize> {
        (self.met * 100).checked_div(self.applied)
    }
}

/// What the grid shows that day. Half of the criteria make a partial compliance, all of them a full one; without an audit of
/// all of them, or with one too old, there is none.
pub fn standing(grid: &Grid, today: Date) -> Standing {
    let of = |id: &str| grid.get(id).map_or(Found::Untested, |line| line.found);
    let count = |wanted: Found| criteria().filter(|one| of(&one.id) == wanted).count();
    let (met, missed) = (count(Found::Met), count(Found::Missed));
    let untested = count(Found::Untested);
    let done = grid.values().filter(|line| line.found != Found::Untested);
    let on = done.map(|line| line.on).min();
    let recent = on.is_some_and(|on| today <= add_months(on, STANDS));
    let applied = met + missed;
    let stands = untested == 0 && recent && applied > 0;
    let access = match stands {
        true if missed == 0 => Access::Full,
        true if met * 2 >= applied => Access::Partial,
        _ => Access::None,
    };
    Standing {
        access,
        met,
        applied,
        untested,
        on,
        stands,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Line;
    use time::macros::date;

    const DAY: Date = date!(2026 - 11 - 22);

    /// A grid whose first `met` criteria are met, the others not.
    fn grid(met: usize) -> Grid {
        let line = |found| Line {
            found,
            note: String::new(),
            on: DAY,
        };
        let all = criteria().enumerate().map(|(at, one)| {
            let found = if at < met { Found::Met } else { Found::Missed };
            (one.id.clone(), line(found))
        });
        all.collect()
    }

    #[test]
    fn half_is_partial_all_is_full_and_one_not_looked_at_is_none() {
        for (met, access) in [
            (106, Access::Full),
            (105, Access::Partial),
            (53, Access::Partial),
            (52, Access::None),
            (0, Access::None),
        ] {
            assert_eq!(standing(&grid(met), DAY).access, access, "{met}");
        }
        let mut one = grid(106);
        one.remove("13.12");
        assert_eq!(standing(&one, DAY).access, Access::None);
        assert_eq!(standing(&one, DAY).untested, 1);
        assert_eq!(standing(&Grid::new(), DAY).rate(), None);
        assert_eq!(
            standing(&grid(105), DAY).rate(),
            Some(99),
            "never rounded up"
        );
    }

    #[test]
    fn what_does_not_apply_counts_for_nothing() {
        let mut all = grid(106);
        for line in all.values_mut() {
            line.found = Found::Aside;
        }
        assert_eq!(
            standing(&all, DAY).access,
            Access::None,
            "nothing was looked at"
        );
        if let Some(line) = all.get_mut("1.1") {
            line.found = Found::Met;
        }
        assert_eq!(standing(&all, DAY).access, Access::Full);
    }

    #[test]
    fn an_audit_stands_three_years_from_its_oldest_line() {
        let all = grid(80);
        assert_eq!(
            standing(&all, date!(2029 - 11 - 22)).access,
            Access::Partial
        );
        assert_eq!(standing(&all, date!(2029 - 11 - 23)).access, Access::None);
        let mut old = grid(106);
        if let Some(line) = old.get_mut("1.1") {
            line.on = date!(2023 - 11 - 21);
        }
        assert_eq!(standing(&old, DAY).access, Access::None);
    }
}
