//! From the sections of a snapshot to its graph: what does not fit together is left out and told.

use crate::error::{ParseError, ParseErrorKind};
use crate::formats::source::SliceSource;
use crate::index::RowIndex as _;
use crate::model::heap::{
    AllocationTraces, EdgeKind, HeapEdges, HeapGraph, HeapNodes, HeapSample, HeapStrings, NodeIndex,
};
use crate::task::Task;
use crate::warning::{Severity, Warnings};

use super::edges::NOWHERE;
use super::fill::Place;
use super::input::Input;
use super::meta::Meta;
use super::sections::{Sections, lose_extra};
use super::{extras, traces};

type Result<T> = std::result::Result<T, ParseError>;

impl Sections {
    /// The graph of what was read. `read` says whether all of the file could be.
    pub(super) fn finish(mut self, read: Result<()>, warnings: &Warnings) -> Result<HeapGraph> {
        if let Err(error) = read {
            // A snapshot whose graph is there is worth opening; one without is not.
            let has_graph = self.nodes.as_ref().is_some_and(|it| !it.kind.is_empty())
                && self.edges.as_ref().is_some_and(|it| !it.kind.is_empty());
            if !has_graph || error.is_cancelled() {
                return Err(error);
            }
            let what = "stretch of the file cannot be read, to its end";
            let offset = usize::try_from(error.offset).ok();
            warnings.add(Severity::Loss, what, offset, || error.kind.to_string());
        }
        let missing = |what| ParseErrorKind::Missing { what }.at(0);
        let meta = self.meta.take().ok_or_else(|| missing("`snapshot.meta`"))?;
        self.meta = Some(meta.clone());
        self.read_kept(warnings)?;
        let mut nodes = self.nodes.take().ok_or_else(|| missing("`nodes`"))?;
        let mut edges = self.edges.take().ok_or_else(|| missing("`edges`"))?;
        if nodes.kind.is_empty() {
            return Err(ParseErrorKind::unexpected("some nodes in `nodes`", "none").at(0));
        }
        compare_counts(&meta, &nodes, &edges, warnings);
        number_edges(&mut nodes, &mut edges, warnings);
        if !self.targets_are_checked {
            check_targets(&mut edges, nodes.kind.len());
        }
        drop_lost_edges(&mut nodes, &mut edges);
        let strings = self.finish_strings(&mut nodes, &mut edges, &meta, warnings);
        let n_nodes = nodes.kind.len();
        let (samples, traces) = self.read_extras(&meta, warnings);
        let root = root_of(&meta, n_nodes, warnings);
        let graph = HeapGraph {
            nodes,
            edges,
            node_kinds: meta.node_kinds,
            edge_kinds: meta.edge_kinds,
            strings,
            root,
            locations: self.locations,
            samples,
            traces,
            extra_native_bytes: meta.extra_native_bytes,
        };
        Ok(graph.checked())
    }

    /// Reads arrays that stood before the head that explains them.
    fn read_kept(&mut self, warnings: &Warnings) -> Result<()> {
        for name in ["nodes", "edges", "locations"] {
            let Some((text, offset)) = self.take_extra(name) else { continue };
            let task = Task::default();
            let mut source = SliceSource::new(&text, &task);
            let mut input = Input::new(&mut source)?;
            let read = match name {
                "nodes" => self.read_nodes(&mut input, warnings),
                "locations" => self.read_locations(&mut input, warnings),
                _ => self.read_edges(&mut input, warnings),
            };
            match read {
                Err(error) if name == "locations" => lose_extra(&error, offset, warnings),
                Err(mut error) => {
                    error.offset += offset as u64;
                    return Err(error);
                }
                Ok(()) => {}
            }
        }
        Ok(())
    }

    /// The texts, once every name is known to be one of them.
    fn finish_strings(
        &mut self,
        nodes: &mut HeapNodes,
        edges: &mut HeapEdges,
        meta: &Meta,
        warnings: &Warnings,
    ) -> HeapStrings {
        let mut strings = self.strings.take().unwrap_or_default();
        let n_strings = strings.len();
        if !self.strings_are_whole {
            let what = "part of `strings` is missing: names that stood there are empty";
            warnings.add(Severity::Loss, what, None, || format!("{n_strings} strings are there"));
        }
        let limit = u32::try_from(n_strings).unwrap_or(u32::MAX);
        let is_numbered = meta.edge_kinds.map_codes(EdgeKind::Other, EdgeKind::is_numbered);
        let wrong_node = |row: &usize| nodes.name[*row] >= limit;
        let wrong_edge =
            |row: &usize| edges.name[*row] >= limit && !is_numbered[usize::from(edges.kind[*row])];
        let lost_nodes: Vec<usize> = (0..nodes.name.len()).filter(wrong_node).collect();
        let lost_edges: Vec<usize> = (0..edges.name.len()).filter(wrong_edge).collect();
        if lost_nodes.is_empty() && lost_edges.is_empty() {
            return strings;
        }
        strings.push(b"");
        if self.strings_are_whole || n_strings > 0 {
            let example = |name: u32| format!("string {name} of {n_strings}");
            if let Some(&row) = lost_nodes.first() {
                let what = "nodes have a name that is not among `strings`, and count as nameless";
                let offset = offset_of(row, &self.node_places, meta.node_fields.width);
                let n = lost_nodes.len() as u64;
                warnings.add_many(Severity::Loss, what, n, offset, || example(nodes.name[row]));
            }
            if let Some(&row) = lost_edges.first() {
                let what = "edges have a name that is not among `strings`, and count as nameless";
                let offset = offset_of(row, &self.edge_places, meta.edge_fields.width);
                let n = lost_edges.len() as u64;
                warnings.add_many(Severity::Loss, what, n, offset, || example(edges.name[row]));
            }
        }
        for row in lost_nodes {
            nodes.name[row] = limit;
        }
        for row in lost_edges {
            edges.name[row] = limit;
        }
        strings
    }

    /// Reads what is not needed for the graph. What is wrong with it costs only itself.
    fn read_extras(
        &mut self,
        meta: &Meta,
        warnings: &Warnings,
    ) -> (Vec<HeapSample>, AllocationTraces) {
        let mut take = |name| self.take_extra(name).unwrap_or((b"[] ".to_vec(), 0));
        let lose = |error, at| lose_extra(&error, at, warnings);
        let (text, at) = take("samples");
        let samples = extras::samples((&text, at), meta, warnings).unwrap_or_else(|error| {
            lose(error, at);
            Vec::new()
        });
        let (text, at) = take("trace_function_infos");
        let functions = extras::functions((&text, at), meta, warnings).unwrap_or_else(|error| {
            lose(error, at);
            Vec::new()
        });
        let n_functions = functions.len();
        meta.trace_function_count.compare_if_declared(n_functions, warnings);
        let (text, at) = take("trace_tree");
        let traces = traces::read((&text, at), &meta.trace_fields, n_functions, warnings);
        let traces = traces.unwrap_or_else(|error| {
            lose(error, at);
            Vec::new()
        });
        (samples, AllocationTraces { functions, traces })
    }
}

/// Compares what the head says with what is there.
fn compare_counts(meta: &Meta, nodes: &HeapNodes, edges: &HeapEdges, warnings: &Warnings) {
    let of_nodes = [
        "head does not say how many nodes there are (`node_count`)",
        "head is wrong about the number of nodes",
        "node_count",
    ];
    meta.node_count.compare(nodes.kind.len(), of_nodes, warnings);
    let of_edges = [
        "head does not say how many edges there are (`edge_count`)",
        "head is wrong about the number of edges",
        "edge_count",
    ];
    meta.edge_count.compare(edges.kind.len(), of_edges, warnings);
}

/// Turns the number of each node's edges into the row of the first of them.
fn number_edges(nodes: &mut HeapNodes, edges: &mut HeapEdges, warnings: &Warnings) {
    let n_edges = edges.kind.len() as u64;
    let (mut next, mut claimed) = (0_u64, 0_u64);
    for count in &mut nodes.first_edge {
        claimed += u64::from(*count);
        let first = next;
        next = claimed.min(n_edges);
        *count = u32::try_from(first).unwrap_or(u32::MAX);
    }
    nodes.first_edge.push(u32::try_from(next).unwrap_or(u32::MAX));
    if claimed != n_edges {
        let what = "edges are missing or belong to no node: the counts of the nodes (`edge_count`) \
            do not sum up to the number of edges";
        let example = || format!("nodes have {claimed} edges, `edges` holds {n_edges}");
        warnings.add_many(Severity::Loss, what, claimed.abs_diff(n_edges), None, example);
    }
    edges.truncate(usize::try_from(next).unwrap_or(0));
}

/// Marks edges that lead nowhere, where nodes stood behind the edges.
fn check_targets(edges: &mut HeapEdges, n_nodes: usize) {
    for to in edges.to.iter_mut().filter(|it| **it as usize >= n_nodes) {
        *to = NOWHERE;
    }
}

/// Leaves out the edges that lead nowhere.
fn drop_lost_edges(nodes: &mut HeapNodes, edges: &mut HeapEdges) {
    if !edges.to.contains(&NOWHERE) {
        return;
    }
    let (mut read, mut kept) = (0, 0);
    let n_nodes = nodes.kind.len();
    for node in 0..n_nodes {
        let end = nodes.first_edge[node + 1] as usize;
        nodes.first_edge[node] = u32::try_from(kept).unwrap_or(u32::MAX);
        while read < end {
            if edges.to[read] != NOWHERE {
                edges.kind[kept] = edges.kind[read];
                edges.name[kept] = edges.name[read];
                edges.to[kept] = edges.to[read];
                kept += 1;
            }
            read += 1;
        }
    }
    nodes.first_edge[n_nodes] = u32::try_from(kept).unwrap_or(u32::MAX);
    edges.truncate(kept);
}

/// The node that everything is reached from.
fn root_of(meta: &Meta, n_nodes: usize, warnings: &Warnings) -> NodeIndex {
    let Some((index, offset)) = meta.root else { return NodeIndex::from_row(0) };
    let width = meta.node_fields.width as u64;
    let row = usize::try_from(index / width).ok().filter(|it| *it < n_nodes);
    if let Some(row) = row.filter(|_| index.is_multiple_of(width)) {
        return NodeIndex::from_row(row);
    }
    let what = "root is no node; the first node takes its place";
    warnings.add(Severity::Loss, what, Some(offset), || format!("root_index {index}"));
    NodeIndex::from_row(0)
}

/// About where a record stands in the file.
fn offset_of(row: usize, places: &[Place], width: usize) -> Option<usize> {
    let after = places.partition_point(|it| it.row <= row);
    let place = places.get(after.checked_sub(1)?)?;
    match places.get(after) {
        Some(next) if next.row > place.row => {
            let length = next.offset - place.offset;
            Some(place.offset + length * (row - place.row) / (next.row - place.row))
        }
        _ => Some(place.offset + (row - place.row) * width * 2),
    }
}
