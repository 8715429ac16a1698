//! What stands in the cells of a request.

use std::borrow::Cow;

use asyncscope_core::model::requests::UrlParts;
use asyncscope_core::model::{Recording, Request};
use asyncscope_core::units::{Bytes, Nanos};

use super::look;
use crate::requests::RequestColumn;
use crate::theme::Type;
use crate::widgets::table::Row;
use crate::wording;

/// Paints the cell of a column that is not the waterfall.
pub(super) fn cell(
    row: &Row<'_>,
    at: usize,
    column: RequestColumn,
    (recording, request): (&Recording, &Request),
) {
    let tokens = row.tokens();
    let bytes = |it: Option<u64>| it.map_or_else(|| "–".to_owned(), |it| Bytes(it).to_string());
    let number = |said: String, is_strong: bool| {
        let color = match (said.as_str(), is_strong) {
            ("–", _) => tokens.text3,
            (_, true) => tokens.text,
            (_, false) => tokens.text2,
        };
        row.number(at, 0.0, color, &said);
    };
    // What failed is told by its colour here, and by words in the columns of status and outcome.
    let ink = if request.outcome.is_failure() {
        look::status_color(tokens, request)
    } else {
        tokens.text
    };
    let url = || UrlParts::of(recording.text(request.url));
    match column {
        RequestColumn::Start => {
            number(wording::moment(request.start, Nanos::from_micros(1_000)), false);
        }
        RequestColumn::Method => {
            let method = recording.text(request.method);
            let kind = if method == "GET" { Type::Table } else { Type::TableStrong };
            row.words(at, 0.0, kind, tokens.text2, method);
        }
        RequestColumn::Path => {
            let whole = recording.text(request.url);
            let parts = url();
            let query = if parts.query.is_empty() { "" } else { "?" };
            let said = format!("{}{query}{}", parts.path, parts.query);
            row.path(at, (Type::Code, ink), &said, whole);
        }
        RequestColumn::Url => {
            let whole = recording.text(request.url);
            row.path(at, (Type::Code, ink), whole, whole);
        }
        RequestColumn::Status => {
            let (said, color) = look::status(tokens, request);
            let kind = if request.outcome.is_failure() { Type::TableStrong } else { Type::Table };
            row.words(at, 0.0, kind, color, &said);
        }
        RequestColumn::Outcome => {
            let color = look::status_color(tokens, request);
            row.words(at, 0.0, Type::Table, color, &look::outcome(recording, request));
        }
        RequestColumn::Type => {
            row.square(at, 0.0, look::kind_color(tokens, request.kind));
            row.words(at, 18.0, Type::Table, tokens.text, request.kind.key());
        }
        RequestColumn::Transferred => number(bytes(request.transferred.get()), false),
        RequestColumn::Decoded => number(bytes(request.decoded.get()), false),
        RequestColumn::Duration => number(look::time(request.duration.nanos()), true),
        RequestColumn::Wait => number(look::time(request.phases.wait.nanos()), false),
        RequestColumn::Waterfall => {}
        of_words => {
            let said = words(of_words, (recording, request));
            row.words(at, 0.0, Type::Table, tokens.text2, &said);
        }
    }
}

/// What stands in a column of plain words.
fn words(column: RequestColumn, (recording, request): (&Recording, &Request)) -> Cow<'static, str> {
    let text = |it: Option<_>| it.map_or("", |it| recording.text(it)).to_owned();
    match column {
        RequestColumn::Host => UrlParts::of(recording.text(request.url)).host.to_owned().into(),
        RequestColumn::Mime => text(request.mime).into(),
        RequestColumn::Initiator => {
            let initiator = &request.initiator;
            let kind = initiator.kind.key();
            let Some(url) = initiator.url else { return kind.into() };
            let name = UrlParts::of(recording.text(url)).file_name();
            let line = initiator.line.map_or_else(String::new, |it| format!(":{it}"));
            format!("{name}{line} · {kind}").into()
        }
        RequestColumn::Protocol => text(request.protocol).into(),
        RequestColumn::Priority => text(request.priority).into(),
        RequestColumn::Server => text(request.server).into(),
        RequestColumn::Answerer => request.answerer.key().into(),
        RequestColumn::Side => request.side.key().into(),
        _ => "".into(),
    }
}
