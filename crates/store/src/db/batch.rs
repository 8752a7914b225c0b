//! Statements of SQLite that wait for the next one. Each sending crosses to the engine's thread and back,
//! which costs more than most statements do: what needs no answer travels with what does.

use super::args::Args;
use std::fmt::Write as _;

/// What waits to be sent, in order.
#[derive(Default)]
pub(super) struct Batch {
    sql: String,
    args: Args,
    sent: u64,
}

/// A place in the batch, to give up what came after it.
pub(super) struct Mark {
    sql: usize,
    args: usize,
    sent: u64,
}

impl Batch {
    /// Adds a statement; its `$1` becomes the number that follows those already waiting.
    pub(super) fn push(&mut self, sql: &str, args: Args) {
        if !self.sql.is_empty() {
            self.sql.push_str(";\n");
        }
        renumber(sql, self.args.len(), &mut self.sql);
        self.args.extend(args);
    }

    /// Everything that waits, to be sent now.
    pub(super) fn take(&mut self) -> Option<(String, Args)> {
        if self.sql.is_empty() {
            return None;
        }
        self.sent = self.sent.saturating_add(1);
        Some((
            std::mem::take(&mut self.sql),
            std::mem::take(&mut self.args),
        ))
    }

    pub(super) const fn mark(&self) -> Mark {
        Mark {
            sql: self.sql.len(),
            args: self.args.len(),
            sent: self.sent,
        }
    }

    /// Forgets what was added since `mark` and was not sent. `true` when something was sent meanwhile: the
    /// engine then has to take that back itself.
    pub(super) fn forget_since(&mut self, mark: &Mark) -> bool {
        if self.sent == mark.sent {
            self.sql.truncate(mark.sql);
            self.args.truncate(mark.args);
            return false;
        }
        self.sql.clear();
        self.args.clear();
        true
    }
}

fn renumber(sql: &str, by: usize, out: &mut String) {
    if by == 0 {
        out.push_str(sql);
        return;
    }
    let mut parts = sql.split('$');
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let digits = part.len() - part.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (number, rest) = part.split_at(digits);
        match number.parse::<usize>() {
            Ok(number) => {
                // Writing to a string cannot fail.
                let _ = write!(out, "${}{rest}", number.saturating_add(by));
            }
            Err(_) => {
                out.push('$');
                out.push_str(part);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args;

    #[test]
    fn statements_are_numbered_on() {
        let mut batch = Batch::default();
        batch.push("BEGIN", args![]);
        batch.push("INSERT INTO a VALUES ($1, $2)", args![1_i64, "x"]);
        let mark = batch.mark();
        batch.push(
            "UPDATE a SET x = $2 WHERE y = $1 OR z = $10",
            args![2_i64, "y"],
        );
        assert!(!batch.forget_since(&mark));
        batch.push("DELETE FROM a WHERE y = $1", args![3_i64]);
        let (sql, args) = batch.take().unwrap();
        assert_eq!(
            sql,
            "BEGIN;\nINSERT INTO a VALUES ($1, $2);\nDELETE FROM a WHERE y = $3"
        );
        assert_eq!(args.len(), 3);
        assert!(batch.take().is_none());
        batch.push("SELECT 1", args![]);
        assert!(batch.forget_since(&mark), "the mark was sent");
        assert!(batch.take().is_none());
    }
}
