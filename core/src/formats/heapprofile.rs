//! Sampled allocations of V8: `.heapprofile`.
//!
//! ```text
//! {"head":{"callFrame":{…},"selfSize":0,"id":1,"children":[{…,"children":[…]}]},
//!  "samples":[{"size":32,"nodeId":4,"ordinal":17}]}
//! ```
//!
//! `head` is the call tree, nested as deep as the stacks are. `selfSize` is an estimate of all that
//! a node allocated and that was alive in the end; `samples`, which old versions do not write, only
//! tell its parts, in the order of allocation. So the tree is what counts.

mod tree;

use crate::error::{ParseError, ParseErrorKind};
use crate::formats::Format;
use crate::formats::json::Reader;
use crate::formats::outline::Outline;
use crate::index::Column;
use crate::model::{
    FrameTable, ProcessTable, Profile, ProfileKind, Recording, SampleTable, StackBuilder,
    ThreadTable, Weights,
};
use crate::strings::StringTable;
use crate::task::Task;
use crate::units::Nanos;
use crate::warning::{Severity, Warnings};

pub(in crate::formats) use tree::Tree;

/// Sampled allocations.
pub const FORMAT: Format =
    Format { name: "heap profile", extensions: &["heapprofile"], recognizes, parse };

fn recognizes(outline: &Outline) -> bool {
    outline.has_any(&["head.selfSize", "head.callFrame", "head.children"])
        || outline.has_any(&["samples[].size", "samples[].nodeId"]) && !outline.has("nodes")
        || outline.has("head") && outline.has("samples")
}

fn parse(bytes: &[u8], task: &Task, warnings: &Warnings) -> Result<Recording, ParseError> {
    let mut strings = StringTable::default();
    let mut frames = FrameTable::default();
    let mut tree = Tree::new(&mut strings, &mut frames, warnings);
    let mut has_head = false;
    let read = read(bytes, task, &mut tree, &mut has_head);
    if let Err(error) = read {
        if tree.is_empty() || error.is_cancelled() {
            return Err(error);
        }
        let what = "stretch of the file cannot be read, to its end";
        let offset = usize::try_from(error.offset).ok();
        warnings.add(Severity::Loss, what, offset, || error.kind.to_string());
    } else if !has_head {
        return Err(ParseErrorKind::Missing { what: "`head`" }.at(0));
    }
    let mut stacks = StackBuilder::default();
    let (stack, weight) = tree.finish(&mut stacks);
    let time = vec![Nanos(0); stack.len()];
    let samples = SampleTable::new(time, stack, Weights::Each(weight));
    let (mut processes, mut threads) = (ProcessTable::default(), ThreadTable::default());
    let process = processes.pid.push(0);
    processes.name.push(None);
    let thread = threads.process.push(process);
    threads.tid.push(None);
    threads.name.push(None);
    let profile =
        Profile { kind: ProfileKind::Allocations, thread, samples, line_ticks: Vec::new() };
    Ok(Recording {
        strings,
        frames,
        stacks: stacks.finish(),
        processes,
        threads,
        profiles: Column::from(vec![profile]),
        ..Recording::default()
    })
}

/// Reads the file, as far as it can be understood.
fn read<'a>(
    bytes: &'a [u8],
    task: &'a Task,
    tree: &mut Tree<'a, '_>,
    has_head: &mut bool,
) -> Result<(), ParseError> {
    let mut reader = Reader::new(bytes).watched(task);
    let mut samples = None;
    let mut members = reader.object("the file")?;
    while let Some(key) = members.next(&mut reader)? {
        match &*key.decode() {
            "head" => {
                *has_head = true;
                tree.read(&mut reader, task)?;
            }
            "samples" => {
                reader.peek();
                samples = Some(reader.offset());
                reader.skip()?;
            }
            _ => reader.skip()?,
        }
    }
    if !reader.is_at_end() {
        let what = "stretch of text after the end of the profile (trailing), left out";
        tree.warnings().add(Severity::Loss, what, Some(reader.offset()), String::new);
    }
    if let Some(start) = samples {
        reader.rewind(start);
        tree.check_samples(&mut reader)?;
    }
    Ok(())
}
