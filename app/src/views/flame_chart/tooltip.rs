//! What stands beside the pointer: the facts of the box it is on.

use std::sync::Arc;

use asyncscope_core::analysis::{FlameItem, MemoryPoint, PixelValues};
use asyncscope_core::model::{Category, CounterIndex, GcIndex, InstantIndex, SnapshotIndex};
use asyncscope_core::units::{Bytes, Count, Nanos};
use egui::vec2;
use egui::{
    Frame, Galley, Margin, Painter, Popup, PopupAnchor, Rect, Response, Sense, Tooltip, Ui,
};

use super::super::memory::parts;
use super::super::snapshot_flags;
use super::hit::{Hit, HitWhat};
use super::{Axis, BoxAt, FlameChart, facts, graph, ruler};
use crate::theme::{self, Tokens, Type};
use crate::widgets::text;
use crate::wording;

/// Room between the box and the tooltip, in points.
const BESIDE: f32 = 6.0;
/// The widest that a name or a value gets, in points.
const WIDEST: f32 = 350.0;
/// Height of a fact, in points.
const LINE: f32 = 17.0;
/// Room between the names of facts and their values, in points.
const BETWEEN: f32 = 14.0;
/// Width and height of the square in the colour of the category, in points.
const SQUARE: f32 = 8.0;

/// Shows the tooltip, at once, and never over the box.
pub(super) fn show(ui: &Ui, chart: FlameChart<'_>, canvas: &Response, hit: &Hit) {
    let Some(pointer) = canvas.hover_pos() else { return };
    if ui.input(|it| it.pointer.any_down()) || Popup::is_any_open(ui.ctx()) {
        return;
    }
    let around = Rect::from_center_size(pointer, vec2(2.0, 34.0));
    let anchor = PopupAnchor::ParentRect(around);
    let mut tooltip = Tooltip::always_open(ui.ctx().clone(), ui.layer_id(), canvas.id, anchor);
    let frame = Frame::popup(ui.style()).inner_margin(Margin::symmetric(8, 6)).corner_radius(4.0);
    tooltip.popup = tooltip.popup.frame(frame).gap(BESIDE);
    tooltip.show(|ui| {
        let tokens = theme::tokens(ui);
        let words = Words { painter: ui.painter().clone(), tokens, facts: Vec::new() };
        match hit.what {
            HitWhat::Box(at, item) => words.of_box(chart, at, item, hit),
            HitWhat::Block(count) => words.of_block(chart, count, hit),
            HitWhat::Moment(moment, count) => words.of_moment(chart, moment, count),
            HitWhat::Number(counter, values) => words.of_number(chart, counter, values, hit),
            HitWhat::Memory(point, gc) => words.of_memory(chart, &point, gc, hit),
            HitWhat::Snapshot(snapshot) => words.of_snapshot(chart, snapshot),
        }
        .show(ui);
    });
}

/// A place without its middle, if it is long: the file and the line tell most.
fn shortened(place: &str) -> String {
    const HEAD: usize = 14;
    const TAIL: usize = 40;
    let n_chars = place.chars().count();
    if n_chars <= HEAD + TAIL {
        return place.to_owned();
    }
    let head: String = place.chars().take(HEAD).collect();
    let tail: String = place.chars().skip(n_chars - TAIL).collect();
    format!("{head}…{tail}")
}

/// What a tooltip says, laid out.
struct Words {
    painter: Painter,
    tokens: &'static Tokens,
    facts: Vec<Fact>,
}

/// One line: a name and a value, or only a value.
struct Fact {
    name: Option<Arc<Galley>>,
    value: Arc<Galley>,
    square: Option<Category>,
}

impl Words {
    fn of_box(mut self, chart: FlameChart<'_>, it: BoxAt, item: FlameItem, hit: &Hit) -> Self {
        let recording = chart.recording;
        let kind = match item {
            FlameItem::Frame(_) => Type::CodeStrong,
            FlameItem::Span(_)
            | FlameItem::AsyncSpan(_)
            | FlameItem::Gc(_)
            | FlameItem::Request(_) => Type::TableStrong,
        };
        self.line(kind, facts::name(recording, item));
        if let Some(words) = chart.words {
            for (name, value) in words.facts(it.at) {
                self.fact(name, &value);
            }
        } else {
            self.weights(chart, it, hit);
        }
        self.start(chart, hit);
        match item {
            FlameItem::Frame(frame) => {
                self.fact("Place", &shortened(&recording.frame_place(frame)));
                let package = recording.frames.package(frame);
                self.fact("Package", package.map_or("", |it| recording.text(it)));
            }
            FlameItem::Span(span) => {
                let detail = recording.spans.detail[span];
                self.fact("Detail", detail.map_or("", |it| recording.text(it)));
                let is_open = recording.spans.is_open[span];
                self.fact("End", if is_open { "not in the file" } else { "" });
            }
            FlameItem::Gc(gc) => {
                let gcs = &recording.gcs;
                let bytes = |it: Option<u64>| it.map_or(String::new(), |it| Bytes(it).to_string());
                self.fact("Heap before", &bytes(gcs.used_before[gc]));
                self.fact("Heap after", &bytes(gcs.used_after[gc]));
            }
            FlameItem::Request(request) => {
                let request = recording.requests.get(request);
                let status = request.status;
                self.fact("Status", &status.map_or(String::new(), |it| it.to_string()));
                self.fact("Error", request.reason.map_or("", |it| recording.text(it)));
                self.fact("End", if request.is_open() { "not in the file" } else { "" });
                return self;
            }
            FlameItem::AsyncSpan(span) => {
                let spans = &recording.async_spans;
                self.fact("Group", recording.text(spans.group[span]));
                self.fact("Id", recording.text(spans.id[span]));
                self.fact("End", if spans.is_open[span] { "not in the file" } else { "" });
                return self;
            }
        }
        let category = facts::category(recording, item);
        self.fact("Category", category.name());
        if let Some(fact) = self.facts.last_mut() {
            fact.square = Some(category);
        }
        self
    }

    fn weights(&mut self, chart: FlameChart<'_>, it: BoxAt, hit: &Hit) {
        self.weight(chart, "Total", hit.range.end - hit.range.start);
        match facts::own(chart.lanes[it.lane].layout, it.at) {
            Some(0) => self.fact("Self", "0"),
            Some(own) => self.weight(chart, "Self", own),
            None => {} // it would take long to tell
        }
    }

    fn of_block(mut self, chart: FlameChart<'_>, count: usize, hit: &Hit) -> Self {
        let said = format!("{} boxes too narrow to be told apart", Count(count as u64));
        self.line(Type::TableStrong, &said);
        self.weight(chart, "Spread over", hit.range.end - hit.range.start);
        self.start(chart, hit);
        self.fact("To see them", "double click");
        self
    }

    fn of_moment(mut self, chart: FlameChart<'_>, moment: InstantIndex, count: usize) -> Self {
        let recording = chart.recording;
        let instants = &recording.instants;
        self.line(Type::TableStrong, recording.text(instants.name[moment]));
        let time = instants.time[moment];
        self.fact("Time", &wording::moment(time, Nanos(10_000)));
        self.fact("Group", recording.text(instants.group[moment]));
        self.fact("Thread", &recording.thread_name(instants.thread[moment]));
        if 1 < count {
            let more = format!("{} more at the same place", Count(count as u64 - 1));
            self.fact("And", &more);
        }
        self
    }

    fn of_number(
        mut self,
        chart: FlameChart<'_>,
        counter: CounterIndex,
        values: PixelValues,
        hit: &Hit,
    ) -> Self {
        let counters = &chart.recording.counters;
        let show = |value| graph::value(counters.unit[counter], value);
        self.line(Type::TableStrong, chart.recording.text(counters.name[counter]));
        self.fact("Value", &show(values.last));
        if values.min < values.max {
            self.fact(
                "Within this pixel",
                &format!("{} to {}", show(values.min), show(values.max)),
            );
        }
        let resolution = Nanos((hit.range.end - hit.range.start).max(1));
        self.fact("Time", &wording::moment(Nanos(hit.range.start), resolution));
        self
    }

    fn of_memory(
        mut self,
        chart: FlameChart<'_>,
        point: &MemoryPoint,
        gc: Option<GcIndex>,
        hit: &Hit,
    ) -> Self {
        self.line(Type::TableStrong, "Memory");
        let rss = point.memory.rss.map_or(String::new(), |it| Bytes(it).to_string());
        self.fact("resident", &rss);
        for (name, _, bytes) in parts(self.tokens, point).into_iter().rev() {
            self.fact(name, &if bytes == 0 { String::new() } else { Bytes(bytes).to_string() });
        }
        let resolution = Nanos((hit.range.end - hit.range.start).max(1));
        self.fact("Time", &wording::moment(Nanos(hit.range.start), resolution));
        if let Some(gc) = gc {
            let gcs = &chart.recording.gcs;
            self.fact(facts::gc_name(gcs.kind[gc]), &gcs.duration[gc].to_string());
        }
        self
    }

    fn of_snapshot(mut self, chart: FlameChart<'_>, snapshot: SnapshotIndex) -> Self {
        let said = snapshot_flags::said((chart.recording, chart.marked), snapshot);
        let mut lines = said.lines();
        self.line(Type::TableStrong, lines.next().unwrap_or_default());
        for line in lines {
            self.line(Type::Table, line);
        }
        self
    }

    fn start(&mut self, chart: FlameChart<'_>, hit: &Hit) {
        if chart.axis == Axis::Time {
            let resolution = Nanos(((hit.range.end - hit.range.start) / 100).min(1_000_000));
            self.fact("Start", &wording::moment(Nanos(hit.range.start), resolution));
        }
    }

    fn weight(&mut self, chart: FlameChart<'_>, name: &str, weight: u64) {
        let said = if chart.has_shares() {
            ruler::share(weight)
        } else {
            ruler::length(chart.unit(), weight)
        };
        self.fact(name, &said);
    }

    /// A line without a name.
    fn line(&mut self, kind: Type, said: &str) {
        let value = text::line(&self.painter, kind, self.tokens.text, said, WIDEST + 60.0);
        self.facts.push(Fact { name: None, value, square: None });
    }

    /// A name and a value; nothing if the value is empty.
    fn fact(&mut self, name: &str, value: &str) {
        if !value.is_empty() {
            let (painter, tokens) = (&self.painter, self.tokens);
            let name = text::line(painter, Type::Table, tokens.text2, name, WIDEST);
            let value = text::line(painter, Type::Table, tokens.text, value, WIDEST);
            self.facts.push(Fact { name: Some(name), value, square: None });
        }
    }

    /// Takes as much room as is needed, and paints all facts.
    fn show(self, ui: &mut Ui) {
        let name_width = |it: &Fact| it.name.as_ref().map_or(0.0, |it| it.size().x);
        let names = self.facts.iter().map(name_width).fold(0.0, f32::max).ceil() + BETWEEN;
        let indent = |it: &Fact| if it.square.is_some() { SQUARE + 6.0 } else { 0.0 };
        let width = |it: &Fact| match it.name {
            Some(_) => names + indent(it) + it.value.size().x,
            None => it.value.size().x,
        };
        let width = self.facts.iter().map(width).fold(0.0, f32::max).ceil();
        let height = self.facts.iter().map(|_| LINE).sum();
        let (rect, _) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
        let mut line = Rect::from_min_size(rect.min, vec2(width, LINE));
        for fact in self.facts {
            let mut left = line.left();
            let inside = indent(&fact);
            if let Some(name) = fact.name {
                text::paint_left(ui.painter(), line, left, name);
                left += names;
            }
            if let Some(category) = fact.square {
                let middle = line.left_center() + vec2(names + SQUARE / 2.0, 0.0);
                let square = Rect::from_center_size(middle, vec2(SQUARE, SQUARE));
                let color = self.tokens.category(category).fill;
                ui.painter().rect_filled(square, 0.0, color);
            }
            text::paint_left(ui.painter(), line, left + inside, fact.value);
            line = line.translate(vec2(0.0, LINE));
        }
    }
}
