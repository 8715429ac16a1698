//! What is below a row of a tree, in the order that its head says.

use std::cmp::Reverse;

use asyncscope_core::analysis::heap::{ClassIndex, instances, shown_retainers, sorted_edges};
use asyncscope_core::index::RowIndex as _;
use asyncscope_core::model::heap::NodeIndex;
use asyncscope_core::task::{Cancelled, Task};

use super::super::node;
use super::TreeBase;
use super::walk::{Item, STRIDE, Walk};
use crate::heap::TreeName;
use crate::views::heap::columns;
use crate::widgets::table::Sort;

impl Walk {
    /// What is below a row, in order; equals stay in the order that the analysis has them in.
    pub(super) fn below(&self, item: Option<Item>, task: &Task) -> Result<Vec<u32>, Cancelled> {
        let graph = &self.known.graph;
        let edges =
            |node| sorted_edges(graph, node).into_iter().map(|it| as_id(it.row())).collect();
        let found = match (&self.base, item) {
            // The list of classes is sorted already.
            (TreeBase::Classes(_), None) => {
                let rows = self.class_rows().iter();
                return Ok(rows.map(|it| as_id(it.class.row())).collect());
            }
            // What objects of a class refer to stays as it is written there.
            (TreeBase::Classes(_), Some(Item::Object(node, _))) => return Ok(edges(node)),
            (TreeBase::Classes(_), Some(Item::Class(class))) => {
                self.instances(ClassIndex::from_row(class))
            }
            (TreeBase::Fields(root, _), None) => edges(*root),
            (TreeBase::Fields(..), Some(Item::Object(node, _))) => edges(node),
            (TreeBase::Dominators(root, _), None) => self.dominated(*root),
            (TreeBase::Dominators(..), Some(Item::Object(node, _))) => self.dominated(node),
            (TreeBase::Retainers(root, ..), None) => self.retainers(*root),
            (TreeBase::Retainers(..), Some(Item::Object(node, _))) => self.retainers(node),
            (_, Some(Item::Class(_))) => Vec::new(),
        };
        self.sorted(item, found, task)
    }

    /// The order in which the analysis has things; of objects of a class, none that has a column.
    fn first_sort(&self) -> Option<Sort> {
        Some(match self.base {
            TreeBase::Classes(_) => return None,
            TreeBase::Dominators(..) => TreeName::Dominators.first_sort(),
            TreeBase::Fields(..) => TreeName::Fields.first_sort(),
            TreeBase::Retainers(..) => TreeName::Retainers.first_sort(),
        })
    }

    fn sorted(
        &self,
        above: Option<Item>,
        mut found: Vec<u32>,
        task: &Task,
    ) -> Result<Vec<u32>, Cancelled> {
        let Self { sort, .. } = self;
        if self.first_sort() == Some(*sort) {
            return Ok(found); // as it stands already
        }
        let is_by_name = sort.column == columns::NAME;
        if is_by_name && matches!(self.base, TreeBase::Fields(..)) {
            found.reverse(); // names of fields are what they are ordered by
            return Ok(found);
        }
        if is_by_name {
            return self.by_name(above, found, task);
        }
        let key = |id: &u32| match self.item(above, *id) {
            Item::Object(node, _) => self.figure(node),
            Item::Class(_) => 0,
        };
        if sort.descending {
            found.sort_by_key(|it| Reverse(key(it)));
        } else {
            found.sort_by_key(key);
        }
        Ok(found)
    }

    fn by_name(
        &self,
        above: Option<Item>,
        found: Vec<u32>,
        task: &Task,
    ) -> Result<Vec<u32>, Cancelled> {
        let mut named: Vec<(String, u32)> = Vec::with_capacity(found.len());
        for (i, id) in found.into_iter().enumerate() {
            if i.is_multiple_of(STRIDE) {
                task.advance(0)?;
            }
            if let Item::Object(node, _) = self.item(above, id) {
                named.push((node::name(&self.known, node), id));
            }
        }
        if self.sort.descending {
            named.sort_by(|a, b| b.0.cmp(&a.0));
        } else {
            named.sort_by(|a, b| a.0.cmp(&b.0));
        }
        Ok(named.into_iter().map(|it| it.1).collect())
    }

    /// What an object is sorted by.
    fn figure(&self, node: NodeIndex) -> u64 {
        let facts = &self.known.facts;
        match self.sort.column {
            columns::DISTANCE => u64::from(facts.distance[node.row()].unsigned_abs()),
            columns::SHALLOW => facts.shallow.get(node.row()),
            columns::RETAINED => self.retained(Item::Object(node, None)),
            _ => 0,
        }
    }

    /// What is kept alive by what stands in a row, in bytes; 0 while that is not known.
    pub(super) fn retained(&self, item: Item) -> u64 {
        match item {
            Item::Class(class) => {
                let row = self.classes.get(&ClassIndex::from_row(class));
                row.and_then(|it| it.retained).unwrap_or(0)
            }
            Item::Object(node, _) => self.tree().map_or(0, |it| it.dominators.retained(node)),
        }
    }

    fn instances(&self, class: ClassIndex) -> Vec<u32> {
        let mut nodes = instances(&self.known.facts, class);
        if let Some(chosen) = &self.chosen {
            nodes.retain(|it| chosen.has(it.row()));
        }
        nodes.into_iter().map(|it| as_id(it.row())).collect()
    }

    /// What an object dominates, what keeps most alive first.
    fn dominated(&self, node: NodeIndex) -> Vec<u32> {
        let Some(tree) = self.tree() else { return Vec::new() };
        let mut found = tree.dominated.children(node.row()).to_vec();
        let retained = |id: u32| tree.dominators.retained(NodeIndex::from_row(id as usize));
        found.sort_by_key(|&it| Reverse(retained(it)));
        found
    }

    fn retainers(&self, node: NodeIndex) -> Vec<u32> {
        let Some(tree) = self.tree() else { return Vec::new() };
        let (graph, facts) = (&self.known.graph, &self.known.facts);
        let found = shown_retainers(graph, facts, tree, node, self.ignored.as_deref());
        found.into_iter().map(|it| as_id(it.edge.row())).collect()
    }
}

#[expect(clippy::cast_possible_truncation, reason = "rows of nodes and edges fit 32 bits")]
fn as_id(row: usize) -> u32 {
    row as u32
}
