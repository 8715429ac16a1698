//! A bug must look like a bug, not like a damaged file.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::process::ExitCode;

use asyncscope_core::error::show_text;

use crate::cli::EXIT_ERROR;
use crate::cli::output::complain;

/// Runs `command`; if it panics, says so in a sentence and returns the exit code of errors.
pub(super) fn caught(command: impl FnOnce() -> ExitCode) -> ExitCode {
    panic::set_hook(Box::new(|panic| complain(&message(panic))));
    panic::catch_unwind(AssertUnwindSafe(command)).unwrap_or(ExitCode::from(EXIT_ERROR))
}

fn message(panic: &PanicHookInfo<'_>) -> String {
    let what = show_text(panic.payload_as_str().unwrap_or("an unknown problem"));
    let place = panic.location().map_or_else(String::new, |it| format!(", at {it}"));
    let version = env!("CARGO_PKG_VERSION");
    let mut message = format!(
        "asyncscope: this is a bug in Asyncscope {version}, please report it with the file that \
         led to it: {what}{place}"
    );
    // Captured only if the user asked for it with RUST_BACKTRACE.
    let backtrace = Backtrace::capture();
    if backtrace.status() == BacktraceStatus::Captured {
        message += &format!("\n{backtrace}");
    }
    message
}
