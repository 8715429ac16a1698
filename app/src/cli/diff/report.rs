//! A comparison as text and as JSON.

use std::sync::Arc;

use asyncscope_core::analysis::WeighedStacks;
use asyncscope_core::analysis::diff::noise::MIN_RUNS;
use asyncscope_core::analysis::diff::{
    DiffProfile, Difference, EndpointDiff, Finding, FunctionDiff, FunctionTab, MemoryDiff,
    Normalisation, OperationDiff, Part, Quantity, Sides, Status, Verdict, diff_summary,
    show_amount,
};
use asyncscope_core::error::show_path;
use asyncscope_core::export::tables::diff as tables;
use asyncscope_core::model::ProfileKind;
use asyncscope_core::units::{Count, Percent, WeightUnit};
use serde::Serialize;
use serde_json::json;

use super::rows::objects;
use super::{DiffArgs, Found};
use crate::cli::columns::Heading;
use crate::cli::error::CliError;
use crate::cli::report::facts::FactsReport;

/// How many findings are told.
const FINDINGS: usize = 20;

#[derive(Debug, Serialize)]
struct FindingRow {
    rank: u8,
    about: &'static str,
    text: String,
}

/// What was found out about both sides.
pub(super) fn report(args: &DiffArgs, found: &Found) -> Result<FactsReport, CliError> {
    let [before, after] = args.sides()?;
    let names = |files: &[std::path::PathBuf]| -> Vec<String> {
        files.iter().map(|it| it.to_string_lossy().into_owned()).collect()
    };
    let others = |files: &[std::path::PathBuf]| match files.len() {
        1 => String::new(),
        n => format!(" and {} more", n - 1),
    };
    let first = format!(
        "{}compared with {}{}",
        others(after).trim_start().to_owned() + if after.len() > 1 { ", " } else { "" },
        show_path(&before[0]),
        others(before)
    );
    let mut report = FactsReport::new("diff", &after[0], &first);
    report.set("before", names(before));
    report.set("after", names(after));
    report.set("compared", names_of(&found.parts));
    report.line("Everything is after less before.");
    for (profile, _, normalisation) in &found.samples {
        add_samples(&mut report, profile, *normalisation);
    }
    add_findings(&mut report, found);
    for (number, (profile, rows, normalisation)) in found.samples.iter().enumerate() {
        let key = if number == 0 { "samples" } else { "allocations" };
        add_functions(&mut report, key, (profile, rows), (*normalisation, args.top));
    }
    add_operations(&mut report, &found.operations, args.top);
    add_endpoints(&mut report, &found.endpoints, args.top);
    add_memory(&mut report, &found.memory);
    Ok(report)
}

/// What both sides have, as keys.
pub(super) fn names_of(parts: &[Part]) -> Vec<&'static str> {
    let name = |it: &Part| match it {
        Part::Samples(ProfileKind::Cpu) => "samples",
        Part::Samples(ProfileKind::Allocations) => "allocations",
        Part::Operations => "operations",
        Part::Requests => "requests",
        Part::Memory => "memory",
        Part::Heap => "heap",
    };
    parts.iter().map(name).collect()
}

fn add_samples(report: &mut FactsReport, profile: &DiffProfile, normalisation: Normalisation) {
    let busy = profile.weighed.as_ref().map(WeighedStacks::busy);
    let per_run = profile.scale(Normalisation::Absolute).values(busy);
    let n_runs = profile.runs.as_ref().map(Vec::len);
    let difference = Difference::untested(profile.quantity(), per_run.map(Some));
    let [before, after] = difference.values.map(|it| amount(profile.quantity(), it)).into_array();
    let what = match profile.unit() {
        WeightUnit::Bytes => "Allocated",
        WeightUnit::Nanoseconds | WeightUnit::Count => "Busy",
    };
    let runs = match (n_runs.before, n_runs.after) {
        (1, 1) => String::new(),
        (before, after) => format!(" per run, of {before} runs before and {after} after"),
    };
    report.line(format!(
        "{what} {before} before, {after} after ({}){runs}",
        difference.change_text()
    ));
    let why = match (normalisation, profile.fitting) {
        (Normalisation::Absolute, Normalisation::Absolute) => "both sides are as long within 10 %",
        (Normalisation::Share, Normalisation::Share) => "the sides are not as long within 10 %",
        _ => "as was asked for",
    };
    let unjudged = if is_judged(profile) {
        String::new()
    } else {
        format!("; no verdicts with fewer than {MIN_RUNS} runs on each side")
    };
    let how = normalisation.name().to_lowercase();
    report.line(format!("Functions: {how}, {why}{unjudged}"));
    report.set("normalisation", normalisation.key());
}

fn add_findings(report: &mut FactsReport, found: &Found) {
    use asyncscope_core::analysis::diff::Subject;
    let mut findings = diff_summary(found.compared(), FINDINGS);
    findings.extend(found.further().flat_map(|it| diff_summary(it, FINDINGS)));
    findings.sort_by_key(Finding::rank); // stable
    findings.truncate(FINDINGS);
    let about = |subject: &Subject| match subject {
        Subject::Samples => "samples",
        Subject::Function(_) => "function",
        Subject::Operation(..) => "operation",
        Subject::Endpoint(_) => "endpoint",
        Subject::Memory(_) => "memory",
    };
    report.line("");
    if findings.is_empty() {
        report.line("Nothing differs by more than noise.");
    } else {
        report.line("What differs, worse first, then what matters most");
    }
    let rows: Vec<FindingRow> = findings
        .into_iter()
        .map(|it| FindingRow { rank: it.rank(), about: about(&it.subject), text: it.text })
        .collect();
    for it in &rows {
        report.line(format!("  {}", it.text));
    }
    report.set("findings", rows);
}

const FUNCTION_HEADINGS: &[Heading] = &[
    Heading::number("Self Δ"),
    Heading::number("Change"),
    Heading::number("Before"),
    Heading::number("After"),
    Heading::number("Samples"),
    Heading::name("Function"),
    Heading::place("Place"),
    Heading::name("Verdict"),
];

fn add_functions(
    report: &mut FactsReport,
    key_of_samples: &str,
    (profile, rows): (&Arc<DiffProfile>, &[FunctionDiff]),
    (normalisation, top): (Normalisation, usize),
) {
    let mut tabs = serde_json::Map::new();
    let mut n_faint = 0;
    for tab in FunctionTab::ALL {
        let mut shown: Vec<FunctionDiff> = rows.iter().filter(|it| tab.has(it)).copied().collect();
        n_faint += shown.iter().filter(|it| it.own.is_faint).count();
        if matches!(tab, FunctionTab::Faster | FunctionTab::Removed) {
            // Stable: what differs as much stays in order.
            shown.sort_by(|a, b| a.own.delta().total_cmp(&b.own.delta()));
        }
        let (key, title) = match tab {
            FunctionTab::Slower => ("slower", profile.quantity().more()),
            FunctionTab::Faster => ("faster", profile.quantity().less()),
            FunctionTab::New => ("new", "new"),
            FunctionTab::Removed => ("removed", "removed"),
        };
        let bright: Vec<&FunctionDiff> = shown.iter().filter(|it| !it.own.is_faint).collect();
        if !bright.is_empty() {
            let n = Count(bright.len() as u64);
            let cells =
                bright.iter().take(top).map(|it| function_cells(profile, it, normalisation));
            // Without a verdict on any, the column would say so again and again.
            let headings = if is_judged(profile) {
                FUNCTION_HEADINGS
            } else {
                &FUNCTION_HEADINGS[..FUNCTION_HEADINGS.len() - 1]
            };
            report.table(&format!("Functions, {title}: {n}"), headings, cells.collect());
        }
        shown.truncate(top);
        let table = tables::functions::table(Arc::clone(profile), shown);
        tabs.insert(key.to_owned(), objects(&table).into());
    }
    if n_faint > 0 {
        let n = Count(n_faint as u64);
        report.line("");
        report.line(format!(
            "{n} more functions differ by no more than counting errors or noise; --table \
             {} has them",
            tables::functions::NAME
        ));
    }
    let runs = |of: fn(&asyncscope_core::analysis::diff::profile::RunWeight) -> u64| {
        profile.runs.as_ref().map(|side| side.iter().map(of).collect::<Vec<u64>>())
    };
    let (busy, sum) = (runs(|it| it.busy), runs(|it| it.sum));
    report.set(
        key_of_samples,
        json!({
            "unit": match profile.unit() { WeightUnit::Bytes => "bytes", _ => "ns" },
            "runs_before": profile.runs.before.len(),
            "runs_after": profile.runs.after.len(),
            "busy_before": busy.before,
            "busy_after": busy.after,
            "sum_before": sum.before,
            "sum_after": sum.after,
            "total_rows": rows.len(),
            "functions": tabs,
        }),
    );
}

fn function_cells(
    profile: &DiffProfile,
    row: &FunctionDiff,
    normalisation: Normalisation,
) -> Vec<String> {
    let show = |it: f64| match normalisation {
        Normalisation::Absolute => show_amount(profile.quantity(), it),
        Normalisation::Share => Percent(it * 100.0).to_string(),
    };
    let values = row.own.values.map(|it| show(it.unwrap_or(0.0)));
    let Sides { before, after } = row.own_samples;
    let mut cells = vec![
        signed(row.own.delta(), show),
        row.own.change_text(),
        values.before,
        values.after,
        format!("{}, {}", Count(before), Count(after)),
        profile.names.frame_name(row.frame).to_owned(),
        profile.names.frame_place(row.frame),
    ];
    if is_judged(profile) {
        cells.push(row.own.words());
    }
    cells
}

/// Whether there are enough runs for verdicts on functions.
fn is_judged(profile: &DiffProfile) -> bool {
    profile.runs.before.len().min(profile.runs.after.len()) >= MIN_RUNS
}

const OPERATION_HEADINGS: &[Heading] = &[
    Heading::number("n"),
    Heading::number("p50"),
    Heading::number("Δ"),
    Heading::number("p95"),
    Heading::number("Δ"),
    Heading::number("p99"),
    Heading::number("Δ"),
    Heading::name("Operation"),
    Heading::name("Verdict"),
];

fn add_operations(report: &mut FactsReport, rows: &[OperationDiff], top: usize) {
    if rows.is_empty() {
        return;
    }
    let cells = rows.iter().take(top).map(|it| {
        let n = it.durations.as_ref().map(|it| Count(it.len() as u64));
        let mut cells = vec![format!("{}, {}", n.before, n.after)];
        for figure in [&it.p50, &it.p95, &it.p99] {
            cells.extend(figure_cells(figure));
        }
        cells.extend([it.name.clone(), verdict(it.status, &it.p50)]);
        cells
    });
    report.table(&heading("Operations", rows.len(), top), OPERATION_HEADINGS, cells.collect());
    let table = tables::operations::table(rows.iter().take(top).cloned().collect());
    let json = json!({ "total_rows": rows.len(), "rows": objects(&table) });
    report.set("operations", json);
}

const ENDPOINT_HEADINGS: &[Heading] = &[
    Heading::number("n"),
    Heading::number("Success"),
    Heading::number("p50"),
    Heading::number("Δ"),
    Heading::number("p95"),
    Heading::number("Δ"),
    Heading::number("Bytes"),
    Heading::number("Δ"),
    Heading::place("Endpoint"),
    Heading::name("Verdict"),
];

fn add_endpoints(report: &mut FactsReport, rows: &[EndpointDiff], top: usize) {
    if rows.is_empty() {
        return;
    }
    let cells = rows.iter().take(top).map(|it| {
        let n = it.ended.map(Count);
        let success = |it: Option<f64>| {
            it.map_or_else(|| "–".to_owned(), |it| Percent((1.0 - it) * 100.0).to_string())
        };
        let success = it.failures.values.map(success);
        let mut cells = vec![
            format!("{}, {}", n.before, n.after),
            format!("{}, {}", success.before, success.after),
        ];
        for figure in [&it.p50, &it.p95, &it.transferred] {
            cells.extend(figure_cells(figure));
        }
        let name = &it.name;
        let name = format!("{} {}{}", name.method, name.host, name.name);
        cells.extend([name, verdict(it.status, &it.p50)]);
        cells
    });
    report.table(&heading("Endpoints", rows.len(), top), ENDPOINT_HEADINGS, cells.collect());
    let table = tables::endpoints::table(rows.iter().take(top).cloned().collect());
    let json = json!({ "total_rows": rows.len(), "rows": objects(&table) });
    report.set("endpoints", json);
}

const MEMORY_HEADINGS: &[Heading] = &[
    Heading::name("Memory"),
    Heading::number("Slope per min"),
    Heading::number("Δ"),
    Heading::number("Most"),
    Heading::number("Δ"),
    Heading::number("Mean"),
    Heading::number("Δ"),
    Heading::name("Verdict on the slope"),
];

fn add_memory(report: &mut FactsReport, rows: &[MemoryDiff]) {
    if rows.is_empty() {
        return;
    }
    let cells = rows.iter().map(|it| {
        let mut cells = vec![it.field.name().to_owned()];
        for figure in [&it.slope, &it.most, &it.mean] {
            cells.extend(figure_cells(figure));
        }
        cells.push(it.slope.words());
        cells
    });
    report.table("Memory", MEMORY_HEADINGS, cells.collect());
    let row = |it: &MemoryDiff| {
        let figure = |it: &Difference| {
            json!({
                "before": it.values.before,
                "after": it.values.after,
                "delta": it.delta(),
                "verdict": it.evidence.verdict.key(it.quantity),
            })
        };
        json!({
            "field": it.field.name(),
            "runs_before": it.runs.before.len(),
            "runs_after": it.runs.after.len(),
            "slope_bytes_per_minute": figure(&it.slope),
            "most_bytes": figure(&it.most),
            "mean_bytes": figure(&it.mean),
        })
    };
    report.set("memory", rows.iter().map(row).collect::<Vec<_>>());
}

/// A figure after, and its delta.
fn figure_cells(figure: &Difference) -> [String; 2] {
    let delta = match figure.ratio() {
        Some(_) => signed(figure.delta(), |it| show_amount(figure.quantity, it)),
        None if figure.values.before.is_some() && figure.values.after.is_some() => {
            signed(figure.delta(), |it| show_amount(figure.quantity, it))
        }
        None => String::new(),
    };
    [amount(figure.quantity, figure.values.after), delta]
}

fn amount(quantity: Quantity, it: Option<f64>) -> String {
    it.map_or_else(|| "–".to_owned(), |it| show_amount(quantity, it))
}

/// What became of a row: the verdict on its median, or that only one side has it.
fn verdict(status: Status, difference: &Difference) -> String {
    match status {
        Status::New | Status::Removed => status.key().to_owned(),
        _ if difference.evidence.verdict == Verdict::TooFew => "too few".to_owned(),
        Status::Same | Status::Changed => difference.words(),
    }
}

fn heading(what: &str, n: usize, top: usize) -> String {
    let n_rows = Count(n as u64);
    if n > top { format!("{what}: {n_rows}, the first {top}") } else { format!("{what}: {n_rows}") }
}

/// A difference with its sign.
fn signed(delta: f64, show: impl Fn(f64) -> String) -> String {
    let sign = match delta {
        it if it > 0.0 => "+",
        it if it < 0.0 => "−",
        _ => "",
    };
    format!("{sign}{}", show(delta.abs()))
}
