//! Everything the window knows. Views borrow it; only [`crate::apply`] changes it.

use std::path::PathBuf;

use asyncscope_core::session::heap_cache::{DEFAULT_LIMIT, HeapCache};
use asyncscope_core::units::SizeUnits;
use egui::ThemePreference;

use crate::arrangement::{Arrangement, Arrangements};
use crate::compared::Which;
use crate::dialogs::{Chosen, Purpose};
use crate::document::{Content, Document, DocumentId};
use crate::export::Saved;
use crate::history::History;
use crate::jobs::{Job, Progress};
use crate::kind::Kind;
use crate::notices::Notices;
use crate::opened::Opened;
use crate::palette::Palette;
use crate::recording::RecordPage;
use crate::remembered::Remembered;
use crate::settings::Kept;
use crate::snapshots::choice::ChoicePage;
use crate::theme::size;
use crate::together::TogetherPage;

/// Everything the window knows.
#[derive(Debug, Default)]
pub struct AppState {
    /// The open files, in the order they were opened.
    pub documents: Vec<Document>,
    /// The one that is shown.
    pub shown: Option<DocumentId>,
    /// What is remembered from one run to the next.
    pub remembered: Remembered,
    /// The user's home folder, which paths are shortened by.
    pub home: Option<PathBuf>,
    /// What was said.
    pub notices: Notices,
    /// How the window looks.
    pub look: Look,
    /// Other settings that are kept from run to run.
    pub kept: Kept,
    /// A field to type a path in, while it is open.
    pub path_field: Option<PathField>,
    /// A page over everything else, while it is open.
    pub overlay: Option<Overlay>,
    /// The command palette, while it is open.
    pub palette: Option<Palette>,
    /// The system's dialog for files, while it is open.
    pub dialog: Option<Job<Chosen>>,
    /// Files being written.
    pub saving: Vec<Job<Saved>>,
    /// Bytes of memory that the program uses, where the system tells.
    pub memory: Option<u64>,
    /// Where the views of each kind of document stand.
    pub arrangements: Arrangements,
    /// Where the user was.
    pub history: History,
    /// Two files that were opened together: what is to be done with them once both are read.
    pub to_compare: Option<ToCompare>,
    /// Files that were opened together: once all are read, leaks are looked for in the heaps.
    pub to_gather: Option<ToGather>,
    /// Which snapshots are to be looked at together.
    pub choice: ChoicePage,
    /// On which side of a comparison documents are to be, as it is chosen now.
    pub sides: Vec<(DocumentId, Which)>,
    /// Whether several recordings of a side are to be added.
    pub sums_sides: bool,
    /// A program that is recorded, or is to be.
    pub record: RecordPage,
    /// Files that are to be opened as one recording.
    pub together: TogetherPage,
    /// Whether the field to find something in is to take the focus now.
    pub wants_find: bool,
    /// Whether the system's dialogs for files may be opened; if not, paths are typed.
    pub uses_dialogs: bool,
    /// The folder for what can be found out again; without one nothing is kept.
    pub cache_folder: Option<PathBuf>,
    next_id: u64,
}

/// How the window looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Look {
    /// Dark, light, or as the system.
    pub theme: ThemePreference,
    /// How much larger than usual everything is.
    pub zoom: f32,
    /// Whether the sidebar is folded; `None` folds it in a narrow window.
    pub folded: Option<bool>,
    /// What the wheel does in time charts.
    pub wheel: WheelMode,
    /// What colours of boxes mean.
    pub color_by: ColorBy,
    /// Whether recordings open with only the program's own code shown.
    pub only_my_code: bool,
    /// Whether the panel about what is selected is shown.
    pub details: bool,
    /// How high rows of tables are.
    pub density: Density,
    /// What sizes are counted in.
    pub sizes: SizeUnits,
    /// Whether nothing glides or fades.
    pub reduced_motion: bool,
}

/// Two files that were opened together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ToCompare {
    /// Their documents.
    pub pair: (DocumentId, DocumentId),
    /// Whether to ask first what for, as of files that were dropped.
    pub asks: bool,
}

/// Files that were opened together, of which some may be heaps of one program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToGather {
    /// Their documents.
    pub documents: Vec<DocumentId>,
    /// Whether to ask first what for, as of files that were dropped.
    pub asks: bool,
}

/// How high rows of tables are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Density {
    /// More rows.
    Compact,
    /// As most tools have it.
    #[default]
    Normal,
    /// More room.
    Relaxed,
}

impl Density {
    /// Every choice, from low rows to high ones.
    pub const ALL: [Density; 3] = [Self::Compact, Self::Normal, Self::Relaxed];

    /// Its name for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Compact => "Compact",
            Self::Normal => "Normal",
            Self::Relaxed => "Relaxed",
        }
    }

    /// The height of a row in points.
    pub fn row(self) -> f32 {
        match self {
            Self::Compact => size::TABLE_ROW_COMPACT,
            Self::Normal => size::TABLE_ROW,
            Self::Relaxed => size::TABLE_ROW_RELAXED,
        }
    }
}

/// What the wheel does in time charts: the two customs of Chrome DevTools.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WheelMode {
    /// It zooms; with Shift it scrolls.
    #[default]
    Classic,
    /// It scrolls; with Ctrl it zooms, with Shift it pans.
    Modern,
}

/// What the colours of boxes mean.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColorBy {
    /// The kind of work.
    #[default]
    Category,
    /// The package that code belongs to.
    Package,
    /// How much of the time a function took itself.
    SelfTime,
}

impl ColorBy {
    /// Every choice, in the order they are gone through.
    pub const ALL: [ColorBy; 3] = [Self::Category, Self::Package, Self::SelfTime];

    /// Its name for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Category => "Category",
            Self::Package => "Package",
            Self::SelfTime => "Self time",
        }
    }

    /// The choice after this one, beginning again at the end.
    #[must_use]
    pub fn next(self) -> Self {
        let at = Self::ALL.iter().position(|it| *it == self).unwrap_or(0);
        Self::ALL[(at + 1) % Self::ALL.len()]
    }
}

impl Default for Look {
    fn default() -> Self {
        Self {
            theme: ThemePreference::System,
            zoom: 1.0,
            folded: None,
            wheel: WheelMode::default(),
            color_by: ColorBy::default(),
            only_my_code: false,
            details: true,
            density: Density::default(),
            sizes: SizeUnits::default(),
            reduced_motion: false,
        }
    }
}

/// A field to type a path in.
#[derive(Clone, Debug, PartialEq)]
pub struct PathField {
    /// What the path is for.
    pub purpose: Purpose,
    /// What stands in it.
    pub text: String,
    /// Why it is shown, if that was not asked for.
    pub note: Option<&'static str>,
}

/// A page over everything else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overlay {
    /// All shortcuts.
    Shortcuts,
    /// What can be set.
    Settings,
    /// A program to record.
    Record,
    /// Files to open as one recording.
    Together,
    /// What this program is.
    About,
    /// What is to be compared.
    Compare,
    /// Which snapshots are to be looked at together.
    Choice,
    /// What is to be done with several heaps that were dropped together.
    DroppedHeaps,
    /// What is to be done with two files that were dropped together.
    Dropped(DocumentId, DocumentId),
}

impl AppState {
    /// A window without files.
    pub fn new(remembered: Remembered, look: Look, home: Option<PathBuf>) -> Self {
        Self { remembered, home, look, ..Self::default() }
    }

    /// A document, if it is open.
    pub fn document(&self, id: DocumentId) -> Option<&Document> {
        self.documents.iter().find(|it| it.id == id)
    }

    /// The heaps that are open.
    pub fn heaps(&self) -> Vec<&Document> {
        let is_heap = |it: &&Document| it.opened().is_some_and(|it| it.kind.is_heap());
        self.documents.iter().filter(is_heap).collect()
    }

    /// The recordings that are open, no heaps among them: what can be compared with each other.
    pub fn recordings(&self) -> Vec<&Document> {
        let is_it = |it: &&Document| it.opened().is_some_and(|it| it.kind.is_recording());
        self.documents.iter().filter(is_it).collect()
    }

    /// The document that is shown.
    pub fn shown_document(&self) -> Option<&Document> {
        self.document(self.shown?)
    }

    /// The recording that is shown, once it is loaded.
    pub fn opened(&self) -> Option<&Opened> {
        self.shown_document()?.opened()
    }

    /// The same, to change how it is looked at.
    pub fn opened_mut(&mut self) -> Option<&mut Opened> {
        let shown = self.shown?;
        self.documents.iter_mut().find(|it| it.id == shown)?.opened_mut()
    }

    /// What kind of thing the document that is shown holds.
    pub fn kind(&self) -> Kind {
        self.opened().map(|it| it.kind).unwrap_or_default()
    }

    /// Whether what is shown is about a heap.
    pub fn shows_heap(&self) -> bool {
        self.opened().is_some_and(Opened::shows_heap)
    }

    /// Where the views of the document that is shown stand.
    pub fn arrangement(&self) -> &Arrangement {
        self.arrangements.of(self.kind())
    }

    /// The same, to change it.
    pub fn arrangement_mut(&mut self) -> &mut Arrangement {
        let kind = self.kind();
        self.arrangements.of_mut(kind)
    }

    /// Where what was found out about heap snapshots is kept, if it is.
    pub fn heap_cache(&self) -> Option<HeapCache> {
        let folder = self.cache_folder.clone().filter(|_| self.kept.keeps_heaps)?;
        Some(HeapCache::new(folder, DEFAULT_LIMIT))
    }

    /// A name for a new document.
    pub fn next_id(&mut self) -> DocumentId {
        self.next_id += 1;
        DocumentId(self.next_id)
    }

    /// Shows a new document, which `make` gives the name it is called with.
    pub fn add(&mut self, make: impl FnOnce(DocumentId) -> Document) {
        let id = self.next_id();
        let mut document = make(id);
        if let Some(opened) = document.opened_mut() {
            opened.selection.only_my_code = self.look.only_my_code;
        }
        self.documents.push(document);
        self.shown = Some(id);
    }

    /// Whether any work goes on.
    pub fn is_working(&self) -> bool {
        let opened = self.documents.iter().filter_map(Document::opened);
        self.documents.iter().any(Document::is_loading)
            || opened.into_iter().any(Opened::is_working)
            || !self.saving.is_empty()
            || self.palette.as_ref().is_some_and(|it| it.found.is_working())
    }

    /// The work that is worth showing in the status bar.
    pub fn progress(&self) -> Option<Progress> {
        let loading = self.documents.iter().find_map(|it| match &it.content {
            Content::Loading(job) => job.progress(),
            Content::Stopped | Content::Failed(_) | Content::Opened(_) => None,
        });
        let shown = || self.opened().and_then(Opened::progress);
        let saving = || self.saving.iter().find_map(Job::progress);
        loading.or_else(shown).or_else(saving)
    }
}
