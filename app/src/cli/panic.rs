//! A bug must look like a bug, not like a damaged file.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};

use asyncscope_core::error::show_text;

use crate::cli::error::CliError;
use crate::cli::output::complain;

/// Lets a bug be told in a sentence, instead of in the words that Rust has for it.
pub(super) fn announce_bugs() {
    panic::set_hook(Box::new(|panic| complain(&message(panic))));
}

/// Does `work`; a bug in it is an error, so that other work can go on.
pub(super) fn caught<T>(work: impl FnOnce() -> Result<T, CliError>) -> Result<T, CliError> {
    panic::catch_unwind(AssertUnwindSafe(work)).unwrap_or(Err(CliError::Bug))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bug_is_an_error() {
        assert!(matches!(caught(|| Ok(1)), Ok(1)));
        assert!(matches!(caught::<()>(|| panic!("expected by this test")), Err(CliError::Bug)));
    }
}
