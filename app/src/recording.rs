//! Recording a program from the window: what is to run, and how the run goes.
//!
//! The program runs under the same recorder as on the command line. What it prints is kept in a few
//! last lines; when it has ended, its recording is closed and opened.

use std::collections::VecDeque;
use std::ffi::OsString;
use std::io::{BufRead as _, BufReader, Read};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread;
use std::time::Instant;

use asyncscope_core::error::show_text;
use asyncscope_core::task::Cancelled;
use asyncscope_core::units::{Bytes, Nanos};

use crate::cli::record::close::Closing;
use crate::cli::record::default_name;
use crate::cli::record::options::{Part, PrivacyOptions, RecordOptions, SnapshotOptions};
use crate::cli::record::run::{Outcome, Run, Streams};
use crate::cli::record::stop::Stopper;
use crate::jobs::{Job, JobState};

/// Lines of what a program printed that are kept.
const LINES: usize = 200;
/// Longer lines are cut, in bytes.
const LONGEST_LINE: u64 = 1_000;

/// What is to be recorded, and the program that is.
#[derive(Debug, Default)]
pub struct RecordPage {
    /// What to run, as it is typed.
    pub setting: RecordSetting,
    /// Why it did not run, or what came of it.
    pub note: Option<String>,
    running: Option<Running>,
}

/// What to run and record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordSetting {
    /// The command, or a script.
    pub command: String,
    /// Where it runs and where the recording goes; the folder of the script, or the user's own.
    pub folder: String,
    /// Microseconds between CPU samples.
    pub interval_us: u64,
    /// Milliseconds between measurements of memory.
    pub memory_ms: u64,
    /// What is left out.
    pub without: Vec<Part>,
    /// What is recorded although it is dear.
    pub dear: Dear,
    /// When heap snapshots are taken.
    pub snapshots: SnapshotOptions,
    /// What may be kept.
    pub privacy: PrivacyOptions,
    /// Megabytes after which nothing more is recorded.
    pub most_mb: u64,
}

/// What is recorded only on request, since it makes the program dearer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dear {
    /// Sampled allocations.
    pub allocations: bool,
    /// Every async resource of Node.js.
    pub deep: bool,
}

/// Bytes between sampled allocations.
const ALLOCATION_INTERVAL: Bytes = Bytes(2_000_000);

impl Default for RecordSetting {
    fn default() -> Self {
        let (command, folder) = (String::new(), String::new());
        Self {
            command,
            folder,
            interval_us: 20_000,
            memory_ms: 250,
            without: Vec::new(),
            dear: Dear::default(),
            snapshots: SnapshotOptions::default(),
            privacy: PrivacyOptions { query: false, command_line: true },
            most_mb: 2_000,
        }
    }
}

/// A change of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecordCommand {
    /// What to run, and how.
    Set(RecordSetting),
    /// Run it.
    Start,
    /// Ask the program to end, as Ctrl+C does; asked again, end it at once.
    Stop,
}

/// A program that runs.
#[derive(Debug)]
struct Running {
    job: Job<Result<Outcome, String>>,
    stopper: Arc<OnceLock<Stopper>>,
    output: Output,
    since: Instant,
    is_asked: bool,
}

/// The last lines that a program printed.
type Output = Arc<Mutex<VecDeque<String>>>;

/// What became of a run.
#[derive(Debug, PartialEq, Eq)]
pub enum Ended {
    /// Nothing new.
    No,
    /// This is the recording.
    Recorded(PathBuf),
    /// There is none; the page says why.
    Nothing,
}

impl Drop for Running {
    fn drop(&mut self) {
        // Nobody would stop it once its window is gone.
        if let Some(stopper) = self.stopper.get() {
            stopper.interrupt().ok();
        }
    }
}

impl RecordPage {
    /// Whether a program runs.
    pub fn is_running(&self) -> bool {
        self.running.is_some()
    }

    /// For how long it runs, in seconds, and whether it was asked to end.
    pub fn run(&self) -> Option<(f32, bool)> {
        let it = self.running.as_ref()?;
        Some((it.since.elapsed().as_secs_f32(), it.is_asked))
    }

    /// The last lines that it printed.
    pub fn output(&self) -> Vec<String> {
        let Some(it) = &self.running else { return Vec::new() };
        it.output.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    /// Carries out a change.
    pub fn change(&mut self, command: RecordCommand, ctx: &egui::Context) {
        match command {
            RecordCommand::Set(setting) => self.setting = setting,
            RecordCommand::Start if self.running.is_none() => self.start(ctx),
            RecordCommand::Start => {}
            RecordCommand::Stop => self.stop(),
        }
    }

    fn start(&mut self, ctx: &egui::Context) {
        self.note = None;
        let options = match options(&self.setting) {
            Ok(options) => options,
            Err(why) => {
                self.note = Some(why);
                return;
            }
        };
        let (stopper, output) = (Arc::new(OnceLock::new()), Output::default());
        let (to_stop, to_show, shown) = (Arc::clone(&stopper), Arc::clone(&output), ctx.clone());
        let job = Job::spawn("Recording", ctx, move |task| {
            let outcome = record(&options, &to_stop, &to_show, &shown);
            if task.is_cancelled() { Err(Cancelled) } else { Ok(outcome) }
        });
        match job {
            Ok(job) => {
                let since = Instant::now();
                self.running = Some(Running { job, stopper, output, since, is_asked: false });
            }
            Err(error) => self.note = Some(format!("the system gave no thread: {error}")),
        }
    }

    fn stop(&mut self) {
        let Some(it) = &mut self.running else { return };
        let Some(stopper) = it.stopper.get() else { return };
        let stopped = if it.is_asked { stopper.kill() } else { stopper.interrupt() };
        it.is_asked = true;
        if let Err(error) = stopped {
            self.note = Some(format!("the program could not be stopped: {error}"));
        }
    }

    /// Takes in that the program has ended.
    pub fn poll(&mut self) -> Ended {
        let Some(it) = &self.running else { return Ended::No };
        let outcome = match it.job.poll() {
            JobState::Running => return Ended::No,
            JobState::Done(outcome) => outcome,
            JobState::Gone => Err("recording was stopped".to_owned()),
            JobState::Panicked(text) => Err(format!("This is a bug in Asyncscope: {text}")),
        };
        let last = self.output().last().cloned();
        self.running = None;
        match outcome {
            Ok(outcome) if outcome.closing == Closing::Empty => {
                let said = last.map_or_else(String::new, |it| format!(" Its last line: {it}"));
                self.note = Some(format!(
                    "Nothing was recorded: the program ended before Node.js had loaded the \
                     recorder, which needs Node.js 18.19 or newer.{said}"
                ));
                Ended::Nothing
            }
            Ok(outcome) => Ended::Recorded(outcome.file),
            Err(why) => {
                self.note = Some(why);
                Ended::Nothing
            }
        }
    }
}

/// Runs a program to its end.
fn record(
    options: &RecordOptions,
    stopper: &OnceLock<Stopper>,
    output: &Output,
    ctx: &egui::Context,
) -> Result<Outcome, String> {
    let mut run = Run::start(options, Streams::Piped).map_err(|it| it.to_string())?;
    stopper.set(run.stopper()).ok();
    let (out, err) = run.streams();
    if let Some(out) = out {
        keep_lines(out, output, ctx);
    }
    if let Some(err) = err {
        keep_lines(err, output, ctx);
    }
    run.wait().map_err(|it| it.to_string())
}

/// Keeps the last lines of what is written, on a thread of its own that ends with its writer.
fn keep_lines(from: impl Read + Send + 'static, output: &Output, ctx: &egui::Context) {
    let (output, ctx) = (Arc::clone(output), ctx.clone());
    let read = move || {
        let mut reader = BufReader::new(from);
        let mut line = Vec::new();
        loop {
            line.clear();
            match (&mut reader).take(LONGEST_LINE).read_until(b'\n', &mut line) {
                Ok(0) | Err(_) => return,
                Ok(_) => {
                    let said = show_text(String::from_utf8_lossy(&line).trim_end());
                    let mut lines = output.lock().unwrap_or_else(PoisonError::into_inner);
                    if lines.len() == LINES {
                        lines.pop_front();
                    }
                    lines.push_back(said);
                    ctx.request_repaint();
                }
            }
        }
    };
    // Without a thread the program blocks once its pipe is full: better to see nothing of it.
    thread::Builder::new().name("Reading a program".to_owned()).spawn(read).ok();
}

fn options(setting: &RecordSetting) -> Result<RecordOptions, String> {
    let mut words = split(&setting.command)?;
    let first = words.first().ok_or("Type a command, such as `node server.js`, or a script.")?;
    let endings = ["js", "mjs", "cjs", "ts", "mts", "cts"];
    let extension = PathBuf::from(first).extension().map(|it| it.to_string_lossy().into_owned());
    if extension.is_some_and(|it| endings.contains(&it.as_str())) {
        words.insert(0, "node".to_owned());
    }
    let command: Vec<OsString> = words.into_iter().map(OsString::from).collect();
    let folder = setting.folder.trim();
    let folder = (!folder.is_empty()).then(|| PathBuf::from(folder));
    if let Some(folder) = folder.as_ref().filter(|it| !it.is_dir()) {
        return Err(format!("There is no folder {}", asyncscope_core::error::show_path(folder)));
    }
    let name = default_name(&command);
    let file = folder.as_ref().map_or_else(|| name.clone(), |it| it.join(&name));
    Ok(RecordOptions {
        command,
        folder,
        file,
        cpu_interval: Some(Nanos::from_micros(setting.interval_us)),
        memory_interval: Some(Nanos::from_millis(setting.memory_ms)),
        without: setting.without.clone(),
        is_deep: setting.dear.deep,
        snapshots: setting.snapshots.clone(),
        privacy: setting.privacy,
        allocation_interval: setting.dear.allocations.then_some(ALLOCATION_INTERVAL),
        max_size: Some(Bytes(setting.most_mb * 1_000_000)),
    })
}

/// The words of a command: parted by white space, but not within quotes.
fn split(text: &str) -> Result<Vec<String>, String> {
    let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None);
    for c in text.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '"' | '\'') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None, c) if c.is_whitespace() => words.extend(word.take()),
            (_, c) => word.get_or_insert_default().push(c),
        }
    }
    if let Some(open) = quote {
        return Err(format!("A quote {open} is never closed."));
    }
    words.extend(word);
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_split_at_spaces_outside_of_quotes() {
        let words = |text| split(text).expect("closed quotes");
        assert_eq!(
            words("node  app.js --name 'a b' \"\""),
            ["node", "app.js", "--name", "a b", ""]
        );
        assert_eq!(words("a'b c'd"), ["ab cd"]);
        assert!(words(" ").is_empty());
        assert!(split("node 'app.js").is_err());
    }

    #[test]
    fn a_script_runs_under_node() {
        let setting = |command: &str| RecordSetting {
            command: command.to_owned(),
            ..RecordSetting::default()
        };
        let command = |text: &str| options(&setting(text)).expect("a command").command;
        assert_eq!(command("app.mjs 1"), ["node", "app.mjs", "1"]);
        assert_eq!(command("node app.mjs"), ["node", "app.mjs"]);
        assert!(options(&setting("")).is_err());
        let nowhere = RecordSetting { folder: "/no/such/folder".to_owned(), ..setting("a.js") };
        assert!(options(&nowhere).is_err());
    }
}
