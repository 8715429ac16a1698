//! What can be written behind `record` and `repair`.

use std::ffi::OsString;
use std::path::PathBuf;

use asyncscope_core::units::{Bytes, Nanos};
use clap::{Args, ValueHint};

use super::options::Part;
use crate::cli::time::parse_time;

pub(in crate::cli) const RECORD_HELP: &str = "\
The program needs Node.js 18.19 or newer; its workers and child processes are recorded into the same
file. Its output, signals and exit code are its own; what was found is printed to standard error.
Without the recorder's own calls (`profile`, `trackObject`, .. of the package asyncscope-recorder) it
records CPU samples, memory, garbage collections, the event loop, HTTP and fetch.

Examples:
  asyncscope record -- node server.js
  asyncscope record --open -- npm start
  asyncscope record --out slow.asyncscope.json --cpu-interval 1ms -- node batch.js input.csv
  asyncscope record --heap-snapshot-on SIGUSR2 -- node server.js    then: kill -USR2 PID

Exit code: that of the program, 128 and its number if a signal ended it; 2 if it could not be run.";

pub(in crate::cli) const REPAIR_HELP: &str = "\
A recording whose program was killed has no closing bracket, and maybe half a line at its end.
Asyncscope opens it as it is, but other tools want a whole array. FILE is not touched.";

/// Options of `record`.
#[derive(Debug, Args)]
pub(in crate::cli) struct RecordArgs {
    /// Where the recording goes; a file of that name must not be there
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) out: Option<PathBuf>,
    /// Open the recording in the window when the program has ended
    #[arg(long)]
    pub(in crate::cli) open: bool,
    /// Time between CPU samples
    #[arg(long, value_name = "TIME", value_parser = parse_time, default_value = "20ms")]
    pub(super) cpu_interval: Nanos,
    /// Time between measurements of memory, at least 250ms
    #[arg(long, value_name = "TIME", value_parser = parse_time, default_value = "250ms")]
    pub(super) memory_interval: Nanos,
    /// Leave out parts of the recording
    #[arg(long, value_name = "PART", value_delimiter = ',')]
    pub(super) without: Vec<Part>,
    /// Record every async resource of Node.js as an operation; makes promises several times dearer
    #[arg(long)]
    pub(super) deep: bool,
    #[command(flatten)]
    pub(super) snapshots: SnapshotArgs,
    #[command(flatten)]
    pub(super) privacy: PrivacyArgs,
    /// Sample allocations too, which makes the program several percent dearer
    #[arg(long)]
    pub(super) allocations: bool,
    /// Bytes between sampled allocations
    #[arg(long, value_name = "SIZE", value_parser = parse_size, default_value = "2MB", requires = "allocations")]
    pub(super) allocation_interval: Bytes,
    /// End the recording, not the program, when the file is this large, such as 500MB
    #[arg(long, value_name = "SIZE", value_parser = parse_size, default_value = "2GB")]
    pub(super) max_size: Bytes,
    /// The program and its arguments
    #[arg(value_name = "COMMAND", required = true, trailing_var_arg = true, allow_hyphen_values = true, value_hint = ValueHint::CommandWithArguments)]
    pub(super) command: Vec<OsString>,
}

/// When heap snapshots are taken.
#[derive(Debug, Args)]
pub(super) struct SnapshotArgs {
    /// Take a heap snapshot whenever the program gets this signal, such as SIGUSR2
    #[arg(long = "heap-snapshot-on", value_name = "SIGNAL", value_parser = parse_signal)]
    pub(super) on: Option<String>,
    /// Take a heap snapshot again and again
    #[arg(long = "heap-snapshot-every", value_name = "TIME", value_parser = parse_seconds)]
    pub(super) every: Option<Nanos>,
    /// Take a heap snapshot when the program ends
    #[arg(long = "heap-snapshot-at-exit")]
    pub(super) at_exit: bool,
}

/// What may be kept.
#[derive(Debug, Args)]
pub(super) struct PrivacyArgs {
    /// Keep the values in queries of URLs, which are dropped otherwise
    #[arg(long)]
    pub(super) keep_query: bool,
    /// Keep arguments and folder of the program out of the recording
    #[arg(long)]
    pub(super) no_command_line: bool,
}

/// Options of `repair`.
#[derive(Debug, Args)]
pub(in crate::cli) struct RepairArgs {
    /// The recording
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) file: PathBuf,
    /// Where the repaired one goes, FILE with `.repaired` in its name if not given; a file of that
    /// name must not be there
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(super) out: Option<PathBuf>,
}

/// Signals that programs may be sent for a purpose of their own.
const SIGNALS: [&str; 5] = ["SIGUSR1", "SIGUSR2", "SIGHUP", "SIGWINCH", "SIGCONT"];

fn parse_signal(text: &str) -> Result<String, String> {
    let name = text.to_ascii_uppercase();
    let name = if name.starts_with("SIG") { name } else { format!("SIG{name}") };
    if SIGNALS.contains(&name.as_str()) {
        return Ok(name);
    }
    Err(format!("expected one of {}, found `{text}`", SIGNALS.join(", ")))
}

fn parse_seconds(text: &str) -> Result<Nanos, String> {
    let time = parse_time(text)?;
    if time >= Nanos(1_000_000_000) { Ok(time) } else { Err("expected at least 1s".to_owned()) }
}

/// Units in bytes; longer ones before those they end with.
const UNITS: [(&str, u64); 4] = [("KB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000), ("B", 1)];

/// Reads a size such as `500MB`.
fn parse_size(text: &str) -> Result<Bytes, String> {
    let upper = text.trim().to_ascii_uppercase();
    let found = UNITS.iter().find_map(|(unit, scale)| {
        let number = upper.strip_suffix(unit)?.trim_end();
        number.parse::<u64>().ok()?.checked_mul(*scale)
    });
    found.map(Bytes).ok_or_else(|| format!("expected a size such as 500MB or 2GB, found `{text}`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_powers_of_1000() {
        assert_eq!(parse_size("500MB"), Ok(Bytes(500_000_000)));
        assert_eq!(parse_size("2 gb"), Ok(Bytes(2_000_000_000)));
        assert_eq!(parse_size("12B"), Ok(Bytes(12)));
        for odd in ["", "MB", "1.5MB", "12", "99999999999GB", "-1MB"] {
            assert!(parse_size(odd).is_err(), "{odd}");
        }
    }

    #[test]
    fn signals_are_known_with_and_without_their_beginning() {
        assert_eq!(parse_signal("usr2").as_deref(), Ok("SIGUSR2"));
        assert_eq!(parse_signal("SIGHUP").as_deref(), Ok("SIGHUP"));
        assert!(parse_signal("SIGKILL").is_err());
    }
}
