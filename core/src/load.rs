//! From a path to a recording: open, decompress, tell the format, parse.
//!
//! ```text
//! path ─open─▶ File ─▶ FileBlocks ─┬───────────────────────┬─▶ content ─detect─▶ parse ─▶ Recording
//! "-" ────────────────▶ PipeBlocks ┴▶ Gzip, Zstd (0 to 2) ─┘
//! ```
//!
//! Each layer hands over blocks and keeps its own limit. The first 64 KiB of the content are
//! looked at before the rest is read, so that what is no recording is refused at once.
//!
//! A [`Task`] sees two phases: reading, in bytes of the file as it lies on disk (0 of 0 where its
//! size is not known), then parsing, in bytes of the content.

mod available;
mod blocks;
mod gzip;
mod limits;
mod memory;
mod open;
mod part;
mod pipe;
mod stream;
mod together;
mod zstd;

pub(crate) use open::regular_file;
pub use part::{read_part, read_part_of};
pub use together::{load_any, load_together, recordings_in};

use std::io::Read;
use std::path::Path;

use crate::error::{LoadError, as_cause};
use crate::formats::{Format, Unrecognized, detect, detect_early, streaming_parser};
use crate::load::blocks::{Blocks, FileBlocks, Input};
use crate::load::gzip::Gzip;
use crate::load::limits::Meter;
use crate::load::pipe::PipeBlocks;
use crate::load::zstd::Zstd;
use crate::model::{self, Recording};
use crate::task::{Cancelled, Task};
use crate::warning::{Severity, Warning, Warnings};

/// How much of the content is looked at before the rest is read.
const HEAD: usize = 64 << 10;

/// How often content may be compressed over: what a server compresses on its way is often a
/// `.gz` file already.
const MAX_LAYERS: usize = 2;

/// What may be loaded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LoadOptions {
    /// Reads content of more than 4 GiB, and compressed content that expands more than
    /// 200 times past 64 MiB.
    pub allow_large: bool,
}

/// Loads the file `path`, or standard input if it is `-`.
///
/// Damage that can be survived is in [`Recording::warnings`]. The answer does not depend on the
/// file's name. A file that grows while it is read counts up to the size it was opened with.
pub fn load(path: &Path, options: &LoadOptions, task: &Task) -> Result<Recording, LoadError> {
    load_blocks(path, *options, task, |reading| {
        if path == Path::new("-") {
            task.begin(0);
            return Ok((Box::new(PipeBlocks::of_stdin(reading)?), None));
        }
        let file = open::regular_file(path)?;
        let size = open::size_of(&file, path)?;
        task.begin(size.unwrap_or(0));
        Ok((Box::new(FileBlocks::new(file, size, reading)), size))
    })
}

/// Loads what `reader` gives until its end, under the name `path` in errors.
///
/// The reader works on a thread of its own, so that a cancel is seen while it waits for its other
/// end; that thread ends with the reader's next block.
pub fn load_reader(
    reader: impl Read + Send + 'static,
    path: &Path,
    options: &LoadOptions,
    task: &Task,
) -> Result<Recording, LoadError> {
    load_blocks(path, *options, task, |reading| {
        task.begin(0);
        Ok((Box::new(PipeBlocks::new(reader, reading)?), None))
    })
}

/// A source of bytes, and its size in bytes if that is known.
type Source<'a> = (Box<dyn Blocks + 'a>, Option<u64>);

fn load_blocks(
    path: &Path,
    options: LoadOptions,
    task: &Task,
    open: impl for<'a> FnOnce(Reading<'a>) -> Result<Source<'a>, LoadError>,
) -> Result<Recording, LoadError> {
    let damage = Warnings::default();
    let reading = Reading { path, options, task, damage: &damage };
    let content = open(reading).and_then(|source| read_content(source, reading));
    let damage = damage.into_vec();
    match content {
        Ok(Content::Parsed(mut recording)) => {
            add_damage(&mut recording.warnings, damage);
            Ok(*recording)
        }
        Ok(Content::Bytes { bytes, compression, format }) => {
            parse((bytes, compression, format), path, task, damage)
        }
        Err(LoadError::UnknownFormat { path, mut problem, offset }) => {
            problem += &as_cause(&first_loss(&damage));
            Err(LoadError::UnknownFormat { path, problem, offset })
        }
        Err(error) => Err(error),
    }
}

/// What every layer needs to know.
#[derive(Clone, Copy)]
struct Reading<'a> {
    path: &'a Path,
    options: LoadOptions,
    task: &'a Task,
    /// What is wrong with the file below its format.
    damage: &'a Warnings,
}

impl Reading<'_> {
    fn advance(&self, bytes: usize) -> Result<(), LoadError> {
        let path = || self.path.to_owned();
        self.task.advance(bytes as u64).map_err(|Cancelled| LoadError::Cancelled { path: path() })
    }
}

/// What became of a file once its bytes were read.
enum Content {
    /// All of it, after decompression, and what it turned out to be.
    Bytes { bytes: Vec<u8>, compression: Option<&'static str>, format: &'static Format },
    /// It was parsed on the way.
    Parsed(Box<Recording>),
}

/// Reads all of a source.
fn read_content<'a>(
    (source, size): Source<'a>,
    reading: Reading<'a>,
) -> Result<Content, LoadError> {
    let mut source = Input::new(source);
    let declared_size = declared_size(&mut source, size, reading)?;
    let (mut input, compression) = decompressed(source, size, reading)?;
    let known_size = size.filter(|_| compression.is_none());
    let head = input.peek(HEAD)?;
    let early = match head.get(..HEAD) {
        Some(head) => detect_early(head, reading.task).map_err(|it| unknown(it, reading))?,
        None => Some(detect(head, reading.task).map_err(|it| unknown(it, reading))?),
    };
    limits::check_size(known_size, reading)?;
    if let Some(format) = early
        && let Some(parse) = streaming_parser(format)
    {
        memory::check(known_size.or(declared_size).unwrap_or(0), reading)?;
        let recording = stream::parse(input, (format, parse), (known_size, compression), reading)?;
        return Ok(Content::Parsed(Box::new(recording)));
    }
    let bytes = input.read_all(known_size, reading)?;
    let format = match early {
        Some(format) => format,
        None => detect(&bytes, reading.task).map_err(|it| unknown(it, reading))?,
    };
    Ok(Content::Bytes { bytes, compression, format })
}

/// How large the content of a compressed file says it is; only an estimate, which nothing but the
/// look at the memory depends on.
fn declared_size(
    input: &mut Input<'_>,
    size: Option<u64>,
    reading: Reading<'_>,
) -> Result<Option<u64>, LoadError> {
    let head = input.peek(zstd::MAX_HEAD)?;
    if head.starts_with(&gzip::MAGIC) {
        return Ok(size.and_then(|size| gzip::declared_size(reading.path, size)));
    }
    Ok(if zstd::is_frame(head) { zstd::declared_size(head) } else { None })
}

/// Puts decoders before `input` as its first bytes ask for, and names the outermost.
fn decompressed<'a>(
    mut input: Input<'a>,
    size: Option<u64>,
    reading: Reading<'a>,
) -> Result<(Input<'a>, Option<&'static str>), LoadError> {
    let mut compression = None;
    for layer in 0..MAX_LAYERS {
        // What the inner layer decodes was made by the outer one: its size is not known.
        let (size, names) = match layer {
            0 => (size, ["gzip", "zstd"]),
            _ => (None, ["inner gzip", "inner zstd"]),
        };
        let head = input.peek(gzip::MAGIC.len().max(zstd::MAGIC_LENGTH))?;
        if head.starts_with(&gzip::MAGIC) {
            let decoder = Gzip::new(input, Meter::new(names[0], size, reading));
            input = Input::new(Box::new(decoder));
            compression = compression.or(Some(names[0]));
        } else if zstd::is_frame(head) {
            let decoder = Zstd::new(input, Meter::new(names[1], size, reading))?;
            input = Input::new(Box::new(decoder));
            compression = compression.or(Some(names[1]));
        } else {
            break;
        }
    }
    Ok((input, compression))
}

fn unknown(found: Unrecognized, reading: Reading<'_>) -> LoadError {
    let Unrecognized { problem, offset, .. } = found;
    let path = reading.path.to_owned();
    if reading.task.is_cancelled() {
        // The outline ends where the work was stopped, and tells nothing.
        return LoadError::Cancelled { path };
    }
    LoadError::UnknownFormat { path, problem, offset }
}

/// Parses `content` and lets go of it.
fn parse(
    content: (Vec<u8>, Option<&'static str>, &'static Format),
    path: &Path,
    task: &Task,
    damage: Vec<Warning>,
) -> Result<Recording, LoadError> {
    let (bytes, compression, format) = content;
    let size = bytes.len() as u64;
    let warnings = Warnings::default();
    task.begin(size);
    let mut recording = (format.parse)(&bytes, task, &warnings).map_err(|error| {
        let path = path.to_owned();
        if error.is_cancelled() {
            return LoadError::Cancelled { path };
        }
        let damage = first_loss(&damage).into();
        LoadError::Parse { path, format: format.name, error: Box::new(error), damage }
    })?;
    drop(bytes);
    // A reader names what it read if that is more than its format: recordings of ours are traces.
    let told = recording.source.format;
    let format = if told.is_empty() { format.name } else { told };
    recording.source = model::Source { format, size, compression };
    recording.warnings = warnings.into_vec();
    add_damage(&mut recording.warnings, damage);
    Ok(recording)
}

/// Adds what was wrong with a file below its format, in order of severity.
fn add_damage(warnings: &mut Vec<Warning>, damage: Vec<Warning>) {
    warnings.extend(damage.into_iter().map(|it| Warning { offset: None, ..it }));
    warnings.sort_by_key(|it| (it.severity, it.offset.unwrap_or(u64::MAX), it.what));
}

/// The first loss in words, or nothing.
fn first_loss(warnings: &[Warning]) -> String {
    let loss = warnings.iter().find(|it| it.severity == Severity::Loss);
    loss.map(ToString::to_string).unwrap_or_default()
}
