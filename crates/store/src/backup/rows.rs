//! Rows as a backup holds them: one JSON array a line, the same for both engines, so that what one wrote the other reads.

use crate::db::{Arg, Args, Inner, Kind, Row};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as B64;
use kernel::{Code, Fault};
use serde_json::{Value, json};
use std::sync::LazyLock;

/// What is written, in an order in which no row names one that comes later. Sessions and the drafts in them, working
/// copies, unfinished uploads and what is noted for the list of erasures stay behind.
const TABLES: [(&str, &str); 37] = [
    ("orgs", ""),
    ("accounts", ""),
    ("slots", ""),
    ("grants", ""),
    ("invites", ""),
    ("team_members", ""),
    ("team_notes", ""),
    ("tokens", ""),
    ("audit", ""),
    ("directory_imports", ""),
    ("directory_entries", ""),
    ("news", ""),
    ("news_versions", ""),
    ("panels", ""),
    ("panel_experts", ""),
    ("panel_questions", ""),
    ("panel_refusals", ""),
    ("panel_parts", ""),
    ("panel_answers", ""),
    ("panel_versions", ""),
    ("panel_events", ""),
    ("panel_counter", ""),
    ("public_files", " ORDER BY digest, holder"),
    // In order: a check adds up the leaves of one dossier after the other.
    ("dossiers", " ORDER BY dossier"),
    ("entries", " ORDER BY dossier, seq"),
    ("blobs", " WHERE state = 'live' ORDER BY blob"),
    ("nonces", ""),
    ("seals", ""),
    ("jobs", ""),
    ("erased", ""),
    ("log", ""),
    ("log_tiles", ""),
    ("log_batches", ""),
    ("log_items", ""),
    ("links", ""),
    ("watches", ""),
    ("feeds", ""),
];
/// Apart, as its rows name nothing.
const LAST: (&str, &str) = ("reminders", "");
/// What stays behind. A new table is written in one of the two lists: a test compares them with the schema.
#[cfg(test)]
pub(crate) const LEFT: [&str; 5] = ["applied", "caches", "erasures", "sessions", "uploads"];

/// A table, and how it is read. The texts are made once and kept for the life of the program.
pub(crate) struct Table {
    pub(crate) name: &'static str,
    pub(super) select: &'static str,
    pub(super) empty: &'static str,
}

pub(crate) fn tables() -> &'static [Table] {
    static MADE: LazyLock<Vec<Table>> = LazyLock::new(|| {
        let all = TABLES.iter().chain([&LAST]);
        all.map(|(name, rest)| Table {
            name,
            select: String::leak(format!("SELECT * FROM {name}{rest}")),
            empty: String::leak(format!("DELETE FROM {name}")),
        })
        .collect()
    });
    &MADE
}

/// Names of a table's columns, with their types.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Columns(Vec<(String, Kind)>);

impl Columns {
    pub(super) fn of(row: &Row) -> Self {
        Self(row.columns())
    }

    /// The first line of each part of a table.
    pub(super) fn to_line(&self) -> String {
        let names: Vec<&str> = self.0.iter().map(|one| one.0.as_str()).collect();
        let kind = |kind: &Kind| match kind {
            Kind::Bytes => 'b',
            Kind::Text => 't',
            Kind::Int => 'i',
        };
        let kinds: String = self.0.iter().map(|one| kind(&one.1)).collect();
        json!({ "columns": names, "kinds": kinds }).to_string()
    }

    pub(super) fn parse(line: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(line).ok()?;
        let names = value.get("columns")?.as_array()?;
        let kinds = value.get("kinds")?.as_str()?;
        if names.is_empty() || names.len() != kinds.len() {
            return None;
        }
        let both = names.iter().zip(kinds.chars());
        let read = both.map(|(name, kind)| {
            let name = name.as_str()?;
            // It goes into a statement.
            let plain = name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
            let kind = match kind {
                'b' => Kind::Bytes,
                't' => Kind::Text,
                'i' => Kind::Int,
                _ => return None,
            };
            (plain && !name.is_empty()).then(|| (name.to_owned(), kind))
        });
        read.collect::<Option<_>>().map(Self)
    }

    pub(super) fn place(&self, name: &str) -> Option<usize> {
        self.0.iter().position(|one| one.0 == name)
    }

    /// The statement that puts such a row back.
    pub(super) fn insert(&self, table: &str) -> String {
        let names: Vec<&str> = self.0.iter().map(|one| one.0.as_str()).collect();
        let places: Vec<String> = (1..=names.len()).map(|n| format!("${n}")).collect();
        let (names, places) = (names.join(", "), places.join(", "));
        format!("INSERT INTO {table} ({names}) VALUES ({places})")
    }

    pub(super) fn row_to_line(&self, row: &Row) -> Result<String, Fault> {
        let one = |(place, (_, kind)): (usize, &(String, Kind))| -> Result<Value, Fault> {
            Ok(match kind {
                Kind::Bytes => row.opt_bytes(place)?.map(|b| B64.encode(b)).into(),
                Kind::Text => row.opt_text(place)?.into(),
                Kind::Int => row.opt_int(place)?.into(),
            })
        };
        let values: Result<Vec<Value>, Fault> = self.0.iter().enumerate().map(one).collect();
        Ok(Value::Array(values?).to_string())
    }

    pub(super) fn row_of_line(&self, line: &str) -> Result<Args, Fault> {
        self.parse_row(line)
            .ok_or_else(|| Fault::new(Code::Damaged, "a row of the backup cannot be read"))
    }

    fn parse_row(&self, line: &str) -> Option<Args> {
        let values: Vec<Value> = serde_json::from_str(line).ok()?;
        if values.len() != self.0.len() {
            return None;
        }
        let both = values.into_iter().zip(&self.0);
        let read = both.map(|(value, (_, kind))| {
            Some(match (kind, value) {
                (Kind::Bytes, Value::Null) => Arg::Bytes(None),
                (Kind::Bytes, Value::String(text)) => Arg::Bytes(Some(B64.decode(text).ok()?)),
                (Kind::Text, Value::Null) => Arg::Text(None),
                (Kind::Text, Value::String(text)) => Arg::Text(Some(text)),
                (Kind::Int, Value::Null) => Arg::Int(None),
                (Kind::Int, Value::Number(number)) => Arg::Int(Some(number.as_i64()?)),
                _ => return None,
            })
        });
        read.collect()
    }
}

/// A row to be read by the functions that read rows of a database: these columns, in this order.
pub(super) fn pick(columns: &Columns, values: &Args, wanted: &[&str]) -> Result<Row, Fault> {
    let absent = || Fault::new(Code::Damaged, "a column of the backup is missing");
    let one = |name: &&str| {
        let place = columns.place(name).ok_or_else(absent)?;
        values.get(place).cloned().ok_or_else(absent)
    };
    let kept = wanted.iter().map(one).collect::<Result<_, Fault>>()?;
    Ok(Row(Inner::Kept(kept)))
}
