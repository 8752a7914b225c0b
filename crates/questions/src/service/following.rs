//! What is published, told to the search: it follows the numbers of the changes, on every node for itself.

use super::Panels;
use crate::model::{Stage, Thread};
use crate::queries::{events, questions, sifting};
use kernel::date::paris_date;
use kernel::ports::Change;
use kernel::search::{Entry, Face, Facets, Sort, Target};
use kernel::{Code, Fault, Moment};
use std::collections::BTreeSet;
use store::bell::Ear;

/// Changes taken in at a time.
const STEP: u32 = 500;
/// Characters of a question that make its title.
const TITLE: usize = 120;
/// What was asked and never published is kept this long after its last change, in days.
pub const KEPT_DAYS: i64 = 180;

/// The last changes are all kept: who listens may be that far behind.
const RECENT: u64 = 10_000;
const DAY: i64 = 24 * 3600;

/// A question with its answers, as the search knows it; `None` as long as nobody has answered.
pub fn entry(thread: &Thread) -> Option<Entry> {
    let answers = thread
        .answers
        .iter()
        .filter(|answer| answer.stage == Stage::Published);
    let answers: Vec<_> = answers.collect();
    let last = answers.last()?;
    let question = &thread.question;
    let mut kinds: BTreeSet<String> = answers
        .iter()
        .flat_map(|answer| answer.kinds.iter().cloned())
        .collect();
    if !question.said.kind.is_empty() {
        kinds.insert(question.said.kind.clone());
    }
    let since: Option<Moment> = answers.iter().filter_map(|answer| answer.published).min();
    let title: String = question.said.body.chars().take(TITLE).collect();
    let rest: String = question.said.body.chars().skip(TITLE).collect();
    let mut text = vec![rest];
    text.extend(answers.iter().map(|answer| answer.body.clone()));
    let one = |value: &str| match value {
        "" => Vec::new(),
        known => vec![known.to_owned()],
    };
    Some(Entry {
        target: Target::new(Sort::Question, &question.id.to_string()),
        fr: Face {
            title,
            summary: answers
                .first()
                .map(|answer| answer.body.chars().take(300).collect())
                .unwrap_or_default(),
            text: text.join("\n"),
        },
        en: Face::default(),
        names: Vec::new(),
        facets: Facets {
            kinds: kinds.into_iter().collect(),
            professions: one(&question.said.profession),
            levels: one(&question.said.level),
            year: since.map(|at| paris_date(at).year()),
            expert: last.name.clone(),
            published: since,
        },
    })
}

impl Panels {
    /// Hears of what becomes public, on this node or another.
    pub fn ear(&self) -> Ear {
        self.store().bell.listen(events::CHANNEL)
    }

    /// Tells the search what was published since it last heard; `false` when it knows all of it, or when another process
    /// of this machine tells it.
    pub async fn follow_once(&self) -> Result<bool, Fault> {
        let last = self
            .store()
            .db
            .glance(|tx| Box::pin(async move { events::last(tx).await }));
        let last = last.await?;
        if last == 0 {
            // Nothing was ever published: no index is made.
            return Ok(false);
        }
        let search = std::sync::Arc::clone(&self.ports.search);
        let at = tokio::task::spawn_blocking(move || search.at()).await;
        let at = at.map_err(|error| Fault::internal("the search stopped", error))??;
        // It knows of changes that never were here: the database is an older backup, and everything is told again.
        let at = if at > last { 0 } else { at };
        let store = self.store().clone();
        let read = self.store().db.read(move |tx| {
            Box::pin(async move {
                let new = events::after(tx, at, STEP).await?;
                let Some(last) = new.last() else {
                    return Ok(None);
                };
                let upto = last.seq;
                let ids: BTreeSet<_> = new.iter().filter_map(|event| event.question).collect();
                let mut changes = Vec::new();
                for id in ids {
                    let found = match questions::get_public(tx, id).await? {
                        Some(question) => entry(&super::public_thread(tx, &store, question).await?),
                        None => None,
                    };
                    changes.push(match found {
                        Some(entry) => Change::Put(Box::new(entry)),
                        None => Change::Gone(Target::new(Sort::Question, &id.to_string())),
                    });
                }
                Ok(Some((changes, upto)))
            })
        });
        let Some((changes, upto)) = read.await? else {
            return Ok(false);
        };
        let search = std::sync::Arc::clone(&self.ports.search);
        let told = tokio::task::spawn_blocking(move || search.follow(changes, upto)).await;
        match told.map_err(|error| Fault::internal("the search stopped", error))? {
            Ok(()) => Ok(true),
            Err(fault) if fault.code() == Code::Conflict => Ok(false),
            Err(fault) => Err(fault),
        }
    }

    /// Removes what was asked, never published, and has not moved for half a year (`KEPT_DAYS`); forgets addresses as long after,
    /// and changes that others followed. Gives how many questions went.
    pub async fn purge(&self) -> Result<u64, Fault> {
        let before = self.now().plus_seconds(-KEPT_DAYS * DAY);
        let store = self.store().clone();
        let work = self.store().db.write(move |tx| {
            Box::pin(async move {
                let last = events::last(tx).await?;
                events::compact(tx, last.saturating_sub(RECENT)).await?;
                let gone = questions::purge(tx, before).await?;
                sifting::forget(tx).await?;
                questions::forget_mails(tx, &store, before).await?;
                Ok(gone)
            })
        });
        work.await
    }
}
