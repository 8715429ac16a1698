//! The classes of a basket, sorted and filtered.

use std::cmp::Ordering;
use std::sync::Arc;

use asyncscope_core::analysis::NameFilter;
use asyncscope_core::analysis::heap::{Basket, BasketClass, BasketFigure, BasketSet, Class};
use hashbrown::HashMap;

use crate::jobs::Job;
use crate::snapshots::Snapshots;
use crate::views::snapshots::columns;
use crate::widgets::table::Sort;

/// Which list is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct ListQuestion {
    basket: super::SeveralQuestion,
    baseline: usize,
    set: BasketSet,
    figure: BasketFigure,
    as_delta: bool,
    filter: Option<NameFilter>,
    sort: Sort,
}

/// A class as it is listed.
#[derive(Clone, Debug, PartialEq)]
pub struct BasketRow {
    /// Its row in the basket.
    pub at: usize,
    /// The figure in each snapshot.
    pub values: Vec<u64>,
    /// By how much it rises from one snapshot to the next.
    pub slope: f64,
}

/// The classes as they are sorted and filtered.
#[derive(Clone, Debug)]
pub struct BasketList {
    /// The basket.
    pub basket: Arc<Basket>,
    /// The classes, in order.
    pub rows: Vec<BasketRow>,
    /// What is told of each.
    pub figure: BasketFigure,
    /// Of which objects.
    pub set: BasketSet,
    /// Whether differences from the baseline are told.
    pub as_delta: bool,
    /// How many classes each set has, in the order of [`BasketSet::ALL`].
    pub n_each: [usize; 4],
    /// The sum of each snapshot over the classes that are listed.
    pub sums: Vec<u64>,
    places: HashMap<Class, usize>,
}

impl BasketList {
    /// The class of a row.
    pub fn class(&self, row: usize) -> Option<&BasketClass> {
        self.basket.classes.get(self.rows.get(row)?.at)
    }

    /// The row of a class.
    pub fn row_of(&self, class: &Class) -> Option<usize> {
        self.places.get(class).copied()
    }

    /// The rows of the basket that are listed, in order.
    pub fn basket_rows(&self) -> Vec<usize> {
        self.rows.iter().map(|it| it.at).collect()
    }
}

impl Snapshots {
    /// Asks for the list as it is to be sorted and filtered.
    pub(super) fn ask_list(&mut self, ctx: &egui::Context) {
        let Some(basket) = self.answers.basket.current().map(Arc::clone) else { return };
        let Some((asked, baseline)) = self.answers.basket.question().cloned() else { return };
        // While an expression is typed it is often none: what was shown before stays.
        let Ok(filter) = self.place.filter.parse() else { return };
        let question = ListQuestion {
            basket: asked,
            baseline,
            set: self.place.set,
            figure: self.figure(),
            as_delta: self.place.as_delta,
            filter,
            sort: self.sort,
        };
        let asked = question.clone();
        self.answers.list.ask(question, || {
            Job::spawn("Sorting classes", ctx, move |task| {
                task.advance(0)?;
                Ok(Arc::new(list(basket, &asked)))
            })
        });
    }
}

fn list(basket: Arc<Basket>, question: &ListQuestion) -> BasketList {
    let ListQuestion { set, figure, as_delta, sort, .. } = *question;
    let keeps = |at: &usize| {
        let name = basket.classes[*at].class.name();
        question.filter.as_ref().is_none_or(|it| it.matches_text(&name))
    };
    let row = |at: usize| BasketRow {
        at,
        values: basket.classes[at].values(set, figure),
        slope: basket.classes[at].slope_of(set, figure),
    };
    let mut rows: Vec<BasketRow> = basket.rows(set).into_iter().filter(keeps).map(row).collect();
    let baseline = basket.baseline;
    let compare = |a: &BasketRow, b: &BasketRow| match sort.column {
        columns::NAME => {
            let class = |it: &BasketRow| &basket.classes[it.at].class;
            class(a).name.cmp(&class(b).name)
        }
        columns::SLOPE | columns::LINE => a.slope.total_cmp(&b.slope),
        column => by_snapshot(a, b, (column - columns::FIRST, as_delta.then_some(baseline))),
    };
    if sort.descending {
        rows.sort_by(|a, b| compare(b, a));
    } else {
        rows.sort_by(compare);
    }
    let n_each = BasketSet::ALL.map(|it| basket.rows(it).len());
    let mut sums = vec![0_u64; basket.n_snapshots()];
    for row in &rows {
        for (sum, value) in sums.iter_mut().zip(&row.values) {
            *sum = sum.saturating_add(*value);
        }
    }
    let class = |it: &BasketRow| basket.classes[it.at].class.clone();
    let places = rows.iter().enumerate().map(|(at, it)| (class(it), at)).collect();
    BasketList { basket, rows, figure, set, as_delta, n_each, sums, places }
}

fn by_snapshot(
    a: &BasketRow,
    b: &BasketRow,
    (column, baseline): (usize, Option<usize>),
) -> Ordering {
    let value = |it: &BasketRow| {
        let get = |at: usize| i128::from(it.values.get(at).copied().unwrap_or(0));
        get(column) - baseline.map_or(0, get)
    };
    value(a).cmp(&value(b))
}
