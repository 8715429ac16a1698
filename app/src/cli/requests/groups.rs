//! Groups of requests with their figures.

use asyncscope_core::analysis::requests::{RequestGrouping, request_groups};
use asyncscope_core::model::RequestIndex;
use asyncscope_core::task::Task;
use asyncscope_core::units::{Bytes, Count};
use serde::Serialize;

use super::{Figures, time};
use crate::cli::columns::Heading;
use crate::cli::error::CliError;
use crate::cli::load::Question;
use crate::cli::report::facts::FactsReport;

#[derive(Debug, Serialize)]
struct GroupRow {
    #[serde(skip_serializing_if = "String::is_empty")]
    method: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    host: String,
    name: String,
    #[serde(flatten)]
    figures: Figures,
}

const HEADINGS: &[Heading] = &[
    Heading::number("Requests"),
    Heading::number("Failed"),
    Heading::number("Pending"),
    Heading::number("p50"),
    Heading::number("p95"),
    Heading::number("p99"),
    Heading::number("Longest"),
    Heading::number("Bytes"),
    Heading::place("What"),
];

/// Adds the groups of `rows`, the first `top` of them.
pub(super) fn add(
    report: &mut FactsReport,
    question: &Question<'_>,
    rows: &[RequestIndex],
    (grouping, top): (RequestGrouping, usize),
    task: &Task,
) -> Result<(), CliError> {
    let rules = &question.selection.requests.rules;
    let groups = request_groups(question.recording, rows, grouping, rules, task)?;
    let cells = groups.iter().take(top).map(|it| {
        let stats = &it.stats;
        vec![
            Count(stats.count).to_string(),
            Count(stats.failed).to_string(),
            Count(stats.pending).to_string(),
            time(stats.p50),
            time(stats.p95),
            time(stats.p99),
            time(stats.max),
            Bytes(stats.transferred).to_string(),
            it.name.to_string(),
        ]
    });
    report.table("", HEADINGS, cells.collect());
    if groups.len() > top {
        report.line("");
        report.line(format!("and {} more; --top shows them", Count((groups.len() - top) as u64)));
    }
    if grouping == RequestGrouping::Endpoint {
        let rules: Vec<String> = rules.rules().iter().map(ToString::to_string).collect();
        report.line("");
        report.line(format!("rules: {}", rules.join("  ")));
        report.set("rules", rules);
    }
    report.set("by", grouping.key());
    report.set("total_rows", groups.len());
    let rows: Vec<GroupRow> = groups
        .into_iter()
        .take(top)
        .map(|it| GroupRow {
            figures: Figures::new(&it.stats),
            method: it.name.method,
            host: it.name.host,
            name: it.name.name,
        })
        .collect();
    report.set("groups", rows);
    Ok(())
}
