//! Whether a heap grew beyond a limit, all of it or a class of it.

use super::compare::Comparison;

/// Classes below one part in so many of the later heap may grow as they like.
const SHARE: u64 = 100;

/// What grew beyond a limit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grown {
    /// The sum of all shallow sizes before and after, in bytes, if that grew beyond the limit.
    pub heap: Option<(u64, u64)>,
    /// The classes that did, as rows of [`Comparison::classes`], and their shallow sizes before and
    /// after: those that grew by most bytes first.
    pub classes: Vec<(usize, u64, u64)>,
}

impl Grown {
    /// Whether nothing did.
    pub fn is_empty(&self) -> bool {
        self.heap.is_none() && self.classes.is_empty()
    }
}

/// What of a comparison grew by the share `limit` or more: 0.1 is 10 %.
///
/// `totals` are the sums of all shallow sizes before and after. A class counts if it takes at least
/// a hundredth of the later heap; one that is new then grew beyond any limit.
pub fn grown(found: &Comparison, totals: (u64, u64), limit: f64) -> Grown {
    let is_beyond = |(before, after): (u64, u64)| {
        #[expect(clippy::cast_precision_loss, reason = "a share has few digits")]
        let (a, b) = (before as f64, after as f64);
        before < after && b >= a * (1.0 + limit)
    };
    let is_grown =
        |shallow: (u64, u64)| is_beyond(shallow) && shallow.1.saturating_mul(SHARE) >= totals.1;
    let rows = found.classes.iter().enumerate().filter(|it| is_grown(it.1.shallow));
    let mut classes: Vec<(usize, u64, u64)> =
        rows.map(|(row, it)| (row, it.shallow.0, it.shallow.1)).collect();
    classes.sort_by_key(|it| (std::cmp::Reverse(it.2 - it.1), it.0));
    Grown { heap: is_beyond(totals).then_some(totals), classes }
}
