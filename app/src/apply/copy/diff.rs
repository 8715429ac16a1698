//! Copying what is selected in a comparison.

use asyncscope_core::analysis::diff::{Difference, FunctionDiff, Normalisation};
use asyncscope_core::analysis::markdown_text;

use super::{Copied, CopyAs, table};
use crate::diff::Diff;
use crate::questions::diff::events::endpoint_name;
use crate::views::View;
use crate::views::diff::words;

/// The selected row of the view that is shown: a name, and figures before and after.
pub(super) fn selected(diff: &Diff, view: View, copy_as: CopyAs) -> Option<Copied> {
    match view {
        View::DiffSummary => finding(diff),
        View::DiffTree => stack(diff, copy_as),
        View::DiffOperations => operation(diff, copy_as),
        View::DiffEndpoints => endpoint(diff, copy_as),
        View::DiffMemory => memory(diff, copy_as),
        _ => function(diff, copy_as),
    }
}

/// The name of a figure, and what it is before, after, and how much it differs.
type Figure<'a> = (&'a str, [String; 3]);

/// A figure before, after, and how much it differs.
fn figures(it: &Difference, normalisation: Normalisation) -> [String; 3] {
    let say = |value| words::amount(it.quantity, normalisation, value);
    let delta = words::delta(it, normalisation);
    [say(it.values.before), say(it.values.after), delta]
}

/// A line for each thing, or a table of them: its name, and figures with their names.
fn rows(copy_as: CopyAs, rows: &[(String, Vec<Figure<'_>>)]) -> String {
    match copy_as {
        CopyAs::Text => {
            let figure = |(name, [before, after, delta]): &Figure<'_>| {
                format!("\t{name} {before} → {after} ({delta})")
            };
            let line = |(name, all): &(String, Vec<Figure<'_>>)| {
                format!("{name}{}", all.iter().map(figure).collect::<String>())
            };
            rows.iter().map(line).collect::<Vec<_>>().join("\n")
        }
        CopyAs::Markdown => {
            let cells = rows.iter().flat_map(|(name, all)| {
                all.iter().map(|(figure, [before, after, delta])| {
                    let figure = (*figure).to_owned();
                    [markdown_text(name), figure, before.clone(), after.clone(), delta.clone()]
                })
            });
            table(&["Name", "Figure", "Before", "After", "Δ"], cells)
        }
    }
}

fn finding(diff: &Diff) -> Option<Copied> {
    let summary = diff.answers.summary.value()?;
    let it = summary.findings.get(diff.place.finding?)?;
    Some((it.text.clone(), "the sentence".to_owned()))
}

fn function(diff: &Diff, copy_as: CopyAs) -> Option<Copied> {
    let frame = diff.place.function?;
    let names = &diff.answers.profile.value()?.names;
    let all = diff.answers.functions.value()?;
    let it: &FunctionDiff = all.iter().find(|it| it.frame == frame)?;
    let normalisation = diff.normalisation();
    let place = names.frame_place(frame);
    let name = names.frame_name(frame);
    let name = if place.is_empty() { name.to_owned() } else { format!("{name} {place}") };
    let own = ("Self", figures(&it.own, normalisation));
    let total = ("Total", figures(&it.total, normalisation));
    Some((rows(copy_as, &[(name, vec![own, total])]), "the function".to_owned()))
}

/// The selected line of the call tree and those it hangs from.
fn stack(diff: &Diff, copy_as: CopyAs) -> Option<Copied> {
    let lines = diff.answers.tree.value()?;
    let path = diff.place.line.as_ref()?;
    let line = |depth: usize| {
        let it = lines.lines.get(lines.row_of(&path[..depth])?)?;
        let name = lines.profile.names.frame_name(it.node.frame).to_owned();
        let own = ("Self", figures(&it.node.own, lines.normalisation));
        Some((name, vec![("Total", figures(&it.node.total, lines.normalisation)), own]))
    };
    let all = (1..=path.len()).map(line).collect::<Option<Vec<_>>>()?;
    Some((rows(copy_as, &all), "the stack".to_owned()))
}

/// Durations at three ranks.
fn percentiles<'a>(all: [&Difference; 3]) -> Vec<Figure<'a>> {
    let names = ["p50", "p95", "p99"];
    names.into_iter().zip(all.map(|it| figures(it, Normalisation::Absolute))).collect()
}

fn operation(diff: &Diff, copy_as: CopyAs) -> Option<Copied> {
    let it = diff.answers.operation_list.value()?.all.get(diff.chosen_operation()?)?;
    let mut all = vec![("Count", figures(&it.count, Normalisation::Absolute))];
    all.extend(percentiles([&it.p50, &it.p95, &it.p99]));
    Some((rows(copy_as, &[(it.name.clone(), all)]), "the operation".to_owned()))
}

fn endpoint(diff: &Diff, copy_as: CopyAs) -> Option<Copied> {
    let it = diff.answers.endpoint_list.value()?.all.get(diff.chosen_endpoint()?)?;
    let mut all = vec![("Count", figures(&it.count, Normalisation::Absolute))];
    all.extend(percentiles([&it.p50, &it.p95, &it.p99]));
    all.push(("Bytes", figures(&it.transferred, Normalisation::Absolute)));
    all.push(("Failed", figures(&it.failures, Normalisation::Share)));
    Some((rows(copy_as, &[(endpoint_name(&it.name), all)]), "the endpoint".to_owned()))
}

fn memory(diff: &Diff, copy_as: CopyAs) -> Option<Copied> {
    let it = diff.answers.memory.value()?.get(diff.chosen_memory()?)?;
    let figure = |of: &Difference| figures(of, Normalisation::Absolute);
    let all = vec![
        ("Growth per minute", figure(&it.slope)),
        ("Mean", figure(&it.mean)),
        ("Most", figure(&it.most)),
    ];
    Some((rows(copy_as, &[(it.field.name().to_owned(), all)]), "the row".to_owned()))
}
