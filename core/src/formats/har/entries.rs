//! The list of entries, whole, cut or damaged.

use super::draft::Draft;
use super::entry;
use crate::error::{ParseError, ParseErrorKind};
use crate::formats::json::Reader;
use crate::formats::recovery::{ObjectSearch, end_of_odd_object};
use crate::formats::requests::links::RawRequest;
use crate::index::RowIndex as _;
use crate::model::RequestIndex;
use crate::strings::StringTable;
use crate::task::Task;
use crate::warning::{Severity, Warnings};

/// Progress is reported every time about as many bytes were read.
const STEP: usize = 1 << 18;

/// Every request of the file.
pub(super) struct Entries<'a> {
    bytes: &'a [u8],
    rows: Vec<RawRequest>,
    were_met: bool,
    search: ObjectSearch<'a>,
    reported: usize,
    task: &'a Task,
    warnings: &'a Warnings,
}

type Result<T> = std::result::Result<T, ParseError>;

impl<'a> Entries<'a> {
    pub(super) fn new(bytes: &'a [u8], task: &'a Task, warnings: &'a Warnings) -> Self {
        let search = ObjectSearch::new(bytes, entry::is_entry);
        Self { bytes, rows: Vec::new(), were_met: false, search, reported: 0, task, warnings }
    }

    /// Whether the file has a list of entries, were it empty.
    pub(super) fn were_met(&self) -> bool {
        self.were_met
    }

    /// Whether no request was read.
    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The requests in the order of the file.
    pub(super) fn into_rows(self) -> Vec<RawRequest> {
        self.rows
    }

    /// Reads the list that is next.
    pub(super) fn read(
        &mut self,
        reader: &mut Reader<'a>,
        strings: &mut StringTable,
    ) -> Result<()> {
        reader.array("`entries`")?;
        self.were_met = true;
        let mut needs_comma = false;
        loop {
            match reader.peek() {
                None => return Err(reader.unexpected("a comma or `]`")),
                Some(b']') => {
                    reader.rewind(reader.offset() + 1);
                    return self.advance_to(reader.offset());
                }
                Some(b',') => reader.rewind(reader.offset() + 1),
                Some(b'{') if needs_comma => {
                    let what = "commas between requests were missing";
                    let offset = Some(reader.offset());
                    self.warnings.add(Severity::Repair, what, offset, String::new);
                }
                Some(_) if needs_comma => {
                    let error = reader.unexpected("a comma or `]`");
                    let next = self.search.next(reader.offset(), self.bytes.len());
                    let Some(next) = next else { return Err(error) };
                    self.lose(&error);
                    reader.rewind(next);
                }
                Some(_) => {}
            }
            if reader.peek() == Some(b']') {
                needs_comma = false;
                continue;
            }
            needs_comma = self.read_entry(reader, strings)?;
            if reader.offset().saturating_sub(self.reported) >= STEP {
                self.advance_to(reader.offset())?;
            }
        }
    }

    fn advance_to(&mut self, offset: usize) -> Result<()> {
        self.task.advance(offset.saturating_sub(self.reported) as u64)?;
        self.reported = self.reported.max(offset);
        Ok(())
    }

    /// Reads the entry that is next, and says whether a comma is due.
    fn read_entry(&mut self, reader: &mut Reader<'a>, strings: &mut StringTable) -> Result<bool> {
        if self.rows.len() >= RequestIndex::MAX_ROWS {
            let limit = RequestIndex::MAX_ROWS as u64;
            return Err(ParseErrorKind::TooMany { what: "requests", limit }.at(reader.offset()));
        }
        let start = reader.offset();
        let read = Draft::read(reader, self.warnings);
        let draft = match read {
            Ok(draft) => draft,
            Err(error) if error.is_cancelled() => return Err(error),
            Err(error) => return self.pass(reader, start, error),
        };
        self.search.learn(start);
        match draft.finish(start..reader.offset(), strings, self.warnings) {
            Ok(row) => self.rows.push(row),
            Err(error) => self.lose(&error),
        }
        Ok(true)
    }

    /// Passes the damaged entry that begins at `start`; an error if nothing can be read behind it.
    #[cold]
    fn pass(&mut self, reader: &mut Reader<'a>, start: usize, error: ParseError) -> Result<bool> {
        reader.rewind(start);
        let end = match reader.skip() {
            Ok(()) => Some(reader.offset()),
            Err(end) if end.is_cancelled() => return Err(end),
            Err(end) if end.is_unexpected_end() => None,
            Err(_) => end_of_odd_object(self.bytes, start),
        };
        let limit = end.unwrap_or(self.bytes.len());
        if let Some(next) = self.search.next(start + 1, limit) {
            self.lose(&error);
            reader.rewind(next);
            return Ok(false);
        }
        let Some(end) = end else { return Err(error) };
        self.lose(&error);
        reader.rewind(end);
        Ok(true)
    }

    fn lose(&self, error: &ParseError) {
        let what = "requests (entries) are damaged and are left out";
        let offset = usize::try_from(error.offset).ok();
        self.warnings.add(Severity::Loss, what, offset, || error.kind.to_string());
    }
}
