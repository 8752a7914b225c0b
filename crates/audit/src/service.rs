//! Who administers, and the grid that administrators fill.

use crate::model::{Found, Grid, Line};
use crate::queries;
use crate::rules::{Standing, standing};
use accounts::Accounts;
use accounts::model::Person;
use accounts::people::Role;
use kernel::date::paris_date;
use kernel::{Code, Fault, Moment};
use std::sync::{Arc, Mutex};
use time::Date;
use ui::Access;

/// Longest note, in characters.
pub const LONGEST: usize = 2_000;

/// For how long what every page says is not read again, in microseconds: another node may have changed it.
const KEPT: i64 = 10 * 60 * 1_000_000;

/// The use-cases.
#[derive(Clone)]
pub struct Audits {
    accounts: Accounts,
    said: Arc<Mutex<Option<(Moment, Access)>>>,
}

impl Audits {
    /// Over the accounts of the instance.
    pub fn new(accounts: Accounts) -> Self {
        Self {
            accounts,
            said: Arc::default(),
        }
    }

    /// Today, where the instance is.
    pub fn today(&self) -> Date {
        paris_date(self.accounts.store.clock.now())
    }

    /// Whether that person administers the instance; to anybody else the page is not there.
    ///
    /// # Errors
    /// `NotFound` for any other role.
    pub async fn administers(&self, person: &Person) -> Result<(), Fault> {
        match self.accounts.role(person.account).await? {
            Role::Administrator => Ok(()),
            _ => Err(Fault::new(Code::NotFound, "not an administrator")),
        }
    }

    /// The lines that were filled.
    pub async fn grid(&self) -> Result<Grid, Fault> {
        let db = &self.accounts.store.db;
        db.read(|tx| Box::pin(async move { queries::all(tx).await }))
            .await
    }

    /// What the grid shows today.
    pub async fn standing(&self) -> Result<Standing, Fault> {
        Ok(standing(&self.grid().await?, self.today()))
    }

    /// What every page says of it.
    pub async fn access(&self) -> Access {
        let now = self.accounts.store.clock.now();
        let said = self.said.lock().ok().and_then(|said| *said);
        match said {
            Some((at, access)) if now.0.saturating_sub(at.0) < KEPT && now >= at => access,
            // Nothing filled needs no criteria; a database that does not answer makes no site compliant.
            _ => match self.grid().await {
                Ok(grid) if grid.is_empty() => self.keep(now, Access::None),
                Ok(grid) => self.keep(now, standing(&grid, self.today()).access),
                Err(_) => Access::None,
            },
        }
    }

    fn keep(&self, now: Moment, access: Access) -> Access {
        if let Ok(mut said) = self.said.lock() {
            *said = Some((now, access));
        }
        access
    }

    /// Keeps what was found for these criteria; a line that says the same as before keeps its day.
    ///
    /// # Errors
    /// `NotFound` when the person administers nothing; `TooLarge` for a note too long.
    pub async fn fill(
        &self,
        person: &Person,
        lines: Vec<(String, Found, String)>,
    ) -> Result<(), Fault> {
        self.administers(person).await?;
        self.record(lines).await
    }

    /// The same for the command line: whoever runs it has the data already.
    ///
    /// # Errors
    /// `TooLarge` for a note too long.
    pub async fn record(&self, lines: Vec<(String, Found, String)>) -> Result<(), Fault> {
        if lines
            .iter()
            .any(|(.., note)| note.chars().count() > LONGEST)
        {
            return Err(Fault::new(Code::TooLarge, "a note is too long"));
        }
        let today = self.today();
        let db = &self.accounts.store.db;
        db.write(move |tx| {
            Box::pin(async move {
                let before = queries::all(tx).await?;
                for (id, found, note) in lines {
                    let same = match before.get(&id) {
                        Some(line) => line.found == found && line.note == note,
                        None => found == Found::Untested && note.is_empty(),
                    };
                    if !same {
                        let on = today;
                        queries::set(tx, &id, &Line { found, note, on }).await?;
                    }
                }
                Ok(())
            })
        })
        .await?;
        let found = self.standing().await?;
        self.keep(self.accounts.store.clock.now(), found.access);
        Ok(())
    }
}
