//! Text in the roles of the theme, cut to fit.

use std::borrow::Cow;
use std::sync::Arc;

use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{
    Color32, Galley, Label, Painter, Pos2, Rect, Response, RichText, Role, Ui, WidgetInfo, pos2,
};

use super::bidi;
use crate::theme::Type;

/// Longer texts are cut before they are laid out: a file may name a function with a megabyte.
const MOST_CHARS: usize = 512;
/// A path cut to fewer characters keeps only its end.
const FEW_CHARS: usize = 24;

/// Text in the role `kind`.
pub fn rich(kind: Type, color: Color32, text: impl Into<String>) -> RichText {
    RichText::new(text).font(kind.font()).color(color)
}

/// One line of text, cut at its end where the room ends; then the whole is in the tooltip.
pub fn label(ui: &mut Ui, kind: Type, color: Color32, text: &str) -> Response {
    if bidi::runs_to_the_left(text) {
        return right_to_left_label(ui, kind, color, text);
    }
    ui.add(Label::new(rich(kind, color, clipped(text))).truncate())
}

/// The toolkit would cut the line at its right, where such a text begins.
fn right_to_left_label(ui: &mut Ui, kind: Type, color: Color32, text: &str) -> Response {
    let room = ui.available_width();
    let whole = line(ui.painter(), kind, color, text, f32::INFINITY);
    let fits = whole.size().x <= room;
    let galley = if fits { whole } else { line(ui.painter(), kind, color, text, room) };
    let response = ui.add(Label::new(galley));
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, clipped(text)));
    if fits { response } else { response.on_hover_text(clipped(text)) }
}

/// A text as it is drawn in one line.
fn shown(text: &str) -> String {
    bidi::in_visual_order(&clipped(text)).into_owned()
}

/// Text of as many lines as it needs.
pub fn paragraph(ui: &mut Ui, kind: Type, color: Color32, text: &str) -> Response {
    let size = kind.font().size;
    let text = rich(kind, color, text).line_height(Some((size * 1.4).round()));
    ui.add(Label::new(text).wrap())
}

/// The same, with what stands between `` ` `` in the font of code.
pub fn paragraph_with_code(ui: &mut Ui, color: Color32, text: &str) -> Response {
    let text = clipped(text);
    let mut job = LayoutJob::default();
    for (at, part) in text.split('`').enumerate() {
        let kind = if at % 2 == 1 { Type::Code } else { Type::Body };
        let line_height = Some((Type::Body.font().size * 1.4).round());
        let format =
            TextFormat { font_id: kind.font(), color, line_height, ..TextFormat::default() };
        job.append(part, 0.0, format);
    }
    let plain = text.replace('`', "");
    let response = ui.add(Label::new(job).wrap());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &plain));
    response
}

/// One line of text that is exactly as wide as it is.
pub fn fixed(ui: &mut Ui, kind: Type, color: Color32, text: &str) -> Response {
    ui.add(Label::new(rich(kind, color, shown(text))).extend())
}

/// One line, laid out, cut with `…` at `max_width`.
pub fn line(
    painter: &Painter,
    kind: Type,
    color: Color32,
    text: &str,
    max_width: f32,
) -> Arc<Galley> {
    let text = clipped(text);
    let lay_out = |text: String, max_width: f32| {
        let format = TextFormat { font_id: kind.font(), color, ..TextFormat::default() };
        let mut job = LayoutJob::single_section(text, format);
        job.wrap = TextWrapping::truncate_at_width(max_width);
        job.break_on_newline = false;
        painter.layout_job(job)
    };
    if !bidi::runs_to_the_left(&text) {
        return lay_out(text.into_owned(), max_width);
    }
    let width = |text: &str| lay_out(text.to_owned(), f32::INFINITY).size().x;
    let mut shown = bidi::in_visual_order(&text).into_owned();
    if max_width < width(&shown) {
        shown = bidi::longest_beginning(&text, |it| width(it) <= max_width);
    }
    lay_out(shown, max_width.max(0.0))
}

/// One line, cut with `…` in its middle at `max_width`: for paths, of which both ends tell most.
pub fn middle_line(
    painter: &Painter,
    kind: Type,
    color: Color32,
    text: &str,
    max_width: f32,
) -> Arc<Galley> {
    let whole = line(painter, kind, color, text, f32::INFINITY);
    if whole.size().x <= max_width {
        return whole;
    }
    let text = clipped(text);
    let n_chars = text.chars().count();
    let (mut keep, mut width) = (n_chars, whole.size().x);
    // Letters are not equally wide: what was kept may be wider than its share.
    for _ in 0..4 {
        keep = keep_chars(keep, f64::from(max_width) / f64::from(width));
        let cut = line(painter, kind, color, &cut_middle(&text, n_chars, keep), f32::INFINITY);
        if cut.size().x <= max_width {
            return cut;
        }
        width = cut.size().x;
    }
    line(painter, kind, color, &cut_middle(&text, n_chars, keep), max_width)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a share of a few hundred characters"
)]
fn keep_chars(n_chars: usize, share: f64) -> usize {
    ((n_chars as f64 * share) as usize).saturating_sub(1)
}

/// `text` with only `keep` of its characters, a quarter of them from its beginning; of few
/// characters none, since the end of a path tells more.
fn cut_middle(text: &str, n_chars: usize, keep: usize) -> String {
    let head = if keep < FEW_CHARS { 0 } else { keep / 4 };
    let tail = keep - head;
    let start: String = text.chars().take(head).collect();
    let end: String = text.chars().skip(n_chars - tail).collect();
    format!("{start}…{end}")
}

/// Paints `galley` at `left`, centred between the top and the bottom of `rect`.
pub fn paint_left(painter: &Painter, rect: Rect, left: f32, galley: Arc<Galley>) -> Rect {
    paint_at(painter, pos2(left, rect.center().y), galley)
}

/// Paints `galley` so that it ends at `right`, centred between the top and the bottom of `rect`.
pub fn paint_right(painter: &Painter, rect: Rect, right: f32, galley: Arc<Galley>) -> Rect {
    let left = right - galley.size().x;
    paint_at(painter, pos2(left, rect.center().y), galley)
}

/// Paints `galley` in the middle of `rect`.
pub fn paint_center(painter: &Painter, rect: Rect, galley: Arc<Galley>) -> Rect {
    let left = rect.center().x - galley.size().x / 2.0;
    paint_at(painter, pos2(left, rect.center().y), galley)
}

fn paint_at(painter: &Painter, left_center: Pos2, galley: Arc<Galley>) -> Rect {
    let top = left_center.y - galley.size().y / 2.0;
    let at = pos2(left_center.x, (top * 2.0).round() / 2.0);
    let rect = Rect::from_min_size(at, galley.size());
    painter.galley(at, galley, Color32::PLACEHOLDER);
    rect
}

/// The beginning of a text, which may be of any length.
pub fn clipped(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(MOST_CHARS) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}
