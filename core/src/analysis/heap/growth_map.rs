//! Where a heap grew, as a map: boxes within boxes, as large as the larger of before and after.

use std::cmp::Reverse;

use crate::analysis::heap::growth::Growth;
use crate::analysis::heap::treemap::{Area, MIN_AREA, has_head, has_inside, inside, squarify};

/// What a box stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GrowthPart {
    /// A place, by its row.
    Place(u32),
    /// Places too small for a box of their own.
    Rest {
        /// The row of the place they stand below.
        of: u32,
        /// How many there are.
        count: u64,
        /// What they keep alive together before and after, in bytes.
        retained: [u64; 2],
    },
}

/// A box of a map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GrowthBox {
    /// What it stands for.
    pub part: GrowthPart,
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

/// A map of where what one place keeps alive grew.
#[derive(Clone, Debug, PartialEq)]
pub struct GrowthMap {
    /// The row of the place.
    pub root: u32,
    /// Its size in points.
    pub size: (f32, f32),
    /// The boxes, each behind the one around it; the first is the root.
    pub boxes: Vec<GrowthBox>,
}

impl GrowthMap {
    /// The innermost box at a place, in points from the left top.
    pub fn at(&self, x: f32, y: f32) -> Option<usize> {
        let holds = |it: &GrowthBox| {
            (it.left..it.left + it.width).contains(&x) && (it.top..it.top + it.height).contains(&y)
        };
        self.boxes.iter().rposition(holds)
    }
}

/// Lays out what the place of row `root` keeps alive in a map of `width` and `height` points.
///
/// The number of boxes is bounded by the area. What shrank and what grew may stand below one
/// place, so the boxes in a place may need more than it keeps alive at any time; they share its
/// room by their larger sizes then.
pub fn growth_map(growth: &Growth, root: u32, (width, height): (f32, f32)) -> GrowthMap {
    let below = Below::of(growth);
    let mut boxes = Vec::new();
    let whole = Area { left: 0.0, top: 0.0, width: width.into(), height: height.into() };
    let mut open = vec![(GrowthPart::Place(root), whole, 0_u16)];
    while let Some((part, area, depth)) = open.pop() {
        let is_place = matches!(part, GrowthPart::Place(_));
        let has_head = is_place && has_head(area);
        boxes.push(new_box(part, area, depth, has_head));
        let GrowthPart::Place(row) = part else { continue };
        if !has_inside(area) {
            continue;
        }
        let inside = inside(area, has_head);
        let (parts, whole) = parts(growth, &below, row, inside);
        let sizes: Vec<u64> = parts.iter().map(|it| it.1).collect();
        let areas = squarify(&sizes, whole, inside);
        let depth = depth.saturating_add(1);
        // The last is laid out first, so that the boxes stand in order of size.
        let placed = parts.into_iter().zip(areas).rev();
        open.extend(placed.map(|((part, _), area)| (part, area, depth)));
    }
    GrowthMap { root, size: (width, height), boxes }
}

#[expect(clippy::cast_possible_truncation, reason = "points of a screen")]
fn new_box(part: GrowthPart, area: Area, depth: u16, has_head: bool) -> GrowthBox {
    let Area { left, top, width, height } = area;
    let (left, top, width, height) = (left as f32, top as f32, width as f32, height as f32);
    GrowthBox { part, depth, has_head, left, top, width, height }
}

/// The places below each place.
struct Below {
    first: Vec<u32>,
    rows: Vec<u32>,
}

impl Below {
    fn of(growth: &Growth) -> Self {
        let mut first = vec![0_u32; growth.places.len() + 1];
        for parent in growth.places.iter().filter_map(|it| it.parent) {
            first[parent as usize + 1] += 1;
        }
        for at in 1..first.len() {
            first[at] += first[at - 1];
        }
        let mut next = first.clone();
        let mut rows = vec![0_u32; growth.places.len().saturating_sub(1)];
        for (row, place) in (0_u32..).zip(&growth.places) {
            if let Some(parent) = place.parent {
                let slot = &mut next[parent as usize];
                rows[*slot as usize] = row;
                *slot += 1;
            }
        }
        Self { first, rows }
    }

    fn rows(&self, of: u32) -> &[u32] {
        let at = of as usize;
        &self.rows[self.first[at] as usize..self.first[at + 1] as usize]
    }
}

/// The places below a place, larger ones first, as far as there is room in `area`; the others
/// together. Each with its size, and the size of all.
#[expect(clippy::cast_precision_loss, reason = "an area of a few million points")]
fn parts(growth: &Growth, below: &Below, row: u32, area: Area) -> (Vec<(GrowthPart, u64)>, u64) {
    let rows = below.rows(row);
    let larger = |it: u32| growth.places[it as usize].larger();
    let own = growth.places[row as usize].own;
    let sum = rows.iter().fold(own[0].max(own[1]), |sum, &it| sum.saturating_add(larger(it)));
    let whole = sum.max(larger(row)).max(1);
    let per_byte = area.width * area.height / whole as f64;
    let (mut large, mut count, mut rest) = (Vec::new(), 0_u64, [0_u64; 2]);
    for &it in rows {
        if larger(it) as f64 * per_byte >= MIN_AREA {
            large.push(it);
        } else if larger(it) > 0 {
            count += 1;
            let retained = growth.places[it as usize].retained;
            rest = [rest[0] + retained[0], rest[1] + retained[1]];
        }
    }
    large.sort_unstable_by_key(|&it| (Reverse(larger(it)), it));
    let mut parts: Vec<(GrowthPart, u64)> =
        large.into_iter().map(|it| (GrowthPart::Place(it), larger(it))).collect();
    let size = rest[0].max(rest[1]);
    if size as f64 * per_byte >= MIN_AREA {
        parts.push((GrowthPart::Rest { of: row, count, retained: rest }, size));
    }
    parts.sort_by_key(|it| Reverse(it.1)); // stable: places before the rest
    (parts, whole)
}
