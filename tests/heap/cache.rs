//! What is kept of large snapshots.

use std::fs;
use std::path::Path;

use asyncscope_core::analysis::heap::{HeapTree, heap_statistics};
use asyncscope_core::load::{LoadOptions, load};
use asyncscope_core::model::HeapGraph;
use asyncscope_core::session::heap_cache::{HeapCache, HeapToKeep, MIN_SIZE};
use asyncscope_core::task::Task;
use support::heaps::{OpenHeap, snapshot_text};

/// A snapshot that is just large enough to be kept: white space is part of the file.
fn write_snapshot(path: &Path, class: &str) {
    let mut json = snapshot_text(&format!(
        "1 synthetic root 0
  shortcut g 3
3 object Window 10
  property a 5
5 object {class} 20"
    ));
    json += &" ".repeat(usize::try_from(MIN_SIZE).expect("fits"));
    fs::write(path, json).expect("written");
}

fn keep(cache: &HeapCache, path: &Path) -> OpenHeap {
    let recording = load(path, &LoadOptions::default(), &Task::default()).expect("a snapshot");
    let heap = OpenHeap::new(recording.heap.clone().expect("a heap"));
    let source = &recording.source;
    let (graph, facts, tree) = (&*heap.graph, &heap.facts, &heap.tree);
    let kept = cache.save(path, HeapToKeep { source, graph, facts, tree }, &Task::default());
    kept.expect("saved");
    heap
}

fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    fs::read_dir(folder).expect("a folder").map(|it| it.expect("an entry").path()).collect()
}

#[test]
fn what_is_kept_comes_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.heapsnapshot");
    write_snapshot(&path, "Foo");
    let cache = HeapCache::new(folder.path().join("cache"), 1 << 30);
    let heap = keep(&cache, &path);
    let found = cache.load(&path, &Task::default()).expect("not cancelled").expect("kept");
    assert_eq!(found.facts.shallow, heap.facts.shallow);
    assert_eq!(found.facts.distance, heap.facts.distance);
    assert_eq!(found.tree.dominators.rows(), heap.tree.dominators.rows());
    assert_eq!(found.facts.classes.of_nodes(), heap.facts.classes.of_nodes());
    assert_eq!(found.graph.edges.name, heap.graph.edges.name);
    assert_eq!(found.tree.total(&found.graph), 30);
    let statistics = heap_statistics(&found.graph, &found.facts, &found.tree);
    assert_eq!(statistics, heap_statistics(&heap.graph, &heap.facts, &heap.tree));
    let (kept, made) = (&found.tree.retainers, &heap.tree.retainers);
    for node in 0..found.graph.n_nodes() {
        assert!(kept.nodes(node).eq(made.nodes(node)), "{node}");
    }
}

#[test]
fn the_same_content_is_known_under_another_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, copy) = (folder.path().join("a.heapsnapshot"), folder.path().join("b.heapsnapshot"));
    write_snapshot(&path, "Foo");
    let cache = HeapCache::new(folder.path().join("cache"), 1 << 30);
    keep(&cache, &path);
    fs::copy(&path, &copy).expect("copied");
    set_modified(&copy, 1);
    assert!(cache.load(&copy, &Task::default()).expect("not cancelled").is_some());
}

#[test]
fn other_content_is_not_taken_for_it_wherever_it_differs() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.heapsnapshot");
    write_snapshot(&path, "Foo");
    set_modified(&path, 1);
    let cache = HeapCache::new(folder.path().join("cache"), 1 << 30);
    keep(&cache, &path);
    let sound = fs::read(&path).expect("bytes");
    for at in [0, 300, 1 << 20, (5 << 20) + 12_345, sound.len() - 1] {
        let mut bytes = sound.clone();
        bytes[at] ^= 1;
        fs::write(&path, bytes).expect("written");
        set_modified(&path, 1);
        let found = cache.load(&path, &Task::default()).expect("not cancelled");
        assert!(found.is_none(), "byte {at}, size and moment as before");
    }
    fs::write(&path, sound).expect("written");
    assert!(cache.load(&path, &Task::default()).expect("not cancelled").is_some());
}

#[test]
fn what_was_found_before_a_file_changed_is_not_kept_for_what_it_is_now() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.heapsnapshot");
    write_snapshot(&path, "Foo");
    let cache = HeapCache::new(folder.path().join("cache"), 1 << 30);
    let task = Task::default();
    assert!(cache.load(&path, &task).expect("not cancelled").is_none());
    let recording = load(&path, &LoadOptions::default(), &task).expect("a snapshot");
    let heap = OpenHeap::new(recording.heap.clone().expect("a heap"));
    write_snapshot(&path, "Bar");
    set_modified(&path, 1);
    let (graph, facts, tree) = (&*heap.graph, &heap.facts, &heap.tree);
    let to_keep = HeapToKeep { source: &recording.source, graph, facts, tree };
    cache.save(&path, to_keep, &task).expect("nothing to save");
    assert!(cache.load(&path, &task).expect("not cancelled").is_none());
}

/// Damage anywhere is noticed; in the parts that are read later, the answers stay right.
#[test]
fn a_damaged_file_is_not_believed_wherever_it_is_damaged() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.heapsnapshot");
    write_snapshot(&path, "Foo");
    let cache = HeapCache::new(folder.path().join("cache"), 1 << 30);
    let heap = keep(&cache, &path);
    let retainers = |heap: &HeapTree, graph: &HeapGraph| -> Vec<(Vec<usize>, Vec<u32>)> {
        let of_node =
            |it| (heap.retainers.nodes(it).collect(), heap.dominated.children(it).to_vec());
        (0..graph.n_nodes()).map(of_node).collect()
    };
    let expected = retainers(&heap.tree, &heap.graph);
    let file = files(&folder.path().join("cache")).pop().expect("a file");
    let sound = fs::read(&file).expect("bytes");
    let mut n_believed = 0;
    for at in (0..sound.len()).step_by(7) {
        let mut damaged = sound.clone();
        damaged[at] ^= 0x10;
        fs::write(&file, &damaged).expect("written");
        let found = cache.load(&path, &Task::default()).expect("not cancelled");
        if let Some(found) = found {
            n_believed += 1;
            assert_eq!(retainers(&found.tree, &found.graph), expected, "byte {at}");
        }
    }
    // Four chunks of 12 bytes of head and 8 of checksum, and 12 rows of 4 bytes in all.
    assert!(n_believed * 7 <= 4 * 20 + 12 * 4, "{n_believed} of {}", sound.len());
    for end in [0, 11, sound.len() / 2, sound.len() - 1] {
        fs::write(&file, &sound[..end]).expect("written");
        assert!(cache.load(&path, &Task::default()).expect("not cancelled").is_none());
    }
}

fn set_modified(path: &Path, seconds: u64) {
    let moment = std::time::UNIX_EPOCH + std::time::Duration::from_secs(seconds);
    let file = fs::File::options().append(true).open(path).expect("opened");
    file.set_modified(moment).expect("set");
}

#[test]
fn the_folder_stays_within_its_limit() {
    let folder = tempfile::tempdir().expect("a folder");
    let cache_folder = folder.path().join("cache");
    let limit = 200 << 10; // each takes a little more than 64 KiB by our own reckoning
    let cache = HeapCache::new(cache_folder.clone(), limit);
    for name in ["a", "b", "c", "d", "e"] {
        let path = folder.path().join(name);
        write_snapshot(&path, name);
        keep(&cache, &path);
        let total: u64 =
            files(&cache_folder).iter().map(|it| fs::metadata(it).expect("a file").len()).sum();
        assert!(total <= limit, "{total}");
    }
    assert!(!files(&cache_folder).is_empty());
}
