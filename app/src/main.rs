//! Asyncscope: the window, and the command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    asyncscope::cli::main(|_files| Err("the window is not built yet"))
}
