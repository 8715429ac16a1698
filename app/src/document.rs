//! One open file: what was read, what was asked of it, and how it is looked at.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use asyncscope_core::analysis::heap::{HeapFacts, HeapTree, last_object_id};
use asyncscope_core::error::{LoadError, show_os_str, show_path};
use asyncscope_core::load::{LoadOptions, load_any, load_reader, load_together};
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
use crate::snapshots::Snapshots;
use crate::together::Together;

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
    /// The files that it is made of, if these are several.
    pub parts: Option<Together>,
    /// Its size on disk in bytes, once it is known.
    pub size: Option<u64>,
    /// What became of it.
    pub content: Content,
}

/// Where a recording was read from, so that what is not kept of it can be read again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A file.
    File(PathBuf),
    /// A sample, which the program carries.
    Sample(&'static Sample),
}

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
        Self { id, path, name, sample: None, parts: None, size: None, content }
    }

    /// Starts to read several files as one recording.
    pub fn load_together(id: DocumentId, together: Together, ctx: &egui::Context) -> Self {
        let path = together.paths.first().cloned().unwrap_or_default();
        let first = path.file_name().map_or_else(|| show_path(&path), show_os_str);
        let name = match together.paths.len() {
            0 | 1 => first,
            n => format!("{first} + {}", n - 1),
        };
        let content = Content::load_together(together.clone(), ctx);
        Self { id, path, name, sample: None, parts: Some(together), size: None, content }
    }

    /// Starts to read a sample.
    pub fn sample(id: DocumentId, sample: &'static Sample, ctx: &egui::Context) -> Self {
        let name = format!("Sample: {}", sample.name);
        let content = Content::load_sample(sample, ctx);
        Self {
            id,
            path: sample.file.into(),
            name,
            sample: Some(sample),
            parts: None,
            size: None,
            content,
        }
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
        Self { id, path, name, sample: None, parts: None, size: None, content }
    }

    /// Whether it is one file, which can be opened again by its path.
    pub fn is_file(&self) -> bool {
        self.sample.is_none() && self.parts.is_none()
    }

    /// Snapshots that are looked at together.
    pub fn snapshots(id: DocumentId, snapshots: Snapshots) -> Option<Self> {
        let name = snapshots.name();
        let recording = Arc::clone(&snapshots.last()?.side.recording);
        let mut opened = Opened::new(recording);
        opened.kind = Kind::Snapshots;
        opened.view = Kind::Snapshots.first_view();
        opened.snapshots = Some(Box::new(snapshots));
        let (path, content) = (PathBuf::from(&name), Content::Opened(Box::new(opened)));
        Some(Self { id, path, name, sample: None, size: None, parts: None, content })
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

    /// Reads the file again.
    pub fn reload(&mut self, cache: Option<HeapCache>, ctx: &egui::Context) {
        self.content = match (self.sample, &self.parts) {
            (Some(sample), _) => Content::load_sample(sample, ctx),
            (None, Some(parts)) => Content::load_together(parts.clone(), ctx),
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
                let mut opened = Opened::new(Arc::new(recording));
                opened.keep_in = keep_in;
                opened.last_object = last_object;
                opened.origin = Some(match self.sample {
                    Some(sample) => Origin::Sample(sample),
                    None => Origin::File(self.path.clone()),
                });
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
            let recording = load_any(&path, &LoadOptions::default(), task);
            let keep_in = cache.map(|cache| KeepIn { cache, file: path });
            Read { keep_in, ..Read::new(size, recording) }
        };
        Self::start(&file, ctx, read)
    }

    fn load_together(together: Together, ctx: &egui::Context) -> Self {
        let first = together.paths.first().map(|it| show_path(it)).unwrap_or_default();
        let read = move |task: &Task| {
            let Together { paths, alignment } = &together;
            let sizes = paths.iter().filter_map(|it| std::fs::metadata(it).ok());
            let size = sizes.map(|it| it.len()).sum();
            let recording = load_together(paths, *alignment, &LoadOptions::default(), task);
            Read::new(Some(size), recording)
        };
        Self::start(&first, ctx, read)
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
