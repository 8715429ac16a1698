//! Bytes on their way in, block by block.

use std::fs::File;
use std::io::{self, Read};

use super::{Reading, limits};
use crate::error::LoadError;
use crate::warning::Severity;

/// The most bytes of one block. Small enough that a cancel between two blocks is seen at once.
pub(super) const BLOCK: usize = 256 << 10;

/// A source of bytes.
pub(super) trait Blocks: Send {
    /// Appends the next block, of at most [`BLOCK`] bytes, and tells its length: 0 at the end.
    fn append_to(&mut self, buffer: &mut Vec<u8>) -> Result<usize, LoadError>;
}

/// Makes room for `n` more bytes. Memory that is not there is an error, not an abort.
pub(super) fn reserve(
    buffer: &mut Vec<u8>,
    n: usize,
    reading: Reading<'_>,
) -> Result<(), LoadError> {
    let made = buffer.try_reserve(n).or_else(|_| buffer.try_reserve_exact(n));
    made.map_err(|_error| no_memory(buffer.len() + n, reading))
}

fn no_memory(n: usize, reading: Reading<'_>) -> LoadError {
    let text = format!("not enough memory for {n} bytes of it");
    let source = io::Error::new(io::ErrorKind::OutOfMemory, text);
    LoadError::Read { path: reading.path.to_owned(), source }
}

/// The blocks of a regular file.
pub(super) struct FileBlocks<'a> {
    file: File,
    /// What is still to come of the size that the file had when it was opened; `None` where the
    /// system tells no size.
    left: Option<u64>,
    n_read: u64,
    reading: Reading<'a>,
}

impl<'a> FileBlocks<'a> {
    pub(super) fn new(file: File, size: Option<u64>, reading: Reading<'a>) -> Self {
        Self { file, left: size, n_read: 0, reading }
    }

    /// Reads up to `limit` bytes.
    fn read(&mut self, limit: u64, buffer: &mut Vec<u8>) -> Result<usize, LoadError> {
        let read = (&mut self.file).take(limit).read_to_end(buffer);
        read.map_err(|source| LoadError::Read { path: self.reading.path.to_owned(), source })
    }

    /// Says so if the file no longer has the size that it had when it was opened.
    fn check_end(&mut self, left: u64) -> Result<(), LoadError> {
        let at = || format!("at byte {} of the file", self.n_read);
        if left > 0 {
            let what = "bytes are missing: the file shrank while it was read";
            self.reading.damage.add_many(Severity::Loss, what, left, None, at);
        } else if self.read(1, &mut Vec::new())? > 0 {
            let what = "file grew while it was read; what was added is left out";
            let at = format!("at byte {} of the file", self.n_read);
            self.reading.damage.add(Severity::Skipped, what, None, || at);
        }
        Ok(())
    }
}

impl Blocks for FileBlocks<'_> {
    fn append_to(&mut self, buffer: &mut Vec<u8>) -> Result<usize, LoadError> {
        let block = self.left.unwrap_or(u64::MAX).min(BLOCK as u64);
        reserve(buffer, usize::try_from(block).unwrap_or(BLOCK), self.reading)?;
        let n = self.read(block, buffer)?;
        self.n_read += n as u64;
        self.reading.advance(n)?;
        match self.left {
            Some(left) if n == 0 => {
                self.check_end(left)?;
                self.left = Some(0);
            }
            Some(left) => self.left = Some(left.saturating_sub(n as u64)),
            None => limits::check_size(Some(self.n_read), self.reading)?,
        }
        Ok(n)
    }
}

/// Bytes of a source, to be looked at before they are taken.
pub(super) struct Input<'a> {
    source: Box<dyn Blocks + 'a>,
    buffer: Vec<u8>,
    /// What is taken of the buffer.
    at: usize,
    /// What was taken in all.
    n_taken: u64,
}

impl<'a> Input<'a> {
    pub(super) fn new(source: Box<dyn Blocks + 'a>) -> Self {
        Self { source, buffer: Vec::new(), at: 0, n_taken: 0 }
    }

    /// Offset of the next byte.
    pub(super) fn offset(&self) -> u64 {
        self.n_taken
    }

    /// The next bytes: at least `n` of them, or all if there are fewer.
    pub(super) fn peek(&mut self, n: usize) -> Result<&[u8], LoadError> {
        if self.buffer.len() - self.at < n {
            self.buffer.drain(..self.at);
            self.at = 0;
            while self.buffer.len() < n && self.source.append_to(&mut self.buffer)? > 0 {}
        }
        Ok(&self.buffer[self.at..])
    }

    /// Takes up to `n` of the bytes that were peeked at.
    pub(super) fn take(&mut self, n: usize) {
        let n = n.min(self.buffer.len() - self.at);
        self.at += n;
        self.n_taken += n as u64;
    }

    /// Appends the next block that was not taken, and tells its length: 0 at the end.
    pub(super) fn append_to(&mut self, buffer: &mut Vec<u8>) -> Result<usize, LoadError> {
        if self.at < self.buffer.len() {
            let n = self.buffer.len() - self.at;
            buffer.extend_from_slice(&self.buffer[self.at..]);
            self.take(n);
            self.buffer = Vec::new();
            self.at = 0;
            return Ok(n);
        }
        let n = self.source.append_to(buffer)?;
        self.n_taken += n as u64;
        Ok(n)
    }

    /// All the bytes that are left, `size` of them in all if that is known.
    pub(super) fn read_all(
        mut self,
        size: Option<u64>,
        reading: Reading<'_>,
    ) -> Result<Vec<u8>, LoadError> {
        self.buffer.drain(..self.at);
        if let Some(size) = size {
            let more = size.saturating_sub(self.buffer.len() as u64);
            let more = usize::try_from(more).unwrap_or(usize::MAX);
            let made = self.buffer.try_reserve_exact(more);
            made.map_err(|_error| no_memory(more, reading))?;
        }
        while self.source.append_to(&mut self.buffer)? > 0 {}
        Ok(self.buffer)
    }
}
