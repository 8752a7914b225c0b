//! What went wrong, for three readers: a code for the developer, a chain for the operator's log,
//! and the key of a sentence for the person (`fault-<code>` in `locales/`). The chain never
//! reaches a page.

use std::fmt;

/// What kind of trouble it is; each has one status and one sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Code {
    /// Not there, or not theirs: the two look the same.
    NotFound,
    /// The session does not allow it, or has ended.
    SignIn,
    /// The form's proof of origin is missing or stale.
    Forgery,
    /// What was sent cannot be used as it is.
    Invalid,
    /// Larger than the instance accepts.
    TooLarge,
    /// No room left where the data lives.
    DiskFull,
    /// The upload stopped before its end.
    CutOff,
    /// Too many requests for the moment.
    Busy,
    /// Somebody else changed the same thing first.
    Conflict,
    /// Stored bytes contradict their seal.
    Damaged,
    /// Anything unforeseen.
    Internal,
}

impl Code {
    /// Every code, for tests that check the sentences.
    pub const ALL: [Self; 11] = [
        Self::NotFound,
        Self::SignIn,
        Self::Forgery,
        Self::Invalid,
        Self::TooLarge,
        Self::DiskFull,
        Self::CutOff,
        Self::Busy,
        Self::Conflict,
        Self::Damaged,
        Self::Internal,
    ];

    /// The stable name used in logs, JSON and message keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::SignIn => "sign-in",
            Self::Forgery => "forgery",
            Self::Invalid => "invalid",
            Self::TooLarge => "too-large",
            Self::DiskFull => "disk-full",
            Self::CutOff => "cut-off",
            Self::Busy => "busy",
            Self::Conflict => "conflict",
            Self::Damaged => "damaged",
            Self::Internal => "internal",
        }
    }

    /// The HTTP status that goes with it.
    pub const fn status(self) -> u16 {
        match self {
            Self::NotFound => 404,
            Self::SignIn => 401,
            Self::Forgery => 403,
            Self::Invalid => 422,
            Self::TooLarge => 413,
            Self::DiskFull => 507,
            Self::CutOff => 400,
            Self::Busy => 429,
            Self::Conflict => 409,
            Self::Damaged | Self::Internal => 500,
        }
    }
}

/// A failure: its code, and the chain of causes kept for the operator.
pub struct Fault {
    code: Code,
    context: &'static str,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Fault {
    /// A failure of this kind; `context` is a fixed text without any content of a dossier.
    pub const fn new(code: Code, context: &'static str) -> Self {
        Self {
            code,
            context,
            source: None,
        }
    }

    /// Something unforeseen, with its cause.
    pub fn internal(
        context: &'static str,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        Self::caused(Code::Internal, context, source)
    }

    /// A failure of this kind, with its cause.
    pub fn caused(
        code: Code,
        context: &'static str,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        Self {
            code,
            context,
            source: Some(source.into()),
        }
    }

    /// Writing failed: tells a full disk from the rest.
    pub fn writing(context: &'static str, error: std::io::Error) -> Self {
        let code = match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Code::DiskFull,
            _ => Code::Internal,
        };
        Self::caused(code, context, error)
    }

    /// What kind of trouble it is.
    pub const fn code(&self) -> Code {
        self.code
    }

    /// The fixed text that says where it happened.
    pub const fn context(&self) -> &'static str {
        self.context
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code.name(), self.context)?;
        let mut cause = self.source.as_deref().map(|e| e as &dyn std::error::Error);
        while let Some(error) = cause {
            write!(f, ": {error}")?;
            cause = error.source();
        }
        Ok(())
    }
}

impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Fault {}
