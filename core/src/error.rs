//! What can go wrong while a file is read.
//!
//! Readers know offsets, only `load` knows paths: a [`ParseError`] says what and where, a
//! [`LoadError`] adds which file. What was survived is a [`crate::warning::Warning`].

use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};

use crate::task::Cancelled;
use crate::units::Bytes;

/// A file could not be loaded. The path stands last, on a line of its own.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// The operating system refused to open or read the file.
    #[error("cannot read the file: {source}\nFile: {}", show_path(path))]
    Read {
        /// The file that was to be read.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// Not a regular file, so it may never end, or block for ever.
    #[error("expected a regular file, found {found}\nFile: {}", show_path(path))]
    NotRegular {
        /// What was to be read.
        path: PathBuf,
        /// Such as "a directory".
        found: &'static str,
    },
    /// The compressed content is damaged, or of a kind that cannot be read.
    #[error(
        "cannot decompress the {method} data: {problem}, at byte {offset} of the compressed file\
         \nFile: {}",
        show_path(path)
    )]
    Decompress {
        /// The file that was read.
        path: PathBuf,
        /// "gzip" or "zstd".
        method: &'static str,
        /// What the decoder said.
        problem: String,
        /// How many compressed bytes had been read.
        offset: u64,
    },
    /// The content expands suspiciously far.
    #[error(
        "stopped decompressing {method} data at {}, from {} compressed: past the limit of {limit}. \
         If the file is really that large, allow it with --allow-large\nFile: {}",
        Bytes(*expanded), Bytes(*compressed), show_path(path)
    )]
    ExpandsTooFar {
        /// The file that was read.
        path: PathBuf,
        /// "gzip" or "zstd".
        method: &'static str,
        /// Bytes that came out so far.
        expanded: u64,
        /// Bytes that went in so far.
        compressed: u64,
        /// The limit that was passed, in words.
        limit: &'static str,
    },
    /// More content than is read unless it is allowed.
    #[error(
        "the content is larger than {limit}. If it really is a recording, allow it with \
         --allow-large\nFile: {}",
        show_path(path)
    )]
    TooLarge {
        /// The file that was read.
        path: PathBuf,
        /// The limit that was passed, in words.
        limit: &'static str,
    },
    /// There is not enough memory for a file of this size.
    #[error(
        "opening this heap snapshot needs about {} of memory, {} are free. Close other programs, \
         open it on a larger machine, or try all the same with --allow-large\nFile: {}",
        Bytes(*needed), Bytes(*available), show_path(path)
    )]
    NeedsMemory {
        /// The file that was to be read.
        path: PathBuf,
        /// About how many bytes it needs.
        needed: u64,
        /// How many are free.
        available: u64,
    },
    /// No known format looks like this.
    #[error("{problem}, at byte {offset}\nFile: {}", show_path(path))]
    UnknownFormat {
        /// The file that was read.
        path: PathBuf,
        /// What was expected and what was found.
        problem: String,
        /// Where it was found, after decompression.
        offset: u64,
    },
    /// The format is known, its content is wrong.
    #[error("not a valid {format}: {error}{}\nFile: {}", as_cause(damage), show_path(path))]
    Parse {
        /// The file that was read.
        path: PathBuf,
        /// The format it was read as, such as "CPU profile".
        format: &'static str,
        /// Where and why.
        error: Box<ParseError>,
        /// What had been wrong with the file below its format, such as a gzip stream that was
        /// cut; empty if nothing.
        damage: Box<str>,
    },
    /// Files cannot be put together to one recording.
    #[error("the recordings cannot be put together: {problem}\nFile: {}", show_path(path))]
    Together {
        /// The first of the files.
        path: PathBuf,
        /// Why not.
        problem: String,
    },
    /// The owner of the work asked it to stop.
    #[error("loading was cancelled\nFile: {}", show_path(path))]
    Cancelled {
        /// The file that was being read.
        path: PathBuf,
    },
}

/// The damage that is likely the cause of an error, to stand behind it.
pub(crate) fn as_cause(damage: &str) -> String {
    if damage.is_empty() { String::new() } else { format!(" (the file is damaged: {damage})") }
}

/// A path as text that cannot disturb a terminal: control characters are escaped.
pub fn show_path(path: &Path) -> String {
    if path == Path::new("-") {
        return "standard input".to_owned();
    }
    show_os_str(path.as_os_str())
}

/// A file name as text that cannot disturb a terminal: control characters are escaped.
pub fn show_os_str(name: &OsStr) -> String {
    show_text(&name.to_string_lossy())
}

/// Text from a file with control and direction-changing characters escaped.
pub fn show_text(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if is_unsafe_to_show(c) {
            shown.extend(c.escape_default());
        } else {
            shown.push(c);
        }
    }
    shown
}

/// Whether a character would control a terminal, or reorder or hide what stands around it.
pub fn is_unsafe_to_show(c: char) -> bool {
    c.is_control() || is_invisible_format(c)
}

/// Characters that reorder or hide what stands around them.
fn is_invisible_format(c: char) -> bool {
    matches!(
        c,
        '\u{200b}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

/// Where the content of a file was wrong, and how.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{kind}, at byte {offset}")]
pub struct ParseError {
    /// Byte offset in the file, after decompression.
    pub offset: u64,
    /// What was wrong there.
    pub kind: ParseErrorKind,
}

/// How the content of a file was wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseErrorKind {
    /// One thing stood where another was expected.
    #[error("expected {expected}, found {found}")]
    Unexpected {
        /// Such as "an array of numbers for `timeDeltas`".
        expected: String,
        /// Such as "a string".
        found: String,
    },
    /// The file ends where more was expected.
    #[error("the file ends unexpectedly (truncated?), expected {expected}")]
    UnexpectedEnd {
        /// Such as "a comma or `]`".
        expected: String,
    },
    /// A required part is not there.
    #[error("{what} is missing")]
    Missing {
        /// Such as "`nodes`".
        what: &'static str,
    },
    /// A number is outside what it can mean.
    #[error("{what} is {found}, out of range: expected {expected}")]
    OutOfRange {
        /// Such as "`startTime`".
        what: &'static str,
        /// The number as it stands in the file.
        found: String,
        /// Such as "at most 9.2e15".
        expected: String,
    },
    /// A table has more rows than can be numbered.
    #[error("too many {what}: more than {limit}")]
    TooMany {
        /// Such as "events".
        what: &'static str,
        /// The most that can be read.
        limit: u64,
    },
    /// The owner of the work asked it to stop.
    #[error("cancelled")]
    Cancelled,
}

impl ParseErrorKind {
    /// Ties this error to its place in the file.
    pub fn at(self, offset: usize) -> ParseError {
        ParseError { offset: offset as u64, kind: self }
    }

    /// One thing stood where another was expected.
    pub fn unexpected(expected: impl Into<String>, found: impl Into<String>) -> Self {
        Self::Unexpected { expected: expected.into(), found: found.into() }
    }
}

impl ParseError {
    /// Whether the file just ends too early: what came before may still be of use.
    pub fn is_unexpected_end(&self) -> bool {
        matches!(self.kind, ParseErrorKind::UnexpectedEnd { .. })
    }

    /// Whether the owner of the work asked it to stop.
    pub fn is_cancelled(&self) -> bool {
        self.kind == ParseErrorKind::Cancelled
    }
}

impl From<Cancelled> for ParseError {
    fn from(_: Cancelled) -> Self {
        ParseErrorKind::Cancelled.at(0)
    }
}
