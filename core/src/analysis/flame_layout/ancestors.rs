//! Quick steps from a stack to its callers.

use crate::index::RowIndex as _;
use crate::model::{StackIndex, StackTable};

/// A stack by its row number plus one, or 0 for the empty stack that all stacks come from.
pub(super) type Node = u32;

/// Jump pointers over a stack table: each stack knows one caller far above it, such that any
/// caller is reached in a number of steps that grows with the logarithm of the depth.
///
/// Stacks may be 100,000 frames deep, and then two that have nothing in common may take turns at
/// every sample: walking up caller by caller would never end. (Myers' skew-binary scheme.)
pub(super) struct Ancestors<'a> {
    stacks: &'a StackTable,
    jump: Vec<Node>,
    depth: Vec<u32>,
}

impl<'a> Ancestors<'a> {
    pub(super) fn new(stacks: &'a StackTable) -> Self {
        let mut built = Self { stacks, jump: vec![0], depth: vec![0] };
        built.jump.reserve(stacks.len());
        built.depth.reserve(stacks.len());
        for stack in stacks.indices() {
            // Callers stand in earlier rows, so theirs are known.
            let caller = node(stacks.caller(stack));
            let (near, far) = (built.jump(caller), built.jump(built.jump(caller)));
            let is_even =
                built.depth(caller) - built.depth(near) == built.depth(near) - built.depth(far);
            let jump = if is_even && caller != 0 { far } else { caller };
            built.jump.push(jump);
            built.depth.push(built.depth(caller) + 1);
        }
        built
    }

    /// Number of frames of a stack.
    pub(super) fn depth(&self, node: Node) -> u32 {
        self.depth[node as usize]
    }

    /// The outermost `depth` frames of a stack that has at least as many.
    pub(super) fn at_depth(&self, mut node: Node, depth: u32) -> Node {
        while depth < self.depth(node) {
            let jump = self.jump(node);
            node = if depth <= self.depth(jump) { jump } else { self.caller(node) };
        }
        node
    }

    /// The longest stack that two stacks begin with.
    pub(super) fn common(&self, a: Node, b: Node) -> Node {
        let depth = self.depth(a).min(self.depth(b));
        let (mut a, mut b) = (self.at_depth(a, depth), self.at_depth(b, depth));
        while a != b {
            // Both are equally deep, so their jumps are too.
            let (far_a, far_b) = (self.jump(a), self.jump(b));
            (a, b) = if far_a == far_b { (self.caller(a), self.caller(b)) } else { (far_a, far_b) };
        }
        a
    }

    /// The stack without its innermost frame.
    pub(super) fn caller(&self, it: Node) -> Node {
        stack(it).map_or(0, |it| node(self.stacks.caller(it)))
    }

    /// The row of the innermost frame, or 0 of the empty stack.
    pub(super) fn frame(&self, it: Node) -> u32 {
        let row = stack(it).map_or(0, |it| self.stacks.frame(it).row());
        u32::try_from(row).unwrap_or(u32::MAX)
    }

    fn jump(&self, node: Node) -> Node {
        self.jump[node as usize]
    }
}

/// The stack of a node, unless it is the empty one.
fn stack(node: Node) -> Option<StackIndex> {
    (node as usize).checked_sub(1).map(StackIndex::from_row)
}

/// The node of a stack, or the empty stack for `None`.
pub(super) fn node(stack: Option<StackIndex>) -> Node {
    stack.map_or(0, |it| u32::try_from(it.row() + 1).unwrap_or(u32::MAX))
}
