//! Makes samples of the CPU profiles that V8 writes, into files of their own or into traces.
//!
//! A profile is a tree of nodes and a list of samples that name nodes. Both come in pieces and in
//! any order, so they are collected first:
//!
//! ```text
//! call_frames::CallFrames ─▶ FrameIndex of a node
//! node, child ─────────────▶ tree of nodes ─┐
//! sample ──────────────────▶ node ids ──────┼─ finish ─▶ time and stack of every sample
//! delta, timestamp ────────▶ times ─────────┘
//! line, ticks ─────────────▶ samples per source line
//! ```
//!
//! One builder serves one profile, which is one thread of a trace. Call [`ProfileBuilder::node`]
//! for each node and [`ProfileBuilder::child`] for each of its children right behind it; where
//! nodes name their parent instead, as chunks of traces do, put it into [`Node::parent`]. Call
//! [`ProfileBuilder::begin_chunk`] before the samples and lines of each chunk. All times are nanoseconds on
//! the recorder's own clock, with a sign.
//!
//! [`ProfileBuilder::finish`] then does what Chrome DevTools does, in the same order: it sorts
//! the samples by time, lets the last one last an average interval, lets a single `(program)`
//! between two like stacks continue the first, and puts `(garbage collector)` on top of the stack
//! before it. Whatever does not fit together is left out and counted; nothing here recurses, and
//! no step takes more than linear time, but for the sorting of samples in great disorder.

pub(crate) mod call_frames;
mod line_ticks;
mod node_tree;
mod sample_stacks;
mod sample_times;

use crate::error::{ParseError, ParseErrorKind};
use crate::formats::json::Reader;
use crate::model::{FrameIndex, FrameTable, LineTick, StackBuilder, StackIndex};
use crate::strings::StringTable;
use crate::task::{Cancelled, Task};
use crate::warning::{Severity, Warnings};

use line_ticks::LineTicks;
use node_tree::NodeTree;
use sample_stacks::{NodeStacks, sample_stacks};
use sample_times::Times;

/// Stands in columns of ids and rows where there is none.
const NONE: u32 = u32::MAX;

/// One node as it stands in the file: a function called along one path.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    /// What samples and other nodes call it.
    pub(crate) id: u32,
    /// The id of its caller, where the file says it with the node.
    pub(crate) parent: Option<u32>,
    /// Its function.
    pub(crate) frame: FrameIndex,
    /// How often it was on top, by the file's own count. Used only where there are no samples.
    pub(crate) hit_count: u64,
    /// Where it stands in the file, in bytes.
    pub(crate) offset: usize,
}

/// When a profile began and ended by its own account, in nanoseconds on the recorder's clock.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Clock {
    /// What the first delta counts from.
    pub(crate) start: i64,
    /// Used only where samples do not tell how long they last.
    pub(crate) end: Option<i64>,
}

/// Where functions are looked up and stacks are kept.
pub(crate) struct Tables<'t> {
    /// The texts of the recording.
    pub(crate) strings: &'t StringTable,
    /// The functions of the recording, among them those of the nodes.
    pub(crate) frames: &'t FrameTable,
    /// Takes the stacks.
    pub(crate) stacks: &'t mut StackBuilder,
}

/// The samples of one profile, in order of time.
#[derive(Debug, Default)]
pub(crate) struct SampledStacks {
    /// When each was taken, in nanoseconds on the recorder's clock.
    pub(crate) time: Vec<i64>,
    /// What ran then; `None` where the time belongs to nobody.
    pub(crate) stack: Vec<Option<StackIndex>>,
    /// When the last one ends, or when the profile does where there are none.
    pub(crate) end: i64,
    /// Samples per source line, by frame and then line.
    pub(crate) line_ticks: Vec<LineTick>,
}

/// Whom to tell what happens on the way, and who may stop it.
#[derive(Clone, Copy)]
struct Work<'w> {
    warnings: &'w Warnings,
    task: &'w Task,
}

impl Work<'_> {
    /// Asks now and then, on the way through a column, whether to go on.
    #[inline]
    fn at_row(self, row: usize) -> Result<(), Cancelled> {
        if row.is_multiple_of(1 << 16) { self.task.advance(0) } else { Ok(()) }
    }
}

/// The nodes in columns, in the order of the file.
#[derive(Debug, Default)]
struct Nodes {
    id: Vec<u32>,
    /// Id of the parent, or [`NONE`].
    parent: Vec<u32>,
    frame: Vec<FrameIndex>,
    hit_count: Vec<u64>,
    offset: Vec<usize>,
    /// Where the children of each node end in `children`; they begin where the ones before end.
    children_end: Vec<usize>,
    /// Ids of children, and how far behind the beginning of their parent each stands.
    children: Vec<(u32, u32)>,
}

impl Nodes {
    /// The ids of the children of a node, and where each stands in the file.
    fn children_of(&self, row: usize) -> impl Iterator<Item = (u32, usize)> + '_ {
        let begin = row.checked_sub(1).map_or(0, |before| self.children_end[before]);
        let children = self.children[begin..self.children_end[row]].iter();
        let start = self.offset[row];
        children.map(move |&(id, distance)| (id, start.saturating_add(distance as usize)))
    }
}

/// Collects the nodes and samples of one CPU profile of V8, and makes stacks of them.
#[derive(Debug, Default)]
pub(crate) struct ProfileBuilder {
    nodes: Nodes,
    /// Id of each sample's node, or [`NONE`] where the file's could not be read.
    samples: Vec<u32>,
    times: Times,
    /// Line of each sample, or 0; shorter than the samples where the rest has none.
    lines: Vec<u32>,
    ticks: LineTicks,
    /// Number of samples before each chunk, and the chunk's place in the file.
    chunks: Vec<(usize, usize)>,
}

/// Reads the id of a node.
pub(crate) fn node_id(reader: &mut Reader<'_>, what: &'static str) -> Result<u32, ParseError> {
    reader.peek();
    let start = reader.offset();
    let value = reader.integer(what)?;
    match u32::try_from(value) {
        Ok(id) if id != NONE => Ok(id),
        _ => {
            let expected = format!("a number from 0 to {}", NONE - 1);
            let error = ParseErrorKind::OutOfRange { what, found: value.to_string(), expected };
            Err(error.at(start))
        }
    }
}

impl ProfileBuilder {
    /// Adds a node.
    #[inline]
    pub(crate) fn node(&mut self, node: Node) {
        self.nodes.id.push(node.id);
        self.nodes.parent.push(node.parent.unwrap_or(NONE));
        self.nodes.frame.push(node.frame);
        self.nodes.hit_count.push(node.hit_count);
        self.nodes.offset.push(node.offset);
        self.nodes.children_end.push(self.nodes.children.len());
    }

    /// Makes the node `child` a child of the node that was added last; the file says so at
    /// `offset`.
    #[inline]
    pub(crate) fn child(&mut self, child: u32, offset: usize) {
        let last = (self.nodes.children_end.last_mut(), self.nodes.offset.last());
        if let (Some(end), Some(&start)) = last {
            let distance = u32::try_from(offset.saturating_sub(start)).unwrap_or(u32::MAX);
            self.nodes.children.push((child, distance));
            *end += 1;
        }
    }

    /// Counts samples at a source line, counted from 1, of a function: a node's `positionTicks`.
    #[inline]
    pub(crate) fn ticks(&mut self, frame: FrameIndex, line: i64, ticks: u64) {
        self.ticks.add(frame, line, ticks);
    }

    /// Begins a chunk whose samples stand at `offset` in the file: fills up the lines of the
    /// samples before, so that those of the chunk belong to its own. Comes before its samples and
    /// lines, in whatever order these are.
    pub(crate) fn begin_chunk(&mut self, offset: usize) {
        if !self.lines.is_empty() {
            self.lines.resize(self.samples.len(), 0);
        }
        self.samples_at(offset);
    }

    /// Says that the next samples stand at `offset` in the file.
    pub(crate) fn samples_at(&mut self, offset: usize) {
        self.chunks.push((self.samples.len(), offset));
    }

    /// Adds a sample of the node `id`; `None` stands for an id that could not be read.
    #[inline]
    pub(crate) fn sample(&mut self, id: Option<u32>) {
        self.samples.push(id.unwrap_or(NONE));
    }

    /// Adds the nanoseconds from the sample before (from [`Clock::start`] for the first) to the
    /// next that has no time yet.
    #[inline]
    pub(crate) fn delta(&mut self, nanos: i64) {
        self.times.delta(nanos);
    }

    /// Adds the time of the next sample that has none, instead of a delta. A profile has either
    /// deltas or time stamps.
    #[inline]
    pub(crate) fn timestamp(&mut self, nanos: i64) {
        self.times.stamp(nanos);
    }

    /// Adds the source line, counted from 1, of the next sample of this chunk that has none yet;
    /// 0 where it is not known.
    #[inline]
    pub(crate) fn line(&mut self, line: i64) {
        let before = self.chunks.last().map_or(0, |it| it.0);
        if self.lines.len() < before {
            self.lines.resize(before, 0);
        }
        self.lines.push(u32::try_from(line).unwrap_or(0));
    }

    /// Forgets every node, for a file that gives its nodes twice.
    pub(crate) fn clear_nodes(&mut self) {
        self.nodes = Nodes::default();
        self.ticks = LineTicks::default();
    }

    /// Forgets every sample and its line.
    pub(crate) fn clear_samples(&mut self) {
        self.samples.clear();
        self.lines.clear();
        self.chunks.clear();
    }

    /// Forgets every delta and time stamp.
    pub(crate) fn clear_times(&mut self) {
        self.times = Times::default();
    }

    /// Number of nodes so far.
    pub(crate) fn n_nodes(&self) -> usize {
        self.nodes.id.len()
    }

    /// Number of samples so far.
    pub(crate) fn n_samples(&self) -> usize {
        self.samples.len()
    }

    /// Number of deltas or time stamps so far.
    pub(crate) fn n_times(&self) -> usize {
        self.times.len()
    }

    /// Orders the samples by time and gives each its stack.
    ///
    /// What does not fit together goes to `warnings`.
    pub(crate) fn finish(
        mut self,
        clock: Clock,
        mut tables: Tables<'_>,
        warnings: &Warnings,
        task: &Task,
    ) -> Result<SampledStacks, Cancelled> {
        let work = Work { warnings, task };
        let tree = NodeTree::new(&self.nodes, &tables, work)?;
        if self.samples.is_empty() {
            return self.samples_of_hits(&tree, clock, &mut tables, work);
        }
        tree.name_rows(&mut self.samples, &self.chunks, work)?;
        if self.ticks.is_empty() {
            self.ticks.add_samples(&self.samples, &self.lines, &self.nodes.frame);
        }
        task.advance(0)?;
        let (time, end) = self.times.finish(&mut self.samples, clock, work)?;
        let stack = sample_stacks(self.samples, &tree, &self.nodes, &mut tables, work)?;
        Ok(SampledStacks { time, stack, end, line_ticks: self.ticks.finish() })
    }

    /// One sample for each node that was hit, as long as its share of all hits: what very old
    /// profiles tell. Neither order nor moments mean anything then.
    fn samples_of_hits(
        self,
        tree: &NodeTree,
        clock: Clock,
        tables: &mut Tables<'_>,
        work: Work<'_>,
    ) -> Result<SampledStacks, Cancelled> {
        self.times.report_unused(work);
        let hits = &self.nodes.hit_count;
        let n_hits = hits.iter().fold(0_u64, |sum, it| sum.saturating_add(*it));
        let (start, span) = sample_times::extent(clock, n_hits);
        let hit = (0_u32..).zip(hits).filter(|it| *it.1 > 0).map(|it| it.0);
        let rows: Vec<u32> = hit.collect();
        let what = "samples are missing (`samples`) and were made up from hit counts, in no order";
        work.warnings
            .add_many(Severity::Loss, what, n_hits, None, || sample_times::interval_words(clock));
        let stacks = NodeStacks::new(&rows, tree, &self.nodes, tables, work)?;
        let mut passed = 0_u64;
        let mut time = Vec::with_capacity(rows.len());
        for &row in &rows {
            time.push(sample_times::moment(start, span, passed, n_hits));
            passed = passed.saturating_add(hits[row as usize]);
        }
        let stack = rows.iter().map(|&it| stacks.of(it)).collect();
        let end = sample_times::moment(start, span, 1, 1);
        Ok(SampledStacks { time, stack, end, line_ticks: self.ticks.finish() })
    }
}
