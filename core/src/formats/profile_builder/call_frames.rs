//! Functions, as the nodes of V8's profiles name them.

use std::hash::BuildHasher as _;
use std::num::NonZeroU32;

use hashbrown::{DefaultHashBuilder, HashTable};

use crate::error::{ParseError, ParseErrorKind};
use crate::formats::json::Reader;
use crate::model::{Frame, FrameIndex, FrameTable};
use crate::strings::{StringIndex, StringTable};
use crate::warning::{Severity, Warnings};

/// The tables that new functions go to.
#[derive(Debug)]
pub(crate) struct Functions<'t> {
    /// The texts of the recording.
    pub(crate) strings: &'t mut StringTable,
    /// The functions of the recording.
    pub(crate) frames: &'t mut FrameTable,
}

/// How lines and columns are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LineBase {
    /// From 0; -1 where there is none, as in `callFrame` objects.
    Zero,
    /// From 1; 0 where there is none, as in profiles of Chrome before 2016.
    One,
}

/// Reads call frames, each different one only once.
///
/// A profile repeats the same few thousand call frames over hundreds of thousands of nodes, letter
/// for letter, so they are known by their bytes.
#[derive(Debug, Default)]
pub(crate) struct CallFrames<'a> {
    known: HashTable<(&'a [u8], FrameIndex)>,
    hasher: DefaultHashBuilder,
}

impl<'a> CallFrames<'a> {
    /// Reads the object `{functionName, scriptId, url, lineNumber, columnNumber}` that is next.
    ///
    /// Members that are absent, `null` or damaged count as empty; damage goes to `warnings`.
    pub(crate) fn read(
        &mut self,
        reader: &mut Reader<'a>,
        functions: &mut Functions<'_>,
        warnings: &Warnings,
    ) -> Result<FrameIndex, ParseError> {
        if reader.peek() != Some(b'{') {
            return Err(reader.unexpected("an object for `callFrame`"));
        }
        let start = reader.offset();
        reader.skip()?;
        let raw = reader.since(start);
        let hash = self.hasher.hash_one(raw);
        if let Some(&(_, frame)) = self.known.find(hash, |it| it.0 == raw) {
            return Ok(frame);
        }
        reader.rewind(start);
        let frame = read_call_frame(reader, functions, warnings)?;
        let hasher = &self.hasher;
        self.known.insert_unique(hash, (raw, frame), |it| hasher.hash_one(it.0));
        Ok(frame)
    }
}

fn read_call_frame(
    reader: &mut Reader<'_>,
    functions: &mut Functions<'_>,
    warnings: &Warnings,
) -> Result<FrameIndex, ParseError> {
    let mut fields = FunctionFields::new(LineBase::Zero);
    let mut members = reader.object("`callFrame`")?;
    while let Some(key) = members.next(reader)? {
        if !fields.read(key.raw, reader, functions.strings, warnings)? {
            reader.skip()?;
        }
    }
    Ok(fields.intern(functions))
}

/// What is known of a function while its members are read one by one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FunctionFields {
    base: LineBase,
    name: Option<StringIndex>,
    url: Option<StringIndex>,
    line: Option<NonZeroU32>,
    column: Option<NonZeroU32>,
}

impl FunctionFields {
    /// A function without name and place.
    pub(crate) fn new(base: LineBase) -> Self {
        Self { base, name: None, url: None, line: None, column: None }
    }

    /// Reads the value of the member `key` if it tells something of a function, and says whether
    /// it did.
    pub(crate) fn read(
        &mut self,
        key: &[u8],
        reader: &mut Reader<'_>,
        strings: &mut StringTable,
        warnings: &Warnings,
    ) -> Result<bool, ParseError> {
        let value = match key {
            b"functionName" => text(reader, "`functionName`", strings).map(|it| self.name = it),
            b"url" => text(reader, "`url`", strings).map(|it| self.url = it),
            b"lineNumber" => position(reader, "`lineNumber`", self.base).map(|it| self.line = it),
            b"columnNumber" => {
                position(reader, "`columnNumber`", self.base).map(|it| self.column = it)
            }
            _ => return Ok(false),
        };
        if let Err((start, error)) = value {
            reader.rewind(start);
            if reader.skip().is_err() {
                return Err(error);
            }
            let what = "members of functions were damaged and count as empty";
            warnings.add(Severity::Loss, what, Some(start), || error.kind.to_string());
        }
        Ok(true)
    }

    /// Whether a name was read, be it empty.
    pub(crate) fn has_name(&self) -> bool {
        self.name.is_some()
    }

    /// The row of the function.
    pub(crate) fn intern(self, functions: &mut Functions<'_>) -> FrameIndex {
        let Functions { strings, frames } = functions;
        let name = self.name.unwrap_or_else(|| strings.intern(""));
        let url = self.url.unwrap_or_else(|| strings.intern(""));
        frames.intern(Frame { name, url, line: self.line, column: self.column }, strings)
    }
}

/// A value, or what was wrong with it and where it begins.
type Value<T> = Result<Option<T>, (usize, ParseError)>;

fn text(
    reader: &mut Reader<'_>,
    what: &'static str,
    strings: &mut StringTable,
) -> Value<StringIndex> {
    if reader.null() {
        return Ok(None);
    }
    let start = reader.offset();
    let text = reader.text(what).map_err(|error| (start, error))?;
    Ok(Some(strings.intern(&text.decode())))
}

/// Reads a line or column, counted from 1.
fn position(reader: &mut Reader<'_>, what: &'static str, base: LineBase) -> Value<NonZeroU32> {
    if reader.null() {
        return Ok(None);
    }
    let start = reader.offset();
    let value = reader.integer(what).map_err(|error| (start, error))?;
    let number = match base {
        LineBase::Zero => value.saturating_add(1),
        LineBase::One => value,
    };
    let in_range = u32::try_from(number.max(0)).ok();
    in_range.map(NonZeroU32::new).ok_or_else(|| {
        let (found, expected) = (value.to_string(), "a number below 2^32".to_owned());
        (start, ParseErrorKind::OutOfRange { what, found, expected }.at(start))
    })
}
