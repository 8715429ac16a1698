//! The members of one node, which both forms of a profile share.

use super::{ProfileReader, Result};
use crate::error::ParseErrorKind;
use crate::formats::profile_builder::call_frames::{FunctionFields, Functions, LineBase};
use crate::formats::profile_builder::{Node, node_id};
use crate::model::FrameIndex;
use crate::warning::Severity;

/// What is known of a node while its members are read one by one.
#[derive(Debug)]
pub(super) struct NodeMembers {
    /// Where the node begins in the file.
    pub(super) start: usize,
    id: Option<u32>,
    parent: Option<u32>,
    hit_count: u64,
    frame: Option<FrameIndex>,
    /// Name and place, where the node has them itself and not in a `callFrame`.
    function: Option<FunctionFields>,
    /// Where its children begin in [`ProfileReader::children`], and its ticks likewise.
    first_child: usize,
    first_tick: usize,
}

impl ProfileReader<'_> {
    /// Begins the node at `start`.
    pub(super) fn begin_node(&self, start: usize) -> NodeMembers {
        NodeMembers {
            start,
            id: None,
            parent: None,
            hit_count: 0,
            frame: None,
            function: None,
            first_child: self.children.len(),
            first_tick: self.ticks.len(),
        }
    }

    /// Reads the node that is next in a list.
    pub(super) fn read_node(&mut self, start: usize) -> Result<()> {
        let mut node = self.begin_node(start);
        let mut members = self.reader.object("a node")?;
        while let Some(key) = members.next(&mut self.reader)? {
            if key.raw == b"children" {
                self.read_children()?;
            } else {
                self.read_member(&mut node, key.raw)?;
            }
        }
        self.end_node(&node).map(|_| ())
    }

    /// Reads the value of the member `key`, unless it is `children`.
    pub(super) fn read_member(&mut self, node: &mut NodeMembers, key: &[u8]) -> Result<()> {
        match key {
            b"id" => node.id = Some(node_id(&mut self.reader, "the `id` of a node")?),
            b"parent" if self.reader.null() => {}
            b"parent" => node.parent = Some(node_id(&mut self.reader, "the `parent` of a node")?),
            b"callFrame" => {
                let mut functions =
                    Functions { strings: &mut self.strings, frames: &mut self.frames };
                let read = &mut self.call_frames;
                node.frame = Some(read.read(&mut self.reader, &mut functions, self.warnings)?);
            }
            b"hitCount" => node.hit_count = self.read_hit_count()?,
            b"positionTicks" => self.read_ticks()?,
            b"functionName" | b"url" | b"lineNumber" | b"columnNumber" => {
                let base = FunctionFields::new(LineBase::One);
                let function = node.function.get_or_insert(base);
                function.read(key, &mut self.reader, &mut self.strings, self.warnings)?;
            }
            _ => self.reader.skip()?,
        }
        Ok(())
    }

    /// Hands the node to the builder, and tells its id.
    pub(super) fn end_node(&mut self, node: &NodeMembers) -> Result<u32> {
        let (id, frame) = match self.identity(node) {
            Ok(identity) => identity,
            Err(error) => {
                self.ticks.truncate(node.first_tick);
                return Err(error);
            }
        };
        let (parent, hit_count, offset) = (node.parent, node.hit_count, node.start);
        self.builder.node(Node { id, parent, frame, hit_count, offset });
        for (child, offset) in self.children.drain(node.first_child..) {
            self.builder.child(child, offset);
        }
        for (line, ticks) in self.ticks.drain(node.first_tick..) {
            self.builder.ticks(frame, line, ticks);
        }
        Ok(id)
    }

    /// What no node can do without.
    fn identity(&mut self, node: &NodeMembers) -> Result<(u32, FrameIndex)> {
        let missing = |what| ParseErrorKind::Missing { what }.at(node.start);
        let id = node.id.ok_or_else(|| missing("the `id` of a node"))?;
        let mut functions = Functions { strings: &mut self.strings, frames: &mut self.frames };
        let own = node.function.filter(FunctionFields::has_name);
        let frame = node.frame.or_else(|| own.map(|it| it.intern(&mut functions)));
        Ok((id, frame.ok_or_else(|| missing("the `callFrame` of a node"))?))
    }

    fn read_hit_count(&mut self) -> Result<u64> {
        if self.reader.null() {
            return Ok(0);
        }
        let start = self.reader.offset();
        match self.reader.integer("`hitCount`") {
            Ok(count) => Ok(u64::try_from(count).unwrap_or_else(|_| {
                let what = "hit counts were negative and count as 0";
                self.warnings
                    .add(Severity::Loss, what, Some(start), || format!("`hitCount` is {count}"));
                0
            })),
            Err(error) => {
                self.skip_damaged(start, error, "hit counts were damaged and count as 0")?;
                Ok(0)
            }
        }
    }

    /// Reads ids of children.
    fn read_children(&mut self) -> Result<()> {
        let what = "children were damaged and are left out";
        if self.reader.null() {
            return Ok(());
        }
        let start = self.reader.offset();
        let mut elements = match self.reader.array("the `children` of a node") {
            Ok(elements) => elements,
            Err(error) => return self.skip_damaged(start, error, what),
        };
        while elements.next(&mut self.reader)? {
            let start = self.reader.offset();
            match node_id(&mut self.reader, "a node id in `children`") {
                Ok(id) => self.children.push((id, start)),
                Err(error) => self.skip_damaged(start, error, what)?,
            }
            if self.children.len().is_multiple_of(1 << 16) {
                self.progress()?;
            }
        }
        Ok(())
    }

    /// Reads samples per source line.
    fn read_ticks(&mut self) -> Result<()> {
        let what = "line ticks (`positionTicks`) were damaged and are left out";
        if self.reader.null() {
            return Ok(());
        }
        let start = self.reader.offset();
        let mut elements = match self.reader.array("`positionTicks`") {
            Ok(elements) => elements,
            Err(error) => return self.skip_damaged(start, error, what),
        };
        while elements.next(&mut self.reader)? {
            let start = self.reader.offset();
            match self.read_tick() {
                Ok(tick) => self.ticks.push(tick),
                Err(error) => self.skip_damaged(start, error, what)?,
            }
            if self.ticks.len().is_multiple_of(1 << 14) {
                self.progress()?;
            }
        }
        Ok(())
    }

    fn read_tick(&mut self) -> Result<(i64, u64)> {
        let (mut line, mut ticks) = (0, 0);
        let mut members = self.reader.object("an element of `positionTicks`")?;
        while let Some(key) = members.next(&mut self.reader)? {
            match key.raw {
                b"line" => line = self.reader.integer("`line` in `positionTicks`")?,
                b"ticks" => ticks = self.reader.integer("`ticks` in `positionTicks`")?,
                _ => self.reader.skip()?,
            }
        }
        Ok((line, u64::try_from(ticks).unwrap_or(0)))
    }
}
