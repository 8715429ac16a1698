//! What is kept of large snapshots.

use std::fs;
use std::path::Path;

use asyncscope_core::load::{LoadOptions, load};
use asyncscope_core::session::heap_cache::{HeapCache, HeapToKeep, MIN_SIZE};
use asyncscope_core::task::Task;
use support::heaps::{OpenHeap, snapshot_text};

/// A snapshot that is just large enough to be kept: white space is part of the file.
fn write_snapshot(path: &Path) {
    let mut json = snapshot_text(
        "1 synthetic root 0\n  shortcut g 3\n3 object Window 10\n  property a 5\n5 object Foo 20",
    );
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
    write_snapshot(&path);
    let cache = HeapCache::new(folder.path().join("cache"), 1 << 30);
    let heap = keep(&cache, &path);
    let found = cache.load(&path, &Task::default()).expect("not cancelled").expect("kept");
    assert_eq!(found.facts.shallow, heap.facts.shallow);
    assert_eq!(found.facts.distance, heap.facts.distance);
    assert_eq!(found.tree.dominators.rows(), heap.tree.dominators.rows());
    assert_eq!(found.facts.classes.of_nodes(), heap.facts.classes.of_nodes());
    assert_eq!(found.graph.edges.name, heap.graph.edges.name);
    assert_eq!(found.tree.total(&found.graph), 30);
}

#[test]
fn other_content_is_not_taken_for_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.heapsnapshot");
    write_snapshot(&path);
    let cache = HeapCache::new(folder.path().join("cache"), 1 << 30);
    keep(&cache, &path);
    let mut bytes = fs::read(&path).expect("bytes");
    bytes[0] = b' ';
    fs::write(&path, bytes).expect("written");
    assert!(cache.load(&path, &Task::default()).expect("not cancelled").is_none());
}

#[test]
fn a_damaged_file_is_not_believed_wherever_it_is_damaged() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.heapsnapshot");
    write_snapshot(&path);
    let cache = HeapCache::new(folder.path().join("cache"), 1 << 30);
    keep(&cache, &path);
    let file = files(&folder.path().join("cache")).pop().expect("a file");
    let sound = fs::read(&file).expect("bytes");
    for at in (0..sound.len()).step_by(7) {
        let mut damaged = sound.clone();
        damaged[at] ^= 0x10;
        fs::write(&file, &damaged).expect("written");
        let found = cache.load(&path, &Task::default()).expect("not cancelled");
        assert!(found.is_none(), "byte {at} of {}", sound.len());
    }
    for end in [0, 11, sound.len() / 2, sound.len() - 1] {
        fs::write(&file, &sound[..end]).expect("written");
        assert!(cache.load(&path, &Task::default()).expect("not cancelled").is_none());
    }
}

#[test]
fn the_folder_stays_within_its_limit() {
    let folder = tempfile::tempdir().expect("a folder");
    let cache_folder = folder.path().join("cache");
    let limit = 200 << 10; // each takes a little more than 64 KiB by our own reckoning
    let cache = HeapCache::new(cache_folder.clone(), limit);
    for name in ["a", "b", "c", "d", "e"] {
        let path = folder.path().join(name);
        write_snapshot(&path);
        // Files of one moment and content have one name.
        let moment =
            std::time::UNIX_EPOCH + std::time::Duration::from_secs(u64::from(name.as_bytes()[0]));
        fs::File::options()
            .append(true)
            .open(&path)
            .expect("opened")
            .set_modified(moment)
            .expect("set");
        keep(&cache, &path);
        let total: u64 =
            files(&cache_folder).iter().map(|it| fs::metadata(it).expect("a file").len()).sum();
        assert!(total <= limit, "{total}");
    }
    assert!(!files(&cache_folder).is_empty());
}
