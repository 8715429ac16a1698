//! Reading a snapshot and all that is known of it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use asyncscope_core::analysis::NameFilter;
use asyncscope_core::analysis::heap::{HeapFacts, HeapTree, Snapshot, heap_facts, heap_tree};
use asyncscope_core::error::show_path;
use asyncscope_core::model::heap::NodeIndex;
use asyncscope_core::model::{HeapGraph, Recording};
use asyncscope_core::session::heap_cache::{
    CachedHeap, DEFAULT_LIMIT, HeapCache, HeapToKeep, may_keep,
};
use asyncscope_core::task::Task;

use crate::cache_folder::cache_folder;
use crate::cli::args::InputArgs;
use crate::cli::error::CliError;
use crate::cli::heap::args::FileArgs;
use crate::cli::load::read_for_report;
use crate::cli::output::complain;

/// A snapshot and all that is known of it.
pub(super) struct OpenHeap {
    pub(super) file: PathBuf,
    pub(super) graph: Arc<HeapGraph>,
    pub(super) facts: HeapFacts,
    pub(super) tree: HeapTree,
}

/// A snapshot, or what else was in the file.
pub(super) enum Opened {
    Heap(Box<OpenHeap>),
    Other(Box<Recording>),
}

impl OpenHeap {
    /// Reads and analyses the file of `args`.
    pub(super) fn read(args: &FileArgs, task: &Task) -> Result<Self, CliError> {
        Self::read_input(&args.input, args.no_cache, task)
    }

    /// Reads and analyses a file.
    pub(super) fn read_input(
        input: &InputArgs,
        no_cache: bool,
        task: &Task,
    ) -> Result<Self, CliError> {
        match Self::read_any(input, no_cache, task)? {
            Opened::Heap(heap) => Ok(*heap),
            Opened::Other(other) => Err(no_heap(&input.file, other.source.format)),
        }
    }

    /// Reads a file, and analyses it if it is a snapshot.
    pub(super) fn read_any(
        input: &InputArgs,
        no_cache: bool,
        task: &Task,
    ) -> Result<Opened, CliError> {
        let cache = if no_cache { None } else { cache_folder() };
        let cache = cache.map(|it| HeapCache::new(it, DEFAULT_LIMIT));
        if let Some(cache) = &cache
            && let Some(found) = cache.load(&input.file, task)?
        {
            let CachedHeap { graph, facts, tree, .. } = found;
            let found = Self { file: input.file.clone(), graph, facts, tree };
            return Ok(Opened::Heap(Box::new(found)));
        }
        let mut recording = read_for_report(input, task)?;
        let (source, is_whole) = (recording.source.clone(), may_keep(&recording));
        let Some(graph) = recording.heap.take() else {
            return Ok(Opened::Other(Box::new(recording)));
        };
        let facts = heap_facts(&graph, task)?;
        let tree = heap_tree(&graph, &facts, task)?;
        if let Some(cache) = cache.filter(|_| is_whole) {
            let (graph, facts, tree) = (&*graph, &facts, &tree);
            let heap = HeapToKeep { source: &source, graph, facts, tree };
            if let Err(error) = cache.save(&input.file, heap, task) {
                complain(&format!(
                    "asyncscope: the results are not kept for the next time: {error}"
                ));
            }
        }
        let found = Self { file: input.file.clone(), graph, facts, tree };
        Ok(Opened::Heap(Box::new(found)))
    }

    /// All of it, borrowed.
    pub(super) fn snapshot(&self) -> Snapshot<'_> {
        Snapshot { graph: &self.graph, facts: &self.facts, tree: &self.tree }
    }

    /// The object of that id.
    pub(super) fn node(&self, id: u64) -> Result<NodeIndex, CliError> {
        let missing = || {
            let file = show_path(&self.file);
            CliError::Question(format!("no object of this snapshot has the id {id}\nFile: {file}"))
        };
        self.graph.find_id(id).ok_or_else(missing)
    }
}

pub(super) fn no_heap(file: &Path, format: &str) -> CliError {
    let file = show_path(file);
    CliError::Question(format!("expected a heap snapshot, found a {format}\nFile: {file}"))
}

/// The filter that `text` asks for.
pub(super) fn name_filter(text: Option<&str>) -> Result<Option<NameFilter>, CliError> {
    let Some(text) = text else { return Ok(None) };
    NameFilter::parse(text).map_err(|error| CliError::Question(format!("--name: {error}")))
}
