//! Asyncscope: the window, and the command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    asyncscope::cli::main(asyncscope::run_window)
}
