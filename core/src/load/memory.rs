//! Whether there is memory for a file, before it is read.

use std::path::Path;

use super::Reading;
use super::available::available;
use crate::error::LoadError;

/// Bytes that opening takes for each byte of a heap snapshot, retained sizes included, in percent:
/// measured 128 to 143, for files of 120 to 1,470 MB.
const PERCENT: u64 = 145;

/// Refuses a file of `size` bytes that would not fit into the memory that is free, unless it is
/// allowed; says nothing where the system does not tell what is free.
pub(super) fn check(size: u64, reading: Reading<'_>) -> Result<(), LoadError> {
    if reading.options.allow_large {
        return Ok(());
    }
    match available() {
        Some(available) => check_against(size, available, reading.path),
        None => Ok(()),
    }
}

fn check_against(size: u64, available: u64, path: &Path) -> Result<(), LoadError> {
    let needed = size.saturating_mul(PERCENT) / 100;
    if needed <= available {
        return Ok(());
    }
    Err(LoadError::NeedsMemory { path: path.to_owned(), needed, available })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_does_not_fit_is_refused_with_what_it_needs() {
        let path = Path::new("big.heapsnapshot");
        assert!(check_against(1_000, 1_450, path).is_ok());
        let error = check_against(4_000_000_000, 3_200_000_000, path).expect_err("too large");
        let said = error.to_string().replace('\u{2009}', " ");
        assert!(said.contains("needs about 5.80 GB of memory, 3.20 GB are free"), "{said}");
        assert!(said.contains("big.heapsnapshot"), "{said}");
    }
}
