//! Names a snapshot by its content.

use std::fs::{self, File};
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::Path;
use std::time::UNIX_EPOCH;

use super::file::Checksum;

/// How many places of a file are looked at.
const N_PLACES: u64 = 256;

/// Bytes that are looked at in each place.
const PLACE: u64 = 4 << 10;

/// A name for the content of a regular file, and its size in bytes; `None` if it cannot be read.
///
/// Reading half a gigabyte only to name it would take as long as reading what is known of it. So
/// the name is made of the size, the moment of the last change and 256 places all over the file,
/// the first and the last among them.
pub(super) fn of_file(path: &Path) -> Option<(String, u64)> {
    let metadata = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
    let size = metadata.len();
    let changed = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?.as_nanos();
    let mut sums = [Checksum::new(1), Checksum::new(2)];
    let mut file = File::open(path).ok()?;
    let mut place = Vec::new();
    for number in 0..N_PLACES {
        let last = u128::from(size.saturating_sub(PLACE));
        let start = last * u128::from(number) / u128::from(N_PLACES - 1);
        file.seek(SeekFrom::Start(u64::try_from(start).ok()?)).ok()?;
        place.clear();
        (&mut file).take(PLACE).read_to_end(&mut place).ok()?;
        for it in &mut sums {
            it.add(&place);
        }
    }
    let head = [size.to_le_bytes().as_slice(), &changed.to_le_bytes()].concat();
    for it in &mut sums {
        it.add(&head);
    }
    let [a, b] = sums.map(Checksum::finish);
    Some((format!("{a:016x}{b:016x}"), size))
}
