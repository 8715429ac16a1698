//! Flame layouts of one thread: its spans, and its sampled stacks.

use std::sync::Arc;

use asyncscope_core::analysis::{
    FlameLayout, FlameMatches, NameFilter, Selection, samples_in_time, spans_in_time,
};
use asyncscope_core::model::{ProfileIndex, Recording, ThreadIndex};
use asyncscope_core::task::{Cancelled, Task};

use crate::jobs::Job;
use crate::opened::Opened;

/// Whose layouts are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LanesQuestion {
    thread: ThreadIndex,
}

/// What is looked for in them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatchesQuestion {
    thread: ThreadIndex,
    search: String,
}

/// The flame layouts of a thread, from top to bottom.
#[derive(Debug)]
pub struct Lanes {
    /// The thread.
    pub thread: ThreadIndex,
    /// One layout for its spans, one for each of its profiles; none of them is empty.
    pub lanes: Vec<Lane>,
}

/// One flame layout.
#[derive(Debug)]
pub struct Lane {
    /// The profile it shows, or `None` for spans.
    pub profile: Option<ProfileIndex>,
    /// Its boxes.
    pub layout: FlameLayout,
}

/// What matches the search, for each lane.
#[derive(Debug)]
pub struct LaneMatches {
    /// The layouts that were searched.
    pub lanes: Arc<Lanes>,
    /// In the order of the lanes.
    pub matches: Vec<FlameMatches>,
}

impl Opened {
    /// Asks for the layouts of the thread that is shown, and for what is searched in them.
    pub(super) fn ask_lanes(&mut self, ctx: &egui::Context) {
        let Some(thread) = self.shown_thread() else { return };
        let recording = Arc::clone(&self.recording);
        self.answers.lanes.ask(LanesQuestion { thread }, || {
            Job::spawn("Laying out the flame chart", ctx, move |task| {
                lanes(&recording, thread, task).map(Arc::new)
            })
        });
        let Some(filter) = NameFilter::new(&self.search) else {
            self.answers.matches.clear();
            return;
        };
        let Some(lanes) = self.answers.lanes.current().cloned() else { return };
        let recording = Arc::clone(&self.recording);
        let question = MatchesQuestion { thread, search: self.search.clone() };
        self.answers.matches.ask(question, || {
            Job::spawn("Searching", ctx, move |task| {
                let of = |lane: &Lane| FlameMatches::new(&recording, &lane.layout, &filter, task);
                let matches = lanes.lanes.iter().map(of).collect::<Result<_, _>>()?;
                Ok(Arc::new(LaneMatches { lanes, matches }))
            })
        });
    }
}

fn lanes(recording: &Recording, thread: ThreadIndex, task: &Task) -> Result<Lanes, Cancelled> {
    let mut lanes = vec![Lane { profile: None, layout: spans_in_time(recording, thread, task)? }];
    let everything = Selection::default();
    for profile in recording.profiles.indices() {
        if recording.profiles[profile].thread == thread {
            let layout = samples_in_time(recording, profile, &everything, task)?;
            lanes.push(Lane { profile: Some(profile), layout });
        }
    }
    lanes.retain(|it| !it.layout.is_empty());
    Ok(Lanes { thread, lanes })
}
