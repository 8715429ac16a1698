//! Heap snapshots for tests: those of the corpus with DevTools' results, and small ones as text.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use asyncscope_core::analysis::heap::{HeapFacts, HeapTree, Snapshot, heap_facts, heap_tree};
use asyncscope_core::load::{LoadOptions, load, load_reader};
use asyncscope_core::model::HeapGraph;
use asyncscope_core::model::heap::NodeIndex;
use asyncscope_core::task::Task;
use flate2::read::GzDecoder;
use serde_json::Value;

/// A snapshot and all that is known of it.
#[derive(Debug)]
pub struct OpenHeap {
    /// The objects.
    pub graph: Arc<HeapGraph>,
    /// What can be said of each.
    pub facts: HeapFacts,
    /// What keeps each alive.
    pub tree: HeapTree,
}

impl OpenHeap {
    /// Analyses `graph`.
    pub fn new(graph: Arc<HeapGraph>) -> Self {
        let facts = heap_facts(&graph, &Task::default()).expect("not cancelled");
        let tree = heap_tree(&graph, &facts, &Task::default()).expect("not cancelled");
        Self { graph, facts, tree }
    }

    /// Loads and analyses the file `path`, which must be whole.
    pub fn load(path: &Path) -> Self {
        let recording = load(path, &LoadOptions::default(), &Task::default());
        let recording = recording.unwrap_or_else(|error| panic!("{error}"));
        assert!(!recording.has_losses(), "{}: {:?}", path.display(), recording.warnings);
        Self::new(recording.heap.expect("a heap snapshot"))
    }

    /// All of it, borrowed.
    pub fn snapshot(&self) -> Snapshot<'_> {
        Snapshot { graph: &self.graph, facts: &self.facts, tree: &self.tree }
    }

    /// The node of that id.
    pub fn node(&self, id: u64) -> NodeIndex {
        self.graph.find_id(id).unwrap_or_else(|| panic!("no node has id {id}"))
    }
}

/// The folder of recordings that lies outside the repository: in the folder that the variable
/// `ASYNCSCOPE_SHARED` names, or else in `shared` beside the repository.
pub fn corpus() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    let shared = std::env::var_os("ASYNCSCOPE_SHARED").map_or(beside, PathBuf::from);
    Some(shared.join("corpus/own/heap")).filter(|it| it.is_dir())
}

/// What DevTools says, from a JSON file.
pub fn oracle(path: &Path) -> Value {
    let text = fs::read_to_string(path).unwrap_or_else(|it| panic!("{}: {it}", path.display()));
    serde_json::from_str(&text).expect("an oracle is JSON")
}

/// The files of a gzipped tar archive, by the last part of their names.
pub fn untar(path: &Path) -> BTreeMap<String, Vec<u8>> {
    let packed = fs::File::open(path).unwrap_or_else(|it| panic!("{}: {it}", path.display()));
    let mut bytes = Vec::new();
    GzDecoder::new(packed).read_to_end(&mut bytes).expect("gzip data");
    let mut files = BTreeMap::new();
    let mut rest = bytes.as_slice();
    while let Some((header, after)) = rest.split_first_chunk::<512>() {
        let text = |range: std::ops::Range<usize>| {
            let field = header[range].split(|it| *it == 0).next().unwrap_or_default();
            String::from_utf8_lossy(field).trim().to_owned()
        };
        let (name, size) = (text(0..100), text(124..136));
        if name.is_empty() {
            break;
        }
        let size = usize::from_str_radix(&size, 8).expect("a size in octal");
        let short = name.rsplit('/').next().unwrap_or_default().to_owned();
        files.insert(short, after[..size].to_vec());
        rest = &after[size.next_multiple_of(512)..];
    }
    files
}

/// Little-endian numbers.
pub fn numbers<const N: usize, T>(bytes: &[u8], read: impl Fn([u8; N]) -> T) -> Vec<T> {
    bytes.as_chunks().0.iter().map(|it| read(*it)).collect()
}

/// A snapshot as text: a line for each node, `id type name size`, and below it, indented, a line
/// for each of its edges, `type name target-id`. The first node is the root. In names `~` stands for
/// a space.
///
/// ```text
/// 1 synthetic root 0
///   shortcut global 3
/// 3 object Window 16
///   property next 5
/// 5 object Foo 32
/// ```
pub fn snapshot_text(text: &str) -> String {
    const NODE_TYPES: [&str; 8] =
        ["hidden", "array", "string", "object", "native", "synthetic", "closure", "code"];
    const EDGE_TYPES: [&str; 7] =
        ["context", "element", "property", "internal", "hidden", "shortcut", "weak"];
    let mut strings: Vec<String> = vec!["<dummy>".to_owned()];
    let mut intern = |name: &str| {
        let name = name.replace('~', " ");
        strings.iter().position(|it| *it == name).unwrap_or_else(|| {
            strings.push(name);
            strings.len() - 1
        })
    };
    let ids: Vec<&str> = text
        .lines()
        .filter(|it| !it.trim().is_empty() && !it.starts_with(' '))
        .filter_map(|it| it.split_whitespace().next())
        .collect();
    let place = |of: &[&str], name: &str| of.iter().position(|it| *it == name).expect("a type");
    let mut nodes: Vec<[usize; 5]> = Vec::new();
    let mut edges: Vec<String> = Vec::new();
    for line in text.lines().filter(|it| !it.trim().is_empty()) {
        let words: Vec<&str> = line.split_whitespace().collect();
        if line.starts_with(' ') {
            let to = ids.iter().position(|it| *it == words[2]).expect("a target") * 5;
            let name = match words[0] {
                "element" | "hidden" => words[1].parse().expect("an index"),
                _ => intern(words[1]),
            };
            edges.push(format!("{},{name},{to}", place(&EDGE_TYPES, words[0])));
            nodes.last_mut().expect("a node before its edges")[4] += 1;
        } else {
            let number = |at: usize| words[at].parse().expect("a number");
            nodes.push([place(&NODE_TYPES, words[1]), intern(words[2]), number(0), number(3), 0]);
        }
    }
    let nodes: Vec<String> = nodes.iter().map(|it| it.map(|it| it.to_string()).join(",")).collect();
    let meta = serde_json::json!({
        "node_fields": ["type", "name", "id", "self_size", "edge_count"],
        "node_types": [NODE_TYPES, "string", "number", "number", "number"],
        "edge_fields": ["type", "name_or_index", "to_node"],
        "edge_types": [EDGE_TYPES, "string_or_number", "node"],
    });
    format!(
        "{{\"snapshot\":{{\"meta\":{meta},\"node_count\":{},\"edge_count\":{}}},\"nodes\":[{}],\
         \"edges\":[{}],\"strings\":{}}}",
        nodes.len(),
        edges.len(),
        nodes.join(","),
        edges.join(","),
        serde_json::to_string(&strings).expect("JSON"),
    )
}

/// The snapshot that `text` describes, as [`snapshot_text`] has it.
pub fn heap(text: &str) -> OpenHeap {
    open_text(snapshot_text(text))
}

/// The snapshot of this JSON, which must be whole.
pub fn open_text(json: String) -> OpenHeap {
    let (task, options) = (Task::default(), LoadOptions::default());
    let bytes = std::io::Cursor::new(json.into_bytes());
    let recording = load_reader(bytes, Path::new("test"), &options, &task);
    let recording = recording.unwrap_or_else(|error| panic!("{error}"));
    assert!(recording.warnings.is_empty(), "{:?}", recording.warnings);
    OpenHeap::new(recording.heap.expect("a heap snapshot"))
}
