//! What can be written behind `heap`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum, ValueHint};

use crate::cli::args::{InputArgs, LoadArgs};
use crate::cli::diff::parse_limit;

/// Options of `heap`.
#[derive(Debug, Args)]
pub(in crate::cli) struct HeapArgs {
    #[command(subcommand)]
    pub(super) command: HeapCommand,
}

const EXAMPLES: &str = "\
Numbers are Chrome DevTools' own: shallow sizes hold what only an object can see, distances of
100000000 and more are V8's own objects, retained sizes count what goes when an object goes.

Examples:
  asyncscope heap classes app.heapsnapshot
  asyncscope heap object app.heapsnapshot --id 12345
  asyncscope heap retainers app.heapsnapshot --class CacheEntry
  asyncscope heap compare before.heapsnapshot after.heapsnapshot
  asyncscope heap basket 1.heapsnapshot 2.heapsnapshot 3.heapsnapshot --set new";

/// A question about a heap snapshot.
#[derive(Debug, Subcommand)]
#[command(after_help = EXAMPLES)]
pub(super) enum HeapCommand {
    /// Say in short what is in the heap: bytes by kind, largest classes and objects
    Stats(FileArgs),
    /// List classes by retained size
    Classes(ClassesArgs),
    /// Print the tree of dominators, what keeps most alive first
    Dominators(DominatorsArgs),
    /// Show one object: sizes, fields, retainers, the way from the roots, dominators
    Object(ObjectArgs),
    /// Say why an object is alive, or all objects of a class
    Retainers(RetainersArgs),
    /// List strings that are there more than once
    Strings(StringsArgs),
    /// List detached nodes of documents, by class
    Detached(StringsArgs),
    /// Compare two snapshots: what is new, what is gone
    Compare(CompareArgs),
    /// Put several snapshots side by side: each class in each of them
    #[command(after_help = BASKET_HELP)]
    Basket(BasketArgs),
}

/// Which file is read.
#[derive(Debug, Args)]
pub(super) struct FileArgs {
    #[command(flatten)]
    pub(super) input: InputArgs,
    /// Print JSON instead of text
    #[arg(long)]
    pub(super) json: bool,
    /// Neither read nor write the analysis cache
    #[arg(long)]
    pub(super) no_cache: bool,
}

/// What keeps the wanted objects alive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Holder {
    /// Nodes that left their document
    Detached,
    /// Variables of functions
    Contexts,
    /// Functions that listen to events
    Listeners,
    /// The console of DevTools
    Console,
}

/// Options of `heap classes`.
#[derive(Debug, Args)]
pub(super) struct ClassesArgs {
    #[command(flatten)]
    pub(super) file: FileArgs,
    /// How many classes to print
    #[arg(long, value_name = "N", default_value_t = 40)]
    pub(super) top: usize,
    /// Only classes whose name holds this; /TEXT/ is a regular expression
    #[arg(long, value_name = "TEXT")]
    pub(super) name: Option<String>,
    /// Only objects that nothing but this keeps alive
    #[arg(long, value_name = "WHAT")]
    pub(super) retained_by: Option<Holder>,
}

/// Options of `heap dominators`.
#[derive(Debug, Args)]
pub(super) struct DominatorsArgs {
    #[command(flatten)]
    pub(super) file: FileArgs,
    /// How many objects to print
    #[arg(long, value_name = "N", default_value_t = 40)]
    pub(super) top: usize,
    /// Begin at this object instead of the root
    #[arg(long, value_name = "ID")]
    pub(super) id: Option<u64>,
}

/// Options of `heap object`.
#[derive(Debug, Args)]
pub(super) struct ObjectArgs {
    #[command(flatten)]
    pub(super) file: FileArgs,
    /// Its id, as other reports and DevTools show it (@12345)
    #[arg(long, value_name = "ID")]
    pub(super) id: u64,
    /// How many fields, retainers and dominated objects to print
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(super) top: usize,
}

/// Options of `heap retainers`.
#[derive(Debug, Args)]
pub(super) struct RetainersArgs {
    #[command(flatten)]
    pub(super) file: FileArgs,
    /// An object's id
    #[arg(long, value_name = "ID", required_unless_present = "class")]
    pub(super) id: Option<u64>,
    /// All objects of this class, their ways from the roots laid over each other
    #[arg(long, value_name = "NAME", conflicts_with = "id")]
    pub(super) class: Option<String>,
    /// Look past this object; repeatable
    #[arg(long, value_name = "ID")]
    pub(super) ignore: Vec<u64>,
    /// How many rows to print
    #[arg(long, value_name = "N", default_value_t = 40)]
    pub(super) top: usize,
    /// How many steps towards the roots
    #[arg(long, value_name = "N", default_value_t = 30)]
    pub(super) depth: usize,
}

/// Options of `heap strings` and `heap detached`.
#[derive(Debug, Args)]
pub(super) struct StringsArgs {
    #[command(flatten)]
    pub(super) file: FileArgs,
    /// How many rows to print
    #[arg(long, value_name = "N", default_value_t = 40)]
    pub(super) top: usize,
}

/// How objects are matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Matching {
    /// By id: two snapshots of one process
    Id,
    /// By class and what dominates them: two processes, two builds
    Path,
}

/// Options of `heap compare`.
#[derive(Debug, Args)]
pub(super) struct CompareArgs {
    /// The earlier snapshot
    #[arg(value_name = "BEFORE", value_hint = ValueHint::FilePath)]
    pub(super) before: PathBuf,
    /// The later snapshot
    #[arg(value_name = "AFTER", value_hint = ValueHint::FilePath)]
    pub(super) after: PathBuf,
    #[command(flatten)]
    pub(super) load: LoadArgs,
    /// Print JSON instead of text
    #[arg(long)]
    pub(super) json: bool,
    /// Neither read nor write the analysis cache
    #[arg(long)]
    pub(super) no_cache: bool,
    /// How objects are matched
    #[arg(long, value_name = "HOW", default_value = "id")]
    pub(super) by: Matching,
    /// How many classes to print
    #[arg(long, value_name = "N", default_value_t = 40)]
    pub(super) top: usize,
    /// Exit with 1 if the heap, or a class that takes a hundredth of it, grew by this or more, such
    /// as 10%
    #[arg(long, value_name = "PERCENT", value_parser = parse_limit)]
    pub(super) fail_on: Option<f64>,
    /// Write all classes as CSV to this file, or to standard output with `-`; print nothing else
    #[arg(long, value_name = "FILE", conflicts_with = "json", value_hint = ValueHint::FilePath)]
    pub(super) csv: Option<PathBuf>,
}

/// What is told of the objects of a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Figure {
    /// How many there are
    Count,
    /// What they take themselves
    Shallow,
    /// What they keep alive together; of a set, what they take themselves
    Retained,
}

/// Which objects of a class are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ObjectSet {
    /// All of them
    All,
    /// Those that a snapshot has and the baseline has not
    New,
    /// Those that the baseline has and a snapshot has not
    Freed,
    /// Those that every snapshot has; sizes are those in the last one
    InAll,
}

/// Options of `heap basket`.
#[derive(Debug, Args)]
pub(super) struct BasketArgs {
    /// Heap snapshots of one program, the earliest first
    #[arg(value_name = "SNAPSHOT", required = true, num_args = 2..=50, value_hint = ValueHint::FilePath)]
    pub(super) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) load: LoadArgs,
    /// Print JSON instead of text
    #[arg(long)]
    pub(super) json: bool,
    /// Neither read nor write the analysis cache
    #[arg(long)]
    pub(super) no_cache: bool,
    /// The snapshot that others are compared with, from 1
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    pub(super) baseline: usize,
    /// How objects are matched; without it, by id if half of the ids are in both
    #[arg(long, value_name = "HOW")]
    pub(super) by: Option<Matching>,
    /// Which objects to count
    #[arg(long, value_name = "SET", default_value = "all")]
    pub(super) set: ObjectSet,
    /// What to print of them
    #[arg(long, value_name = "FIGURE", default_value = "shallow")]
    pub(super) figure: Figure,
    /// Print differences from the baseline
    #[arg(long)]
    pub(super) delta: bool,
    /// How many classes to print, those that rise most first
    #[arg(long, value_name = "N", default_value_t = 40)]
    pub(super) top: usize,
    /// Only classes whose name holds this; /TEXT/ is a regular expression
    #[arg(long, value_name = "TEXT")]
    pub(super) name: Option<String>,
    /// Write the classes as CSV to this file, or to standard output with `-`; print nothing else
    #[arg(long, value_name = "FILE", conflicts_with = "json", value_hint = ValueHint::FilePath)]
    pub(super) csv: Option<PathBuf>,
}

/// Options of `leaks`.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub(in crate::cli) struct LeaksArgs {
    /// Heap snapshots of one program, the earliest first; before them, or alone, a recording of it
    #[arg(value_name = "FILE", required = true, num_args = 1..=50, value_hint = ValueHint::FilePath)]
    pub(super) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) load: LoadArgs,
    /// Print JSON instead of text
    #[arg(long)]
    pub(super) json: bool,
    /// Print Markdown instead of text
    #[arg(long, conflicts_with = "json")]
    pub(super) markdown: bool,
    /// Neither read nor write the analysis cache
    #[arg(long)]
    pub(super) no_cache: bool,
    /// How objects are matched; without it, by id if half of the ids are in both
    #[arg(long, value_name = "HOW")]
    pub(super) by: Option<Matching>,
    /// How many suspects, and rows of what is left alone, to print
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(super) top: usize,
    /// Dismiss the suspect of that number, and remember it; repeatable
    #[arg(long, value_name = "NUMBER")]
    pub(super) dismiss: Vec<usize>,
    /// Where dismissed suspects are remembered; without it, asyncscope-dismissed.json beside the
    /// last snapshot
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) dismissed: Option<PathBuf>,
    /// Exit with 4 if a suspect was not dismissed
    #[arg(long)]
    pub(in crate::cli) fail_on_new: bool,
}

const BASKET_HELP: &str = "\
JSON: {report, schema, file, files, baseline, matched_by, total_rows, classes: [{class, slope_bytes,
counts, shallow_bytes, retained_bytes, new_counts, new_bytes, freed_counts, freed_bytes,
in_all_count, in_all_bytes}]}
  slope_bytes   shallow bytes more from one snapshot to the next: the straight line that fits best
  counts, ..    one for each snapshot; baseline: its number, from 1
  new, freed    objects that a snapshot has and the baseline has not, and the other way round
  in_all        objects that every snapshot has; bytes are those in the last";

/// Help of `leaks`.
pub(in crate::cli) const LEAKS_HELP: &str = "\
Two snapshots tell growth, three or more a trend, one what is large. A recording tells by the
survivors of its tracked objects, and by memory that rises over time: parts of it that rise steadily,
with the slope and its 95 % interval; what filled once and stayed is told apart.

Exit codes: 0 fine, 2 error, 4 with --fail-on-new: a suspect was not dismissed.

JSON: {report, schema, file, files, matched_by, share_matched, objects, bytes, new_objects,
new_bytes, suspects: [{class, kind, count, counts, bytes, growth, steadiness, retained_bytes,
holder: {name, class, held_as, id}, via, rule, verdict, confidence, reasons, sentence, within,
dismissed, fingerprint, paths: [{count, steps, example_id}]}], left_alone: [{class, new_count,
new_bytes, counts, reason}], recording: {file, snapshots, snapshots_beside, tracked: [{class,
created, collected, alive, alive_bytes, counts, growth_per_generation, verdict, trend, confidence,
reasons, sentence, suspect, dismissed, fingerprint}], memory: [{process, part, verdict, first_bytes,
last_bytes, values, slope_bytes_per_minute, slope_interval, rising, p, after_collections,
confidence, reasons, sentence, suspect, dismissed, fingerprint}]}}
  count      objects of the last snapshot that the first has not; counts, bytes: alive in each
  growth     objects more in a step, on average; steadiness: 1 if all steps are equal
  verdict    growing, stayed (rose once and did not fall), recent (rose in the last step), grown
             (two snapshots), large (one)
  within     the number of the suspect that these stand within, from 0
  paths      ways to the roots that look alike, from the objects on";
