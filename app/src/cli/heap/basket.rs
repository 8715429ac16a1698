//! `heap basket`: each class in each of several snapshots, and what came and went since one of them.

use std::path::Path;
use std::sync::{Arc, LazyLock};

use asyncscope_core::analysis::NameFilter;
use asyncscope_core::analysis::heap::{
    Basket, BasketClass, BasketFigure, BasketItem, BasketSet, MatchedBy, basket, basket_item,
};
use asyncscope_core::analysis::leaks::matching;
use asyncscope_core::error::show_path;
use asyncscope_core::export::tables::heap::basket::{MOST_SNAPSHOTS, table};
use asyncscope_core::export::{CsvText, csv, save};
use asyncscope_core::task::Task;
use asyncscope_core::units::{Bytes, Count};
use serde::Serialize;

use crate::cli::args::{InputArgs, LoadArgs};
use crate::cli::columns::Heading;
use crate::cli::error::CliError;
use crate::cli::heap::args::{BasketArgs, Figure, ObjectSet};
use crate::cli::heap::compare::{refuse_to_replace, signed};
use crate::cli::heap::open::{OpenHeap, name_filter};
use crate::cli::heap::output::HeapReport;
use crate::cli::output::print;
use crate::cli::show;

#[derive(Debug, Serialize)]
struct ClassRow {
    class: String,
    slope_bytes: f64,
    counts: Vec<u64>,
    shallow_bytes: Vec<u64>,
    retained_bytes: Vec<u64>,
    new_counts: Vec<u64>,
    new_bytes: Vec<u64>,
    freed_counts: Vec<u64>,
    freed_bytes: Vec<u64>,
    in_all_count: u64,
    in_all_bytes: u64,
}

/// The headings of a table of so many snapshots.
static HEADINGS: LazyLock<Vec<Vec<Heading>>> = LazyLock::new(|| {
    let of = |n: usize| {
        let numbers = NUMBERS.iter().take(n).map(|it| Heading::number(it));
        let slope = std::iter::once(Heading::number("Slope"));
        slope.chain(numbers).chain([Heading::name("Class")]).collect()
    };
    (0..=MOST_SNAPSHOTS).map(of).collect()
});

static NUMBERS: LazyLock<Vec<String>> =
    LazyLock::new(|| (1..=MOST_SNAPSHOTS).map(|it| it.to_string()).collect());

/// Answers as `args` ask: with a report, or with a table.
pub(super) fn answer(args: &BasketArgs, task: &Task) -> Result<(), CliError> {
    let n = args.files.len();
    let baseline = args.baseline.checked_sub(1).filter(|it| *it < n).ok_or_else(|| {
        let baseline = args.baseline;
        CliError::Question(format!("--baseline is {baseline}, but there are snapshots 1 to {n}"))
    })?;
    let filter = name_filter(args.name.as_deref())?;
    let found = compare(args, baseline, task)?;
    let rows = rows(&found, args, filter.as_ref());
    if let Some(path) = &args.csv {
        return write(found, rows, (path, args), task);
    }
    show(&report(args, &found, &rows), args.json)
}

/// Reads one snapshot after the other, so that besides the last only one is held at a time.
fn compare(args: &BasketArgs, baseline: usize, task: &Task) -> Result<Basket, CliError> {
    let Some((file, before)) = args.files.split_last() else {
        return Ok(basket(&[], baseline, task)?);
    };
    let last = read(file, args, task)?;
    let shapes = &last.facts.classes.shapes;
    let (mut items, mut by) = (Vec::new(), args.by.map(MatchedBy::from));
    for path in before {
        let heap = read(path, args, task)?;
        let by = *by.get_or_insert_with(|| matching(&heap.graph, &last.graph));
        items.push(basket_item(heap.snapshot(), shapes, by, task)?);
    }
    items.push(basket_item(last.snapshot(), shapes, by.unwrap_or(MatchedBy::Id), task)?);
    let items: Vec<&BasketItem> = items.iter().collect();
    Ok(basket(&items, baseline, task)?)
}

fn read(file: &Path, args: &BasketArgs, task: &Task) -> Result<OpenHeap, CliError> {
    let load = LoadArgs { allow_large: args.load.allow_large };
    OpenHeap::read_input(&InputArgs { file: file.to_owned(), load }, args.no_cache, task)
}

/// The classes that have such objects and whose names match, the steepest first.
fn rows(found: &Basket, args: &BasketArgs, filter: Option<&NameFilter>) -> Vec<usize> {
    let keeps = |it: &usize| {
        filter.is_none_or(|filter| filter.matches_text(&found.classes[*it].class.name()))
    };
    let rows = found.steepest(args.set.into(), args.figure.into());
    rows.into_iter().filter(keeps).collect()
}

/// Writes the classes as CSV.
fn write(
    found: Basket,
    rows: Vec<usize>,
    (path, args): (&Path, &BasketArgs),
    task: &Task,
) -> Result<(), CliError> {
    let table = table(Arc::new(found), rows);
    if path == Path::new("-") {
        return print(|out| Ok(csv::write(&table, CsvText::Guarded, out, task)?));
    }
    for input in &args.files {
        refuse_to_replace(path, input)?;
    }
    Ok(save(path, |out| csv::write(&table, CsvText::Guarded, out, task))?)
}

/// The basket in words: the first `top` classes.
fn report(args: &BasketArgs, found: &Basket, rows: &[usize]) -> HeapReport {
    let last = args.files.last().map_or(Path::new(""), |it| it);
    let mut report = HeapReport::new("heap-basket", last, "the last of these snapshots");
    for (number, file) in args.files.iter().enumerate() {
        let star = if number == found.baseline { ", the baseline" } else { "" };
        report.line(format!("{}: {}{star}", number + 1, show_path(file)));
    }
    let (how, key) = match found.matched_by {
        MatchedBy::Id => ("by object id, as in one process", "id"),
        MatchedBy::Path => ("by class and what dominates them", "path"),
    };
    let (set, figure) = (BasketSet::from(args.set), BasketFigure::from(args.figure));
    let of = match set {
        BasketSet::All => "All objects",
        BasketSet::New => "Objects that the baseline has not",
        BasketSet::Freed => "Objects that only the baseline has",
        BasketSet::InAll => "Objects that every snapshot has",
    };
    report.line(format!("{of}, matched {how}"));
    let files: Vec<String> = args.files.iter().map(|it| it.to_string_lossy().into()).collect();
    report.set("files", files);
    report.set("baseline", found.baseline + 1);
    report.set("matched_by", key);
    let shown: Vec<&BasketClass> =
        rows.iter().take(args.top).map(|it| &found.classes[*it]).collect();
    let cells = shown.iter().map(|it| cells(it, found.baseline, (set, figure), args.delta));
    let headings = &HEADINGS[found.n_snapshots().min(MOST_SNAPSHOTS)];
    report.table("", headings, cells.collect());
    report.set("total_rows", rows.len());
    report.set("classes", shown.into_iter().map(ClassRow::from).collect::<Vec<_>>());
    report
}

fn cells(
    it: &BasketClass,
    baseline: usize,
    (set, figure): (BasketSet, BasketFigure),
    delta: bool,
) -> Vec<String> {
    let say = |value: u64| match figure {
        BasketFigure::Count => Count(value).to_string(),
        BasketFigure::Shallow | BasketFigure::Retained => Bytes(value).to_string(),
    };
    let values = it.values(set, figure);
    let base = values.get(baseline).copied().unwrap_or(0);
    let is_delta = delta && matches!(set, BasketSet::All | BasketSet::InAll);
    let mut cells = vec![slope(it.slope_of(set, figure), figure)];
    cells.extend(values.iter().enumerate().map(|(at, &value)| {
        if !is_delta || at == baseline {
            return say(value);
        }
        let delta = i128::from(value) - i128::from(base);
        let delta = i64::try_from(delta).unwrap_or(if delta < 0 { i64::MIN } else { i64::MAX });
        signed(delta, say)
    }));
    cells.push(it.class.name().into_owned());
    cells
}

/// By how much a figure rises in a step, with its sign.
fn slope(slope: f64, figure: BasketFigure) -> String {
    if figure == BasketFigure::Count && slope != 0.0 {
        let decimals = usize::from(slope.fract() != 0.0);
        return format!("{slope:+.decimals$}").replace('-', "−");
    }
    #[expect(clippy::cast_possible_truncation, reason = "`as` saturates")]
    let bytes = slope.round() as i64;
    signed(bytes, |it| match figure {
        BasketFigure::Count => it.to_string(),
        BasketFigure::Shallow | BasketFigure::Retained => Bytes(it).to_string(),
    })
}

impl From<&BasketClass> for ClassRow {
    fn from(it: &BasketClass) -> Self {
        let all = |figure| it.values(BasketSet::All, figure);
        let counts = |set| it.values(set, BasketFigure::Count);
        let bytes = |set| it.values(set, BasketFigure::Shallow);
        Self {
            class: it.class.name().into_owned(),
            slope_bytes: it.slope,
            counts: all(BasketFigure::Count),
            shallow_bytes: all(BasketFigure::Shallow),
            retained_bytes: all(BasketFigure::Retained),
            new_counts: counts(BasketSet::New),
            new_bytes: bytes(BasketSet::New),
            freed_counts: counts(BasketSet::Freed),
            freed_bytes: bytes(BasketSet::Freed),
            in_all_count: it.in_all.count,
            in_all_bytes: it.in_all.shallow,
        }
    }
}

impl From<Figure> for BasketFigure {
    fn from(figure: Figure) -> Self {
        match figure {
            Figure::Count => Self::Count,
            Figure::Shallow => Self::Shallow,
            Figure::Retained => Self::Retained,
        }
    }
}

impl From<ObjectSet> for BasketSet {
    fn from(set: ObjectSet) -> Self {
        match set {
            ObjectSet::All => Self::All,
            ObjectSet::New => Self::New,
            ObjectSet::Freed => Self::Freed,
            ObjectSet::InAll => Self::InAll,
        }
    }
}
