//! The engines' errors in the words of [`Fault`].

use kernel::{Code, Fault};

/// Codes of SQLite, without the extended part (<https://www.sqlite.org/rescode.html>).
const SQLITE: [(i32, Code); 5] = [
    (5, Code::Busy),
    (6, Code::Busy),
    (11, Code::Damaged),
    (13, Code::DiskFull),
    (26, Code::Damaged),
];

/// SQLSTATE of PostgreSQL (its manual, appendix A).
const POSTGRES: [(&str, Code); 6] = [
    ("40001", Code::Conflict),
    ("40P01", Code::Conflict),
    ("53100", Code::DiskFull),
    ("53300", Code::Busy),
    ("55P03", Code::Busy),
    ("XX001", Code::Damaged),
];

/// The fault that `error` means. The driver's text names columns, never values.
pub(crate) fn fault(context: &'static str, error: sqlx::Error) -> Fault {
    let code = match &error {
        sqlx::Error::Database(database) => of_database(database.as_ref()),
        sqlx::Error::PoolTimedOut => Code::Busy,
        sqlx::Error::Io(io) if io.kind() == std::io::ErrorKind::StorageFull => Code::DiskFull,
        _ => Code::Internal,
    };
    Fault::caused(code, context, error)
}

fn of_database(error: &dyn sqlx::error::DatabaseError) -> Code {
    // Something was written first, or is held by what was written meanwhile.
    if error.is_unique_violation() || error.is_foreign_key_violation() {
        return Code::Conflict;
    }
    let Some(code) = error.code() else {
        return Code::Internal;
    };
    if let Some((_, known)) = POSTGRES.iter().find(|(state, _)| *state == code) {
        return *known;
    }
    // SQLSTATE has five characters; SQLite's codes are small numbers.
    match code.parse::<i32>() {
        Ok(number) if code.len() < 5 => SQLITE
            .iter()
            .find(|(primary, _)| *primary == number & 0xff)
            .map_or(Code::Internal, |(_, known)| *known),
        _ => Code::Internal,
    }
}
