//! What views ask of a heap snapshot.
//!
//! First come facts that need no dominators: enough for the table of classes. What keeps each object
//! alive follows in the background; everything else waits for it.

pub mod allocations;
pub mod classes;
pub mod known;
pub mod map;
pub mod node;
pub mod object;
pub mod overview;
pub mod paths;
pub mod rows;
pub mod strings;

use std::sync::{Arc, OnceLock};

use asyncscope_core::analysis::heap::{
    Bits, ClassRow, DuplicateStrings, HeapFacts, HeapTree, Ignore, Ignored, TimelineBar,
};
use asyncscope_core::model::HeapGraph;

use crate::answers::{Answer, Work};
use crate::heap::TreeName;
use crate::jobs::Progress;
use crate::opened::Opened;
use crate::views::View;

/// What was asked of a heap snapshot, and the answers.
#[derive(Debug, Default)]
pub struct HeapAnswers {
    /// What can be said of each object before it is known what keeps it alive.
    pub facts: Answer<(), Arc<HeapFacts>>,
    /// The classes, as soon as they are known: long before all facts are.
    pub early: Arc<OnceLock<Arc<classes::EarlyClasses>>>,
    /// What keeps each object alive.
    pub tree: Answer<(), Arc<HeapTree>>,
    /// Whether both are kept for the next time; what went wrong.
    pub kept: Answer<(), Option<String>>,
    /// The objects that the table of classes is about, unless that is all.
    pub chosen: Answer<classes::Chosen, Option<Arc<Bits>>>,
    /// The classes of these.
    pub class_rows: Answer<(classes::Chosen, Sizes), Arc<Vec<ClassRow>>>,
    /// The classes as they are sorted and filtered.
    pub classes: Answer<classes::ClassesQuestion, Arc<classes::ClassList>>,
    /// What the overview says.
    pub overview: Answer<bool, Arc<overview::HeapOverview>>,
    /// Strings that are there more than once.
    pub duplicates: Answer<(), Arc<DuplicateStrings>>,
    /// The same, as they are sorted and filtered.
    pub strings: Answer<strings::StringsQuestion, Arc<strings::StringList>>,
    /// What keeps each object alive without what is ignored.
    pub left: Answer<Ignore, Arc<HeapTree>>,
    /// How far objects are from the roots without what is ignored.
    pub ignored: Answer<Ignore, Option<Arc<Ignored>>>,
    /// Everything about one object.
    pub object: Answer<object::ObjectQuestion, Arc<object::ObjectFacts>>,
    /// Why the objects of a class are alive.
    pub paths: Answer<paths::PathsQuestion, Arc<paths::ClassPaths>>,
    /// The rows of the trees.
    pub trees: [Answer<rows::TreeQuestion, Arc<rows::TreeRows>>; 6],
    /// The map of dominators.
    pub map: Answer<map::MapQuestion, Arc<map::LabelledMap>>,
    /// How much of what was allocated when is alive.
    pub bars: Answer<(), Arc<Vec<TimelineBar>>>,
}

impl HeapAnswers {
    fn all(&self) -> Vec<&dyn Work> {
        let mut all: Vec<&dyn Work> = vec![
            &self.facts,
            &self.tree,
            &self.chosen,
            &self.class_rows,
            &self.classes,
            &self.overview,
            &self.duplicates,
            &self.strings,
            &self.ignored,
            &self.left,
            &self.object,
            &self.paths,
            &self.map,
            &self.bars,
            &self.kept,
        ];
        all.extend(self.trees.iter().map(|it| it as &dyn Work));
        all
    }

    fn all_mut(&mut self) -> Vec<&mut dyn Work> {
        let mut all: Vec<&mut dyn Work> = vec![
            &mut self.facts,
            &mut self.tree,
            &mut self.chosen,
            &mut self.class_rows,
            &mut self.classes,
            &mut self.overview,
            &mut self.duplicates,
            &mut self.strings,
            &mut self.ignored,
            &mut self.left,
            &mut self.object,
            &mut self.paths,
            &mut self.map,
            &mut self.bars,
            &mut self.kept,
        ];
        all.extend(self.trees.iter_mut().map(|it| it as &mut dyn Work));
        all
    }

    /// Takes in what is finished. Returns what went wrong.
    pub fn poll(&mut self) -> Vec<String> {
        self.all_mut().into_iter().filter_map(Work::poll).collect()
    }

    /// Whether work goes on.
    pub fn is_working(&self) -> bool {
        self.all().into_iter().any(Work::is_working)
    }

    /// The work that is worth showing.
    pub fn progress(&self) -> Option<Progress> {
        self.all().into_iter().find_map(Work::progress)
    }

    /// Stops all work; it is asked again by [`Self::ask_again`].
    pub fn cancel(&mut self) {
        self.all_mut().into_iter().for_each(Work::cancel);
    }

    /// Asks again what was cancelled or failed.
    pub fn ask_again(&mut self) {
        self.all_mut().into_iter().for_each(Work::ask_again);
    }

    /// The rows of a tree.
    pub fn rows(&self, tree: TreeName) -> &Answer<rows::TreeQuestion, Arc<rows::TreeRows>> {
        &self.trees[tree as usize]
    }
}

/// Of what heap retained sizes are: without what is ignored. `None` while they are not known.
pub type Sizes = Option<Ignore>;

/// All that is known of a heap, to be asked about.
#[derive(Clone, Debug)]
pub struct Known {
    /// The objects.
    pub graph: Arc<HeapGraph>,
    /// What can be said of each.
    pub facts: Arc<HeapFacts>,
    /// What keeps each alive, once that is known.
    pub tree: Option<Arc<HeapTree>>,
    /// Without what that holds.
    pub without: Ignore,
}

impl Known {
    /// Of what heap retained sizes are.
    pub fn sizes(&self) -> Sizes {
        self.tree.as_ref().map(|_| self.without.clone())
    }
}

impl Opened {
    /// What is known of the heap so far, if facts are.
    pub fn known(&self) -> Option<Known> {
        let graph = Arc::clone(self.recording.heap.as_ref()?);
        let facts = Arc::clone(self.answers.heap.facts.value()?);
        let heap = &self.answers.heap;
        let ignore = &self.heap.place.ignore;
        let left = heap.left.current().filter(|_| heap.left.question() == Some(ignore));
        let without = if left.is_some() { ignore.clone() } else { Ignore::default() };
        let tree = left.or(heap.tree.value()).cloned();
        Some(Known { graph, facts, tree, without })
    }

    /// Asks what a view of a heap needs.
    pub(super) fn ask_heap_view(&mut self, view: View, ctx: &egui::Context) {
        let Some(whole) = self.ask_known(ctx) else {
            if matches!(view, View::Classes | View::Allocations) {
                self.ask_early_classes(ctx);
            }
            return;
        };
        self.ask_ignored(&whole, ctx);
        self.ask_left(&whole, ctx);
        let Some(known) = self.known() else { return };
        match view {
            View::HeapOverview => self.ask_heap_overview(&whole, ctx),
            View::Classes => {
                self.ask_classes(&known, ctx);
                self.ask_tree_rows(TreeName::Classes, &known, ctx);
            }
            View::Dominators if self.heap.place.as_map => self.ask_map(&known, ctx),
            View::Dominators => self.ask_tree_rows(TreeName::Dominators, &known, ctx),
            View::Containment => self.ask_tree_rows(TreeName::Containment, &known, ctx),
            View::Strings => self.ask_strings(&known, ctx),
            View::Object => {
                self.ask_object(self.heap.object(), &known, ctx);
                for tree in [TreeName::Fields, TreeName::Retainers, TreeName::Dominated] {
                    self.ask_tree_rows(tree, &known, ctx);
                }
            }
            View::Allocations => {
                self.ask_bars(&known, ctx);
                self.ask_classes(&known, ctx);
                self.ask_tree_rows(TreeName::Classes, &known, ctx);
            }
            _ => {} // of recordings
        }
    }

    /// Asks what the panel about the selected class or object needs.
    pub fn ask_heap_details(&mut self, ctx: &egui::Context) {
        use crate::heap::HeapEntity;
        let Some(known) = self.known() else { return };
        match self.heap.place.selected {
            Some(HeapEntity::Object(node)) => self.ask_object(Some(node), &known, ctx),
            Some(HeapEntity::Class(class)) => self.ask_paths(class, &known, ctx),
            None => {}
        }
    }
}
