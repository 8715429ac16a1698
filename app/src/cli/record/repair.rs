//! `repair`: a recording whose program was killed, for tools that want a whole array.

use std::fs::File;
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};

use asyncscope_core::error::show_path;
use asyncscope_core::export::repair::{RepairError, Repaired, repair as write_repaired};
use asyncscope_core::export::{ExportError, SaveError, save};
use asyncscope_core::units::{Bytes, Count};

use super::args::RepairArgs;
use super::shown;
use crate::cli::error::CliError;
use crate::cli::output::print;

/// Writes the repaired recording beside the broken one, which stays as it is.
pub(in crate::cli) fn repair(args: &RepairArgs) -> Result<(), CliError> {
    let out = args.out.clone().unwrap_or_else(|| repaired_name(&args.file));
    if out.exists() {
        let text = "nothing is replaced: choose another name with --out";
        return Err(CliError::Question(format!("{text}\nFile: {}", show_path(&out))));
    }
    let refused = |error: &dyn std::fmt::Display| {
        CliError::Question(format!("cannot repair: {error}\nFile: {}", show_path(&args.file)))
    };
    let file = File::open(&args.file).map_err(|it| refused(&it))?;
    if file.metadata().is_ok_and(|it| !it.is_file()) {
        return Err(refused(&"expected a file"));
    }
    let mut repaired = None;
    let saved = save(&out, |to| match write_repaired(&mut BufReader::new(file), to) {
        Ok(it) => {
            repaired = Some(it);
            Ok(())
        }
        Err(RepairError::Io(error)) => Err(ExportError::Write(error)),
        Err(error) => Err(ExportError::Write(io::Error::new(io::ErrorKind::InvalidData, error))),
    });
    match saved {
        Ok(()) => {}
        Err(SaveError::Write { source, .. }) if source.kind() == io::ErrorKind::InvalidData => {
            return Err(refused(&source));
        }
        Err(error) => return Err(error.into()),
    }
    let text = describe(repaired.unwrap_or_default());
    print(|to| Ok(writeln!(to, "{}: {text}", shown(&out))?))
}

/// `NAME.repaired.asyncscope.json` for `NAME.asyncscope.json`.
fn repaired_name(file: &Path) -> PathBuf {
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let ends = [".asyncscope.json", ".json", ""];
    let (stem, end) = ends
        .iter()
        .find_map(|end| Some((name.strip_suffix(end)?, end)))
        .unwrap_or((name.as_str(), &""));
    file.with_file_name(format!("{stem}.repaired{end}"))
}

fn describe(it: Repaired) -> String {
    if it.is_untouched() {
        return format!("{} events; nothing was to be repaired", Count(it.n_kept));
    }
    let mut parts = vec![format!("{} events kept", Count(it.n_kept))];
    if it.cut_bytes > 0 {
        parts.push(format!("a last line of {} cut", Bytes(it.cut_bytes)));
    }
    if it.n_dropped > 0 {
        parts.push(format!("{} lines that are no event dropped", Count(it.n_dropped)));
    }
    if it.n_ended > 0 {
        parts.push(format!("{} threads ended", Count(it.n_ended)));
    }
    if !it.was_closed {
        parts.push("closed".to_owned());
    }
    parts.join(", ")
}
