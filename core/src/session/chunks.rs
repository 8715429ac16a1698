//! The frame of a session file: chunks, each found and checked by itself.
//!
//! ```text
//! "ASYNCSES"  version  ┌ tag   length  checksum   checksum     bytes ┐ …
//!     8          4     │  4      4     of bytes 4 of these 12 4       │
//! ```
//!
//! All numbers are little-endian; the checksums are CRC-32. Where a chunk's first part does not fit
//! its own checksum, its length cannot be trusted, and the next one whose does is looked for byte
//! by byte: damage costs the chunk it hits.

use flate2::Crc;

use super::ContentError;
use crate::warning::{Severity, Warnings};

const MAGIC: [u8; 8] = *b"ASYNCSES";
const VERSION: u32 = 1;

/// Length of a chunk without its bytes.
const HEADER: usize = 16;

/// Names what a chunk holds, and how.
pub(super) type Tag = [u8; 4];

/// One part of a session file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Chunk {
    pub(super) tag: Tag,
    pub(super) bytes: Vec<u8>,
}

impl Chunk {
    pub(super) fn new(tag: Tag, bytes: Vec<u8>) -> Self {
        Self { tag, bytes }
    }
}

/// The content of a file that holds `chunks`. One of more than 4 GiB is left out.
pub(super) fn encode(chunks: &[Chunk]) -> Vec<u8> {
    let mut file = MAGIC.to_vec();
    file.extend(VERSION.to_le_bytes());
    for chunk in chunks {
        let Ok(length) = u32::try_from(chunk.bytes.len()) else { continue };
        let start = file.len();
        file.extend(chunk.tag);
        file.extend(length.to_le_bytes());
        file.extend(checksum(&chunk.bytes).to_le_bytes());
        file.extend(checksum(&file[start..]).to_le_bytes());
        file.extend(&chunk.bytes);
    }
    file
}

/// The sound chunks of a file, each with its offset. Damage is counted in `warnings`.
pub(super) fn decode(
    file: &[u8],
    warnings: &Warnings,
) -> Result<Vec<(usize, Chunk)>, ContentError> {
    let rest = file.strip_prefix(&MAGIC).ok_or(ContentError::NotASession)?;
    let (version, _) = rest.split_first_chunk::<4>().ok_or(ContentError::NotASession)?;
    let version = u32::from_le_bytes(*version);
    if version != VERSION {
        return Err(ContentError::Newer { version });
    }
    let mut chunks = Vec::new();
    let mut at = MAGIC.len() + version.to_le_bytes().len();
    while at < file.len() {
        let Some(header) = Header::at(file, at) else {
            let next = (at + 1..file.len()).find(|&it| Header::at(file, it).is_some());
            let end = next.unwrap_or(file.len());
            warnings.add(Severity::Loss, NO_CHUNK, Some(at), || format!("{} bytes", end - at));
            at = end;
            continue;
        };
        let bytes = &file[at + HEADER..at + HEADER + header.length];
        if checksum(bytes) == header.checksum {
            chunks.push((at, Chunk::new(header.tag, bytes.to_vec())));
        } else {
            let tag = String::from_utf8_lossy(&header.tag).into_owned();
            warnings.add(Severity::Loss, WRONG_CHECKSUM, Some(at), || tag);
        }
        at += HEADER + header.length;
    }
    Ok(chunks)
}

const WRONG_CHECKSUM: &str = "part of the session does not match its checksum, and is left out";
const NO_CHUNK: &str = "stretch of the session file is damaged, and left out";

/// The first part of a chunk.
struct Header {
    tag: Tag,
    length: usize,
    checksum: u32,
}

impl Header {
    /// The header that stands at `at`, if a chunk begins there and ends within the file.
    fn at(file: &[u8], at: usize) -> Option<Self> {
        let header = file.get(at..)?.first_chunk::<HEADER>()?;
        let (&[tag, length, checksum_of_bytes, own_checksum], []) = header.as_chunks::<4>() else {
            return None;
        };
        if u32::from_le_bytes(own_checksum) != checksum(&header[..12]) {
            return None;
        }
        let length = usize::try_from(u32::from_le_bytes(length)).ok()?;
        let is_inside = length <= file.len() - at - HEADER;
        let checksum = u32::from_le_bytes(checksum_of_bytes);
        is_inside.then_some(Self { tag, length, checksum })
    }
}

fn checksum(bytes: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(bytes);
    crc.sum()
}
