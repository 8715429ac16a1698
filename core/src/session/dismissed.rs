//! Dismissed suspects, remembered in a file beside the recordings.
//!
//! It is JSON that people can read, merge and check in with a project, so that a build fails only
//! on new suspects: `{"asyncscope_dismissed": 1, "suspects": ["timer|Session|TimersList"]}`.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::analysis::leaks::Dismissed;
use crate::error::show_path;
use crate::export::{SaveError, save};

/// The name of the file.
pub const FILE_NAME: &str = "asyncscope-dismissed.json";

/// The version of its layout.
const VERSION: u32 = 1;

/// The largest file that is read, in bytes.
const MAX_SIZE: u64 = 16 << 20;

/// The file of dismissed suspects could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DismissedError {
    /// The operating system refused.
    #[error("cannot read the dismissed suspects: {source}\nFile: {}", show_path(path))]
    Read {
        /// The file.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// It is no such file.
    #[error(
        "expected {{\"asyncscope_dismissed\": 1, \"suspects\": [..]}}, found {found}\nFile: {}",
        show_path(path)
    )]
    Content {
        /// The file.
        path: PathBuf,
        /// What is wrong with it, and where.
        found: String,
    },
}

#[derive(Serialize, Deserialize)]
struct Stored {
    asyncscope_dismissed: u32,
    suspects: Vec<String>,
}

/// Where suspects of a recording are remembered: in its folder.
pub fn beside(recording: &Path) -> PathBuf {
    recording.with_file_name(FILE_NAME)
}

/// The suspects that were dismissed; none if there is no file.
pub fn load_dismissed(path: &Path) -> Result<Dismissed, DismissedError> {
    let failed = |source| DismissedError::Read { path: path.to_owned(), source };
    let wrong = |found| DismissedError::Content { path: path.to_owned(), found };
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Dismissed::default()),
        Err(error) => return Err(failed(error)),
    };
    let mut bytes = Vec::new();
    file.take(MAX_SIZE + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > MAX_SIZE {
        return Err(wrong(format!("more than {MAX_SIZE} bytes")));
    }
    let stored: Stored =
        serde_json::from_slice(&bytes).map_err(|error| wrong(error.to_string()))?;
    if stored.asyncscope_dismissed != VERSION {
        return Err(wrong(format!("version {}", stored.asyncscope_dismissed)));
    }
    Ok(Dismissed { fingerprints: stored.suspects.into_iter().collect() })
}

/// Remembers dismissed suspects: one a line, in order, so that versions of the file can be
/// compared.
pub fn save_dismissed(path: &Path, dismissed: &Dismissed) -> Result<(), SaveError> {
    let suspects = dismissed.fingerprints.iter().cloned().collect();
    let stored = Stored { asyncscope_dismissed: VERSION, suspects };
    save(path, |out| {
        serde_json::to_writer_pretty(&mut *out, &stored).map_err(io::Error::from)?;
        Ok(out.write_all(b"\n")?)
    })
}
