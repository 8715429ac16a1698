//! The call tree: who calls whom, and what it costs.

/// A change of what the call tree shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TreeCommand {
    /// Callers first, or callees first.
    Invert(bool),
}
