//! How large content may get.

use super::Reading;
use crate::error::LoadError;
use crate::warning::Severity;

/// The most content that is read unless it is allowed: 4 GiB.
const MAX_SIZE: u64 = 4 << 30;
const MAX_SIZE_NAME: &str = "4 GiB";

/// How often compressed content may expand past [`FREE_SIZE`]. Real recordings reach 10 to 40.
const MAX_RATIO: u64 = 200;
const MAX_RATIO_NAME: &str = "200:1";

/// What may expand without limit: 64 MiB.
const FREE_SIZE: u64 = 64 << 20;

/// Refuses content of more than 4 GiB unless it is allowed.
pub(super) fn check_size(size: Option<u64>, reading: Reading<'_>) -> Result<(), LoadError> {
    match size {
        Some(size) if size > MAX_SIZE && !reading.options.allow_large => {
            Err(LoadError::TooLarge { path: reading.path.to_owned(), limit: MAX_SIZE_NAME })
        }
        _ => Ok(()),
    }
}

/// Watches how far one decoder expands its input, and reports what is wrong with it.
pub(super) struct Meter<'a> {
    method: &'static str,
    /// Size of the compressed file, if it is known.
    size: Option<u64>,
    expanded: u64,
    reading: Reading<'a>,
}

impl<'a> Meter<'a> {
    pub(super) fn new(method: &'static str, size: Option<u64>, reading: Reading<'a>) -> Self {
        Self { method, size, expanded: 0, reading }
    }

    pub(super) fn reading(&self) -> Reading<'a> {
        self.reading
    }

    /// Counts `n` bytes that came out once `taken` had gone in.
    ///
    /// What counts as compressed is the whole file where its size is known: a recording may begin
    /// with its most repetitive part.
    pub(super) fn add(&mut self, n: usize, taken: u64) -> Result<(), LoadError> {
        self.expanded += n as u64;
        let compressed = self.size.unwrap_or(0).max(taken);
        let is_bomb =
            self.expanded > FREE_SIZE && self.expanded > compressed.saturating_mul(MAX_RATIO);
        let limit = match (is_bomb, self.expanded > MAX_SIZE) {
            _ if self.reading.options.allow_large => return Ok(()),
            (true, _) => MAX_RATIO_NAME,
            (_, true) => MAX_SIZE_NAME,
            _ => return Ok(()),
        };
        Err(LoadError::ExpandsTooFar {
            path: self.reading.path.to_owned(),
            method: self.method,
            expanded: self.expanded,
            compressed,
            limit,
        })
    }

    /// Reports damage at `offset` of the compressed data, and what the decoder says of it: an
    /// error if nothing came out so far, or else a loss.
    pub(super) fn damaged(
        &self,
        what: &'static str,
        decoder: &str,
        offset: u64,
    ) -> Result<(), LoadError> {
        if self.expanded == 0 {
            return Err(self.broken(if decoder.is_empty() { what } else { decoder }, offset));
        }
        let separator = if decoder.is_empty() { "" } else { ": " };
        let method = self.method;
        self.reading.damage.add(Severity::Loss, what, None, || {
            format!("{method}{separator}{decoder}, at byte {offset} of the compressed file")
        });
        Ok(())
    }

    /// The error of data that cannot be decompressed.
    pub(super) fn broken(&self, problem: impl Into<String>, offset: u64) -> LoadError {
        LoadError::Decompress {
            path: self.reading.path.to_owned(),
            method: self.method,
            problem: problem.into(),
            offset,
        }
    }

    /// Counts something odd at `offset` of the compressed data.
    pub(super) fn warn(&self, severity: Severity, what: &'static str, offset: u64) {
        let at = || format!("{}, at byte {offset} of the compressed file", self.method);
        self.reading.damage.add(severity, what, None, at);
    }
}

/// The compressed data end before they should.
pub(super) const CUT: &str = "compressed stream ends too early (truncated?)";

/// The compressed data make no sense from some place on.
pub(super) const CORRUPT: &str = "compressed stream is corrupt, and missing from there on";

/// Something else follows the compressed data.
pub(super) const GARBAGE: &str = "stretch of bytes after the compressed data, left out";
