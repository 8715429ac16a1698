//! Recordings open in the trace engine of Chrome DevTools: operations, requests, memory, threads
//! and samples are all there.
//!
//! The script that runs the engine lies outside the repository, in the folder that the variable
//! `ASYNCSCOPE_SHARED` names, or else in `shared` beside the repository; the engine itself in the
//! folder that `PEERS` names, or else in `~/.cache/asyncscope-peers`. Where either is missing the
//! tests say so and pass.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use asyncscope_core::load::{LoadOptions, load};
use asyncscope_core::model::requests::Side;
use asyncscope_core::task::Task;
use flate2::read::GzDecoder;
use serde_json::Value;
use tempfile::TempDir;

use crate::program::{text, workspace};

/// The script and the folder of the engine.
fn engine() -> Option<(PathBuf, PathBuf)> {
    let shared = std::env::var_os("ASYNCSCOPE_SHARED")
        .map_or_else(|| workspace().join("../shared"), PathBuf::from);
    let script = shared.join("peers/cpu/trace-engine.mjs");
    let home = std::env::home_dir().unwrap_or_default();
    let peers = std::env::var_os("PEERS")
        .map_or_else(|| home.join(".cache/asyncscope-peers"), PathBuf::from);
    let is_there = peers.join("node_modules/@paulirish/trace_engine").is_dir();
    (script.is_file() && is_there).then_some((script, peers))
}

/// What the engine finds in a sample recording.
#[expect(clippy::print_stderr, reason = "what was not run must be seen")]
fn found_by_engine(name: &str, folder: &Path) -> Option<Value> {
    let Some((script, peers)) = engine() else {
        eprintln!("no trace engine of Chrome DevTools: NOT run");
        return None;
    };
    let packed = workspace().join("sample-data/recordings").join(name);
    let mut bytes = Vec::new();
    let mut gzip = GzDecoder::new(fs::File::open(packed).expect("a sample"));
    gzip.read_to_end(&mut bytes).expect("gzip");
    let (plain, json) = (folder.join("plain.json"), folder.join("found.json"));
    fs::write(&plain, bytes).expect("a file");
    let mut command = Command::new("node");
    command.arg(script).arg(&plain).arg("--json").arg(&json).env("PEERS", peers);
    let run = command.output().expect("node");
    assert!(run.status.success(), "{}", text(&run.stderr));
    Some(serde_json::from_slice(&fs::read(json).expect("its findings")).expect("JSON"))
}

#[test]
fn chrome_finds_the_operations_requests_threads_samples_and_memory() {
    let names = ["leaky-server", "many-operations", "busy-workers"];
    for name in names.map(|it| format!("{it}.asyncscope.json.gz")) {
        let folder = TempDir::new().expect("a folder");
        let Some(chrome) = found_by_engine(&name, folder.path()) else { return };
        assert_eq!(chrome["err"], Value::Null, "{name}");
        let path = workspace().join("sample-data/recordings").join(&name);
        let ours = load(&path, &LoadOptions::default(), &Task::default()).expect("a sample");
        // Chrome leaves out operations that never end.
        let n_ended =
            ours.async_spans.indices().filter(|&it| !ours.async_spans.is_open[it]).count();
        assert_eq!(chrome["userTimings"]["measures"], n_ended, "{name}");
        let requests = ours.requests.rows();
        let n_sent = requests.iter().filter(|it| it.side == Side::Client).count();
        assert_eq!(chrome["network"]["count"], n_sent, "{name}");
        let n_threads = ours.recorder.as_ref().map_or(0, |it| it.threads.len());
        assert_eq!(chrome["threads"].as_array().map(Vec::len), Some(n_threads), "{name}");
        assert_eq!(chrome["profiles"].as_array().map(Vec::len), Some(n_threads), "{name}");
        let n_samples: u64 = chrome["profiles"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|it| it["samples"].as_u64().unwrap_or_default())
            .sum();
        assert!(n_samples > 0, "{name}");
        let memory = chrome["memory"].as_array().expect("a list");
        assert_eq!(memory.len(), ours.processes.pid.len(), "{name}");
        assert!(memory.iter().all(|it| it["heap"][0].as_u64() > Some(1_000_000)), "{name}");
    }
}
