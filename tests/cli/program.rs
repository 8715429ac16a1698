//! Running the program, and small profiles for it.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

/// What a run of the program left.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().expect("not killed by a signal"),
            out: String::from_utf8(output.stdout).expect("UTF-8"),
            err: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }
}

impl Run {
    /// Standard output of a run that went well and complained of nothing.
    #[track_caller]
    pub(crate) fn fine(self) -> String {
        assert_eq!((self.code, self.err.as_str()), (0, ""), "{}", self.out);
        self.out
    }

    /// The JSON of a run that went well.
    #[track_caller]
    pub(crate) fn json(self) -> Value {
        serde_json::from_str(&self.fine()).expect("JSON")
    }

    /// Standard error of a run that failed.
    #[track_caller]
    pub(crate) fn error(self) -> String {
        assert_eq!((self.code, self.out.as_str()), (2, ""), "{}", self.err);
        self.err
    }
}

/// The program, in the folder of the sample data, without a display or a terminal.
pub(crate) fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_asyncscope"));
    command.current_dir(samples()).stdin(Stdio::null());
    let window = ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"];
    for name in window.into_iter().chain(["RUST_BACKTRACE", "RAYON_NUM_THREADS", "COLUMNS"]) {
        command.env_remove(name);
    }
    command
}

/// Runs the program with the words of `line`, then `file`.
pub(crate) fn run_on(line: &str, file: impl AsRef<OsStr>) -> Run {
    program().args(line.split_whitespace()).arg(file).output().expect("it starts").into()
}

/// Runs the program with the words of `line`.
pub(crate) fn run(line: &str) -> Run {
    program().args(line.split_whitespace()).output().expect("it starts").into()
}

/// The folder of the sample data.
pub(crate) fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../sample-data")
}

/// A file in a folder of its own, which is removed with it.
#[derive(Debug)]
pub(crate) struct Scratch {
    folder: TempDir,
    pub(crate) file: PathBuf,
}

impl Scratch {
    /// A file of that name.
    pub(crate) fn new(name: impl AsRef<OsStr>, content: impl AsRef<[u8]>) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join(name.as_ref());
        std::fs::write(&file, content).expect("a file");
        Self { folder, file }
    }

    /// The folder.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }
}

/// A CPU profile: each line a stack and how many samples of 1 ms in a row have it.
///
/// ```text
/// main > parse 3
/// main > parse@/app/other.js 2
/// ```
pub(crate) fn profile(text: &str) -> String {
    let samples: Vec<(Vec<&str>, usize)> = text
        .lines()
        .map(str::trim)
        .filter(|it| !it.is_empty())
        .map(|line| {
            let (stack, n) = line.rsplit_once(' ').expect("a stack and a number");
            (stack.split(" > ").collect(), n.parse().expect("a number"))
        })
        .collect();
    profile_of(&samples)
}

/// The same of stacks whose names hold anything.
pub(crate) fn profile_of(samples: &[(Vec<&str>, usize)]) -> String {
    let mut nodes = vec![(
        json!({"functionName": "(root)", "scriptId": "0", "url": "",
        "lineNumber": -1, "columnNumber": -1}),
        Vec::new(),
    )];
    let mut ids = Vec::new();
    for (stack, n) in samples {
        let mut caller = 0;
        for name in stack {
            let frame = call_frame(name);
            let known = nodes[caller].1.iter().copied().find(|&it: &usize| nodes[it].0 == frame);
            caller = known.unwrap_or_else(|| {
                let id = nodes.len();
                nodes.push((frame, Vec::new()));
                nodes[caller].1.push(id);
                id
            });
        }
        ids.extend(std::iter::repeat_n(caller + 1, *n));
    }
    let node = |(row, (frame, children)): (usize, &(Value, Vec<usize>))| {
        let children: Vec<usize> = children.iter().map(|it| it + 1).collect();
        json!({"id": row + 1, "callFrame": frame, "hitCount": 0, "children": children})
    };
    let nodes: Vec<Value> = nodes.iter().enumerate().map(node).collect();
    let mut deltas = vec![1000; ids.len()];
    deltas[0] = 0;
    json!({"nodes": nodes, "startTime": 0, "endTime": 1000 * ids.len(), "samples": ids,
        "timeDeltas": deltas})
    .to_string()
}

fn call_frame(name: &str) -> Value {
    let (name, url) = match name.rsplit_once("@/") {
        Some((name, url)) => (name, format!("/{url}")),
        None if name.starts_with('(') => (name, String::new()),
        None => (name, "/app/main.js".to_owned()),
    };
    let line = if url.is_empty() { -1 } else { 0 };
    json!({"functionName": name, "scriptId": "7", "url": url, "lineNumber": line,
        "columnNumber": line})
}

/// Whether a terminal can be shown this: no control characters but line ends, and nothing that
/// changes the direction of text or hides it.
pub(crate) fn is_harmless(text: &str) -> bool {
    let hides = |c| {
        matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{feff}')
            || matches!(c, '\u{2060}'..='\u{2069}')
    };
    text.chars().all(|c| c == '\n' || !(c.is_control() || hides(c)))
}
