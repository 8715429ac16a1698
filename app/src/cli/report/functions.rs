//! `functions`: what functions or groups of them weigh.

use std::io::{self, Write};

use asyncscope_core::analysis::{Grouping, functions, groups, weigh};
use asyncscope_core::task::Task;
use asyncscope_core::units::{Count, Percent, WeightUnit};
use serde::Serialize;

use crate::cli::columns::{Columns, Heading};
use crate::cli::error::CliError;
use crate::cli::load::Question;
use crate::cli::report::{Amounts, Function, Head, Report, Scope};

/// What functions or groups of them weigh.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct FunctionsReport {
    #[serde(flatten)]
    head: Head,
    #[serde(flatten)]
    scope: Scope,
    total_rows: usize,
    #[serde(flatten)]
    rows: Rows,
    #[serde(skip)]
    grouping: Grouping,
    #[serde(skip)]
    whole: u64,
    #[serde(skip)]
    unit: WeightUnit,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "lowercase")]
enum Rows {
    Functions(Vec<FunctionRow>),
    Groups(Vec<GroupRow>),
}

#[derive(Debug, Serialize)]
struct FunctionRow {
    #[serde(flatten)]
    function: Function,
    #[serde(flatten)]
    weight: Weight,
}

#[derive(Debug, Serialize)]
struct GroupRow {
    group: String,
    #[serde(flatten)]
    weight: Weight,
}

#[derive(Debug, Serialize)]
struct Weight {
    #[serde(flatten)]
    amounts: Amounts,
    samples: u64,
    #[serde(skip)]
    own: u64,
    #[serde(skip)]
    total: u64,
}

impl Weight {
    fn new(unit: WeightUnit, own: u64, total: u64, samples: u64) -> Self {
        let amounts = Amounts::new(unit, &[("self", own), ("total", total)]);
        Self { amounts, samples, own, total }
    }
}

/// The first `top` functions or groups.
pub(in crate::cli) fn report(
    question: &Question<'_>,
    grouping: Grouping,
    top: usize,
    task: &Task,
) -> Result<FunctionsReport, CliError> {
    let recording = question.recording;
    let weighed = weigh(recording, &question.selection, task)?;
    let unit = weighed.unit;
    let (total_rows, rows) = if grouping == Grouping::Function {
        let all = functions(recording, &weighed, task)?;
        let row = |it: &asyncscope_core::analysis::FunctionRow| FunctionRow {
            function: Function::new(recording, it.frame),
            weight: Weight::new(unit, it.own, it.total, it.samples),
        };
        (all.len(), Rows::Functions(all.iter().take(top).map(row).collect()))
    } else {
        let all = groups(recording, &weighed, grouping, task)?;
        let row = |it: &asyncscope_core::analysis::GroupRow| GroupRow {
            group: it.label.clone(),
            weight: Weight::new(unit, it.own, it.total, it.samples),
        };
        (all.len(), Rows::Groups(all.iter().take(top).map(row).collect()))
    };
    Ok(FunctionsReport {
        head: Head::new("functions", question),
        scope: Scope::new(question, &weighed),
        total_rows,
        rows,
        grouping,
        whole: weighed.sum,
        unit,
    })
}

impl FunctionsReport {
    fn numbers(&self, weight: &Weight) -> [String; 5] {
        [
            self.unit.show(weight.own),
            Percent::of(weight.own, self.whole).to_string(),
            self.unit.show(weight.total),
            Percent::of(weight.total, self.whole).to_string(),
            Count(weight.samples).to_string(),
        ]
    }
}

const SELF: Heading = Heading::number("Self");
const SELF_SHARE: Heading = Heading::number("Self %");
const TOTAL: Heading = Heading::number("Total");
const TOTAL_SHARE: Heading = Heading::number("Total %");
const SAMPLES: Heading = Heading::number("Samples");
const FUNCTION_HEADINGS: &[Heading] = &[
    SELF,
    SELF_SHARE,
    TOTAL,
    TOTAL_SHARE,
    SAMPLES,
    Heading::name("Function"),
    Heading::place("Place"),
];

impl Report for FunctionsReport {
    fn write_text(&self, out: &mut dyn Write, width: usize) -> io::Result<()> {
        self.scope.write_text(out)?;
        let group = Heading::place(self.grouping.name());
        let group_headings = [SELF, SELF_SHARE, TOTAL, TOTAL_SHARE, SAMPLES, group];
        let (headings, n_rows) = match &self.rows {
            Rows::Functions(rows) => (FUNCTION_HEADINGS, rows.len()),
            Rows::Groups(rows) => (&group_headings[..], rows.len()),
        };
        let mut columns = Columns::new(headings);
        match &self.rows {
            Rows::Functions(rows) => rows.iter().for_each(|it| {
                let names = [it.function.name.clone(), it.function.place.clone()];
                columns.push(self.numbers(&it.weight).into_iter().chain(names));
            }),
            Rows::Groups(rows) => rows.iter().for_each(|it| {
                columns.push(self.numbers(&it.weight).into_iter().chain([it.group.clone()]));
            }),
        }
        columns.write(out, width)?;
        let rest = self.total_rows - n_rows;
        if rest > 0 {
            writeln!(out, "\nand {} more; --top shows them", Count(rest as u64))?;
        }
        Ok(())
    }
}
