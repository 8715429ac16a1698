//! `heap`: questions about a heap snapshot.

mod args;
mod basket;
mod classes;
mod compare;
mod detached;
mod dominators;
mod leaks;
mod node;
mod object;
mod open;
mod output;
mod retainers;
mod stats;
mod strings;

pub(super) use args::{HeapArgs, LEAKS_HELP, LeaksArgs};
pub(super) use compare::{add_grown, comparison_report};
pub(super) use leaks::answer as answer_leaks;

use asyncscope_core::task::Task;

use crate::cli::error::CliError;
use crate::cli::heap::args::HeapCommand;
use crate::cli::heap::open::OpenHeap;
use crate::cli::show;

/// Answers a question about a heap snapshot, and says whether it grew more than is allowed.
pub(super) fn answer(args: &HeapArgs, task: &Task) -> Result<bool, CliError> {
    let (report, as_json) = match &args.command {
        HeapCommand::Stats(it) => (stats::report(&OpenHeap::read(it, task)?, task)?, it.json),
        HeapCommand::Classes(it) => {
            (classes::report(&OpenHeap::read(&it.file, task)?, it, task)?, it.file.json)
        }
        HeapCommand::Dominators(it) => {
            (dominators::report(&OpenHeap::read(&it.file, task)?, it), it.file.json)
        }
        HeapCommand::Object(it) => {
            (object::report(&OpenHeap::read(&it.file, task)?, it)?, it.file.json)
        }
        HeapCommand::Retainers(it) => {
            (retainers::report(&OpenHeap::read(&it.file, task)?, it, task)?, it.file.json)
        }
        HeapCommand::Strings(it) => {
            (strings::report(&OpenHeap::read(&it.file, task)?, it, task)?, it.file.json)
        }
        HeapCommand::Detached(it) => {
            (detached::report(&OpenHeap::read(&it.file, task)?, it, task)?, it.file.json)
        }
        HeapCommand::Compare(it) => return compare::answer(it, task),
        HeapCommand::Basket(it) => return basket::answer(it, task).map(|()| false),
    };
    show(&report, as_json)?;
    Ok(false)
}
