//! The classes of a comparison, sorted and filtered.

use std::cmp::Ordering;
use std::sync::Arc;

use asyncscope_core::analysis::NameFilter;
use asyncscope_core::analysis::heap::{Change, Changed, Class, ClassDiff, Comparison, MatchedBy};

use crate::compared::Compared;
use crate::jobs::Job;
use crate::views::compared::columns;
use crate::widgets::table::Sort;

/// Which list is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct ListQuestion {
    by: MatchedBy,
    change: Change,
    filter: Option<NameFilter>,
    sort: Sort,
}

/// The classes as they are sorted and filtered.
#[derive(Clone, Debug)]
pub struct ChangeList {
    /// The comparison.
    pub found: Arc<Comparison>,
    /// Rows of its classes, in order.
    pub rows: Vec<usize>,
    /// The row of each of its classes, if it is listed.
    places: Vec<Option<usize>>,
    /// How many classes each change is what became of, in the order of [`Change::ALL`].
    pub n_each: [usize; 5],
    /// What became of all objects.
    pub all: Changed,
    /// What became of the objects of the classes that are listed.
    pub shown: Changed,
    /// The largest change of shallow size that is listed, in bytes: what bars are of.
    pub largest: u64,
    /// The class that grew most, if one did.
    pub most: Option<usize>,
}

impl ChangeList {
    /// The class of a row.
    pub fn diff(&self, row: usize) -> Option<&ClassDiff> {
        self.found.classes.get(*self.rows.get(row)?)
    }

    /// The row of a class.
    pub fn row_of(&self, class: &Class) -> Option<usize> {
        self.places[self.found.place_of(class)?]
    }
}

impl Compared {
    /// Asks for the list as it is to be sorted and filtered.
    pub(super) fn ask_list(&mut self, ctx: &egui::Context) {
        let Some(found) = self.answers.found.current().map(Arc::clone) else { return };
        // While an expression is typed it is often none: what was shown before stays.
        let Ok(filter) = self.place.filter.parse() else { return };
        let by = self.place.by;
        let question = ListQuestion { by, change: self.place.change, filter, sort: self.sort };
        let asked = question.clone();
        self.answers.list.ask(question, || {
            Job::spawn("Sorting classes", ctx, move |task| {
                task.advance(0)?;
                Ok(Arc::new(list(found, &asked)))
            })
        });
    }
}

fn list(found: Arc<Comparison>, question: &ListQuestion) -> ChangeList {
    let diffs = &found.classes;
    let keeps = |diff: &ClassDiff| {
        let name = question.filter.as_ref().is_none_or(|it| it.matches_text(&diff.class.name()));
        name && question.change.is_of(diff)
    };
    let mut rows: Vec<usize> = (0..diffs.len()).filter(|&it| keeps(&diffs[it])).collect();
    let compare = |a: &usize, b: &usize| compare(&diffs[*a], &diffs[*b], question.sort.column);
    if question.sort.descending {
        rows.sort_by(|a, b| compare(b, a));
    } else {
        rows.sort_by(compare);
    }
    let mut places = vec![None; diffs.len()];
    for (row, &at) in rows.iter().enumerate() {
        places[at] = Some(row);
    }
    let n_each = Change::ALL.map(|change| diffs.iter().filter(|it| change.is_of(it)).count());
    let all = Comparison::changed(diffs);
    let shown = Comparison::changed(rows.iter().map(|&it| &diffs[it]));
    let largest = rows.iter().map(|&it| diffs[it].shallow_delta().unsigned_abs()).max();
    let grew = |it: &usize| diffs[*it].shallow_delta() > 0;
    let most = (0..diffs.len()).filter(grew).max_by_key(|&it| diffs[it].shallow_delta());
    ChangeList { rows, places, n_each, all, shown, largest: largest.unwrap_or(0), most, found }
}

fn compare(a: &ClassDiff, b: &ClassDiff, column: usize) -> Ordering {
    match column {
        columns::RETAINED => a.retained_delta().cmp(&b.retained_delta()),
        columns::NEW => a.new.len().cmp(&b.new.len()),
        columns::FREED => a.gone.len().cmp(&b.gone.len()),
        columns::COUNT => a.count_delta().cmp(&b.count_delta()),
        columns::NAME => a.class.name.cmp(&b.class.name),
        _ => a.shallow_delta().cmp(&b.shallow_delta()),
    }
}
