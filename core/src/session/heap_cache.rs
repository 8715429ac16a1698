//! What was found out about large heap snapshots, kept for the next time they are opened.
//!
//! For each snapshot there is one file in a folder of its own, named by the content of the
//! snapshot: columns as they lie in memory, each with a checksum. The folder is bounded in size:
//! the oldest files go first. A file that is damaged, of another version, or about other content is
//! not believed; nothing is lost if all of them are deleted.

mod file;
mod key;
mod layout;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::analysis::heap::{HeapFacts, HeapTree};
use crate::export::{SaveError, save};
use crate::model::{HeapGraph, Source};
use crate::task::{Cancelled, Task};

use file::{Reader, Writer};

/// The most bytes that all files together take unless something else is said: 4 GiB.
pub const DEFAULT_LIMIT: u64 = 4 << 30;

/// Snapshots smaller than this open so fast that nothing is kept of them: 16 MiB.
pub const MIN_SIZE: u64 = 16 << 20;

/// The end of the names of our files.
const EXTENSION: &str = "heapcache";

/// Where results are kept.
#[derive(Clone, Debug)]
pub struct HeapCache {
    folder: PathBuf,
    limit: u64,
}

/// A snapshot and all that is known of it.
#[derive(Debug)]
pub struct CachedHeap {
    /// What the file is.
    pub source: Source,
    /// The objects.
    pub graph: Arc<HeapGraph>,
    /// What can be said of each.
    pub facts: HeapFacts,
    /// What keeps each alive.
    pub tree: HeapTree,
}

/// The same, borrowed, to be kept.
#[derive(Clone, Copy, Debug)]
pub struct HeapToKeep<'a> {
    /// What the file is.
    pub source: &'a Source,
    /// The objects.
    pub graph: &'a HeapGraph,
    /// What can be said of each.
    pub facts: &'a HeapFacts,
    /// What keeps each alive.
    pub tree: &'a HeapTree,
}

impl HeapCache {
    /// A cache in `folder`, which need not be there yet, of at most `limit` bytes.
    pub fn new(folder: PathBuf, limit: u64) -> Self {
        Self { folder, limit }
    }

    /// What is known of the snapshot that lies in the file `path`, if anything is, and if it can
    /// be believed.
    pub fn load(&self, path: &Path, task: &Task) -> Result<Option<CachedHeap>, Cancelled> {
        let Some((key, size)) = key::of_file(path) else { return Ok(None) };
        if size < MIN_SIZE {
            return Ok(None);
        }
        let Ok(mut reader) = Reader::open(&self.file(&key)) else { return Ok(None) };
        task.begin(reader.len());
        let read = layout::read(&mut reader, task);
        if task.is_cancelled() { Err(Cancelled) } else { Ok(read) }
    }

    /// Keeps what is known of the snapshot that lies in the file `path`. Small ones are not kept.
    ///
    /// Only what was read without any warning should be: warnings are not kept.
    pub fn save(&self, path: &Path, heap: HeapToKeep<'_>, task: &Task) -> Result<(), SaveError> {
        let Some((key, size)) = key::of_file(path) else { return Ok(()) };
        let needed = layout::size(heap);
        if size < MIN_SIZE || needed > self.limit {
            return Ok(());
        }
        let file = self.file(&key);
        let failed = |source| SaveError::Write {
            path: self.folder.clone(),
            step: "make room in the folder",
            source,
        };
        fs::create_dir_all(&self.folder).map_err(failed)?;
        self.make_room(needed, &file).map_err(failed)?;
        task.begin(needed);
        save(&file, |out| {
            let mut writer = Writer::new(out);
            layout::write(heap, &mut writer, task)
        })
    }

    fn file(&self, key: &str) -> PathBuf {
        self.folder.join(format!("{key}.{EXTENSION}"))
    }

    /// Removes the oldest files until `needed` more bytes fit; `kept` is about to be replaced.
    fn make_room(&self, needed: u64, kept: &Path) -> io::Result<()> {
        let mut files = Vec::new();
        for entry in fs::read_dir(&self.folder)? {
            let entry = entry?;
            let path = entry.path();
            let is_ours = path.extension().is_some_and(|it| it == EXTENSION) && path != kept;
            if let (true, Ok(metadata)) = (is_ours, entry.metadata()) {
                files.push((metadata.modified().ok(), metadata.len(), path));
            }
        }
        files.sort();
        let mut total: u64 = files.iter().map(|it| it.1).sum();
        for (_, size, path) in files {
            if total.saturating_add(needed) <= self.limit {
                break;
            }
            // If it cannot be removed, the next one may be.
            if fs::remove_file(&path).is_ok() {
                total = total.saturating_sub(size);
            }
        }
        Ok(())
    }
}
