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
    /// Time between measurements of memory; the recorder's own choice if `None`.
    pub memory_interval: Option<Nanos>,
    /// What is left out.
    pub without: Vec<Part>,
    /// Whether every async resource of Node.js is an operation. Dear.
    pub is_deep: bool,
    /// When heap snapshots are taken.
    pub snapshots: SnapshotOptions,
    /// What may be kept.
    pub privacy: PrivacyOptions,
    /// Bytes between sampled allocations; none are sampled if `None`.
    pub allocation_interval: Option<Bytes>,
    /// Where the recording ends at the latest.
    pub max_size: Option<Bytes>,
}

/// When heap snapshots are taken. Each halts the program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SnapshotOptions {
    /// At this signal.
    pub on: Option<String>,
    /// Again and again after this time.
    pub every: Option<Nanos>,
    /// At the end.
    pub at_exit: bool,
}

/// What may be kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PrivacyOptions {
    /// Values in the queries of URLs.
    pub query: bool,
    /// Arguments and folder of the program.
    pub command_line: bool,
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
        set("snapshotAtExit", json!(self.snapshots.at_exit));
        set("keepQuery", json!(self.privacy.query));
        set("commandLine", json!(self.privacy.command_line));
        if let Some(interval) = self.cpu_interval {
            set("cpuIntervalUs", json!(interval.0 / 1_000));
        }
        if let Some(interval) = self.memory_interval {
            set("memoryMs", json!(interval.0 / 1_000_000));
        }
        if let Some(signal) = &self.snapshots.on {
            set("snapshotOn", json!(signal));
        }
        if let Some(every) = self.snapshots.every {
            set("snapshotEvery", json!(every.0 / 1_000_000_000));
        }
        if let Some(interval) = self.allocation_interval {
            set("allocations", json!(true));
            set("allocationBytes", json!(interval.0));
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
