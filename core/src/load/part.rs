//! Reading a part of a file again that was not kept.

use std::io::{Read, Seek as _, SeekFrom};
use std::path::Path;

use super::blocks::{FileBlocks, Input};
use super::pipe::PipeBlocks;
use super::{LoadOptions, Reading, Source, decompressed, gzip, open, zstd};
use crate::error::LoadError;
use crate::model::requests::Place;
use crate::task::Task;
use crate::warning::Warnings;

/// The most that is read at once: an entry with a body of its own.
const MOST: u64 = 256 << 20;

/// Reads the bytes of `place` in the content of the file `path`, after decompression. Fewer come
/// back where the file ends before.
pub fn read_part(path: &Path, place: Place, task: &Task) -> Result<Vec<u8>, LoadError> {
    let mut file = open::regular_file(path)?;
    let mut head = [0; zstd::MAGIC_LENGTH];
    let cannot = |source| LoadError::Read { path: path.to_owned(), source };
    let n = file.read(&mut head).map_err(cannot)?;
    let is_compressed = head[..n].starts_with(&gzip::MAGIC) || zstd::is_frame(&head[..n]);
    let start = if is_compressed { 0 } else { place.offset };
    file.seek(SeekFrom::Start(start)).map_err(cannot)?;
    if !is_compressed {
        let mut bytes = Vec::new();
        file.take(place.length.min(MOST)).read_to_end(&mut bytes).map_err(cannot)?;
        return Ok(bytes);
    }
    let size = open::size_of(&file, path)?;
    part(path, place, task, |reading| Ok((Box::new(FileBlocks::new(file, size, reading)), size)))
}

/// The same of what `reader` gives, under the name `path` in errors.
pub fn read_part_of(
    reader: impl Read + Send + 'static,
    path: &Path,
    place: Place,
    task: &Task,
) -> Result<Vec<u8>, LoadError> {
    part(path, place, task, |reading| Ok((Box::new(PipeBlocks::new(reader, reading)?), None)))
}

fn part(
    path: &Path,
    place: Place,
    task: &Task,
    open: impl for<'a> FnOnce(Reading<'a>) -> Result<Source<'a>, LoadError>,
) -> Result<Vec<u8>, LoadError> {
    let damage = Warnings::default();
    let options = LoadOptions { allow_large: true };
    let reading = Reading { path, options, task, damage: &damage };
    task.begin(0);
    let (source, size) = open(reading)?;
    let (mut input, _) = decompressed(Input::new(source), size, reading)?;
    let (mut passed, mut bytes) = (0_u64, Vec::new());
    let end = place.offset.saturating_add(place.length.min(MOST));
    while passed < end {
        let before = bytes.len();
        let n = input.append_to(&mut bytes)? as u64;
        if n == 0 {
            break;
        }
        // What lies before the part is let go of.
        let skip = place.offset.saturating_sub(passed).min(n);
        let skip = usize::try_from(skip).unwrap_or(usize::MAX);
        bytes.drain(before..before + skip);
        passed += n;
    }
    bytes.truncate(usize::try_from(place.length.min(MOST)).unwrap_or(usize::MAX));
    Ok(bytes)
}
