//! Opening regular files, and nothing else.

use std::fs::{self, File, FileType, OpenOptions};
use std::io;
use std::path::Path;

use crate::error::LoadError;

/// Opens `path` if it is a regular file, or a link to one.
///
/// It is looked at before it is opened, since opening a FIFO waits for a writer and opening a
/// device may do something; and again once it is open, since it may have been replaced between.
pub(crate) fn regular_file(path: &Path) -> Result<File, LoadError> {
    let read_error = |source: io::Error| LoadError::Read { path: path.to_owned(), source };
    check(fs::metadata(path).map_err(read_error)?.file_type(), path)?;
    let file = options().open(path).map_err(read_error)?;
    check(file.metadata().map_err(read_error)?.file_type(), path)?;
    Ok(file)
}

/// The size of an open file; `None` where the system says 0, as it does of files that it makes up
/// while they are read.
pub(super) fn size_of(file: &File, path: &Path) -> Result<Option<u64>, LoadError> {
    match file.metadata() {
        Ok(metadata) => Ok(Some(metadata.len()).filter(|&it| it > 0)),
        Err(source) => Err(LoadError::Read { path: path.to_owned(), source }),
    }
}

fn check(file_type: FileType, path: &Path) -> Result<(), LoadError> {
    if file_type.is_file() {
        return Ok(());
    }
    Err(LoadError::NotRegular { path: path.to_owned(), found: name_of(file_type) })
}

#[cfg(unix)]
fn name_of(file_type: FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt as _;

    if file_type.is_dir() {
        "a directory"
    } else if file_type.is_fifo() {
        "a named pipe (FIFO); to read a pipe, give - as the file and redirect it"
    } else if file_type.is_socket() {
        "a socket"
    } else if file_type.is_char_device() || file_type.is_block_device() {
        "a device"
    } else {
        "something else"
    }
}

#[cfg(not(unix))]
fn name_of(file_type: FileType) -> &'static str {
    if file_type.is_dir() { "a directory" } else { "something else" }
}

#[cfg(unix)]
fn options() -> OpenOptions {
    use std::os::unix::fs::OpenOptionsExt as _;

    let mut options = OpenOptions::new();
    // Even if a FIFO takes the file's place at the last moment, this does not wait.
    options.read(true).custom_flags(libc::O_NONBLOCK | libc::O_NOCTTY);
    options
}

#[cfg(not(unix))]
fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true);
    options
}
