//! What is recorded and how, as the recorder is told.

use std::ffi::OsString;
use std::path::PathBuf;

use asyncscope_core::units::{Bytes, Nanos};
use serde_json::{Map, Value, json};

/// A part of a recording that can be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Part {
    /// CPU samples
    Cpu,
    /// Series of memory
    Memory,
    /// Garbage collections
    Gc,
    /// Delay and use of the event loop
    EventLoop,
    /// Incoming and outgoing requests
    Http,
    /// Sampled allocations
    Allocations,
    /// `performance.mark` and `performance.measure`
    UserTimings,
    /// Which operation an operation belongs to
    Parents,
}

impl Part {
    /// What the recorder calls it.
    fn key(self) -> &'static str {
        match self {
            Self::Cpu => "cpu",
            Self::Memory => "memory",
            Self::Gc => "gc",
            Self::EventLoop => "eventLoop",
            Self::Http => "http",
            Self::Allocations => "allocations",
            Self::UserTimings => "userTimings",
            Self::Parents => "parents",
        }
    }
}

/// What to run, where the recording goes, and what is recorded.
#[derive(Clone, Debug, Default)]
pub struct RecordOptions {
    /// The program and its arguments.
    pub command: Vec<OsString>,
    /// Where it runs; here if `None`.
    pub folder: Option<PathBuf>,
    /// The recording. It must not be there yet.
    pub file: PathBuf,
    /// Time between CPU samples; the recorder's own choice if `None`.
    pub cpu_interval: Option<Nanos>,
    /// What is left out.
    pub without: Vec<Part>,
    /// Whether every async resource of Node.js is an operation. Dear.
    pub is_deep: bool,
    /// A signal that takes a heap snapshot.
    pub snapshot_on: Option<String>,
    /// Time between heap snapshots.
    pub snapshot_every: Option<Nanos>,
    /// Whether a heap snapshot is taken at the end.
    pub snapshot_at_exit: bool,
    /// Whether values in the queries of URLs are kept.
    pub keeps_query: bool,
    /// Whether arguments and folder of the program are kept.
    pub keeps_command_line: bool,
    /// Where the recording ends at the latest.
    pub max_size: Option<Bytes>,
}

impl RecordOptions {
    /// What the recorder reads from its variable of the environment.
    pub(super) fn config(&self, file: &str) -> Value {
        let mut config = Map::new();
        let mut set = |key: &str, value: Value| config.insert(key.to_owned(), value);
        set("file", json!(file));
        // Who runs the program closes the file: a process of it may end before others.
        set("closer", json!(0));
        set("deep", json!(self.is_deep));
        set("snapshotAtExit", json!(self.snapshot_at_exit));
        set("keepQuery", json!(self.keeps_query));
        set("commandLine", json!(self.keeps_command_line));
        if let Some(interval) = self.cpu_interval {
            set("cpuIntervalUs", json!(interval.0 / 1_000));
        }
        if let Some(signal) = &self.snapshot_on {
            set("snapshotOn", json!(signal));
        }
        if let Some(every) = self.snapshot_every {
            set("snapshotEvery", json!(every.0 / 1_000_000_000));
        }
        if let Some(max) = self.max_size {
            set("maxBytes", json!(max.0));
        }
        for part in &self.without {
            set(part.key(), json!(false));
        }
        Value::Object(config)
    }
}
