//! What two sides have in common that can be compared.

use super::sides::{Run, Runs, Sides};
use crate::analysis::memory::has_memory;
use crate::model::{ProfileKind, Recording};

/// Something that two sides can be compared in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// Samples of this kind: every run has some.
    Samples(ProfileKind),
    /// Operations: some run of each side has some.
    Operations,
    /// Requests: some run of each side has some.
    Requests,
    /// Memory over time: some run of each side was measured.
    Memory,
    /// Heap snapshots: some run of each side is one.
    Heap,
}

/// Two sides have nothing in common that could be compared.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "these cannot be compared: expected recordings with samples, operations, requests, memory or \
     heaps on both sides, found {} before and {} after", describe(&.found.before), describe(&.found.after)
)]
pub struct NothingInCommon {
    /// The formats of the runs of each side.
    pub found: Sides<Vec<&'static str>>,
}

fn describe(formats: &[&str]) -> String {
    if formats.is_empty() { "nothing".to_owned() } else { formats.join(", ") }
}

/// In what two sides can be compared, in the order of [`Part`]; never nothing.
///
/// Samples of a kind can be compared if every run has some. Where every run has both, time comes
/// first, then allocations.
///
/// # Errors
///
/// If there is nothing.
pub fn comparable(runs: Runs<'_>) -> Result<Vec<Part>, NothingInCommon> {
    let any = |has: fn(&Recording) -> bool| {
        let is_on = runs.map(|side| side.iter().any(|it| has(it.recording)));
        is_on.before && is_on.after
    };
    let events = [
        any(|it| !it.async_spans.is_empty()).then_some(Part::Operations),
        any(|it| !it.requests.is_empty()).then_some(Part::Requests),
        any(has_memory).then_some(Part::Memory),
        any(|it| it.heap.is_some()).then_some(Part::Heap),
    ];
    let samples = kinds_of_samples(runs).into_iter().map(Part::Samples);
    let found: Vec<Part> = samples.chain(events.into_iter().flatten()).collect();
    if found.is_empty() {
        return Err(NothingInCommon { found: runs.map(formats) });
    }
    Ok(found)
}

/// The formats of a side, each once.
fn formats(side: &[Run<'_>]) -> Vec<&'static str> {
    let mut all: Vec<_> = side.iter().map(|it| it.recording.source.format).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The kinds of samples that every run has, time first.
pub(super) fn kinds_of_samples(runs: Runs<'_>) -> Vec<ProfileKind> {
    if runs.before.is_empty() || runs.after.is_empty() {
        return Vec::new();
    }
    let has = |run: &Run<'_>, kind: ProfileKind| {
        run.recording.profiles.iter().any(|it| it.kind == kind && !it.samples.is_empty())
    };
    let is_common =
        |&kind: &ProfileKind| runs.before.iter().chain(runs.after).all(|run| has(run, kind));
    [ProfileKind::Cpu, ProfileKind::Allocations].into_iter().filter(is_common).collect()
}
