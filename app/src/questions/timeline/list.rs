//! The tracks of a recording.

use std::cmp::Reverse;

use asyncscope_core::analysis::{AsyncGroup, async_groups};
use asyncscope_core::index::Column;
use asyncscope_core::model::{
    CounterIndex, ProcessIndex, ProfileIndex, Recording, RequestIndex, ThreadIndex,
};
use asyncscope_core::task::{Cancelled, Task};
use asyncscope_core::units::Count;

use crate::tracks::{Track, TrackKey, TrackList};
use crate::wording;

/// Threads with spans that open where nothing was sampled.
const OPEN_UNSAMPLED: usize = 3;

/// The group of events that operations of our recorder stand in.
const USER_TIMING: &str = "blink.user_timing";
/// The series that tell most of our recorder's.
const RSS: &str = "memory.rss";
const LOOP_DELAY: &str = "event loop delay us.max";
const LOOP_USE: &str = "event loop.utilization";

/// Whether a group of events is about what the program did: timings that it took itself, and the
/// operations of Node.js.
fn is_own(group: &str) -> bool {
    group.split(',').any(|it| {
        matches!(it, "blink.user_timing" | "blink.console" | "node") || it.starts_with("node.")
    })
}

/// What there is of one thread.
#[derive(Clone, Copy, Debug, Default)]
struct Holds {
    samples: usize,
    spans: usize,
    moments: usize,
    gcs: usize,
}

/// Every track of a recording: the processes and threads with most samples first, then most spans.
pub(crate) fn tracks(recording: &Recording, task: &Task) -> Result<TrackList, Cancelled> {
    let listing = Listing::new(recording, task)?;
    let mut processes: Vec<ProcessIndex> = recording.processes.pid.indices().collect();
    processes.sort_by_cached_key(|&it| Reverse(listing.weight(it)));
    let mut tracks: Vec<Track> = listing.requests(None, true).into_iter().collect();
    for process in processes {
        let below = listing.of_process(process);
        if !below.is_empty() {
            tracks.push(listing.heading(process));
            tracks.extend(below);
        }
    }
    let is_heading = |it: &&Track| matches!(it.key, TrackKey::Process(_));
    let has_headings = tracks.iter().filter(is_heading).count() > 1;
    Ok(TrackList { tracks, has_headings })
}

struct Listing<'a> {
    recording: &'a Recording,
    holds: Column<ThreadIndex, Holds>,
    asyncs: Vec<AsyncGroup>,
    /// The threads whose tracks open.
    open: Vec<ThreadIndex>,
}

impl<'a> Listing<'a> {
    fn new(recording: &'a Recording, task: &Task) -> Result<Self, Cancelled> {
        let threads = &recording.threads.process;
        let mut holds: Column<ThreadIndex, Holds> = vec![Holds::default(); threads.len()].into();
        for profile in &recording.profiles {
            holds[profile.thread].samples += profile.samples.len();
        }
        for thread in threads.indices() {
            holds[thread].spans = recording.spans.rows_of(thread).len();
        }
        for &thread in &recording.instants.thread {
            holds[thread].moments += 1;
        }
        for &thread in &recording.gcs.thread {
            holds[thread].gcs += 1;
        }
        let mut listing =
            Self { recording, holds, asyncs: async_groups(recording, task)?, open: Vec::new() };
        listing.open = listing.opening();
        Ok(listing)
    }

    /// The threads to begin with: the sampled ones, or those with most spans.
    fn opening(&self) -> Vec<ThreadIndex> {
        let threads = || self.holds.indices();
        let sampled: Vec<ThreadIndex> =
            threads().filter(|&it| 0 < self.holds[it].samples).collect();
        if !sampled.is_empty() {
            return sampled;
        }
        let mut busy: Vec<ThreadIndex> = threads().filter(|&it| 0 < self.holds[it].spans).collect();
        busy.sort_by_key(|&it| Reverse(self.holds[it].spans));
        busy.truncate(OPEN_UNSAMPLED);
        busy
    }

    fn threads(&self, process: ProcessIndex) -> Vec<ThreadIndex> {
        let threads = &self.recording.threads.process;
        let mut found: Vec<ThreadIndex> =
            threads.indices().filter(|&it| threads[it] == process).collect();
        found.sort_by_key(|&it| Reverse((self.holds[it].samples, self.holds[it].spans)));
        found
    }

    /// How much there is of a process: that of its thread with most.
    fn weight(&self, process: ProcessIndex) -> (usize, usize) {
        let threads = self.threads(process).into_iter();
        let weights = threads.map(|it| (self.holds[it].samples, self.holds[it].spans));
        weights.max().unwrap_or_default()
    }

    fn heading(&self, process: ProcessIndex) -> Track {
        let processes = &self.recording.processes;
        let pid = processes.pid[process];
        let name = processes.name[process].map(|it| self.recording.text(it));
        let threads = wording::counted(self.threads(process).len(), "thread");
        Track {
            key: TrackKey::Process(process),
            title: name.map_or_else(|| format!("Process {pid}"), str::to_owned),
            note: format!("{pid} · {threads}"),
            process: Some(process),
            thread: None,
            opens: true,
        }
    }

    fn of_process(&self, process: ProcessIndex) -> Vec<Track> {
        let threads = self.threads(process);
        // Where no thread tells what ran, what else was recorded is all there is to see.
        let opens = self.open.is_empty() || threads.iter().any(|it| self.open.contains(it));
        let (own, others_asyncs): (Vec<_>, Vec<_>) =
            self.asyncs(process).partition(|it| is_own(self.recording.text(it.group)));
        let mut tracks: Vec<Track> = own.into_iter().map(|it| self.of_asyncs(it, opens)).collect();
        tracks.extend(self.requests(Some(process), opens));
        // Where our recorder measured them, numbers tell more than the stacks below them.
        let (telling, numbers): (Vec<_>, Vec<_>) =
            self.counters(process, opens).into_iter().partition(|it| self.is_telling(it));
        tracks.extend(self.memory(process, opens));
        tracks.extend(telling);
        let (first, others): (Vec<_>, Vec<_>) =
            threads.into_iter().partition(|it| self.open.contains(it));
        for thread in first {
            tracks.extend(self.of_thread(process, thread));
        }
        tracks.extend(numbers);
        for thread in others {
            tracks.extend(self.of_thread(process, thread));
        }
        tracks.extend(others_asyncs.into_iter().map(|it| self.of_asyncs(it, false)));
        tracks
    }

    /// The groups of asynchronous spans of a process.
    fn asyncs(&self, process: ProcessIndex) -> impl Iterator<Item = &AsyncGroup> {
        self.asyncs.iter().filter(move |it| it.process == process)
    }

    fn of_asyncs(&self, it: &AsyncGroup, opens: bool) -> Track {
        let group = self.recording.text(it.group);
        // What our own recorder calls so is all that a program does asynchronously.
        let is_ours = self.recording.recorder.is_some() && group == USER_TIMING;
        let (title, one) =
            if is_ours { ("Operations", "operation") } else { (group, "async span") };
        Track {
            key: TrackKey::Asyncs(it.process, it.group),
            title: title.to_owned(),
            note: wording::counted(it.n_spans, one),
            process: Some(it.process),
            thread: None,
            opens,
        }
    }

    fn of_thread(&self, process: ProcessIndex, thread: ThreadIndex) -> Vec<Track> {
        let holds = self.holds[thread];
        let name = self.recording.thread_name(thread);
        let opens = self.open.contains(&thread);
        let track = |key, title: &str, note: String, opens| Track {
            key,
            title: title.to_owned(),
            note,
            process: Some(process),
            thread: Some(thread),
            opens,
        };
        let mut tracks = Vec::new();
        if 0 < holds.moments {
            tracks.push(track(TrackKey::Moments(thread), "Moments", name.clone(), opens));
        }
        if 0 < holds.spans {
            let note = wording::counted(holds.spans, "span");
            tracks.push(track(TrackKey::Spans(thread), &name, note, opens));
        }
        let profiles = &self.recording.profiles;
        for profile in profiles.indices().filter(|&it| profiles[it].thread == thread) {
            tracks.push(track(
                TrackKey::Samples(profile),
                &name,
                self.samples_note(profile),
                opens,
            ));
        }
        if 0 < holds.gcs {
            tracks.push(track(TrackKey::Gcs(thread), "Garbage collection", name, opens));
        }
        tracks
    }

    /// The requests that a process sent; without a process, those of which nothing tells who did.
    fn requests(&self, process: Option<ProcessIndex>, opens: bool) -> Option<Track> {
        let requests = self.recording.requests.indices();
        let is_of_it = |it: &RequestIndex| match process {
            Some(process) => self.recording.has_sent(process, *it),
            None => self.recording.requests.get(*it).thread.is_none(),
        };
        let n = requests.filter(is_of_it).count();
        (0 < n).then(|| Track {
            key: TrackKey::Requests(process),
            title: "Requests".to_owned(),
            note: wording::counted(n, "request"),
            process,
            thread: None,
            opens,
        })
    }

    /// Whether a track shows one of the numbers that tell most of our recorder's.
    fn is_telling(&self, track: &Track) -> bool {
        let TrackKey::Counter(counter) = track.key else { return false };
        let name = self.recording.text(self.recording.counters.name[counter]);
        self.recording.recorder.is_some() && matches!(name, LOOP_DELAY | LOOP_USE)
    }

    /// What makes up the memory of a process, if our recorder measured that.
    fn memory(&self, process: ProcessIndex, opens: bool) -> Option<Track> {
        let counters = &self.recording.counters;
        let is_rss = |it: CounterIndex| {
            counters.process[it] == process && self.recording.text(counters.name[it]) == RSS
        };
        let rss = counters.name.indices().find(|&it| is_rss(it))?;
        Some(Track {
            key: TrackKey::Memory(process),
            title: "Memory".to_owned(),
            note: wording::counted(counters.points[rss].len(), "measurement"),
            process: Some(process),
            thread: None,
            opens,
        })
    }

    fn samples_note(&self, profile: ProfileIndex) -> String {
        let samples = self.recording.profiles[profile].samples.len() as u64;
        format!("JS, {} samples", Count(samples))
    }

    fn counters(&self, process: ProcessIndex, opens: bool) -> Vec<Track> {
        let counters = &self.recording.counters;
        let of_process = counters.name.indices().filter(|&it| counters.process[it] == process);
        of_process
            .filter(|&it| !counters.points[it].is_empty())
            .map(|it| {
                let thread = counters.thread[it];
                let points = || wording::counted(counters.points[it].len(), "value");
                let name = self.recording.text(counters.name[it]);
                // Of what our recorder measures, these tell most; memory has a track of its own.
                let is_ours = self.recording.recorder.is_some();
                let tells = !is_ours || matches!(name, LOOP_DELAY | LOOP_USE);
                let title = match name {
                    LOOP_DELAY => "Loop delay, max",
                    LOOP_USE => "Loop use",
                    name => name,
                };
                Track {
                    key: TrackKey::Counter(it),
                    title: title.to_owned(),
                    note: thread.map_or_else(points, |it| self.recording.thread_name(it)),
                    process: Some(process),
                    thread,
                    opens: opens && tells && 1 < counters.points[it].len(),
                }
            })
            .collect()
    }
}
