//! Which ids a snapshot has.

use crate::analysis::heap::Bits;

/// Ids up to so many for each object are kept as bits: V8 numbers objects one after the other.
const MOST_BITS: u64 = 64;

/// A set of ids of objects.
#[derive(Debug)]
pub(super) enum Ids {
    /// A bit for every id there may be.
    Dense(Bits),
    /// The ids in ascending order, where they are far between.
    Sorted(Vec<u64>),
}

impl Ids {
    /// The set of these ids.
    pub(super) fn of(ids: Vec<u64>) -> Self {
        let largest = ids.iter().copied().max().unwrap_or(0);
        let most = (ids.len() as u64).saturating_mul(MOST_BITS);
        match usize::try_from(largest) {
            Ok(end) if largest < most => {
                let mut bits = Bits::new(end + 1);
                for id in ids {
                    bits.set(usize::try_from(id).unwrap_or(end)); // none is larger
                }
                Self::Dense(bits)
            }
            _ => {
                let mut ids = ids;
                ids.sort_unstable();
                Self::Sorted(ids)
            }
        }
    }

    /// Whether an id is in it.
    pub(super) fn has(&self, id: u64) -> bool {
        match self {
            Self::Dense(bits) => usize::try_from(id).is_ok_and(|it| bits.has(it)),
            Self::Sorted(ids) => ids.binary_search(&id).is_ok(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_of_near_and_of_far_ids_have_what_they_were_made_of() {
        for ids in [vec![5, 1, 3], vec![7, u64::MAX, 1 << 40], Vec::new(), vec![0]] {
            let set = Ids::of(ids.clone());
            for id in (0..200).chain([1 << 40, u64::MAX, u64::MAX - 1]) {
                assert_eq!(set.has(id), ids.contains(&id), "{id} in {ids:?}");
            }
        }
        assert!(matches!(Ids::of((0..100).collect()), Ids::Dense(_)));
        assert!(matches!(Ids::of(vec![1, 1 << 60]), Ids::Sorted(_)));
    }
}
