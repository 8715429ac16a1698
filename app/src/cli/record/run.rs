//! Running a program under the recorder. Prints nothing: the command line and the window do.

use std::ffi::{OsStr, OsString};
use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};

use asyncscope_core::error::show_path;

use super::close::{Closing, close};
use super::options::RecordOptions;
use super::recorder::{file_url, install};
use super::stop::{Stopper, stopper};

/// The variable of the environment that the recorder reads.
const VARIABLE: &str = "ASYNCSCOPE_RECORDER";

/// Why a program could not be recorded.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RecordError {
    /// Nothing was said to run.
    #[error("expected a program to run, such as `node server.js`, found none")]
    NoProgram,
    /// The program did not start.
    #[error("cannot run `{}`: {source}", program.to_string_lossy())]
    Start {
        /// Its name as it was written.
        program: OsString,
        /// What the operating system said.
        source: io::Error,
    },
    /// The recording is there already, or cannot be made.
    #[error("cannot {step}: {source}\nFile: {}", show_path(path))]
    File {
        /// The recording.
        path: PathBuf,
        /// Such as "make the recording".
        step: &'static str,
        /// What the operating system said.
        source: io::Error,
    },
    /// The recorder could not be put where Node.js finds it.
    #[error("cannot write the recorder into the cache folder: {0}")]
    Install(io::Error),
    /// The program was lost sight of.
    #[error("cannot wait for the program: {0}")]
    Wait(io::Error),
}

/// Where a program writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Streams {
    /// To the same terminal or files as this process, from which it also reads.
    Inherited,
    /// Into pipes that [`Run::streams`] gives out; it reads nothing.
    Piped,
}

/// A program that is being recorded.
#[derive(Debug)]
pub struct Run {
    child: Child,
    file: PathBuf,
}

/// What became of a program and its recording.
#[derive(Debug)]
pub struct Outcome {
    /// The recording.
    pub file: PathBuf,
    /// How the program ended.
    pub status: ExitStatus,
    /// Whether anything was recorded.
    pub closing: Closing,
}

impl Run {
    /// Starts the program. The recording is made at once; a file that is there is never replaced.
    pub fn start(options: &RecordOptions, streams: Streams) -> Result<Self, RecordError> {
        let (program, arguments) = options.command.split_first().ok_or(RecordError::NoProgram)?;
        let preload = install().map_err(RecordError::Install)?;
        let file = create(&options.file)?;
        let mut command = Command::new(program);
        command.args(arguments);
        if let Some(folder) = &options.folder {
            command.current_dir(folder);
        }
        command.env(VARIABLE, options.config(&file.to_string_lossy()).to_string());
        command.env("NODE_OPTIONS", node_options(&preload));
        if streams == Streams::Piped {
            command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        }
        match command.spawn() {
            Ok(child) => Ok(Self { child, file }),
            Err(source) => {
                std::fs::remove_file(&file).ok(); // it holds nothing
                Err(RecordError::Start { program: program.clone(), source })
            }
        }
    }

    /// The number of the program's process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Standard output and standard error of a program with [`Streams::Piped`]; given out once.
    pub fn streams(
        &mut self,
    ) -> (Option<std::process::ChildStdout>, Option<std::process::ChildStderr>) {
        (self.child.stdout.take(), self.child.stderr.take())
    }

    /// What ends the program from another thread, and sends it other signals.
    pub fn stopper(&self) -> Stopper {
        stopper(&self.child)
    }

    /// Waits until the program ends, and closes the recording.
    pub fn wait(mut self) -> Result<Outcome, RecordError> {
        let status = self.child.wait().map_err(RecordError::Wait)?;
        let path = || self.file.clone();
        let failed =
            |source| RecordError::File { path: path(), step: "close the recording", source };
        let closing = close(&self.file).map_err(failed)?;
        if closing == Closing::Empty {
            std::fs::remove_file(&self.file).ok(); // it holds nothing
        }
        Ok(Outcome { file: self.file, status, closing })
    }
}

/// Makes the recording with its first line, and gives its whole path.
fn create(path: &Path) -> Result<PathBuf, RecordError> {
    let failed =
        |source| RecordError::File { path: path.to_owned(), step: "make the recording", source };
    let path = std::path::absolute(path).map_err(failed)?;
    let mut file = OpenOptions::new().write(true).create_new(true).open(&path).map_err(failed)?;
    file.write_all(b"[\n").map_err(failed)?;
    Ok(path)
}

/// What is there, and the recorder behind it.
fn node_options(preload: &Path) -> OsString {
    let mut options = std::env::var_os("NODE_OPTIONS").unwrap_or_default();
    if !options.is_empty() {
        options.push(OsStr::new(" "));
    }
    options.push(format!("--import {}", file_url(preload)));
    options
}
