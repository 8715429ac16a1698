//! Loading: which files are opened, how compressed ones are read, and how formats are told.

#[path = "load/compressed.rs"]
mod compressed;
#[path = "load/detection.rs"]
mod detection;
#[path = "load/files.rs"]
mod files;
#[path = "load/readers.rs"]
mod readers;

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::time::Duration;

use asyncscope_core::error::LoadError;
use asyncscope_core::load::{LoadOptions, load, load_reader};
use asyncscope_core::model::Recording;
use asyncscope_core::task::Task;
use asyncscope_core::warning::Severity;
use tempfile::TempDir;

/// What any load has to end in, however busy the machine.
const LONG: Duration = Duration::from_secs(5);

const PROFILE: &str = r#"{"nodes":[
    {"id":1,"callFrame":{"functionName":"(root)","scriptId":"0","url":"","lineNumber":-1,"columnNumber":-1},"children":[2]},
    {"id":2,"callFrame":{"functionName":"main","scriptId":"7","url":"file:///a.js","lineNumber":0,"columnNumber":0},"children":[3]},
    {"id":3,"callFrame":{"functionName":"work","scriptId":"7","url":"file:///a.js","lineNumber":9,"columnNumber":4}}],
    "startTime":1000,"endTime":6000,"samples":[2,3,3,2],"timeDeltas":[1000,1000,1000,1000]}"#;

const TRACE: &str = r#"{"traceEvents":[
    {"ph":"M","pid":1,"tid":1,"ts":0,"name":"thread_name","args":{"name":"Main"}},
    {"ph":"X","pid":1,"tid":1,"ts":100,"dur":50,"name":"task","cat":"c","args":{}},
    {"ph":"X","pid":1,"tid":1,"ts":200,"dur":20,"name":"paint","cat":"c","args":{}}],"metadata":{}}"#;

/// A folder that goes away with the test.
fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

/// Writes a file of that name and content.
fn file(folder: &TempDir, name: &str, content: &[u8]) -> PathBuf {
    let path = folder.path().join(name);
    fs::write(&path, content).expect("a file");
    path
}

fn open(path: &Path) -> Result<Recording, LoadError> {
    load(path, &LoadOptions::default(), &Task::default())
}

/// Loads that content, under a name that says nothing.
fn open_bytes(content: &[u8]) -> Result<Recording, LoadError> {
    let reader = Cursor::new(content.to_vec());
    load_reader(reader, Path::new("unknown"), &LoadOptions::default(), &Task::default())
}

/// What a recording holds, without what it was made from.
fn summary(recording: &Recording) -> String {
    let samples: Vec<_> = recording.profiles.iter().map(|it| it.samples.times()).collect();
    let spans: Vec<_> = recording.spans.name.iter().map(|it| recording.text(*it)).collect();
    let frames: Vec<_> = recording.frames.indices().map(|it| recording.frame_name(it)).collect();
    format!("{} {:?} {frames:?} {samples:?} {spans:?}", recording.source.format, recording.duration)
}

/// The warnings in words, one per line.
fn warnings(recording: &Recording) -> String {
    recording.warnings.iter().map(|it| format!("{}: {it}\n", it.severity.word())).collect()
}

fn has(recording: &Recording, severity: Severity) -> bool {
    recording.warnings.iter().any(|it| it.severity == severity)
}

/// Checks that loading fails, with an error that names the file last and holds all of `words`.
#[track_caller]
fn check_error(path: &Path, words: &[&str]) {
    match open(path) {
        Ok(recording) => panic!("{} opened: {}", path.display(), summary(&recording)),
        Err(error) => check_words(&error, words),
    }
}

#[track_caller]
fn check_words(error: &LoadError, words: &[&str]) {
    let text = error.to_string();
    for word in words {
        assert!(text.contains(word), "{word:?} is not in: {text}");
    }
    let last = text.lines().last().unwrap_or_default();
    assert!(last.starts_with("File: "), "the file stands last in: {text}");
}
