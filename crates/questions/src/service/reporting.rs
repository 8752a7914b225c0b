//! The report of a session (N004, N005): how many questions and parts, what waits, how long the answers took.

use super::{By, Panels};
use crate::model::{Panel, Shown, Stage, Status};
use crate::rules::status;
use kernel::{Fault, Moment, PanelId};

/// A question in the report. What was never published is counted, and not told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its number in the session.
    pub place: u32,
    /// Where it stands.
    pub status: Status,
    /// How many parts it has; 1 where it was not split.
    pub parts: usize,
    /// The parts without answer: number and words, the whole question where it was not split.
    pub open: Vec<(u32, String)>,
    /// When it was asked.
    pub asked: Moment,
    /// Seconds from the question to its first answer.
    pub first: Option<i64>,
    /// Who answered, each once.
    pub experts: Vec<String>,
    /// How many of its answers take up an earlier one.
    pub reused: usize,
}

/// The report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The session.
    pub panel: Panel,
    /// Questions asked in all.
    pub asked: u64,
    /// Not read by anybody yet.
    pub waiting: u64,
    /// Public.
    pub published: u64,
    /// That another stands for.
    pub joined: u64,
    /// Refused, or masked later.
    pub away: u64,
    /// Public ones whose parts are all answered.
    pub answered: usize,
    /// Public ones with some of their parts answered.
    pub partly: usize,
    /// Parts of the public ones.
    pub parts: usize,
    /// Of these, without answer.
    pub open_parts: usize,
    /// Seconds from a question to its first answer, in the middle; nothing while there is none.
    pub median: Option<i64>,
    /// The longest of them.
    pub longest: Option<i64>,
    /// Whether those that wait are past their day.
    pub late: bool,
    /// Each public question.
    pub lines: Vec<Line>,
}

impl Panels {
    /// The report of a session, for its experts and for those who prepare it.
    pub async fn report(&self, by: By<'_>, panel: PanelId) -> Result<Report, Fault> {
        let session = match by {
            By::Person(person) if self.sits(person, panel).await.is_ok() => {
                self.panel(panel).await?
            }
            _ => self.prepared(by, panel).await?,
        };
        let threads = self.threads(panel, &[Shown::Published], super::answering::ALL, 0);
        let threads = threads.await?;
        let of = self.count(panel).await?;
        let count = |shown: Shown| of.iter().find(|one| one.0 == shown).map_or(0, |one| one.1);
        let mut lines = Vec::new();
        for one in &threads {
            let given: Vec<_> = one
                .answers
                .iter()
                .filter(|answer| answer.stage == Stage::Published)
                .collect();
            let mut experts: Vec<String> = Vec::new();
            for answer in &given {
                if !experts.contains(&answer.name) {
                    experts.push(answer.name.clone());
                }
            }
            let open = one.open_parts().into_iter().map(|number| {
                let part = one.parts.iter().find(|part| part.number == number);
                (
                    number,
                    part.map_or_else(|| one.question.said.body.clone(), |part| part.body.clone()),
                )
            });
            lines.push(Line {
                place: one.question.place.unwrap_or_default(),
                status: one.status(),
                parts: status::numbers(&one.parts).len(),
                open: open.collect(),
                asked: one.question.asked,
                first: one.first_answer().map(|at| {
                    at.seconds()
                        .saturating_sub(one.question.asked.seconds())
                        .max(0)
                }),
                experts,
                reused: given
                    .iter()
                    .filter(|answer| answer.source.is_some())
                    .count(),
            });
        }
        lines.sort_by_key(|line| line.place);
        let mut delays: Vec<i64> = lines.iter().filter_map(|line| line.first).collect();
        delays.sort_unstable();
        let with = |status: Status| lines.iter().filter(|line| line.status == status).count();
        Ok(Report {
            asked: of.iter().map(|one| one.1).sum(),
            waiting: count(Shown::Waiting),
            published: count(Shown::Published),
            joined: count(Shown::Joined),
            away: count(Shown::Masked) + count(Shown::Refused),
            answered: with(Status::Answered),
            partly: with(Status::Partly),
            parts: lines.iter().map(|line| line.parts).sum(),
            open_parts: lines.iter().map(|line| line.open.len()).sum(),
            median: delays.get(delays.len() / 2).copied(),
            longest: delays.last().copied(),
            late: session.due().is_some_and(|due| due < self.now()),
            panel: session,
            lines,
        })
    }
}
