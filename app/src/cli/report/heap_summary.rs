//! What a heap snapshot holds, in short: part of `summary`.

use std::io::{self, Write};

use asyncscope_core::analysis::heap::{
    class_rows, display_name, heap_facts, heap_statistics, heap_tree,
};
use asyncscope_core::index::RowIndex as _;
use asyncscope_core::model::HeapGraph;
use asyncscope_core::model::heap::{NodeIndex, NodeKind};
use asyncscope_core::task::{Cancelled, Task};
use asyncscope_core::units::{Bytes, Count, Percent};
use serde::Serialize;

use crate::cli::columns::{Columns, Heading};

/// How many classes and objects are listed.
const TOP: usize = 5;

/// Distances from here on are of objects that only V8 holds.
const OF_V8: i32 = 1_000_000;

const CLASS_HEADINGS: &[Heading] = &[
    Heading::number("Shallow"),
    Heading::number("Share"),
    Heading::number("Retained"),
    Heading::number("Objects"),
    Heading::name("Class"),
];
const OBJECT_HEADINGS: &[Heading] = &[
    Heading::number("Retained"),
    Heading::number("Share"),
    Heading::number("Id"),
    Heading::name("Object"),
];

/// What a heap snapshot holds, in short.
#[derive(Debug, Serialize)]
pub(super) struct HeapSummary {
    total_bytes: u64,
    v8_heap_bytes: u64,
    native_bytes: u64,
    code_bytes: u64,
    string_bytes: u64,
    array_bytes: u64,
    system_bytes: u64,
    classes: usize,
    largest_classes: Vec<ClassEntry>,
    largest_objects: Vec<ObjectEntry>,
}

#[derive(Debug, Serialize)]
struct ClassEntry {
    class: String,
    count: u64,
    shallow_bytes: u64,
    retained_bytes: u64,
}

#[derive(Debug, Serialize)]
struct ObjectEntry {
    id: u64,
    name: String,
    class: String,
    retained_bytes: u64,
}

impl HeapSummary {
    /// What `graph` holds.
    pub(super) fn of(graph: &HeapGraph, task: &Task) -> Result<Self, Cancelled> {
        let facts = heap_facts(graph, task)?;
        let tree = heap_tree(graph, &facts, task)?;
        let statistics = heap_statistics(graph, &facts, &tree);
        let mut rows = class_rows(&facts, Some(&tree));
        let classes = rows.len();
        rows.sort_by_key(|it| std::cmp::Reverse(it.shallow)); // stable: then by what they retain
        let name = |class| facts.classes.class[class].name().into_owned();
        let largest_classes = rows.iter().take(TOP).map(|it| ClassEntry {
            class: name(it.class),
            count: it.count,
            shallow_bytes: it.shallow,
            retained_bytes: it.retained.unwrap_or(0),
        });
        let is_program = |it: &NodeIndex| {
            (1..OF_V8).contains(&facts.distance[it.row()])
                && graph.node_kind(*it) != NodeKind::Synthetic
        };
        let mut objects: Vec<NodeIndex> = graph.node_indices().filter(is_program).collect();
        let key = |it: &NodeIndex| (std::cmp::Reverse(tree.dominators.retained(*it)), *it);
        if objects.len() > TOP {
            objects.select_nth_unstable_by_key(TOP - 1, key);
            objects.truncate(TOP);
        }
        objects.sort_unstable_by_key(key);
        let largest_objects = objects.into_iter().map(|it| ObjectEntry {
            id: graph.id(it),
            name: display_name(graph, &facts, it),
            class: name(facts.classes.of(it)),
            retained_bytes: tree.dominators.retained(it),
        });
        Ok(Self {
            total_bytes: statistics.total,
            v8_heap_bytes: statistics.v8_heap,
            native_bytes: statistics.native,
            code_bytes: statistics.code,
            string_bytes: statistics.strings,
            array_bytes: statistics.js_arrays,
            system_bytes: statistics.system,
            classes,
            largest_classes: largest_classes.collect(),
            largest_objects: largest_objects.collect(),
        })
    }

    /// Writes it for people.
    pub(super) fn write(&self, out: &mut dyn Write, width: usize) -> io::Result<()> {
        let share = |bytes| format!("{} ({})", Bytes(bytes), Percent::of(bytes, self.total_bytes));
        writeln!(out, "Heap      {} in {} classes", Bytes(self.total_bytes), self.classes)?;
        let kinds = [
            ("strings", self.string_bytes),
            ("code", self.code_bytes),
            ("arrays", self.array_bytes),
            ("V8's own", self.system_bytes),
            ("outside V8's heap", self.native_bytes),
        ];
        let kinds: Vec<String> =
            kinds.iter().map(|&(name, bytes)| format!("{name} {}", share(bytes))).collect();
        writeln!(out, "Of that   {}", kinds.join(", "))?;
        self.write_classes(out, width)?;
        self.write_objects(out, width)?;
        writeln!(
            out,
            "\nMore: `asyncscope heap classes`, `heap dominators`, `heap strings`, `heap retainers` \
             and `heap compare`."
        )
    }

    fn write_classes(&self, out: &mut dyn Write, width: usize) -> io::Result<()> {
        writeln!(out, "\nLargest classes\n")?;
        let mut columns = Columns::new(CLASS_HEADINGS);
        for it in &self.largest_classes {
            columns.push([
                Bytes(it.shallow_bytes).to_string(),
                Percent::of(it.shallow_bytes, self.total_bytes).to_string(),
                Bytes(it.retained_bytes).to_string(),
                Count(it.count).to_string(),
                it.class.clone(),
            ]);
        }
        columns.write(out, width)
    }

    fn write_objects(&self, out: &mut dyn Write, width: usize) -> io::Result<()> {
        writeln!(out, "\nObjects that keep most alive\n")?;
        let mut columns = Columns::new(OBJECT_HEADINGS);
        for it in &self.largest_objects {
            columns.push([
                Bytes(it.retained_bytes).to_string(),
                Percent::of(it.retained_bytes, self.total_bytes).to_string(),
                format!("@{}", it.id),
                if it.name.is_empty() { it.class.clone() } else { it.name.clone() },
            ]);
        }
        columns.write(out, width)
    }
}
