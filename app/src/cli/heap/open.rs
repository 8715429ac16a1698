//! Reading a snapshot and all that is known of it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use asyncscope_core::analysis::NameFilter;
use asyncscope_core::analysis::heap::{HeapFacts, HeapTree, Snapshot, heap_facts, heap_tree};
use asyncscope_core::error::show_path;
use asyncscope_core::model::HeapGraph;
use asyncscope_core::model::heap::NodeIndex;
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
        let cache = if no_cache { None } else { cache_folder() };
        let cache = cache.map(|it| HeapCache::new(it, DEFAULT_LIMIT));
        if let Some(cache) = &cache
            && let Some(found) = cache.load(&input.file, task)?
        {
            let CachedHeap { graph, facts, tree, .. } = found;
            return Ok(Self { file: input.file.clone(), graph, facts, tree });
        }
        let recording = read_for_report(input, task)?;
        let (source, is_whole) = (recording.source.clone(), may_keep(&recording));
        let graph = recording.heap.ok_or_else(|| no_heap(&input.file, recording.source.format))?;
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
        Ok(Self { file: input.file.clone(), graph, facts, tree })
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

fn no_heap(file: &Path, format: &str) -> CliError {
    let file = show_path(file);
    CliError::Question(format!("expected a heap snapshot, found a {format}\nFile: {file}"))
}

/// The filter that `text` asks for.
pub(super) fn name_filter(text: Option<&str>) -> Result<Option<NameFilter>, CliError> {
    let Some(text) = text else { return Ok(None) };
    NameFilter::parse(text).map_err(|error| CliError::Question(format!("--name: {error}")))
}
