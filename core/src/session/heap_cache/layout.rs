//! What stands in a cache file, column by column. The layout is as it is for ever: another one gets
//! another version or other tags.

use std::io;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::file::{Reader, Tag, Writer};
use super::{CachedHeap, HeapToKeep};
use crate::analysis::heap::{
    Bits, Children, Class, ClassPlace, ClassTotals, Classes, Detachedness, Dominated, Dominators,
    HeapFacts, HeapStatistics, HeapTree, KnownNames, RetainerTable, Retainers, Shape,
};
use crate::export::ExportError;
use crate::formats;
use crate::index::RowIndex as _;
use crate::model::heap::{
    AllocationFunction, AllocationTrace, AllocationTraces, EdgeKind, HeapEdges, HeapLocations,
    HeapNodes, HeapSample, HeapStrings, KindTable, NodeIndex, NodeKind, WideColumn,
};
use crate::model::{HeapGraph, Source};
use crate::task::Task;

/// Name, script, script's id, line, column.
type StoredFunction = (u32, u32, u64, Option<u32>, Option<u32>);

/// Columns of locations.
const PLACES: [Tag; 4] = [*b"PLAN", *b"PLAS", *b"PLAL", *b"PLAC"];

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
    for (tag, column) in PLACES.into_iter().zip(graph.locations.columns()) {
        out.column(tag, column)?;
    }
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
    write_known(&facts.known, out)?;
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

fn write_known(known: &KnownNames, out: &mut Writer<'_>) -> io::Result<()> {
    let (sets, pairs) = known.parts();
    let lengths: Vec<u64> = sets.iter().map(|it| it.len() as u64).collect();
    out.column(*b"KNOL", &lengths)?;
    out.column(*b"KNON", &sets.concat())?;
    out.column(*b"KNOP", pairs.as_flattened())
}

fn read_known(reader: &Reader) -> Option<KnownNames> {
    let lengths: Vec<u64> = reader.column(*b"KNOL").ok()?;
    let names: Vec<u32> = reader.column(*b"KNON").ok()?;
    let mut rest = names.as_slice();
    let mut sets = Vec::with_capacity(lengths.len());
    for length in lengths {
        let (set, more) = rest.split_at_checked(usize::try_from(length).ok()?)?;
        sets.push(set.to_vec());
        rest = more;
    }
    let pairs: Vec<u64> = reader.column(*b"KNOP").ok()?;
    KnownNames::from_parts(sets, pairs.as_chunks().0)
}

/// What a heap is made of, as it is kept: the fields of [`HeapStatistics`] in their order.
fn stored_statistics(it: &HeapStatistics) -> [u64; 8] {
    let v8 = [it.v8_heap, it.code, it.strings, it.js_arrays, it.system];
    [it.total, it.native, it.typed_arrays, v8[0], v8[1], v8[2], v8[3], v8[4]]
}

fn statistics_of(stored: &[u64]) -> Option<HeapStatistics> {
    let &[total, native, typed_arrays, v8_heap, code, strings, js_arrays, system] =
        stored.first_chunk::<8>()?;
    Some(HeapStatistics { total, native, typed_arrays, v8_heap, code, strings, js_arrays, system })
}

fn write_tree(tree: &HeapTree, out: &mut Writer<'_>) -> io::Result<()> {
    let (first, entry) = tree.retainers.parts();
    out.column(*b"RETF", first)?;
    out.column(*b"RETE", entry)?;
    out.column(*b"DOM_", tree.dominators.rows())?;
    write_wide([*b"RTND", *b"RTNH"], tree.dominators.retained_sizes(), out)?;
    let (first, child) = tree.dominated.parts();
    out.column(*b"DDF_", first)?;
    out.column(*b"DDC_", child)?;
    out.column(*b"STAT", &stored_statistics(&tree.statistics))
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
/// All threads read, each the next column. Retainers and the tree of dominators, which only
/// questions about single objects need, are read when the first of these comes, or made anew if they
/// turn out to be damaged.
pub(super) fn read(reader: Reader, task: &Task) -> Option<CachedHeap> {
    let head: Head = reader.value(*b"HEAD").ok()?;
    let (graph, answers) =
        rayon::join(|| read_graph(&head, &reader, task), || read_answers(&reader, task));
    let (graph, answers) = (Arc::new(graph?), answers?);
    let (classes, retained_by_class) = answers.classes;
    let n_classes = classes.class.len();
    let sizes = (answers.shallow, answers.distance);
    let (bits, known) = (answers.bits, answers.known);
    let essential = bits[1].clone();
    let facts = HeapFacts::from_parts(&graph, sizes, bits, answers.detachedness, classes, known)?;
    if answers.dominators.rows().len() != graph.n_nodes() {
        return None;
    }
    let reader = Arc::new(reader);
    let tree = HeapTree::from_parts(
        retainers_later(Arc::clone(&reader), Arc::clone(&graph), essential),
        dominated_later(reader, &answers.dominators, graph.root),
        answers.dominators,
        (retained_by_class, n_classes),
        answers.statistics,
    )?;
    let compression =
        ["gzip", "zstd"].into_iter().find(|it| head.compression.as_deref() == Some(it));
    let source =
        Source { format: formats::heapsnapshot::FORMAT.name, size: head.size, compression };
    Some(CachedHeap { source, graph, facts, tree })
}

/// The retainers that `reader` reads once they are needed.
fn retainers_later(reader: Arc<Reader>, graph: Arc<HeapGraph>, essential: Bits) -> Retainers {
    Retainers::later(move || {
        let first = reader.column(*b"RETF").ok();
        let entry = first.and_then(|first| Some((first, reader.column(*b"RETE").ok()?)));
        let kept = entry.and_then(|it| RetainerTable::from_parts(it.0, it.1, graph.n_nodes()));
        let fits = kept.filter(|it| it.n_references() == graph.n_edges());
        fits.unwrap_or_else(|| RetainerTable::anew(&graph, &essential))
    })
}

/// What each node dominates, which `reader` reads once it is needed.
fn dominated_later(reader: Arc<Reader>, dominators: &Dominators, root: NodeIndex) -> Dominated {
    let dominator = dominators.shared_rows();
    Dominated::later(move || {
        let first = reader.column(*b"DDF_").ok();
        let child = first.and_then(|first| Some((first, reader.column(*b"DDC_").ok()?)));
        let kept = child.and_then(|it| Children::from_parts(it.0, it.1, dominator.len()));
        kept.unwrap_or_else(|| Children::of(&dominator, root))
    })
}

/// What is known of a graph, before it is held against it.
struct Answers {
    shallow: WideColumn,
    distance: Vec<i32>,
    /// The objects of the page, and the essential edges.
    bits: [Bits; 2],
    detachedness: Detachedness,
    classes: (Classes, Vec<u64>),
    known: KnownNames,
    dominators: Dominators,
    statistics: HeapStatistics,
}

fn read_answers(reader: &Reader, task: &Task) -> Option<Answers> {
    let column = |tag| {
        let column: Vec<u32> = reader.column(tag).ok()?;
        task.advance(column.len() as u64 * 4).ok()?;
        Some(column)
    };
    let sizes = || {
        let shallow = read_wide([*b"SHAL", *b"SHAH"], reader)?;
        task.advance(shallow.len() as u64 * 4).ok()?;
        let distance: Vec<i32> = reader.column(*b"DIST").ok()?;
        task.advance(shallow.len() as u64 * 4).ok()?;
        Some((shallow, distance))
    };
    let small = || {
        let state: Vec<u8> = reader.column(*b"DETA").ok()?;
        let bits = |tag| reader.column(tag).ok().map(Bits::from_words);
        let renamed = bits(*b"RENA")?;
        let statistics: Vec<u64> = reader.column(*b"STAT").ok()?;
        let detachedness = Detachedness::from_parts(state, renamed);
        let bits = [bits(*b"PAGE")?, bits(*b"ESSE")?];
        Some((detachedness, bits, read_known(reader)?, statistics_of(&statistics)?))
    };
    let classes = || classes_of(reader.value(*b"CLSS").ok()?, column(*b"CLAS")?);
    let dominators = || {
        let retained = read_wide([*b"RTND", *b"RTNH"], reader)?;
        task.advance(retained.len() as u64 * 4).ok()?;
        Dominators::from_parts(column(*b"DOM_")?, retained)
    };
    let ((sizes, small), (classes, dominators)) =
        rayon::join(|| rayon::join(sizes, small), || rayon::join(classes, dominators));
    let ((shallow, distance), (detachedness, bits, known, statistics)) = (sizes?, small?);
    Some(Answers {
        shallow,
        distance,
        bits,
        detachedness,
        classes: classes?,
        known,
        dominators: dominators?,
        statistics,
    })
}

fn read_graph(head: &Head, reader: &Reader, task: &Task) -> Option<HeapGraph> {
    let column = |tag| {
        let column: Vec<u32> = reader.column(tag).ok()?;
        task.advance(column.len() as u64 * 4).ok()?;
        Some(column)
    };
    let targets = || column(*b"ETO_");
    let edges = || Some((column(*b"ENAM")?, reader.column(*b"EKND").ok()?));
    let strings = || {
        let text: Vec<u8> = reader.column(*b"TEXT").ok()?;
        let ends: Vec<u64> = reader.column(*b"ENDS").ok()?;
        let end = |it: u64| usize::try_from(it).ok();
        HeapStrings::from_parts(text, ends.into_iter().map(end).collect::<Option<_>>()?)
    };
    let ids = || {
        let ids = (read_wide([*b"NID_", *b"NIDH"], reader)?, column(*b"NNAM")?);
        task.advance(ids.1.len() as u64 * 4).ok()?;
        Some(ids)
    };
    let sizes = || {
        let self_size = read_wide([*b"NSIZ", *b"NSZH"], reader)?;
        task.advance(self_size.len() as u64 * 4).ok()?;
        Some((self_size, column(*b"NEDG")?, reader.column(*b"NKND").ok()?))
    };
    let locations = || {
        let [node, script_id, line, place] = PLACES.map(column);
        HeapLocations::new([node?, script_id?, line?, place?])
    };
    let ((to, (edges, locations)), (strings, (ids, sizes))) = rayon::join(
        || rayon::join(targets, || rayon::join(edges, locations)),
        || rayon::join(strings, || rayon::join(ids, sizes)),
    );
    let ((id, node_name), (self_size, first_edge, node_kind)) = (ids?, sizes?);
    let (edge_name, edge_kind) = edges?;
    let nodes = HeapNodes {
        kind: node_kind,
        name: node_name,
        id,
        self_size,
        first_edge,
        detachedness: reader.column(*b"NDET").ok()?,
        trace: reader.column(*b"NTRA").ok()?,
    };
    let samples: Vec<u64> = reader.column(*b"SAMP").ok()?;
    let sample = |it: &[u64; 2]| HeapSample { time_us: it[0], last_id: it[1] };
    let traces: Vec<u64> = reader.column(*b"TRAC").ok()?;
    let graph = HeapGraph {
        nodes,
        edges: HeapEdges { kind: edge_kind, name: edge_name, to: to? },
        node_kinds: KindTable::new(head.node_kinds.clone(), NodeKind::of),
        edge_kinds: KindTable::new(head.edge_kinds.clone(), EdgeKind::of),
        strings: strings?,
        root: NodeIndex::from_row(head.root as usize),
        locations: locations?,
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

fn read_wide([low, high]: [Tag; 2], reader: &Reader) -> Option<WideColumn> {
    let lows: Vec<u32> = reader.column(low).ok()?;
    let highs: Vec<u32> = reader.column(high).ok()?;
    let highs: Vec<(u32, u32)> = highs.as_chunks::<2>().0.iter().map(|it| (it[0], it[1])).collect();
    let is_sound = highs.is_sorted_by(|a, b| a.0 < b.0)
        && highs.last().is_none_or(|it| (it.0 as usize) < lows.len());
    is_sound.then(|| WideColumn::new(lows, highs))
}
