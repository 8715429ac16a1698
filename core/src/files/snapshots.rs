//! The heap snapshots that a recording names.

use std::path::{Component, Path, PathBuf};

/// The file called `name` in the folder of `recording`, if there is one.
///
/// Only plain names count: a recording must not lead anywhere else.
pub fn snapshot_beside(recording: &Path, name: &str) -> Option<PathBuf> {
    let mut parts = Path::new(name).components();
    let (Some(Component::Normal(only)), None) = (parts.next(), parts.next()) else { return None };
    let path = recording.parent()?.join(only);
    path.is_file().then_some(path)
}
