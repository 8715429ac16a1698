//! The tree of dominators as a map: boxes within boxes, as large as what they keep alive.
//!
//! Source: Bruls, Huizing and van Wijk, "Squarified Treemaps", 2000: children are laid in rows along
//! the shorter side, each row as long as its boxes become more like squares by it.

use std::cmp::Reverse;

use crate::analysis::heap::compare::Snapshot;
use crate::index::RowIndex as _;
use crate::model::heap::NodeIndex;
use crate::task::{Cancelled, Task};

/// Boxes of a smaller area, in square points, are drawn together as the rest.
pub(super) const MIN_AREA: f64 = 20.0;
/// Boxes with a shorter side show nothing of what is in them.
const MIN_INSIDE: f64 = 12.0;
/// Height of the head of a box that has one.
pub const HEAD: f32 = 17.0;
/// Least size of a box with a head.
const HEAD_FROM: (f64, f64) = (46.0, 34.0);
/// Room between a box and what is in it.
const EDGE: f64 = 2.0;

/// What a box stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MapPart {
    /// An object and what it keeps alive.
    Object(NodeIndex),
    /// Objects too small for a box of their own.
    Rest {
        /// What dominates them.
        of: NodeIndex,
        /// How many there are.
        count: u64,
        /// What they keep alive together, in bytes.
        bytes: u64,
    },
}

/// A box of a map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MapBox {
    /// What it stands for.
    pub part: MapPart,
    /// Number of boxes around it.
    pub depth: u16,
    /// Whether its name stands in a head above what is in it.
    pub has_head: bool,
    /// From the left edge of the map, in points.
    pub left: f32,
    /// From the top of the map, in points.
    pub top: f32,
    /// In points.
    pub width: f32,
    /// In points.
    pub height: f32,
}

/// A map of what one object keeps alive.
#[derive(Clone, Debug, PartialEq)]
pub struct Treemap {
    /// The object.
    pub root: NodeIndex,
    /// Its size in points.
    pub size: (f32, f32),
    /// The boxes, each behind the one around it; the first is the root.
    pub boxes: Vec<MapBox>,
}

impl Treemap {
    /// The innermost box at a place, in points from the left top.
    pub fn at(&self, x: f32, y: f32) -> Option<usize> {
        let holds = |it: &MapBox| {
            (it.left..it.left + it.width).contains(&x) && (it.top..it.top + it.height).contains(&y)
        };
        self.boxes.iter().rposition(holds)
    }
}

/// Part of a map, in points.
#[derive(Clone, Copy, Debug)]
pub(super) struct Area {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// Whether a box is large enough to show what is in it.
pub(super) fn has_inside(area: Area) -> bool {
    area.width.min(area.height) >= MIN_INSIDE
}

/// Whether a box is large enough for a head above what is in it.
pub(super) fn has_head(area: Area) -> bool {
    area.width >= HEAD_FROM.0 && area.height >= HEAD_FROM.1
}

/// Lays out what `root` keeps alive in a map of `width` and `height` points.
///
/// The number of boxes is bounded by the area; the cost is that of a look at everything that the
/// objects with a box dominate directly.
pub fn treemap(
    heap: Snapshot<'_>,
    root: NodeIndex,
    (width, height): (f32, f32),
    task: &Task,
) -> Result<Treemap, Cancelled> {
    let mut boxes = Vec::new();
    let whole = Area { left: 0.0, top: 0.0, width: width.into(), height: height.into() };
    let mut open = vec![(MapPart::Object(root), whole, 0_u16)];
    while let Some((part, area, depth)) = open.pop() {
        let is_object = matches!(part, MapPart::Object(_));
        let has_head = is_object && has_head(area);
        boxes.push(new_box(part, area, depth, has_head));
        let MapPart::Object(node) = part else { continue };
        if !has_inside(area) {
            continue;
        }
        let inside = inside(area, has_head);
        let parts = children(heap, node, inside, task)?;
        let sizes: Vec<u64> = parts.iter().map(|it| it.1).collect();
        let areas = squarify(&sizes, heap.tree.dominators.retained(node), inside);
        let depth = depth.saturating_add(1);
        // The last is laid out first, so that the boxes stand in order of size.
        let placed = parts.into_iter().zip(areas).rev();
        open.extend(placed.map(|((part, _), area)| (part, area, depth)));
    }
    Ok(Treemap { root, size: (width, height), boxes })
}

#[expect(clippy::cast_possible_truncation, reason = "points of a screen")]
fn new_box(part: MapPart, area: Area, depth: u16, has_head: bool) -> MapBox {
    let Area { left, top, width, height } = area;
    let (left, top, width, height) = (left as f32, top as f32, width as f32, height as f32);
    MapBox { part, depth, has_head, left, top, width, height }
}

/// What is left of a box for what is in it.
pub(super) fn inside(area: Area, has_head: bool) -> Area {
    let head = if has_head { f64::from(HEAD) } else { EDGE };
    Area {
        left: area.left + EDGE,
        top: area.top + head,
        width: (area.width - 2.0 * EDGE).max(0.0),
        height: (area.height - head - EDGE).max(0.0),
    }
}

/// What a node dominates directly, larger ones first, as far as there is room in `area`; the others
/// together. Each with its bytes.
#[expect(clippy::cast_precision_loss, reason = "an area of a few million points")]
fn children(
    heap: Snapshot<'_>,
    node: NodeIndex,
    area: Area,
    task: &Task,
) -> Result<Vec<(MapPart, u64)>, Cancelled> {
    let tree = heap.tree;
    let whole = tree.dominators.retained(node).max(1);
    let per_byte = area.width * area.height / whole as f64;
    let (mut large, mut n_rest, mut rest) = (Vec::new(), 0_u64, 0_u64);
    for (at, &child) in tree.dominated.children(node.row()).iter().enumerate() {
        if at.is_multiple_of(1 << 16) {
            task.advance(0)?;
        }
        let child = NodeIndex::from_row(child as usize);
        let bytes = tree.dominators.retained(child);
        if bytes as f64 * per_byte >= MIN_AREA {
            large.push((child, bytes));
        } else if bytes > 0 {
            (n_rest, rest) = (n_rest + 1, rest.saturating_add(bytes));
        }
    }
    large.sort_unstable_by_key(|it| (Reverse(it.1), it.0));
    let mut parts: Vec<(MapPart, u64)> =
        large.into_iter().map(|(node, bytes)| (MapPart::Object(node), bytes)).collect();
    if rest as f64 * per_byte >= MIN_AREA {
        parts.push((MapPart::Rest { of: node, count: n_rest, bytes: rest }, rest));
    }
    parts.sort_by_key(|it| Reverse(it.1)); // stable: objects before the rest
    Ok(parts)
}

/// Areas of `sizes`, which fall, within `area`, of which `whole` is the size; what is left of it
/// stays empty at its end.
#[expect(clippy::cast_precision_loss, reason = "an area of a few million points")]
pub(super) fn squarify(sizes: &[u64], whole: u64, area: Area) -> Vec<Area> {
    let mut areas = Vec::with_capacity(sizes.len());
    let per_byte = area.width * area.height / whole.max(1) as f64;
    let mut free = area;
    let mut start = 0;
    while start < sizes.len() {
        let short = free.width.min(free.height).max(f64::MIN_POSITIVE);
        let (mut end, mut sum) = (start, 0.0);
        let mut best = f64::INFINITY;
        while end < sizes.len() {
            let next = sizes[end] as f64 * per_byte;
            let with = sum + next;
            let thick = with / short;
            // The first of a row is its largest box, the one at hand its smallest.
            let largest = sizes[start] as f64 * per_byte / thick;
            let smallest = next / thick;
            let worst = |side: f64| (side / thick).max(thick / side.max(f64::MIN_POSITIVE));
            let ratio = worst(largest).max(worst(smallest));
            if ratio > best {
                break;
            }
            (best, sum, end) = (ratio, with, end + 1);
        }
        let end = end.max(start + 1);
        let sum: f64 = sizes[start..end].iter().map(|&it| it as f64 * per_byte).sum();
        free = lay_row(&sizes[start..end], (per_byte, sum), free, &mut areas);
        start = end;
    }
    areas
}

/// Lays a row along the shorter side; returns what is left free.
#[expect(clippy::cast_precision_loss, reason = "an area of a few million points")]
fn lay_row(sizes: &[u64], (per_byte, sum): (f64, f64), free: Area, areas: &mut Vec<Area>) -> Area {
    let Area { left, top, width, height } = free;
    let is_column = height <= width;
    let short = if is_column { height } else { width };
    let long = if is_column { width } else { height };
    let thick = if short > 0.0 { (sum / short).min(long) } else { 0.0 };
    let mut at = 0.0;
    for &size in sizes {
        let side = if sum > 0.0 { short * (size as f64 * per_byte / sum) } else { 0.0 };
        areas.push(if is_column {
            Area { left, top: top + at, width: thick, height: side }
        } else {
            Area { left: left + at, top, width: side, height: thick }
        });
        at += side;
    }
    if is_column {
        Area { left: left + thick, width: width - thick, ..free }
    } else {
        Area { top: top + thick, height: height - thick, ..free }
    }
}
