//! The call tree of a heap profile, read without recursion.

use hashbrown::HashSet;

use crate::error::{ParseError, ParseErrorKind};
use crate::formats::json::Reader;
use crate::formats::profile_builder::call_frames::{CallFrames, Functions};
use crate::model::{Frame, FrameIndex, FrameTable, StackBuilder, StackIndex};
use crate::strings::StringTable;
use crate::task::Task;
use crate::warning::{Severity, Warnings};

type Result<T> = std::result::Result<T, ParseError>;

/// The most nodes.
const MAX_NODES: usize = u32::MAX as usize - 1;

/// Nodes in columns, callers before callees.
pub(in crate::formats) struct Tree<'a, 't> {
    strings: &'t mut StringTable,
    frames: &'t mut FrameTable,
    warnings: &'t Warnings,
    known: CallFrames<'a>,
    nodes: Vec<Node>,
    ids: HashSet<i64>,
    /// The first id that several nodes have, where it stands, and how many have another's.
    doubled: Option<(i64, usize, u64)>,
}

#[derive(Clone, Copy)]
struct Node {
    caller: Option<u32>,
    frame: Option<FrameIndex>,
    size: u64,
}

/// An object that is being read: a node, or the list of its children.
struct Open {
    node: u32,
    members: crate::formats::json::Members,
    /// The children that are being read.
    children: Option<crate::formats::json::Elements>,
}

impl<'a, 't> Tree<'a, 't> {
    pub(in crate::formats) fn new(
        strings: &'t mut StringTable,
        frames: &'t mut FrameTable,
        warnings: &'t Warnings,
    ) -> Self {
        let (known, nodes, ids) = (CallFrames::default(), Vec::new(), HashSet::new());
        Self { strings, frames, warnings, known, nodes, ids, doubled: None }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    pub(super) fn warnings(&self) -> &'t Warnings {
        self.warnings
    }

    /// Reads the object that is next: a profile whose `head` is a tree.
    pub(in crate::formats) fn read_profile(
        &mut self,
        reader: &mut Reader<'a>,
        task: &Task,
    ) -> Result<()> {
        let mut members = reader.object("`profile`")?;
        while let Some(key) = members.next(reader)? {
            match key.raw {
                b"head" => self.read(reader, task)?,
                _ => reader.skip()?,
            }
        }
        Ok(())
    }

    /// Reads the node that is next and all below it.
    pub(super) fn read(&mut self, reader: &mut Reader<'a>, task: &Task) -> Result<()> {
        let mut open = vec![self.begin(reader, None)?];
        while let Some(top) = open.last_mut() {
            if let Some(children) = &mut top.children {
                if children.next(reader)? {
                    let caller = Some(top.node);
                    open.push(self.begin(reader, caller)?);
                    if self.nodes.len().is_multiple_of(1 << 14) {
                        task.advance(0)?;
                    }
                } else {
                    top.children = None;
                }
                continue;
            }
            let Some(key) = top.members.next(reader)? else {
                open.pop();
                continue;
            };
            let node = top.node as usize;
            match &*key.decode() {
                "children" if reader.null() => {}
                "children" => top.children = Some(reader.array("`children`")?),
                "callFrame" => {
                    let mut functions =
                        Functions { strings: &mut *self.strings, frames: &mut *self.frames };
                    let frame = self.known.read(reader, &mut functions, self.warnings)?;
                    self.nodes[node].frame = Some(frame);
                }
                "selfSize" => self.nodes[node].size = self.size(reader)?,
                "id" => self.id(reader)?,
                _ => reader.skip()?,
            }
        }
        Ok(())
    }

    fn begin(&mut self, reader: &mut Reader<'a>, caller: Option<u32>) -> Result<Open> {
        if self.nodes.len() >= MAX_NODES {
            let kind = ParseErrorKind::TooMany { what: "nodes", limit: MAX_NODES as u64 };
            return Err(kind.at(reader.offset()));
        }
        let what = if caller.is_none() { "`head`" } else { "a node of `children`" };
        let members = reader.object(what)?;
        let node = u32::try_from(self.nodes.len()).unwrap_or(u32::MAX);
        self.nodes.push(Node { caller, frame: None, size: 0 });
        Ok(Open { node, members, children: None })
    }

    /// Reads a size, be it with a fraction.
    fn size(&mut self, reader: &mut Reader<'_>) -> Result<u64> {
        const MAX: f64 = 9_007_199_254_740_992.0; // 2^53: numbers beyond are not exact
        reader.peek();
        let start = reader.offset();
        let size = reader.number("`selfSize`")?;
        let found = || format!("`selfSize` {size}");
        if size < 0.0 {
            let what = "nodes have a negative `selfSize`, and count as 0";
            self.warnings.add(Severity::Loss, what, Some(start), found);
            return Ok(0);
        }
        if size > MAX {
            let what = "nodes have a `selfSize` out of range, and count as 0";
            self.warnings.add(Severity::Loss, what, Some(start), found);
            return Ok(0);
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked")]
        Ok(size.round() as u64)
    }

    fn id(&mut self, reader: &mut Reader<'_>) -> Result<()> {
        reader.peek();
        let start = reader.offset();
        let id = reader.integer("`id`")?;
        if !self.ids.insert(id) {
            let (first, at, count) = self.doubled.unwrap_or((id, start, 0));
            self.doubled = Some((first, at, count + 1));
        }
        Ok(())
    }

    /// Looks whether the samples name nodes that are there. What they tell besides is in the tree.
    pub(super) fn check_samples(&mut self, reader: &mut Reader<'_>) -> Result<()> {
        if reader.null() {
            return Ok(());
        }
        let mut samples = reader.array("`samples`")?;
        while samples.next(reader)? {
            if let Some((id, at, count)) = self.doubled.take() {
                let what =
                    "nodes have the id of another (duplicate): samples cannot tell them apart";
                let example = || format!("id {id}");
                self.warnings.add_many(Severity::Loss, what, count, Some(at), example);
            }
            let mut members = reader.object("a sample")?;
            while let Some(key) = members.next(reader)? {
                reader.peek();
                let start = reader.offset();
                if key.raw != b"nodeId" {
                    reader.skip()?;
                    continue;
                }
                let id = reader.integer("`nodeId`")?;
                if !self.ids.contains(&id) {
                    // V8 leaves out nodes whose objects are all gone; the tree is what counts.
                    let what = "samples name nodes that are not in the tree, and do not count";
                    self.warnings.add(Severity::Repair, what, Some(start), || format!("node {id}"));
                }
            }
        }
        Ok(())
    }

    /// The stack and the bytes of every node that allocated. The root, which is no function, is on
    /// no stack.
    pub(in crate::formats) fn finish(
        self,
        stacks: &mut StackBuilder,
    ) -> (Vec<Option<StackIndex>>, Vec<u64>) {
        let mut stack_of: Vec<Option<StackIndex>> = Vec::with_capacity(self.nodes.len());
        let (mut stack, mut weight) = (Vec::new(), Vec::new());
        for node in &self.nodes {
            let caller = node.caller.and_then(|it| stack_of[it as usize]);
            let is_root = node.caller.is_none();
            let own = if is_root {
                None
            } else {
                let frame = node.frame.unwrap_or_else(|| {
                    let empty = self.strings.intern("");
                    let frame = Frame { name: empty, url: empty, line: None, column: None };
                    self.frames.intern(frame, self.strings)
                });
                Some(stacks.intern(caller, frame))
            };
            stack_of.push(own);
            if node.size > 0 {
                stack.push(own);
                weight.push(node.size);
            }
        }
        (stack, weight)
    }
}
