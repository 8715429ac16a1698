//! One open file: what was read, what was asked of it, and how it is looked at.

/// Names a document while it is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentId(pub u64);
