//! Reads the pieces of CPU profiles in traces.
//!
//! ```text
//! "args":{"data":{"cpuProfile":{"nodes":[{"id":2,"parent":1,"callFrame":{…}}],"samples":[2,2]},
//!                 "timeDeltas":[150,125],      microseconds
//!                 "lines":[7,9]}}              counted from 1, where those of call frames are not
//! ```
//!
//! Older events have deltas inside `cpuProfile`, and nodes that list their children.

use super::details::seek;
use crate::error::{ParseError, ParseErrorKind};
use crate::formats::json::Reader;
use crate::formats::profile_builder::call_frames::{CallFrames, Functions};
use crate::formats::profile_builder::{
    Clock, Node, ProfileBuilder, SampledStacks, Tables, node_id,
};
use crate::model::{FrameIndex, FrameTable, StackBuilder, ThreadIndex};
use crate::strings::StringTable;
use crate::task::Task;
use crate::warning::{Severity, Warnings};

/// What profiles are built into.
#[derive(Debug)]
pub(super) struct ProfileTables<'t> {
    pub(super) strings: &'t mut StringTable,
    pub(super) frames: &'t mut FrameTable,
    pub(super) stacks: &'t mut StackBuilder,
}

/// The samples of one thread.
#[derive(Debug)]
pub(super) struct Sampled {
    pub(super) thread: ThreadIndex,
    pub(super) stacks: SampledStacks,
}

/// When a profile began and ended by its own account, in nanoseconds on the recorder's clock.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Told {
    pub(super) start: Option<i64>,
    pub(super) end: Option<i64>,
}

/// Where the parts of a piece begin, in bytes.
#[derive(Clone, Copy, Debug, Default)]
struct Parts {
    nodes: Option<usize>,
    samples: Option<usize>,
    deltas: Option<usize>,
    lines: Option<usize>,
    start: Option<usize>,
    end: Option<usize>,
}

/// Reads pieces, one profile after the other.
pub(super) struct Chunks<'a, 'w> {
    reader: Reader<'a>,
    builder: ProfileBuilder,
    call_frames: CallFrames<'a>,
    children: Vec<u32>,
    task: &'w Task,
    warnings: &'w Warnings,
}

type Result<T> = std::result::Result<T, ParseError>;

impl<'a, 'w> Chunks<'a, 'w> {
    /// `reader` is one of the whole file.
    pub(super) fn new(reader: Reader<'a>, task: &'w Task, warnings: &'w Warnings) -> Self {
        let (builder, call_frames) = (ProfileBuilder::default(), CallFrames::default());
        Self { reader, builder, call_frames, children: Vec::new(), task, warnings }
    }

    /// Adds the piece whose `args` begin at `args` to the profile. Damaged parts are left out and
    /// counted; only a cancel is an error.
    pub(super) fn read_chunk(
        &mut self,
        args: usize,
        tables: &mut ProfileTables<'_>,
    ) -> Result<Told> {
        self.reader.rewind(args);
        let parts = match self.find_parts() {
            Ok(parts) => parts,
            Err(error) => {
                self.report(&error)?;
                return Ok(Told::default());
            }
        };
        self.part(parts.nodes, |it| it.read_nodes(tables))?;
        self.part(parts.samples, Self::read_samples)?;
        self.part(parts.deltas, Self::read_deltas)?;
        self.part(parts.lines, Self::read_lines)?;
        let start = self.part(parts.start, |it| it.reader.micros("`startTime`"))?;
        let end = self.part(parts.end, |it| it.reader.micros("`endTime`"))?;
        Ok(Told { start, end })
    }

    /// Finishes the profile of `thread`, and begins another. A profile without samples is `None`.
    pub(super) fn finish(
        &mut self,
        thread: ThreadIndex,
        clock: Clock,
        tables: &mut ProfileTables<'_>,
    ) -> Result<Option<Sampled>> {
        let builder = std::mem::take(&mut self.builder);
        let ProfileTables { strings, frames, stacks } = tables;
        let tables = Tables { strings, frames, stacks };
        let stacks = builder.finish(clock, tables, self.warnings, self.task)?;
        Ok((!stacks.time.is_empty()).then_some(Sampled { thread, stacks }))
    }

    fn find_parts(&mut self) -> Result<Parts> {
        let mut parts = Parts::default();
        let (mut deltas, mut lines) = (None, None);
        if !seek(&mut self.reader, &["data"])? {
            return Ok(parts);
        }
        let mut members = self.reader.object("`data` of a CPU profile")?;
        while let Some(key) = members.next(&mut self.reader)? {
            match key.raw {
                b"cpuProfile" => {
                    self.find_inner_parts(&mut parts)?;
                    continue;
                }
                b"timeDeltas" => deltas = Some(self.reader.offset()),
                b"lines" => lines = Some(self.reader.offset()),
                _ => {}
            }
            self.reader.skip()?;
        }
        parts.deltas = deltas.or(parts.deltas);
        parts.lines = lines.or(parts.lines);
        Ok(parts)
    }

    fn find_inner_parts(&mut self, parts: &mut Parts) -> Result<()> {
        let mut members = self.reader.object("`cpuProfile`")?;
        while let Some(key) = members.next(&mut self.reader)? {
            let at = Some(self.reader.offset());
            match key.raw {
                b"nodes" => parts.nodes = at,
                b"samples" => parts.samples = at,
                b"timeDeltas" => parts.deltas = at,
                b"lines" => parts.lines = at,
                b"startTime" => parts.start = at,
                b"endTime" => parts.end = at,
                _ => {}
            }
            self.reader.skip()?;
        }
        Ok(())
    }

    /// Reads the part at `offset`, if there is one. Damage to it is counted.
    fn part<T>(
        &mut self,
        offset: Option<usize>,
        read: impl FnOnce(&mut Self) -> Result<T>,
    ) -> Result<Option<T>> {
        let Some(offset) = offset else { return Ok(None) };
        self.reader.rewind(offset);
        if self.reader.null() {
            return Ok(None);
        }
        match read(self) {
            Ok(value) => Ok(Some(value)),
            Err(error) => self.report(&error).map(|()| None),
        }
    }

    fn read_nodes(&mut self, tables: &mut ProfileTables<'_>) -> Result<()> {
        let mut elements = self.reader.array("`nodes`")?;
        while elements.next(&mut self.reader)? {
            let start = self.reader.offset();
            if let Err(error) = self.read_node(start, tables) {
                self.skip_damaged(start, &error)?;
            }
            if self.builder.n_nodes().is_multiple_of(1 << 12) {
                self.task.advance(0)?;
            }
        }
        Ok(())
    }

    fn read_node(&mut self, offset: usize, tables: &mut ProfileTables<'_>) -> Result<()> {
        self.children.clear();
        let (mut id, mut parent, mut frame, mut hit_count) = (None, None, None, 0);
        let mut ticks = None;
        let mut members = self.reader.object("a node of a CPU profile")?;
        while let Some(key) = members.next(&mut self.reader)? {
            match key.raw {
                b"id" => id = Some(node_id(&mut self.reader, "the `id` of a node")?),
                b"parent" => parent = Some(node_id(&mut self.reader, "the `parent` of a node")?),
                b"callFrame" => frame = Some(self.read_call_frame(tables)?),
                b"hitCount" => hit_count = self.reader.integer("`hitCount`")?,
                b"children" => self.read_children()?,
                b"positionTicks" => {
                    ticks = Some(self.reader.offset());
                    self.reader.skip()?;
                }
                _ => self.reader.skip()?,
            }
        }
        let missing = |what| ParseErrorKind::Missing { what }.at(offset);
        let id = id.ok_or_else(|| missing("the `id` of a node"))?;
        let frame = frame.ok_or_else(|| missing("the `callFrame` of a node"))?;
        let hit_count = u64::try_from(hit_count).unwrap_or(0);
        self.builder.node(Node { id, parent, frame, hit_count, offset });
        for &child in &self.children {
            self.builder.child(child, offset);
        }
        let after = self.reader.offset();
        self.part(ticks, |it| it.read_ticks(frame))?;
        self.reader.rewind(after);
        Ok(())
    }

    fn read_call_frame(&mut self, tables: &mut ProfileTables<'_>) -> Result<FrameIndex> {
        let mut functions = Functions { strings: tables.strings, frames: tables.frames };
        self.call_frames.read(&mut self.reader, &mut functions, self.warnings)
    }

    fn read_children(&mut self) -> Result<()> {
        let mut elements = self.reader.array("the `children` of a node")?;
        while elements.next(&mut self.reader)? {
            self.children.push(node_id(&mut self.reader, "a node id in `children`")?);
        }
        Ok(())
    }

    fn read_ticks(&mut self, frame: FrameIndex) -> Result<()> {
        let mut elements = self.reader.array("`positionTicks`")?;
        while elements.next(&mut self.reader)? {
            let (mut line, mut ticks) = (0, 0);
            let mut members = self.reader.object("an element of `positionTicks`")?;
            while let Some(key) = members.next(&mut self.reader)? {
                match key.raw {
                    b"line" => line = self.reader.integer("`line`")?,
                    b"ticks" => ticks = self.reader.integer("`ticks`")?,
                    _ => self.reader.skip()?,
                }
            }
            self.builder.ticks(frame, line, u64::try_from(ticks).unwrap_or(0));
        }
        Ok(())
    }

    fn read_samples(&mut self) -> Result<()> {
        self.builder.begin_chunk(self.reader.offset());
        self.each("`samples`", |reader, builder| {
            let id = node_id(reader, "a node id in `samples`");
            builder.sample(id.as_ref().ok().copied());
            id.map(|_| ())
        })
    }

    fn read_deltas(&mut self) -> Result<()> {
        self.each("`timeDeltas`", |reader, builder| {
            let delta = reader.micros("a number in `timeDeltas`");
            builder.delta(delta.as_ref().copied().unwrap_or(0));
            delta.map(|_| ())
        })
    }

    fn read_lines(&mut self) -> Result<()> {
        self.each("`lines`", |reader, builder| {
            let line = reader.integer("a number in `lines`");
            builder.line(line.as_ref().copied().unwrap_or(0));
            line.map(|_| ())
        })
    }

    /// Reads an array with `read`, which hands the builder a stand-in where it fails.
    fn each(
        &mut self,
        what: &'static str,
        mut read: impl FnMut(&mut Reader<'a>, &mut ProfileBuilder) -> Result<()>,
    ) -> Result<()> {
        let mut elements = self.reader.array(what)?;
        let mut n_read = 0_u32;
        while elements.next(&mut self.reader)? {
            let start = self.reader.offset();
            if let Err(error) = read(&mut self.reader, &mut self.builder) {
                self.skip_damaged(start, &error)?;
            }
            n_read = n_read.wrapping_add(1);
            if n_read.is_multiple_of(1 << 16) {
                self.task.advance(0)?;
            }
        }
        Ok(())
    }

    fn skip_damaged(&mut self, start: usize, error: &ParseError) -> Result<()> {
        self.report(error)?;
        self.reader.rewind(start);
        self.reader.skip()
    }

    /// Counts damage; a cancel is handed on.
    fn report(&self, error: &ParseError) -> Result<()> {
        if error.is_cancelled() {
            return Err(error.clone());
        }
        let what = "parts of CPU profiles were damaged and are left out";
        let offset = usize::try_from(error.offset).ok();
        self.warnings.add(Severity::Loss, what, offset, || error.kind.to_string());
        Ok(())
    }
}
