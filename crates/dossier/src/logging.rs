//! The public log, as this slice feeds it: its turns, the dates of its checkpoints, what pages and exports say of it.

use crate::service::{Dossiers, Opened};
use bundle::{LogFiles, SealFiles};
use kernel::{Code, Fault};
use seal::stamp::{Query, Reply};
use std::collections::BTreeMap;
use store::jobs::Job;
use store::log::{self, Added, Dates, Logged, Node, Proved, State};

/// What the page of the log shows.
#[derive(Debug, Clone)]
pub struct PublicLog {
    /// Its name.
    pub origin: String,
    /// The key that signs it.
    pub key: String,
    /// How many leaves.
    pub size: u64,
    /// Whether a third party is asked for dates of it. Neither who nor when: a date follows what somebody wrote.
    pub dated: bool,
}

impl Dossiers {
    /// Adds the leaf of the present interval, unless it is there. `apart` intervals at least lie between two dates of
    /// the log.
    pub async fn log_turn(&self, node: Node, apart: i64) -> Result<Option<Added>, Fault> {
        let dates = Dates {
            wanted: self.tsa.is_some(),
            apart,
        };
        let added = log::turn(self.store(), node, dates).await?;
        if added.is_some_and(|added| added.asked) {
            self.work.notify_one();
        }
        Ok(added)
    }

    /// What anybody may know of the log.
    pub async fn log_state(&self) -> Result<State, Fault> {
        let store = self.store().clone();
        self.store()
            .db
            .read(move |tx| Box::pin(async move { log::state(tx, &store).await }))
            .await
    }

    /// What the page of the log shows.
    pub async fn public_log(&self) -> Result<PublicLog, Fault> {
        let state = self.log_state().await?;
        Ok(PublicLog {
            dated: self.tsa.is_some(),
            size: state.size,
            key: state.key.to_string(),
            origin: state.origin,
        })
    }

    /// Asks for the date of a checkpoint.
    pub(crate) async fn stamp_log(&self, job: &Job) -> Result<(), Fault> {
        let Some(tsa) = &self.tsa else {
            return Err(Fault::new(
                Code::Internal,
                "no time-stamping authority is configured",
            ));
        };
        let Ok(place) = <[u8; 8]>::try_from(job.payload.as_slice()).map(u64::from_be_bytes) else {
            return Ok(());
        };
        let db = &self.store().db;
        let awaited = db.read(move |tx| Box::pin(log::awaited(tx, place))).await?;
        // Dated already, by this job done twice.
        let Some(awaited) = awaited else {
            return Ok(());
        };
        let query = Query::new(awaited.head.as_bytes())?;
        let der = query.der.clone();
        db.write(move |tx| Box::pin(async move { log::sent(tx, place, &der).await }))
            .await?;
        let reply = tsa.stamp(&query.der).await?;
        let stamped = Reply::parse(&reply)?.check(
            awaited.head.as_bytes(),
            Some(&query.nonce),
            self.store().clock.now(),
            &self.tsa_roots,
        )?;
        db.write(move |tx| {
            Box::pin(async move {
                log::dated(tx, place, &reply, &stamped.chain_pem, stamped.until).await
            })
        })
        .await?;
        tracing::info!(size = place + 1, "a checkpoint of the public log was dated");
        Ok(())
    }

    /// The heads of an export with everything that shows them: those that were sent to be dated, and those that are
    /// in the public log. An export made before the next leaf of the log holds no proof of its last head.
    pub(crate) async fn seal_files(
        &self,
        opened: &Opened,
        size: u64,
    ) -> Result<Vec<SealFiles>, Fault> {
        let mut files: BTreeMap<u64, SealFiles> = opened
            .seals
            .iter()
            // A head that was sent to nobody and is in no log proves nothing more than the final one.
            .filter(|seal| seal.size <= size && seal.query.is_some())
            .map(|seal| {
                let files = SealFiles {
                    size: seal.size,
                    head: seal.head.clone(),
                    tsq: seal.query.clone(),
                    tsr: seal.reply.clone(),
                    chain: seal.chain.clone(),
                    log: None,
                    renewals: Vec::new(),
                };
                (seal.size, files)
            })
            .collect();
        let replies = opened.seals.iter();
        let tokens = replies
            .filter_map(|seal| Some((seal.size, seal.reply.clone()?)))
            .collect();
        let (store, d) = (self.store().clone(), opened.keyring.d);
        let identities = opened.keyring.identities.clone();
        let logged = self.store().db.read(move |tx| {
            Box::pin(async move { log::of(tx, &store, d, &identities, &tokens).await })
        });
        for one in logged.await? {
            if one.size <= size {
                let Logged {
                    size,
                    head,
                    proved,
                    renewals,
                } = one;
                let files = files.entry(size).or_insert_with(|| SealFiles {
                    size,
                    head,
                    tsq: None,
                    tsr: None,
                    chain: None,
                    log: None,
                    renewals: Vec::new(),
                });
                files.log = Some(log_files(proved));
                files.renewals = renewals.into_iter().map(log_files).collect();
            }
        }
        Ok(files.into_values().collect())
    }
}

fn log_files(proved: Proved) -> LogFiles {
    LogFiles {
        item: proved.item,
        in_batch: proved.in_batch,
        in_log: proved.in_log,
        note: proved.note,
        tsq: proved.query,
        tsr: proved.reply,
        chain: proved.chain,
    }
}
