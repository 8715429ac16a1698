//! Meshes of rectangles on whole physical pixels.

use std::ops::Range;
use std::sync::Arc;

use egui::epaint::{Vertex, WHITE_UV};
use egui::{Color32, Mesh, Pos2, Shape, TextureId, pos2};

use super::scale::Scale;

/// The memory of a mesh that was painted, to be used for the next frame's.
///
/// Megabytes that are taken from the system and given back in every frame cost more time than what
/// is written into them.
#[derive(Debug, Default)]
pub(super) struct Spare(Arc<Mesh>);

impl Spare {
    /// An empty mesh, in the memory of the last one if egui is done with it.
    fn take(&mut self, texture: TextureId) -> Mesh {
        let mut mesh = Arc::try_unwrap(std::mem::take(&mut self.0)).unwrap_or_default();
        mesh.indices.clear();
        mesh.vertices.clear();
        mesh.texture_id = texture;
        mesh
    }

    /// A mesh as a shape; its memory is kept.
    fn give(&mut self, mesh: Mesh) -> Shape {
        self.0 = Arc::new(mesh);
        if self.0.is_empty() { Shape::Noop } else { Shape::Mesh(Arc::clone(&self.0)) }
    }
}

/// Rectangles in one mesh. They need no anti-aliasing, since their edges lie between pixels.
#[derive(Debug)]
pub(super) struct Boxes {
    scale: Scale,
    mesh: Mesh,
}

/// The corners of the texture that belong to those of a rectangle.
struct Corners {
    min: Pos2,
    max: Pos2,
}

impl Boxes {
    /// No rectangles yet.
    pub(super) fn new(scale: Scale, texture: TextureId, spare: &mut Spare) -> Self {
        Self { scale, mesh: spare.take(texture) }
    }

    /// All of them as a shape.
    pub(super) fn into_shape(self, spare: &mut Spare) -> Shape {
        spare.give(self.mesh)
    }

    /// Number of corners so far.
    pub(super) fn n_vertices(&self) -> usize {
        self.mesh.vertices.len()
    }

    /// A rectangle of one colour.
    pub(super) fn fill(&mut self, columns: &Range<i32>, lines: &Range<i32>, color: Color32) {
        self.push(columns, lines, &Corners { min: WHITE_UV, max: WHITE_UV }, color);
    }

    /// A rectangle of a texture of `tile` × `tile` pixels that is repeated. `from` is the pixel of
    /// the texture at the left edge.
    #[expect(clippy::cast_precision_loss, reason = "a few thousand pixels")]
    pub(super) fn tiled(
        &mut self,
        columns: &Range<i32>,
        lines: &Range<i32>,
        (from, tile): (i32, i32),
        color: Color32,
    ) {
        let share = |pixels: i32| pixels as f32 / tile as f32;
        let (width, height) = (columns.end - columns.start, lines.end - lines.start);
        let max = pos2(share(from + width), share(height));
        self.push(columns, lines, &Corners { min: pos2(share(from), 0.0), max }, color);
    }

    /// The edge of a rectangle, `width` pixels wide, inside of it.
    pub(super) fn frame(
        &mut self,
        columns: &Range<i32>,
        lines: &Range<i32>,
        width: i32,
        color: Color32,
    ) {
        if columns.end - columns.start <= 2 * width {
            return self.fill(columns, lines, color);
        }
        let inner = lines.start + width..lines.end - width;
        self.fill(columns, &(lines.start..inner.start), color);
        self.fill(columns, &(inner.end..lines.end), color);
        self.fill(&(columns.start..columns.start + width), &inner, color);
        self.fill(&(columns.end - width..columns.end), &inner, color);
    }

    fn push(
        &mut self,
        columns: &Range<i32>,
        lines: &Range<i32>,
        texture: &Corners,
        color: Color32,
    ) {
        let (left, right) = (self.scale.x(columns.start), self.scale.x(columns.end));
        let (top, bottom) = (self.scale.y(lines.start), self.scale.y(lines.end));
        let index = u32::try_from(self.mesh.vertices.len()).unwrap_or(u32::MAX);
        let corner = |x, y, u, v| Vertex { pos: pos2(x, y), uv: pos2(u, v), color };
        let Corners { min, max } = texture;
        self.mesh.vertices.extend([
            corner(left, top, min.x, min.y),
            corner(right, top, max.x, min.y),
            corner(left, bottom, min.x, max.y),
            corner(right, bottom, max.x, max.y),
        ]);
        let corners = [0, 1, 2, 2, 1, 3];
        self.mesh.indices.extend(corners.map(|corner| index + corner));
    }
}
