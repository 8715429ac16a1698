//! What the counts of a group in one snapshot after the other tell.

/// What the counts of a group tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LeakVerdict {
    /// Ever more: it rose in at least two steps, and in at least half of them.
    Growing,
    /// It rose in one step and did not fall after: a leak if that should have been undone.
    Stayed,
    /// It rose in the last step; what comes after is not known.
    Recent,
    /// There are two snapshots, and it rose between them. Never called a leak.
    Grown,
    /// There is one snapshot, and it keeps much alive.
    Large,
    /// It filled once and stayed as it was for at least two steps: a cache, a table.
    Filled,
    /// Its objects are replaced by others while there are no more of them: a bounded cache.
    Replaced,
    /// There are not more of them than at first.
    NotMore,
}

impl LeakVerdict {
    /// Its name in JSON and for people.
    pub fn key(self) -> &'static str {
        match self {
            Self::Growing => "growing",
            Self::Stayed => "stayed",
            Self::Recent => "recent",
            Self::Grown => "grown",
            Self::Large => "large",
            Self::Filled => "filled",
            Self::Replaced => "replaced",
            Self::NotMore => "not-more",
        }
    }

    /// Whether it is to be reported.
    pub fn is_suspect(self) -> bool {
        !matches!(self, Self::Filled | Self::Replaced | Self::NotMore)
    }

    /// What `counts` tell, in order of the snapshots. `born_last` is how many of the objects alive
    /// in the last one are not in the one before it.
    pub fn of(counts: &[u64], born_last: u64) -> Self {
        let [first, .., last] = counts else { return Self::Large };
        if last <= first {
            return Self::NotMore;
        }
        if counts.len() == 2 {
            return Self::Grown;
        }
        // A few more or less among many are noise.
        let noise = (last - first) / 20;
        let rises = |it: &[u64]| it[1] > it[0].saturating_add(noise);
        let risen: Vec<bool> = counts.windows(2).map(rises).collect();
        let n_risen = risen.iter().filter(|it| **it).count();
        let n_flat = risen.iter().rev().take_while(|it| !**it).count();
        if n_flat > 0 && born_last > noise.max(*last / 10).max(1) {
            return Self::Replaced;
        }
        match (n_risen, n_flat) {
            (2.., 0 | 1) if n_risen * 2 >= risen.len() => Self::Growing,
            (_, 2..) => Self::Filled,
            (_, 1) => Self::Stayed,
            _ => Self::Recent,
        }
    }
}

/// How even steps are, from 0 to 1: 1 where each adds the same, 0 where one adds all. `None` with
/// fewer than two steps.
#[expect(clippy::cast_precision_loss, reason = "a share has few digits")]
pub(super) fn steadiness(counts: &[u64]) -> Option<f64> {
    let deltas: Vec<f64> = counts.windows(2).map(|it| it[1] as f64 - it[0] as f64).collect();
    if deltas.len() < 2 {
        return None;
    }
    let n = deltas.len() as f64;
    let mean = deltas.iter().sum::<f64>() / n;
    if mean <= 0.0 {
        return Some(0.0);
    }
    // The mean distance from the mean; at most 2 (n - 1) / n of it, where one step adds all.
    let away = deltas.iter().map(|it| (it - mean).abs()).sum::<f64>() / n;
    Some((1.0 - away / mean / (2.0 * (n - 1.0) / n)).clamp(0.0, 1.0))
}
