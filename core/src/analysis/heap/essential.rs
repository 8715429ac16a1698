//! Which references keep their target alive.

use rayon::prelude::*;

use crate::analysis::heap::bits::Bits;
use crate::analysis::heap::known::KnownNames;
use crate::index::RowIndex as _;
use crate::model::HeapGraph;
use crate::model::heap::EdgeKind;

/// Edges of one share of the work, a multiple of 64.
const SHARE: usize = 1 << 16;

/// The references that keep their target alive, a bit for each edge: what dominators and retained
/// sizes are about.
///
/// All but: weak ones; those of an object to itself; from a weak map's table to a value whose key
/// holds it too; and, unless they come from the root, shortcuts, and those that lead from V8's own
/// objects into the page.
pub(super) fn essential_edges(graph: &HeapGraph, known: &KnownNames, page: &Bits) -> Bits {
    let rules = Rules {
        graph,
        known,
        page,
        root: graph.root.row(),
        kind: graph.edge_kinds.map_codes(EdgeKind::Other, |it| match it {
            EdgeKind::Weak => Kind::Never,
            EdgeKind::Shortcut => Kind::FromRoot,
            EdgeKind::Internal => Kind::Named,
            _ => Kind::Plain,
        }),
    };
    let n = graph.n_edges();
    let mut words = vec![0_u64; n.div_ceil(64)];
    words.par_chunks_mut(SHARE / 64).enumerate().for_each(|(share, words)| {
        rules.fill(share * SHARE, n.min((share + 1) * SHARE), words);
    });
    Bits::from_words(words)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Plain,
    Named,
    FromRoot,
    Never,
}

struct Rules<'a> {
    graph: &'a HeapGraph,
    known: &'a KnownNames,
    page: &'a Bits,
    root: usize,
    kind: [Kind; 256],
}

impl Rules<'_> {
    /// Sets the bits of edges `start..end`, of which the first is the lowest bit of `words`.
    fn fill(&self, start: usize, end: usize, words: &mut [u64]) {
        let firsts = &self.graph.nodes.first_edge;
        let mut node = firsts.partition_point(|&it| it as usize <= start).saturating_sub(1);
        let mut edge = start;
        while edge < end {
            let last = (firsts[node + 1] as usize).min(end);
            while edge < last {
                if self.is_essential(node, edge) {
                    words[(edge - start) / 64] |= 1 << ((edge - start) % 64);
                }
                edge += 1;
            }
            node += 1;
        }
    }

    #[inline]
    fn is_essential(&self, node: usize, edge: usize) -> bool {
        let edges = &self.graph.edges;
        let to = edges.to[edge] as usize;
        let is_root = node == self.root;
        let of_kind = match self.kind[usize::from(edges.kind[edge])] {
            Kind::Plain => true,
            Kind::Named => !self.is_from_table(node, edges.name[edge]),
            Kind::FromRoot => is_root,
            Kind::Never => false,
        };
        of_kind && to != node && (is_root || self.page.has(node) || !self.page.has(to))
    }

    /// Whether an edge is the half of a pair that comes from the table.
    #[inline]
    fn is_from_table(&self, node: usize, name: u32) -> bool {
        let pair = self.known.ephemeron(name);
        pair.is_some_and(|it| it.table == self.graph.nodes.id.get(node))
    }
}
