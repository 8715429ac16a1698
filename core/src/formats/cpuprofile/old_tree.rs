//! The old form, where nodes stand inside their callers, to any depth.

use super::node::NodeMembers;
use super::{ProfileReader, Result};
use crate::error::ParseErrorKind;
use crate::formats::json::{Elements, Members};

/// The deepest tree that is read. Each level of it takes as much memory as a hundred bytes of
/// text, so that a file of nothing but opening brackets must not go on for ever.
const MAX_DEPTH: usize = 1_000_000;

const DAMAGED: &str = "nodes were damaged and are left out";

/// A node that has begun and not ended yet.
struct Open {
    node: NodeMembers,
    members: Members,
    /// Where its children are being read, if they are.
    children: Option<Elements>,
}

impl ProfileReader<'_> {
    /// Reads the tree whose root is next. Children are done before their callers.
    pub(super) fn read_old_tree(&mut self) -> Result<()> {
        let mut open = vec![self.open("`head`")?];
        while let Some(mut top) = open.pop() {
            if self.read_up_to_child(&mut top)? {
                open.push(top);
                if open.len() >= MAX_DEPTH {
                    let what = "levels of nested nodes";
                    let kind = ParseErrorKind::TooMany { what, limit: MAX_DEPTH as u64 };
                    return Err(kind.at(self.reader.offset()));
                }
                open.push(self.open("a node")?);
                continue;
            }
            match self.end_node(&top.node) {
                Ok(id) if !open.is_empty() => self.children.push((id, top.node.start)),
                Ok(_) => {}
                // Its children stay in the list, and so become those of its caller.
                Err(error) => self.count_damaged(&error, DAMAGED),
            }
            if self.builder.n_nodes().is_multiple_of(1 << 10) {
                self.progress()?;
            }
        }
        self.children.clear();
        self.ticks.clear();
        Ok(())
    }

    fn open(&mut self, what: &'static str) -> Result<Open> {
        let members = self.reader.object(what)?;
        let node = self.begin_node(self.reader.offset() - 1);
        Ok(Open { node, members, children: None })
    }

    /// Reads members of a node up to its next child, and says whether there is one.
    fn read_up_to_child(&mut self, open: &mut Open) -> Result<bool> {
        loop {
            if let Some(children) = &mut open.children {
                while children.next(&mut self.reader)? {
                    if self.reader.peek() == Some(b'{') {
                        return Ok(true);
                    }
                    let error = self.reader.unexpected("an object for a node");
                    self.skip_damaged(self.reader.offset(), error, DAMAGED)?;
                }
                open.children = None;
            }
            let Some(key) = open.members.next(&mut self.reader)? else { return Ok(false) };
            self.reader.peek();
            let start = self.reader.offset();
            if key.raw == b"children" {
                open.children = self.begin_children(start)?;
            } else if let Err(error) = self.read_member(&mut open.node, key.raw) {
                self.skip_damaged(start, error, "members of nodes were damaged")?;
            }
        }
    }

    /// Begins the list of children, if it is one.
    fn begin_children(&mut self, start: usize) -> Result<Option<Elements>> {
        if self.reader.null() {
            return Ok(None);
        }
        match self.reader.array("the `children` of a node") {
            Ok(elements) => Ok(Some(elements)),
            Err(error) => {
                self.skip_damaged(start, error, "children were damaged and are left out")?;
                Ok(None)
            }
        }
    }
}
