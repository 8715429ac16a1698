//! The list of functions.

/// The columns, by number.
pub mod columns {
    /// Self weight.
    pub const OWN: usize = 0;
    /// Total weight.
    pub const TOTAL: usize = 1;
    /// Samples with it on the stack.
    pub const SAMPLES: usize = 2;
    /// Its name.
    pub const NAME: usize = 3;
    /// Where it stands.
    pub const PLACE: usize = 4;
}
