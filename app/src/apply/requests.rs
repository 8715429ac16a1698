//! Changing how requests are looked at, and putting them on the clipboard as commands of curl.

use std::sync::Arc;

use asyncscope_core::export::{CurlValues, curl};
use asyncscope_core::model::RequestIndex;

use super::copy;
use crate::notices::NoticeKind;
use crate::opened::Opened;
use crate::requests::RequestCommand;
use crate::selection::Entity;
use crate::state::AppState;

/// Carries out a command about requests.
pub(super) fn run(state: &mut AppState, command: RequestCommand) {
    // Columns are those of every recording.
    if state.kept.request_columns.change(&command) {
        return;
    }
    let Some(opened) = state.opened_mut() else { return };
    match command {
        RequestCommand::SelectSeveral(first, rows) => {
            opened.requests.until = rows.last().copied();
            select(opened, Some(first), rows);
        }
        RequestCommand::Toggle(request) => toggle(opened, request),
        other => opened.requests.change(other),
    }
}

/// Selects requests, of which `first` is the selected thing.
fn select(opened: &mut Opened, first: Option<RequestIndex>, mut rows: Vec<RequestIndex>) {
    opened.selection.select(first.map(Entity::Request));
    rows.sort_unstable();
    rows.dedup();
    opened.requests.several = (rows.len() > 1).then(|| Arc::new(rows));
}

/// Selects one more, or one less. The last one to be selected is the selected thing.
fn toggle(opened: &mut Opened, request: RequestIndex) {
    let selected = opened.selected_request();
    let mut rows = opened.requests.selected(selected);
    opened.requests.until = None;
    if let Some(at) = rows.iter().position(|it| *it == request) {
        rows.remove(at);
        let first = selected.filter(|it| *it != request).or_else(|| rows.last().copied());
        select(opened, first, rows);
    } else {
        rows.push(request);
        select(opened, Some(request), rows);
    }
}

/// Asks for the selected request as a command of curl.
pub(super) fn want_curl(state: &mut AppState) {
    let Some(opened) = state.opened_mut() else { return };
    let Some(request) = opened.selected_request() else {
        return nothing(state);
    };
    let values = if opened.requests.shows_values { CurlValues::All } else { CurlValues::NoSecrets };
    opened.requests.wants_curl = Some((request, values));
}

/// Puts the address of the selected request on the clipboard.
pub(super) fn copy_url(state: &mut AppState, ctx: &egui::Context) {
    let url = state.opened().and_then(|it| {
        let request = it.recording.requests.get(it.selected_request()?);
        Some(it.recording.text(request.url).to_owned())
    });
    match url {
        Some(url) => copy::text(state, url, "the address", ctx),
        None => nothing(state),
    }
}

/// Puts the selected requests on the clipboard as CSV.
pub(super) fn copy_csv(state: &mut AppState, ctx: &egui::Context) {
    match state.opened().and_then(copy::requests::as_csv) {
        Some((said, what)) => copy::text(state, said, &what, ctx),
        None => nothing(state),
    }
}

fn nothing(state: &mut AppState) {
    state.notices.add(NoticeKind::Info, "No request is selected".to_owned());
}

/// Copies what was asked for as a command of curl, once its headers are read.
pub(super) fn copy_wanted(state: &mut AppState, ctx: &egui::Context) {
    let Some(opened) = state.opened_mut() else { return };
    let Some((request, values)) = opened.requests.wants_curl else { return };
    // Another request may have been selected meanwhile, and its headers be asked for.
    opened.ask_exchange(request, ctx);
    let Some(read) = opened.exchange_of(request) else { return };
    let exchange = read.found.as_ref().ok();
    let row = opened.recording.requests.get(request);
    let (method, url) = (opened.recording.text(row.method), opened.recording.text(row.url));
    let made = curl(method, url, exchange, values);
    opened.requests.wants_curl = None;
    let what = match made.left_out.as_slice() {
        [] => "the request as cURL".to_owned(),
        left_out => format!("the request as cURL, without {}", left_out.join(" and ")),
    };
    copy::text(state, made.command, &what, ctx);
}
