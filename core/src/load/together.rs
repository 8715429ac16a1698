//! Several files as one recording.

use std::fs;
use std::path::{Path, PathBuf};

use super::{LoadOptions, load};
use crate::combine::{Alignment, Part, PartLabel, combine, shifts};
use crate::error::LoadError;
use crate::model::Recording;
use crate::task::Task;

/// How names end of files that are parts of one recording when they lie in one folder.
const PARTS: [&str; 2] = [".cpuprofile", ".asyncscope.json"];

/// How names may end behind that.
const COMPRESSED: [&str; 2] = [".gz", ".zst"];

/// Loads a file, or all recordings in a folder as one: `node --cpu-prof` leaves a file for each
/// thread.
pub fn load_any(path: &Path, options: &LoadOptions, task: &Task) -> Result<Recording, LoadError> {
    match recordings_in(path).as_slice() {
        [] => load(path, options, task),
        files => load_together(files, Alignment::Auto, options, task),
    }
}

/// The recordings in a folder, by name; none if it is no folder that can be read.
///
/// Folders in it are not looked into. Unlike elsewhere, names decide: what else lies in a folder is
/// not meant.
pub fn recordings_in(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.filter_map(Result::ok).map(|it| it.path());
    let mut files: Vec<PathBuf> = paths.filter(|it| is_part(it) && it.is_file()).collect();
    files.sort();
    files
}

fn is_part(path: &Path) -> bool {
    let name = path.file_name().map(|it| it.to_string_lossy().to_lowercase()).unwrap_or_default();
    let plain = COMPRESSED.iter().find_map(|it| name.strip_suffix(it)).unwrap_or(&name);
    PARTS.iter().any(|it| plain.ends_with(it))
}

/// Loads files one after the other and makes one recording of them.
///
/// Heap snapshots that a recording among them names are left to be opened by themselves: they are
/// shown where they were taken. What is wrong with a file, its error says.
pub fn load_together(
    paths: &[PathBuf],
    alignment: Alignment,
    options: &LoadOptions,
    task: &Task,
) -> Result<Recording, LoadError> {
    let mut loaded: Vec<(&PathBuf, Recording)> = Vec::new();
    // Recordings first: they say which snapshots are theirs.
    let (snapshots, others): (Vec<_>, Vec<_>) = paths.iter().partition(|it| is_snapshot(it));
    for path in others {
        loaded.push((path, load(path, options, task)?));
    }
    for path in snapshots {
        let name = path.file_name().map(|it| it.to_string_lossy().into_owned());
        let is_named = |(_, it): &(&PathBuf, Recording)| {
            it.snapshots.file.iter().flatten().any(|file| Some(it.text(*file)) == name.as_deref())
        };
        if !loaded.iter().any(is_named) {
            loaded.push((path, load(path, options, task)?));
        }
    }
    if loaded.len() == 1
        && let Some((_, only)) = loaded.pop()
    {
        return Ok(only);
    }
    let recordings: Vec<&Recording> = loaded.iter().map(|it| &it.1).collect();
    let first = paths.first().cloned().unwrap_or_default();
    let shifts = shifts(&recordings, alignment)
        .map_err(|error| LoadError::Together { path: first.clone(), problem: error.to_string() })?;
    let part = |((path, recording), shift): ((&Path, _), _)| {
        let name = path.file_name().map(|it| it.to_string_lossy().into_owned());
        Part { recording, shift, label: PartLabel::of_file(&name.unwrap_or_default()) }
    };
    let parts: Vec<Part<'_>> =
        loaded.iter().map(|it| (it.0.as_path(), &it.1)).zip(shifts).map(part).collect();
    combine(&parts, task).map_err(|error| {
        if error.is_cancelled() {
            return LoadError::Cancelled { path: first };
        }
        LoadError::Together { path: first, problem: error.kind.to_string() }
    })
}

fn is_snapshot(path: &Path) -> bool {
    let name = path.file_name().map(|it| it.to_string_lossy().to_lowercase()).unwrap_or_default();
    [".heapsnapshot", ".heaptimeline", ".heapprofile"].iter().any(|it| name.contains(it))
}
