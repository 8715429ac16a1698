//! Fills the columns of a table from its text, on all threads at once.
//!
//! The threads share a lock on the text and on the rows that are not filled yet. One that has
//! nothing to do takes the next block of text and as many rows as it holds, lets the lock go, and
//! parses. So the file is read once, in order, and no byte of it stays.

use std::sync::{Mutex, PoisonError};

use crate::error::ParseError;
use crate::warning::Warnings;

use super::input::{Block, BlockEnd, Input};

/// A table whose columns are filled by several threads.
pub(super) trait Table: Sync {
    /// Rows of all columns, to be filled.
    type Part<'t>: Part;

    /// Numbers in a record.
    fn width(&self) -> usize;

    /// Parses whole records into the rows of `part`, which begin at row `first` of the table.
    fn parse(
        &self,
        text: &[u8],
        place: Place,
        part: Self::Part<'_>,
        warnings: &Warnings,
    ) -> Result<Wide, ParseError>;
}

/// Some rows of all columns of a table.
pub(super) trait Part: Sized + Send {
    /// Number of rows.
    fn rows(&self) -> usize;

    /// The first `n` rows and the rest.
    fn split(self, n: usize) -> (Self, Self);
}

/// Where a block of records belongs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    /// The row of its first record.
    pub(super) row: usize,
    /// Where it begins in the file.
    pub(super) offset: usize,
}

/// Upper halves of the numbers that need more than 32 bits: column, row, upper half.
pub(super) type Wide = Vec<(u8, u32, u32)>;

/// What came of filling a table.
#[derive(Debug, Default)]
pub(super) struct Filled {
    /// Number of rows that were filled.
    pub(super) n_rows: usize,
    /// Upper halves, by column and row.
    pub(super) wide: Wide,
    /// Where each block of records begins.
    pub(super) places: Vec<Place>,
    /// What follows the last record, once the end of the array or of the text was met.
    pub(super) end: Option<BlockEnd>,
}

/// A block of text for which too few rows were left.
pub(super) type Over = Option<(Block, Vec<u8>)>;

/// What the threads share.
struct Shared<'t, 's, 'i, T: Table> {
    input: &'i mut Input<'s>,
    /// The rows that are not filled yet.
    part: Option<T::Part<'t>>,
    over: Over,
    filled: Filled,
    error: Option<ParseError>,
    is_done: bool,
}

/// Fills the rows of `part` from `input`, or as many of them as there are records.
///
/// `filled` is what was filled before: it goes on from there. The block that did not fit, if any,
/// comes back; it is to be given to the next call.
pub(super) fn fill<'t, T: Table>(
    table: &T,
    part: T::Part<'t>,
    input: &mut Input<'_>,
    (filled, over): (Filled, Over),
    warnings: &Warnings,
) -> Result<(Filled, Over), ParseError> {
    let shared: Mutex<Shared<'t, '_, '_, T>> =
        Mutex::new(Shared { input, part: Some(part), over, filled, error: None, is_done: false });
    let n_threads = rayon::current_num_threads().clamp(1, 8);
    rayon::scope(|scope| {
        for _ in 0..n_threads {
            scope.spawn(|_| work(table, &shared, warnings));
        }
    });
    let shared = shared.into_inner().unwrap_or_else(PoisonError::into_inner);
    match shared.error {
        Some(error) => Err(error),
        None => Ok((shared.filled, shared.over)),
    }
}

/// One thread's share.
fn work<T: Table>(table: &T, shared: &Mutex<Shared<'_, '_, '_, T>>, warnings: &Warnings) {
    let mut text = Vec::new();
    loop {
        let taken = {
            let mut shared = shared.lock().unwrap_or_else(PoisonError::into_inner);
            shared.take(table.width(), &mut text)
        };
        let Some((place, part)) = taken else { return };
        let parsed = table.parse(&text, place, part, warnings);
        let is_plain = parsed.as_ref().is_ok_and(Vec::is_empty);
        if !is_plain {
            let mut shared = shared.lock().unwrap_or_else(PoisonError::into_inner);
            shared.note(parsed);
        }
    }
}

impl<'t, T: Table> Shared<'t, '_, '_, T> {
    /// Takes the next block of text, and the rows for it.
    fn take(&mut self, width: usize, text: &mut Vec<u8>) -> Option<(Place, T::Part<'t>)> {
        if self.is_done || self.error.is_some() {
            return None;
        }
        let block = match self.over.take() {
            Some((block, over)) => {
                *text = over;
                block
            }
            None => match self.input.records(width, text) {
                Ok(block) => block,
                Err(error) => {
                    self.error = Some(error);
                    return None;
                }
            },
        };
        let part = self.part.take()?;
        if block.n_records > part.rows() {
            self.over = Some((block, std::mem::take(text)));
            self.is_done = true;
            return None;
        }
        let (mine, rest) = part.split(block.n_records);
        self.part = Some(rest);
        let place = Place { row: self.filled.n_rows, offset: block.offset };
        self.filled.n_rows += block.n_records;
        self.filled.places.push(place);
        if block.end != BlockEnd::More {
            self.filled.end = Some(block.end);
            self.is_done = true;
        }
        Some((place, mine))
    }

    /// Notes what one block brought besides its rows. Of several errors the first in the file
    /// counts.
    fn note(&mut self, parsed: Result<Wide, ParseError>) {
        match parsed {
            Ok(wide) => self.filled.wide.extend(wide),
            Err(error) => {
                let is_first = self.error.as_ref().is_none_or(|it| error.offset < it.offset);
                if is_first {
                    self.error = Some(error);
                }
            }
        }
    }
}
