//! Lines of the call tree of a comparison that are opened all at once.

use std::sync::Arc;

use asyncscope_core::analysis::Direction;
use asyncscope_core::analysis::diff::{DiffNodeIndex, DiffTree, Normalisation, Sides};
use asyncscope_core::model::FrameIndex;
use asyncscope_core::task::{Cancelled, Task};

use super::tree::{OpenPaths, TreePath, is_sole};
use crate::diff::Diff;
use crate::jobs::Job;

/// A walk stops where the ways to the lines it passes would be longer than this together: each line
/// is known by its whole way, and stacks may be as deep as their file is long.
const MOST_FRAMES: usize = 1 << 22;

/// Which lines are to be opened.
#[derive(Clone, Debug, PartialEq)]
pub enum TreeWalk {
    /// From a line, or from the outermost that differs most, along what differs most, while that
    /// keeps at least half of the difference of its caller.
    HotPath(Option<TreePath>),
    /// All below a line.
    OpenAll(TreePath),
}

/// What a walk is taken through.
#[derive(Clone, Debug, PartialEq)]
pub struct WalkQuestion {
    walk: TreeWalk,
    normalisation: Normalisation,
    direction: Direction,
    open: Arc<OpenPaths>,
}

/// Where a walk led.
#[derive(Clone, Debug)]
pub struct Walked {
    /// The lines that are open now.
    pub open: Arc<OpenPaths>,
    /// The line to select.
    pub line: TreePath,
}

impl Diff {
    /// Asks for the walk that is to be taken.
    pub(crate) fn ask_walk(&mut self, ctx: &egui::Context) {
        let Some(walk) = self.walk.clone() else { return };
        let Some(profile) = self.answers.profile.value().cloned() else { return };
        let (direction, open) = (self.place.direction, Arc::clone(&self.place.open));
        let normalisation = self.normalisation();
        let question = WalkQuestion { walk, normalisation, direction, open };
        let asked = question.clone();
        self.answers.walk.ask(question, || {
            Job::spawn("Opening lines of the call tree", ctx, move |task| {
                let WalkQuestion { walk, normalisation, direction, open } = asked;
                let tree = DiffTree::new(profile, direction, normalisation, task)?;
                let (open, left) = ((*open).clone(), MOST_FRAMES);
                Walking { tree, open, left, task }.take(&walk)
            })
        });
    }
}

struct Walking<'a> {
    tree: DiffTree,
    open: OpenPaths,
    /// How long the ways may still be.
    left: usize,
    task: &'a Task,
}

impl Walking<'_> {
    /// Nothing where the line it begins at is none.
    fn take(mut self, walk: &TreeWalk) -> Result<Option<Walked>, Cancelled> {
        let line = match walk {
            TreeWalk::HotPath(from) => self.hot_path(from.as_deref())?,
            TreeWalk::OpenAll(from) => self.open_all(from)?,
        };
        Ok(line.map(|line| Walked { open: Arc::new(self.open), line }))
    }

    fn hot_path(&mut self, from: Option<&[FrameIndex]>) -> Result<Option<TreePath>, Cancelled> {
        let begin = match from {
            Some(path) => self.find(path).map(|node| (node, path.to_vec())),
            None => self.most(None).map(|node| (node, vec![self.frame(node)])),
        };
        let Some((mut node, mut path)) = begin else { return Ok(None) };
        while let Some(next) = self.most(Some(node)) {
            self.task.advance(0)?;
            let size = |it| self.tree.node(it).total.delta().abs();
            if size(next) * 2.0 < size(node) || !self.passes(&path) {
                break;
            }
            self.open(node, &path);
            path.push(self.frame(next));
            node = next;
        }
        Ok(Some(path))
    }

    fn open_all(&mut self, from: &[FrameIndex]) -> Result<Option<TreePath>, Cancelled> {
        let Some(node) = self.find(from) else { return Ok(None) };
        let mut rest = vec![(node, from.to_vec())];
        while let Some((node, path)) = rest.pop() {
            self.task.advance(0)?;
            self.open(node, &path);
            for child in self.tree.children(node).to_vec() {
                if !self.passes(&path) {
                    return Ok(Some(from.to_vec()));
                }
                let mut path = path.clone();
                path.push(self.frame(child));
                rest.push((child, path));
            }
        }
        Ok(Some(from.to_vec()))
    }

    /// Whether a way of one step more may still be passed.
    fn passes(&mut self, path: &[FrameIndex]) -> bool {
        let rest = self.left.checked_sub(path.len() + 1);
        self.left = rest.unwrap_or(0);
        rest.is_some()
    }

    /// The child that differs most, or the outermost node; of equal ones the heaviest.
    fn most(&mut self, of: Option<DiffNodeIndex>) -> Option<DiffNodeIndex> {
        let nodes = match of {
            Some(node) => self.tree.children(node).to_vec(),
            None => self.tree.roots().to_vec(),
        };
        let size = |it: &DiffNodeIndex| self.tree.node(*it).total.delta().abs();
        let weight = |it: &DiffNodeIndex| {
            let Sides { before, after } = self.tree.node(*it).total_weight;
            before.saturating_add(after)
        };
        let order = |a: &DiffNodeIndex, b: &DiffNodeIndex| {
            size(a).total_cmp(&size(b)).then_with(|| weight(a).cmp(&weight(b)))
        };
        nodes.into_iter().rev().max_by(order)
    }

    fn find(&mut self, path: &[FrameIndex]) -> Option<DiffNodeIndex> {
        let (first, rest) = path.split_first()?;
        let mut node = self.of_frame(self.tree.roots(), *first)?;
        for frame in rest {
            let children = self.tree.children(node).to_vec();
            node = self.of_frame(&children, *frame)?;
        }
        Some(node)
    }

    fn of_frame(&self, nodes: &[DiffNodeIndex], frame: FrameIndex) -> Option<DiffNodeIndex> {
        nodes.iter().copied().find(|it| self.frame(*it) == frame)
    }

    fn frame(&self, node: DiffNodeIndex) -> FrameIndex {
        self.tree.node(node).frame
    }

    fn open(&mut self, node: DiffNodeIndex, path: &[FrameIndex]) {
        if !self.tree.node(node).has_children {
            return;
        }
        if is_sole(&self.tree, node) {
            self.open.remove(path);
        } else {
            self.open.insert(path.to_vec());
        }
    }
}
