//! Where a format's bytes come from, when they are parsed while they are read.

use crate::error::{ParseError, ParseErrorKind};
use crate::task::Task;

/// The most bytes that a [`SliceSource`] hands over at once.
const BLOCK: usize = 256 << 10;

/// The bytes did not come, and whoever owns the source knows why.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SourceFailed;

impl From<SourceFailed> for ParseError {
    /// Whoever owns the source looks there before it believes this.
    fn from(_: SourceFailed) -> Self {
        ParseErrorKind::Cancelled.at(0)
    }
}

/// Bytes that come block by block, each once.
pub(crate) trait Source: Send {
    /// Appends the next block and tells its length: 0 at the end.
    fn append_to(&mut self, buffer: &mut Vec<u8>) -> Result<usize, SourceFailed>;

    /// How many bytes are still to come, if that is known.
    fn left(&self) -> Option<u64>;
}

/// A source of bytes that are in memory already. Advances its task.
pub(crate) struct SliceSource<'a> {
    bytes: &'a [u8],
    task: &'a Task,
}

impl<'a> SliceSource<'a> {
    pub(crate) fn new(bytes: &'a [u8], task: &'a Task) -> Self {
        Self { bytes, task }
    }
}

impl Source for SliceSource<'_> {
    fn append_to(&mut self, buffer: &mut Vec<u8>) -> Result<usize, SourceFailed> {
        let (block, rest) = self.bytes.split_at(self.bytes.len().min(BLOCK));
        self.task.advance(block.len() as u64).map_err(|_cancelled| SourceFailed)?;
        buffer.extend_from_slice(block);
        self.bytes = rest;
        Ok(block.len())
    }

    fn left(&self) -> Option<u64> {
        Some(self.bytes.len() as u64)
    }
}
