//! Pages that requests were loaded for.

use crate::define_index;
use crate::strings::StringIndex;
use crate::units::Nanos;

define_index! {
    /// A row of the pages of a [`super::RequestTable`].
    PageIndex
}

/// A page that requests were loaded for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// What requests name it by.
    pub id: StringIndex,
    /// Its title, often its address.
    pub title: StringIndex,
    /// When it began to load, if the file tells.
    pub start: Option<Nanos>,
    /// When its content was parsed (`DOMContentLoaded`), if it was.
    pub content_loaded: Option<Nanos>,
    /// When it was loaded with all it needs (`load`), if it was.
    pub loaded: Option<Nanos>,
}
