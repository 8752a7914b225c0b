//! Dates: RFC 3161 over the exact bytes of a signed head, asked by a job so that failure never blocks.
//! The query and the whole reply are kept as they are (seal specification, section 3).

use crate::service::Dossiers;
use kernel::id::to_hex;
use kernel::{AccountId, Code, DossierId, Fault, Moment};
use seal::stamp::{Query, Reply};
use store::db::Tx;
use store::jobs::{self, Job};
use store::{Store, journal, seals, sessions};

/// The kind of the jobs that ask for a date.
pub const STAMP: &str = "stamp";

/// The kind of the jobs that remove a dossier whose code was never typed back.
pub const UNCONFIRMED: &str = "unconfirmed";

/// Queues the end of a dossier that nobody confirms (seal specification, section 6: seven days).
pub async fn expect_confirmation(tx: &mut Tx, store: &Store, d: DossierId) -> Result<(), Fault> {
    let due = store.clock.now().plus_seconds(journal::UNCONFIRMED);
    jobs::enqueue(tx, store, UNCONFIRMED, d.bytes(), Some(due)).await
}

/// Queues the request for a head's date.
pub async fn enqueue(tx: &mut Tx, store: &Store, d: DossierId, size: u64) -> Result<(), Fault> {
    let payload = [d.bytes().as_slice(), &size.to_be_bytes()].concat();
    jobs::enqueue(tx, store, STAMP, &payload, None).await
}

fn target(job: &Job) -> Option<(DossierId, u64)> {
    let (d, size) = job.payload.split_first_chunk::<16>()?;
    Some((
        DossierId::new(*d),
        u64::from_be_bytes(size.try_into().ok()?),
    ))
}

/// Who dated these bytes and when, as a kept reply says: it was checked before it was kept.
pub fn read(reply: &[u8], message: &[u8]) -> Option<(String, Moment)> {
    let stamped = Reply::parse(reply)
        .ok()?
        .check(message, None, Moment(i64::MAX / 2), &[])
        .ok()?;
    Some((stamped.tsa, stamped.gen_time))
}

impl Dossiers {
    /// Does one due job; `false` when there was none. A failed job is tried again later, by itself.
    pub async fn work_once(&self) -> Result<bool, Fault> {
        let store = self.store().clone();
        let Some(job) = self
            .store()
            .db
            .write(move |tx| Box::pin(async move { jobs::claim(tx, &store).await }))
            .await?
        else {
            return Ok(false);
        };
        let outcome = match job.kind.as_str() {
            STAMP => self.stamp(&job).await,
            store::log::DATE => self.stamp_log(&job).await,
            UNCONFIRMED => self.purge_unconfirmed(&job).await,
            accounts::service::UNCONFIRMED => self.purge_account(&job).await,
            _ => Err(Fault::new(Code::Internal, "a job of an unknown kind")),
        };
        let store = self.store().clone();
        let kind = job.kind.clone();
        let failed = outcome.as_ref().err().map(ToString::to_string);
        self.store()
            .db
            .write(move |tx| {
                Box::pin(async move {
                    match failed {
                        None => jobs::done(tx, &job).await.map(drop),
                        Some(_) => jobs::fail(tx, &store, &job).await,
                    }
                })
            })
            .await?;
        if let Err(fault) = outcome {
            tracing::warn!(kind, %fault, "a job failed and will be tried again");
        }
        Ok(true)
    }

    async fn purge_unconfirmed(&self, job: &Job) -> Result<(), Fault> {
        let d = DossierId::from_slice(&job.payload)
            .map_err(|e| Fault::internal("a job names no dossier", e))?;
        let store = self.store().clone();
        let gone = self
            .store()
            .db
            .write(move |tx| {
                Box::pin(async move {
                    // Kept: its code may be typed back at this moment.
                    let lost = match journal::info_kept(tx, &store, d).await {
                        Ok(dossier) => !dossier.confirmed && !dossier.is_held(),
                        // Its owner deleted it meanwhile.
                        Err(fault) if fault.code() == Code::NotFound => false,
                        Err(fault) => return Err(fault),
                    };
                    if lost {
                        journal::delete(tx, &store, d).await?;
                    }
                    Ok(lost)
                })
            })
            .await?;
        if gone {
            self.store().swept().await;
        }
        Ok(())
    }

    async fn purge_account(&self, job: &Job) -> Result<(), Fault> {
        let account = AccountId::from_slice(&job.payload)
            .map_err(|e| Fault::internal("a job names no account", e))?;
        let accounts = self.accounts.clone();
        self.store()
            .db
            .write(move |tx| Box::pin(async move { accounts.remove_unnoted(tx, account).await }))
            .await
    }

    async fn stamp(&self, job: &Job) -> Result<(), Fault> {
        let Some(tsa) = &self.tsa else {
            return Err(Fault::new(
                Code::Internal,
                "no time-stamping authority is configured",
            ));
        };
        let Some((d, size)) = target(job) else {
            return Ok(());
        };
        let Some(waiting) = self
            .store()
            .db
            .read(move |tx| Box::pin(async move { seals::one(tx, d, size).await }))
            .await?
        else {
            // The dossier was deleted meanwhile: nothing to date.
            return Ok(());
        };
        if waiting.reply.is_some() {
            return Ok(());
        }
        let query = Query::new(waiting.head.as_bytes())?;
        let der = query.der.clone();
        self.store()
            .db
            .write({
                let der = der.clone();
                move |tx| Box::pin(async move { seals::asked(tx, d, size, &der).await })
            })
            .await?;
        let reply = tsa.stamp(&der).await?;
        let now = self.store().clock.now();
        let stamped = Reply::parse(&reply)?.check(
            waiting.head.as_bytes(),
            Some(&query.nonce),
            now,
            &self.tsa_roots,
        )?;
        let (chain, until) = (stamped.chain_pem, stamped.until);
        self.store()
            .db
            .write(move |tx| {
                Box::pin(async move { seals::answered(tx, d, size, &reply, &chain, until).await })
            })
            .await?;
        tracing::info!(
            head = to_hex(seal::sha256(waiting.head.as_bytes()).bytes()),
            "a head was dated"
        );
        Ok(())
    }
}

impl Dossiers {
    /// Housekeeping, every few minutes: ended sessions, uploads that were never finished, dossiers
    /// whose time is over (never confirmed after seven days, or past their month).
    pub async fn maintain(&self) -> Result<(), Fault> {
        let store = self.store().clone();
        self.store()
            .db
            .write(move |tx| {
                Box::pin(async move {
                    sessions::expire(tx, &store).await?;
                    journal::replay::forget(tx, &store).await?;
                    store::links::forget(tx, &store).await?;
                    store::feeds::forget(tx, &store).await
                })
            })
            .await?;
        self.accounts.sweep_given().await?;
        self.accounts.purge().await?;
        self.store().tidy().await
    }
}
