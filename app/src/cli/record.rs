//! `record`: runs a Node.js program under the recorder. `repair`: closes a recording.
//!
//! ```text
//! arguments ─▶ RecordOptions ─▶ Run (recorder installed, program started) ─▶ Outcome ─▶ Findings
//! ```
//!
//! [`run`] prints nothing and knows no terminal: the window runs programs with it as well.

pub(in crate::cli) mod args;
pub mod close;
mod findings;
pub mod options;
pub mod recorder;
mod repair;
pub mod run;
mod signals;
pub mod stop;

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::ExitStatus;
use std::time::{SystemTime, UNIX_EPOCH};

use asyncscope_core::error::show_path;
use asyncscope_core::task::Task;

use self::args::RecordArgs;
use self::close::Closing;
use self::findings::Findings;
use self::options::{PrivacyOptions, RecordOptions, SnapshotOptions};
pub(super) use self::repair::repair;
use self::run::{Outcome, Run, Streams};
use self::signals::Forwarding;
use crate::cli::date::show_date;
use crate::cli::error::CliError;
use crate::cli::load::read_again;
use crate::cli::output::{complain, width};

/// What was recorded, and how the program ended.
#[derive(Debug)]
pub(super) struct Recorded {
    /// The exit code of the program, as a shell gives it.
    pub(super) code: u8,
    /// The recording, if there is one.
    pub(super) file: Option<PathBuf>,
}

/// Runs the program, waits for it, and says on standard error what was found.
pub(super) fn record(args: &RecordArgs, task: &Task) -> Result<Recorded, CliError> {
    let options = options(args);
    // Before the program starts, so that no signal ends this one and leaves that alone.
    let forwarding = Forwarding::prepare()?;
    let run = Run::start(&options, Streams::Inherited)?;
    forwarding.to(run.stopper())?;
    let outcome = run.wait()?;
    let code = exit_code(outcome.status);
    if outcome.closing == Closing::Empty {
        complain(&format!("asyncscope: {}", nothing_recorded(outcome.status)));
        return Ok(Recorded { code, file: None });
    }
    if let Err(error) = tell(&outcome, task) {
        complain(&format!("asyncscope: {error}"));
    }
    Ok(Recorded { code, file: Some(outcome.file) })
}

fn options(args: &RecordArgs) -> RecordOptions {
    RecordOptions {
        command: args.command.clone(),
        folder: None,
        file: args.out.clone().unwrap_or_else(|| default_name(&args.command)),
        cpu_interval: Some(args.cpu_interval),
        memory_interval: Some(args.memory_interval),
        without: args.without.clone(),
        is_deep: args.deep,
        snapshots: SnapshotOptions {
            on: args.snapshots.on.clone(),
            every: args.snapshots.every,
            at_exit: args.snapshots.at_exit,
        },
        privacy: PrivacyOptions {
            query: args.privacy.keep_query,
            command_line: !args.privacy.no_command_line,
        },
        allocation_interval: args.allocations.then_some(args.allocation_interval),
        max_size: Some(args.max_size),
    }
}

/// The name of the script, or else of the program, and the time: `server-20260102-030405`.
pub(crate) fn default_name(command: &[OsString]) -> PathBuf {
    let paths = || command.iter().map(Path::new);
    let is_script = |it: &&Path| {
        let extension = it.extension().and_then(OsStr::to_str).unwrap_or_default();
        ["js", "mjs", "cjs", "ts", "mts", "cts"].contains(&extension)
    };
    let named = paths().find(is_script).or_else(|| paths().next());
    let stem = named.and_then(Path::file_stem).unwrap_or(OsStr::new("program"));
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let date = show_date(i64::try_from(since.as_nanos()).unwrap_or_default());
    let digits: String = date.chars().filter(char::is_ascii_digit).collect();
    let (day, time) = digits.split_at(8);
    PathBuf::from(format!("{}-{day}-{time}.asyncscope.json", stem.to_string_lossy()))
}

fn tell(outcome: &Outcome, task: &Task) -> Result<(), CliError> {
    let recording = read_again(&outcome.file, task)?;
    let findings = Findings::of(&recording, task)?;
    let mut text = Vec::new();
    findings.write(&outcome.file, &mut text, width())?;
    complain(String::from_utf8_lossy(&text).trim_end());
    Ok(())
}

fn nothing_recorded(status: ExitStatus) -> String {
    let how = match status.code() {
        Some(code) => format!("with code {code}"),
        None => "by a signal".to_owned(),
    };
    format!(
        "nothing was recorded: the program ended {how} before Node.js had loaded the recorder, \
         which needs Node.js 18.19 or newer"
    )
}

/// The exit code as a shell gives it: 128 and the number of the signal that ended it.
fn exit_code(status: ExitStatus) -> u8 {
    #[cfg(unix)]
    let signal = std::os::unix::process::ExitStatusExt::signal(&status);
    #[cfg(not(unix))]
    let signal: Option<i32> = None;
    let code = status.code().or_else(|| signal.map(|it| 128 + it)).unwrap_or(1);
    u8::try_from(code).unwrap_or(1)
}

/// How a file is named to those who will type it.
fn shown(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    show_path(path.strip_prefix(here).unwrap_or(path))
}
