//! Boxes within boxes: how a map of sizes is laid out.
//!
//! Source: Bruls, Huizing and van Wijk, "Squarified Treemaps", 2000: children are laid in rows along
//! the shorter side, each row as long as its boxes become more like squares by it.

/// Boxes of a smaller area, in square points, are drawn together as the rest.
const MIN_AREA: f64 = 20.0;
/// Boxes with a shorter side show nothing of what is in them.
const MIN_INSIDE: f64 = 12.0;
/// Height of the head of a box that has one.
pub const HEAD: f32 = 17.0;
/// Least size of a box with a head.
const HEAD_FROM: (f64, f64) = (46.0, 34.0);
/// Room between a box and what is in it.
const EDGE: f64 = 2.0;

/// A box of a map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NestedBox<P> {
    /// What it stands for.
    pub part: P,
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

/// A map of what is below a root.
#[derive(Clone, Debug, PartialEq)]
pub struct BoxMap<R, P> {
    /// The root.
    pub root: R,
    /// Its size in points.
    pub size: (f32, f32),
    /// The boxes, each behind the one around it; the first is the root.
    pub boxes: Vec<NestedBox<P>>,
}

impl<R, P> BoxMap<R, P> {
    /// The innermost box at a place, in points from the left top.
    pub fn at(&self, x: f32, y: f32) -> Option<usize> {
        let holds = |it: &NestedBox<P>| {
            (it.left..it.left + it.width).contains(&x) && (it.top..it.top + it.height).contains(&y)
        };
        self.boxes.iter().rposition(holds)
    }
}

/// The parts that stand in a box, larger ones first, each with its size, and the size of the box.
pub(super) type Parts<P> = (Vec<(P, u64)>, u64);

/// Lays out a map of `width` and `height` points.
///
/// `parts` is asked what is in a part, given the area that is left for it in square points, and
/// answers `None` for one that is never looked into. The number of boxes is bounded by the area as
/// long as parts for which [`is_seen`] is false are put together.
pub(super) fn lay_out<P: Copy, E>(
    root: P,
    (width, height): (f32, f32),
    has_inside: impl Fn(P) -> bool,
    mut parts: impl FnMut(P, f64) -> Result<Parts<P>, E>,
) -> Result<Vec<NestedBox<P>>, E> {
    let mut boxes = Vec::new();
    let whole = Area { left: 0.0, top: 0.0, width: width.into(), height: height.into() };
    let mut open = vec![(root, whole, 0_u16)];
    while let Some((part, area, depth)) = open.pop() {
        let has_inside = has_inside(part);
        let has_head = has_inside && area.width >= HEAD_FROM.0 && area.height >= HEAD_FROM.1;
        boxes.push(new_box(part, area, depth, has_head));
        if !has_inside || area.width.min(area.height) < MIN_INSIDE {
            continue;
        }
        let inside = inside(area, has_head);
        let (parts, whole) = parts(part, inside.width * inside.height)?;
        let sizes: Vec<u64> = parts.iter().map(|it| it.1).collect();
        let areas = squarify(&sizes, whole, inside);
        let depth = depth.saturating_add(1);
        // The last is laid out first, so that the boxes stand in order of size.
        let placed = parts.into_iter().zip(areas).rev();
        open.extend(placed.map(|((part, _), area)| (part, area, depth)));
    }
    Ok(boxes)
}

/// Whether something of `size` has a box of its own where `whole` fills `area` square points.
#[expect(clippy::cast_precision_loss, reason = "an area of a few million points")]
pub(super) fn is_seen(size: u64, whole: u64, area: f64) -> bool {
    size as f64 * (area / whole.max(1) as f64) >= MIN_AREA
}

/// Part of a map, in points.
#[derive(Clone, Copy, Debug)]
struct Area {
    left: f64,
    top: f64,
    width: f64,
    height: f64,
}

#[expect(clippy::cast_possible_truncation, reason = "points of a screen")]
fn new_box<P>(part: P, area: Area, depth: u16, has_head: bool) -> NestedBox<P> {
    let Area { left, top, width, height } = area;
    let (left, top, width, height) = (left as f32, top as f32, width as f32, height as f32);
    NestedBox { part, depth, has_head, left, top, width, height }
}

/// What is left of a box for what is in it.
fn inside(area: Area, has_head: bool) -> Area {
    let head = if has_head { f64::from(HEAD) } else { EDGE };
    Area {
        left: area.left + EDGE,
        top: area.top + head,
        width: (area.width - 2.0 * EDGE).max(0.0),
        height: (area.height - head - EDGE).max(0.0),
    }
}

/// Areas of `sizes`, which fall, within `area`, of which `whole` is the size; what is left of it
/// stays empty at its end.
#[expect(clippy::cast_precision_loss, reason = "an area of a few million points")]
fn squarify(sizes: &[u64], whole: u64, area: Area) -> Vec<Area> {
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
