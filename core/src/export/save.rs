//! Saving a file so that it is either the old one or the new one, never half of it.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::error::show_path;
use crate::export::ExportError;

/// How many names are tried for the temporary file.
const MAX_TRIES: u32 = 100;

/// A file could not be saved. What stood there before still stands there.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SaveError {
    /// The operating system refused.
    #[error("cannot {step}: {source}\nFile: {}", show_path(path))]
    Write {
        /// The file that was to be written.
        path: PathBuf,
        /// Such as "write the file".
        step: &'static str,
        /// What the operating system said.
        source: io::Error,
    },
    /// The owner of the work asked it to stop.
    #[error("saving was cancelled\nFile: {}", show_path(path))]
    Cancelled {
        /// The file that was to be written.
        path: PathBuf,
    },
}

/// Writes a file by `write`: into a temporary file in the same folder, which takes the name `path`
/// once all of it has reached the disk.
///
/// If anything fails, a file that was there stays as it was and nothing else is left behind. A
/// link is followed; the permissions of a file that is replaced are kept. A device or a pipe cannot
/// be replaced and is written to.
pub fn save(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> Result<(), ExportError>,
) -> Result<(), SaveError> {
    let failed = |(step, error)| match error {
        ExportError::Write(source) => SaveError::Write { path: path.to_owned(), step, source },
        ExportError::Cancelled(_) => SaveError::Cancelled { path: path.to_owned() },
    };
    match fs::metadata(path) {
        Ok(found) if found.is_file() => {
            let real = fs::canonicalize(path).map_err(at("find the file")).map_err(failed)?;
            replace(&real, Some(found.permissions()), write).map_err(failed)
        }
        Ok(found) if found.is_dir() => {
            let error = io::Error::from(io::ErrorKind::IsADirectory);
            Err(failed(("write the file", error.into())))
        }
        Ok(_) => write_in_place(path, write).map_err(failed),
        Err(_) => replace(path, None, write).map_err(failed),
    }
}

/// What was being done, and why it failed.
type Failed = (&'static str, ExportError);

fn at<E: Into<ExportError>>(step: &'static str) -> impl FnOnce(E) -> Failed {
    move |error| (step, error.into())
}

fn write_in_place(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> Result<(), ExportError>,
) -> Result<(), Failed> {
    let file = OpenOptions::new().write(true).open(path).map_err(at("open the file"))?;
    let mut out = BufWriter::new(file);
    write(&mut out).map_err(at("write the file"))?;
    out.flush().map_err(at("write the file"))
}

fn replace(
    path: &Path,
    permissions: Option<fs::Permissions>,
    write: impl FnOnce(&mut dyn Write) -> Result<(), ExportError>,
) -> Result<(), Failed> {
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    let (file, temporary) = create_temporary(folder).map_err(at("write into the folder"))?;
    let written = fill(file, permissions, write)
        .and_then(|()| fs::rename(&temporary, path).map_err(at("give the finished file its name")));
    if written.is_err() {
        fs::remove_file(&temporary).ok(); // the first error is the one to tell
        return written;
    }
    sync_folder(folder);
    Ok(())
}

fn fill(
    file: File,
    permissions: Option<fs::Permissions>,
    write: impl FnOnce(&mut dyn Write) -> Result<(), ExportError>,
) -> Result<(), Failed> {
    let mut out = BufWriter::with_capacity(1 << 16, file);
    write(&mut out).map_err(at("write the file"))?;
    let file = out.into_inner().map_err(|it| ("write the file", it.into_error().into()))?;
    if let Some(permissions) = permissions {
        file.set_permissions(permissions).map_err(at("set the file's permissions"))?;
    }
    file.sync_all().map_err(at("write the file to disk"))
}

/// A new file in `folder` under a short name that nobody else has.
fn create_temporary(folder: &Path) -> io::Result<(File, PathBuf)> {
    let process = std::process::id();
    for attempt in 0..MAX_TRIES {
        let path = folder.join(format!(".asyncscope-{process}-{attempt}.tmp"));
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(file) => return Ok((file, path)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// Makes the new name survive a power loss. Some systems cannot; the file is whole all the same.
fn sync_folder(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        folder.sync_all().ok();
    }
}
