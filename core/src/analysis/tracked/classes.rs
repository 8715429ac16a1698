//! Tracked objects by class.

use std::cmp::Reverse;

use hashbrown::HashMap;

use super::generations::{Boundaries, GenerationRow, Verdict, boundaries};
use crate::analysis::pace::Pace;
use crate::analysis::search::matching_texts;
use crate::analysis::selection::Selection;
use crate::model::Recording;
use crate::strings::StringIndex;
use crate::task::{Cancelled, Task};
use crate::units::TimeRange;

/// Tracked objects of one class or label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrackedClass {
    /// Its name.
    pub name: StringIndex,
    /// How many were tracked in the selected time.
    pub created: u64,
    /// How many of them had been collected at its end.
    pub collected: u64,
    /// How many of them had not.
    pub alive: u64,
    /// The bytes of those, as the program told them.
    pub alive_bytes: u64,
    /// Its generations, in order of time.
    pub generations: Vec<GenerationRow>,
    /// What they tell.
    pub verdict: Verdict,
}

/// The tracked objects of a selection by class: those that its threads tracked in its time, seen
/// from its end. Growing classes first, then by bytes and number alive, then by name.
pub fn tracked_classes(
    recording: &Recording,
    selection: &Selection,
    task: &Task,
) -> Result<Vec<TrackedClass>, Cancelled> {
    let tracked = &recording.tracked;
    let range = selection.time_of(recording);
    let boundaries = boundaries(recording, &range);
    let texts = selection.name.as_ref().map(|it| matching_texts(recording, it));
    let mut place: HashMap<StringIndex, usize> = HashMap::new();
    let mut classes: Vec<TrackedClass> = Vec::new();
    let mut pace = Pace::new(task);
    for object in tracked.indices() {
        pace.step()?;
        let (name, created) = (tracked.name[object], tracked.created[object]);
        let is_in = selection.has_thread(tracked.thread[object])
            && texts.as_ref().is_none_or(|it| it.has(name))
            && selection.time.as_ref().is_none_or(|it| it.contains(&created));
        if !is_in {
            continue;
        }
        let at = *place.entry(name).or_insert_with(|| {
            classes.push(TrackedClass::new(name, &boundaries, &range));
            classes.len() - 1
        });
        let is_alive = tracked.collected[object].is_none_or(|it| range.end < it);
        classes[at].add(boundaries.generation(created), is_alive, tracked.size[object]);
    }
    for class in &mut classes {
        class.verdict = Verdict::of(&class.generations);
    }
    classes.sort_by_key(|it| {
        let is_growing = it.verdict == Verdict::Growing;
        (Reverse((is_growing, it.alive_bytes, it.alive, it.created)), recording.text(it.name))
    });
    Ok(classes)
}

impl TrackedClass {
    fn new(name: StringIndex, boundaries: &Boundaries, range: &TimeRange) -> Self {
        let generations = boundaries.empty(range);
        let verdict = Verdict::Unknown;
        Self { name, created: 0, collected: 0, alive: 0, alive_bytes: 0, generations, verdict }
    }

    fn add(&mut self, generation: usize, is_alive: bool, size: u64) {
        self.created += 1;
        let row = self.generations.get_mut(generation);
        if is_alive {
            self.alive += 1;
            self.alive_bytes = self.alive_bytes.saturating_add(size);
        } else {
            self.collected += 1;
        }
        if let Some(row) = row {
            row.created += 1;
            if is_alive {
                row.survived += 1;
                row.survived_bytes = row.survived_bytes.saturating_add(size);
            }
        }
    }
}
