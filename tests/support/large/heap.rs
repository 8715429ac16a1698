//! A heap of millions of objects, made in memory.
//!
//! ```text
//! root ─▶ Window ─▶ Array ─▶ Row i ─▶ string, Leaf i
//!             ├──▶ Link 0 ─▶ Link 1 ─▶ … a list as long as there are rows
//!             └──▶ Tile i, large enough for a box of its own on a map
//! ```

use std::sync::Arc;

use asyncscope_core::index::RowIndex as _;
use asyncscope_core::model::heap::{
    AllocationTraces, EdgeKind, HeapEdges, HeapLocations, HeapNodes, HeapSample, HeapStrings,
    KindTable, NodeIndex, NodeKind, WideColumn,
};
use asyncscope_core::model::{HeapGraph, Recording, Source};

const NODE_KINDS: [&str; 4] = ["synthetic", "object", "string", "array"];
const EDGE_KINDS: [&str; 3] = ["property", "element", "internal"];
const N_CLASSES: u32 = 20_000;
const N_TEXTS: u32 = 50_000;
const N_MOMENTS: u32 = 2_000;
const N_TILES: u32 = 15_000;

/// Numbers of texts.
const NAME: u32 = 4;
const NEXT: u32 = 5;
const FIRST_CLASS: u32 = 6;
const FIRST_TEXT: u32 = FIRST_CLASS + N_CLASSES;

#[derive(Default)]
struct Maker {
    nodes: HeapNodes,
    edges: HeapEdges,
    ids: Vec<u32>,
    sizes: Vec<u32>,
}

impl Maker {
    fn node(&mut self, kind: u8, name: u32, size: u32) {
        self.nodes.kind.push(kind);
        self.nodes.name.push(name);
        let n = u32::try_from(self.ids.len()).expect("fewer than 2^32");
        self.ids.push(n * 2 + 1);
        self.sizes.push(size);
        self.nodes.first_edge.push(u32::try_from(self.edges.to.len()).expect("fewer than 2^32"));
    }

    fn edge(&mut self, kind: u8, name: u32, to: u32) {
        self.edges.kind.push(kind);
        self.edges.name.push(name);
        self.edges.to.push(to);
    }
}

/// A heap of about `n` objects: rows with a text and a leaf each, and a list.
///
/// # Panics
///
/// If `n` is more than a few hundred millions.
pub fn large_heap(n: u32) -> Recording {
    let n_rows = (n / 4).max(1);
    let (row, text, leaf) = (|it: u32| 3 + it * 3, |it: u32| 4 + it * 3, |it: u32| 5 + it * 3);
    let link = |it: u32| 3 + n_rows * 3 + it;
    let mut made = Maker::default();
    made.node(0, 0, 0);
    made.edge(1, 0, 1);
    made.node(1, 1, 64);
    made.edge(0, NAME, 2);
    made.edge(0, NEXT, link(0));
    for it in 0..N_TILES {
        made.edge(1, it, link(n_rows) + it);
    }
    made.node(3, 2, 16);
    for it in 0..n_rows {
        made.edge(1, it, row(it));
    }
    for it in 0..n_rows {
        made.node(1, FIRST_CLASS + it % N_CLASSES, 32);
        made.edge(0, NAME, text(it));
        made.edge(0, NEXT, leaf(it));
        made.node(2, FIRST_TEXT + it % N_TEXTS, 24);
        made.node(1, 3, 16 + it % 480);
    }
    for it in 0..n_rows {
        made.node(1, NEXT, 24);
        if it + 1 < n_rows {
            made.edge(0, NEXT, link(it + 1));
        }
    }
    for _ in 0..N_TILES {
        made.node(1, 3, (n / N_TILES).saturating_mul(80));
    }
    let Maker { mut nodes, edges, ids, sizes } = made;
    nodes.first_edge.push(u32::try_from(edges.to.len()).expect("fewer than 2^32"));
    let last = ids.last().copied().unwrap_or(0);
    nodes.id = WideColumn::new(ids, Vec::new());
    nodes.self_size = WideColumn::new(sizes, Vec::new());
    let kinds = |names: &[&str]| names.iter().map(|it| (*it).to_owned()).collect();
    let moment = |it: u32| HeapSample {
        time_us: u64::from(it + 1) * 1_000,
        last_id: u64::from(last) * u64::from(it + 1) / u64::from(N_MOMENTS),
    };
    let graph = HeapGraph {
        nodes,
        edges,
        node_kinds: KindTable::new(kinds(&NODE_KINDS), NodeKind::of),
        edge_kinds: KindTable::new(kinds(&EDGE_KINDS), EdgeKind::of),
        strings: strings(),
        root: NodeIndex::from_row(0),
        locations: HeapLocations::default(),
        samples: (0..N_MOMENTS).map(moment).collect(),
        traces: AllocationTraces::default(),
        extra_native_bytes: 0,
    };
    let source = Source { format: "heap snapshot", ..Source::default() };
    Recording { source, heap: Some(Arc::new(graph.checked())), ..Recording::default() }
}

fn strings() -> HeapStrings {
    let mut strings = HeapStrings::default();
    for it in ["", "Window", "Array", "Leaf", "name", "next"] {
        strings.push(it.as_bytes());
    }
    for it in 0..N_CLASSES {
        strings.push(format!("Row{it}").as_bytes());
    }
    for it in 0..N_TEXTS {
        strings.push(format!("the text of number {it}, as there are many").as_bytes());
    }
    strings
}
