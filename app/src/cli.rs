//! The command line:
//! `asyncscope check|summary|functions|tree|hot|requests|heap|leaks|diff|record|repair|export|tables|completions`.
//!
//! ```text
//! arguments ─args─▶ Question (file, selection) ─core analyses─▶ Report ─▶ text or JSON
//! ```
//!
//! [`main`] is all that others need. A command reads its file, asks the analyses that the window
//! asks, and writes a report to standard output; complaints go to standard error.
//!
//! **Invariant.** Nothing here knows the window: [`main`] is told how to open it.

mod args;
mod columns;
mod date;
mod diff;
mod error;
mod export;
mod heap;
mod load;
mod names;
mod output;
mod panic;
mod question;
pub mod record;
mod report;
mod requests;
mod stacks;
pub(crate) mod time;
mod transforms;

use std::fmt::Display;
use std::io::{self, IsTerminal as _};
use std::path::PathBuf;
use std::process::ExitCode;

use asyncscope_core::analysis::Direction;
use asyncscope_core::error::show_path;
use asyncscope_core::model::Recording;
use asyncscope_core::task::Task;
use clap::{CommandFactory as _, FromArgMatches as _};

use crate::cli::args::{CheckArgs, Cli, Command, ReportArgs};
use crate::cli::error::CliError;
use crate::cli::load::{Question, read, read_together};
use crate::cli::output::{complain, print, width};
use crate::cli::report::Report;
use crate::cli::report::check::{CheckReport, FileCheck, Status};
use crate::cli::report::{functions, hot, memory, operations, summary, tables, tracked, tree};

/// A comparison found what is worse than allowed.
const EXIT_WORSE: u8 = 1;
/// Something is wrong: a file, the arguments, or this program.
const EXIT_ERROR: u8 = 2;
/// A file was opened, but damaged parts of it are missing.
const EXIT_LOSSES: u8 = 3;
/// Suspects were found that were not dismissed.
const EXIT_FOUND: u8 = 4;

/// Runs what the command line says, and returns the exit code: 0 fine, 1 worse than allowed, 2
/// error, 3 losses, 4 suspects.
///
/// Without a command, `open_window` is given the files. It comes back when the window is closed.
pub fn main<E: Display>(open_window: impl FnOnce(Vec<PathBuf>) -> Result<(), E>) -> ExitCode {
    let matches = Cli::command().try_get_matches();
    let cli = match matches.and_then(|it| Cli::from_arg_matches(&it)) {
        Ok(cli) => cli,
        Err(error) => return show_usage(&error),
    };
    match &cli.command {
        Some(Command::Record(args)) => {
            panic::announce_bugs();
            record_program(args, open_window)
        }
        Some(Command::Diff(args)) => {
            panic::announce_bugs();
            compare(|| diff::answer(args, &Task::default()))
        }
        Some(Command::Heap(args)) => {
            panic::announce_bugs();
            compare(|| heap::answer(args, &Task::default()))
        }
        Some(Command::Leaks(args)) => {
            panic::announce_bugs();
            find_leaks(args)
        }
        Some(command) => {
            panic::announce_bugs();
            exit_code(panic::caught(|| answer(command)))
        }
        None => window(cli.files, open_window),
    }
}

/// Help and the version go to standard output, mistakes to standard error.
fn show_usage(message: &clap::Error) -> ExitCode {
    if message.use_stderr() {
        complain(message.to_string().trim_end());
        return ExitCode::from(EXIT_ERROR);
    }
    let shown = print(|out| Ok(write!(out, "{}", styled(message))?));
    exit_code(shown.map(|()| Status::Fine))
}

/// Help in bold and underlined type where that can be seen and is wanted.
fn styled(message: &clap::Error) -> String {
    let is_wanted = std::env::var_os("NO_COLOR").is_none_or(|it| it.is_empty());
    if is_wanted && io::stdout().is_terminal() {
        message.render().ansi().to_string()
    } else {
        message.render().to_string()
    }
}

fn window<E: Display>(
    files: Vec<PathBuf>,
    open_window: impl FnOnce(Vec<PathBuf>) -> Result<(), E>,
) -> ExitCode {
    if let Some(message) = mistyped_command(&files) {
        complain(&format!("asyncscope: {message}"));
        return ExitCode::from(EXIT_ERROR);
    }
    match open_window(files) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&format!("asyncscope: {error}"));
            ExitCode::from(EXIT_ERROR)
        }
    }
}

/// A first "file" that does not exist and is nearly the name of a command.
fn mistyped_command(files: &[PathBuf]) -> Option<String> {
    let first = files.first().filter(|it| !it.exists())?;
    let text = first.to_str()?;
    let commands = Cli::command();
    let near = commands.get_subcommands().find(|it| names::is_near(text, it.get_name()))?;
    let shown = show_path(first);
    Some(format!("there is no file `{shown}`; did you mean the command `{}`?", near.get_name()))
}

/// Carries out a command.
fn answer(command: &Command) -> Result<Status, CliError> {
    let task = Task::default();
    match command {
        Command::Check(args) => return check(args, &task),
        Command::Export(args) => export::export(args, &task)?,
        Command::Repair(args) => record::repair(args)?,
        Command::Requests(args) => requests::answer(args, &task)?,
        Command::Completions { shell } => completions(*shell)?,
        _ => report(command, &task)?,
    }
    Ok(Status::Fine)
}

/// Runs a program, then shows its recording in the window if that is asked for. The exit code is
/// the program's.
fn record_program<E: Display>(
    args: &record::args::RecordArgs,
    open_window: impl FnOnce(Vec<PathBuf>) -> Result<(), E>,
) -> ExitCode {
    let recorded = match panic::caught(|| record::record(args, &Task::default())) {
        Ok(recorded) => recorded,
        Err(error) => return exit_code(Err(error)),
    };
    if let (true, Some(file)) = (args.open, recorded.file) {
        window(vec![file], open_window);
    }
    ExitCode::from(recorded.code)
}

/// Compares recordings, or asks a heap; the exit code says whether anything is worse than allowed.
fn compare(answer: impl FnOnce() -> Result<bool, CliError>) -> ExitCode {
    match panic::caught(answer) {
        Ok(true) => ExitCode::from(EXIT_WORSE),
        Ok(false) => ExitCode::SUCCESS,
        Err(error) => exit_code(Err(error)),
    }
}

/// Reports leaks. The exit code tells whether there are new ones, if that is asked for.
fn find_leaks(args: &heap::LeaksArgs) -> ExitCode {
    match panic::caught(|| heap::answer_leaks(args, &Task::default())) {
        Ok(has_new) if has_new && args.fail_on_new => ExitCode::from(EXIT_FOUND),
        result => exit_code(result.map(|_| Status::Fine)),
    }
}

fn exit_code(result: Result<Status, CliError>) -> ExitCode {
    match result {
        Ok(Status::Fine) => ExitCode::SUCCESS,
        Ok(Status::Losses) => ExitCode::from(EXIT_LOSSES),
        Ok(Status::Error) => ExitCode::from(EXIT_ERROR),
        Err(error) => {
            complain(&format!("asyncscope: {error}"));
            ExitCode::from(EXIT_ERROR)
        }
    }
}

fn report(command: &Command, task: &Task) -> Result<(), CliError> {
    match command {
        Command::Summary(args) => ask(args, task, |question| summary::report(question, task)),
        Command::Functions(args) => ask(&args.report, task, |question| {
            functions::report(question, args.group.into(), args.top, task)
        }),
        Command::Tree(args) => ask(&args.report, task, |question| {
            let direction = if args.invert { Direction::BottomUp } else { Direction::TopDown };
            tree::report(question, direction, args.group.into(), args.top, task)
        }),
        Command::Hot(args) => {
            ask(&args.report, task, |question| hot::report(question, args.min, args.top, task))
        }
        Command::Operations(args) => {
            ask(&args.report, task, |question| operations::report(question, args.top, task))
        }
        Command::Memory(args) => {
            let compare = args.compare.first().copied().zip(args.compare.get(1).copied());
            ask(&args.report, task, |question| memory::report(question, compare, task))
        }
        Command::Tracked(args) => ask(args, task, |question| tracked::report(question, task)),
        Command::Tables(args) => {
            let recording = read_together(&args.input, &args.together, task)?;
            show(&tables::report(&args.input, &recording, task)?, args.json)
        }
        Command::Check(_)
        | Command::Diff(_)
        | Command::Export(_)
        | Command::Heap(_)
        | Command::Leaks(_)
        | Command::Record(_)
        | Command::Repair(_)
        | Command::Requests(_)
        | Command::Completions { .. } => Ok(()),
    }
}

/// Reads the file, computes the report and writes it.
fn ask<R: Report>(
    args: &ReportArgs,
    task: &Task,
    answer: impl FnOnce(&Question<'_>) -> Result<R, CliError>,
) -> Result<(), CliError> {
    let recording = read_together(&args.input, &args.together, task)?;
    let question = Question::new(&args.input, &recording, &args.select)?;
    show(&answer(&question)?, args.json)
}

fn show(report: &impl Report, as_json: bool) -> Result<(), CliError> {
    print(|out| if as_json { report.write_json(out) } else { Ok(report.write_text(out, width())?) })
}

/// Reads the files one after the other, so that only one is held at a time.
fn check(args: &CheckArgs, task: &Task) -> Result<Status, CliError> {
    let check_file = |file: &PathBuf| {
        let recording: Result<Recording, CliError> = panic::caught(|| read(file, &args.load, task));
        FileCheck::new(file, recording.as_ref())
    };
    let report = CheckReport::new(args.files.iter().map(check_file).collect());
    show(&report, args.json)?;
    for error in report.errors() {
        complain(&format!("asyncscope: {error}"));
    }
    Ok(report.status())
}

fn completions(shell: clap_complete::Shell) -> Result<(), CliError> {
    // Into memory first: the generator panics where a writer fails.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "asyncscope", &mut script);
    print(|out| Ok(out.write_all(&script)?))
}
