//! Zstandard (RFC 8878): frames one after another, with skippable ones between them.

use zstd::stream::raw::{DParameter, Decoder, InBuffer, Operation as _, OutBuffer};

use super::blocks::{Blocks, Input, reserve};
use super::limits::{CORRUPT, CUT, GARBAGE, Meter};
use crate::error::LoadError;
use crate::warning::Severity;

/// Length of the number that begins every frame.
pub(super) const MAGIC_LENGTH: usize = 4;

/// Begins a frame of content.
const FRAME: u32 = 0xfd2f_b528;

/// Begins a skippable frame; its lowest four bits may be anything.
const SKIPPABLE: u32 = 0x184d_2a50;

/// The largest window that is allowed, as a power of two: 128 MiB, as of `zstd --long`.
const MAX_WINDOW: u32 = 27;

/// How much comes out in one step: one block. When a step fails, what it brought out is lost.
const STEP: usize = 128 << 10;

/// Whether a frame begins here.
pub(super) fn is_frame(next: &[u8]) -> bool {
    let magic = next.first_chunk::<MAGIC_LENGTH>().map(|it| u32::from_le_bytes(*it));
    magic.is_some_and(|it| it == FRAME || it & !0xf == SKIPPABLE)
}

/// The most bytes of a frame that say how large its content is.
pub(super) const MAX_HEAD: usize = 18;

/// How large the content of the frame that begins here says it is.
pub(super) fn declared_size(head: &[u8]) -> Option<u64> {
    zstd::zstd_safe::get_frame_content_size(head).ok().flatten()
}

/// Decompresses Zstandard, of one frame or many.
///
/// Nothing is reserved from a declared size; the decoder compares it at the end of a frame.
pub(super) struct Zstd<'a> {
    input: Input<'a>,
    meter: Meter<'a>,
    decoder: Decoder<'static>,
    place: Place,
    /// What the last step brought out.
    output: Vec<u8>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    BeforeFrame,
    InFrame,
    AtEnd,
}

impl<'a> Zstd<'a> {
    pub(super) fn new(input: Input<'a>, meter: Meter<'a>) -> Result<Self, LoadError> {
        let decoder = Decoder::new().and_then(|mut it| {
            it.set_parameter(DParameter::WindowLogMax(MAX_WINDOW))?;
            Ok(it)
        });
        let decoder = decoder.map_err(|error| meter.broken(error.to_string(), 0))?;
        let output = Vec::with_capacity(STEP);
        Ok(Self { input, meter, decoder, place: Place::BeforeFrame, output })
    }

    /// Looks whether another frame follows.
    fn begin_frame(&mut self) -> Result<(), LoadError> {
        let offset = self.input.offset();
        let next = self.input.peek(MAGIC_LENGTH)?;
        let (is_frame, is_end) = (is_frame(next), next.is_empty());
        self.place = if is_frame { Place::InFrame } else { Place::AtEnd };
        if !is_frame && !is_end {
            self.meter.warn(Severity::Loss, GARBAGE, offset);
        }
        Ok(())
    }

    /// Brings out the next bytes of the frame into `output`.
    fn step(&mut self) -> Result<(), LoadError> {
        self.output.clear();
        let offset = self.input.offset();
        let next = self.input.peek(1)?;
        let mut from = InBuffer::around(next);
        let mut into = OutBuffer::around(&mut self.output);
        let result = self.decoder.run(&mut from, &mut into);
        let n_taken = from.pos();
        self.input.take(n_taken);
        self.meter.add(self.output.len(), self.input.offset())?;
        match result {
            Ok(0) => self.place = Place::BeforeFrame,
            Ok(_) if n_taken > 0 || !self.output.is_empty() => {}
            Ok(_) => {
                self.place = Place::AtEnd;
                self.meter.damaged(CUT, "", offset)?;
            }
            Err(error) => {
                self.place = Place::AtEnd;
                self.output.clear();
                self.meter.damaged(CORRUPT, &error.to_string(), offset)?;
            }
        }
        Ok(())
    }
}

impl Blocks for Zstd<'_> {
    fn append_to(&mut self, buffer: &mut Vec<u8>) -> Result<usize, LoadError> {
        let reading = self.meter.reading();
        loop {
            reading.advance(0)?;
            match self.place {
                Place::AtEnd => return Ok(0),
                Place::BeforeFrame => self.begin_frame()?,
                Place::InFrame => {
                    self.step()?;
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
