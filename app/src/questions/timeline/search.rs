//! What is found in the tracks, and where in the recording.

use std::sync::Arc;

use asyncscope_core::analysis::{
    self, FlameMatches, ItemMatches, NameFilter, Search, SearchMarks, search, search_marks,
};
use asyncscope_core::model::{Recording, ThreadIndex};
use asyncscope_core::task::{Cancelled, Task};
use hashbrown::HashMap;

use super::MINIMAP_PARTS;
use super::contents::{AT_A_TIME, TrackContent};
use crate::answers::Answer;
use crate::filter::Filter;
use crate::jobs::Job;
use crate::opened::Opened;
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
        let Ok(Some(filter)) = self.search.parse() else {
            self.answers.timeline.found.clear();
            self.answers.timeline.matches.0.clear();
            return;
        };
        let threads = self.selection.threads.clone();
        let question = FoundQuestion { text: self.search.clone(), threads: threads.clone() };
        let recording = Arc::clone(&self.recording);
        self.answers.timeline.found.ask(question, || {
            Job::spawn("Searching", ctx, move |task| {
                found(&recording, &filter, threads, task).map(Arc::new)
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
                    TrackContent::Numbers(_) | TrackContent::Moments(_) => Ok(Arc::default()),
                })
            });
        }
    }
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
