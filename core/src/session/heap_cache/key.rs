//! Names a snapshot by its content.

use std::fs::{File, Metadata};
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

use rayon::prelude::*;
use twox_hash::XxHash3_128;

use super::read_at::read_at;
use crate::task::{Cancelled, Task};

/// Bytes that are hashed at once.
const BLOCK: u64 = 1 << 20;

/// The content of a file, as it was when it was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Key {
    /// Names the content: 128 bits of XXH3 over all of it.
    pub(super) name: String,
    /// Size in bytes.
    pub(super) size: u64,
    changed: Option<SystemTime>,
}

impl Key {
    /// Names the content of a regular file of at least `min_size` bytes; `None` if it is smaller
    /// or cannot be read.
    ///
    /// All of it is read, on all threads, in blocks whose hashes are hashed in turn. Task units are
    /// bytes.
    pub(super) fn of_file(
        path: &Path,
        min_size: u64,
        task: &Task,
    ) -> Result<Option<Self>, Cancelled> {
        let Some((file, metadata)) = open(path) else { return Ok(None) };
        let size = metadata.len();
        if size < min_size {
            return Ok(None);
        }
        task.begin(size);
        let hashes = hash_blocks(&file, size, task);
        if task.is_cancelled() {
            return Err(Cancelled);
        }
        let Ok(mut hashes) = hashes else { return Ok(None) };
        hashes.sort_unstable();
        let mut whole = XxHash3_128::new();
        whole.write(&size.to_le_bytes());
        for (_, hash) in hashes {
            whole.write(&hash.to_le_bytes());
        }
        let name = format!("{:032x}", whole.finish_128());
        Ok(Some(Self { name, size, changed: metadata.modified().ok() }))
    }

    /// Whether the file still looks as it did: of the same size, and not changed since.
    pub(super) fn is_current(&self, path: &Path) -> bool {
        open(path).is_some_and(|(_, metadata)| {
            metadata.len() == self.size && metadata.modified().ok() == self.changed
        })
    }
}

fn open(path: &Path) -> Option<(File, Metadata)> {
    let file = crate::load::regular_file(path).ok()?;
    let metadata = file.metadata().ok()?;
    Some((file, metadata))
}

/// The number and hash of each block of a file. Threads take blocks in the order of the file.
fn hash_blocks(file: &File, size: u64, task: &Task) -> io::Result<Vec<(u64, u128)>> {
    let next = AtomicU64::new(0);
    let share = |_| {
        let mut hashes = Vec::new();
        let mut bytes = vec![0; usize::try_from(BLOCK.min(size)).map_err(io::Error::other)?];
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let start = number.saturating_mul(BLOCK);
            if start >= size {
                return Ok(hashes);
            }
            let length = BLOCK.min(size - start);
            let block = &mut bytes[..usize::try_from(length).map_err(io::Error::other)?];
            read_at(file, block, start)?;
            hashes.push((number, XxHash3_128::oneshot(block)));
            task.advance(length).map_err(io::Error::other)?;
        }
    };
    let shares: io::Result<Vec<Vec<(u64, u128)>>> =
        (0..rayon::current_num_threads()).into_par_iter().map(share).collect();
    Ok(shares?.into_iter().flatten().collect())
}
