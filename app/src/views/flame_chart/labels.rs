//! Labels of boxes: each name is laid out once, cut to any width without laying it out again.
//!
//! Letting egui lay out, cut and tessellate thousands of labels takes longer than a frame. Here
//! the glyphs of a name are copied into one mesh for all labels, as many as fit.

use std::borrow::Cow;
use std::sync::Arc;

use egui::epaint::text::Row;
use egui::epaint::{TextShape, Vertex};
use egui::text::{LayoutJob, TextFormat};
use egui::{Color32, FontId, Galley, Mesh, Painter, Pos2, Rect, Shape, pos2, vec2};
use hashbrown::HashMap;

use crate::theme::Type;
use crate::widgets::bidi;

/// Names longer than this are cut before they are laid out: no box shows as much.
const MOST_CHARS: usize = 256;
/// Names laid out in one frame; the rest follow in the next ones.
const NEW_PER_FRAME: usize = 120;
/// As many of them as cutting a name that is read from right to left costs.
const LAYOUTS_OF_A_CUT: usize = 8;
/// Names kept; those not in view go first.
const MOST_KEPT: usize = 4096;
/// A label that must be cut shows at least this many characters, or is not shown.
const LEAST_CHARS: usize = 4;
/// Fewer do if they are as wide, in points: a Chinese word has two.
const LEAST_WIDTH: f32 = 20.0;

/// Names that were laid out.
#[derive(Debug, Default)]
pub(super) struct LabelCache {
    known: HashMap<Box<str>, Known>,
    /// Names that are read from right to left, cut to a width in points.
    cut: HashMap<(Box<str>, u16), Known>,
    ellipsis: Option<Arc<Galley>>,
    frame: u64,
    n_new: usize,
    pixels_per_point: f32,
    /// Dark and light text are drawn into textures of their own.
    is_dark: bool,
    /// How full the font texture was. When it gets emptier, egui has thrown it away, and galleys
    /// point into nothing.
    atlas_fill: f32,
}

#[derive(Debug)]
struct Known {
    galley: Arc<Galley>,
    used: u64,
}

impl LabelCache {
    /// To be called before the first label of a frame.
    pub(super) fn begin(&mut self, painter: &Painter) {
        #[expect(
            clippy::redundant_closure_for_method_calls,
            reason = "the method itself is not general enough over the view's lifetime"
        )]
        let atlas_fill = painter.fonts(|it| it.font_atlas_fill_ratio());
        let pixels_per_point = painter.pixels_per_point();
        #[expect(clippy::float_cmp, reason = "the same screen gives the same number")]
        let is_other_screen = self.pixels_per_point != pixels_per_point;
        let is_dark = painter.ctx().global_style().visuals.dark_mode;
        let is_other_theme = std::mem::replace(&mut self.is_dark, is_dark) != is_dark;
        if is_other_screen || is_other_theme || atlas_fill < self.atlas_fill {
            self.known.clear();
            self.cut.clear();
            self.ellipsis = None;
        }
        (self.atlas_fill, self.pixels_per_point) = (atlas_fill, pixels_per_point);
        self.frame += 1;
        self.n_new = 0;
        if MOST_KEPT < self.known.len() {
            let last = self.frame - 1;
            self.known.retain(|_, it| it.used == last);
        }
        if MOST_KEPT < self.cut.len() {
            let last = self.frame - 1;
            self.cut.retain(|_, it| it.used == last);
        }
    }

    /// Whether names were left for the next frame.
    pub(super) fn is_incomplete(&self) -> bool {
        NEW_PER_FRAME <= self.n_new
    }

    /// `text` laid out in one line, to be cut at its right to `width`, or `None` until there is
    /// time for it.
    pub(super) fn galley(
        &mut self,
        painter: &Painter,
        text: &str,
        width: f32,
    ) -> Option<Arc<Galley>> {
        let text = match text.char_indices().nth(MOST_CHARS) {
            Some((end, _)) => &text[..end],
            None => text,
        };
        let whole = self.whole(painter, text)?;
        if whole.size().x <= width || !bidi::runs_to_the_left(text) {
            return Some(whole);
        }
        self.cut(painter, text, width)
    }

    /// A name that is read from right to left and begins at the right, cut where it ends.
    fn cut(&mut self, painter: &Painter, text: &str, width: f32) -> Option<Arc<Galley>> {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a width on a screen; other numbers saturate"
        )]
        let points = width as u16;
        let key = (text.into(), points);
        if let Some(known) = self.cut.get_mut(&key) {
            known.used = self.frame;
            return Some(Arc::clone(&known.galley));
        }
        if self.is_incomplete() {
            return None;
        }
        self.n_new += LAYOUTS_OF_A_CUT;
        let fits = |it: &str| one_line(painter, it).size().x <= f32::from(points);
        let cut = bidi::longest_beginning(text, fits);
        let galley = one_line(painter, &cut);
        self.cut.insert(key, Known { galley: Arc::clone(&galley), used: self.frame });
        Some(galley)
    }

    fn whole(&mut self, painter: &Painter, text: &str) -> Option<Arc<Galley>> {
        if let Some(known) = self.known.get_mut(text) {
            known.used = self.frame;
            return Some(Arc::clone(&known.galley));
        }
        if self.is_incomplete() {
            return None;
        }
        self.n_new += 1;
        let galley = one_line(painter, &bidi::in_visual_order(text));
        let known = Known { galley: Arc::clone(&galley), used: self.frame };
        self.known.insert(text.into(), known);
        Some(galley)
    }

    /// What stands at the end of a name that is cut.
    pub(super) fn ellipsis(&mut self, painter: &Painter) -> Arc<Galley> {
        Arc::clone(self.ellipsis.get_or_insert_with(|| one_line(painter, "…")))
    }

    /// Number of names that are kept.
    pub(super) fn len(&self) -> usize {
        self.known.len() + self.cut.len()
    }
}

/// `text`, whose runs stand as they are seen.
fn one_line(painter: &Painter, text: &str) -> Arc<Galley> {
    let text = if text.contains(char::is_control) {
        Cow::Owned(text.replace(char::is_control, " "))
    } else {
        Cow::Borrowed(text)
    };
    let font_id: FontId = Type::Caption.font();
    let format = TextFormat { font_id, color: Color32::PLACEHOLDER, ..TextFormat::default() };
    let mut job = LayoutJob::single_section(text.into_owned(), format);
    job.break_on_newline = false;
    job.wrap.max_width = f32::INFINITY;
    painter.layout_job(job)
}

/// All labels of a frame in one mesh.
#[derive(Debug)]
pub(super) struct Labels {
    ellipsis: Arc<Galley>,
    mesh: Mesh,
    /// Number of labels.
    pub(super) count: usize,
}

impl Labels {
    /// No labels yet.
    pub(super) fn new(ellipsis: Arc<Galley>) -> Self {
        Self { ellipsis, mesh: Mesh::default(), count: 0 }
    }

    /// Paints as much of a name as fits in `width`, at `left_top`, which lies between pixels. Says
    /// how wide it is, or `None` if it is too little to be read.
    pub(super) fn push(
        &mut self,
        galley: &Galley,
        left_top: Pos2,
        width: f32,
        color: Color32,
    ) -> Option<f32> {
        let row = &galley.rows.first()?.row;
        if row.size.x <= width {
            self.glyphs(row, row.glyphs.len(), left_top, color);
            self.count += 1;
            return Some(row.size.x);
        }
        let ellipsis = Arc::clone(&self.ellipsis);
        let rest = width - ellipsis.size().x;
        let n_glyphs = row.glyphs.partition_point(|it| it.max_x() <= rest);
        let end = n_glyphs.checked_sub(1).map(|last| row.glyphs[last].max_x())?;
        if n_glyphs < LEAST_CHARS && end < LEAST_WIDTH {
            return None;
        }
        let end = (end * galley.pixels_per_point).round() / galley.pixels_per_point;
        self.glyphs(row, n_glyphs, left_top, color);
        if let Some(row) = ellipsis.rows.first() {
            self.glyphs(&row.row, row.row.glyphs.len(), left_top + vec2(end, 0.0), color);
        }
        self.count += 1;
        Some(end + ellipsis.size().x)
    }

    /// Copies the first `n_glyphs` of a row. Each visible glyph is four corners, six indices.
    fn glyphs(&mut self, row: &Row, n_glyphs: usize, at: Pos2, color: Color32) {
        let all = &row.visuals.mesh;
        let n_vertices = match row.glyphs.get(n_glyphs) {
            Some(next) => (next.first_vertex as usize).min(all.vertices.len()),
            None => all.vertices.len(),
        };
        let offset = u32::try_from(self.mesh.vertices.len()).unwrap_or(u32::MAX);
        let indices = all.indices.iter().take(n_vertices / 4 * 6);
        self.mesh.indices.extend(indices.map(|it| it + offset));
        let vertices = all.vertices[..n_vertices].iter();
        self.mesh.vertices.extend(vertices.map(|it| Vertex {
            pos: it.pos + at.to_vec2(),
            uv: it.uv,
            color,
        }));
    }

    /// Number of corners so far.
    pub(super) fn n_vertices(&self) -> usize {
        self.mesh.vertices.len()
    }

    /// All labels as one piece of text, whose place in the font's texture egui works out when it
    /// knows how large the texture has become in this frame.
    pub(super) fn into_shape(mut self, bounds: Rect) -> Shape {
        if self.mesh.is_empty() {
            return Shape::Noop;
        }
        let mut galley = Galley::clone(&self.ellipsis);
        galley.rows.truncate(1);
        galley.num_vertices = self.mesh.vertices.len();
        galley.num_indices = self.mesh.indices.len();
        (galley.rect, galley.mesh_bounds) = (bounds, bounds);
        for placed in &mut galley.rows {
            let row = Arc::make_mut(&mut placed.row);
            row.glyphs.clear();
            row.visuals.glyph_index_start = 0;
            row.visuals.glyph_vertex_range = 0..galley.num_vertices;
            row.visuals.mesh_bounds = bounds;
            row.visuals.mesh = std::mem::take(&mut self.mesh);
            placed.pos = Pos2::ZERO;
        }
        TextShape::new(pos2(0.0, 0.0), Arc::new(galley), Color32::PLACEHOLDER).into()
    }
}
