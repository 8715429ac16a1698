//! Suspects that are dismissed in the window, and remembered in the file of the command line.
//!
//! What is dismissed counts at once and is written by a job, which reads the file again first: what
//! others have dismissed since is not lost.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use asyncscope_core::analysis::leaks::Dismissed;
use asyncscope_core::session::dismissed::{load_dismissed, save_dismissed};

use crate::answers::Answer;
use crate::jobs::Job;

/// Which state of the file is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileQuestion {
    file: PathBuf,
    /// How often it was written.
    version: u32,
}

/// What stands in the file, or why that is not known.
type Found = Result<Arc<Dismissed>, String>;

/// What is dismissed.
#[derive(Debug, Default)]
pub struct Dismissals {
    found: Answer<FileQuestion, Found>,
    /// What was done since: what a suspect is known by, and whether it is dismissed.
    changes: Vec<(String, bool)>,
    /// How many of these are being written.
    n_writing: usize,
    version: u32,
}

impl Dismissals {
    /// Whether what is known by `fingerprint` is dismissed.
    pub fn has(&self, fingerprint: &str) -> bool {
        let changed = self.changes.iter().rev().find(|it| it.0 == fingerprint);
        changed.map_or_else(|| self.is_in_file(fingerprint), |it| it.1)
    }

    fn is_in_file(&self, fingerprint: &str) -> bool {
        let found = self.found.value().and_then(|it| it.as_ref().ok());
        found.is_some_and(|it| it.fingerprints.contains(fingerprint))
    }

    /// Why it is not known what is dismissed, if it is not.
    pub fn failure(&self) -> Option<&str> {
        let told = self.found.value().and_then(|it| it.as_ref().err()).map(String::as_str);
        self.found.failure().or(told)
    }

    /// Dismisses what is known by `fingerprint`, or takes that back.
    pub fn change(&mut self, fingerprint: String, is_dismissed: bool) {
        self.changes.push((fingerprint, is_dismissed));
    }

    /// Whether the file is being read or written.
    pub fn is_working(&self) -> bool {
        self.found.is_working()
    }

    /// Takes in what is finished. Returns what went wrong in our own code.
    pub fn poll(&mut self) -> Option<String> {
        let bug = self.found.poll();
        if !self.found.is_working() && self.n_writing > 0 {
            self.changes.drain(..self.n_writing); // it stands in the file now, or never will
            self.n_writing = 0;
        }
        bug
    }

    /// Reads the file that lies at `file`, and writes what was changed. Without a file what is
    /// dismissed is remembered only as long as the window is open.
    pub fn ask(&mut self, file: Option<&Path>, ctx: &egui::Context) {
        let Some(file) = file.map(Path::to_owned) else { return };
        if self.found.is_working() {
            return;
        }
        if !self.changes.is_empty() {
            self.version += 1;
            self.n_writing = self.changes.len();
        }
        let changes = self.changes.clone();
        let question = FileQuestion { file: file.clone(), version: self.version };
        self.found.ask(question, || {
            Job::spawn("Remembering what is dismissed", ctx, move |_task| Ok(write(&file, changes)))
        });
    }

    /// Asks again what could not be read or written.
    pub fn ask_again(&mut self) {
        if self.failure().is_some() {
            self.found.clear();
        }
    }

    /// Forgets the file: it may be another one now.
    pub fn forget(&mut self) {
        if !self.found.is_working() {
            self.found.clear();
        }
    }
}

/// Reads the file, and writes it anew with `changes` if there are any.
fn write(file: &Path, changes: Vec<(String, bool)>) -> Found {
    let mut dismissed = load_dismissed(file).map_err(|it| it.to_string())?;
    if changes.is_empty() {
        return Ok(Arc::new(dismissed));
    }
    for (fingerprint, is_dismissed) in changes {
        if is_dismissed {
            dismissed.fingerprints.insert(fingerprint);
        } else {
            dismissed.fingerprints.remove(&fingerprint);
        }
    }
    save_dismissed(file, &dismissed).map_err(|it| it.to_string())?;
    Ok(Arc::new(dismissed))
}
