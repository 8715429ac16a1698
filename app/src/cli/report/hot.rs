//! `hot`: the hot path, and the heaviest stacks.

use std::io::{self, Write};

use asyncscope_core::analysis::{HotStack, WeighedStacks, heaviest_chain, heaviest_stacks, weigh};
use asyncscope_core::model::{Recording, StackIndex};
use asyncscope_core::task::Task;
use asyncscope_core::units::{Count, Percent, WeightUnit};
use serde::Serialize;

use crate::cli::columns::{Columns, Heading};
use crate::cli::error::CliError;
use crate::cli::load::Question;
use crate::cli::report::{Amounts, Function, Head, Report, Scope, indented};

/// Functions of a stack that are written: the innermost ones. Nobody reads more, and a file of a
/// few kilobytes can hold a stack of a hundred thousand.
const MAX_FRAMES: usize = 1_000;

/// The hot path, and the heaviest stacks.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct HotReport {
    #[serde(flatten)]
    head: Head,
    #[serde(flatten)]
    scope: Scope,
    hot_path: Vec<PathRow>,
    stacks: Vec<StackRow>,
    #[serde(skip)]
    unit: WeightUnit,
}

/// A step of the hot path.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct PathRow {
    depth: usize,
    #[serde(flatten)]
    function: Function,
    #[serde(flatten)]
    amounts: Amounts,
    #[serde(skip)]
    own: u64,
    #[serde(skip)]
    total: u64,
    #[serde(skip)]
    share: Percent,
}

#[derive(Debug, Serialize)]
struct StackRow {
    rank: usize,
    #[serde(flatten)]
    amounts: Amounts,
    busy_percent: f64,
    samples: u64,
    depth: u32,
    frames: Vec<Function>,
    #[serde(skip)]
    own: u64,
}

/// The hot path, and the `top` heaviest stacks with at least `min` percent of the busy time.
pub(in crate::cli) fn report(
    question: &Question<'_>,
    min: f64,
    top: usize,
    task: &Task,
) -> Result<HotReport, CliError> {
    let recording = question.recording;
    let weighed = weigh(recording, &question.selection, task)?;
    let stacks = heaviest_stacks(recording, &weighed, min / 100.0, top);
    let row = |(i, it)| stack_row(recording, &weighed, i + 1, it);
    Ok(HotReport {
        head: Head::new("hot", question),
        scope: Scope::new(question, &weighed),
        hot_path: hot_path(recording, &weighed),
        stacks: stacks.iter().enumerate().map(row).collect(),
        unit: weighed.unit,
    })
}

/// The heaviest chain of calls, outermost first.
pub(in crate::cli) fn hot_path(recording: &Recording, weighed: &WeighedStacks) -> Vec<PathRow> {
    let row = |(depth, stack): (usize, StackIndex)| {
        let (own, total) = (weighed.own[stack], weighed.total[stack]);
        PathRow {
            depth,
            function: Function::new(recording, weighed.stacks.frame(stack)),
            amounts: Amounts::new(weighed.unit, &[("self", own), ("total", total)]),
            own,
            total,
            share: Percent::of(total, weighed.busy()),
        }
    };
    let chain = heaviest_chain(recording, weighed);
    chain.into_iter().take(MAX_FRAMES).enumerate().map(row).collect()
}

fn stack_row(
    recording: &Recording,
    weighed: &WeighedStacks,
    rank: usize,
    hot: &HotStack,
) -> StackRow {
    let stacks = &weighed.stacks;
    let path = stacks.path(hot.stack).take(MAX_FRAMES);
    let mut frames: Vec<Function> =
        path.map(|it| Function::new(recording, stacks.frame(it))).collect();
    frames.reverse();
    StackRow {
        rank,
        amounts: Amounts::new(weighed.unit, &[("self", hot.own)]),
        busy_percent: Percent::of(hot.own, weighed.busy()).0,
        samples: hot.samples,
        depth: stacks.depth(hot.stack),
        frames,
        own: hot.own,
    }
}

const PATH_HEADINGS: &[Heading] = &[
    Heading::number("Total"),
    Heading::number("Busy %"),
    Heading::number("Self"),
    Heading::name("Function"),
    Heading::place("Place"),
];
const STACK_HEADINGS: &[Heading] = &[
    Heading::number("Self"),
    Heading::number("Busy %"),
    Heading::number("Samples"),
    Heading::place("Stack, outermost first"),
];

/// Writes the hot path as a table.
pub(in crate::cli) fn write_hot_path(
    path: &[PathRow],
    unit: WeightUnit,
    out: &mut dyn Write,
    width: usize,
) -> io::Result<()> {
    let mut columns = Columns::new(PATH_HEADINGS);
    for it in path {
        columns.push([
            unit.show(it.total),
            it.share.to_string(),
            unit.show(it.own),
            indented(it.depth, &it.function.name),
            it.function.place.clone(),
        ]);
    }
    columns.write(out, width)
}

impl Report for HotReport {
    fn write_text(&self, out: &mut dyn Write, width: usize) -> io::Result<()> {
        self.scope.write_text(out)?;
        if self.hot_path.is_empty() {
            return writeln!(out, "Nothing ran.");
        }
        writeln!(out, "Hot path: down as long as one callee keeps half of its caller's time\n")?;
        write_hot_path(&self.hot_path, self.unit, out, width)?;
        writeln!(out, "\nHeaviest stacks\n")?;
        let mut columns = Columns::new(STACK_HEADINGS);
        for it in &self.stacks {
            let names: Vec<&str> = it.frames.iter().map(|it| it.name.as_str()).collect();
            columns.push([
                self.unit.show(it.own),
                Percent(it.busy_percent).to_string(),
                Count(it.samples).to_string(),
                names.join(" > "),
            ]);
        }
        columns.write(out, width)
    }
}
