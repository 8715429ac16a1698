//! What can be written behind `diff`.

use std::path::PathBuf;

use asyncscope_core::analysis::diff::Normalisation;
use clap::{Args, ValueEnum, ValueHint};

use crate::cli::args::{Format, LoadArgs, SelectArgs};
use crate::cli::error::CliError;
use crate::cli::requests::RequestFilterArgs;

pub(in crate::cli) const DIFF_HELP: &str = "\
Everything is after less before. Each file, or folder of files, is a run of its side; what a side
has is the mean of its runs, or with --sum their sum: then they are parts of one run. What of both sides is the same: functions by name, script without the
hashes and versions of builds, and how far the code around them moved; operations by name and kind;
requests by method, host and template of the path; classes of heaps as `heap compare` has them.

Verdicts: with 4 runs or more on each side, runs are compared; else operations and requests one by
one, from 20 on each side on. \"Slower\" and \"faster\" say that a rank test finds the difference, and
that its 95 % interval does; of all such verdicts of a table at most 5 in 100 are chance. Functions
have no verdict with fewer runs: samples of one run are no independent measurements. Where nothing
was tested, differences within three counting errors, below 10 samples or below 5 % are faint.

Figures of functions are absolute where both sides are as long within 10 %, else shares of what was
busy; --normalise chooses.

Exit codes: 1 with --fail-on if anything got that much slower, larger or more beyond noise; if that
much more was allocated in all; if a heap, or a class that takes a hundredth of it, grew by that much.

Examples:
  asyncscope diff before.cpuprofile after.cpuprofile
  asyncscope diff old-*.json -- new-*.json
  asyncscope diff --table diff-endpoints --out diff.csv old.har new.har
  asyncscope diff --sum old/main.cpuprofile old/worker.cpuprofile -- new/*.cpuprofile
  asyncscope diff --fail-on 10% main-*.json -- branch-*.json

JSON: {report, schema, before, after, compared, normalisation, findings: [{rank, about, text}],
samples: {unit, runs_before, runs_after, busy_before, busy_after, total_rows, functions: [..]},
operations: {total_rows, rows: [..]}, endpoints: {total_rows, rows: [..]}, memory: [..]}
  compared  samples, allocations, operations, requests, memory, heap: what both sides have; where
            both have samples of time and of allocations, samples and allocations look alike
  rank      0 worse beyond noise, 1 seems worse, 2 better beyond noise, 3 seems better, 4 other
  rows      keys are the columns of the tables diff-functions, diff-operations, diff-endpoints and
            diff-heap-classes, which --table writes whole";

/// Options of `diff`.
#[derive(Debug, Args)]
pub(in crate::cli) struct DiffArgs {
    /// Recordings before; a folder is all profiles in it, as one run. Of two files without `--` the
    /// second is after
    #[arg(value_name = "BEFORE", required = true, value_hint = ValueHint::AnyPath)]
    before: Vec<PathBuf>,
    /// Recordings after
    #[arg(value_name = "AFTER", last = true, value_hint = ValueHint::AnyPath)]
    after: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) load: LoadArgs,
    /// Add up the files of each side: they are parts of one run, as workers and child processes are
    #[arg(long)]
    pub(super) sum: bool,
    /// How figures of functions are made comparable
    #[arg(long, value_name = "HOW", default_value = "auto")]
    pub(super) normalise: Normalise,
    /// Requests to this host count as to that name, before and after; a star at the end of HOST
    /// stands for any rest: 127.0.0.1:*=api; repeatable
    #[arg(long, value_name = "HOST=NAME")]
    pub(super) host: Vec<String>,
    /// How many rows of each list to print
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(super) top: usize,
    /// Print JSON instead of text
    #[arg(long)]
    pub(super) json: bool,
    /// Write a table instead: diff-functions, diff-operations, diff-endpoints, diff-heap-classes
    #[arg(long, value_name = "NAME")]
    pub(super) table: Option<String>,
    /// How to write the table; if not given, as the name of --out ends, else csv
    #[arg(long, value_name = "FORMAT", requires = "table")]
    pub(super) format: Option<Format>,
    /// Where to write the table; standard output if not given
    #[arg(long, value_name = "FILE", requires = "table", value_hint = ValueHint::FilePath)]
    pub(super) out: Option<PathBuf>,
    /// Exit with 1 if a verdict says slower, larger or more by this or more, such as 10%; if a heap
    /// or its classes grew by it
    #[arg(long, value_name = "PERCENT", value_parser = parse_limit)]
    pub(super) fail_on: Option<f64>,
    #[command(flatten)]
    pub(super) requests: RequestFilterArgs,
    #[command(flatten)]
    pub(super) select: SelectArgs,
}

/// How figures of functions are made comparable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Normalise {
    /// Absolute if both sides are as long within 10 %, else share
    Auto,
    /// As they are, per run
    Absolute,
    /// As shares of all that was busy
    Share,
}

impl Normalise {
    /// What it asks for; `None` for what fits.
    pub(super) fn choice(self) -> Option<Normalisation> {
        match self {
            Self::Auto => None,
            Self::Absolute => Some(Normalisation::Absolute),
            Self::Share => Some(Normalisation::Share),
        }
    }
}

impl DiffArgs {
    /// The files of both sides.
    pub(super) fn sides(&self) -> Result<[&[PathBuf]; 2], CliError> {
        match (self.before.as_slice(), self.after.as_slice()) {
            ([before, after], []) => {
                Ok([std::slice::from_ref(before), std::slice::from_ref(after)])
            }
            (_, []) => {
                let message = "expected BEFORE... -- AFTER..., or two files; what is after?";
                Err(CliError::Question(message.to_owned()))
            }
            (before, after) => Ok([before, after]),
        }
    }
}

/// A share from a number in percent.
pub(in crate::cli) fn parse_limit(text: &str) -> Result<f64, String> {
    let number = text.trim().trim_end_matches('%').trim_end().parse::<f64>();
    match number {
        Ok(percent) if percent.is_finite() && percent >= 0.0 => Ok(percent / 100.0),
        _ => Err(format!("expected a number in percent, such as 10%, found `{text}`")),
    }
}
