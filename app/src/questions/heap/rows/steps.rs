//! Opening rows of a tree as the heap says: along what keeps most alive, or all.

use std::collections::VecDeque;
use std::sync::Arc;

use asyncscope_core::task::{Cancelled, Task};

use super::walk::{Item, STRIDE, Walk, is_same};
use crate::heap::RowPath;
use crate::heap::trees::{FIRST_PAGE, MAX_DEPTH, NEXT_PAGE, OpenRows, TreeStep};

/// "Open all" stops where so many rows are to be seen: more are none that hands go through.
const MOST_OPENED: usize = 20_000;

impl Walk {
    /// Takes all steps; returns what is open then.
    pub(super) fn take(
        &mut self,
        mut open: OpenRows,
        steps: &[TreeStep],
        task: &Task,
    ) -> Result<OpenRows, Cancelled> {
        for step in steps {
            let all = Arc::make_mut(&mut open);
            match step {
                TreeStep::HotPath(from) => {
                    for (path, at) in self.hot_path(from.as_deref().unwrap_or(&[]), task)? {
                        let first = if path.is_empty() { self.first_page() } else { FIRST_PAGE };
                        let pages = (at + 1).saturating_sub(first).div_ceil(NEXT_PAGE);
                        let shown = first + pages * NEXT_PAGE;
                        let before = all.entry(path).or_insert(shown);
                        *before = shown.max(*before);
                    }
                }
                TreeStep::OpenAll(from) => {
                    for path in self.all_below(from, task)? {
                        all.entry(path).or_insert(FIRST_PAGE);
                    }
                }
            }
        }
        Ok(open)
    }

    /// The rows to open along what keeps most alive, each with the number of the row below it that
    /// is to be seen. The selection moves to the last of these.
    fn hot_path(&mut self, from: &[u32], task: &Task) -> Result<Vec<(RowPath, usize)>, Cancelled> {
        let mut above = self.items(from);
        let mut path = from.to_vec();
        let mut opened = Vec::new();
        while path.len() < MAX_DEPTH {
            let last = above.last().copied();
            let ids = self.ids(&path, last, task)?;
            let Some((at, best)) = self.heaviest(last, &ids, task)? else { break };
            let item = self.item(last, best);
            let part = self.retained(item);
            let whole = last.map_or(0, |it| self.retained(it));
            let repeats = above.iter().any(|it| is_same(Some(*it), item));
            if repeats || part == 0 || whole.saturating_sub(part) > part {
                break;
            }
            opened.push((path.clone(), at));
            path.push(best);
            above.push(item);
        }
        self.moved = Some(path).filter(|it| !it.is_empty());
        Ok(opened)
    }

    /// Of the rows below `above`, the first that keeps most alive: its number and its id.
    fn heaviest(
        &self,
        above: Option<Item>,
        ids: &[u32],
        task: &Task,
    ) -> Result<Option<(usize, u32)>, Cancelled> {
        let mut best: Option<(u64, usize, u32)> = None;
        for (at, &id) in ids.iter().enumerate() {
            if at.is_multiple_of(STRIDE) {
                task.advance(0)?;
            }
            let retained = self.retained(self.item(above, id));
            if best.is_none_or(|it| it.0 < retained) {
                best = Some((retained, at, id));
            }
        }
        Ok(best.map(|it| (it.1, it.2)))
    }

    /// The rows to open so that all below one can be seen: level by level, no object below itself.
    fn all_below(&mut self, from: &[u32], task: &Task) -> Result<Vec<RowPath>, Cancelled> {
        let mut opened = Vec::new();
        let mut n_shown = 0;
        let mut waiting = VecDeque::from([from.to_vec()]);
        while let Some(path) = waiting.pop_front() {
            let above = self.items(&path);
            let last = above.last().copied();
            let ids = self.ids(&path, last, task)?;
            n_shown += ids.len().min(FIRST_PAGE) + 1;
            if n_shown > MOST_OPENED && !opened.is_empty() {
                break;
            }
            for &id in ids.iter().take(FIRST_PAGE) {
                let item = self.item(last, id);
                let repeats = above.iter().any(|it| is_same(Some(*it), item));
                if path.len() + 1 < MAX_DEPTH && !repeats && self.has_children(item) {
                    waiting.push_back([&path[..], &[id]].concat());
                }
            }
            opened.push(path);
        }
        Ok(opened)
    }

    /// What stands in the rows on the way to one, and in itself.
    fn items(&self, path: &[u32]) -> Vec<Item> {
        let mut items: Vec<Item> = Vec::with_capacity(path.len());
        for &id in path {
            items.push(self.item(items.last().copied(), id));
        }
        items
    }
}
