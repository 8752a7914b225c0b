//! A row, read by position. A value of another type than expected means that somebody changed the
//! schema or the row by hand: the fault is `Damaged`, never a guess.

use super::args::Arg;
use kernel::{
    AccountId, AnswerId, BlobId, Code, DossierId, Fault, GrantId, Moment, NoteId, OrgId, PanelId,
    QuestionId, RefusalId, SlotId, UploadId,
};
use sqlx::{Row as _, TypeInfo as _};

/// One row of an answer.
#[derive(Debug)]
pub struct Row(pub(crate) Inner);

#[derive(Debug)]
pub(crate) enum Inner {
    Sqlite(sqlx::sqlite::SqliteRow),
    Postgres(sqlx::postgres::PgRow),
    /// As a backup holds it.
    Kept(Vec<Arg>),
}

/// An id that a column can hold.
pub trait StoredId: Sized {
    /// Reads the column's bytes.
    fn read(bytes: &[u8]) -> Option<Self>;
}

macro_rules! stored_ids {
    ($($id:ty),+) => {$(
        impl StoredId for $id {
            fn read(bytes: &[u8]) -> Option<Self> {
                Self::from_slice(bytes).ok()
            }
        }
    )+};
}

stored_ids!(
    AccountId, AnswerId, BlobId, DossierId, GrantId, NoteId, OrgId, PanelId, QuestionId, RefusalId,
    SlotId, UploadId
);

impl<const N: usize> StoredId for [u8; N] {
    fn read(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok()
    }
}

fn absent() -> Fault {
    Fault::new(Code::Damaged, "a stored value is missing")
}

fn unreadable(error: sqlx::Error) -> Fault {
    Fault::caused(Code::Damaged, "a stored value has another type", error)
}

macro_rules! getters {
    ($($(#[$doc:meta])* $opt:ident, $one:ident: $type:ty, $kind:ident;)+) => {$(
        $(#[$doc])*
        /// `None` where the column is null.
        pub fn $opt(&self, column: usize) -> Result<Option<$type>, Fault> {
            match &self.0 {
                Inner::Sqlite(row) => row.try_get(column),
                Inner::Postgres(row) => row.try_get(column),
                Inner::Kept(values) => {
                    return match values.get(column) {
                        Some(Arg::$kind(value)) => Ok(value.clone()),
                        _ => Err(Fault::new(Code::Damaged, "a kept value has another type")),
                    };
                }
            }
            .map_err(unreadable)
        }

        $(#[$doc])*
        pub fn $one(&self, column: usize) -> Result<$type, Fault> {
            self.$opt(column)?.ok_or_else(absent)
        }
    )+};
}

impl Row {
    getters! {
        /// The bytes of column `column`, from 0.
        opt_bytes, bytes: Vec<u8>, Bytes;
        /// The text of column `column`, from 0.
        opt_text, text: String, Text;
        /// The integer of column `column`, from 0.
        opt_int, int: i64, Int;
    }

    /// The names of its columns, each with the type that both engines share; a kept row has no names.
    pub(crate) fn columns(&self) -> Vec<(String, Kind)> {
        match &self.0 {
            Inner::Sqlite(row) => named(row.columns()),
            Inner::Postgres(row) => named(row.columns()),
            Inner::Kept(_) => Vec::new(),
        }
    }

    /// The id, or the bytes of fixed length, of column `column`.
    pub fn id<T: StoredId>(&self, column: usize) -> Result<T, Fault> {
        self.opt_id(column)?.ok_or_else(absent)
    }

    /// The id of column `column`; `None` where it is null.
    pub fn opt_id<T: StoredId>(&self, column: usize) -> Result<Option<T>, Fault> {
        self.opt_bytes(column)?
            .map(|bytes| {
                T::read(&bytes)
                    .ok_or_else(|| Fault::new(Code::Damaged, "a stored id has another length"))
            })
            .transpose()
    }

    /// The instant of column `column`.
    pub fn moment(&self, column: usize) -> Result<Moment, Fault> {
        self.int(column).map(Moment)
    }

    /// The instant of column `column`; `None` where it is null.
    pub fn opt_moment(&self, column: usize) -> Result<Option<Moment>, Fault> {
        Ok(self.opt_int(column)?.map(Moment))
    }

    /// The count or size of column `column`: an integer that is never negative.
    pub fn size(&self, column: usize) -> Result<u64, Fault> {
        u64::try_from(self.int(column)?)
            .map_err(|error| Fault::caused(Code::Damaged, "a stored size is negative", error))
    }

    /// The truth value of column `column` (0 or 1).
    pub fn flag(&self, column: usize) -> Result<bool, Fault> {
        Ok(self.int(column)? != 0)
    }
}

/// The three types that both engines have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Bytes,
    Text,
    Int,
}

fn named<C: sqlx::Column>(columns: &[C]) -> Vec<(String, Kind)> {
    let one = |column: &C| {
        let kind = match column.type_info().name() {
            "BLOB" | "BYTEA" => Kind::Bytes,
            "TEXT" => Kind::Text,
            _ => Kind::Int,
        };
        (column.name().to_owned(), kind)
    };
    columns.iter().map(one).collect()
}
