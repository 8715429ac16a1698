//! Reading the file that a command is about.

use std::path::Path;

use asyncscope_core::analysis::Selection;
use asyncscope_core::load::{self, LoadOptions};
use asyncscope_core::model::Recording;
use asyncscope_core::task::Task;
use asyncscope_core::units::Count;
use asyncscope_core::warning::Severity;

use crate::cli::args::{InputArgs, LoadArgs, SelectArgs};
use crate::cli::error::CliError;
use crate::cli::output::complain;
use crate::cli::question::selection;

/// A recording, and what part of it a command is about.
#[derive(Debug)]
pub(super) struct Question<'a> {
    /// The file, as it was named.
    pub(super) file: &'a Path,
    /// What it holds.
    pub(super) recording: &'a Recording,
    /// The part that is meant.
    pub(super) selection: Selection,
    /// The options that say so.
    pub(super) args: &'a SelectArgs,
}

impl<'a> Question<'a> {
    /// What `args` ask of `recording`.
    pub(super) fn new(
        input: &'a InputArgs,
        recording: &'a Recording,
        args: &'a SelectArgs,
    ) -> Result<Self, CliError> {
        let selection = selection(recording, args)?;
        Ok(Self { file: &input.file, recording, selection, args })
    }
}

/// Reads a file. Nothing is said about what was lost, repaired or skipped.
pub(super) fn read(file: &Path, args: &LoadArgs, task: &Task) -> Result<Recording, CliError> {
    let options = LoadOptions { allow_large: args.allow_large };
    Ok(load::load(file, &options, task)?)
}

/// Reads a recording that was just made; whoever made it has it whole, however large it is.
pub(super) fn read_again(file: &Path, task: &Task) -> Result<Recording, CliError> {
    Ok(load::load(file, &LoadOptions { allow_large: true }, task)?)
}

/// Reads the file of a report, and tells on standard error if parts of it are lost: the numbers
/// that follow are then too low.
pub(super) fn read_for_report(input: &InputArgs, task: &Task) -> Result<Recording, CliError> {
    let recording = read(&input.file, &input.load, task)?;
    let losses = recording.warnings.iter().filter(|it| it.severity == Severity::Loss);
    let n_losses: u64 = losses.map(|it| it.count).sum();
    if n_losses > 0 {
        complain(&format!(
            "asyncscope: the file is damaged, {} lost; `asyncscope check` says what",
            if n_losses == 1 {
                "1 part is".to_owned()
            } else {
                format!("{} parts are", Count(n_losses))
            }
        ));
    }
    Ok(recording)
}
