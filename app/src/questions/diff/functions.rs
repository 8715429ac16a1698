//! The functions of a tab of a comparison, sorted and filtered.

use std::cmp::Ordering;
use std::sync::Arc;

use asyncscope_core::analysis::NameFilter;
use asyncscope_core::analysis::diff::{
    DiffProfile, Difference, FunctionDiff, FunctionTab, Normalisation, Quantity, Sides, Status,
};
use asyncscope_core::index::Column;
use asyncscope_core::model::FrameIndex;
use asyncscope_core::task::{Cancelled, Task};

use crate::diff::Diff;
use crate::jobs::Job;
use crate::views::diff::columns;
use crate::widgets::table::Sort;

/// Which list is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct ListQuestion {
    normalisation: Normalisation,
    tab: FunctionTab,
    filter: Option<NameFilter>,
    sort: Sort,
}

/// The functions of a tab.
#[derive(Clone, Debug)]
pub struct FunctionList {
    /// The names of functions, and what stacks weigh.
    pub profile: Arc<DiffProfile>,
    /// How amounts were made comparable.
    pub normalisation: Normalisation,
    /// The rows, in order.
    pub rows: Vec<FunctionDiff>,
    /// The row of each function, if it is listed.
    places: Column<FrameIndex, Option<usize>>,
    /// How many functions each tab has, as tabs stand.
    pub n_each: [usize; 4],
    /// How much own weight differs in each tab, of all its functions.
    pub deltas: [f64; 4],
    /// The same of the functions that differ by no more than noise, of all tabs.
    pub within_noise: f64,
    /// How many they are.
    pub n_within_noise: usize,
    /// The largest difference of own weight of the rows: what bars are of.
    pub largest: f64,
}

impl FunctionList {
    /// The row of a function.
    pub fn row_of(&self, frame: FrameIndex) -> Option<usize> {
        self.places.get(frame).copied().flatten()
    }

    /// What weights count.
    pub fn quantity(&self) -> Quantity {
        self.profile.quantity()
    }
}

impl Diff {
    /// Asks for the functions of the tab, as they are to be sorted and filtered.
    pub(super) fn ask_list(&mut self, ctx: &egui::Context) {
        let Some(functions) = self.ask_functions(ctx) else { return };
        let Some(profile) = self.answers.profile.current().cloned() else { return };
        // While an expression is typed it is often none: what was shown before stays.
        let Ok(filter) = self.place.functions.parse() else { return };
        let (normalisation, tab) = (self.normalisation(), self.place.tab);
        let question = ListQuestion { normalisation, tab, filter, sort: self.sorts.functions };
        let asked = question.clone();
        self.answers.list.ask(question, || {
            Job::spawn("Sorting functions", ctx, move |task| {
                list(profile, &functions, &asked, task).map(Arc::new)
            })
        });
    }
}

fn list(
    profile: Arc<DiffProfile>,
    all: &[FunctionDiff],
    question: &ListQuestion,
    task: &Task,
) -> Result<FunctionList, Cancelled> {
    task.advance(0)?;
    let of = |tab: FunctionTab| all.iter().filter(move |it| tab.has(it));
    let n_each = FunctionTab::ALL.map(|tab| of(tab).count());
    let told = |tab| of(tab).filter(|it| !is_noise(it)).map(|it| it.own.delta()).sum();
    let deltas = FunctionTab::ALL.map(told);
    let noise = || all.iter().filter(|it| is_noise(it));
    let names = &profile.names;
    let keeps = |it: &&FunctionDiff| {
        let url = names.text(names.frames.get(it.frame).url);
        let filter = question.filter.as_ref();
        filter.is_none_or(|f| f.matches_text(names.frame_name(it.frame)) || f.matches_text(url))
    };
    let mut rows: Vec<FunctionDiff> = of(question.tab).filter(keeps).copied().collect();
    let column = question.sort.column;
    let name = |it: &FunctionDiff| names.frame_name(it.frame);
    // Equal ones stay as the analysis has them.
    rows.sort_by(|a, b| {
        let (a, b) = if question.sort.descending { (b, a) } else { (a, b) };
        if column == columns::NAME { name(a).cmp(name(b)) } else { compare(a, b, column) }
    });
    let largest = rows.iter().map(|it| it.own.delta().abs()).fold(0.0, f64::max);
    let mut places: Column<FrameIndex, Option<usize>> = vec![None; names.frames.len()].into();
    for (row, it) in rows.iter().enumerate() {
        places[it.frame] = Some(row);
    }
    Ok(FunctionList {
        normalisation: question.normalisation,
        rows,
        places,
        n_each,
        deltas,
        within_noise: noise().map(|it| it.own.delta()).sum(),
        n_within_noise: noise().count(),
        largest,
        profile,
    })
}

/// Whether a function differs by no more than noise.
pub fn is_noise(row: &FunctionDiff) -> bool {
    row.own.is_faint
}

fn compare(a: &FunctionDiff, b: &FunctionDiff, column: usize) -> Ordering {
    let by = |of: &dyn Fn(&FunctionDiff) -> f64| of(a).total_cmp(&of(b));
    let side =
        |of: fn(Sides<Option<f64>>) -> Option<f64>| by(&|it| of(it.own.values).unwrap_or(0.0));
    match column {
        columns::BEFORE => side(|it| it.before),
        columns::AFTER => side(|it| it.after),
        columns::CHANGE => by(&|it| change(it)),
        columns::TOTAL => by(&|it| it.total.delta().abs()),
        columns::SAMPLES => by(&|it| to_f64(it.own_samples.before + it.own_samples.after)),
        columns::SURE => sureness(&a.own).cmp(&sureness(&b.own)),
        // What differs by no more than noise stands after what differs.
        _ => is_noise(b).cmp(&is_noise(a)).then_with(|| by(&|it| it.own.delta().abs())),
    }
}

/// The change relative to before; what is new has changed most.
fn change(row: &FunctionDiff) -> f64 {
    match row.status {
        Status::New => f64::INFINITY,
        _ => row.own.change().unwrap_or(0.0).abs(),
    }
}

/// How sure it is that something differs: 3 where a test says so, 0 where it is noise.
pub fn sureness(difference: &Difference) -> u8 {
    use asyncscope_core::analysis::diff::Verdict;
    match difference.evidence.verdict {
        Verdict::More | Verdict::Less => 3,
        Verdict::Noise => 0,
        Verdict::TooFew if difference.is_faint => 1,
        Verdict::TooFew => 2,
    }
}

#[expect(clippy::cast_precision_loss, reason = "an order of rows")]
fn to_f64(count: u64) -> f64 {
    count as f64
}
