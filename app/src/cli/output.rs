//! Where reports are written: standard output, whose reader may leave at any time.

use std::io::{self, BufWriter, IsTerminal as _, Write};

use crate::cli::error::CliError;

/// Width of a report that is not written to a terminal.
const PIPED_WIDTH: usize = 100;
/// Narrower terminals get lines that wrap.
const MIN_WIDTH: usize = 60;

/// Writes to standard output.
///
/// A reader that left, such as `head`, has what it wanted: that is success.
pub(super) fn print(
    write: impl FnOnce(&mut dyn Write) -> Result<(), CliError>,
) -> Result<(), CliError> {
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let written = write(&mut out).and_then(|()| out.flush().map_err(CliError::from));
    match written {
        Err(error) if error.is_broken_pipe() => {
            // What is still buffered has nowhere to go, and dropping the buffer would try again.
            let _unwritten = out.into_parts();
            Ok(())
        }
        other => other,
    }
}

/// Writes a line to standard error; there is nobody to tell if that fails.
pub(super) fn complain(message: &str) {
    writeln!(io::stderr().lock(), "{message}").ok();
}

/// How wide a line of a report may be.
pub(super) fn width() -> usize {
    if !io::stdout().is_terminal() {
        return PIPED_WIDTH;
    }
    terminal_size::terminal_size().map_or(PIPED_WIDTH, |it| usize::from(it.0.0).max(MIN_WIDTH))
}
