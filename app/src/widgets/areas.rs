//! Areas on top of each other over a shared axis: what makes up a whole, and how it changes.

use egui::{Color32, Mesh, Rect, Response, Role, Sense, Shape, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::text;
use crate::theme::{self, Type};

/// Height of the words below.
const WORDS: f32 = 16.0;
/// Height of a flag above the areas.
const FLAG: f32 = 14.0;
/// How near the pointer must be to a flag, in points.
const NEAR: f32 = 6.0;

/// A chart of areas on top of each other.
pub struct Areas<'a> {
    /// What screen readers say.
    pub name: &'a str,
    /// Height of the areas.
    pub height: f32,
    /// The areas, the lowest first; all have as many values.
    pub layers: &'a [Layer],
    /// A line over them.
    pub line: Option<&'a Layer>,
    /// A value in words.
    pub say: &'a dyn Fn(f64) -> String,
    /// Words below, by place from 0 at the left to 1 at the right.
    pub words: &'a [(f32, String)],
    /// Ticks from the bottom up: their place, and how high from 0 to 1.
    pub ticks: &'a [(f32, f32)],
    /// Flags above the areas, with a word each.
    pub flags: &'a [(f32, String)],
    /// A flag that is marked.
    pub marked: Option<usize>,
    /// A part that is chosen.
    pub chosen: Option<(f32, f32)>,
}

/// One area.
#[derive(Clone, Debug)]
pub struct Layer {
    /// What it is called.
    pub name: String,
    /// Its colour.
    pub color: Color32,
    /// Its values, at equal distances.
    pub values: Vec<f64>,
}

/// What was done to a chart in this frame.
#[derive(Clone, Debug)]
pub struct AreasEvents {
    /// What the pointer does.
    pub response: Response,
    /// Where the pointer is, from 0 to 1.
    pub hovered: Option<f32>,
    /// The part that was dragged over, once the pointer is let go.
    pub dragged: Option<(f32, f32)>,
    /// A flag that the pointer is on.
    pub near: Option<usize>,
    /// A flag that was clicked.
    pub flag: Option<usize>,
}

/// Shows a chart as wide as there is room.
pub fn areas(ui: &mut Ui, areas: &Areas<'_>) -> AreasEvents {
    let above = if areas.flags.is_empty() { 0.0 } else { FLAG };
    let size = vec2(ui.available_width(), above + areas.height + WORDS);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click_and_drag());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, areas.name));
    let chart = Rect::from_min_size(rect.min + vec2(0.0, above), vec2(rect.width(), areas.height));
    let share = |x: f32| ((x - chart.left()) / chart.width().max(1.0)).clamp(0.0, 1.0);
    let hovered = response.hover_pos().map(|it| share(it.x));
    let dragged = super::dragged_x(ui, &response).filter(|it| 1.0 < it.1 - it.0);
    let dragged = dragged.map(|(from, to)| (share(from), share(to)));
    let most = most(areas);
    let tokens = theme::tokens(ui);
    ui.painter().rect_filled(chart, 0.0, tokens.bg0);
    paint_layers(ui, areas, chart, most);
    paint_grid(ui, areas, chart, most);
    let x = |share: f32| chart.left() + share * chart.width();
    for &(at, height) in areas.ticks {
        let top = chart.bottom() - (height * chart.height()).max(3.0);
        ui.painter().vline(x(at), top..=chart.bottom(), Stroke::new(1.0, tokens.gc_hatch));
    }
    if let Some((from, to)) = dragged.or(areas.chosen) {
        let band = Rect::from_x_y_ranges(x(from)..=x(to), chart.y_range());
        ui.painter().rect_filled(band, 0.0, tokens.range_tint);
        for edge in [from, to] {
            ui.painter().vline(x(edge), chart.y_range(), Stroke::new(1.0, tokens.accent));
        }
    }
    if let Some(at) = hovered {
        ui.painter().vline(x(at), chart.y_range(), Stroke::new(1.0, tokens.line2));
    }
    let near = flag_near(areas, &response, &x);
    paint_flags(ui, areas, rect, chart, near);
    paint_words(ui, areas, rect);
    if near.is_some() {
        ui.ctx().set_cursor_icon(egui::CursorIcon::PointingHand);
    }
    let dragged = dragged.filter(|_| response.drag_stopped());
    let flag = near.filter(|_| response.clicked());
    AreasEvents { response, hovered, dragged, near, flag }
}

/// The largest sum of all layers.
fn most(areas: &Areas<'_>) -> f64 {
    let n = areas.layers.iter().map(|it| it.values.len()).max().unwrap_or(0);
    let sum = |at: usize| {
        let values = areas.layers.iter().filter_map(|it| it.values.get(at));
        values.map(|it| it.max(0.0)).sum::<f64>()
    };
    let sums = (0..n).map(sum);
    let line = areas.line.iter().flat_map(|it| it.values.iter().copied());
    sums.chain(line).filter(|it| it.is_finite()).fold(f64::MIN_POSITIVE, f64::max)
}

#[expect(clippy::cast_possible_truncation, reason = "a height on the screen")]
fn paint_layers(ui: &Ui, areas: &Areas<'_>, rect: Rect, most: f64) {
    let height = |value: f64| (value.max(0.0) / most) as f32 * rect.height();
    let n = areas.layers.iter().map(|it| it.values.len()).max().unwrap_or(0);
    let mut mesh = Mesh::default();
    let width = rect.width() / as_points(n.max(1));
    let mut base = vec![rect.bottom(); n];
    for layer in areas.layers {
        for (at, &value) in layer.values.iter().enumerate() {
            let (left, top) = (rect.left() + as_points(at) * width, base[at] - height(value));
            if top < base[at] {
                let bar = Rect::from_x_y_ranges(left..=left + width, top..=base[at]);
                mesh.add_colored_rect(bar, layer.color);
                base[at] = top;
            }
        }
    }
    ui.painter().add(Shape::mesh(mesh));
    if let Some(line) = areas.line {
        let at = |(at, value): (usize, &f64)| {
            pos2(rect.left() + (as_points(at) + 0.5) * width, rect.bottom() - height(*value))
        };
        let points = line.values.iter().enumerate().filter(|it| 0.0 < *it.1).map(at).collect();
        ui.painter().add(Shape::line(points, Stroke::new(1.5, line.color)));
    }
}

fn paint_grid(ui: &Ui, areas: &Areas<'_>, rect: Rect, most: f64) {
    let tokens = theme::tokens(ui);
    ui.painter().hline(rect.x_range(), rect.bottom() + 0.5, Stroke::new(1.0, tokens.line));
    for (share, y) in [(1.0, rect.top()), (0.5, rect.center().y)] {
        let line = Stroke::new(1.0, tokens.line0);
        ui.painter().hline(rect.x_range(), y.round() + 0.5, line);
        let said = (areas.say)(most * share);
        let said = text::line(ui.painter(), Type::Caption, tokens.text2, &said, rect.width());
        let plate = Rect::from_min_size(pos2(rect.left() + 4.0, y + 2.0), said.size());
        ui.painter().rect_filled(
            plate.expand2(vec2(2.0, 0.0)),
            0.0,
            tokens.bg0.gamma_multiply(0.8),
        );
        ui.painter().galley(plate.min, said, tokens.text2);
    }
}

fn flag_near(areas: &Areas<'_>, response: &Response, x: &dyn Fn(f32) -> f32) -> Option<usize> {
    let pointer = response.hover_pos()?;
    if response.rect.top() + FLAG < pointer.y {
        return None;
    }
    let distance = |it: &(usize, &(f32, String))| (x(it.1.0) - pointer.x).abs();
    let nearest = areas.flags.iter().enumerate().min_by(|a, b| distance(a).total_cmp(&distance(b)));
    nearest.filter(|it| distance(it) <= NEAR * 2.0).map(|it| it.0)
}

fn paint_flags(ui: &Ui, areas: &Areas<'_>, rect: Rect, chart: Rect, near: Option<usize>) {
    let tokens = theme::tokens(ui);
    for (number, (at, word)) in areas.flags.iter().enumerate() {
        let x = chart.left() + at * chart.width();
        let is_lit = near == Some(number) || areas.marked == Some(number);
        let color = if is_lit { tokens.accent } else { tokens.text };
        ui.painter().vline(x, rect.top()..=chart.bottom(), Stroke::new(1.0, color));
        let word = text::line(ui.painter(), Type::CaptionStrong, tokens.bg0, word, 60.0);
        let size = word.size() + vec2(6.0, 0.0);
        let left = if x + size.x > rect.right() { x - size.x } else { x };
        let plate = Rect::from_min_size(pos2(left, rect.top()), vec2(size.x, FLAG - 1.0));
        ui.painter().rect_filled(plate, 1.0, color);
        text::paint_center(ui.painter(), plate, word);
    }
}

fn paint_words(ui: &Ui, areas: &Areas<'_>, rect: Rect) {
    let tokens = theme::tokens(ui);
    let mut taken: Vec<Rect> = Vec::new();
    for (share, word) in areas.words {
        let word = text::line(ui.painter(), Type::Caption, tokens.text2, word, rect.width());
        let room = (rect.width() - word.size().x).max(0.0);
        let left = rect.left() + (share * rect.width() - word.size().x / 2.0).clamp(0.0, room);
        let at = pos2(left, rect.bottom() - word.size().y);
        let place = Rect::from_min_size(at, word.size());
        if taken.iter().all(|it| !it.expand(6.0).intersects(place)) {
            ui.painter().galley(place.min, word, tokens.text2);
            taken.push(place);
        }
    }
}

/// A legend: a square and a word for each layer, in one line as far as they fit.
pub fn legend(ui: &mut Ui, layers: &[(Color32, String)]) {
    let tokens = theme::tokens(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 20.0), Sense::hover());
    let all: Vec<&str> = layers.iter().map(|it| it.1.as_str()).collect();
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, all.join("; ")));
    let mut x = rect.left();
    for (color, said) in layers {
        let words = text::line(ui.painter(), Type::Table, tokens.text2, said, rect.width());
        if x + 16.0 + words.size().x > rect.right() {
            break;
        }
        super::bar::square(ui.painter(), pos2(x + 5.0, rect.center().y), *color, tokens);
        x = text::paint_left(ui.painter(), rect, x + 16.0, words).right() + 16.0;
    }
}

#[expect(clippy::cast_precision_loss, reason = "a few hundred columns")]
fn as_points(count: usize) -> f32 {
    count as f32
}
