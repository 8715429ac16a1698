//! What a program told about its asynchronous operations, beside when they ran.

use crate::strings::StringIndex;

/// How an operation ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// The file does not tell, or it never ended.
    #[default]
    Unknown,
    /// It ended well.
    Ok,
    /// It threw, was rejected, or says itself that it failed.
    Failed,
    /// Its other side left before it was done.
    Aborted,
}

impl Outcome {
    /// Its name in CSV, JSON and for people; empty where nothing is known.
    pub fn key(self) -> &'static str {
        match self {
            Self::Unknown => "",
            Self::Ok => "ok",
            Self::Failed => "failed",
            Self::Aborted => "aborted",
        }
    }

    /// Whether it counts as a failure: it failed, or was given up.
    pub fn is_failure(self) -> bool {
        matches!(self, Self::Failed | Self::Aborted)
    }
}

/// What only some operations tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OperationFacts {
    /// What it was begun with, as JSON text without the outer braces.
    pub attrs: Option<StringIndex>,
    /// The kind of error it ended with, such as `TypeError`.
    pub error: Option<StringIndex>,
    /// What the error says.
    pub message: Option<StringIndex>,
    /// The status of the answer, such as that of HTTP.
    pub status: Option<u32>,
    /// Size of the answer, in bytes.
    pub bytes: Option<u64>,
}

impl OperationFacts {
    /// Whether nothing is told.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
