//! What made a request be sent.

use super::values::{number, text};
use crate::error::ParseError;
use crate::formats::json::{Reader, Text};
use crate::warning::Warnings;

/// What a file tells of an initiator. Of a stack the innermost frame with an address counts.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::formats) struct RawInitiator<'a> {
    /// Such as `parser`.
    pub(in crate::formats) kind: Option<Text<'a>>,
    /// The document or script.
    pub(in crate::formats) url: Option<Text<'a>>,
    /// The line in it, counted from 0.
    pub(in crate::formats) line: Option<f64>,
}

type Result<T> = std::result::Result<T, ParseError>;

impl<'a> RawInitiator<'a> {
    /// Reads what is next: an object as DevTools writes it, or an address alone.
    pub(in crate::formats) fn read(
        &mut self,
        reader: &mut Reader<'a>,
        warnings: &Warnings,
    ) -> Result<()> {
        if reader.peek() == Some(b'{') {
            return self.read_object(reader, warnings);
        }
        let url = text(reader, "`_initiator`", warnings)?;
        self.url = url.filter(|it| !it.raw.is_empty());
        Ok(())
    }

    fn read_object(&mut self, reader: &mut Reader<'a>, warnings: &Warnings) -> Result<()> {
        let mut members = reader.object("an initiator")?;
        while let Some(key) = members.next(reader)? {
            match (key.raw, reader.peek()) {
                (b"type", _) => self.kind = text(reader, "`type` of an initiator", warnings)?,
                (b"url", _) => {
                    let url = text(reader, "`url` of an initiator", warnings)?;
                    self.url = url.filter(|it| !it.raw.is_empty());
                }
                (b"lineNumber", _) => self.line = number(reader, "`lineNumber`", warnings)?,
                (b"stack", Some(b'{')) => self.read_stack(reader, warnings)?,
                _ => reader.skip()?,
            }
        }
        Ok(())
    }

    fn read_stack(&mut self, reader: &mut Reader<'a>, warnings: &Warnings) -> Result<()> {
        let mut members = reader.object("a stack")?;
        while let Some(key) = members.next(reader)? {
            if key.raw != b"callFrames" || reader.peek() != Some(b'[') {
                reader.skip()?;
                continue;
            }
            let mut frames = reader.array("`callFrames`")?;
            while frames.next(reader)? {
                if self.url.is_some() || reader.peek() != Some(b'{') {
                    reader.skip()?;
                } else {
                    self.read_frame(reader, warnings)?;
                }
            }
        }
        Ok(())
    }

    fn read_frame(&mut self, reader: &mut Reader<'a>, warnings: &Warnings) -> Result<()> {
        let (mut url, mut line) = (None, None);
        let mut members = reader.object("a frame")?;
        while let Some(key) = members.next(reader)? {
            match key.raw {
                b"url" => url = text(reader, "`url` of a frame", warnings)?,
                b"lineNumber" => line = number(reader, "`lineNumber`", warnings)?,
                _ => reader.skip()?,
            }
        }
        if let Some(url) = url.filter(|it| !it.raw.is_empty()) {
            (self.url, self.line) = (Some(url), line);
        }
        Ok(())
    }
}
