//! HAR: what browsers and proxies write of the requests they made, in versions 1.1 and 1.2.
//!
//! ```text
//! {"log":{"version":"1.2","creator":{…},"pages":[{"id":"page_1",…}],
//!         "entries":[{"startedDateTime":"2026-…","time":92.7,"request":{…},"response":{…},
//!                     "timings":{"blocked":3.5,"dns":-1,…}},…]}}
//! ```
//!
//! Producers differ, and all of it opens: a byte-order mark, a call around the object
//! (`onInputData({…})`), zones in dates, missing sizes and phases (-1), members of their own. Bodies
//! and headers are skipped; each row knows its place in the file, where they can be read again. A
//! damaged entry costs that entry.
//!
//! Source: "HTTP Archive (HAR) format", W3C draft of 2012; DevTools' `Log.ts` for its own members.

mod draft;
mod entries;
mod entry;
mod exchange;
mod message;
mod page;

use crate::error::{ParseError, ParseErrorKind};
use crate::formats::Format;
use crate::formats::json::Reader;
use crate::formats::outline::Outline;
use crate::formats::requests::links::{RawRequest, table};
use crate::index::Column;
use crate::model::requests::PageIndex;
use crate::model::{Recording, WallClock};
use crate::strings::{StringIndex, StringTable};
use crate::task::Task;
use crate::units::Nanos;
use crate::warning::{Severity, Warnings};

pub use exchange::exchange;

use entries::Entries;
use page::RawPage;

/// HAR files.
pub const FORMAT: Format = Format { name: "HAR file", extensions: &["har"], recognizes, parse };

fn recognizes(outline: &Outline) -> bool {
    outline.has("log")
}

/// The longest name of a function that is looked for around the object.
const MAX_CALL: usize = 128;

/// Whether the text is a call whose argument is a HAR, as viewers load them from other sites.
pub(super) fn is_wrapped(text: &[u8]) -> bool {
    let Some(start) = wrapped_start(text) else { return false };
    let mut reader = Reader::new(text);
    reader.rewind(start);
    let key = reader.object("a HAR").and_then(|mut it| it.next(&mut reader));
    matches!(key, Ok(Some(key)) if key.raw == b"log")
}

/// Where the object begins that is the argument of a call, if the text begins with one.
fn wrapped_start(text: &[u8]) -> Option<usize> {
    let after_mark = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    let begin = text.len() - after_mark.trim_ascii_start().len();
    let head = &text[begin..text.len().min(begin + MAX_CALL)];
    let open = head.iter().position(|&it| it == b'(')?;
    let is_name = |it: &u8| it.is_ascii_alphanumeric() || matches!(it, b'_' | b'$' | b'.' | b' ');
    let name = &head[..open];
    (open > 0 && name.iter().all(is_name) && !name[0].is_ascii_digit()).then_some(begin + open + 1)
}

type Result<T> = std::result::Result<T, ParseError>;

fn parse(bytes: &[u8], task: &Task, warnings: &Warnings) -> Result<Recording> {
    let mut reader = Reader::new(bytes).watched(task);
    let wrapped = wrapped_start(bytes);
    if let Some(start) = wrapped {
        reader.rewind(start);
    }
    let mut file = HarReader {
        strings: StringTable::default(),
        entries: Entries::new(bytes, task, warnings),
        pages: Vec::new(),
        warnings,
    };
    match file.read(&mut reader) {
        Ok(()) => file.check_rest(&mut reader, wrapped.is_some()),
        Err(error) => file.survive(error)?,
    }
    Ok(file.finish())
}

/// Reads one file.
struct HarReader<'a> {
    strings: StringTable,
    entries: Entries<'a>,
    pages: Vec<RawPage>,
    warnings: &'a Warnings,
}

impl<'a> HarReader<'a> {
    fn read(&mut self, reader: &mut Reader<'a>) -> Result<()> {
        reader.peek();
        let start = reader.offset();
        let mut has_log = false;
        let mut members = reader.object("the file")?;
        while let Some(key) = members.next(reader)? {
            if key.raw == b"log" {
                has_log = true;
                self.read_log(reader)?;
            } else {
                reader.skip()?;
            }
        }
        if has_log { Ok(()) } else { Err(ParseErrorKind::Missing { what: "`log`" }.at(start)) }
    }

    fn read_log(&mut self, reader: &mut Reader<'a>) -> Result<()> {
        reader.peek();
        let start = reader.offset();
        let mut members = reader.object("`log`")?;
        while let Some(key) = members.next(reader)? {
            match (key.raw, reader.peek()) {
                (b"entries", _) => self.entries.read(reader, &mut self.strings)?,
                (b"pages", Some(b'[')) => self.read_pages(reader)?,
                _ => reader.skip()?,
            }
        }
        if self.entries.were_met() {
            Ok(())
        } else {
            Err(ParseErrorKind::Missing { what: "`entries`, the list of requests," }.at(start))
        }
    }

    fn read_pages(&mut self, reader: &mut Reader<'a>) -> Result<()> {
        let mut elements = reader.array("`pages`")?;
        while elements.next(reader)? {
            if reader.peek() == Some(b'{') {
                let page = RawPage::read(reader, &mut self.strings, self.warnings)?;
                self.pages.extend(page);
            } else {
                reader.skip()?;
            }
        }
        Ok(())
    }

    /// Goes on with what was read before `error`, or gives the error back.
    fn survive(&self, error: ParseError) -> Result<()> {
        if self.entries.is_empty() || error.is_cancelled() {
            return Err(error);
        }
        let what = if error.is_unexpected_end() {
            "place where the file was cut (truncated); every whole request before it was read"
        } else {
            "place in the file is damaged; what follows was not read"
        };
        let offset = usize::try_from(error.offset).ok();
        self.warnings.add(Severity::Loss, what, offset, || error.kind.to_string());
        Ok(())
    }

    /// Counts text behind the end. Behind a wrapped object stand a bracket and perhaps a semicolon.
    fn check_rest(&self, reader: &mut Reader<'_>, is_wrapped: bool) {
        for mark in [b')', b';'] {
            if is_wrapped && reader.peek() == Some(mark) {
                reader.rewind(reader.offset() + 1);
            }
        }
        if !reader.is_at_end() {
            let what = "texts stand after the end of the HAR (trailing) and were not read";
            let found = reader.unexpected("the end of the file").kind.to_string();
            self.warnings.add(Severity::Loss, what, Some(reader.offset()), || found);
        }
    }

    fn finish(self) -> Recording {
        let raw = self.entries.into_rows();
        let origin = raw.iter().map(|it| it.start).min();
        let origin = origin.or(self.pages.iter().filter_map(|it| it.start).min());
        let origin_ns = origin.unwrap_or(0);
        let since_origin =
            |it: i64| Nanos(u64::try_from(it.saturating_sub(origin_ns)).unwrap_or(0));
        let pages: Column<PageIndex, _> =
            self.pages.iter().map(|it| it.finish(since_origin)).collect::<Vec<_>>().into();
        let raw = with_pages(raw, &pages, self.warnings);
        let requests = table(raw, pages, since_origin, &self.strings);
        let ends = requests.rows().iter().map(|it| it.range(Nanos(0)).end);
        let duration = ends.max().unwrap_or(Nanos(0));
        Recording {
            clock: WallClock { origin_ns, unix_ns: origin },
            duration,
            strings: self.strings,
            requests,
            ..Recording::default()
        }
    }
}

/// Finds the page that each request names.
fn with_pages(
    mut raw: Vec<RawRequest>,
    pages: &Column<PageIndex, crate::model::requests::Page>,
    warnings: &Warnings,
) -> Vec<RawRequest> {
    let mut known: hashbrown::HashMap<StringIndex, PageIndex> = hashbrown::HashMap::new();
    for page in pages.indices() {
        known.entry(pages[page].id).or_insert(page);
    }
    let mut n_unknown = 0;
    for row in &mut raw {
        row.request.page = row.page_id.and_then(|it| known.get(&it).copied());
        n_unknown += u64::from(row.page_id.is_some() && row.request.page.is_none());
    }
    let what = "requests name pages that are not in the file";
    warnings.add_many(Severity::Repair, what, n_unknown, None, String::new);
    raw
}
