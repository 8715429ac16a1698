//! Parts that know egui and the theme, and nothing of recordings.

pub mod bar;
pub mod button;
pub mod card;
pub mod chip;
pub mod dashes;
pub mod field;
pub mod focus;
pub mod logo;
pub mod segments;
pub mod strip;
pub mod table;
pub mod text;
