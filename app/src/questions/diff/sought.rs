//! Where what a row of a comparison is about stands in the recordings it comes from.

use std::sync::Arc;

use asyncscope_core::analysis;
use asyncscope_core::analysis::diff::{DiffProfile, HostAliases, Subject};
use asyncscope_core::analysis::operations::selected_operations;
use asyncscope_core::analysis::requests::{GroupName, RequestGrouping, request_groups};
use asyncscope_core::model::{FrameIndex, Recording, RequestIndex};
use asyncscope_core::task::{Cancelled, Task};

use crate::compared::Which;
use crate::diff::{Diff, DiffRun};
use crate::document::DocumentId;
use crate::jobs::Job;
use crate::recorded::OperationKey;

/// What is to be shown in a recording.
#[derive(Clone, Copy, Debug)]
pub enum Found {
    /// All of it.
    Whole,
    /// A function.
    Function(FrameIndex),
    /// Operations of a name and kind.
    Operations(OperationKey),
    /// A request.
    Request(RequestIndex),
    /// Its memory.
    Memory,
}

/// The first recording of a side that has it.
#[derive(Clone, Debug)]
pub struct Sought {
    /// Its document, which may have been closed since.
    pub document: DocumentId,
    /// The name of its file.
    pub name: String,
    /// What is to be shown.
    pub found: Found,
}

/// What is sought, and on which side.
pub type SoughtQuestion = (Which, Subject);

impl Diff {
    /// Seeks what was asked for last.
    pub(crate) fn ask_sought(&mut self, ctx: &egui::Context) {
        let Some((which, subject)) = self.sought.clone() else { return };
        let runs: Vec<DiffRun> = self.side(which).to_vec();
        let profile = self.answers.profile.value().cloned();
        let aliases = self.place.basis.aliases().unwrap_or_default();
        let asked = (which, subject.clone());
        self.answers.sought.ask(asked, || {
            Job::spawn("Finding it in the recording", ctx, move |task| {
                for run in runs {
                    let about = (profile.as_ref(), which, &subject, &aliases);
                    if let Some(found) = find(&run.recording, about, task)? {
                        return Ok(Some(Sought { document: run.document, name: run.name, found }));
                    }
                }
                Ok(None)
            })
        });
    }
}

/// Finds something in a recording of one side.
fn find(
    recording: &Recording,
    (profile, which, subject, aliases): (Option<&Arc<DiffProfile>>, Which, &Subject, &HostAliases),
    task: &Task,
) -> Result<Option<Found>, Cancelled> {
    task.advance(0)?;
    Ok(match subject {
        Subject::Samples => Some(Found::Whole),
        Subject::Memory(_) => Some(Found::Memory),
        Subject::Function(frame) => {
            profile.and_then(|it| function(recording, it, (which, *frame))).map(Found::Function)
        }
        Subject::Operation(name, kind) => {
            let spans = &recording.async_spans;
            let whole = analysis::Selection::default();
            let mut all = selected_operations(recording, &whole);
            let is_it = |it: &_| {
                recording.text(spans.name[*it]) == name && recording.text(spans.kind[*it]) == kind
            };
            all.find(is_it).map(|it| Found::Operations((spans.name[it], spans.kind[it])))
        }
        Subject::Endpoint(name) => slowest(recording, name, aliases, task)?.map(Found::Request),
    })
}

fn function(
    recording: &Recording,
    profile: &DiffProfile,
    (which, frame): (Which, FrameIndex),
) -> Option<FrameIndex> {
    profile.names.frames.indices().find(|it| *it == frame)?;
    let places = profile.places(frame);
    let (place, name) = (which.of(places)?, profile.names.frame_name(frame));
    let is_it = |it: &FrameIndex| {
        let frame = recording.frames.get(*it);
        frame.line == place.line
            && frame.column == place.column
            && recording.frame_name(*it) == name
            && recording.text(frame.url) == &*place.url
    };
    recording.frames.indices().find(is_it)
}

/// The slowest request to an endpoint.
fn slowest(
    recording: &Recording,
    name: &GroupName,
    aliases: &HostAliases,
    task: &Task,
) -> Result<Option<RequestIndex>, Cancelled> {
    let rows: Vec<RequestIndex> = recording.requests.indices().collect();
    let rules = analysis::Selection::default().requests.rules;
    let groups = request_groups(recording, &rows, RequestGrouping::Endpoint, &rules, task)?;
    let is_it = |it: &GroupName| {
        it.method == name.method && it.name == name.name && aliases.of(&it.host) == name.host
    };
    let of_it = groups.into_iter().filter(|it| is_it(&it.name));
    let duration = |it: &RequestIndex| {
        let range = recording.requests.get(*it).range(recording.duration);
        range.end.since(range.start)
    };
    Ok(of_it.flat_map(|it| it.rows).max_by_key(duration))
}
