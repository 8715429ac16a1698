//! The map of dominators, with the words that stand in it.

use std::sync::Arc;

use asyncscope_core::analysis::heap::{HeapPart, MapPart, Snapshot, Treemap, treemap};
use asyncscope_core::model::heap::NodeIndex;

use super::node::NodeLine;
use super::{Known, Sizes};
use crate::jobs::Job;
use crate::opened::Opened;

/// Boxes with less room than this have no words.
pub const WORDS_FROM: (f32, f32) = (34.0, 13.0);

/// Which map is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct MapQuestion {
    root: NodeIndex,
    room: (u16, u16),
    sizes: Sizes,
}

/// What a box of the map says.
#[derive(Clone, Debug, PartialEq)]
pub struct MapWords {
    /// What the object is counted as; of the rest, what its dominator is.
    pub part: HeapPart,
    /// Its name, where there is room for words.
    pub name: Option<String>,
    /// What it keeps alive, in bytes.
    pub bytes: u64,
}

/// A map, and what its boxes say.
#[derive(Clone, Debug, PartialEq)]
pub struct LabelledMap {
    /// The boxes.
    pub map: Treemap,
    /// What each says.
    pub words: Vec<MapWords>,
    /// The way to its root from that of the heap.
    pub crumbs: Vec<NodeLine>,
    /// What the whole heap takes in bytes: what shares are of.
    pub total: u64,
}

/// The most crumbs above a map.
const MOST_CRUMBS: usize = 12;

impl Opened {
    /// Asks for the map as large as there is room for.
    pub(super) fn ask_map(&mut self, known: &Known, ctx: &egui::Context) {
        let Some(tree) = known.tree.clone() else { return };
        let root = self.heap.place.map_root.unwrap_or(known.graph.root);
        let room = self.heap.trees.map_room;
        if room.0 == 0 || room.1 == 0 {
            return;
        }
        let known = known.clone();
        let question = MapQuestion { root, room, sizes: known.sizes() };
        self.answers.heap.map.ask(question, || {
            Job::spawn("Drawing the map", ctx, move |task| {
                let heap = Snapshot { graph: &known.graph, facts: &known.facts, tree: &tree };
                let map = treemap(heap, root, (room.0.into(), room.1.into()), task)?;
                let words = map.boxes.iter().map(|it| {
                    let has_words = it.width >= WORDS_FROM.0 && it.height >= WORDS_FROM.1;
                    words(&known, it.part, has_words)
                });
                let words = words.collect();
                let chain = tree.dominators.chain(root).take(MOST_CRUMBS);
                let mut crumbs: Vec<NodeLine> = chain.map(|it| NodeLine::new(&known, it)).collect();
                crumbs.reverse();
                let total = tree.total(&known.graph);
                Ok(Arc::new(LabelledMap { map, words, crumbs, total }))
            })
        });
    }
}

fn words(known: &Known, part: MapPart, has_words: bool) -> MapWords {
    match part {
        MapPart::Object(node) => {
            let line = NodeLine::new(known, node);
            let is_root = node == known.graph.root;
            let name = if is_root { "The whole heap".to_owned() } else { line.name };
            let name = has_words.then_some(name);
            MapWords { part: line.part, name, bytes: line.retained.unwrap_or(0) }
        }
        MapPart::Rest { of, bytes, count } => {
            let line = NodeLine::new(known, of);
            let count = usize::try_from(count).unwrap_or(usize::MAX);
            let name = has_words.then(|| crate::wording::counted(count, "small one"));
            MapWords { part: line.part, name, bytes }
        }
    }
}
