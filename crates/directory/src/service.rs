//! Who imports, and what is in force.

use crate::model::{Import, InForce, Kind, Listed, Replaced, departement};
use crate::queries;
use crate::rules::Sheet;
use accounts::Accounts;
use accounts::model::Person;
use accounts::people::Role;
use guide::Content;
use kernel::date::paris_date;
use kernel::{Code, Fault};
use time::Date;

/// Longest words about where a file comes from, in characters.
pub const LONGEST_SOURCE: usize = 200;

/// The use-cases.
#[derive(Clone)]
pub struct Directory {
    /// The accounts of the instance.
    pub accounts: Accounts,
    /// What Préau knows, for the national contacts.
    pub content: &'static Content,
}

impl Directory {
    /// Over the accounts of the instance.
    pub fn new(accounts: Accounts, content: &'static Content) -> Self {
        Self { accounts, content }
    }

    /// Today, where the instance is.
    pub fn today(&self) -> Date {
        paris_date(self.accounts.store.clock.now())
    }

    /// Whether that person may import; to anybody else the page is not there.
    ///
    /// # Errors
    /// `NotFound` for any other role.
    pub async fn may_import(&self, person: &Person) -> Result<(), Fault> {
        match self.accounts.role(person.account).await? {
            Role::Administrator | Role::Coordinator => Ok(()),
            _ => Err(Fault::new(
                Code::NotFound,
                "neither administrator nor coordinator",
            )),
        }
    }

    /// What is shown of each kind, in the order of lists.
    pub async fn in_force(&self) -> Result<Vec<InForce>, Fault> {
        let db = &self.accounts.store.db;
        let read = db.read(|tx| Box::pin(async move { queries::in_force(tx).await }));
        let mut all = read.await?;
        all.sort_by_key(|one| one.kind);
        Ok(all)
    }

    /// Takes a file in, in the place of what was there of its kinds: all of it in one commit. `older` takes the place of
    /// a later list all the same.
    ///
    /// # Errors
    /// `Invalid` when the source is empty or too long, or the day has not come; `Conflict` when a later list of these
    /// kinds is shown.
    pub async fn import(
        &self,
        sheet: Sheet,
        source: &str,
        on: Date,
        older: bool,
    ) -> Result<i64, Fault> {
        let source = source.split_whitespace().collect::<Vec<_>>().join(" ");
        if !is_source(&source) || on > self.today() {
            return Err(Fault::new(
                Code::Invalid,
                "a source and a day that has come are needed",
            ));
        }
        let now = self.accounts.store.clock.now();
        let kinds: Vec<Kind> = sheet.kinds().into_iter().collect();
        let db = &self.accounts.store.db;
        db.write(move |tx| {
            Box::pin(async move {
                let shown = queries::in_force(tx).await?;
                let replaced = Replaced::of(&shown, &sheet.kinds());
                if !older && replaced.is_some_and(|before| before.on > on) {
                    return Err(Fault::new(Code::Conflict, "a later list is shown"));
                }
                queries::import(tx, (&source, on, now), &kinds, &sheet.entries).await
            })
        })
        .await
    }

    /// Every file that was imported, the last first.
    pub async fn imports(&self) -> Result<Vec<Import>, Fault> {
        let db = &self.accounts.store.db;
        db.read(|tx| Box::pin(async move { queries::imports(tx).await }))
            .await
    }

    /// Whom to call in that département, those who help first; nobody for a number that is none.
    pub async fn listed(&self, number: &str) -> Result<Vec<Listed>, Fault> {
        if departement(number).is_none() {
            return Ok(Vec::new());
        }
        let number = number.to_owned();
        let db = &self.accounts.store.db;
        let read = db.read(move |tx| {
            let number = number.clone();
            Box::pin(async move { queries::listed(tx, &number).await })
        });
        let mut all = read.await?;
        all.sort_by_key(|one| (one.entry.kind, one.entry.name.to_lowercase()));
        Ok(all)
    }

    /// The départements that have an entry.
    pub async fn known(&self) -> Result<Vec<String>, Fault> {
        let db = &self.accounts.store.db;
        db.read(|tx| Box::pin(async move { queries::known(tx).await }))
            .await
    }
}

/// Whether these words can say where a file comes from.
pub fn is_source(source: &str) -> bool {
    let long = source.trim().chars().count();
    (1..=LONGEST_SOURCE).contains(&long) && !source.chars().any(char::is_control)
}
