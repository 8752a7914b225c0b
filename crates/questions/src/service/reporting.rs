//! The report of a session (N004, N005): how many questions and parts, what waits, how long the answers took.

use super::{By, Panels};
use crate::model::{Panel, Shown, Stage, Status};
use crate::rules::status;
use kernel::{Fault, Moment, PanelId};
use serde_json::{Value, json};

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
    pub answered: u64,
    /// Public ones with some of their parts answered.
    pub partly: u64,
    /// Parts of the public ones.
    pub parts: u64,
    /// Of these, without answer.
    pub open_parts: u64,
    /// Seconds from a question to its first answer, in the middle; nothing while there is none.
    pub median: Option<i64>,
    /// The longest of them.
    pub longest: Option<i64>,
    /// Whether those that wait are past their day.
    pub late: bool,
    /// Each public question.
    pub lines: Vec<Line>,
}

/// A cell that a spreadsheet takes for text, whatever it begins with (OWASP, CSV injection).
fn cell(text: &str) -> String {
    let guard = match text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => "'",
        false => "",
    };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

impl Report {
    /// For programs: instants in RFC 3339, lengths in seconds.
    pub fn json(&self) -> Value {
        let lines = self.lines.iter().map(|line| {
            let open = line.open.iter();
            let open = open.map(|(part, text)| json!({ "part": part, "text": text }));
            json!({
                "number": line.place,
                "status": line.status.name(),
                "parts": line.parts,
                "open": open.collect::<Vec<_>>(),
                "asked": line.asked.rfc3339(),
                "first_answer_after": line.first,
                "experts": line.experts,
                "reused": line.reused,
            })
        });
        json!({
            "panel": self.panel.id,
            "theme": self.panel.theme,
            "state": self.panel.state.name(),
            "starts": self.panel.starts.rfc3339(),
            "ended": self.panel.ended.map(Moment::rfc3339),
            "due": self.panel.due().map(Moment::rfc3339),
            "late": self.late,
            "asked": self.asked,
            "waiting": self.waiting,
            "published": self.published,
            "joined": self.joined,
            "away": self.away,
            "answered": self.answered,
            "partly": self.partly,
            "parts": self.parts,
            "open_parts": self.open_parts,
            "median": self.median,
            "longest": self.longest,
            "questions": lines.collect::<Vec<_>>(),
        })
    }

    /// For a spreadsheet, a line for each public question: UTF-8 with its mark, semicolons, CRLF.
    pub fn csv(&self) -> String {
        let mut out = String::from(
            "\u{feff}numero;etat;volets;volets_sans_reponse;sans_reponse;posee;secondes_avant_reponse;experts;reprises\r\n",
        );
        for line in &self.lines {
            let open: Vec<&str> = line.open.iter().map(|(_, text)| text.as_str()).collect();
            let first = line.first.map(|seconds| seconds.to_string());
            let cells = [
                cell(&line.place.to_string()),
                cell(line.status.name()),
                cell(&line.parts.to_string()),
                cell(&line.open.len().to_string()),
                cell(&open.join(" | ")),
                cell(&line.asked.rfc3339()),
                cell(&first.unwrap_or_default()),
                cell(&line.experts.join(", ")),
                cell(&line.reused.to_string()),
            ];
            out.push_str(&cells.join(";"));
            out.push_str("\r\n");
        }
        out
    }
}

fn size(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

impl Panels {
    /// The report of a session, for its experts and for those who prepare it.
    pub async fn report(&self, by: By<'_>, panel: PanelId) -> Result<Report, Fault> {
        let session = match by {
            By::Person(person) if self.seat(person, panel).await.is_ok() => {
                self.panel(panel).await?
            }
            _ => self.prepared(by, panel).await?,
        };
        let threads = self.published(panel).await?;
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
        let with = |status: Status| size(lines.iter().filter(|line| line.status == status).count());
        Ok(Report {
            asked: of.iter().map(|one| one.1).sum(),
            waiting: count(Shown::Waiting),
            published: count(Shown::Published),
            joined: count(Shown::Joined),
            away: count(Shown::Masked) + count(Shown::Refused),
            answered: with(Status::Answered),
            partly: with(Status::Partly),
            parts: size(lines.iter().map(|line| line.parts).sum()),
            open_parts: size(lines.iter().map(|line| line.open.len()).sum()),
            median: delays.get(delays.len() / 2).copied(),
            longest: delays.last().copied(),
            late: session.due().is_some_and(|due| due < self.now()),
            panel: session,
            lines,
        })
    }
}
