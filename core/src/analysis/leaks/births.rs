//! In which snapshot each object of the last one was seen first.

use hashbrown::HashMap;
use rayon::prelude::*;

use super::steps::{Step, is_detached};
use crate::analysis::heap::{MatchedBy, Snapshot, path_keys};
use crate::task::{Cancelled, Task};

/// The number of the snapshot in which each object of the last one is seen first.
///
/// `earlier` are the snapshots before the last. By path it cannot be told which of several objects
/// is new: the later ones in the file are.
pub(super) fn births(
    last: Snapshot<'_>,
    earlier: &[&Step],
    by: MatchedBy,
    task: &Task,
) -> Result<Vec<u8>, Cancelled> {
    let n = last.graph.n_nodes();
    let newest = earlier.len().min(usize::from(u8::MAX)) as u8;
    task.advance(0)?;
    if by == MatchedBy::Id {
        let first = |node: usize| {
            let id = last.graph.nodes.id.get(node);
            // A node that left its document since is new as what it is now.
            let is_detached = is_detached(last.graph, last.facts, node);
            let ids = |it: &&Step| -> bool {
                if is_detached { it.detached.has(id) } else { it.ids.has(id) }
            };
            let known = earlier.iter().position(ids);
            known.map_or(newest, |it| it as u8)
        };
        return Ok((0..n).into_par_iter().map(first).collect());
    }
    let keys = path_keys(last, &last.facts.classes, task)?;
    let mut born = vec![newest; n];
    for (number, step) in earlier.iter().enumerate().rev() {
        let mut left: HashMap<u64, u32> = HashMap::new();
        for &key in &step.ways {
            *left.entry(key).or_default() += 1;
        }
        for (born, key) in born.iter_mut().zip(&keys) {
            if let Some(count) = left.get_mut(key).filter(|it| **it > 0) {
                *count -= 1;
                *born = number as u8;
            }
        }
        task.advance(0)?;
    }
    Ok(born)
}
