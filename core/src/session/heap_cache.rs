//! What was found out about large heap snapshots, kept for the next time they are opened.
//!
//! For each snapshot there is one file in a folder of its own, named by the content of the
//! snapshot: columns as they lie in memory, each with a checksum. The folder is bounded in size:
//! the oldest files go first. A file that is damaged, of another version, or about other content is
//! not believed; nothing is lost if all of them are deleted.

mod file;
mod key;
mod layout;
mod read_at;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::analysis::heap::{HeapFacts, HeapTree};
use crate::export::{SaveError, save};
use crate::model::{HeapGraph, Source};
use crate::task::{Cancelled, Task};

use file::{Reader, Writer};
use key::Key;

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
    /// What was asked for last and is not kept: it is likely to be saved next.
    missing: Arc<Mutex<Option<(PathBuf, Key)>>>,
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
        Self { folder, limit, missing: Arc::default() }
    }

    /// What is known of the snapshot that lies in the file `path`, if anything is, and if it can
    /// be believed.
    ///
    /// All of the file is read once, for its content is its name here. A task sees two phases:
    /// reading it, then what is kept, both in bytes.
    pub fn load(&self, path: &Path, task: &Task) -> Result<Option<CachedHeap>, Cancelled> {
        let Some(key) = Key::of_file(path, MIN_SIZE, task)? else { return Ok(None) };
        let found = Reader::open(&self.file(&key.name)).ok().and_then(|reader| {
            task.begin(reader.len());
            layout::read(reader, task)
        });
        if task.is_cancelled() {
            return Err(Cancelled);
        }
        if found.is_none() {
            *self.missing() = Some((path.to_owned(), key));
        }
        Ok(found)
    }

    /// Keeps what is known of the snapshot that lies in the file `path`. Small ones are not kept,
    /// nor is anything where the file changed since it was last asked for.
    ///
    /// Only what was read without any warning should be: warnings are not kept.
    pub fn save(&self, path: &Path, heap: HeapToKeep<'_>, task: &Task) -> Result<(), SaveError> {
        let missing = self.missing().take().filter(|it| it.0 == path);
        let key = match missing {
            Some((_, key)) => Some(key),
            None => Key::of_file(path, MIN_SIZE, task)
                .map_err(|Cancelled| SaveError::Cancelled { path: path.to_owned() })?,
        };
        let Some(key) = key.filter(|it| it.is_current(path)) else { return Ok(()) };
        let is_other = heap.source.compression.is_none() && heap.source.size != key.size;
        let needed = layout::size(heap);
        if is_other || needed > self.limit {
            return Ok(());
        }
        let file = self.file(&key.name);
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

    fn missing(&self) -> std::sync::MutexGuard<'_, Option<(PathBuf, Key)>> {
        self.missing.lock().unwrap_or_else(PoisonError::into_inner)
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
