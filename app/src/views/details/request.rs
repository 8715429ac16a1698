//! The panel about a request: its phases, headers, what led to it, and what else was going on.

use asyncscope_core::model::requests::{Header, Request, UrlParts};
use asyncscope_core::model::{Recording, RequestIndex};
use asyncscope_core::units::{Bytes, Count, Nanos, TimeRange};
use egui::{Rangef, Sense, Ui, vec2};

use super::super::{Scene, requests};
use super::calls;
use super::parts::{self, Entry, duration, entry, fact, fact_link, heading};
use crate::command::{Command, Commands};
use crate::requests::RequestCommand;
use crate::selection::Entity;
use crate::theme::{self, Type, icons};
use crate::widgets::button::{Button, link};
use crate::widgets::text;
use crate::wording;

/// Name and figures of a request.
pub(super) fn identity(
    ui: &mut Ui,
    scene: Scene<'_>,
    index: RequestIndex,
    commands: &mut Commands,
) {
    let (recording, tokens) = (&*scene.opened.recording, theme::tokens(ui));
    let request = recording.requests.get(index);
    let url = recording.text(request.url);
    let title = format!("{} {}", recording.text(request.method), short(url));
    parts::name(ui, requests::kind_color(tokens, request.kind), &title, Type::BodyStrong);
    parts::line(ui, Type::CodeCaption, tokens.text2, url);
    ui.add_space(6.0);
    let outcome = requests::outcome(recording, request);
    let color = requests::status_color(tokens, request);
    if request.outcome.is_failure() || request.is_open() {
        parts::line(ui, Type::TableStrong, color, &outcome);
    }
    match request.duration.nanos() {
        Some(it) => fact(ui, "Duration", &duration(it), ""),
        None => fact(ui, "Duration", "not ended", ""),
    }
    let range = request.range(recording.duration);
    let said = wording::moment(range.start, Nanos::from_micros(100));
    if fact_link(ui, "Start", &said, "Show it in the timeline") {
        calls::show_in_timeline(scene, &range, commands);
    }
    let (status, _) = requests::status(tokens, request);
    fact(ui, "Status", &status, "");
    fact(ui, "Type", request.kind.key(), "");
    facts(ui, recording, request);
    if let Some(span) = request.operation {
        let name = recording.text(recording.async_spans.name[span]);
        if fact_link(ui, "Sent by", name, "The operation that sent it") {
            commands.push(Command::Select(Some(Entity::AsyncSpan(span))));
        }
    }
}

/// What the file tells of it beside; nothing of what it does not tell.
fn facts(ui: &mut Ui, recording: &Recording, request: &Request) {
    let bytes = |it: Option<u64>| it.map(|it| Bytes(it).to_string());
    let text = |it: Option<_>| it.map(|it| recording.text(it).to_owned());
    let messages = match request.messages {
        [0, 0] => None,
        [sent, received] => {
            Some(format!("{} sent, {} received", Count(sent.into()), Count(received.into())))
        }
    };
    let known = [
        ("Transferred", bytes(request.transferred.get())),
        ("Decoded", bytes(request.decoded.get())),
        ("Answered by", Some(request.answerer.key().to_owned())),
        ("Content type", text(request.mime)),
        ("Protocol", text(request.protocol)),
        ("Priority", text(request.priority)),
        ("Server", text(request.server)),
        ("Connection", text(request.connection)),
        ("Messages", messages),
        ("Side", Some(request.side.key().to_owned())),
    ];
    for (name, value) in known {
        if let Some(value) = value {
            fact(ui, name, &value, "");
        }
    }
    if let Some(gap) = request.time_gap() {
        let said = duration(Nanos(gap.unsigned_abs()));
        let how = if gap > 0 { "shorter" } else { "longer" };
        let said = format!("Its phases together are {said} {how} than its duration.");
        text::paragraph(ui, Type::Table, theme::tokens(ui).text2, &said);
    }
}

/// The path and query, or the beginning of what is no usual address.
fn short(url: &str) -> String {
    let parts = UrlParts::of(url);
    let query = if parts.query.is_empty() { "" } else { "?" };
    format!("{}{query}{}", parts.path, parts.query)
}

/// What its time went to.
pub(super) fn phases(ui: &mut Ui, scene: Scene<'_>, index: RequestIndex) {
    let (recording, tokens) = (&*scene.opened.recording, theme::tokens(ui));
    let request = recording.requests.get(index);
    let sum = request.phases.sum();
    heading(ui, "Where its time went", &sum.map_or_else(String::new, |it| duration(Nanos(it))));
    let Some(sum) = sum else {
        let why = "The recording does not tell.";
        text::paragraph(ui, Type::Table, tokens.text2, why);
        return;
    };
    let size = vec2(ui.available_width(), 16.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response
        .widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, "Where its time went"));
    ui.painter().rect_filled(rect, 0.0, tokens.line0);
    let axis = requests::Axis {
        x: rect.x_range(),
        range: TimeRange { start: Nanos(0), end: Nanos(sum.max(1)) },
    };
    for (phase, start, end) in request.phases.spans().filter(|it| it.1 < it.2) {
        let x = Rangef::new(axis.place(start), axis.place(end).min(rect.right()));
        let part = egui::Rect::from_x_y_ranges(x, rect.y_range());
        requests::phase_box(ui.painter(), tokens, part, phase);
    }
    ui.add_space(4.0);
    for phase in asyncscope_core::model::requests::Phase::ALL {
        let mine = request.phases.spans().find(|it| it.0 == phase);
        // What does not apply is not nothing.
        let (said, share) = match mine {
            Some((_, start, end)) => {
                let length = end.since(start);
                (duration(length), wording::share(length.0, sum))
            }
            None => ("not applicable".to_owned(), String::new()),
        };
        let row = Entry {
            fill: if mine.is_some() { tokens.phase(phase) } else { tokens.line0 },
            name: phase.name(),
            is_code: false,
            value: &said,
            share: &share,
            hint: "",
            is_link: false,
        };
        entry(ui, row);
    }
}

/// The headers, with their values hidden until they are asked for.
pub(super) fn headers(ui: &mut Ui, scene: Scene<'_>, index: RequestIndex, commands: &mut Commands) {
    use asyncscope_core::export::CurlValues;
    let tokens = theme::tokens(ui);
    let shows = scene.opened.requests.shows_values;
    heading(ui, "Headers", "");
    match scene.opened.exchange_of(index).map(|it| &it.found) {
        None => {
            text::paragraph(ui, Type::Table, tokens.text2, "They are being read…");
        }
        Some(Err(why)) => {
            text::paragraph(ui, Type::Table, tokens.text2, why);
        }
        Some(Ok(found)) => {
            let said = if shows { "Hide values" } else { "Show values" };
            if link(ui, said).clicked() {
                let command = RequestCommand::ShowValues(!shows);
                commands.push(Command::Requests(command));
            }
            for (title, headers) in [("Sent", &found.request), ("Received", &found.response)] {
                let n = Count(headers.len() as u64);
                text::fixed(ui, Type::CaptionStrong, tokens.text2, &format!("{title}, {n}"));
                for header in headers {
                    header_line(ui, header, shows);
                }
            }
            if let Some(body) = &found.body {
                let n = Bytes(body.len() as u64);
                text::fixed(ui, Type::CaptionStrong, tokens.text2, &format!("Sent body, {n}"));
                if shows {
                    text::paragraph(ui, Type::CodeCaption, tokens.text, &text::clipped(body));
                }
            }
        }
    }
    ui.add_space(4.0);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        let copy = ui.add(Button::new("Copy as cURL").icon(icons::COPY));
        let values = if shows { CurlValues::All } else { CurlValues::NoSecrets };
        let hint = if shows {
            "With all values and the body"
        } else {
            "Without values that open doors and without the body, unless values are shown"
        };
        if copy.on_hover_text(hint).clicked() {
            commands.push(Command::Requests(RequestCommand::Curl(index, values)));
        }
    });
}

fn header_line(ui: &mut Ui, header: &Header, shows: bool) {
    let tokens = theme::tokens(ui);
    let value = if shows { header.value.as_str() } else { "••••••" };
    let size = vec2(ui.available_width(), 18.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let told = if shows { value } else { "hidden" };
    response.widget_info(|| {
        egui::WidgetInfo::labeled(egui::Role::Label, true, format!("{}: {told}", header.name))
    });
    let painter = ui.painter();
    let room = rect.width();
    let name = text::line(painter, Type::CodeCaption, tokens.text2, &header.name, room * 0.55);
    let name = text::paint_left(painter, rect, rect.left(), name);
    let left = name.right() + 8.0;
    let value = text::line(painter, Type::CodeCaption, tokens.text, value, rect.right() - left);
    let is_cut = value.elided;
    text::paint_left(painter, rect, left, value);
    if is_cut && shows {
        response.on_hover_text(text::clipped(&header.value));
    }
}

/// What led to it, what it led to, and what else was going on.
pub(super) fn around(ui: &mut Ui, scene: Scene<'_>, index: RequestIndex, commands: &mut Commands) {
    let recording = &*scene.opened.recording;
    let Some(about) = scene.opened.answers.requests.about.current() else { return };
    if about.request != index {
        return;
    }
    let tokens = theme::tokens(ui);
    let initiator = &recording.requests.get(index).initiator;
    heading(ui, "Initiator", initiator.kind.key());
    if let Some(url) = initiator.url {
        let line = initiator.line.map_or_else(String::new, |it| format!(":{it}"));
        parts::line(ui, Type::CodeCaption, tokens.text2, &format!("{}{line}", recording.text(url)));
    }
    let mut list = |ui: &mut Ui, what: &str, rows: &[RequestIndex]| {
        for (at, &it) in rows.iter().enumerate() {
            ui.push_id((what, at), |ui| row(ui, scene, (it, index), commands));
        }
    };
    if about.initiators.len() > 1 {
        list(ui, "initiator", &about.initiators);
    } else if initiator.url.is_none() {
        let why = "Nothing in the recording led to it.";
        text::paragraph(ui, Type::Table, tokens.text2, why);
    }
    if about.n_led_to > 0 {
        heading(ui, "It led to", &wording::counted(about.n_led_to, "request"));
        list(ui, "led to", &about.led_to);
    }
    if about.redirects.len() > 1 {
        heading(ui, "Redirects", &wording::counted(about.redirects.len(), "hop"));
        list(ui, "redirect", &about.redirects);
    }
    let around = &about.neighbours;
    heading(ui, "At the same time", &wording::counted(around.n_during, "request"));
    list(ui, "during", &around.during);
    if around.n_during > around.during.len() {
        let more = Count((around.n_during - around.during.len()) as u64);
        text::fixed(ui, Type::Table, tokens.text2, &format!("and {more} more"));
    }
    for (title, request) in [("Before", around.before), ("After", around.after)] {
        if let Some(request) = request {
            heading(ui, title, "");
            list(ui, title, &[request]);
        }
    }
    heading(ui, "The same again", "");
    fact(ui, "With its method, host and path", &Count(about.n_same as u64).to_string(), "");
}

/// A request that can be gone to.
fn row(
    ui: &mut Ui,
    scene: Scene<'_>,
    (index, current): (RequestIndex, RequestIndex),
    commands: &mut Commands,
) {
    let (recording, tokens) = (&*scene.opened.recording, theme::tokens(ui));
    let request = recording.requests.get(index);
    let url = recording.text(request.url);
    let took = requests::time(request.duration.nanos());
    let name = UrlParts::of(url).file_name();
    let name = if index == current { format!("{name} (this)") } else { name.to_owned() };
    let it = Entry {
        fill: requests::kind_color(tokens, request.kind),
        name: &name,
        is_code: true,
        value: &took,
        share: "",
        hint: url,
        is_link: index != current,
    };
    if entry(ui, it).clicked() && index != current {
        commands.push(Command::Select(Some(Entity::Request(index))));
        calls::show_around(scene, &request.range(recording.duration), commands);
    }
}
