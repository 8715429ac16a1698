//! Semi-NCA: dominators from semidominators and nearest common ancestors.

use crate::analysis::heap::dominators::depth_first::{NONE, Order};
use crate::analysis::heap::retainers::Retainers;
use crate::task::{Cancelled, Task};

/// Nodes between two looks at whether to go on.
const PACE: usize = 1 << 16;

/// A node in the forest of nodes that were looked at: where its path leads on, and the least
/// semidominator on the way there.
#[derive(Clone, Copy)]
struct Link {
    ancestor: u32,
    least: u32,
}

/// The dominator of each number, as a number below it; of the root, its own.
///
/// Numbers are those of a depth-first search, so ancestors in its tree have lower ones.
pub(super) fn immediate_dominators(
    order: &Order,
    retainers: &Retainers,
    task: &Task,
) -> Result<Vec<u32>, Cancelled> {
    let mut semi = semidominators(order, retainers, task)?;
    // In place: when a number is looked at, those below it hold their dominators already.
    for number in 1..semi.len() {
        let least = semi[number];
        let mut holder = order.parent[number];
        while holder > least {
            holder = semi[holder as usize];
        }
        semi[number] = holder;
    }
    Ok(semi)
}

/// The semidominator of each number: the lowest number from which a path leads there through
/// higher numbers alone.
fn semidominators(
    order: &Order,
    retainers: &Retainers,
    task: &Task,
) -> Result<Vec<u32>, Cancelled> {
    let n = order.node.len();
    let mut semi = vec![0_u32; n];
    let links = order.parent.iter().zip(0_u32..);
    let mut links: Vec<Link> = links.map(|(&ancestor, least)| Link { ancestor, least }).collect();
    let mut path = Vec::new();
    for number in (1..n).rev() {
        if number.is_multiple_of(PACE) {
            task.advance(PACE as u64)?;
        }
        let current = number as u32;
        let mut least = current;
        let mut is_orphan = true;
        for holder in retainers.essential(order.node[number] as usize) {
            is_orphan = false;
            let holder = order.number[holder];
            if holder == NONE {
                continue;
            }
            let candidate = if holder <= current {
                holder
            } else {
                evaluate(&mut links, holder, current, &mut path)
            };
            least = least.min(candidate);
        }
        if is_orphan {
            least = 0;
        }
        semi[number] = least;
        links[number].least = least;
    }
    Ok(semi)
}

/// The least semidominator on the path from `from` upwards, through numbers above `current`.
/// Shortens the path on the way.
#[inline]
fn evaluate(links: &mut [Link], from: u32, current: u32, path: &mut Vec<u32>) -> u32 {
    let link = links[from as usize];
    if link.ancestor <= current {
        return link.least;
    }
    path.clear();
    let mut top = from;
    let mut link = link;
    while link.ancestor > current {
        path.push(top);
        top = link.ancestor;
        link = links[top as usize];
    }
    let ancestor = link.ancestor;
    let mut least = link.least;
    for &it in path.iter().rev() {
        let link = &mut links[it as usize];
        least = least.min(link.least);
        *link = Link { ancestor, least };
    }
    least
}
