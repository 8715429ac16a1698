//! Why a command failed.

use std::io;

use asyncscope_core::error::LoadError;
use asyncscope_core::export::{ExportError, SaveError};
use asyncscope_core::session::dismissed::DismissedError;
use asyncscope_core::task::Cancelled;

use crate::cli::record::run::RecordError;

/// Why a command failed. Shown after `asyncscope: ` on standard error; the exit code is 2.
#[derive(Debug, thiserror::Error)]
pub(super) enum CliError {
    /// A file could not be read.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// A file could not be written.
    #[error(transparent)]
    Save(#[from] SaveError),
    /// The dismissed suspects could not be read.
    #[error(transparent)]
    Dismissed(#[from] DismissedError),
    /// A program could not be recorded.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// Something was asked for that is not there, or makes no sense.
    #[error("{0}")]
    Question(String),
    /// Standard output could not be written.
    #[error("cannot write the report: {0}")]
    Write(#[from] io::Error),
    /// This program is wrong. What is wrong was said when it happened.
    #[error("the command was stopped by that bug")]
    Bug,
    /// Nothing here cancels; the type says that something could.
    #[error("cancelled")]
    Cancelled(#[from] Cancelled),
}

impl CliError {
    /// Whether the reader of standard output left.
    pub(super) fn is_broken_pipe(&self) -> bool {
        matches!(self, Self::Write(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }
}

impl From<ExportError> for CliError {
    fn from(error: ExportError) -> Self {
        match error {
            ExportError::Write(error) => Self::Write(error),
            ExportError::Cancelled(it) => Self::Cancelled(it),
        }
    }
}

impl From<serde_json::Error> for CliError {
    fn from(error: serde_json::Error) -> Self {
        Self::Write(error.into())
    }
}
