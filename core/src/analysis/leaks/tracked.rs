//! Suspects among the objects that a program had tracked.
//!
//! Two things must speak for a leak: survivors of ever more generations
//! ([`crate::analysis::tracked`]), and ever more objects alive, counted at the end of each
//! generation. A cache that replaces its entries has the first alone.

use hashbrown::HashMap;

use super::confidence::Confidence;
use super::trend::LeakVerdict;
use crate::analysis::pace::Pace;
use crate::analysis::selection::Selection;
use crate::analysis::tracked::{TrackedClass, Verdict, boundaries, tracked_classes};
use crate::model::Recording;
use crate::strings::StringIndex;
use crate::task::{Cancelled, Task};
use crate::units::{Bytes, Count};

/// From so many judged generations on, all with survivors, a report is sure.
const SURE: usize = 4;

/// Fewer counts than this tell nothing.
const MIN_COUNTS: usize = 3;

/// Tracked objects of a class, and whether they are suspected.
#[derive(Clone, Debug, PartialEq)]
pub struct TrackedSuspect {
    /// The class or label.
    pub class: String,
    /// How many were tracked, how many of them were collected, and how many were not.
    pub created: u64,
    /// See `created`.
    pub collected: u64,
    /// See `created`.
    pub alive: u64,
    /// The bytes of those alive, as the program told them.
    pub bytes: u64,
    /// How many were alive at the end of each generation in which some were tracked, and were not
    /// collected in the next.
    pub counts: Vec<u64>,
    /// Survivors of each generation and how many were tracked in it; the last is not judged.
    pub survivors: Vec<(u64, u64)>,
    /// How many survivors a judged generation has, on average.
    pub growth_per_generation: f64,
    /// What its survivors tell.
    pub verdict: Verdict,
    /// What its counts tell.
    pub trend: LeakVerdict,
    /// How sure the report is.
    pub confidence: Confidence,
    /// Why it is suspected, or why not.
    pub reasons: Vec<String>,
    /// All of it in a sentence.
    pub sentence: String,
    /// Whether it is suspected.
    pub is_suspect: bool,
}

impl TrackedSuspect {
    /// What it is known by in other reports of the same program.
    pub fn fingerprint(&self) -> String {
        format!("tracked|{}|", self.class)
    }
}

/// Every class of tracked objects of a selection: suspects first, in the order of
/// [`tracked_classes`].
pub(super) fn tracked_suspects(
    recording: &Recording,
    selection: &Selection,
    task: &Task,
) -> Result<Vec<TrackedSuspect>, Cancelled> {
    let classes = tracked_classes(recording, selection, task)?;
    let mut counts = counts(recording, selection, task)?;
    let of_class = |it: &TrackedClass| {
        let counts = counts.remove(&it.name).unwrap_or_default();
        suspect(recording.text(it.name).to_owned(), it, &counts)
    };
    let mut found: Vec<TrackedSuspect> = classes.iter().map(of_class).collect();
    found.sort_by_key(|it| !it.is_suspect);
    Ok(found)
}

/// The counts of each class.
///
/// What a collection found is told a little later: so what counts at the end of a generation is
/// what the next one did not see collected either.
fn counts(
    recording: &Recording,
    selection: &Selection,
    task: &Task,
) -> Result<HashMap<StringIndex, Vec<u64>>, Cancelled> {
    let tracked = &recording.tracked;
    let range = selection.time_of(recording);
    let ends = boundaries(recording, &range);
    let n = ends.times.len();
    let mut all: HashMap<StringIndex, Vec<u64>> = HashMap::new();
    let mut pace = Pace::new(task);
    for object in tracked.indices() {
        pace.step()?;
        let created = tracked.created[object];
        let is_in = selection.has_thread(tracked.thread[object])
            && selection.time.as_ref().is_none_or(|it| it.contains(&created));
        if !is_in {
            continue;
        }
        let at_ends = all.entry(tracked.name[object]).or_insert_with(|| vec![0; n]);
        let first = ends.generation(created);
        let collected = tracked.collected[object].filter(|it| *it <= range.end);
        // Collected in generation `g`, it does not count at the end before it.
        let beyond = collected.map_or(n, |it| ends.generation(it).saturating_sub(1)).min(n);
        for count in at_ends.iter_mut().take(beyond).skip(first) {
            *count += 1;
        }
    }
    Ok(all)
}

fn suspect(class: String, it: &TrackedClass, at_ends: &[u64]) -> TrackedSuspect {
    let survivors: Vec<(u64, u64)> =
        it.generations.iter().map(|it| (it.survived, it.created)).collect();
    let judged = survivors.split_last().map_or(&[][..], |it| it.1);
    // Where none was tracked, nothing could grow.
    let counts = at_ends.iter().zip(judged).filter(|it| it.1.1 > 0).map(|it| *it.0);
    let counts: Vec<u64> = counts.collect();
    let judged: Vec<(u64, u64)> = judged.iter().copied().filter(|it| it.1 > 0).collect();
    let trend = if counts.len() < MIN_COUNTS {
        LeakVerdict::NotMore
    } else {
        // Before the first of them there was none.
        let from_none: Vec<u64> = std::iter::once(0).chain(counts.iter().copied()).collect();
        LeakVerdict::of(&from_none, judged.last().map_or(0, |it| it.0))
    };
    let is_suspect = it.verdict == Verdict::Growing && trend.is_suspect();
    let (confidence, reasons) = judge(it, trend, &judged);
    #[expect(clippy::cast_precision_loss, reason = "an average has few digits")]
    let growth = judged.iter().map(|it| it.0).sum::<u64>() as f64 / judged.len().max(1) as f64;
    let (alive, created) = (Count(it.alive), Count(it.created));
    let bytes =
        if it.alive_bytes > 0 { format!(", {}", Bytes(it.alive_bytes)) } else { String::new() };
    let what = match (is_suspect, it.alive) {
        (true, _) => "; some of nearly every generation stay",
        (false, _) => "",
    };
    TrackedSuspect {
        sentence: format!("{alive} of {created} tracked `{class}` are alive{bytes}{what}"),
        class,
        created: it.created,
        collected: it.collected,
        alive: it.alive,
        bytes: it.alive_bytes,
        counts,
        survivors,
        growth_per_generation: growth,
        verdict: it.verdict,
        trend,
        confidence,
        reasons,
        is_suspect,
    }
}

/// How sure a report can be, and why.
fn judge(
    it: &TrackedClass,
    trend: LeakVerdict,
    judged: &[(u64, u64)],
) -> (Confidence, Vec<String>) {
    let n_surviving = judged.iter().filter(|it| it.0 > 0).count();
    let told =
        format!("{n_surviving} of {} generations before the last have survivors", judged.len());
    let why = match (it.verdict, trend) {
        (Verdict::Unknown, _) => "there were too few collections of the whole heap to tell",
        (Verdict::Collected, _) => "all but those of the last generation were collected",
        (Verdict::Steady, _) => "it filled once and stayed: a cache or a table",
        (Verdict::Growing, LeakVerdict::Replaced | LeakVerdict::NotMore) => {
            "they are replaced by others, not more of them: a bounded cache"
        }
        (Verdict::Growing, LeakVerdict::Filled) => "it filled and then stayed as it was",
        (Verdict::Growing, LeakVerdict::Growing) => "more are alive after each collection",
        (Verdict::Growing, _) => "more are alive than before, but not in each generation",
    };
    let is_growing = it.verdict == Verdict::Growing;
    let mut reasons = vec![why.to_owned(), told];
    let confidence = match trend {
        LeakVerdict::Growing
            if is_growing && n_surviving == judged.len() && SURE <= n_surviving =>
        {
            Confidence::High
        }
        LeakVerdict::Growing if is_growing => Confidence::Medium,
        _ => Confidence::Low,
    };
    if is_growing && trend.is_suspect() && it.collected == 0 {
        reasons.push("not one of them was ever collected".to_owned());
    }
    (confidence, reasons)
}
