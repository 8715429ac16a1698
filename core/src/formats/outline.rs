//! The outline of a JSON text: which keys stand in its top two levels.
//!
//! That is enough to tell the formats apart, and it is there before anything else of the file is
//! understood: the outline of a damaged file reaches as far as the damage.

use super::json::{Reader, Text};
use crate::error::ParseError;

/// The most paths kept, so that a file of nothing but keys does not fill the memory.
const MAX_PATHS: usize = 1_024;

/// The longest key kept, in bytes.
const MAX_KEY: usize = 64;

/// How many elements of an array are searched for an object with keys.
const MAX_ELEMENTS: usize = 64;

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
    paths: Vec<String>,
    is_array: bool,
    is_whole: bool,
    stopped: Option<ParseError>,
}

type Result<T> = std::result::Result<T, ParseError>;

impl Outline {
    /// Outlines `text`: a whole file if `is_whole`, or else the beginning of one.
    ///
    /// Of an array at the top only the first elements are looked at; an object is read to its end.
    pub fn of(text: &[u8], is_whole: bool) -> Self {
        let mut outline = Self { paths: Vec::new(), is_array: false, is_whole, stopped: None };
        let mut reader = Reader::new(text);
        let read = match reader.peek() {
            Some(b'{') => outline.read_top_object(&mut reader),
            Some(b'[') => {
                outline.is_array = true;
                outline.read_first_object(&mut reader, "[].")
            }
            _ => Err(reader.unexpected("a JSON object or array")),
        };
        outline.stopped = read.err();
        outline
    }

    /// Whether `path` is there, such as `nodes` or `nodes[].callFrame`.
    pub fn has(&self, path: &str) -> bool {
        self.paths.iter().any(|it| it == path)
    }

    /// Whether any of `paths` is there.
    pub fn has_any(&self, paths: &[&str]) -> bool {
        paths.iter().any(|it| self.has(it))
    }

    /// Whether the text is an array.
    pub fn is_array(&self) -> bool {
        self.is_array
    }

    /// Whether there is no more to the file than was outlined, so that what is not there will not
    /// come.
    pub fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// The paths, in the order of the text.
    pub fn paths(&self) -> &[String] {
        &self.paths
    }

    /// Why the outline ends before the text does, if so.
    pub fn stopped(&self) -> Option<&ParseError> {
        self.stopped.as_ref()
    }

    fn add(&mut self, prefix: &str, key: Text<'_>) {
        if key.raw.len() <= MAX_KEY && self.paths.len() < MAX_PATHS {
            self.paths.push(format!("{prefix}{}", key.decode()));
        }
    }

    fn read_top_object(&mut self, reader: &mut Reader<'_>) -> Result<()> {
        let mut members = reader.object("the file")?;
        while let Some(key) = members.next(reader)? {
            self.add("", key);
            match reader.peek() {
                Some(b'{') => self.read_keys(reader, &format!("{}.", key.decode()))?,
                Some(b'[') => {
                    let start = reader.offset();
                    self.read_first_object(reader, &format!("{}[].", key.decode()))?;
                    reader.rewind(start);
                    reader.skip()?;
                }
                _ => reader.skip()?,
            }
        }
        Ok(())
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
}
