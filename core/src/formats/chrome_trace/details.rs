//! What in the `args` of a span tells it from others of its name.

use crate::error::ParseError;
use crate::formats::json::Reader;
use crate::strings::{StringIndex, StringTable};

/// Where the detail of a span stands in its `args`.
#[derive(Clone, Copy, Debug)]
pub(super) enum Detail {
    /// The function that runs, or else where its code stands: in `data`.
    Function,
    /// A text at the end of this path.
    Text(&'static [&'static str]),
    /// A number at the end of this path, shown behind this word.
    Number(&'static str, &'static [&'static str]),
}

/// What `console.timeStamp` was called with.
pub(super) const TIME_STAMP: Detail = Detail::Text(&["data", "message"]);

/// Where the detail of spans named `name` stands, if they have one worth showing.
pub(super) fn of_name(name: &str) -> Option<Detail> {
    Some(match name {
        "FunctionCall" => Detail::Function,
        "EvaluateScript"
        | "XHRLoad"
        | "XHRReadyStateChange"
        | "v8.compile"
        | "v8.compileModule"
        | "v8.evaluateModule"
        | "v8.parseOnBackground"
        | "v8.produceCache" => Detail::Text(&["data", "url"]),
        "EventDispatch" => Detail::Text(&["data", "type"]),
        "TimerFire" => Detail::Number("timer", &["data", "timerId"]),
        "FireAnimationFrame" | "FireIdleCallback" => Detail::Number("callback", &["data", "id"]),
        "ParseHTML" => Detail::Text(&["beginData", "url"]),
        "ParseAuthorStyleSheet" => Detail::Text(&["data", "styleSheetUrl"]),
        "MinorGC" | "MajorGC" => Detail::Text(&["type"]),
        "UpdateLayoutTree" | "RecalculateStyles" => Detail::Number("elements", &["elementCount"]),
        "ImageDecodeTask" | "Decode Image" => Detail::Text(&["imageType"]),
        _ => return None,
    })
}

/// Reads the detail from the `args` that are next; `None` if it is not there, empty or damaged.
pub(super) fn read(
    detail: Detail,
    reader: &mut Reader<'_>,
    strings: &mut StringTable,
) -> Option<StringIndex> {
    let text = match detail {
        Detail::Function => function(reader).ok()??,
        Detail::Text(path) => {
            seek(reader, path).ok()?.then_some(())?;
            reader.text("a detail").ok()?.decode().into_owned()
        }
        Detail::Number(word, path) => {
            seek(reader, path).ok()?.then_some(())?;
            format!("{word} {}", reader.integer("a detail").ok()?)
        }
    };
    (!text.is_empty()).then(|| strings.intern(&text))
}

/// Moves the reader from an object to the value at the end of `path`, and says whether it is there.
pub(super) fn seek(reader: &mut Reader<'_>, path: &[&str]) -> Result<bool, ParseError> {
    'segments: for segment in path {
        if reader.peek() != Some(b'{') {
            return Ok(false);
        }
        let mut members = reader.object("`args`")?;
        while let Some(key) = members.next(reader)? {
            if key.raw == segment.as_bytes() {
                continue 'segments;
            }
            reader.skip()?;
        }
        return Ok(false);
    }
    Ok(true)
}

/// The function's name, or else `url:line` of its code. The line counts from 1 here.
fn function(reader: &mut Reader<'_>) -> Result<Option<String>, ParseError> {
    if !seek(reader, &["data"])? || reader.peek() != Some(b'{') {
        return Ok(None);
    }
    let (mut url, mut line) = (String::new(), 0);
    let mut members = reader.object("`data`")?;
    while let Some(key) = members.next(reader)? {
        match (key.raw, reader.peek()) {
            (b"functionName", Some(b'"')) => {
                let name = reader.text("`functionName`")?.decode();
                if !name.is_empty() {
                    return Ok(Some(name.into_owned()));
                }
            }
            (b"url", Some(b'"')) => url = reader.text("`url`")?.decode().into_owned(),
            (b"lineNumber", Some(b'0'..=b'9')) => line = reader.integer("`lineNumber`")?,
            _ => reader.skip()?,
        }
    }
    Ok(match (url.is_empty(), line) {
        (true, _) => None,
        (false, 0) => Some(url),
        (false, line) => Some(format!("{url}:{line}")),
    })
}
