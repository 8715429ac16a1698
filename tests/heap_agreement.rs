//! Agreement with Chrome DevTools over heap snapshots: every node, every class row, comparisons,
//! filters, statistics, strings and paths.
//!
//! The snapshots and DevTools' own results lie outside the repository: see
//! `support::heaps::corpus`. Where there is no such folder the tests say so and pass.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "DevTools' numbers are JavaScript's; all are far below 2^53"
)]

#[path = "heap_agreement/answers.rs"]
mod answers;
#[path = "heap_agreement/comparison.rs"]
mod comparison;
#[path = "heap_agreement/nodes.rs"]
mod nodes;

use std::path::{Path, PathBuf};

use serde_json::Value;
use support::heaps::corpus;

/// Snapshots of which DevTools' numbers for every node are there: file, dump, other results.
const DUMPED: [[&str; 3]; 6] = [
    ["server", "server", "server"],
    ["leak-3-final", "leak-3-final", "leak-3-final"],
    ["chromium-3-final-detached", "chromium-3", "chromium-3"],
    ["tiny-node12", "tiny-node12", "tiny-node12"],
    ["tiny-node16", "tiny-node16", "tiny-node16"],
    ["tiny-node24", "tiny-node24", "tiny-node24"],
];

/// Runs `check` on the folder of snapshots, if there is one.
fn with_corpus(check: impl FnOnce(&Path)) {
    match corpus() {
        Some(folder) => check(&folder),
        None => assert!(
            std::env::var_os("ASYNCSCOPE_SHARED").is_none(),
            "ASYNCSCOPE_SHARED names no folder with heap snapshots"
        ),
    }
}

fn file(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}.heapsnapshot.gz"))
}

#[track_caller]
fn number(value: &Value, key: &str) -> i64 {
    let number = &value[key];
    let whole = number.as_i64().or_else(|| number.as_f64().map(|it| it as i64));
    whole.unwrap_or_else(|| panic!("`{key}` is no number in {value}"))
}

#[track_caller]
fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_else(|| panic!("`{key}` is no text in {value}"))
}

#[track_caller]
fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value[key].as_array().unwrap_or_else(|| panic!("`{key}` is no list"))
}
