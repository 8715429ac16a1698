//! The heap snapshots that a recording names.

use std::path::{Component, Path, PathBuf};

/// The file called `name` in the folder of `recording`, or in it if that is a folder, if there is
/// one.
///
/// Only plain names count: a recording must not lead anywhere else.
pub fn snapshot_beside(recording: &Path, name: &str) -> Option<PathBuf> {
    let mut parts = Path::new(name).components();
    let (Some(Component::Normal(only)), None) = (parts.next(), parts.next()) else { return None };
    let folder = if recording.is_dir() { recording } else { recording.parent()? };
    let path = folder.join(only);
    path.is_file().then_some(path)
}
