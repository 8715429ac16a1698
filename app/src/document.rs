//! One open file: what was read, what was asked of it, and how it is looked at.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use asyncscope_core::analysis::heap::{HeapFacts, HeapTree, last_object_id};
use asyncscope_core::combine::{Alignment, Part, PartLabel, combine, shifts};
use asyncscope_core::error::{LoadError, show_os_str, show_path};
use asyncscope_core::load::{LoadOptions, load, load_reader};
use asyncscope_core::model::Recording;
use asyncscope_core::session::heap_cache::{CachedHeap, HeapCache};
use asyncscope_core::task::{Cancelled, Task};

use crate::compared::Compared;
use crate::diff::Diff;
use crate::jobs::{Job, JobState};
use crate::kind::Kind;
use crate::opened::Opened;
use crate::questions::heap::known::KeepIn;
use crate::samples::Sample;

/// Names a document while it is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentId(pub u64);

/// One open file.
#[derive(Debug)]
pub struct Document {
    /// Names it.
    pub id: DocumentId,
    /// Where the file lies.
    pub path: PathBuf,
    /// Its name, without its folder.
    pub name: String,
    /// The sample that it is, if it is no file.
    pub sample: Option<&'static Sample>,
    /// Its size on disk in bytes, once it is known.
    pub size: Option<u64>,
    /// What it was made of, if it is several recordings as one; emptied once that is done.
    pub parts: Option<Parts>,
    /// What became of it.
    pub content: Content,
}

/// Recordings with their names.
pub type Parts = Vec<(String, Arc<Recording>)>;

/// What became of a file.
#[derive(Debug)]
pub enum Content {
    /// It is being read.
    Loading(Job<Read>),
    /// Reading it was stopped.
    Stopped,
    /// It could not be read; why, in words for people.
    Failed(String),
    /// It was read.
    Opened(Box<Opened>),
}

/// What a job has read.
#[derive(Debug)]
pub struct Read {
    size: Option<u64>,
    recording: Result<Recording, LoadError>,
    /// What was known of a heap before.
    known: Option<(HeapFacts, HeapTree)>,
    /// Where what is found out about a heap is to be kept.
    keep_in: Option<KeepIn>,
    /// The highest number of an object of a heap.
    last_object: Option<u64>,
}

impl Read {
    fn new(size: Option<u64>, recording: Result<Recording, LoadError>) -> Self {
        let heap = recording.as_ref().ok().and_then(|it| it.heap.as_ref());
        let last_object = heap.map(|it| last_object_id(it));
        Self { size, recording, known: None, keep_in: None, last_object }
    }
}

/// What a document said when it was asked whether it is loaded.
#[derive(Debug, PartialEq, Eq)]
pub enum Loaded {
    /// Nothing new.
    No,
    /// It has just been read.
    Now,
    /// It has just failed.
    Failed,
    /// Its loading was stopped.
    Stopped,
}

impl Document {
    /// Starts to read a file, or what is kept of it in `cache`.
    pub fn load(
        id: DocumentId,
        path: PathBuf,
        cache: Option<HeapCache>,
        ctx: &egui::Context,
    ) -> Self {
        let name = path.file_name().map_or_else(|| show_path(&path), show_os_str);
        let content = Content::load(path.clone(), cache, ctx);
        Self { id, path, name, sample: None, size: None, parts: None, content }
    }

    /// Starts to read a sample.
    pub fn sample(id: DocumentId, sample: &'static Sample, ctx: &egui::Context) -> Self {
        let name = format!("Sample: {}", sample.name);
        let content = Content::load_sample(sample, ctx);
        let (path, parts) = (sample.file.into(), None);
        Self { id, path, name, sample: Some(sample), size: None, parts, content }
    }

    /// A recording that was not read from a file, such as one made by a program.
    pub fn of(id: DocumentId, name: &str, recording: Recording) -> Self {
        let size = Some(recording.source.size);
        let opened = Opened::new(Arc::new(recording));
        let (path, name) = (PathBuf::from(name), name.to_owned());
        let content = Content::Opened(Box::new(opened));
        Self { id, path, name, size, sample: None, parts: None, content }
    }

    /// Two heaps that are compared.
    pub fn compared(id: DocumentId, compared: Compared) -> Self {
        let name = compared.name();
        let mut opened = Opened::new(Arc::clone(&compared.sides[1].recording));
        opened.kind = Kind::Comparison;
        opened.view = Kind::Comparison.first_view();
        opened.compared = Some(Box::new(compared));
        let (path, content) = (PathBuf::from(&name), Content::Opened(Box::new(opened)));
        Self { id, path, name, sample: None, size: None, parts: None, content }
    }

    /// Recordings that are compared.
    pub fn diff(id: DocumentId, diff: Diff) -> Option<Self> {
        let name = diff.name();
        let recording = Arc::clone(&diff.sides.after.first()?.recording);
        let mut opened = Opened::new(recording);
        opened.kind = diff.kind();
        opened.view = opened.kind.first_view();
        opened.diff = Some(Box::new(diff));
        let (path, content) = (PathBuf::from(&name), Content::Opened(Box::new(opened)));
        Some(Self { id, path, name, sample: None, size: None, parts: None, content })
    }

    /// Starts to make one recording of several that are open, each with its name.
    pub fn merged(id: DocumentId, parts: Parts, ctx: &egui::Context) -> Self {
        let names: Vec<&str> = parts.iter().map(|it| it.0.as_str()).collect();
        let name = names.join(" + ");
        let path = PathBuf::from(&name);
        let content = Content::merge(parts.clone(), path.clone(), ctx);
        Self { id, path, name, sample: None, size: None, parts: Some(parts), content }
    }

    /// Reads the file again.
    pub fn reload(&mut self, cache: Option<HeapCache>, ctx: &egui::Context) {
        self.content = match (self.sample, &self.parts) {
            (Some(sample), _) => Content::load_sample(sample, ctx),
            (None, Some(parts)) => Content::merge(parts.clone(), self.path.clone(), ctx),
            (None, None) => Content::load(self.path.clone(), cache, ctx),
        };
    }

    /// Stops reading it, if that is what is being done.
    pub fn stop(&mut self) {
        if self.is_loading() {
            self.content = Content::Stopped;
        }
    }

    /// Takes in what was read.
    pub fn poll(&mut self) -> Loaded {
        let Content::Loading(job) = &self.content else { return Loaded::No };
        let (content, loaded) = match job.poll() {
            JobState::Running => return Loaded::No,
            JobState::Done(Read {
                size,
                recording: Ok(recording),
                known,
                keep_in,
                last_object,
            }) => {
                self.size = size;
                self.parts.iter_mut().for_each(Vec::clear);
                let mut opened = Opened::new(Arc::new(recording));
                opened.keep_in = keep_in;
                opened.last_object = last_object;
                if let Some((facts, tree)) = known {
                    opened.take_known(facts, tree);
                }
                (Content::Opened(Box::new(opened)), Loaded::Now)
            }
            JobState::Gone => return Loaded::Stopped,
            JobState::Done(Read { recording: Err(error), .. }) => {
                (Content::Failed(error.to_string()), Loaded::Failed)
            }
            JobState::Panicked(text) => {
                let file = show_path(&self.path);
                let why = format!("This is a bug in Asyncscope: {text}\nFile: {file}");
                (Content::Failed(why), Loaded::Failed)
            }
        };
        self.content = content;
        loaded
    }

    /// What was read, once it is.
    pub fn opened(&self) -> Option<&Opened> {
        match &self.content {
            Content::Opened(opened) => Some(opened),
            Content::Loading(_) | Content::Stopped | Content::Failed(_) => None,
        }
    }

    /// The same, to change how it is looked at.
    pub fn opened_mut(&mut self) -> Option<&mut Opened> {
        match &mut self.content {
            Content::Opened(opened) => Some(opened),
            Content::Loading(_) | Content::Stopped | Content::Failed(_) => None,
        }
    }

    /// Whether it was read from a file of its own.
    pub fn is_file(&self) -> bool {
        self.sample.is_none() && self.parts.is_none()
    }

    /// Whether it is being read.
    pub fn is_loading(&self) -> bool {
        matches!(self.content, Content::Loading(_))
    }
}

impl Content {
    fn load(path: PathBuf, cache: Option<HeapCache>, ctx: &egui::Context) -> Self {
        let file = show_path(&path);
        let read = move |task: &Task| {
            let size = std::fs::metadata(&path).ok().map(|it| it.len());
            // A cancel is told by `start`.
            let cached = cache.as_ref().and_then(|it| it.load(&path, task).ok().flatten());
            if let Some(cached) = cached {
                let (recording, known) = of_cache(cached);
                return Read { known: Some(known), ..Read::new(size, Ok(recording)) };
            }
            let recording = load(&path, &LoadOptions::default(), task);
            let keep_in = cache.map(|cache| KeepIn { cache, file: path });
            Read { keep_in, ..Read::new(size, recording) }
        };
        Self::start(&file, ctx, read)
    }

    fn load_sample(sample: &'static Sample, ctx: &egui::Context) -> Self {
        let read = move |task: &Task| {
            let size = Some(sample.bytes.len() as u64);
            let options = LoadOptions::default();
            let path = Path::new(sample.file);
            let recording = load_reader(sample.bytes, path, &options, task);
            Read::new(size, recording)
        };
        Self::start(sample.file, ctx, read)
    }

    /// Puts recordings together by the clock they share, or by the time of day.
    fn merge(parts: Parts, path: PathBuf, ctx: &egui::Context) -> Self {
        let file = show_path(&path);
        Self::start(&file, ctx, move |task| Read::new(None, together(&parts, path, task)))
    }

    fn start(
        file: &str,
        ctx: &egui::Context,
        read: impl FnOnce(&Task) -> Read + Send + 'static,
    ) -> Self {
        let job = Job::spawn("Opening", ctx, move |task| {
            let read = read(task);
            if task.is_cancelled() { Err(Cancelled) } else { Ok(read) }
        });
        match job {
            Ok(job) => Self::Loading(job),
            Err(error) => Self::Failed(format!("the system gave no thread: {error}\nFile: {file}")),
        }
    }
}

/// One recording of several.
fn together(parts: &Parts, path: PathBuf, task: &Task) -> Result<Recording, LoadError> {
    let recordings: Vec<&Recording> = parts.iter().map(|it| &*it.1).collect();
    let shifts = match shifts(&recordings, Alignment::Auto) {
        Ok(shifts) => shifts,
        Err(error) => return Err(LoadError::Together { path, problem: error.to_string() }),
    };
    let mut joined: Vec<Part<'_>> = Vec::with_capacity(parts.len());
    for ((name, recording), shift) in parts.iter().zip(shifts) {
        joined.push(Part { recording, shift, label: PartLabel::of_file(name) });
    }
    combine(&joined, task).map_err(|error| {
        if error.is_cancelled() {
            return LoadError::Cancelled { path: path.clone() };
        }
        LoadError::Together { path: path.clone(), problem: error.kind.to_string() }
    })
}

/// A recording of what was kept of a heap, and what is known of it.
fn of_cache(cached: CachedHeap) -> (Recording, (HeapFacts, HeapTree)) {
    let recording = cached.recording();
    (recording, (cached.facts, cached.tree))
}

/// The folder of a file for people, with the home folder as `~`.
pub fn show_folder(path: &Path, home: Option<&Path>) -> String {
    let Some(folder) = path.parent() else { return String::new() };
    match home.and_then(|home| folder.strip_prefix(home).ok()) {
        Some(rest) if rest == Path::new("") => "~".to_owned(),
        Some(rest) => format!("~/{}", show_path(rest)),
        None => show_path(folder),
    }
}
