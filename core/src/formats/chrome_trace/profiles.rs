//! CPU profiles inside a trace: which pieces belong together, and on whose clock.
//!
//! A `Profile` event begins a profile: it stands on the sampled thread, and its moment is what the
//! first delta counts from. `ProfileChunk` events bring nodes and samples; they come from another
//! thread, and name the profile by process and id. All may come in any order, so they are only
//! noted while the file is read, and put together at the end.

use hashbrown::HashMap;

use super::chunks::{Chunks, ProfileTables, Sampled};
use super::event::Event;
use crate::error::ParseError;
use crate::formats::json::Reader;
use crate::formats::profile_builder::Clock;
use crate::model::{ProcessIndex, ThreadIndex};
use crate::task::Task;
use crate::warning::{Severity, Warnings};

/// A piece of a profile.
#[derive(Clone, Copy, Debug)]
struct Piece {
    time: i64,
    /// Where its `args` begin.
    args: Option<usize>,
    /// The sampled thread, if this is where a profile begins.
    begins: Option<ThreadIndex>,
}

/// Every piece of every profile, and the events that hold a whole one.
#[derive(Debug, Default)]
pub(super) struct Profiles<'a> {
    pieces: Vec<Vec<Piece>>,
    known: HashMap<(ProcessIndex, &'a [u8]), usize>,
    wholes: Vec<(ThreadIndex, i64, usize)>,
}

impl<'a> Profiles<'a> {
    /// Notes that a profile of `thread` begins.
    pub(super) fn begin(
        &mut self,
        process: ProcessIndex,
        thread: ThreadIndex,
        event: &Event<'a>,
        time: i64,
    ) {
        let piece = Piece { time, args: event.args, begins: Some(thread) };
        self.of(process, event).push(piece);
    }

    /// Notes a piece of a profile.
    pub(super) fn chunk(&mut self, process: ProcessIndex, event: &Event<'a>, time: i64) {
        self.of(process, event).push(Piece { time, args: event.args, begins: None });
    }

    /// Notes an event that holds a whole profile.
    pub(super) fn whole(&mut self, thread: ThreadIndex, time: i64, args: usize) {
        self.wholes.push((thread, time, args));
    }

    fn of(&mut self, process: ProcessIndex, event: &Event<'a>) -> &mut Vec<Piece> {
        let Self { pieces, known, .. } = self;
        let row = *known.entry((process, event.id.text)).or_insert_with(|| {
            pieces.push(Vec::new());
            pieces.len() - 1
        });
        &mut pieces[row]
    }

    /// Puts the profiles together: by thread, then in order of start. Those without samples are
    /// left out. `reader` is one of the whole file.
    pub(super) fn finish(
        self,
        reader: &Reader<'a>,
        tables: &mut ProfileTables<'_>,
        task: &Task,
        warnings: &Warnings,
    ) -> Result<Vec<Sampled>, ParseError> {
        let mut chunks = Chunks::new(reader.clone(), task, warnings);
        let mut all = Vec::new();
        for mut pieces in self.pieces {
            // A profile begins before its chunks of the same moment, wherever they stand.
            pieces.sort_by_key(|it| (it.time, it.begins.is_none()));
            for run in runs(&pieces) {
                let Some(thread) = run.iter().find_map(|it| it.begins) else {
                    report_orphans(run, warnings);
                    continue;
                };
                let begin = run.iter().find(|it| it.begins.is_some());
                let clock = Clock { start: begin.map_or(0, |it| it.time), end: None };
                for args in run.iter().filter(|it| it.begins.is_none()).filter_map(|it| it.args) {
                    chunks.read_chunk(args, tables)?;
                }
                all.extend(chunks.finish(thread, clock, tables)?);
            }
        }
        for (thread, time, args) in self.wholes {
            let told = chunks.read_chunk(args, tables)?;
            let clock = Clock { start: told.start.unwrap_or(time), end: told.end };
            all.extend(chunks.finish(thread, clock, tables)?);
        }
        all.sort_by_key(|it: &Sampled| (it.thread, it.stacks.time.first().copied()));
        Ok(all)
    }
}

/// Cuts the pieces of one id, in order of time, into profiles: each goes on until the next begins.
/// What stands before the first beginning belongs to it.
fn runs(pieces: &[Piece]) -> impl Iterator<Item = &[Piece]> {
    let mut has_begun = false;
    pieces.chunk_by(move |before, after| {
        has_begun |= before.begins.is_some();
        let ends = has_begun && after.begins.is_some();
        !ends
    })
}

fn report_orphans(chunks: &[Piece], warnings: &Warnings) {
    let what = "pieces of CPU profiles (`ProfileChunk`) have no `Profile` event and are left out";
    let first = chunks.iter().find_map(|it| it.args);
    warnings.add_many(Severity::Loss, what, chunks.len() as u64, first, String::new);
}
