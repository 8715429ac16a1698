//! Durations on a logarithmic axis.

use crate::units::Nanos;

/// Where a decade is cut into 40: the preferred numbers of series R40, times 100. Every second of
/// them cuts it into 20, and so on; they are round, and their ratios nearly equal.
const DECADE: [u64; 40] = [
    100, 106, 112, 118, 125, 132, 140, 150, 160, 170, 180, 190, 200, 212, 224, 236, 250, 265, 280,
    300, 315, 335, 355, 375, 400, 425, 450, 475, 500, 530, 560, 600, 630, 670, 710, 750, 800, 850,
    900, 950,
];

/// How many of these numbers one bar spans, finest first.
const STRIDES: [usize; 6] = [1, 2, 4, 8, 20, 40];

/// How many things lasted how long: bars of equal width on a logarithmic axis.
///
/// The axis begins at the last edge that is not above the shortest, and ends at the first that is
/// above the longest. What lasted no time counts in a bar of its own, from 0 to 1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Histogram {
    /// Where bars begin, ascending, and where the last one ends. One more than there are bars;
    /// empty if there are none.
    pub edges: Vec<Nanos>,
    /// How many lie in each bar: at its beginning or later, but before its end.
    pub counts: Vec<u64>,
}

impl Histogram {
    /// Sorts durations, which are in order, into at most `most` bars, as fine as possible; never
    /// coarser than a bar per decade.
    pub fn new(durations: &[Nanos], most: usize) -> Self {
        let (Some(&min), Some(&max)) = (durations.first(), durations.last()) else {
            return Self::default();
        };
        let edges = STRIDES.map(|it| edges(min, max, it));
        let [.., coarsest] = &edges;
        let fits = edges.iter().find(|it| it.len() <= most.saturating_add(1));
        let edges = fits.unwrap_or(coarsest).clone();
        let below = |edge: &Nanos| durations.partition_point(|it| it < edge) as u64;
        let counts = edges.windows(2).map(|it| below(&it[1]) - below(&it[0])).collect();
        Self { edges, counts }
    }

    /// The bar that holds `duration`, if one does.
    pub fn bar(&self, duration: Nanos) -> Option<usize> {
        let after = self.edges.partition_point(|&it| it <= duration);
        after.checked_sub(1).filter(|&it| it < self.counts.len())
    }
}

/// The edges from the last that is not above `min` to the first above `max`.
fn edges(min: Nanos, max: Nanos, stride: usize) -> Vec<Nanos> {
    let mut all: Vec<Nanos> = vec![Nanos(0)];
    let decades = (0..=19).map(|it| 10_u128.pow(it));
    let steps = decades.flat_map(|it| DECADE.iter().step_by(stride).map(move |&m| (it, m)));
    for (decade, step) in steps {
        // Below 100 ns some fall on the same nanosecond.
        let edge = u64::try_from(decade * u128::from(step) / 100).map_or(Nanos::MAX, Nanos);
        let last = all.last().copied().unwrap_or_default();
        if last < edge {
            all.push(edge);
        }
        if max < edge {
            break;
        }
    }
    let first = all.partition_point(|&it| it <= min).saturating_sub(1);
    all.split_off(first)
}
