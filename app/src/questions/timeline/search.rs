//! What is found in the tracks, and where in the recording.

use std::ops::Range;
use std::sync::Arc;

use asyncscope_core::analysis::{
    self, FlameMatches, ItemMatches, NameFilter, Search, SearchMarks, search, search_marks,
};
use asyncscope_core::model::{AsyncSpanIndex, Recording, ThreadIndex};
use asyncscope_core::task::{Cancelled, Task};
use asyncscope_core::units::Nanos;
use hashbrown::HashMap;

use super::MINIMAP_PARTS;
use super::contents::{AT_A_TIME, TrackContent};
use crate::answers::Answer;
use crate::filter::Filter;
use crate::jobs::Job;
use crate::opened::Opened;
use crate::recorded::OperationKey;
use crate::tracks::TrackKey;

/// What was found in the recording.
#[derive(Debug)]
pub struct Found {
    /// Which functions, spans and texts.
    pub search: Search,
    /// Where in time.
    pub marks: SearchMarks,
    items: ItemMatches,
}

/// What is searched for everything at once: the text, on these threads.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundQuestion {
    text: Filter,
    /// Operations that took so long, where no text is searched.
    operations: Option<(OperationKey, Range<Nanos>)>,
    threads: Option<Vec<ThreadIndex>>,
}

/// What is searched box by box: one content, for what was found. Both by identity.
#[derive(Debug)]
struct MatchesQuestion {
    found: Arc<Found>,
    content: Arc<TrackContent>,
}

impl PartialEq for MatchesQuestion {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.found, &other.found) && Arc::ptr_eq(&self.content, &other.content)
    }
}

/// The boxes of each track that match.
#[derive(Debug, Default)]
pub struct MatchesByTrack(HashMap<TrackKey, Answer<MatchesQuestion, Arc<FlameMatches>>>);

impl MatchesByTrack {
    /// The boxes of a track that match; `None` while they are looked for.
    pub fn get(&self, key: TrackKey, content: &Arc<TrackContent>) -> Option<&FlameMatches> {
        let answer = self.0.get(&key)?;
        let is_of = answer.question().is_some_and(|it| Arc::ptr_eq(&it.content, content));
        answer.current().filter(|_| is_of).map(Arc::as_ref)
    }

    pub(super) fn poll(&mut self) -> Vec<String> {
        let mut failures: Vec<String> = self.0.values_mut().filter_map(Answer::poll).collect();
        failures.sort();
        failures
    }

    pub(super) fn is_working(&self) -> bool {
        0 < self.n_working()
    }

    fn n_working(&self) -> usize {
        self.0.values().filter(|it| it.is_working()).count()
    }
}

impl Opened {
    /// Asks for what is found, in the whole recording and in each track that is open.
    pub(super) fn ask_found(&mut self, ctx: &egui::Context) {
        let filter = self.search.parse().ok().flatten();
        let operations = self.recorded.chosen.zip(self.recorded.durations.clone());
        let operations = operations.filter(|_| filter.is_none());
        if filter.is_none() && operations.is_none() {
            self.answers.timeline.found.clear();
            self.answers.timeline.matches.0.clear();
            return;
        }
        let threads = self.selection.threads.clone();
        let text = self.search.clone();
        let asked = operations.clone();
        let question = FoundQuestion { text, operations, threads: threads.clone() };
        let recording = Arc::clone(&self.recording);
        self.answers.timeline.found.ask(question, || {
            Job::spawn("Searching", ctx, move |task| {
                let found = match (filter, asked) {
                    (Some(filter), _) => found(&recording, &filter, threads, task)?,
                    (None, Some((key, range))) => marked(&recording, key, &range, threads, task)?,
                    (None, None) => return Err(Cancelled), // never asked so
                };
                Ok(Arc::new(found))
            })
        });
        let answers = &mut self.answers.timeline;
        let Some(found) = answers.found.current() else { return };
        let mut n_working = answers.matches.n_working();
        for (key, content) in answers.contents.ready() {
            if AT_A_TIME <= n_working {
                return;
            }
            let question =
                MatchesQuestion { found: Arc::clone(found), content: Arc::clone(content) };
            let (found, content) = (Arc::clone(found), Arc::clone(content));
            answers.matches.0.entry(key).or_default().ask(question, || {
                n_working += 1;
                Job::spawn("Searching a track", ctx, move |task| match &*content {
                    TrackContent::Boxes(layout) => {
                        FlameMatches::of(layout, &found.items, task).map(Arc::new)
                    }
                    TrackContent::Numbers(_)
                    | TrackContent::Memory(_)
                    | TrackContent::Moments(_) => Ok(Arc::default()),
                })
            });
        }
    }
}

/// Marks the operations of a name and kind that took so long.
fn marked(
    recording: &Recording,
    (name, kind): OperationKey,
    range: &Range<Nanos>,
    threads: Option<Vec<ThreadIndex>>,
    task: &Task,
) -> Result<Found, Cancelled> {
    let spans = &recording.async_spans;
    let is_meant = |it: AsyncSpanIndex| {
        (spans.name[it], spans.kind[it]) == (name, kind)
            && !spans.is_open[it]
            && range.contains(&spans.duration[it])
    };
    let rows: Vec<bool> = spans.indices().map(is_meant).collect();
    let search = Search::of_async_spans(rows.iter().copied());
    let everywhere = analysis::Selection { threads, ..analysis::Selection::default() };
    let marks = search_marks(recording, &search, &everywhere, MINIMAP_PARTS, task)?;
    Ok(Found { search, marks, items: ItemMatches::of_async_spans(rows) })
}

fn found(
    recording: &Recording,
    filter: &NameFilter,
    threads: Option<Vec<ThreadIndex>>,
    task: &Task,
) -> Result<Found, Cancelled> {
    let search = search(recording, filter, task)?;
    let everywhere = analysis::Selection { threads, ..analysis::Selection::default() };
    let marks = search_marks(recording, &search, &everywhere, MINIMAP_PARTS, task)?;
    let items = ItemMatches::new(recording, filter, task)?;
    Ok(Found { search, marks, items })
}
