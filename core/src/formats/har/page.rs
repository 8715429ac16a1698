//! Pages.

use crate::error::ParseError;
use crate::formats::date::unix_of_iso;
use crate::formats::json::Reader;
use crate::formats::requests::links::nanos_of_millis;
use crate::formats::requests::values::{number, object, text};
use crate::model::requests::Page;
use crate::strings::{StringIndex, StringTable};
use crate::units::Nanos;
use crate::warning::Warnings;

/// A page as it stands in the file.
pub(super) struct RawPage {
    id: StringIndex,
    title: StringIndex,
    /// Nanoseconds since 1970.
    pub(super) start: Option<i64>,
    /// Nanoseconds from its start.
    content_loaded: Option<u64>,
    loaded: Option<u64>,
}

impl RawPage {
    /// Reads the page that is next; `None` if it has no name that requests could use.
    pub(super) fn read(
        reader: &mut Reader<'_>,
        strings: &mut StringTable,
        warnings: &Warnings,
    ) -> Result<Option<Self>, ParseError> {
        let (mut id, mut title, mut start) = (None, None, None);
        let (mut content_loaded, mut loaded) = (None, None);
        let mut members = reader.object("a page")?;
        while let Some(key) = members.next(reader)? {
            match key.raw {
                b"id" => id = text(reader, "`id` of a page", warnings)?,
                b"title" => title = text(reader, "`title` of a page", warnings)?,
                b"startedDateTime" => {
                    let date = text(reader, "`startedDateTime` of a page", warnings)?;
                    start = date.and_then(|it| unix_of_iso(&it.decode()));
                }
                b"pageTimings" => {
                    let timings = object(reader, "`pageTimings`", warnings)?;
                    let Some(mut timings) = timings else { continue };
                    while let Some(key) = timings.next(reader)? {
                        let place = match key.raw {
                            b"onContentLoad" => &mut content_loaded,
                            b"onLoad" => &mut loaded,
                            _ => {
                                reader.skip()?;
                                continue;
                            }
                        };
                        let millis = number(reader, "a time of a page", warnings)?;
                        *place = millis.and_then(nanos_of_millis);
                    }
                }
                _ => reader.skip()?,
            }
        }
        let Some(id) = id.map(|it| strings.intern(&it.decode())) else { return Ok(None) };
        let title = title.map_or(id, |it| strings.intern(&it.decode()));
        Ok(Some(Self { id, title, start, content_loaded, loaded }))
    }

    /// The page, on the clock of the recording.
    pub(super) fn finish(&self, since_origin: impl Fn(i64) -> Nanos) -> Page {
        let at = |after: Option<u64>| {
            let after = i64::try_from(after?).ok()?;
            Some(since_origin(self.start?.saturating_add(after)))
        };
        Page {
            id: self.id,
            title: self.title,
            start: self.start.map(&since_origin),
            content_loaded: at(self.content_loaded),
            loaded: at(self.loaded),
        }
    }
}
