//! How long a dossier stays (seal specification, section 9): 36 months after the last visit unless its owner chose more,
//! and not at all to be deleted by itself while somebody holds it. Her own deletion is never held.

use crate::entries::{Parts, Tells};
use crate::model::Case;
use crate::service::{Dossiers, Opened};
use accounts::Person;
use kernel::{DossierId, Fault, Moment};
use seal::entry::{By, EntryDraft};
use seal::grant::Rights;
use store::journal::{self, Append};
use time::{Date, Month};

/// The type of the entry of a chosen time.
pub const KIND: &str = "retention";
/// The type of the entry that suspends the automatic deletion, or lets it run again.
pub const HOLD: &str = "hold";
/// Years that can be chosen; the first is the usual one.
pub const YEARS: [i64; 3] = [journal::KEPT_MONTHS / 12, 5, 10];
/// Days before the deletion on which a mail leaves, where reminders were asked for.
pub const NOTICES: [u8; 2] = [30, 7];

/// Reads an entry of type `retention`.
pub(crate) fn apply(case: &mut Case, entry: &dyn Tells) {
    let years = entry.value("years").and_then(serde_json::Value::as_i64);
    if entry.line().by == By::Owner {
        case.years = years.filter(|years| YEARS.contains(years));
    }
}

/// Reads an entry of type `hold`.
pub(crate) fn apply_hold(case: &mut Case, entry: &dyn Tells) {
    let line = entry.line();
    if !matches!(line.by, By::Owner | By::Reader(_)) {
        return;
    }
    let held = entry.value("held").and_then(serde_json::Value::as_bool);
    case.held = held.unwrap_or(false).then_some((line.by, line.at));
}

fn chosen(years: i64) -> Result<EntryDraft, Fault> {
    Parts::of(KIND).value("years", years).done()
}

fn holding(held: bool) -> Result<EntryDraft, Fault> {
    Parts::of(HOLD).value("held", held).done()
}

/// Months after the last visit.
pub fn months(case: &Case) -> i64 {
    case.years.map_or(journal::KEPT_MONTHS, |years| years * 12)
}

/// The first day on which the automatic deletion comes: that after the month of the row.
pub fn deletion_day(purge_month: i64) -> Option<Date> {
    let after = purge_month.checked_add(1)?;
    let year = i32::try_from(after.div_euclid(12)).ok()?;
    let month = u8::try_from(after.rem_euclid(12)).ok()?.saturating_add(1);
    Date::from_calendar_date(year, Month::try_from(month).ok()?, 1).ok()
}

/// When its owner is written to before it, in her hours; nothing while somebody holds it.
pub(crate) fn notices(opened: &Opened) -> Vec<Moment> {
    let dossier = &opened.journal.dossier;
    let day = deletion_day(dossier.purge_month).filter(|_| !dossier.is_held());
    let quiet = opened.case.reminding.as_ref().map(|one| one.wishes.quiet);
    let both = day.zip(quiet);
    both.map_or_else(Vec::new, |(day, quiet)| {
        NOTICES.map(|before| quiet.reminder(day, before)).to_vec()
    })
}

impl Dossiers {
    /// Pushes the automatic deletion away at a visit, as far as was chosen; notes whose each dossier is, so that the
    /// deletion takes her access with it.
    pub async fn keep_longer(&self, person: &Person, all: &[Opened]) -> Result<(), Fault> {
        let now = journal::month(self.store().clock.now());
        let open = all.iter().filter(|one| !one.journal.dossier.damaged);
        let late: Vec<&Opened> = open
            .clone()
            .filter(|one| one.journal.dossier.purge_month < now.saturating_add(months(&one.case)))
            .collect();
        let own = open.filter(|one| one.keyring.rights == Rights::Owner);
        let own: Vec<_> = own.map(|one| (one.keyring.d, one.keyring.grant)).collect();
        let this = self.clone();
        let unknown: Vec<_> = self
            .store()
            .db
            .read(move |tx| {
                Box::pin(async move {
                    let mut unknown = Vec::new();
                    for (d, grant) in own {
                        if !this.accounts.owner_is_noted(tx, d).await? {
                            unknown.push((d, grant));
                        }
                    }
                    Ok(unknown)
                })
            })
            .await?;
        if late.is_empty() && unknown.is_empty() {
            return Ok(());
        }
        let moved: Vec<(DossierId, i64)> = late
            .iter()
            .map(|one| (one.keyring.d, months(&one.case)))
            .collect();
        let (this, person) = (self.clone(), person.clone());
        self.store()
            .db
            .write(move |tx| {
                Box::pin(async move {
                    for (d, months) in moved {
                        journal::purge_in(tx, this.store(), d, months).await?;
                    }
                    for (d, grant) in unknown {
                        this.accounts.note_owner(tx, d, &person, grant).await?;
                    }
                    Ok(())
                })
            })
            .await?;
        // Calendars and notices end with the dossier, which ends later now.
        for opened in late {
            self.keep_up_after(opened).await;
        }
        Ok(())
    }

    /// The owner chooses how long it stays after her last visit.
    pub async fn choose_years(&self, opened: &Opened, years: i64) -> Result<(), Fault> {
        if opened.case.years.unwrap_or(YEARS[0]) == years {
            return Ok(());
        }
        let (store, d, by) = (
            self.store().clone(),
            opened.keyring.d,
            opened.keyring.rights.by(),
        );
        let draft = chosen(years)?;
        self.store()
            .db
            .write(move |tx| {
                Box::pin(async move {
                    journal::append(tx, &store, d, by, draft, Append::default()).await?;
                    journal::purge_in(tx, &store, d, years * 12).await
                })
            })
            .await?;
        self.keep_up_after(opened).await;
        Ok(())
    }

    /// Suspends the automatic deletion, or lets it run again: for its owner and for who acts with her.
    pub async fn set_hold(&self, opened: &Opened, held: bool) -> Result<(), Fault> {
        if opened.case.held.is_some() == held {
            return Ok(());
        }
        let (store, d, by) = (
            self.store().clone(),
            opened.keyring.d,
            opened.keyring.rights.by(),
        );
        let draft = holding(held)?;
        self.store()
            .db
            .write(move |tx| {
                Box::pin(async move {
                    journal::append(tx, &store, d, by, draft, Append::default()).await?;
                    journal::hold(tx, &store, d, held).await
                })
            })
            .await?;
        self.keep_up_after(opened).await;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn it_goes_on_the_first_day_after_its_month() {
        let month = |year: i64, month: i64| year * 12 + month - 1;
        for (purge, day) in [
            (month(2029, 11), date!(2029 - 12 - 01)),
            (month(2029, 12), date!(2030 - 01 - 01)),
            (month(2036, 1), date!(2036 - 02 - 01)),
        ] {
            assert_eq!(deletion_day(purge), Some(day));
        }
        assert_eq!(deletion_day(i64::MAX), None);
    }
}
