//! What content of a type is for.

use crate::model::requests::RequestKind;

/// The kind that content of this type most likely is.
pub(in crate::formats) fn kind_of_mime(mime: &str) -> RequestKind {
    let mime = mime.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let (group, format) = mime.split_once('/').unwrap_or((mime.as_str(), ""));
    match (group, format) {
        (_, "html" | "xhtml+xml") => RequestKind::Document,
        (_, "css") => RequestKind::Stylesheet,
        (_, "event-stream") => RequestKind::EventSource,
        (_, "vtt") => RequestKind::TextTrack,
        (_, "wasm") => RequestKind::Wasm,
        (_, "manifest+json") => RequestKind::Manifest,
        ("image", _) => RequestKind::Image,
        ("font", _) => RequestKind::Font,
        ("audio" | "video", _) => RequestKind::Media,
        (_, it) if it.contains("javascript") || it.contains("ecmascript") => RequestKind::Script,
        (_, it) if it.contains("font") => RequestKind::Font,
        (_, it) if it == "json" || it.ends_with("+json") => RequestKind::Fetch,
        _ => RequestKind::Other,
    }
}
