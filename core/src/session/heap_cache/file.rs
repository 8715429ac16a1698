//! The frame of a cache file: chunks of bytes, each with its length and checksum.
//!
//! ```text
//! "ASYNCHPC"  version  ┌ tag  length  bytes  checksum ┐ …
//!     8          4     │  4     8              8      │
//! ```
//!
//! All numbers are little-endian; the checksum is XXH3 of 64 bits over tag and bytes. Chunks are
//! found by their tags, so that all threads can read at once and one that is not known does not
//! matter.

use std::fs::File;
use std::hash::Hasher as _;
use std::io::{self, Write};
use std::path::Path;

use bytemuck::Pod;
use twox_hash::XxHash3_64;

use super::read_at::read_at;
use crate::session::payload;

const MAGIC: [u8; 8] = *b"ASYNCHPC";
const VERSION: u32 = 2;

/// Length of the file's head, and of that of a chunk.
const HEAD: usize = 12;

/// Length of a checksum.
const CHECKSUM: usize = 8;

/// Many more chunks than we write.
const MAX_CHUNKS: usize = 1_000;

/// Bytes that are read and checked at once: they stay near the processor meanwhile.
const BLOCK: usize = 256 << 10;

/// Names a chunk.
pub(super) type Tag = [u8; 4];

/// Numbers that stand in columns.
pub(super) trait Number: Pod {
    /// The same number from or in the order of the file: nothing but on big-endian machines.
    #[must_use]
    fn little_endian(self) -> Self;
}

macro_rules! number {
    ($($type:ty),*) => {
        $(impl Number for $type {
            #[inline]
            fn little_endian(self) -> Self {
                self.to_le()
            }
        })*
    };
}

number!(u8, u32, i32, u64);

/// Puts numbers into the order of the file, or back.
fn turn<T: Number>(numbers: &mut [T]) {
    if cfg!(target_endian = "big") {
        for it in numbers {
            *it = it.little_endian();
        }
    }
}

fn checksum_of(tag: Tag) -> XxHash3_64 {
    let mut sum = XxHash3_64::new();
    sum.write(&tag);
    sum
}

/// Writes chunks.
pub(super) struct Writer<'w> {
    out: &'w mut dyn Write,
    has_begun: bool,
}

impl<'w> Writer<'w> {
    pub(super) fn new(out: &'w mut dyn Write) -> Self {
        Self { out, has_begun: false }
    }

    /// Writes a column.
    pub(super) fn column<T: Number>(&mut self, tag: Tag, numbers: &[T]) -> io::Result<()> {
        if !self.has_begun {
            self.out.write_all(&MAGIC)?;
            self.out.write_all(&VERSION.to_le_bytes())?;
            self.has_begun = true;
        }
        self.out.write_all(&tag)?;
        self.out.write_all(&(size_of_val(numbers) as u64).to_le_bytes())?;
        let mut sum = checksum_of(tag);
        for block in numbers.chunks(BLOCK / size_of::<T>()) {
            let turned: Vec<T>;
            let block = if cfg!(target_endian = "big") {
                turned = block.iter().map(|it| it.little_endian()).collect();
                &turned
            } else {
                block
            };
            let bytes = bytemuck::cast_slice(block);
            sum.write(bytes);
            self.out.write_all(bytes)?;
        }
        self.out.write_all(&sum.finish().to_le_bytes())
    }

    /// Writes a value of several parts.
    pub(super) fn value(&mut self, tag: Tag, value: &impl serde::Serialize) -> io::Result<()> {
        self.column(tag, &payload::encode(value))
    }
}

/// Where the bytes of a chunk stand, and how many there are.
#[derive(Clone, Copy, Debug)]
struct Place {
    tag: Tag,
    offset: u64,
    length: u64,
}

/// Reads chunks, in any order, on any thread.
#[derive(Debug)]
pub(super) struct Reader {
    file: File,
    len: u64,
    places: Vec<Place>,
}

impl Reader {
    /// Opens a cache file of this version.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let len = file.metadata()?.len();
        let mut head = [0; HEAD];
        read_at(&file, &mut head, 0)?;
        if head[..8] != MAGIC || head[8..] != VERSION.to_le_bytes() {
            return Err(invalid());
        }
        let places = places(&file, len)?;
        Ok(Self { file, len, places })
    }

    /// Size of the file in bytes.
    pub(super) fn len(&self) -> u64 {
        self.len
    }

    /// Reads the column of this tag.
    pub(super) fn column<T: Number>(&self, tag: Tag) -> io::Result<Vec<T>> {
        let place = self.places.iter().find(|it| it.tag == tag).ok_or_else(invalid)?;
        let n_bytes = usize::try_from(place.length).map_err(|_too_large| invalid())?;
        if !n_bytes.is_multiple_of(size_of::<T>()) {
            return Err(invalid());
        }
        let zeroed = bytemuck::allocation::try_zeroed_vec(n_bytes / size_of::<T>());
        let mut numbers: Vec<T> = zeroed.map_err(|()| invalid())?;
        let mut sum = checksum_of(tag);
        let mut offset = place.offset;
        for block in bytemuck::cast_slice_mut::<T, u8>(&mut numbers).chunks_mut(BLOCK) {
            read_at(&self.file, block, offset)?;
            sum.write(block);
            offset += block.len() as u64;
        }
        let mut written = [0; CHECKSUM];
        read_at(&self.file, &mut written, offset)?;
        if u64::from_le_bytes(written) != sum.finish() {
            return Err(invalid());
        }
        turn(&mut numbers);
        Ok(numbers)
    }

    /// Reads the value of this tag.
    pub(super) fn value<T: serde::de::DeserializeOwned>(&self, tag: Tag) -> io::Result<T> {
        let bytes: Vec<u8> = self.column(tag)?;
        payload::decode(&bytes).map_err(io::Error::other)
    }
}

fn invalid() -> io::Error {
    io::ErrorKind::InvalidData.into()
}

/// Finds every chunk of a file of `len` bytes, which stands behind its head.
fn places(file: &File, len: u64) -> io::Result<Vec<Place>> {
    let mut places = Vec::new();
    let mut at = HEAD as u64;
    while at < len {
        let mut head = [0; HEAD];
        read_at(file, &mut head, at)?;
        let (&tag, rest) = head.split_first_chunk::<4>().ok_or_else(invalid)?;
        let length = rest.first_chunk::<8>().map_or(0, |it| u64::from_le_bytes(*it));
        let offset = at + HEAD as u64;
        at = offset
            .checked_add(length)
            .and_then(|it| it.checked_add(CHECKSUM as u64))
            .ok_or_else(invalid)?;
        if at > len || places.len() == MAX_CHUNKS {
            return Err(invalid());
        }
        places.push(Place { tag, offset, length });
    }
    Ok(places)
}
