//! What a table of a basket shows: which objects of a class, and what of them.

use super::basket::{Basket, BasketClass, InBasket, SetTotals, slope};

/// What is told of the objects of a class.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum BasketFigure {
    /// How many there are.
    Count,
    /// What they take themselves, in bytes.
    #[default]
    Shallow,
    /// What they keep alive together, in bytes.
    Retained,
}

/// Which objects of a class are meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum BasketSet {
    /// All of them.
    #[default]
    All,
    /// Those that a snapshot has and the baseline has not.
    New,
    /// Those that the baseline has and a snapshot has not.
    Freed,
    /// Those that every snapshot has; sizes are those in the last one.
    InAll,
}

impl BasketFigure {
    /// Every figure.
    pub const ALL: [Self; 3] = [Self::Count, Self::Shallow, Self::Retained];

    fn of(self, it: InBasket) -> u64 {
        match self {
            Self::Count => it.count,
            Self::Shallow => it.shallow,
            Self::Retained => it.retained,
        }
    }

    /// What is kept alive is known of all objects of a class alone: of a set, their own sizes tell.
    fn of_set(self, it: SetTotals) -> u64 {
        match self {
            Self::Count => it.count,
            Self::Shallow | Self::Retained => it.shallow,
        }
    }
}

impl BasketSet {
    /// Every set.
    pub const ALL: [Self; 4] = [Self::All, Self::New, Self::Freed, Self::InAll];

    /// Whether a class has such objects in any snapshot.
    pub fn has(self, class: &BasketClass) -> bool {
        let has_any = |it: &[SetTotals]| it.iter().any(|it| it.count > 0);
        match self {
            Self::All => class.each.iter().any(|it| it.count > 0),
            Self::New => has_any(&class.new_since),
            Self::Freed => has_any(&class.freed_since),
            Self::InAll => class.in_all.count > 0,
        }
    }
}

impl BasketClass {
    /// The figure of these objects in each snapshot, in the order of the basket.
    pub fn values(&self, set: BasketSet, figure: BasketFigure) -> Vec<u64> {
        match set {
            BasketSet::All => self.each.iter().map(|it| figure.of(*it)).collect(),
            BasketSet::New => self.new_since.iter().map(|it| figure.of_set(*it)).collect(),
            BasketSet::Freed => self.freed_since.iter().map(|it| figure.of_set(*it)).collect(),
            BasketSet::InAll => vec![figure.of_set(self.in_all); self.each.len()],
        }
    }

    /// How much the figure of these objects rises from one snapshot to the next: the slope of the
    /// straight line that fits best (least squares).
    pub fn slope_of(&self, set: BasketSet, figure: BasketFigure) -> f64 {
        slope(&self.values(set, figure))
    }
}

impl Basket {
    /// The rows of the classes that have such objects, in the order of the basket.
    pub fn rows(&self, set: BasketSet) -> Vec<usize> {
        (0..self.classes.len()).filter(|&it| set.has(&self.classes[it])).collect()
    }

    /// The same, those first whose figure rises most; then in the order of the basket.
    pub fn steepest(&self, set: BasketSet, figure: BasketFigure) -> Vec<usize> {
        let slope = |it: usize| self.classes[it].slope_of(set, figure);
        let mut rows: Vec<(f64, usize)> =
            self.rows(set).into_iter().map(|it| (slope(it), it)).collect();
        rows.sort_by(|a, b| b.0.total_cmp(&a.0)); // stable
        rows.into_iter().map(|it| it.1).collect()
    }

    /// How many snapshots there are.
    pub fn n_snapshots(&self) -> usize {
        self.classes.first().map_or(0, |it| it.each.len())
    }
}
