//! Where a heap grew, as a map: boxes within boxes, as large as the larger of before and after.

use std::cmp::Reverse;
use std::convert::Infallible;

use crate::analysis::heap::boxes::{BoxMap, NestedBox, Parts, is_seen, lay_out};
use crate::analysis::heap::growth::Growth;

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
pub type GrowthBox = NestedBox<GrowthPart>;

/// A map of where what one place keeps alive grew; the root is the row of the place.
pub type GrowthMap = BoxMap<u32, GrowthPart>;

/// Lays out what the place of row `root` keeps alive in a map of `size` points.
///
/// The number of boxes is bounded by the area. What shrank and what grew may stand below one
/// place, so the boxes in a place may need more than it keeps alive at any time; they share its
/// room by their larger sizes then.
pub fn growth_map(growth: &Growth, root: u32, size: (f32, f32)) -> GrowthMap {
    let below = Below::of(growth);
    let is_place = |part| matches!(part, GrowthPart::Place(_));
    let laid = lay_out(GrowthPart::Place(root), size, is_place, |part, area| {
        Ok::<_, Infallible>(match part {
            GrowthPart::Place(row) => parts(growth, &below, row, area),
            GrowthPart::Rest { .. } => (Vec::new(), 0),
        })
    });
    let Ok(boxes) = laid;
    GrowthMap { root, size, boxes }
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

/// The places below a place, larger ones first, as far as there is room in `area` square
/// points; the others together. Each with its size, and the size of all.
fn parts(growth: &Growth, below: &Below, row: u32, area: f64) -> Parts<GrowthPart> {
    let rows = below.rows(row);
    let larger = |it: u32| growth.places[it as usize].larger();
    let own = growth.places[row as usize].own;
    let sum = rows.iter().fold(own[0].max(own[1]), |sum, &it| sum.saturating_add(larger(it)));
    let whole = sum.max(larger(row)).max(1);
    let (mut large, mut count, mut rest) = (Vec::new(), 0_u64, [0_u64; 2]);
    for &it in rows {
        if is_seen(larger(it), whole, area) {
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
    if is_seen(size, whole, area) {
        parts.push((GrowthPart::Rest { of: row, count, retained: rest }, size));
    }
    parts.sort_by_key(|it| Reverse(it.1)); // stable: places before the rest
    (parts, whole)
}
