//! Closing the array of a recording, once every process that wrote to it is gone.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;

/// How a recording ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closing {
    /// No process of the program wrote to it.
    Empty,
    /// It is a whole array.
    Closed,
}

/// How much is looked at at a time, from the end.
const BLOCK: u64 = 1 << 16;

/// Closes the array. A line that was cut when its writer was killed goes: it is no event.
pub fn close(path: &Path) -> io::Result<Closing> {
    let mut file = OpenOptions::new().read(true).write(true).open(path)?;
    let size = file.metadata()?.len();
    let whole = end_of_lines(&mut file, size)?;
    let rest = read_at(&mut file, whole, size - whole)?;
    if rest == b"]" {
        return Ok(Closing::Closed);
    }
    let is_event = serde_json::from_slice::<serde::de::IgnoredAny>(&rest).is_ok();
    let end = if is_event && !rest.is_empty() { size } else { whole };
    // Behind `[` and its line break there is nothing yet.
    if end <= 2 {
        return Ok(Closing::Empty);
    }
    let tail = read_at(&mut file, end - 2, 2)?;
    let end = if tail == *b",\n" { end - 2 } else { end };
    file.set_len(end)?;
    file.seek(SeekFrom::End(0))?;
    file.write_all(b"\n]")?;
    file.sync_all()?;
    Ok(Closing::Closed)
}

/// Where the last whole line ends.
fn end_of_lines(file: &mut File, size: u64) -> io::Result<u64> {
    let mut end = size;
    while end > 0 {
        let start = end.saturating_sub(BLOCK);
        let block = read_at(file, start, end - start)?;
        if let Some(at) = block.iter().rposition(|&it| it == b'\n') {
            return Ok(start + at as u64 + 1);
        }
        end = start;
    }
    Ok(0)
}

fn read_at(file: &mut File, start: u64, length: u64) -> io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(start))?;
    let mut bytes = Vec::new();
    file.take(length).read_to_end(&mut bytes)?;
    Ok(bytes)
}
