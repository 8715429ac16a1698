//! Running `asyncscope`, and programs under it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A folder of its own, with a program in it.
pub(crate) struct Bench {
    folder: TempDir,
}

impl Bench {
    /// A folder in which `program.mjs` holds `text`; `None` where there is no Node.js, which is
    /// said.
    #[expect(clippy::print_stderr, reason = "what was not run must be seen")]
    pub(crate) fn new(text: &str) -> Option<Self> {
        let found = Command::new("node").arg("--version").output();
        if !found.is_ok_and(|it| it.status.success()) {
            eprintln!("no Node.js on the path: NOT run");
            return None;
        }
        let folder = TempDir::new().expect("a folder");
        fs::write(folder.path().join("program.mjs"), text).expect("a program");
        Some(Self { folder })
    }

    /// A path within the folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// `asyncscope` with the words of `line`, in the folder.
    pub(crate) fn command(&self, line: &str) -> Command {
        let mut command = program();
        command.args(line.split_whitespace()).current_dir(self.folder.path());
        // A cache folder of its own, and no display.
        command.env("XDG_CACHE_HOME", self.path("cache"));
        command
    }

    /// Runs it to its end.
    pub(crate) fn run(&self, line: &str) -> Output {
        self.command(line).output().expect("it starts")
    }

    /// Starts it, and waits until the program has written something.
    pub(crate) fn start(&self, line: &str) -> Child {
        let mut child = self.command(line).stdout(Stdio::piped()).spawn().expect("it starts");
        let out = child.stdout.as_mut().expect("a pipe");
        let mut byte = [0];
        std::io::Read::read_exact(out, &mut byte).expect("a first word");
        child
    }

    /// The events of a recording that is a whole array.
    pub(crate) fn events(&self, name: &str) -> Vec<Value> {
        whole(&self.path(name))
    }
}

/// `asyncscope` without a display.
pub(crate) fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_asyncscope"));
    command.stdin(Stdio::null());
    for name in
        ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "NODE_OPTIONS", "ASYNCSCOPE_RECORDER"]
    {
        command.env_remove(name);
    }
    command
}

/// The events of a recording that is a whole array.
pub(crate) fn whole(path: &Path) -> Vec<Value> {
    let text = fs::read(path).expect("a recording");
    assert!(text.ends_with(b"}\n]"), "nothing stands behind the end");
    serde_json::from_slice(&text).expect("an array of events")
}

/// The events of that name.
pub(crate) fn named<'a>(events: &'a [Value], name: &str) -> Vec<&'a Value> {
    events.iter().filter(|it| it["name"] == name).collect()
}

/// What a process wrote.
pub(crate) fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("UTF-8")
}

/// The folder of this repository.
pub(crate) fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
