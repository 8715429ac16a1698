//! Tables of two sides compared.
//!
//! They are made of two recordings or more, so they are not among the tables that one recording
//! has. What a side has is a mean per run; deltas are after less before, and changes are relative
//! to before.

pub mod endpoints;
pub mod functions;
pub mod heap_classes;
pub mod operations;

use crate::analysis::diff::Difference;
use crate::export::table::{Cells, TableColumn, Unit};

/// The names of all of them, with what a row is.
pub const NAMES: [(&str, &str); 4] = [
    (functions::NAME, "Functions of both sides, what got slower first"),
    (operations::NAME, "Operations of both sides by name and kind, what got slower first"),
    (endpoints::NAME, "Endpoints of both sides, what got slower first"),
    (heap_classes::NAME, "Classes of two heap snapshots, what grew most first"),
];

const STATUS: TableColumn =
    TableColumn::new("status", Unit::Text, "same, changed, new (only after) or removed");

/// Pushes before, after, delta and change in percent; whole numbers.
fn push_amounts(cells: &mut Cells<'_>, difference: &Difference) {
    let values = difference.values;
    cells.push(values.before.map(whole));
    cells.push(values.after.map(whole));
    cells.push(whole(difference.delta()));
    cells.push(difference.change().map(percent));
}

/// Pushes the verdict and the interval in percent.
fn push_verdict(cells: &mut Cells<'_>, difference: &Difference) {
    let evidence = difference.evidence;
    cells.push(evidence.verdict.key(difference.quantity));
    cells.push(evidence.interval.map(|it| percent(it.low)));
    cells.push(evidence.interval.map(|it| percent(it.high)));
}

/// An amount without its fraction: of nanoseconds and bytes it tells nothing.
#[expect(clippy::cast_possible_truncation, reason = "saturates, and amounts are below 2^53")]
fn whole(amount: f64) -> i64 {
    amount.round() as i64
}

/// A share in percent, with two decimals.
fn percent(share: f64) -> f64 {
    (share * 10_000.0).round() / 100.0
}

const fn ns(name: &'static str, doc: &'static str) -> TableColumn {
    TableColumn::new(name, Unit::Nanoseconds, doc)
}

const fn bytes(name: &'static str, doc: &'static str) -> TableColumn {
    TableColumn::new(name, Unit::Bytes, doc)
}

const fn count(name: &'static str, doc: &'static str) -> TableColumn {
    TableColumn::new(name, Unit::Count, doc)
}

const fn in_percent(name: &'static str, doc: &'static str) -> TableColumn {
    TableColumn::new(name, Unit::Percent, doc)
}

const fn text(name: &'static str, doc: &'static str) -> TableColumn {
    TableColumn::new(name, Unit::Text, doc)
}

const VERDICT_DOC: &str = "What is more than noise: slower, faster, noise, or too_few to tell";
const LOW_DOC: &str = "Lower end of the 95 % interval of the change, in percent of before";
const HIGH_DOC: &str = "Its upper end";
const CHANGE_DOC: &str = "The delta in percent of before; empty where there was nothing";
