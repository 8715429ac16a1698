//! The outline of a JSON text: which keys stand in its top two levels.
//!
//! That is enough to tell the formats apart, and it is there before anything else of the file is
//! understood: the outline of a damaged file reaches as far as the damage.

use std::borrow::Cow;

use super::json::{Reader, Text};
use crate::error::{ParseError, ParseErrorKind};
use crate::task::Task;

/// The most paths kept, so that a file of nothing but keys does not fill the memory.
const MAX_PATHS: usize = 1_024;

/// The longest key kept, in bytes.
const MAX_KEY: usize = 64;

/// How many elements of an array are searched for an object with keys.
const MAX_ELEMENTS: usize = 64;

/// How many keys an error names.
const MAX_SHOWN: usize = 6;

/// Which keys stand in the top two levels of a JSON text.
///
/// Each is kept as a path, in the order of the text; of an array, only the first object that has
/// keys counts:
///
/// ```text
/// {"nodes":[{"id":1},{"hit":2}],"log":{"pages":[]}}  →  nodes  nodes[].id  log  log.pages
/// [{"ph":"X","args":{}}]                             →  [].ph  [].args
/// ```
#[derive(Clone, Debug)]
pub struct Outline {
    top: Top,
    paths: Vec<String>,
    /// The first keys of the top object, or of the first object in the top array.
    shown: Vec<String>,
    is_whole: bool,
    stopped: Option<ParseError>,
}

/// What stands at the top of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Top {
    /// A JSON object.
    Object,
    /// A JSON array.
    Array,
    /// Neither.
    Other,
}

type Result<T> = std::result::Result<T, ParseError>;

impl Outline {
    /// Outlines `text`: a whole file if `is_whole`, or else the beginning of one.
    ///
    /// Of an array at the top only the first elements are looked at; an object is read to its end.
    ///
    /// Stops early where `task` is cancelled.
    pub fn of(text: &[u8], is_whole: bool, task: &Task) -> Self {
        let mut reader = Reader::new(text).watched(task);
        let top = match reader.peek() {
            Some(b'{') => Top::Object,
            Some(b'[') => Top::Array,
            _ => Top::Other,
        };
        let (paths, shown) = (Vec::new(), Vec::new());
        let mut outline = Self { top, paths, shown, is_whole, stopped: None };
        let read = match top {
            Top::Object => outline.read_top_object(&mut reader),
            Top::Array => outline.read_top_array(&mut reader),
            Top::Other => Err(reader.unexpected("a JSON object or array")),
        };
        outline.stopped = read.err();
        outline
    }

    /// What stands at the top.
    pub fn top(&self) -> Top {
        self.top
    }

    /// Whether the text is an array.
    pub fn is_array(&self) -> bool {
        self.top == Top::Array
    }

    /// Whether `path` is there, such as `nodes` or `nodes[].callFrame`.
    pub fn has(&self, path: &str) -> bool {
        self.paths.iter().any(|it| it == path)
    }

    /// Whether any of `paths` is there.
    pub fn has_any(&self, paths: &[&str]) -> bool {
        paths.iter().any(|it| self.has(it))
    }

    /// Whether there is no more to the file than was outlined: what is not here will not come.
    pub fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// The first keys of the top object, or of the first object in the top array, for an error.
    pub fn shown_keys(&self) -> &[String] {
        &self.shown
    }

    /// Why the outline ends before the text does, if so.
    pub fn stopped(&self) -> Option<&ParseError> {
        self.stopped.as_ref()
    }

    fn read_top_object(&mut self, reader: &mut Reader<'_>) -> Result<()> {
        let mut members = reader.object("the file")?;
        while let Some(key) = members.next(reader)? {
            self.add("", key);
            if self.shown.len() < MAX_SHOWN {
                self.shown.push(name(key).into_owned());
            }
            match reader.peek() {
                Some(b'{') => self.read_keys(reader, &format!("{}.", name(key)))?,
                Some(b'[') => {
                    let start = reader.offset();
                    self.read_first_object(reader, &format!("{}[].", name(key)))?;
                    reader.rewind(start);
                    reader.skip()?;
                }
                _ => reader.skip()?,
            }
        }
        Ok(())
    }

    fn read_top_array(&mut self, reader: &mut Reader<'_>) -> Result<()> {
        let mut first = reader.clone();
        let read = self.read_first_object(reader, "[].");
        let keys = self.paths.iter().filter_map(|it| it.strip_prefix("[]."));
        self.shown = keys.take(MAX_SHOWN).map(str::to_owned).collect();
        if read.is_ok() && self.paths.is_empty() && first.array("the file")?.next(&mut first)? {
            const EVENT: &str = "an object for a trace event";
            match first.peek() {
                Some(b'{') => {}
                Some(b'[') => {
                    let found = "an array nested in the array";
                    return Err(ParseErrorKind::unexpected(EVENT, found).at(first.offset()));
                }
                _ => return Err(first.unexpected(EVENT)),
            }
        }
        read
    }

    /// Reads the array that comes next up to its first object that has keys.
    fn read_first_object(&mut self, reader: &mut Reader<'_>, prefix: &str) -> Result<()> {
        let n_before = self.paths.len();
        let mut elements = reader.array("a list")?;
        for _ in 0..MAX_ELEMENTS {
            if self.paths.len() > n_before || !elements.next(reader)? {
                break;
            }
            match reader.peek() {
                Some(b'{') => self.read_keys(reader, prefix)?,
                Some(b'[') => break, // no format nests them here, bombs do
                _ => reader.skip()?,
            }
        }
        Ok(())
    }

    /// Reads the object that comes next.
    fn read_keys(&mut self, reader: &mut Reader<'_>, prefix: &str) -> Result<()> {
        let mut members = reader.object("a value")?;
        while let Some(key) = members.next(reader)? {
            self.add(prefix, key);
            reader.skip()?;
        }
        Ok(())
    }

    fn add(&mut self, prefix: &str, key: Text<'_>) {
        if self.paths.len() < MAX_PATHS {
            self.paths.push(format!("{prefix}{}", name(key)));
        }
    }
}

/// A key, cut where it is longer than any that tells a format.
fn name(key: Text<'_>) -> Cow<'_, str> {
    match key.raw.get(..MAX_KEY) {
        Some(start) => Cow::Owned(format!("{}…", String::from_utf8_lossy(start))),
        None => key.decode(),
    }
}
