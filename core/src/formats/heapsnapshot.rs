//! Heap snapshots of V8: `.heapsnapshot`, and `.heaptimeline`, which also tells when objects were
//! allocated.
//!
//! ```text
//! {"snapshot":{"meta":{…},"node_count":3,…},      fields of the records, meaning of their codes
//!  "nodes":[9,1,1,0,2,0,0 ,…],                    a record for each object
//!  "edges":[1,1,7 ,…],                            a record for each reference, by object
//!  "trace_function_infos":[],"trace_tree":[],"samples":[],"locations":[…],
//!  "strings":["<dummy>","","(GC roots)",…]}       names, by number
//! ```
//!
//! The file is parsed while it is read, block by block, on all threads, and nothing of its text
//! stays: it may be larger than the memory. Sections may stand in any order, although V8 always
//! writes them in this one, and the arrays are the truth: what the head says of their lengths is
//! only compared with them.

mod edges;
mod extras;
mod fill;
mod finish;
mod input;
mod locations;
mod meta;
mod nodes;
mod records;
mod sections;
mod texts;
mod traces;

use std::sync::Arc;

use crate::error::ParseError;
use crate::formats::Format;
use crate::formats::outline::Outline;
use crate::formats::source::{SliceSource, Source};
use crate::model::Recording;
use crate::task::Task;
use crate::units::Nanos;
use crate::warning::Warnings;

use input::Input;
use sections::Sections;

/// Heap snapshots.
pub const FORMAT: Format = Format {
    name: "heap snapshot",
    extensions: &["heapsnapshot", "heaptimeline"],
    recognizes,
    parse,
};

fn recognizes(outline: &Outline) -> bool {
    let has_graph = outline.has("strings") && outline.has_any(&["nodes", "edges"]);
    outline.has_any(&["snapshot", "snapshot.meta"]) || has_graph
}

fn parse(bytes: &[u8], task: &Task, warnings: &Warnings) -> Result<Recording, ParseError> {
    parse_source(&mut SliceSource::new(bytes, task), warnings)
}

/// Reads a snapshot while its bytes come.
pub(crate) fn parse_source(
    source: &mut dyn Source,
    warnings: &Warnings,
) -> Result<Recording, ParseError> {
    let mut input = Input::new(source)?;
    let mut sections = Sections::default();
    let read = sections.read(&mut input, warnings);
    let graph = sections.finish(read, warnings)?;
    let last = graph.samples.iter().map(|it| it.time_us).max();
    let duration = last.map_or(Nanos(0), Nanos::from_micros);
    Ok(Recording { heap: Some(Arc::new(graph)), duration, ..Recording::default() })
}
