//! Processes and threads.

use crate::define_index;
use crate::index::Column;
use crate::strings::StringIndex;

define_index! {
    /// A row of [`ProcessTable`].
    ProcessIndex
}

define_index! {
    /// A row of [`ThreadTable`].
    ThreadIndex
}

/// Processes, in order of first appearance.
#[derive(Clone, Debug, Default)]
pub struct ProcessTable {
    /// The operating system's number, or a negative one where the file names it by text.
    pub pid: Column<ProcessIndex, i64>,
    /// Its name, if the file has one.
    pub name: Column<ProcessIndex, Option<StringIndex>>,
}

/// Threads, in order of first appearance.
#[derive(Clone, Debug, Default)]
pub struct ThreadTable {
    /// The process it belongs to.
    pub process: Column<ThreadIndex, ProcessIndex>,
    /// The operating system's number, or `None` if the file does not know it.
    pub tid: Column<ThreadIndex, Option<i64>>,
    /// Its name, if the file has one.
    pub name: Column<ThreadIndex, Option<StringIndex>>,
}
