//! CPU profiles as V8 writes them: `node --cpu-prof`, and the JavaScript profiler of Chrome.
//!
//! ```text
//! {"nodes":   [{"id":1,"callFrame":{"functionName":"(root)",…},"hitCount":0,"children":[2]},
//!              {"id":2,"callFrame":{…},"hitCount":4,"positionTicks":[{"line":7,"ticks":4}]}],
//!  "startTime": 5000000, "endTime": 5009000,      microseconds
//!  "samples":    [2, 2, 1, 2],                    ids of nodes
//!  "timeDeltas": [812, 1250, 1249, 1251]}         microseconds since the sample before
//! ```
//!
//! Nodes may name their `parent` instead of their children. The form of Chrome before 2016 nests
//! the nodes under `head`, has `timestamps` instead of deltas, and start and end in seconds.
//!
//! Keys come in any order. A damaged value costs that value, and the rest is read; damage to the
//! text itself ends the reading, and what came before is kept if there are samples among it.

mod node;
mod old_tree;

use crate::error::{ParseError, ParseErrorKind};
use crate::formats::Format;
use crate::formats::json::Reader;
use crate::formats::outline::Outline;
use crate::formats::profile_builder::call_frames::CallFrames;
use crate::formats::profile_builder::{Clock, ProfileBuilder, SampledStacks, Tables, node_id};
use crate::model::{
    FrameTable, Profile, ProfileKind, Recording, SampleTable, Source, StackBuilder, WallClock,
    Weights,
};
use crate::strings::StringTable;
use crate::task::Task;
use crate::units::Nanos;
use crate::warning::{Severity, Warnings};

/// CPU profiles of V8.
pub const FORMAT: Format =
    Format { name: "CPU profile", extensions: &["cpuprofile"], recognizes, parse };

fn recognizes(outline: &Outline) -> bool {
    let is_list = outline.has("nodes")
        && outline.has_any(&["nodes[].id", "nodes[].callFrame", "startTime", "timeDeltas"]);
    let is_tree = outline.has("head")
        && !outline.has("head.selfSize")
        && outline.has_any(&["head.callUID", "head.hitCount", "timestamps"]);
    is_list || is_tree || outline.has("timeDeltas")
}

type Result<T> = std::result::Result<T, ParseError>;

fn parse(bytes: &[u8], task: &Task, warnings: &Warnings) -> Result<Recording> {
    let mut file = ProfileReader::new(bytes, task, warnings);
    if let Err(error) = file.read() {
        file.survive(error)?;
    }
    file.finish(bytes.len())
}

/// Reads one file.
struct ProfileReader<'a> {
    reader: Reader<'a>,
    builder: ProfileBuilder,
    call_frames: CallFrames<'a>,
    strings: StringTable,
    frames: FrameTable,
    /// Ids and offsets of the children of the nodes that are being read, outermost first.
    children: Vec<(u32, usize)>,
    /// Lines and ticks of the nodes that are being read, outermost first.
    ticks: Vec<(i64, u64)>,
    /// Where `nodes` or `head` stands.
    tree: Option<usize>,
    is_old: bool,
    /// Where `startTime` and `endTime` stand. Their unit is known only at the end.
    start: Option<usize>,
    end: Option<usize>,
    has_samples: bool,
    /// What was wrong with the first node that was left out.
    first_damage: Option<ParseError>,
    /// How many bytes were reported as read.
    reported: usize,
    task: &'a Task,
    warnings: &'a Warnings,
}

impl<'a> ProfileReader<'a> {
    fn new(bytes: &'a [u8], task: &'a Task, warnings: &'a Warnings) -> Self {
        Self {
            reader: Reader::new(bytes).watched(task),
            builder: ProfileBuilder::default(),
            call_frames: CallFrames::default(),
            strings: StringTable::default(),
            frames: FrameTable::default(),
            children: Vec::new(),
            ticks: Vec::new(),
            tree: None,
            is_old: false,
            start: None,
            end: None,
            has_samples: false,
            first_damage: None,
            reported: 0,
            task,
            warnings,
        }
    }

    fn read(&mut self) -> Result<()> {
        let mut members = self.reader.object("a CPU profile")?;
        while let Some(key) = members.next(&mut self.reader)? {
            self.reader.peek();
            let at = self.reader.offset();
            match key.raw {
                b"nodes" => self.read_nodes(at)?,
                b"head" => self.read_head(at)?,
                b"samples" => self.read_samples(at)?,
                b"timeDeltas" => self.read_deltas()?,
                b"timestamps" => self.read_timestamps()?,
                b"lines" => self.read_lines()?,
                b"startTime" => {
                    self.start = Some(at);
                    self.reader.skip()?;
                }
                b"endTime" => {
                    self.end = Some(at);
                    self.reader.skip()?;
                }
                _ => self.reader.skip()?,
            }
            self.progress()?;
        }
        if !self.reader.is_at_end() {
            let what = "texts stand after the end of the profile and were not read";
            let found = self.reader.unexpected("the end of the file").kind.to_string();
            self.warnings.add(Severity::Loss, what, Some(self.reader.offset()), || found);
        }
        Ok(())
    }

    /// Goes on with what was read before `error` if there are samples, or gives the error back.
    fn survive(&mut self, error: ParseError) -> Result<()> {
        if error.is_cancelled() || self.builder.n_nodes() == 0 || self.builder.n_samples() == 0 {
            return Err(error);
        }
        let what = if error.is_unexpected_end() {
            "files were cut (truncated): the rest is missing"
        } else {
            "files were damaged: the rest was not read"
        };
        self.count_damaged(&error, what);
        Ok(())
    }

    fn read_nodes(&mut self, at: usize) -> Result<()> {
        self.begin_tree(at, false);
        let mut elements = self.reader.array("`nodes`")?;
        while elements.next(&mut self.reader)? {
            let start = self.reader.offset();
            if let Err(error) = self.read_node(start) {
                self.children.clear();
                self.ticks.clear();
                self.first_damage.get_or_insert_with(|| error.clone());
                self.skip_damaged(start, error, "nodes were damaged and are left out")?;
            }
            if self.builder.n_nodes().is_multiple_of(1 << 10) {
                self.progress()?;
            }
        }
        Ok(())
    }

    fn read_head(&mut self, at: usize) -> Result<()> {
        self.begin_tree(at, true);
        self.read_old_tree()
    }

    fn begin_tree(&mut self, at: usize, is_old: bool) {
        if self.tree.replace(at).is_some() {
            self.report_twice("the nodes", at);
            self.builder.clear_nodes();
        }
        self.is_old = is_old;
    }

    fn read_samples(&mut self, at: usize) -> Result<()> {
        if std::mem::replace(&mut self.has_samples, true) {
            self.report_twice("`samples`", at);
            self.builder.clear_samples();
        }
        self.builder.samples_at(at);
        let read = |reader: &mut Reader<'a>| node_id(reader, "a node id in `samples`");
        self.each("`samples`", read, ProfileBuilder::sample)
    }

    fn read_deltas(&mut self) -> Result<()> {
        self.begin_times("`timeDeltas`");
        let read = |reader: &mut Reader<'a>| reader.micros("an element of `timeDeltas`");
        self.each("`timeDeltas`", read, |builder, delta| builder.delta(delta.unwrap_or(0)))
    }

    fn read_timestamps(&mut self) -> Result<()> {
        self.begin_times("`timestamps`");
        let mut last = 0;
        let read = |reader: &mut Reader<'a>| reader.micros("an element of `timestamps`");
        self.each("`timestamps`", read, |builder, time| {
            last = time.unwrap_or(last);
            builder.timestamp(last);
        })
    }

    fn begin_times(&mut self, what: &'static str) {
        if self.builder.n_times() > 0 {
            self.report_twice(what, self.reader.offset());
            self.builder.clear_times();
        }
    }

    fn read_lines(&mut self) -> Result<()> {
        let read = |reader: &mut Reader<'a>| reader.integer("an element of `lines`");
        self.each("`lines`", read, |builder, line| builder.line(line.unwrap_or(0)))
    }

    fn report_twice(&self, what: &str, at: usize) {
        let repair = "keys stand twice; the last one counts";
        self.warnings.add(Severity::Repair, repair, Some(at), || what.to_owned());
    }

    /// Reads an array, and hands each value to the builder, or `None` where one is damaged.
    fn each<T>(
        &mut self,
        what: &'static str,
        read: impl Fn(&mut Reader<'a>) -> Result<T>,
        mut take: impl FnMut(&mut ProfileBuilder, Option<T>),
    ) -> Result<()> {
        let mut elements = self.reader.array(what)?;
        let mut n_read = 0_u32;
        while elements.next(&mut self.reader)? {
            let start = self.reader.offset();
            match read(&mut self.reader) {
                Ok(value) => take(&mut self.builder, Some(value)),
                Err(error) => {
                    self.skip_damaged(start, error, "numbers were damaged and are left out")?;
                    take(&mut self.builder, None);
                }
            }
            n_read = n_read.wrapping_add(1);
            if n_read.is_multiple_of(1 << 16) {
                self.progress()?;
            }
        }
        Ok(())
    }

    /// Skips the damaged value that begins at `start` and counts it, or gives the error back if
    /// its end cannot be told.
    fn skip_damaged(&mut self, start: usize, error: ParseError, what: &'static str) -> Result<()> {
        self.reader.rewind(start);
        if error.is_cancelled() || error.is_unexpected_end() || self.reader.skip().is_err() {
            return Err(error);
        }
        self.count_damaged(&error, what);
        Ok(())
    }

    fn count_damaged(&self, error: &ParseError, what: &'static str) {
        let offset = usize::try_from(error.offset).ok();
        self.warnings.add(Severity::Loss, what, offset, || error.kind.to_string());
    }

    fn progress(&mut self) -> Result<()> {
        let read = self.reader.offset();
        self.task.advance(read.saturating_sub(self.reported) as u64)?;
        self.reported = read;
        Ok(())
    }

    /// Makes a recording of what was read.
    fn finish(mut self, size: usize) -> Result<Recording> {
        let Some(tree) = self.tree else {
            return Err(ParseErrorKind::Missing { what: "`nodes`" }.at(0));
        };
        if self.builder.n_nodes() == 0 && self.builder.n_samples() > 0 {
            let expected = "a node in `nodes` for the samples";
            let none = || ParseErrorKind::unexpected(expected, "none").at(tree);
            return Err(self.first_damage.unwrap_or_else(none));
        }
        let clock = self.clock()?;
        let mut stacks = StackBuilder::default();
        let (strings, frames) = (&self.strings, &self.frames);
        let tables = Tables { strings, frames, stacks: &mut stacks };
        let samples = self.builder.finish(clock, tables, self.warnings, self.task)?;
        let origin = origin(&samples, clock, self.is_old);
        let mut recording = Recording {
            source: Source { format: FORMAT.name, size: size as u64, compression: None },
            clock: WallClock { origin_ns: origin, unix_ns: None },
            strings: self.strings,
            frames: self.frames,
            stacks: stacks.finish(),
            ..Recording::default()
        };
        add_profile(&mut recording, samples, origin);
        Ok(recording)
    }

    /// Reads `startTime` and `endTime`, now that their unit is known.
    fn clock(&mut self) -> Result<Clock> {
        let start = self.moment(self.start, "`startTime`")?;
        let end = self.moment(self.end, "`endTime`")?;
        if self.start.is_none() && !self.is_old && self.builder.n_times() > 0 {
            let what = "`startTime` is missing and counts as 0";
            self.warnings.add(Severity::Repair, what, None, String::new);
        }
        Ok(Clock { start: start.unwrap_or(0), end })
    }

    fn moment(&mut self, at: Option<usize>, what: &'static str) -> Result<Option<i64>> {
        let Some(at) = at else { return Ok(None) };
        self.reader.rewind(at);
        if self.reader.null() {
            return Ok(None);
        }
        let moment =
            if self.is_old { seconds(&mut self.reader, what) } else { self.reader.micros(what) };
        match moment {
            Ok(moment) => Ok(Some(moment)),
            Err(error) => {
                self.skip_damaged(at, error, "times of the profile were damaged and are left out")?;
                Ok(None)
            }
        }
    }
}

/// Reads seconds, as nanoseconds.
#[expect(clippy::cast_possible_truncation, reason = "checked to fit")]
fn seconds(reader: &mut Reader<'_>, what: &'static str) -> Result<i64> {
    reader.peek();
    let start = reader.offset();
    let nanos = reader.number(what)? * 1e9;
    if nanos.abs() < 9.2e18 {
        return Ok(nanos.round() as i64);
    }
    let found = String::from_utf8_lossy(reader.since(start)).into_owned();
    let expected = "a time within 292 years".to_owned();
    Err(ParseErrorKind::OutOfRange { what, found, expected }.at(start))
}

/// When the recording begins: when the profile does, or its first sample if that is earlier.
///
/// Old profiles may have start and end on another clock than their samples, and are believed only
/// if these enclose the first sample.
fn origin(samples: &SampledStacks, clock: Clock, is_old: bool) -> i64 {
    let Some(&first) = samples.time.first() else { return clock.start };
    let encloses = clock.start <= first && clock.end.is_some_and(|end| first <= end);
    if is_old && !encloses { first } else { clock.start.min(first) }
}

/// Adds the only profile, with the thread and process it belongs to, which have no names here.
fn add_profile(recording: &mut Recording, samples: SampledStacks, origin: i64) {
    let since_origin = |it: i64| Nanos(if it < origin { 0 } else { it.abs_diff(origin) });
    let process = recording.processes.pid.push(0);
    recording.processes.name.push(None);
    let thread = recording.threads.process.push(process);
    recording.threads.tid.push(None);
    recording.threads.name.push(None);
    let end = since_origin(samples.end);
    let time = samples.time.into_iter().map(since_origin).collect();
    recording.duration = end;
    recording.profiles.push(Profile {
        kind: ProfileKind::Cpu,
        thread,
        samples: SampleTable::new(time, samples.stack, Weights::UntilNext(end)),
        line_ticks: samples.line_ticks,
    });
}
