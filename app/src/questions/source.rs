//! The source of the selected function, read in the background.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use asyncscope_core::files::source::{SourceError, SourceText, find_source};
use asyncscope_core::strings::StringIndex;

use crate::jobs::Job;
use crate::opened::Opened;

/// What source is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceQuestion {
    /// The script.
    pub url: StringIndex,
    folder: Option<PathBuf>,
}

/// A source, or why there is none.
#[derive(Debug)]
pub struct Source {
    /// The script.
    pub url: StringIndex,
    /// Its text, or what to say instead.
    pub text: Result<SourceText, NoSource>,
}

/// Why there is no source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoSource {
    /// In words for people.
    pub why: String,
    /// Whether another folder could have it.
    pub may_be_elsewhere: bool,
}

impl Opened {
    /// Asks for the source of the selected function: on this computer, or below `folder`.
    pub fn ask_source(&mut self, folder: Option<&Path>, ctx: &egui::Context) {
        let Some(frame) = self.selection.function() else { return };
        let url = self.recording.frames.get(frame).url;
        let recording = Arc::clone(&self.recording);
        let question = SourceQuestion { url, folder: folder.map(Path::to_owned) };
        let asked = question.clone();
        self.answers.source.ask(question, || {
            Job::spawn("Reading the source", ctx, move |_task| {
                let url = recording.text(asked.url);
                let found = find_source(url, asked.folder.as_deref());
                let text = found.map_err(|error| NoSource {
                    may_be_elsewhere: !matches!(error, SourceError::NoFile { .. }),
                    why: error.to_string(),
                });
                Ok(Arc::new(Source { url: asked.url, text }))
            })
        });
    }
}
