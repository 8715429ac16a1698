//! What views ask of several heap snapshots of one program.
//!
//! Of the last snapshot all must be known; every other one is reduced to what is compared, one after
//! the other. What their own documents have found out is used.

pub mod list;

use std::sync::Arc;

use asyncscope_core::analysis::heap::{
    Basket, BasketItem, HeapFacts, HeapTree, MatchedBy, Shape, Snapshot, basket, basket_item,
    heap_facts, heap_tree,
};
use asyncscope_core::analysis::leaks::{LeakReport, Step, Suspect, leak_report, matching, step};
use asyncscope_core::model::HeapGraph;
use asyncscope_core::session::dismissed::beside;
use asyncscope_core::task::{Cancelled, Task};

use super::compared::KnownSide;
use crate::answers::{Answer, Work};
use crate::document::DocumentId;
use crate::jobs::{Job, Progress};
use crate::opened::Opened;
use crate::snapshots::Snapshots;
use crate::views::View;

/// For which comparison a snapshot is reduced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReduceQuestion {
    by: MatchedBy,
    /// The last snapshot, whose shapes stand in for classes.
    last: DocumentId,
}

/// What is compared of a snapshot.
#[derive(Debug)]
pub struct Reduced {
    step: Step,
    item: BasketItem,
}

/// Which snapshots are compared, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeveralQuestion {
    by: MatchedBy,
    documents: Vec<DocumentId>,
}

/// What is suspected, with what each suspect is known by.
#[derive(Clone, Debug)]
pub struct Suspected {
    /// The report.
    pub report: LeakReport,
    /// What each suspect is known by.
    pub fingerprints: Vec<String>,
}

/// What was asked of several snapshots, and the answers. What is asked of each stands with it.
#[derive(Debug, Default)]
pub struct SnapshotsAnswers {
    /// How objects of the first and the last are matched.
    pub matching: Answer<(DocumentId, DocumentId), MatchedBy>,
    /// What is suspected.
    pub suspected: Answer<SeveralQuestion, Arc<Suspected>>,
    /// Each class in each snapshot.
    pub basket: Answer<(SeveralQuestion, usize), Arc<Basket>>,
    /// The same, as it is sorted and filtered.
    pub list: Answer<list::ListQuestion, Arc<list::BasketList>>,
}

impl SnapshotsAnswers {
    /// Stops showing what was answered of other snapshots.
    pub fn forget(&mut self) {
        self.suspected.clear();
        self.basket.clear();
        self.list.clear();
    }
}

impl Snapshots {
    fn all(&self) -> Vec<&dyn Work> {
        let mut all: Vec<&dyn Work> = Vec::new();
        for it in &self.members {
            all.extend([&it.known.facts as &dyn Work, &it.known.tree, &it.reduced]);
        }
        let answers = &self.answers;
        let both: [&dyn Work; 4] =
            [&answers.matching, &answers.suspected, &answers.basket, &answers.list];
        all.extend(both);
        all
    }

    fn all_mut(&mut self) -> Vec<&mut dyn Work> {
        let mut all: Vec<&mut dyn Work> = Vec::new();
        for it in &mut self.members {
            all.extend([&mut it.known.facts as &mut dyn Work, &mut it.known.tree, &mut it.reduced]);
        }
        let answers = &mut self.answers;
        let both: [&mut dyn Work; 4] =
            [&mut answers.matching, &mut answers.suspected, &mut answers.basket, &mut answers.list];
        all.extend(both);
        all
    }

    /// Takes in what is finished. Returns what went wrong.
    pub fn poll(&mut self) -> Vec<String> {
        let told = self.dismissals.poll();
        self.all_mut().into_iter().filter_map(Work::poll).chain(told).collect()
    }

    /// Whether work goes on.
    pub fn is_working(&self) -> bool {
        self.dismissals.is_working() || self.all().into_iter().any(Work::is_working)
    }

    /// The work that is worth showing.
    pub fn progress(&self) -> Option<Progress> {
        self.all().into_iter().find_map(Work::progress)
    }

    /// Why there is no answer, if there is none.
    pub fn failure(&self) -> Option<&str> {
        for it in &self.members {
            let known = it.known.facts.failure().or(it.known.tree.failure());
            if let Some(why) = known.or(it.reduced.failure()) {
                return Some(why);
            }
        }
        self.answers.matching.failure()
    }

    /// Stops all work but writing; it is asked again by [`Self::ask_again`].
    pub fn cancel(&mut self) {
        self.all_mut().into_iter().for_each(Work::cancel);
    }

    /// Asks again what was cancelled or failed.
    pub fn ask_again(&mut self) {
        self.dismissals.ask_again();
        self.all_mut().into_iter().for_each(Work::ask_again);
    }

    /// All that is known of the last snapshot, once it is.
    pub fn known_last(&self) -> Option<KnownSide> {
        let last = self.last()?;
        let graph = Arc::clone(last.side.graph()?);
        let facts = Arc::clone(last.known.facts.current()?);
        Some(KnownSide { graph, facts, tree: Arc::clone(last.known.tree.current()?) })
    }

    fn ask_last(&mut self, ctx: &egui::Context) -> Option<KnownSide> {
        let last = self.members.last_mut()?;
        let graph = Arc::clone(last.side.graph()?);
        let asked = Arc::clone(&graph);
        last.known.facts.ask((), || {
            Job::spawn("Sizing and naming objects", ctx, move |task| {
                heap_facts(&asked, task).map(Arc::new)
            })
        });
        let facts = Arc::clone(last.known.facts.current()?);
        last.known.tree.ask((), || {
            Job::spawn("Finding retained sizes", ctx, move |task| {
                heap_tree(&graph, &facts, task).map(Arc::new)
            })
        });
        self.known_last()
    }

    /// How objects are matched: as was chosen, or as fits the first and the last.
    fn ask_matching(&mut self, ctx: &egui::Context) -> Option<MatchedBy> {
        if let Some(by) = self.place.by {
            return Some(by);
        }
        let [first, .., last] = self.members.as_slice() else { return Some(MatchedBy::Id) };
        let (a, b) = (Arc::clone(first.side.graph()?), Arc::clone(last.side.graph()?));
        self.answers.matching.ask((first.side.document, last.side.document), || {
            Job::spawn("Looking how objects match", ctx, move |task| {
                task.advance(0)?;
                Ok(matching(&a, &b))
            })
        });
        self.answers.matching.current().copied()
    }

    /// What is compared of each snapshot, once all are reduced: one after the other, since each
    /// takes much memory meanwhile.
    fn ask_reduced(
        &mut self,
        (by, last): (MatchedBy, &KnownSide),
        ctx: &egui::Context,
    ) -> Option<Vec<Arc<Reduced>>> {
        let document = self.last()?.side.document;
        let question = ReduceQuestion { by, last: document };
        let mut all = Vec::with_capacity(self.members.len());
        for member in &mut self.members {
            let graph = Arc::clone(member.side.graph()?);
            let known =
                (member.known.facts.current().cloned(), member.known.tree.current().cloned());
            let facts = Arc::clone(&last.facts);
            member.reduced.ask(question, || {
                Job::spawn("Reducing snapshots to what is compared", ctx, move |task| {
                    reduce(&graph, known, (&facts.classes.shapes, by), task).map(Arc::new)
                })
            });
            all.push(Arc::clone(member.reduced.current()?));
        }
        Some(all)
    }

    /// Asks what is dismissed, and writes what was changed.
    pub fn ask_dismissed(&mut self, ctx: &egui::Context) {
        let file = self.last().and_then(|it| it.side.file.as_deref()).map(beside);
        self.dismissals.ask(file.as_deref(), ctx);
    }

    fn ask_view(&mut self, view: View, ctx: &egui::Context) {
        self.ask_dismissed(ctx);
        let Some(last) = self.ask_last(ctx) else { return };
        let Some(by) = self.ask_matching(ctx) else { return };
        let Some(reduced) = self.ask_reduced((by, &last), ctx) else { return };
        let question = SeveralQuestion { by, documents: self.documents() };
        if view == View::Leaks {
            self.answers.suspected.ask(question, || {
                Job::spawn("Looking for leaks", ctx, move |task| {
                    suspect(&last, &reduced, task).map(Arc::new)
                })
            });
        } else {
            let baseline = self.baseline();
            self.answers.basket.ask((question, baseline), || {
                Job::spawn("Comparing snapshots", ctx, move |task| {
                    let items: Vec<&BasketItem> = reduced.iter().map(|it| &it.item).collect();
                    basket(&items, baseline, task).map(Arc::new)
                })
            });
            self.ask_list(ctx);
        }
    }
}

/// Reduces a snapshot to what is compared. What is not known of it is found out, and let go.
fn reduce(
    graph: &HeapGraph,
    (facts, tree): (Option<Arc<HeapFacts>>, Option<Arc<HeapTree>>),
    (shapes, by): (&[Shape], MatchedBy),
    task: &Task,
) -> Result<Reduced, Cancelled> {
    let facts = match facts {
        Some(facts) => facts,
        None => Arc::new(heap_facts(graph, task)?),
    };
    let tree = match tree {
        Some(tree) => tree,
        None => Arc::new(heap_tree(graph, &facts, task)?),
    };
    let snapshot = Snapshot { graph, facts: &facts, tree: &tree };
    let step = step(snapshot, shapes, by, task)?;
    Ok(Reduced { step, item: basket_item(snapshot, shapes, by, task)? })
}

fn suspect(
    last: &KnownSide,
    reduced: &[Arc<Reduced>],
    task: &Task,
) -> Result<Suspected, Cancelled> {
    let earlier = reduced.split_last().map_or(&[][..], |it| it.1);
    let steps: Vec<&Step> = earlier.iter().map(|it| &it.step).collect();
    let report = leak_report(last.snapshot(), &steps, task)?;
    let fingerprints = report.suspects.iter().map(Suspect::fingerprint).collect();
    Ok(Suspected { report, fingerprints })
}

impl Suspected {
    /// Whether a suspect is dismissed, or stands within one that is.
    pub fn is_dismissed(&self, at: usize, has: &dyn Fn(&str) -> bool) -> bool {
        let is_it = |at: usize| self.fingerprints.get(at).is_some_and(|it| has(it));
        let outer = self.report.suspects.get(at).and_then(|it| it.within);
        is_it(at) || outer.is_some_and(is_it)
    }
}

impl Opened {
    /// Asks what a view of several snapshots needs.
    pub(super) fn ask_snapshots_view(&mut self, view: View, ctx: &egui::Context) {
        if let Some(snapshots) = &mut self.snapshots {
            snapshots.ask_view(view, ctx);
        }
    }
}
