//! Values sent with a statement: three kinds that mean the same on both engines (bytes, text and
//! 64-bit integers), typed even when absent because PostgreSQL wants the type of a null.

use kernel::{
    AccountId, AnswerId, BlobId, DossierId, GrantId, Moment, NoteId, OrgId, PanelId, QuestionId,
    RefusalId, SlotId, UploadId,
};

/// One value of a statement.
#[derive(Debug, Clone)]
pub enum Arg {
    /// `BLOB` or `BYTEA`.
    Bytes(Option<Vec<u8>>),
    /// `TEXT`.
    Text(Option<String>),
    /// `INTEGER` or `BIGINT`.
    Int(Option<i64>),
}

/// The values of a statement, in the order of its `$1`, `$2`…
pub type Args = Vec<Arg>;

/// What may be sent to the database.
pub trait Bind {
    /// The value.
    fn bind(self) -> Arg;
    /// The absent value of the same kind.
    fn null() -> Arg;
}

/// The values of one statement: `args![dossier, seq, &bytes[..], note.as_str()]`.
#[macro_export]
macro_rules! args {
    ($($value:expr),* $(,)?) => {
        ::std::vec![$($crate::db::Bind::bind($value)),*]
    };
}

macro_rules! binds {
    ($($type:ty => $kind:ident, |$value:ident| $to:expr;)+) => {$(
        impl Bind for $type {
            fn bind(self) -> Arg {
                let $value = self;
                Arg::$kind(Some($to))
            }
            fn null() -> Arg {
                Arg::$kind(None)
            }
        }
    )+};
}

binds! {
    &[u8] => Bytes, |v| v.to_vec();
    Vec<u8> => Bytes, |v| v;
    &Vec<u8> => Bytes, |v| v.clone();
    &str => Text, |v| v.to_owned();
    String => Text, |v| v;
    &String => Text, |v| v.clone();
    i64 => Int, |v| v;
    u32 => Int, |v| i64::from(v);
    bool => Int, |v| i64::from(v);
    Moment => Int, |v| v.0;
    AccountId => Bytes, |v| v.bytes().to_vec();
    BlobId => Bytes, |v| v.bytes().to_vec();
    DossierId => Bytes, |v| v.bytes().to_vec();
    GrantId => Bytes, |v| v.bytes().to_vec();
    NoteId => Bytes, |v| v.bytes().to_vec();
    OrgId => Bytes, |v| v.bytes().to_vec();
    SlotId => Bytes, |v| v.bytes().to_vec();
    UploadId => Bytes, |v| v.bytes().to_vec();
    PanelId => Bytes, |v| v.bytes().to_vec();
    QuestionId => Bytes, |v| v.bytes().to_vec();
    AnswerId => Bytes, |v| v.bytes().to_vec();
    RefusalId => Bytes, |v| v.bytes().to_vec();
}

impl<const N: usize> Bind for [u8; N] {
    fn bind(self) -> Arg {
        Arg::Bytes(Some(self.to_vec()))
    }
    fn null() -> Arg {
        Arg::Bytes(None)
    }
}

impl<const N: usize> Bind for &[u8; N] {
    fn bind(self) -> Arg {
        Arg::Bytes(Some(self.to_vec()))
    }
    fn null() -> Arg {
        Arg::Bytes(None)
    }
}

impl<T: Bind> Bind for Option<T> {
    fn bind(self) -> Arg {
        self.map_or_else(T::null, Bind::bind)
    }
    fn null() -> Arg {
        T::null()
    }
}

/// Hands the values to one engine's driver.
pub(crate) fn encode<A: sqlx::Arguments>(args: Args) -> Result<A, sqlx::Error>
where
    Option<Vec<u8>>: for<'q> sqlx::Encode<'q, A::Database> + sqlx::Type<A::Database>,
    Option<String>: for<'q> sqlx::Encode<'q, A::Database> + sqlx::Type<A::Database>,
    Option<i64>: for<'q> sqlx::Encode<'q, A::Database> + sqlx::Type<A::Database>,
{
    let mut out = A::default();
    for arg in args {
        match arg {
            Arg::Bytes(value) => out.add(value),
            Arg::Text(value) => out.add(value),
            Arg::Int(value) => out.add(value),
        }
        .map_err(sqlx::Error::Encode)?;
    }
    Ok(out)
}
