//! The mail that says that an answer is there: to whoever left an address, with a link and not a word of the question.

use super::Panels;
use crate::model::Question;
use crate::pages::urls::MineLink;
use crate::queries::{answers, questions};
use kernel::ports::{Mail, NotSent};
use kernel::{Fault, Moment, QuestionId};
use store::Store;
use store::db::Tx;
use ui::{Lang, Url as _, Words};

/// A mail that a node has taken is another's after this long (seconds).
const LEASE: i64 = 120;
/// After so many failures it is given up, and the address forgotten.
const TRIES: u32 = 12;
/// Longest wait between two tries, in seconds.
const LONGEST_WAIT: i64 = 6 * 3600;

/// A mail is owed to whoever asked this question, and to those whose question it stands for.
pub(super) async fn owe(
    tx: &mut Tx,
    store: &Store,
    question: QuestionId,
    now: Moment,
) -> Result<(), Fault> {
    let mut all = questions::take_joined(tx, store, question).await?;
    all.extend(questions::get(tx, store, question).await?);
    for mut one in all {
        if !one.said.mail.is_empty() && !one.mail_due {
            one.mail_due = true;
            questions::set(tx, store, &one, now).await?;
        }
    }
    Ok(())
}

impl Panels {
    /// Sends one mail that is due; `false` when there was none, or nobody to send it.
    pub async fn mail_once(&self) -> Result<bool, Fault> {
        let Some(port) = self.ports.mailer.clone() else {
            return Ok(false);
        };
        let (store, now) = (self.store().clone(), self.now());
        let claim = self.store().db.write(move |tx| {
            Box::pin(async move {
                let Some((id, tries)) =
                    questions::claim_mail(tx, now, now.plus_seconds(LEASE)).await?
                else {
                    return Ok(None);
                };
                let Some(one) = questions::get(tx, &store, id).await? else {
                    return Ok(None);
                };
                // An answer that was withdrawn meanwhile is announced to nobody.
                let stands = one.joined.unwrap_or(id);
                let there = questions::get_public(tx, stands).await?.is_some()
                    && !answers::public_of(tx, &store, stands).await?.is_empty();
                Ok(Some((one, tries, there)))
            })
        });
        let Some((one, tries, there)) = claim.await? else {
            return Ok(false);
        };
        if one.said.mail.is_empty() || !there {
            self.mailed(&one, tries, 2, now).await?;
            return Ok(true);
        }
        match port.send(&self.mail(&one, now)).await {
            Ok(()) => self.mailed(&one, tries, 2, now).await?,
            Err(NotSent::Refused) => {
                tracing::warn!("a mail about an answer was refused for good");
                self.forget(one.id).await?;
            }
            Err(NotSent::Later(fault)) => {
                tracing::warn!(%fault, tries, "a mail about an answer could not be sent");
                if tries >= TRIES {
                    self.forget(one.id).await?;
                } else {
                    let wait = 60_i64
                        .saturating_mul(1_i64 << tries.saturating_sub(1).min(20))
                        .min(LONGEST_WAIT);
                    self.mailed(&one, tries, 1, now.plus_seconds(wait)).await?;
                }
            }
        }
        Ok(true)
    }

    fn mail(&self, one: &Question, now: Moment) -> Mail {
        let w = Words(Lang::of_tag(&one.said.lang).unwrap_or_default());
        let address = self.whole(&MineLink(self.token(one.id)).path());
        let id = [
            b"preau/v1/answer-mail\0".as_slice(),
            one.id.bytes(),
            &now.0.to_be_bytes(),
        ]
        .concat();
        Mail {
            to: one.said.mail.clone(),
            subject: w.t("mine-mail-subject"),
            text: w.ta("mine-mail", &[("address", &address)]) + "\n",
            id: seal::sha256(&id).to_string().chars().take(32).collect(),
            at: now,
        }
    }

    async fn mailed(
        &self,
        one: &Question,
        tries: u32,
        state: u32,
        lease: Moment,
    ) -> Result<(), Fault> {
        let id = one.id;
        let work = self.store().db.write(move |tx| {
            Box::pin(async move { questions::mailed(tx, id, tries, state, lease).await })
        });
        work.await
    }

    /// Forgets an address that takes no mail.
    async fn forget(&self, id: QuestionId) -> Result<(), Fault> {
        let (store, now) = (self.store().clone(), self.now());
        let work = self.store().db.write(move |tx| {
            Box::pin(async move {
                let Some(mut one) = questions::take(tx, &store, id).await? else {
                    return Ok(());
                };
                one.said.mail.clear();
                one.mail_due = false;
                questions::set(tx, &store, &one, now).await
            })
        });
        work.await
    }
}
