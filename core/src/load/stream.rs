//! Parsing while the bytes come, for formats whose files are too large to be held.

use super::blocks::Input;
use super::{Reading, first_loss};
use crate::error::{LoadError, ParseError};
use crate::formats::Format;
use crate::formats::source::{Source, SourceFailed};
use crate::model::{self, Recording};
use crate::warning::Warnings;

/// The content of a file on its way to the parser.
struct Feed<'a> {
    input: Input<'a>,
    /// Size of all the content, if it is known.
    size: Option<u64>,
    n_fed: u64,
    /// Why no more bytes come.
    failed: Option<LoadError>,
}

impl Source for Feed<'_> {
    fn append_to(&mut self, buffer: &mut Vec<u8>) -> Result<usize, SourceFailed> {
        if self.failed.is_some() {
            return Err(SourceFailed);
        }
        let read = self.input.append_to(buffer);
        let n = read.map_err(|error| {
            self.failed = Some(error);
            SourceFailed
        })?;
        self.n_fed += n as u64;
        Ok(n)
    }

    fn left(&self) -> Option<u64> {
        Some(self.size?.saturating_sub(self.n_fed))
    }
}

/// How a file is parsed.
type Parser = (&'static Format, fn(&mut dyn Source, &Warnings) -> Result<Recording, ParseError>);

/// Parses what is left of `input`.
pub(super) fn parse(
    input: Input<'_>,
    (format, parse): Parser,
    (size, compression): (Option<u64>, Option<&'static str>),
    reading: Reading<'_>,
) -> Result<Recording, LoadError> {
    let warnings = Warnings::default();
    let mut feed = Feed { input, size, n_fed: 0, failed: None };
    let parsed = parse(&mut feed, &warnings);
    if let Some(error) = feed.failed {
        return Err(error);
    }
    let path = || reading.path.to_owned();
    let mut recording = parsed.map_err(|error| {
        if error.is_cancelled() || reading.task.is_cancelled() {
            return LoadError::Cancelled { path: path() };
        }
        let damage = first_loss(&reading.damage.snapshot()).into();
        LoadError::Parse { path: path(), format: format.name, error: Box::new(error), damage }
    })?;
    recording.source = model::Source { format: format.name, size: feed.n_fed, compression };
    recording.warnings = warnings.into_vec();
    Ok(recording)
}
