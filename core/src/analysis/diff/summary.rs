//! A comparison in sentences, the worst first.

use std::cmp::Ordering;

use super::endpoints::EndpointDiff;
use super::functions::FunctionDiff;
use super::memory::MemoryDiff;
use super::noise::{Difference, Verdict};
use super::operations::OperationDiff;
use super::profile::DiffProfile;
use super::scale::Normalisation;
use super::sides::{Quantity, Sides, Status};
use crate::analysis::memory::MemoryField;
use crate::model::FrameIndex;
use crate::units::{Bytes, Count, Nanos, Percent};

/// What a finding is about.
#[derive(Clone, Debug, PartialEq)]
pub enum Subject {
    /// All samples of a side.
    Samples,
    /// A function, a row of [`DiffProfile::names`].
    Function(FrameIndex),
    /// Operations of this name and kind.
    Operation(String, String),
    /// An endpoint: method, host and template of the path.
    Endpoint(crate::analysis::requests::GroupName),
    /// A part of memory.
    Memory(MemoryField),
}

/// One thing that differs.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// What it is about.
    pub subject: Subject,
    /// The figure that differs.
    pub difference: Difference,
    /// A plain sentence, without a dot.
    pub text: String,
    /// How much it matters among findings of its rank: time per run, or bytes.
    weight: f64,
}

/// Everything that was compared, as far as it was.
#[derive(Clone, Copy, Debug, Default)]
pub struct Compared<'a> {
    /// Samples, their functions, and how these were made comparable.
    pub samples: Option<(&'a DiffProfile, &'a [FunctionDiff], Normalisation)>,
    /// Operations.
    pub operations: &'a [OperationDiff],
    /// Endpoints.
    pub endpoints: &'a [EndpointDiff],
    /// Memory.
    pub memory: &'a [MemoryDiff],
}

impl Finding {
    /// 0 for what is worse beyond noise, 1 for what seems worse, 2 for what is better beyond noise,
    /// 3 for what seems better, 4 for the rest.
    pub fn rank(&self) -> u8 {
        let difference = &self.difference;
        match difference.evidence.verdict {
            Verdict::More => 0,
            Verdict::Less => 2,
            Verdict::TooFew if !difference.is_faint && difference.delta() > 0.0 => 1,
            Verdict::TooFew if !difference.is_faint && difference.delta() < 0.0 => 3,
            _ => 4,
        }
    }
}

/// What differs, at most `most` findings: worse before better, what is beyond noise before what
/// only seems so, then what matters most.
///
/// Functions are there if their own weight differs by more than counting errors; operations,
/// endpoints and memory if a verdict says so, or if they are new or gone.
pub fn diff_summary(compared: Compared<'_>, most: usize) -> Vec<Finding> {
    let mut all = Vec::new();
    if let Some((profile, functions, normalisation)) = compared.samples {
        let shown = functions.iter().filter(|it| !it.own.is_faint && it.own.delta() != 0.0);
        all.extend(shown.map(|it| function(profile, it, normalisation)));
    }
    for it in compared.operations {
        let subject = Subject::Operation(it.name.clone(), it.kind.clone());
        let n = it.durations.as_ref().map(Vec::len);
        all.extend(timed(subject, &it.name, it.status, [&it.p50, &it.p95, &it.p99], n));
    }
    for it in compared.endpoints {
        let subject = || Subject::Endpoint(it.name.clone());
        let name = format!("{} {}{}", it.name.method, it.name.host, it.name.name);
        let n = it.durations.as_ref().map(Vec::len);
        all.extend(timed(subject(), &name, it.status, [&it.p50, &it.p95, &it.p99], n));
        all.extend(failures(subject(), &name, it));
    }
    all.extend(compared.memory.iter().filter_map(memory));
    all.sort_by(|a, b| {
        let weight = || b.weight.partial_cmp(&a.weight).unwrap_or(Ordering::Equal);
        a.rank().cmp(&b.rank()).then_with(weight).then_with(|| a.text.cmp(&b.text))
    });
    all.truncate(most);
    all
}

fn function(profile: &DiffProfile, row: &FunctionDiff, normalisation: Normalisation) -> Finding {
    let name = profile.names.frame_name(row.frame);
    let figures = from_to(&row.own, normalisation == Normalisation::Share);
    let Sides { before, after } = row.own_samples;
    let samples = format!("{} and {} samples", Count(before), Count(after));
    let what = match (row.status, row.own.evidence.verdict.is_difference()) {
        (Status::New, _) => "is new".to_owned(),
        (Status::Removed, _) => "is gone".to_owned(),
        (_, true) => row.own.words(),
        (_, false) => plain_words(&row.own),
    };
    let text = format!("{name}: {what}, self {figures} ({samples})");
    let subject = Subject::Function(row.frame);
    Finding { subject, difference: row.own, text, weight: row.own.delta().abs() }
}

/// What a figure is without a verdict, in words.
fn plain_words(difference: &Difference) -> String {
    let quantity = difference.quantity;
    let word = if difference.delta() > 0.0 { quantity.more() } else { quantity.less() };
    match difference.change_text() {
        text if text.is_empty() || text == "new" || text == "gone" => word.to_owned(),
        text => format!("{word} ({text})"),
    }
}

/// The first percentile that differs beyond noise, or that something is new or gone.
fn timed(
    subject: Subject,
    name: &str,
    status: Status,
    figures: [&Difference; 3],
    n: Sides<usize>,
) -> Option<Finding> {
    let counts = format!("n = {} and {}", Count(n.before as u64), Count(n.after as u64));
    if matches!(status, Status::New | Status::Removed) {
        let word = if status == Status::New { "is new" } else { "is gone" };
        let text = format!("{name}: {word}, {counts}");
        let difference = Difference { is_faint: true, ..*figures[0] };
        return Some(Finding { subject, difference, text, weight: 0.0 });
    }
    let names = ["p50", "p95", "p99"];
    let differs = |it: &(&str, &Difference)| it.1.evidence.verdict.is_difference();
    let (which, figure) = names.into_iter().zip(figures).find(differs)?;
    let text = format!("{name}: {}, {which} {}", figure.words(), from_to(figure, false));
    let n = u32::try_from(n.after).map_or(f64::MAX, f64::from);
    Some(Finding { subject, difference: *figure, text, weight: figure.delta().abs() * n })
}

fn failures(subject: Subject, name: &str, row: &EndpointDiff) -> Option<Finding> {
    let word = match row.failures.evidence.verdict {
        Verdict::More => "fails more often",
        Verdict::Less => "fails less often",
        _ => return None,
    };
    let share = row.failures.values.map(|it| Percent(it.unwrap_or(0.0) * 100.0));
    let (before, after) = (share.before, share.after);
    let Sides { before: n, after: m } = row.ended;
    let counts = format!("n = {} and {}", Count(n), Count(m));
    let text = format!("{name}: {word}, {before} before and {after} after, {counts}");
    Some(Finding { subject, difference: row.failures, text, weight: f64::MAX })
}

fn memory(row: &MemoryDiff) -> Option<Finding> {
    let figures = [("grows", &row.slope), ("most", &row.most), ("mean", &row.mean)];
    let differs = |it: &(&str, &Difference)| it.1.evidence.verdict.is_difference();
    let (which, figure) = figures.into_iter().find(differs)?;
    let unit = if which == "grows" { " per minute" } else { "" };
    let (name, amounts) = (row.field.name(), from_to(figure, false));
    let text = format!("{name}: {}, {which} {amounts}{unit}", figure.words());
    let subject = Subject::Memory(row.field);
    Some(Finding { subject, difference: *figure, text, weight: figure.delta().abs() })
}

/// Such as `12.0 ms to 14.1 ms`.
fn from_to(difference: &Difference, is_share: bool) -> String {
    let show = |it: Option<f64>| match it {
        None => "none".to_owned(),
        Some(it) if is_share => Percent(it * 100.0).to_string(),
        Some(it) => show_amount(difference.quantity, it),
    };
    let Sides { before, after } = difference.values.map(show);
    format!("{before} to {after}")
}

/// An amount with its unit, for people; less than nothing has a sign.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "three digits")]
pub fn show_amount(quantity: Quantity, amount: f64) -> String {
    let sign = if amount <= -0.5 { "−" } else { "" };
    let whole = amount.abs().round() as u64;
    let text = match quantity {
        Quantity::Time => Nanos(whole).to_string(),
        Quantity::Bytes => Bytes(whole).to_string(),
        Quantity::Count => Count(whole).to_string(),
    };
    format!("{sign}{text}")
}
