//! The frame of a cache file: chunks of bytes, each with its length and checksum.
//!
//! ```text
//! "ASYNCHPC"  version  ┌ tag  length  bytes  checksum ┐ …
//!     8          4     │  4     8              8      │
//! ```
//!
//! All numbers are little-endian. Chunks are found by their tags, so that several threads can read
//! and one that is not known does not matter.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::session::payload;

const MAGIC: [u8; 8] = *b"ASYNCHPC";
const VERSION: u32 = 1;

/// Length of the file's head, and of that of a chunk.
const HEAD: usize = 12;

/// Length of a checksum.
const CHECKSUM: usize = 8;

/// Many more chunks than we write.
const MAX_CHUNKS: usize = 1_000;

/// Bytes that are turned into numbers at once: they stay near the processor meanwhile.
const BLOCK: usize = 128 << 10;

/// Names a chunk.
pub(super) type Tag = [u8; 4];

/// A checksum of 64 bits over bytes, eight at a time in four lanes: it finds damage, not malice.
#[derive(Clone, Copy, Debug)]
pub(super) struct Checksum {
    lanes: [u64; 4],
    length: u64,
}

const PRIME: u64 = 0x9e37_79b9_7f4a_7c15;

impl Checksum {
    pub(super) fn new(seed: u64) -> Self {
        Self { lanes: [seed, seed ^ PRIME, seed ^ 3, seed ^ !PRIME], length: 0 }
    }

    /// Adds bytes. Where they are split makes a difference unless all parts but the last are
    /// multiples of 32 long.
    pub(super) fn add(&mut self, bytes: &[u8]) {
        let (blocks, rest) = bytes.as_chunks::<32>();
        for block in blocks {
            self.add_block(block);
        }
        if !rest.is_empty() {
            let mut block = [0; 32];
            block[..rest.len()].copy_from_slice(rest);
            self.add_block(&block);
        }
        self.length = self.length.wrapping_add(bytes.len() as u64);
    }

    #[inline]
    fn add_block(&mut self, block: &[u8; 32]) {
        let words = block.as_chunks::<8>().0;
        for (lane, word) in self.lanes.iter_mut().zip(words) {
            *lane = (*lane ^ u64::from_le_bytes(*word)).wrapping_mul(PRIME).rotate_left(29);
        }
    }

    pub(super) fn finish(self) -> u64 {
        let mix = |sum: u64, it: u64| {
            let sum = (sum ^ it).wrapping_mul(PRIME);
            sum ^ sum >> 32
        };
        self.lanes.into_iter().fold(mix(1, self.length), mix)
    }
}

/// Numbers that stand in columns.
pub(super) trait Number: Copy + Default {
    /// Bytes of one.
    const SIZE: usize;

    /// Appends the numbers that `bytes` hold.
    fn read(bytes: &[u8], numbers: &mut Vec<Self>);

    /// Appends the bytes of `numbers`.
    fn write(numbers: &[Self], bytes: &mut Vec<u8>);
}

macro_rules! number {
    ($type:ty, $size:literal) => {
        impl Number for $type {
            const SIZE: usize = $size;

            fn read(bytes: &[u8], numbers: &mut Vec<Self>) {
                let read = |it: &[u8; $size]| <$type>::from_le_bytes(*it);
                numbers.extend(bytes.as_chunks::<$size>().0.iter().map(read));
            }

            fn write(numbers: &[Self], bytes: &mut Vec<u8>) {
                bytes.extend(numbers.iter().flat_map(|it| it.to_le_bytes()));
            }
        }
    };
}

number!(u8, 1);
number!(u32, 4);
number!(i32, 4);
number!(u64, 8);

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
        let length = numbers.len() as u64 * T::SIZE as u64;
        self.out.write_all(&length.to_le_bytes())?;
        let mut sum = Checksum::new(u64::from(u32::from_le_bytes(tag)));
        let mut bytes = Vec::with_capacity(BLOCK);
        for block in numbers.chunks(BLOCK / T::SIZE) {
            bytes.clear();
            T::write(block, &mut bytes);
            sum.add(&bytes);
            self.out.write_all(&bytes)?;
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

/// Reads chunks, in any order.
pub(super) struct Reader {
    file: File,
    path: PathBuf,
    len: u64,
    places: Arc<[Place]>,
}

impl Reader {
    /// Opens a cache file of this version.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let mut file = File::open(path)?;
        let len = file.metadata()?.len();
        let mut head = [0; HEAD];
        file.read_exact(&mut head)?;
        if head[..8] != MAGIC || head[8..] != VERSION.to_le_bytes() {
            return Err(invalid());
        }
        let places = places(&mut file, len)?.into();
        Ok(Self { file, path: path.to_owned(), len, places })
    }

    /// A second reader of the same file, for another thread.
    pub(super) fn fork(&self) -> io::Result<Self> {
        let (path, places) = (self.path.clone(), Arc::clone(&self.places));
        Ok(Self { file: File::open(&path)?, path, len: self.len, places })
    }

    /// Size of the file in bytes.
    pub(super) fn len(&self) -> u64 {
        self.len
    }

    /// Reads the column of this tag.
    pub(super) fn column<T: Number>(&mut self, tag: Tag) -> io::Result<Vec<T>> {
        let place = self.places.iter().find(|it| it.tag == tag).ok_or_else(invalid)?;
        let n_bytes = usize::try_from(place.length).map_err(|_too_large| invalid())?;
        if !n_bytes.is_multiple_of(T::SIZE) {
            return Err(invalid());
        }
        let mut numbers = Vec::new();
        numbers.try_reserve_exact(n_bytes / T::SIZE).map_err(|_no_memory| invalid())?;
        self.file.seek(SeekFrom::Start(place.offset))?;
        let mut sum = Checksum::new(u64::from(u32::from_le_bytes(tag)));
        let mut block = vec![0; BLOCK.min(n_bytes)];
        let mut left = n_bytes;
        while left > 0 {
            let n = left.min(BLOCK);
            self.file.read_exact(&mut block[..n])?;
            sum.add(&block[..n]);
            T::read(&block[..n], &mut numbers);
            left -= n;
        }
        let mut written = [0; CHECKSUM];
        self.file.read_exact(&mut written)?;
        if u64::from_le_bytes(written) == sum.finish() { Ok(numbers) } else { Err(invalid()) }
    }

    /// Reads the value of this tag.
    pub(super) fn value<T: serde::de::DeserializeOwned>(&mut self, tag: Tag) -> io::Result<T> {
        let bytes: Vec<u8> = self.column(tag)?;
        payload::decode(&bytes).map_err(io::Error::other)
    }
}

fn invalid() -> io::Error {
    io::ErrorKind::InvalidData.into()
}

/// Finds every chunk of a file of `len` bytes, which stands behind its head.
fn places(file: &mut File, len: u64) -> io::Result<Vec<Place>> {
    let mut places = Vec::new();
    let mut at = HEAD as u64;
    while at < len {
        let mut head = [0; HEAD];
        file.seek(SeekFrom::Start(at))?;
        file.read_exact(&mut head)?;
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
