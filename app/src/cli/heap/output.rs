//! What a question about a heap brought.

pub(super) use crate::cli::report::facts::FactsReport as HeapReport;
