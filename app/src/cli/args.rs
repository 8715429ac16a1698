//! What can be written on the command line.

use std::path::PathBuf;

use asyncscope_core::analysis::Grouping;
use asyncscope_core::combine::Alignment;
use asyncscope_core::units::{Nanos, TimeRange};
use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use clap_complete::Shell;

use crate::cli::diff::{DIFF_HELP, DiffArgs};
use crate::cli::heap::{HeapArgs, LEAKS_HELP, LeaksArgs};
use crate::cli::record::args::{RECORD_HELP, REPAIR_HELP, RecordArgs, RepairArgs};
use crate::cli::requests::{RequestFilterArgs, RequestsArgs};
use crate::cli::time::{parse_alignment, parse_range, parse_time};
use crate::cli::transforms::TransformArgs;

/// Find out why asynchronous JavaScript is slow.
///
/// Opens CPU profiles (.cpuprofile), heap snapshots (.heapsnapshot, .heaptimeline) and heap profiles
/// (.heapprofile) of Node.js and Chrome, traces of Chrome, Chromium and Node.js, and HAR files, plain
/// or compressed by gzip or zstd. What a file is, its content tells, not its name.
///
/// Without a command the files open in the window. The commands print the same numbers.
#[derive(Debug, Parser)]
#[command(name = "asyncscope", version, args_conflicts_with_subcommands = true)]
#[command(after_help = EXAMPLES, after_long_help = format!("{EXAMPLES}\n\n{EXIT_CODES}"))]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) command: Option<Command>,
    /// Recordings to open in the window
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) files: Vec<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  asyncscope server.cpuprofile                      open the window
  asyncscope summary server.cpuprofile              what the file holds, in short
  asyncscope hot server.cpuprofile                  where the time goes
  asyncscope functions --name lodash server.cpuprofile
                                                    the functions of one package
  asyncscope tree --range 1.2s..3.4s --thread CrRendererMain trace.json.gz
                                                    part of the time of one thread
  asyncscope requests --by endpoint site.har        how long each endpoint takes
  asyncscope diff old-*.json -- new-*.json          what got slower, beyond noise
  asyncscope export --table spans --out spans.csv trace.json
                                                    a table for a spreadsheet
  gunzip -c trace.json.gz | asyncscope check -      read standard input
  asyncscope record -- node server.js               record a program";

const EXIT_CODES: &str = "\
Exit codes:
  0  fine
  1  only from `diff --fail-on`: something got worse beyond noise
  2  error: the file could not be read, or what was asked for does not exist
  3  only from `check`: opened, but damaged parts of the file are lost
  4  only from `leaks --fail-on-new`: a suspect was not dismissed";

const FROM_HELP: &str = "\
Only from this time on. Times count from the beginning of the recording: 350ms, 1.2s, 2min, 1min30s; units are ns, us, ms, \
s, min and h. Samples are cut at the edges of a range.";

/// What to do, other than to open the window.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Say what was read, skipped and repaired
    #[command(after_help = CHECK_HELP)]
    Check(CheckArgs),
    /// Say in short what a recording holds: time, threads, the heaviest functions
    #[command(after_long_help = with_scope(SUMMARY_JSON))]
    Summary(ReportArgs),
    /// List functions, or groups of them, by self time
    #[command(after_long_help = with_scope(FUNCTIONS_JSON))]
    Functions(FunctionsArgs),
    /// Print the call tree, heaviest first
    #[command(after_long_help = with_scope(TREE_JSON))]
    Tree(TreeArgs),
    /// Print the hot path and the heaviest stacks
    #[command(after_long_help = with_scope(HOT_JSON))]
    Hot(HotArgs),
    /// List asynchronous operations: how many, how long, how many failed or never ended
    #[command(after_long_help = with_selection(OPERATIONS_JSON))]
    Operations(OperationsArgs),
    /// Say what processes took of memory, how fast it grew, what garbage collections freed
    #[command(after_long_help = with_selection(MEMORY_JSON))]
    Memory(MemoryArgs),
    /// List tracked objects by class: how many are alive, and whether ever more are
    #[command(after_long_help = with_selection(TRACKED_JSON))]
    Tracked(ReportArgs),
    /// List requests, or endpoints, hosts, types and statuses with their figures
    #[command(after_long_help = crate::cli::requests::HELP)]
    Requests(RequestsArgs),
    /// Ask a heap snapshot: classes, dominators, retainers, strings, comparison
    Heap(HeapArgs),
    /// Compare recordings before and after: what got slower, larger, new or removed
    #[command(after_long_help = DIFF_HELP)]
    Diff(Box<DiffArgs>),
    /// Say what a program keeps that it should let go, from heap snapshots or a recording
    #[command(after_long_help = LEAKS_HELP)]
    Leaks(LeaksArgs),
    /// Run a Node.js program and record it
    #[command(after_help = RECORD_HELP)]
    Record(Box<RecordArgs>),
    /// Close a recording whose program was killed, for other tools
    #[command(after_help = REPAIR_HELP)]
    Repair(RepairArgs),
    /// Write a table as CSV or JSON
    #[command(after_help = EXPORT_HELP)]
    Export(ExportArgs),
    /// List the tables of a recording, with their columns and units
    #[command(after_long_help = TABLES_JSON)]
    Tables(TablesArgs),
    /// Print completions for a shell
    #[command(after_help = COMPLETIONS_HELP)]
    Completions {
        /// The shell that shall complete
        shell: Shell,
    },
}

const CHECK_HELP: &str = "\
Exit codes: 0 all files are fine, 3 a file was opened but damaged parts of it are lost, 2 a file
could not be read. Of several files the worst decides. What was put right (repaired) or is not
shown by this version (skipped) is told, but is no loss.

JSON: {report, schema, files: [{file, status, error, format, compression, size_bytes, duration_ns,
counts, warnings: [{severity, what, count, offset, example}]}]}
  status    fine, losses or error
  severity  lost, repaired or skipped
  offset    byte of the first one, after decompression";

/// What the JSON of all reports about a selection begins with.
const SCOPE_JSON: &str = "\
JSON: {report, schema, file, selection: {from_ns, to_ns, threads, name, transforms}, sum_ns,
busy_ns, samples, ..}
  sum_ns   time of all samples that are selected; busy_ns, of these, without (idle)
  schema   rises when a key changes its meaning or goes; new keys may come at any time
Then
";

const SUMMARY_JSON: &str = "\
format, compression, size_bytes, recorded_unix_ns, duration_ns, counts, sample_interval_ns,
time: {busy_ns, idle_ns, gc_ns, program_ns, nobody_ns}, categories: [{category, self_ns}],
threads: [{number, pid, process, tid, thread, samples, busy_ns, idle_ns, gc_ns, program_ns, spans,
instants}], functions: [{function, url, line, column, category, self_ns, total_ns}], hot_path:
[{depth, function, .., self_ns, total_ns}], garbage_collections: {count, total_ns, max_ns},
warnings: [{severity, what, count, offset, example}]
  counts   of all that the file holds, not only of what is selected
  number   what --thread knows a thread by";

const FUNCTIONS_JSON: &str = "\
total_rows, functions: [{function, url, line, column, category, self_ns, total_ns, samples}]; with
--group other than function, groups: [{group, self_ns, total_ns, samples}]
  total_rows  how many there are without --top
  samples     samples with it on the stack; recursion counts once, here and in total_ns";

const TREE_JSON: &str = "\
direction, group, complete, nodes: [{id, parent_id, depth, label, function, url, line, column,
category, self_ns, total_ns, samples}]
  direction  top_down or bottom_up
  complete   whether --top left out nothing
  nodes      a parent before its children, children by total_ns; a group has no function";

const HOT_JSON: &str = "\
hot_path: [{depth, function, url, line, column, category, self_ns, total_ns}], stacks: [{rank,
self_ns, busy_percent, samples, depth, frames: [{function, url, line, column, category}]}]
  hot_path  from the heaviest outermost caller down, while one callee keeps half of the time
  stacks    heaviest first; of busy_ns each has a share of busy_percent
  frames    outermost first; of a stack of more than 1000 the innermost 1000";

/// What the JSON of reports about a selection that are not about samples begins with.
const SELECTION_JSON: &str = "\
JSON: {report, schema, file, selection: {from_ns, to_ns, threads, name, transforms}, ..}
Then
";

const OPERATIONS_JSON: &str = "\
method, total_rows, operations: [{name, kind, count, failed, unfinished, n, avg_ns, min_ns, p50_ns,
p95_ns, p99_ns, p99_is_weak, max_ns, total_ns, self_ns, max_concurrency, outliers}]
  method        of percentiles: nearest_rank, over the n that ended, failed ones included
  unfinished    those that had not ended; they are in count, and in no time
  self_ns       time in which no operation begun by them went on
  p99_is_weak   whether n is less than 100
  outliers      how many took more than the third quartile and three times the distance of the
                quartiles; null where fewer than 20 ended";

const MEMORY_JSON: &str = "\
processes: [{pid, process, points, from_ns, to_ns, fields: [{field, first_bytes, last_bytes,
max_bytes, delta_bytes, slope_bytes_per_minute}]}], garbage_collections: {count, major, total_ns,
max_ns, freed_bytes, told}, event_loop: {readings, delay_max_ns, utilization_mean}, snapshots:
[{generation, pid, time_ns, heap_used_bytes, heap_total_bytes, heap_used_delta_bytes,
heap_total_delta_bytes, pause_ns, file, file_exists}], comparison: {before, after, heap_used_bytes,
heap_total_bytes, time_ns}
  field  rss, heapTotal, heapUsed, external, arrayBuffers, and rest: resident, but none of these
  slope  of the straight line that fits the points of the selected time best (least squares)
  told   how many collections tell what they freed
  delta  of a snapshot: since the one before it";

const TRACKED_JSON: &str = "\
tracked: [{name, created, collected, alive, alive_bytes, verdict, generations: [{from_ns, to_ns,
created, survived, survived_bytes}]}]
  generations  what was tracked between two collections of the whole heap, or two snapshots
  verdict  growing: at least three generations have survivors, and half of the later ones;
           steady: some survive, but not of ever more generations; collected: none does but of the
           last generation, which may not have been collected yet; unknown: too few generations";

fn with_selection(json: &str) -> String {
    format!("{SELECTION_JSON}{json}")
}

const TABLES_JSON: &str = "\
JSON: {report, schema, file, tables: [{name, doc, rows, columns: [{name, unit, doc}]}]}";

fn with_scope(json: &str) -> String {
    format!("{SCOPE_JSON}{json}")
}

const EXPORT_HELP: &str = "\
CSV is RFC 4180: UTF-8, rows end in CR LF, the first row holds the column names, numbers are raw and
their unit is the end of the column's name (self_ns). Text that a spreadsheet would run as a formula
gets an apostrophe in front; --raw leaves it as it is. Control characters other than line breaks and
tabs become visible signs. JSON is an array of one object per row, and its text is exact.

With --out the rows go to a temporary file beside FILE, which takes its name when all is written:
what was there before is never lost to an error.

`asyncscope tables FILE` lists the tables.";

const COMPLETIONS_HELP: &str = "\
Examples:
  asyncscope completions bash > ~/.local/share/bash-completion/completions/asyncscope
  asyncscope completions zsh > ~/.zfunc/_asyncscope
  asyncscope completions fish > ~/.config/fish/completions/asyncscope.fish";

/// Options of `check`.
#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// Recordings; `-` is standard input
    #[arg(value_name = "FILE", required = true, value_hint = ValueHint::FilePath)]
    pub(super) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) load: LoadArgs,
    /// Print JSON instead of text
    #[arg(long)]
    pub(super) json: bool,
}

/// Which file is read, and how.
#[derive(Debug, Args)]
pub(super) struct InputArgs {
    /// Recording; `-` is standard input, a folder is all profiles in it
    #[arg(value_name = "FILE", value_hint = ValueHint::AnyPath)]
    pub(super) file: PathBuf,
    #[command(flatten)]
    pub(super) load: LoadArgs,
}

/// Which other files are read with it, as one recording.
#[derive(Debug, Args)]
pub(super) struct TogetherArgs {
    /// Another file of the same program, to be put on one clock with the first; repeatable
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) with: Vec<PathBuf>,
    /// How files are put on one clock: auto, clock (of the machine), wall (time of day), or how
    /// much later the others began, such as 350ms or -1.2s
    #[arg(long, value_name = "HOW", default_value = "auto", value_parser = parse_alignment)]
    #[arg(allow_hyphen_values = true, hide_default_value = true)]
    pub(super) align: Alignment,
}

/// How files are read.
#[derive(Debug, Args)]
pub(super) struct LoadArgs {
    /// Read a compressed file even if it grows suspiciously much, or beyond 4 GiB
    #[arg(long)]
    pub(super) allow_large: bool,
}

/// Which part of a recording is meant.
#[derive(Debug, Args)]
#[command(next_help_heading = "What to look at")]
pub(super) struct SelectArgs {
    /// Only this thread: its name, its tid, or its number in `summary`; repeatable
    #[arg(long, value_name = "THREAD")]
    pub(super) thread: Vec<String>,
    /// Only from this time on, such as 1.2s or 350ms
    #[arg(long, value_name = "TIME", value_parser = parse_time, long_help = FROM_HELP)]
    pub(super) from: Option<Nanos>,
    /// Only up to this time
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    pub(super) to: Option<Nanos>,
    /// Only between two times: 1.2s..3.4s, 500ms.. or ..2s
    #[arg(long, value_name = "A..B", value_parser = parse_range, conflicts_with_all = ["from", "to"])]
    pub(super) range: Option<TimeRange>,
    /// Only samples with a function whose name or URL holds this; a comma means "or"
    ///
    /// Upper and lower case are alike. /TEXT/ is a regular expression, such as '/^on[A-Z]/'. Tables
    /// of spans and counters are filtered by their names.
    #[arg(long, value_name = "TEXT")]
    pub(super) name: Option<String>,
    #[command(flatten)]
    pub(super) transforms: TransformArgs,
}

/// Options of `summary`, and of every report.
#[derive(Debug, Args)]
pub(super) struct ReportArgs {
    #[command(flatten)]
    pub(super) input: InputArgs,
    #[command(flatten)]
    pub(super) together: TogetherArgs,
    /// Print JSON instead of text
    #[arg(long)]
    pub(super) json: bool,
    #[command(flatten)]
    pub(super) select: SelectArgs,
}

/// Options of `functions`.
#[derive(Debug, Args)]
pub(super) struct FunctionsArgs {
    /// What a row is
    #[arg(long, value_name = "BY", default_value = "function")]
    pub(super) group: Group,
    /// How many rows to print
    #[arg(long, value_name = "N", default_value_t = 30)]
    pub(super) top: usize,
    #[command(flatten)]
    pub(super) report: ReportArgs,
}

/// Options of `tree`.
#[derive(Debug, Args)]
pub(super) struct TreeArgs {
    /// Bottom-up: begin at the functions that ran themselves and go up to their callers
    #[arg(long)]
    pub(super) invert: bool,
    /// What a node is
    #[arg(long, value_name = "BY", default_value = "function")]
    pub(super) group: Group,
    /// How many nodes to print: the heaviest ones of the whole tree
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub(super) top: usize,
    #[command(flatten)]
    pub(super) report: ReportArgs,
}

/// Options of `hot`.
#[derive(Debug, Args)]
pub(super) struct HotArgs {
    /// How many stacks to print
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(super) top: usize,
    /// Only stacks with at least this share of the time that is not idle
    #[arg(long, value_name = "PERCENT", default_value_t = 1.0, value_parser = parse_percent)]
    pub(super) min: f64,
    #[command(flatten)]
    pub(super) report: ReportArgs,
}

/// Options of `operations`.
#[derive(Debug, Args)]
pub(super) struct OperationsArgs {
    /// How many rows to print
    #[arg(long, value_name = "N", default_value_t = 30)]
    pub(super) top: usize,
    #[command(flatten)]
    pub(super) report: ReportArgs,
}

/// Options of `memory`.
#[derive(Debug, Args)]
pub(super) struct MemoryArgs {
    /// Compare the heap snapshots of two generations
    #[arg(long, num_args = 2, value_names = ["BEFORE", "AFTER"])]
    pub(super) compare: Vec<u32>,
    #[command(flatten)]
    pub(super) report: ReportArgs,
}

/// Options of `export`.
#[derive(Debug, Args)]
pub(super) struct ExportArgs {
    #[command(flatten)]
    pub(super) input: InputArgs,
    #[command(flatten)]
    pub(super) together: TogetherArgs,
    /// Which table; `asyncscope tables FILE` lists them
    #[arg(long, value_name = "NAME")]
    pub(super) table: String,
    /// How to write it; if not given, as the name of --out ends, else csv
    #[arg(long, value_name = "FORMAT")]
    pub(super) format: Option<Format>,
    /// Where to write it; standard output if not given
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) out: Option<PathBuf>,
    /// Do not guard CSV text that a spreadsheet would run as a formula
    #[arg(long)]
    pub(super) raw: bool,
    /// Write only the first N rows
    #[arg(long, value_name = "N")]
    pub(super) top: Option<usize>,
    #[command(flatten)]
    pub(super) requests: RequestFilterArgs,
    #[command(flatten)]
    pub(super) select: SelectArgs,
}

/// Options of `tables`.
#[derive(Debug, Args)]
pub(super) struct TablesArgs {
    #[command(flatten)]
    pub(super) input: InputArgs,
    #[command(flatten)]
    pub(super) together: TogetherArgs,
    /// Print JSON instead of text
    #[arg(long)]
    pub(super) json: bool,
}

/// What functions are put together by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Group {
    /// Each function by itself
    Function,
    /// By script
    Url,
    /// By package; what belongs to none, by kind of code
    Package,
    /// By kind of code
    Category,
}

impl From<Group> for Grouping {
    fn from(group: Group) -> Self {
        match group {
            Group::Function => Self::Function,
            Group::Url => Self::Url,
            Group::Package => Self::Package,
            Group::Category => Self::Category,
        }
    }
}

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Comma-separated values, RFC 4180
    Csv,
    /// A JSON array of objects
    Json,
}

fn parse_percent(text: &str) -> Result<f64, String> {
    let number = text.trim().trim_end_matches('%').trim_end().parse::<f64>();
    match number {
        Ok(percent) if (0.0..=100.0).contains(&percent) => Ok(percent),
        _ => Err(format!("expected a number from 0 to 100, found `{text}`")),
    }
}
