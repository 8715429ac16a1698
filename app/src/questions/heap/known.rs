//! What is known of a heap: facts, what keeps each object alive, and keeping both for the next time.

use std::path::PathBuf;
use std::sync::Arc;

use asyncscope_core::analysis::heap::{self, Classes, HeapFacts, HeapTree, Ignore};
use asyncscope_core::session::heap_cache::{HeapCache, HeapToKeep, may_keep};

use super::Known;
use super::classes::EarlyClasses;
use crate::answers::Answer;
use crate::jobs::Job;
use crate::opened::Opened;

/// Where results of a file are to be kept.
#[derive(Clone, Debug)]
pub struct KeepIn {
    /// The cache.
    pub cache: HeapCache,
    /// The file that they are about.
    pub file: PathBuf,
}

impl Opened {
    /// Takes what was known of the heap before it was asked.
    pub fn take_known(&mut self, facts: HeapFacts, tree: HeapTree) {
        self.answers.heap.facts = Answer::known((), Arc::new(facts));
        self.answers.heap.tree = Answer::known((), Arc::new(tree));
        self.answers.heap.kept = Answer::known((), None);
    }

    /// Asks for facts, then for what keeps each object alive, then for both to be kept.
    pub(super) fn ask_known(&mut self, ctx: &egui::Context) -> Option<Known> {
        let graph = Arc::clone(self.recording.heap.as_ref()?);
        let (asked, early) = (Arc::clone(&graph), Arc::clone(&self.answers.heap.early));
        let woken = ctx.clone();
        self.answers.heap.facts.ask((), || {
            Job::spawn("Sizing and naming objects", ctx, move |task| {
                let hand_over = |classes: &Classes, rows| {
                    let class = classes.class.clone();
                    early.get_or_init(|| Arc::new(EarlyClasses { class, rows }));
                    woken.request_repaint();
                };
                heap::heap_facts_in_steps(&asked, hand_over, task).map(Arc::new)
            })
        });
        let facts = Arc::clone(self.answers.heap.facts.current()?);
        let asked = (Arc::clone(&graph), Arc::clone(&facts));
        self.answers.heap.tree.ask((), || {
            Job::spawn("Finding retained sizes", ctx, move |task| {
                heap::heap_tree(&asked.0, &asked.1, task).map(Arc::new)
            })
        });
        let tree = self.answers.heap.tree.current().cloned();
        let known = Known { graph, facts, tree, without: Ignore::default() };
        self.ask_kept(&known, ctx);
        Some(known)
    }

    /// Asks for results to be kept. Those of a damaged file are not: its warnings are not kept.
    fn ask_kept(&mut self, known: &Known, ctx: &egui::Context) {
        let Some(tree) = known.tree.clone() else { return };
        let Some(keep) = self.keep_in.clone().filter(|_| may_keep(&self.recording)) else {
            return;
        };
        let (known, recording) = (known.clone(), Arc::clone(&self.recording));
        self.answers.heap.kept.ask((), || {
            Job::spawn("Keeping results", ctx, move |task| {
                let (source, graph, facts) = (&recording.source, &*known.graph, &*known.facts);
                let heap = HeapToKeep { source, graph, facts, tree: &tree };
                Ok(keep.cache.save(&keep.file, heap, task).err().map(|it| it.to_string()))
            })
        });
    }

    /// Asks what keeps each object alive without what is ignored.
    pub(super) fn ask_left(&mut self, known: &Known, ctx: &egui::Context) {
        let heap = &mut self.answers.heap;
        let Some(ignored) = heap.ignored.current() else { return };
        let Some(ignored) = ignored.clone() else {
            return heap.left.clear(); // it takes as much memory as the whole
        };
        let ignore = self.heap.place.ignore.clone();
        if heap.ignored.question() != Some(&ignore) {
            return;
        }
        let known = known.clone();
        heap.left.ask(ignore, || {
            Job::spawn("Finding retained sizes of what is left", ctx, move |task| {
                heap::heap_tree_without(&known.graph, &known.facts, &ignored, task).map(Arc::new)
            })
        });
    }

    /// Asks how far objects are from the roots without what is ignored.
    pub(super) fn ask_ignored(&mut self, known: &Known, ctx: &egui::Context) {
        let Some(tree) = known.tree.clone() else { return };
        let ignore = self.heap.place.ignore.clone();
        let (known, asked) = (known.clone(), ignore.clone());
        self.answers.heap.ignored.ask(ignore, || {
            Job::spawn("Looking past what is ignored", ctx, move |task| {
                if asked == Ignore::default() {
                    return Ok(None);
                }
                let found = heap::ignored(&known.graph, &known.facts, &tree, &asked, task)?;
                Ok(Some(Arc::new(found)))
            })
        });
    }
}
