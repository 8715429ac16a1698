//! What stands in a cache file, column by column. The layout is as it is for ever: another one gets
//! another version or other tags.

use std::io;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::file::{Reader, Tag, Writer};
use super::{CachedHeap, HeapToKeep};
use crate::analysis::heap::{
    Bits, Class, ClassPlace, ClassTotals, Classes, Detachedness, Dominated, Dominators, HeapFacts,
    HeapTree, Retainers, Shape,
};
use crate::export::ExportError;
use crate::formats;
use crate::index::RowIndex as _;
use crate::model::heap::{
    AllocationFunction, AllocationTrace, AllocationTraces, EdgeKind, HeapEdges, HeapNodes,
    HeapSample, HeapStrings, KindTable, Location, NodeIndex, NodeKind, WideColumn,
};
use crate::model::{HeapGraph, Source};
use crate::task::Task;

/// Name, script, script's id, line, column.
type StoredFunction = (u32, u32, u64, Option<u32>, Option<u32>);

/// What is not a column.
#[derive(Serialize, Deserialize)]
struct Head {
    size: u64,
    compression: Option<String>,
    node_kinds: Vec<String>,
    edge_kinds: Vec<String>,
    root: u32,
    extra_native_bytes: u64,
    functions: Vec<StoredFunction>,
}

/// Classes and what stands in for them.
#[derive(Serialize, Deserialize)]
struct StoredClasses {
    /// Name, place, count, shallow, distance, retained.
    classes: Vec<StoredClass>,
    /// Name, properties, count.
    shapes: Vec<(Vec<u8>, Vec<Vec<u8>>, u64)>,
}

#[derive(Serialize, Deserialize)]
struct StoredClass {
    name: Vec<u8>,
    place: Option<(u64, u64, u64)>,
    count: u64,
    shallow: u64,
    distance: i32,
    retained: u64,
}

/// About how many bytes the file will have.
pub(super) fn size(heap: HeapToKeep<'_>) -> u64 {
    let (n, n_edges) = (heap.graph.n_nodes() as u64, heap.graph.n_edges() as u64);
    let (text, ends) = heap.graph.strings.parts();
    n * 48 + n_edges * 14 + (text.len() + ends.len() * 8) as u64 + (64 << 10)
}

/// Writes all that is known of a snapshot.
pub(super) fn write(
    heap: HeapToKeep<'_>,
    out: &mut Writer<'_>,
    task: &Task,
) -> Result<(), ExportError> {
    let HeapToKeep { graph, facts, tree, .. } = heap;
    out.value(*b"HEAD", &head(heap))?;
    write_nodes(&graph.nodes, out)?;
    task.advance(graph.n_nodes() as u64 * 20)?;
    out.column(*b"EKND", &graph.edges.kind)?;
    out.column(*b"ENAM", &graph.edges.name)?;
    out.column(*b"ETO_", &graph.edges.to)?;
    task.advance(graph.n_edges() as u64 * 9)?;
    let (text, ends) = graph.strings.parts();
    out.column(*b"TEXT", text)?;
    let ends: Vec<u64> = ends.iter().map(|&it| it as u64).collect();
    out.column(*b"ENDS", &ends)?;
    let places = graph.locations.iter();
    let places = places.flat_map(|it| [u64::from(it.node), it.script_id, it.line, it.column]);
    out.column(*b"PLAC", &places.collect::<Vec<u64>>())?;
    let samples = graph.samples.iter().flat_map(|it| [it.time_us, it.last_id]);
    out.column(*b"SAMP", &samples.collect::<Vec<u64>>())?;
    let traces = graph.traces.traces.iter().flat_map(|it| {
        let caller = it.caller.map_or(u64::MAX, u64::from);
        [u64::from(it.id), u64::from(it.function), caller, it.count, it.size]
    });
    out.column(*b"TRAC", &traces.collect::<Vec<u64>>())?;
    write_wide([*b"SHAL", *b"SHAH"], &facts.shallow, out)?;
    out.column(*b"DIST", &facts.distance)?;
    let (state, renamed) = facts.detachedness.parts();
    out.column(*b"DETA", state)?;
    out.column(*b"RENA", renamed.words())?;
    out.column(*b"PAGE", facts.page.words())?;
    out.column(*b"ESSE", facts.essential.words())?;
    out.column(*b"CLAS", facts.classes.of_nodes())?;
    out.value(*b"CLSS", &stored_classes(facts, tree))?;
    task.advance(graph.n_nodes() as u64 * 12)?;
    write_tree(tree, out)?;
    Ok(task.advance(graph.n_edges() as u64 * 4)?)
}

fn write_nodes(nodes: &HeapNodes, out: &mut Writer<'_>) -> io::Result<()> {
    out.column(*b"NKND", &nodes.kind)?;
    out.column(*b"NNAM", &nodes.name)?;
    write_wide([*b"NID_", *b"NIDH"], &nodes.id, out)?;
    write_wide([*b"NSIZ", *b"NSZH"], &nodes.self_size, out)?;
    out.column(*b"NEDG", &nodes.first_edge)?;
    out.column(*b"NDET", &nodes.detachedness)?;
    out.column(*b"NTRA", &nodes.trace)
}

fn write_tree(tree: &HeapTree, out: &mut Writer<'_>) -> io::Result<()> {
    let (first, entry) = tree.retainers.parts();
    out.column(*b"RETF", first)?;
    out.column(*b"RETE", entry)?;
    out.column(*b"DOM_", tree.dominators.rows())?;
    write_wide([*b"RTND", *b"RTNH"], tree.dominators.retained_sizes(), out)?;
    let (first, child) = tree.dominated.parts();
    out.column(*b"DDF_", first)?;
    out.column(*b"DDC_", child)
}

fn write_wide([low, high]: [Tag; 2], column: &WideColumn, out: &mut Writer<'_>) -> io::Result<()> {
    let (lows, highs) = column.parts();
    out.column(low, lows)?;
    let highs: Vec<u32> = highs.iter().flat_map(|it| [it.0, it.1]).collect();
    out.column(high, &highs)
}

fn head(heap: HeapToKeep<'_>) -> Head {
    let graph = heap.graph;
    let functions = graph.traces.functions.iter();
    Head {
        size: heap.source.size,
        compression: heap.source.compression.map(str::to_owned),
        node_kinds: graph.node_kinds.names().to_vec(),
        edge_kinds: graph.edge_kinds.names().to_vec(),
        root: u32::try_from(graph.root.row()).unwrap_or(0),
        extra_native_bytes: graph.extra_native_bytes,
        functions: functions
            .map(|it| (it.name, it.script, it.script_id, it.line, it.column))
            .collect(),
    }
}

fn stored_classes(facts: &HeapFacts, tree: &HeapTree) -> StoredClasses {
    let classes = &facts.classes;
    let class = |it| {
        let (class, totals): (&Class, ClassTotals) = (&classes.class[it], classes.totals[it]);
        StoredClass {
            name: class.name.clone(),
            place: class.place.map(|it| (it.script_id, it.line, it.column)),
            count: totals.count,
            shallow: totals.shallow,
            distance: totals.distance,
            retained: tree.class_retained[it],
        }
    };
    let shapes = classes.shapes.iter();
    StoredClasses {
        classes: classes.class.indices().map(class).collect(),
        shapes: shapes.map(|it| (it.name.clone(), it.properties.clone(), it.count)).collect(),
    }
}

/// Reads all that is known of a snapshot; `None` if anything is wrong with it.
///
/// One thread reads the graph, the other what is known of it: about as much.
pub(super) fn read(reader: &mut Reader, task: &Task) -> Option<CachedHeap> {
    let head: Head = reader.value(*b"HEAD").ok()?;
    let mut second = reader.fork().ok()?;
    let (graph, answers) =
        rayon::join(|| read_graph(&head, reader, task), || read_answers(&mut second, task));
    let (graph, answers) = (graph?, answers?);
    let n = graph.n_nodes();
    let (classes, retained_by_class) = answers.classes;
    let n_classes = classes.class.len();
    let sizes = (answers.shallow, answers.distance);
    let facts = HeapFacts::from_parts(&graph, sizes, answers.bits, answers.detachedness, classes)?;
    let [first_retainer, retainer, first_dominated, dominated] = answers.tree;
    let tree = HeapTree::from_parts(
        Retainers::from_parts(first_retainer, retainer, n)?,
        answers.dominators,
        Dominated::from_parts(first_dominated, dominated, n)?,
        (retained_by_class, n_classes),
    )?;
    let compression =
        ["gzip", "zstd"].into_iter().find(|it| head.compression.as_deref() == Some(it));
    let source =
        Source { format: formats::heapsnapshot::FORMAT.name, size: head.size, compression };
    Some(CachedHeap { source, graph: Arc::new(graph), facts, tree })
}

/// What is known of a graph, before it is held against it.
struct Answers {
    shallow: WideColumn,
    distance: Vec<i32>,
    bits: [Bits; 2],
    detachedness: Detachedness,
    classes: (Classes, Vec<u64>),
    dominators: Dominators,
    /// Beginnings and rows of retainers, then of dominated nodes.
    tree: [Vec<u32>; 4],
}

fn read_answers(reader: &mut Reader, task: &Task) -> Option<Answers> {
    let shallow = read_wide([*b"SHAL", *b"SHAH"], reader)?;
    let n = shallow.len() as u64;
    let distance = reader.column(*b"DIST").ok()?;
    let state: Vec<u8> = reader.column(*b"DETA").ok()?;
    let mut bits = |tag| reader.column(tag).ok().map(Bits::from_words);
    let (renamed, page, essential) = (bits(*b"RENA")?, bits(*b"PAGE")?, bits(*b"ESSE")?);
    let of_node: Vec<u32> = reader.column(*b"CLAS").ok()?;
    let stored: StoredClasses = reader.value(*b"CLSS").ok()?;
    task.advance(n * 12).ok()?;
    let dominator: Vec<u32> = reader.column(*b"DOM_").ok()?;
    let retained = read_wide([*b"RTND", *b"RTNH"], reader)?;
    task.advance(n * 8).ok()?;
    let mut column = |tag| reader.column(tag).ok();
    let tree = [column(*b"RETF")?, column(*b"RETE")?, column(*b"DDF_")?, column(*b"DDC_")?];
    Some(Answers {
        shallow,
        distance,
        bits: [page, essential],
        detachedness: Detachedness::from_parts(state, renamed),
        classes: classes_of(stored, of_node)?,
        dominators: Dominators::from_parts(dominator, retained)?,
        tree,
    })
}

fn read_graph(head: &Head, reader: &mut Reader, task: &Task) -> Option<HeapGraph> {
    let nodes = HeapNodes {
        kind: reader.column(*b"NKND").ok()?,
        name: reader.column(*b"NNAM").ok()?,
        id: read_wide([*b"NID_", *b"NIDH"], reader)?,
        self_size: read_wide([*b"NSIZ", *b"NSZH"], reader)?,
        first_edge: reader.column(*b"NEDG").ok()?,
        detachedness: reader.column(*b"NDET").ok()?,
        trace: reader.column(*b"NTRA").ok()?,
    };
    task.advance(nodes.kind.len() as u64 * 20).ok()?;
    let edges = HeapEdges {
        kind: reader.column(*b"EKND").ok()?,
        name: reader.column(*b"ENAM").ok()?,
        to: reader.column(*b"ETO_").ok()?,
    };
    task.advance(edges.kind.len() as u64 * 9).ok()?;
    let text: Vec<u8> = reader.column(*b"TEXT").ok()?;
    let ends: Vec<u64> = reader.column(*b"ENDS").ok()?;
    let ends: Option<Vec<usize>> = ends.into_iter().map(|it| usize::try_from(it).ok()).collect();
    let places: Vec<u64> = reader.column(*b"PLAC").ok()?;
    let location = |it: &[u64; 4]| {
        let node = u32::try_from(it[0]).ok()?;
        Some(Location { node, script_id: it[1], line: it[2], column: it[3] })
    };
    let samples: Vec<u64> = reader.column(*b"SAMP").ok()?;
    let sample = |it: &[u64; 2]| HeapSample { time_us: it[0], last_id: it[1] };
    let traces: Vec<u64> = reader.column(*b"TRAC").ok()?;
    let graph = HeapGraph {
        nodes,
        edges,
        node_kinds: KindTable::new(head.node_kinds.clone(), NodeKind::of),
        edge_kinds: KindTable::new(head.edge_kinds.clone(), EdgeKind::of),
        strings: HeapStrings::from_parts(text, ends?)?,
        root: NodeIndex::from_row(head.root as usize),
        locations: places.as_chunks().0.iter().map(location).collect::<Option<_>>()?,
        samples: samples.as_chunks().0.iter().map(sample).collect(),
        traces: traces_of(head, &traces)?,
        extra_native_bytes: head.extra_native_bytes,
    };
    graph.problem().is_none().then_some(graph)
}

fn traces_of(head: &Head, traces: &[u64]) -> Option<AllocationTraces> {
    let short = |number: u64| u32::try_from(number).ok();
    let trace = |it: &[u64; 5]| {
        let caller = if it[2] == u64::MAX { None } else { Some(short(it[2])?) };
        let (id, function) = (short(it[0])?, short(it[1])?);
        Some(AllocationTrace { id, function, caller, count: it[3], size: it[4] })
    };
    let function = |&(name, script, script_id, line, column): &StoredFunction| AllocationFunction {
        name,
        script,
        script_id,
        line,
        column,
    };
    Some(AllocationTraces {
        functions: head.functions.iter().map(function).collect(),
        traces: traces.as_chunks().0.iter().map(trace).collect::<Option<_>>()?,
    })
}

fn classes_of(stored: StoredClasses, of_node: Vec<u32>) -> Option<(Classes, Vec<u64>)> {
    let retained = stored.classes.iter().map(|it| it.retained).collect();
    let totals = stored.classes.iter();
    let totals = totals
        .map(|it| ClassTotals { count: it.count, shallow: it.shallow, distance: it.distance })
        .collect();
    let place = |(script_id, line, column)| ClassPlace { script_id, line, column };
    let class = |it: StoredClass| Class { name: it.name, place: it.place.map(place) };
    let shape = |(name, properties, count)| Shape { name, properties, count };
    let shapes = stored.shapes.into_iter().map(shape).collect();
    let class = stored.classes.into_iter().map(class).collect();
    Some((Classes::from_parts(class, totals, of_node, shapes)?, retained))
}

fn read_wide([low, high]: [Tag; 2], reader: &mut Reader) -> Option<WideColumn> {
    let lows: Vec<u32> = reader.column(low).ok()?;
    let highs: Vec<u32> = reader.column(high).ok()?;
    let highs: Vec<(u32, u32)> = highs.as_chunks::<2>().0.iter().map(|it| (it[0], it[1])).collect();
    let is_sound = highs.is_sorted_by(|a, b| a.0 < b.0)
        && highs.last().is_none_or(|it| (it.0 as usize) < lows.len());
    is_sound.then(|| WideColumn::new(lows, highs))
}
