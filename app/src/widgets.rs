//! Parts that know egui and the theme, and nothing of recordings.

pub mod table;
