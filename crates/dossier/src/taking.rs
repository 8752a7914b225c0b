//! « Tout emporter » (articles 15 and 20 of the GDPR): every dossier of the person, nothing withheld, each as the sealed ZIP
//! that anybody can check; and what the instance keeps of her account, in JSON.

use crate::exporting::Chunks;
use crate::model::Asked;
use crate::retention::YEARS;
use crate::service::{Dossiers, Opened};
use crate::showing::Choice;
use accounts::Visit;
use bundle::{Export, Parcel};
use bytes::Bytes;
use futures::Stream;
use kernel::{BlobId, Code, Fault};
use seal::vault::Identity;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{self, Read};
use tokio::sync::mpsc;

/// One dossier, ready to be written.
struct Ready {
    name: String,
    export: Export,
    blobs: BTreeMap<u64, BlobId>,
    identities: Vec<Identity>,
}

impl Dossiers {
    /// Everything of a person, as one ZIP that is written while it is sent. Each of her dossiers gets the entry of an
    /// export that hides nothing. `readme` says in her language what is in it.
    ///
    /// # Errors
    /// `SignIn` when her proof is stale.
    pub async fn take_all(
        &self,
        visit: &Visit,
        readme: String,
    ) -> Result<impl Stream<Item = io::Result<Bytes>> + use<>, Fault> {
        let person = visit.person()?;
        self.accounts.must_be_fresh(person)?;
        let (own, others, closed) = self.own(person).await?;
        let mut ready = Vec::new();
        let mut told = Vec::new();
        for (opened, number) in own.iter().zip(1_u32..) {
            let name = format!("dossier-{number}.zip");
            let damaged = opened.journal.dossier.damaged;
            told.push(self.told(opened, (!damaged).then_some(name.as_str())));
            // What contradicts its seal takes no entry more.
            if !damaged {
                ready.push(self.ready(opened, name).await?);
            }
        }
        let account = json!({
            "format": "preau-account/v1",
            "instance": &*self.store().instance,
            "at": self.store().clock.now().rfc3339(),
            "account": self.accounts.told(visit).await?,
            "dossiers": told,
            "dossiers_that_do_not_open": closed,
            "dossiers_of_others": others,
        });
        let account = serde_json::to_vec_pretty(&account)
            .map_err(|error| Fault::internal("an account in JSON", error))?;
        let (store, at) = (self.store().clone(), self.store().clock.now());
        let (send, receive) = mpsc::channel(8);
        tokio::task::spawn_blocking(move || {
            let write = || {
                let mut parcel = Parcel::begin(Chunks::new(send.clone()), at);
                parcel.put("LISEZ-MOI.txt", readme.as_bytes())?;
                parcel.put("compte.json", &account)?;
                for one in &ready {
                    parcel.dossier(&one.name, &one.export, |piece| {
                        let blob = *one.blobs.get(&piece.seq).ok_or(io::ErrorKind::NotFound)?;
                        let opened =
                            evidence::service::open(&store, blob, &one.identities, piece.bytes);
                        Ok(Box::new(opened.map_err(io::Error::other)?) as Box<dyn Read>)
                    })?;
                }
                parcel.finish()
            };
            if let Err::<(), Fault>(fault) = write() {
                tracing::error!(%fault, "an export of an account could not be written to its end");
                let _ = send.blocking_send(Err(io::Error::other("export")));
            }
        });
        Ok(futures::stream::unfold(receive, |mut receive| async move {
            receive.recv().await.map(|chunk| (chunk, receive))
        }))
    }

    async fn ready(&self, opened: &Opened, name: String) -> Result<Ready, Fault> {
        let choice = Choice {
            asked: Asked {
                identity: true,
                kept_back: true,
            },
            everything: true,
            ..Choice::default()
        };
        let mut current = self.opened_with(opened.keyring.clone(), None).await?;
        let seq = loop {
            match self.export(&current, "", &choice, None).await {
                // Somebody added meanwhile: it is read again.
                Err(fault) if fault.code() == Code::Conflict => {
                    current = self.opened_with(opened.keyring.clone(), None).await?;
                }
                made => break made?,
            }
        };
        let opened = self.opened_with(opened.keyring.clone(), None).await?;
        let pieces = opened.case.pieces.iter();
        Ok(Ready {
            name,
            export: self.assemble(&opened, seq).await?,
            blobs: pieces
                .filter_map(|piece| Some((piece.seq, piece.blob?)))
                .collect(),
            identities: opened.keyring.identities.clone(),
        })
    }

    /// What the instance keeps beside a dossier's entries.
    fn told(&self, opened: &Opened, file: Option<&str>) -> Value {
        let (dossier, case) = (&opened.journal.dossier, &opened.case);
        let reminders = case.reminding.as_ref().map(|one| {
            let wishes = &one.wishes;
            json!({
                "address": wishes.to, "days_before": wishes.before,
                "quiet_from": wishes.quiet.from, "quiet_until": wishes.quiet.until, "quiet_weekends": wishes.quiet.weekends,
            })
        });
        let readers = case.shares.iter().map(|share| {
            json!({
                "name": share.name, "organisation": share.org, "may": share.may.name(), "from": share.at.rfc3339(),
                "until": share.until.map(|at| at.rfc3339()), "ended": share.ended.map(|at| at.rfc3339()),
            })
        });
        json!({
            "file": file,
            "number": dossier.id.to_string(),
            "damaged": dossier.damaged,
            "entries": dossier.size,
            "bytes_of_pieces": dossier.used,
            "years_kept": case.years.unwrap_or(YEARS[0]),
            "held": case.held.is_some(),
            "held_by_host": dossier.operator_hold,
            "readers": readers.collect::<Vec<_>>(),
            "reminders": reminders,
            "calendars": case.open_feeds().count(),
            "links": case.links.len(),
        })
    }
}
