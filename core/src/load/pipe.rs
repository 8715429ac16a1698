//! Standard input and other readers that may make us wait.

use std::io::{self, ErrorKind, IsTerminal as _, Read};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

use super::blocks::{BLOCK, Blocks, reserve};
use super::{Reading, limits};
use crate::error::LoadError;

/// How often a cancel is looked for while nothing comes.
const PATIENCE: Duration = Duration::from_millis(20);

/// The blocks that a thread reads for us.
///
/// A read from a pipe waits until its other end writes, and nothing can wake it: so it waits on a
/// thread of its own, and only the thread is left behind when the loading is cancelled.
pub(super) struct PipeBlocks<'a> {
    blocks: Receiver<io::Result<Vec<u8>>>,
    n_read: u64,
    reading: Reading<'a>,
}

impl<'a> PipeBlocks<'a> {
    /// The blocks of standard input.
    pub(super) fn of_stdin(reading: Reading<'a>) -> Result<Self, LoadError> {
        if io::stdin().is_terminal() {
            let path = reading.path.to_owned();
            return Err(LoadError::NotRegular { path, found: "a terminal; pipe a file into it" });
        }
        Self::new(io::stdin(), reading)
    }

    /// The blocks of `reader`.
    pub(super) fn new(
        reader: impl Read + Send + 'static,
        reading: Reading<'a>,
    ) -> Result<Self, LoadError> {
        let (sender, blocks) = sync_channel(2);
        let thread = thread::Builder::new().name("read a pipe".to_owned());
        thread.spawn(move || send_blocks(reader, &sender)).map_err(|source| {
            let path = reading.path.to_owned();
            LoadError::Read { path, source }
        })?;
        Ok(Self { blocks, n_read: 0, reading })
    }
}

/// Sends what `reader` gives until its end, an error, or until nobody listens.
fn send_blocks(mut reader: impl Read, sender: &SyncSender<io::Result<Vec<u8>>>) {
    loop {
        let mut block = vec![0; BLOCK];
        let read = match reader.read(&mut block) {
            Ok(0) => return,
            Ok(n) => {
                block.truncate(n);
                Ok(block)
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => Err(error),
        };
        let is_error = read.is_err();
        if sender.send(read).is_err() || is_error {
            return;
        }
    }
}

impl Blocks for PipeBlocks<'_> {
    fn append_to(&mut self, buffer: &mut Vec<u8>) -> Result<usize, LoadError> {
        let block = loop {
            self.reading.advance(0)?;
            match self.blocks.recv_timeout(PATIENCE) {
                Ok(block) => break block,
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Ok(0),
            }
        };
        let path = || self.reading.path.to_owned();
        let block = block.map_err(|source| LoadError::Read { path: path(), source })?;
        self.n_read += block.len() as u64;
        limits::check_size(Some(self.n_read), self.reading)?;
        reserve(buffer, block.len(), self.reading)?;
        buffer.extend_from_slice(&block);
        self.reading.advance(block.len())?;
        Ok(block.len())
    }
}
