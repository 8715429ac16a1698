//! File formats: how each is known and how it is read.

#![expect(dead_code, reason = "readers come next")]

pub(crate) mod json;
pub mod outline;
pub(crate) mod profile_builder;

use crate::error::ParseError;
use crate::formats::outline::Outline;
use crate::model::Recording;
use crate::task::Task;
use crate::warning::Warnings;

/// A file format: how to know it and how to read it.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// For people, such as "CPU profile".
    pub name: &'static str,
    /// Such as `["cpuprofile"]`; for file dialogs, never to decide.
    pub extensions: &'static [&'static str],
    /// Whether a JSON text of this outline is of this format.
    ///
    /// Never yes to a text of another format, and yes to a damaged one that can be nothing else,
    /// so that its own reader says what is wrong.
    pub recognizes: fn(&Outline) -> bool,
    /// Reads a whole file, after decompression.
    pub parse: fn(bytes: &[u8], task: &Task, warnings: &Warnings) -> Result<Recording, ParseError>,
}
