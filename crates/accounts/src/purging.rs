//! The end of a dossier that nobody opens any more (seal specification, section 9). No row says whose a dossier is; so
//! that the owner's access goes with it, its id stands beside the dossier under the key of the instance's work, as an
//! account without a name and a grant's number. It is a working copy: without it the purge leaves these two rows.

use crate::model::Person;
use crate::service::Accounts;
use kernel::{AccountId, DossierId, Fault, GrantId};
use seal::vault::{decrypt, encrypt};
use store::db::Tx;
use store::{caches, journal};

/// The name of that copy.
const NAME: &str = "owner";
/// Dossiers that go in one transaction.
const AT_ONCE: u32 = 100;

impl Accounts {
    /// Notes whose a dossier is, for its purge.
    pub async fn note_owner(
        &self,
        tx: &mut Tx,
        d: DossierId,
        person: &Person,
        grant: GrantId,
    ) -> Result<(), Fault> {
        let both = [*person.account.bytes(), *grant.bytes()].concat();
        let ct = encrypt(&both, &[self.store.secrets.work_key().to_public()])?;
        caches::put(tx, &self.store, *d.bytes(), NAME, &ct).await
    }

    /// Whether it is noted.
    pub async fn owner_is_noted(&self, tx: &mut Tx, d: DossierId) -> Result<bool, Fault> {
        let noted = caches::get(tx, &self.store, *d.bytes(), NAME).await?;
        Ok(noted.is_some())
    }

    async fn noted_owner(
        &self,
        tx: &mut Tx,
        d: DossierId,
    ) -> Result<Option<(AccountId, GrantId)>, Fault> {
        let Some(ct) = caches::get(tx, &self.store, *d.bytes(), NAME).await? else {
            return Ok(None);
        };
        let key = self.store.secrets.work_key();
        let both = decrypt(&ct, std::slice::from_ref(key))?;
        let (account, grant) = both.split_at_checked(16).unwrap_or_default();
        Ok(AccountId::from_slice(account)
            .ok()
            .zip(GrantId::from_slice(grant).ok()))
    }

    /// Deletes every dossier whose month has passed, with the rows that only it needed. Gives how many.
    ///
    /// # Errors
    /// Those of the database: what was deleted before stays so.
    pub async fn purge(&self) -> Result<u64, Fault> {
        let mut count = 0_u64;
        loop {
            let this = self.clone();
            let gone = self
                .store
                .db
                .write(move |tx| Box::pin(async move { this.purge_some(tx).await }))
                .await?;
            if gone == 0 {
                break;
            }
            count = count.saturating_add(gone);
        }
        if count > 0 {
            tracing::info!(count, "dossiers past their time were deleted");
            self.store.swept().await;
        }
        Ok(count)
    }

    async fn purge_some(&self, tx: &mut Tx) -> Result<u64, Fault> {
        let due = journal::due_for_purge(tx, &self.store, AT_ONCE).await?;
        for d in &due {
            let owner = self.noted_owner(tx, *d).await?;
            journal::delete(tx, &self.store, *d).await?;
            if let Some((account, grant)) = owner {
                self.take_back(tx, account, grant).await?;
            }
        }
        Ok(due.len() as u64)
    }
}
