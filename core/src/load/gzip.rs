//! gzip (RFC 1952): members one after another, each a header, a deflate stream and a trailer.

use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::Path;

use flate2::{Crc, Decompress, FlushDecompress, Status};

use super::blocks::{BLOCK, Blocks, Input, reserve};
use super::limits::{CORRUPT, CUT, GARBAGE, Meter};
use super::open;
use crate::error::LoadError;
use crate::warning::Severity;

/// The first bytes of every member.
pub(super) const MAGIC: [u8; 2] = [0x1f, 0x8b];

/// Length of the fixed part of a header.
const HEADER: usize = 10;

/// Length of a trailer: CRC-32 and length of the content, modulo 2^32, both little-endian.
const TRAILER: usize = 8;

/// The only compression method there is.
const DEFLATE: u8 = 8;

const WRONG_CHECKSUM: &str = "gzip checksum (CRC-32) does not match the content";
const WRONG_LENGTH: &str = "gzip length field does not match the content";

/// Flags of a header: which optional fields follow its fixed part, in this order.
mod flag {
    pub(super) const EXTRA: u8 = 4;
    pub(super) const NAME: u8 = 8;
    pub(super) const COMMENT: u8 = 16;
    pub(super) const HEADER_CRC: u8 = 2;
    pub(super) const RESERVED: u8 = 0xe0;
}

/// About how large the content of a file of `size` bytes is, as its last trailer says: at least so
/// much, and modulo 2^32.
pub(super) fn declared_size(path: &Path, size: u64) -> Option<u64> {
    let mut file = open::regular_file(path).ok()?;
    file.seek(SeekFrom::Start(size.checked_sub(4)?)).ok()?;
    let mut length = [0; 4];
    file.read_exact(&mut length).ok()?;
    let length = u64::from(u32::from_le_bytes(length));
    // Content that shrank by compression is larger than the file.
    let wraps = size.saturating_sub(length).div_ceil(1 << 32);
    Some(length + (wraps << 32))
}

/// Decompresses gzip, of one member or many.
///
/// A declared length is never trusted, only compared at the end.
pub(super) struct Gzip<'a> {
    input: Input<'a>,
    meter: Meter<'a>,
    inflate: Decompress,
    /// Of the member so far.
    crc: Crc,
    place: Place,
    /// What the last step brought out.
    output: Vec<u8>,
}

#[derive(Clone, Copy)]
enum Place {
    BeforeMember { is_first: bool },
    InMember,
    AtEnd,
}

impl<'a> Gzip<'a> {
    pub(super) fn new(input: Input<'a>, meter: Meter<'a>) -> Self {
        Self {
            input,
            meter,
            inflate: Decompress::new(false),
            crc: Crc::new(),
            place: Place::BeforeMember { is_first: true },
            output: Vec::with_capacity(BLOCK),
        }
    }

    /// Reads what stands before the deflate stream of the next member, if there is one.
    fn begin_member(&mut self, is_first: bool) -> Result<(), LoadError> {
        self.place = Place::AtEnd;
        let next = self.input.peek(HEADER)?;
        if !is_first && !next.starts_with(&MAGIC) {
            return self.check_rest();
        }
        let &[_, _, method, flags, ..] = next else { return self.cut() };
        if next.len() < HEADER {
            return self.cut();
        }
        if method != DEFLATE || flags & flag::RESERVED != 0 {
            let problem = format!(
                "expected a gzip header with method 8 and no reserved flags, found method \
                 {method} and flags {flags}"
            );
            return Err(self.meter.broken(problem, self.input.offset()));
        }
        self.input.take(HEADER);
        if self.skip_optional_fields(flags)? {
            self.inflate.reset(false);
            self.crc.reset();
            self.place = Place::InMember;
            Ok(())
        } else {
            self.cut()
        }
    }

    /// Skips what follows the fixed part of a header; false if the file ends in it.
    fn skip_optional_fields(&mut self, flags: u8) -> Result<bool, LoadError> {
        if flags & flag::EXTRA != 0 {
            let &[low, high, ..] = self.input.peek(2)? else { return Ok(false) };
            let length = 2 + usize::from(u16::from_le_bytes([low, high]));
            if self.input.peek(length)?.len() < length {
                return Ok(false);
            }
            self.input.take(length);
        }
        for text in [flag::NAME, flag::COMMENT] {
            if flags & text != 0 && !self.skip_text()? {
                return Ok(false);
            }
        }
        if flags & flag::HEADER_CRC != 0 {
            if self.input.peek(2)?.len() < 2 {
                return Ok(false);
            }
            self.input.take(2);
        }
        Ok(true)
    }

    /// Skips a text up to and with its NUL; false if the file ends in it.
    fn skip_text(&mut self) -> Result<bool, LoadError> {
        loop {
            let next = self.input.peek(1)?;
            let (n, is_end) = match memchr::memchr(0, next) {
                Some(at) => (at + 1, true),
                None => (next.len(), false),
            };
            if n == 0 {
                return Ok(false);
            }
            self.input.take(n);
            if is_end {
                return Ok(true);
            }
        }
    }

    /// Brings out the next bytes of the member into `output`.
    fn inflate(&mut self) -> Result<(), LoadError> {
        self.output.clear();
        let next = self.input.peek(1)?;
        let n_before = self.inflate.total_in();
        let status = self.inflate.decompress_vec(next, &mut self.output, FlushDecompress::None);
        let n_taken = self.inflate.total_in().saturating_sub(n_before);
        self.input.take(usize::try_from(n_taken).unwrap_or(usize::MAX));
        self.crc.update(&self.output);
        self.meter.add(self.output.len(), self.input.offset())?;
        match status {
            Ok(Status::StreamEnd) => self.end_member(),
            Ok(_) if n_taken > 0 || !self.output.is_empty() => Ok(()),
            Ok(_) => self.cut(),
            Err(error) => {
                self.place = Place::AtEnd;
                let decoder = error.message().unwrap_or_default();
                self.meter.damaged(CORRUPT, decoder, self.input.offset())
            }
        }
    }

    /// Compares the content of a member with its trailer.
    fn end_member(&mut self) -> Result<(), LoadError> {
        self.place = Place::BeforeMember { is_first: false };
        let offset = self.input.offset();
        let Some(trailer) = self.input.peek(TRAILER)?.first_chunk::<TRAILER>() else {
            return self.cut();
        };
        let trailer = u64::from_le_bytes(*trailer);
        let content = u64::from(self.crc.sum()) | u64::from(self.crc.amount()) << 32;
        self.input.take(TRAILER);
        let wrong = trailer ^ content;
        if wrong & u64::from(u32::MAX) != 0 {
            self.meter.warn(Severity::Loss, WRONG_CHECKSUM, offset);
        } else if wrong != 0 {
            self.meter.warn(Severity::Loss, WRONG_LENGTH, offset + 4);
        }
        Ok(())
    }

    /// Looks at what follows the last member: padding with NUL bytes is usual on tapes.
    fn check_rest(&mut self) -> Result<(), LoadError> {
        let offset = self.input.offset();
        let rest = self.input.peek(BLOCK)?;
        if !rest.is_empty() {
            let is_padding = rest.iter().all(|&it| it == 0);
            let severity = if is_padding { Severity::Skipped } else { Severity::Loss };
            self.meter.warn(severity, GARBAGE, offset);
        }
        Ok(())
    }

    /// The file ends within a member.
    fn cut(&mut self) -> Result<(), LoadError> {
        self.place = Place::AtEnd;
        let n_left = self.input.peek(1)?.len() as u64;
        self.meter.damaged(CUT, "", self.input.offset() + n_left)
    }
}

impl Blocks for Gzip<'_> {
    fn append_to(&mut self, buffer: &mut Vec<u8>) -> Result<usize, LoadError> {
        let reading = self.meter.reading();
        loop {
            reading.advance(0)?;
            match self.place {
                Place::AtEnd => return Ok(0),
                Place::BeforeMember { is_first } => self.begin_member(is_first)?,
                Place::InMember => {
                    self.inflate()?;
                    if !self.output.is_empty() {
                        reserve(buffer, self.output.len(), reading)?;
                        buffer.extend_from_slice(&self.output);
                        return Ok(self.output.len());
                    }
                }
            }
        }
    }
}
