//! How types, statuses and failures of requests look and read: a colour, and always a word.

use asyncscope_core::analysis::requests::failure_reason;
use asyncscope_core::model::requests::{Outcome, RequestKind};
use asyncscope_core::model::{Category, Recording, Request};
use asyncscope_core::units::Nanos;
use egui::Color32;

use crate::theme::Tokens;

/// The colour of the square beside the word of a type.
pub(in crate::views) fn kind_color(tokens: &Tokens, kind: RequestKind) -> Color32 {
    let category = match kind {
        RequestKind::Xhr | RequestKind::Fetch | RequestKind::Preflight => Category::Dependency,
        RequestKind::Document => Category::StyleLayout,
        RequestKind::Script | RequestKind::Wasm => Category::Application,
        RequestKind::Stylesheet => Category::Native,
        RequestKind::Image => Category::Paint,
        RequestKind::Font => Category::WasmEval,
        RequestKind::Media | RequestKind::TextTrack => Category::NodeInternals,
        RequestKind::WebSocket | RequestKind::EventSource => Category::Compile,
        RequestKind::Manifest
        | RequestKind::Ping
        | RequestKind::CspReport
        | RequestKind::Prefetch
        | RequestKind::Other => Category::Program,
    };
    tokens.category(category).fill
}

/// The status, or how it ended without one; and its colour.
pub(in crate::views) fn status(tokens: &Tokens, request: &Request) -> (String, Color32) {
    let said = match (request.status, request.outcome) {
        (Some(status), Outcome::Success | Outcome::HttpError | Outcome::Pending) => {
            status.to_string()
        }
        (Some(status), outcome) => format!("{status}, {}", outcome.name().to_lowercase()),
        (None, outcome) => outcome.name().to_lowercase(),
    };
    (said, status_color(tokens, request))
}

/// The colour of what a request ended with.
pub(in crate::views) fn status_color(tokens: &Tokens, request: &Request) -> Color32 {
    match (request.outcome, request.status) {
        (Outcome::HttpError, Some(400..500)) | (Outcome::Pending, _) => tokens.warn,
        (outcome, _) if outcome.is_failure() => tokens.error,
        (_, Some(300..400)) => tokens.info,
        _ => tokens.text2,
    }
}

/// How it ended and why, in words.
pub(in crate::views) fn outcome(recording: &Recording, request: &Request) -> String {
    let name = request.outcome.name();
    match failure_reason(recording, request) {
        Some(reason) if reason != name => format!("{name}: {reason}"),
        _ => name.to_owned(),
    }
}

/// A time, or a dash where there is none.
pub(in crate::views) fn time(time: Option<Nanos>) -> String {
    time.map_or_else(|| "–".to_owned(), |it| it.to_string())
}

/// A request in a few words, for screen readers.
pub(in crate::views) fn in_words(recording: &Recording, request: &Request) -> String {
    let status = match request.status {
        Some(status) => status.to_string(),
        None => request.outcome.name().to_owned(),
    };
    let took = match request.duration.nanos() {
        Some(it) => format!("took {it}"),
        None => "not ended".to_owned(),
    };
    let (method, url) = (recording.text(request.method), recording.text(request.url));
    format!("{method} {url}, {status}, {}, {took}", request.kind.key())
}
