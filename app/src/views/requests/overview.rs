//! What a recording of requests holds: a sentence, a few numbers, and which stand out.

use asyncscope_core::analysis::requests::{RequestGroup, RequestOverview};
use asyncscope_core::model::RequestIndex;
use asyncscope_core::units::{Bytes, Count, Percent};
use egui::{ScrollArea, Ui, vec2};

use super::super::details::parts::{Entry, entry, heading};
use super::super::parts::nothing;
use super::super::{Scene, View, overview};
use super::look;
use crate::answers::AnswerState;
use crate::command::{Command, Commands};
use crate::opened::Opened;
use crate::questions::requests::overview::PARTS;
use crate::requests::RequestCommand;
use crate::selection::Entity;
use crate::theme::{self, Type, size};
use crate::widgets::areas::{Areas, Layer, areas};
use crate::widgets::button::link;
use crate::widgets::card::{card, figure};
use crate::widgets::{bar, text};
use crate::wording;

/// Widest the page is.
const WIDTH: f32 = 1160.0;
/// Between two cards.
const GAP: f32 = 12.0;
/// Pages narrower than this put the lists below each other.
const SIDE_BY_SIDE: f32 = 760.0;

/// Shows the page.
pub(in crate::views) fn show(ui: &mut Ui, scene: Scene<'_>, commands: &mut Commands) {
    let opened = scene.opened;
    let found = match opened.answers.requests.overview.state() {
        AnswerState::Ready(found) | AnswerState::Working(Some(found)) => found,
        AnswerState::Failed(why) => return nothing(ui, why, |_| {}),
        AnswerState::Absent | AnswerState::Working(None) => return,
    };
    if scene.wants_find {
        commands.push(Command::FindTaken); // there is nothing to find here
    }
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.add_space(16.0);
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            ui.add_space(size::PAGE);
            ui.vertical(|ui| {
                let width = (ui.available_width() - size::PAGE).clamp(0.0, WIDTH);
                ui.set_width(width);
                ui.spacing_mut().item_spacing = vec2(12.0, 12.0);
                page(ui, scene, found, commands);
            });
        });
        ui.add_space(24.0);
    });
}

fn page(ui: &mut Ui, scene: Scene<'_>, found: &RequestOverview, commands: &mut Commands) {
    let (opened, tokens) = (scene.opened, theme::tokens(ui));
    text::paragraph(ui, Type::Page, tokens.text, &sentence(opened, found));
    overview::notes::losses(ui, &opened.recording);
    if found.stats.count == 0 {
        return;
    }
    cards(ui, found);
    over_time(ui, found, commands);
    let width = ui.available_width();
    if width < SIDE_BY_SIDE {
        ui.vertical(|ui| left(ui, scene, found, commands));
        ui.vertical(|ui| right(ui, found, commands));
    } else {
        ui.columns(2, |columns| {
            for (at, ui) in columns.iter_mut().enumerate() {
                ui.spacing_mut().item_spacing = vec2(8.0, 0.0);
                if at == 0 {
                    left(ui, scene, found, commands);
                } else {
                    right(ui, found, commands);
                }
            }
        });
    }
    overview::notes::others(ui, &opened.recording);
}

/// What there is, in words.
fn sentence(opened: &Opened, found: &RequestOverview) -> String {
    let stats = &found.stats;
    let recording = &opened.recording;
    let where_ = if let Some(range) = &opened.selection.range {
        format!("In {}", wording::range(range))
    } else {
        let what = wording::capital(recording.source.format);
        format!("{what} over {}", recording.duration)
    };
    if stats.count == 0 {
        return format!("{where_}: no requests.");
    }
    let n = usize::try_from(stats.count).unwrap_or(usize::MAX);
    let hosts = wording::counted(found.n_hosts, "host");
    let failed = match (stats.failed, stats.failures.first()) {
        (0, _) => "none of them failed".to_owned(),
        (failed, Some((why, most))) if failed > 1 => {
            format!("{} of them failed, {} with {why}", Count(failed), Count(*most))
        }
        (failed, why) => {
            let why = why.map_or_else(String::new, |it| format!(", with {}", it.0));
            format!("{} of them failed{why}", Count(failed))
        }
    };
    let slowest = found.slowest.first().map(|&it| {
        let request = recording.requests.get(it);
        let took = look::time(request.duration.nanos());
        let url = asyncscope_core::model::requests::UrlParts::of(recording.text(request.url));
        format!("; the slowest took {took}: {}", text::clipped(url.path))
    });
    let requests = wording::counted(n, "request");
    format!("{where_}, {requests} to {hosts}: {failed}{}.", slowest.unwrap_or_default())
}

/// The key numbers.
fn cards(ui: &mut Ui, found: &RequestOverview) {
    let stats = &found.stats;
    let ended = stats.succeeded + stats.failed;
    let rate =
        if ended == 0 { "–".to_owned() } else { Percent::of(stats.succeeded, ended).to_string() };
    let pending = match stats.pending {
        0 => "all ended".to_owned(),
        n => format!("{} pending", Count(n)),
    };
    let figures = [
        (
            "Requests",
            Count(stats.count).to_string(),
            format!("{} endpoints", Count(found.n_endpoints as u64)),
        ),
        ("Success", rate, format!("{} failed, {pending}", Count(stats.failed))),
        ("Median", look::time(stats.p50), format!("p95 {}", look::time(stats.p95))),
        (
            "Under way",
            stats.union.to_string(),
            format!("at most {} at once", Count(found.most_at_once.into())),
        ),
        (
            "Transferred",
            Bytes(stats.transferred).to_string(),
            format!("{} decoded", Bytes(stats.decoded)),
        ),
    ];
    let fit = (ui.available_width() / 170.0).floor().clamp(1.0, 5.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "1 to 5")]
    let n = fit as usize;
    let width = ((ui.available_width() - GAP * (fit - 1.0)) / fit).floor() - 26.0;
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = GAP;
        for row in figures.chunks(n) {
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = GAP;
                for (name, value, note) in row {
                    card(ui, |ui| {
                        ui.vertical(|ui| {
                            ui.set_width(width.max(0.0));
                            figure(ui, name, value, note);
                        });
                    });
                }
            });
        }
    });
}

/// How many began and failed over time.
#[expect(clippy::cast_precision_loss, reason = "heights of a chart")]
fn over_time(ui: &mut Ui, found: &RequestOverview, commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    let through = &found.throughput;
    let range = through.buckets.range();
    let failed = &through.failed;
    let layers = [Layer {
        name: "began".to_owned(),
        color: tokens.graph,
        values: through.started.iter().map(|it| *it as f64).collect(),
    }];
    let at = |share: f32| {
        let length = range.end.since(range.start).0 as f64;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place")]
        let passed = (length * f64::from(share)) as u64;
        range.start + asyncscope_core::units::Nanos(passed)
    };
    let words = [0.0, 1.0, 0.5, 0.25, 0.75].map(|share| {
        let length = asyncscope_core::units::Nanos(range.end.since(range.start).0 / 100);
        (share, wording::moment(at(share), length))
    });
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        heading(ui, "Requests over time", "drag to select a stretch of time");
        let about = Areas {
            name: "Requests over time",
            height: 56.0,
            layers: &layers,
            line: None,
            say: &|value| format!("{value:.0}"),
            words: &words,
            ticks: &[],
            flags: &[],
            marked: None,
            chosen: None,
        };
        let events = areas(ui, &about);
        if let Some((from, to)) = events.dragged {
            commands.push(Command::SelectRange(Some(at(from)..at(to))));
        }
        if let Some(share) = events.hovered {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a part")]
            let part = ((share * PARTS as f32) as usize).min(PARTS - 1);
            let said = format!(
                "{}\n{} began, {} failed, {} came",
                wording::moment(at(share), asyncscope_core::units::Nanos::from_micros(100)),
                Count(through.started[part]),
                Count(failed[part]),
                Bytes(through.bytes[part]),
            );
            events.response.on_hover_text_at_pointer(said);
        }
    });
}

fn left(ui: &mut Ui, scene: Scene<'_>, found: &RequestOverview, commands: &mut Commands) {
    slowest(ui, scene, &found.slowest, commands);
    ui.add_space(12.0);
    failures(ui, found, commands);
    chain(ui, scene, &found.critical_chain, commands);
}

fn right(ui: &mut Ui, found: &RequestOverview, commands: &mut Commands) {
    endpoints(ui, found, commands);
    ui.add_space(12.0);
    types(ui, found, commands);
}

fn slowest(ui: &mut Ui, scene: Scene<'_>, rows: &[RequestIndex], commands: &mut Commands) {
    heading(ui, "Slowest requests", "duration, status");
    for &it in rows {
        ui.push_id(("slow", it), |ui| request(ui, scene, it, commands));
    }
    if link(ui, "All requests").clicked() {
        commands.push(Command::ShowView(View::Requests));
    }
}

/// A request; a click selects it and shows it among the others.
fn request(ui: &mut Ui, scene: Scene<'_>, index: RequestIndex, commands: &mut Commands) {
    let (recording, tokens) = (&*scene.opened.recording, theme::tokens(ui));
    let request = recording.requests.get(index);
    let url = recording.text(request.url);
    let parts = asyncscope_core::model::requests::UrlParts::of(url);
    let took = look::time(request.duration.nanos());
    let status = request.status.map_or_else(|| "–".to_owned(), |it| it.to_string());
    let it = Entry {
        fill: look::kind_color(tokens, request.kind),
        name: parts.path,
        is_code: true,
        value: &took,
        share: &status,
        hint: url,
        is_link: true,
    };
    if entry(ui, it).clicked() {
        commands.push(Command::Select(Some(Entity::Request(index))));
        commands.push(Command::ShowView(View::Requests));
    }
}

fn failures(ui: &mut Ui, found: &RequestOverview, commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    if found.stats.failures.is_empty() {
        return;
    }
    heading(ui, "Failures", "how many");
    for (why, n) in found.stats.failures.iter().take(6) {
        let count = Count(*n).to_string();
        let share = wording::share(*n, found.stats.count);
        let it = Entry {
            fill: tokens.error,
            name: why,
            is_code: false,
            value: &count,
            share: &share,
            hint: "",
            is_link: false,
        };
        entry(ui, it);
    }
    if link(ui, "All that failed").clicked() {
        commands.push(Command::Filter(View::Requests, "is:failed".to_owned()));
        commands.push(Command::ShowView(View::Requests));
    }
    ui.add_space(12.0);
}

fn chain(ui: &mut Ui, scene: Scene<'_>, rows: &[RequestIndex], commands: &mut Commands) {
    if rows.len() < 2 {
        return;
    }
    heading(ui, "Critical chain", "what led to the one that ended last");
    for &it in rows.iter().take(8) {
        ui.push_id(("chain", it), |ui| request(ui, scene, it, commands));
    }
}

fn endpoints(ui: &mut Ui, found: &RequestOverview, commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    heading(ui, "Endpoints", "p95, requests");
    for it in &found.endpoints {
        let name = it.name.to_string();
        let took = look::time(it.stats.p95);
        let n = Count(it.stats.count).to_string();
        let fill = if it.stats.failed > 0 { tokens.error } else { tokens.line2 };
        let hint = format!("{name}\n{} failed", Count(it.stats.failed));
        let row = Entry {
            fill,
            name: &name,
            is_code: true,
            value: &took,
            share: &n,
            hint: &hint,
            is_link: true,
        };
        if ui.push_id(&name, |ui| entry(ui, row)).inner.clicked() {
            commands.push(Command::Requests(RequestCommand::Choose(it.name.clone())));
            commands.push(Command::ShowView(View::Endpoints));
        }
    }
    let all = format!("All {}", wording::counted(found.n_endpoints, "endpoint"));
    if link(ui, &all).clicked() {
        commands.push(Command::ShowView(View::Endpoints));
    }
}

/// Bytes by type, largest first.
fn types(ui: &mut Ui, found: &RequestOverview, commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    let whole = found.stats.transferred;
    heading(ui, "Bytes by type", "transferred, share");
    let mut types: Vec<&RequestGroup> = found.types.iter().collect();
    types.sort_by_key(|it| (std::cmp::Reverse(it.stats.transferred), it.name.clone()));
    let color = |it: &RequestGroup| {
        let kind = asyncscope_core::model::requests::RequestKind::of_name(&it.name.name);
        look::kind_color(tokens, kind.unwrap_or_default())
    };
    let shares: Vec<_> = types
        .iter()
        .map(|it| (wording::fraction(it.stats.transferred, whole), color(it)))
        .collect();
    bar::stacked(ui, "Bytes by type", &shares);
    ui.add_space(4.0);
    for it in types {
        let bytes = Bytes(it.stats.transferred).to_string();
        let n = usize::try_from(it.stats.count).unwrap_or(usize::MAX);
        let name = format!("{}, {}", it.name.name, wording::counted(n, "request"));
        let row = Entry {
            fill: color(it),
            name: &name,
            is_code: false,
            value: &bytes,
            share: &wording::share(it.stats.transferred, whole),
            hint: "",
            is_link: true,
        };
        if ui.push_id(&it.name.name, |ui| entry(ui, row)).inner.clicked() {
            commands.push(Command::Filter(View::Requests, format!("type:{}", it.name.name)));
            commands.push(Command::ShowView(View::Requests));
        }
    }
}
