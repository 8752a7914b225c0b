//! What the instance keeps of an account, for its person (articles 15 and 20 of the GDPR): machine-readable, no secret.

use crate::model::Visit;
use crate::queries::people;
use crate::service::Accounts;
use kernel::Fault;
use serde_json::{Value, json};

/// A month as it is stored, in digits: `2026-11`.
fn month(stored: i64) -> String {
    format!("{}-{:02}", stored.div_euclid(12), stored.rem_euclid(12) + 1)
}

impl Accounts {
    /// Its number, the month it was made, its ways to come in, its open sessions.
    ///
    /// # Errors
    /// `SignIn` when nobody came in.
    pub async fn told(&self, visit: &Visit) -> Result<Value, Fault> {
        let person = visit.person()?;
        let (store, account) = (self.store.clone(), person.account);
        let row = self
            .store
            .db
            .read(move |tx| Box::pin(async move { people::account(tx, &store, account).await }))
            .await?;
        let doors = self.doors(person).await?;
        let sessions = self.devices(visit).await?;
        let doors = doors
            .iter()
            .map(|door| json!({ "kind": door.kind, "made": door.month.map(month) }));
        let sessions = sessions.iter().map(|open| {
            let device = open.device.as_ref();
            json!({
                "since": open.since.rfc3339(), "this_one": open.here,
                "browser": device.map(|one| one.browser), "system": device.map(|one| one.system),
            })
        });
        Ok(json!({
            "number": account.to_string(),
            "role": row.as_ref().map(|row| row.role.name()),
            "name": row.as_ref().and_then(|row| row.name.clone()),
            "made": row.as_ref().map(|row| month(row.month)),
            "ways_to_come_in": doors.collect::<Vec<_>>(),
            "sessions": sessions.collect::<Vec<_>>(),
        }))
    }
}
