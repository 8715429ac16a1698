//! Tracks of the timeline: how they are named, ordered, opened and pinned.

use asyncscope_core::model::{CounterIndex, ProcessIndex, ProfileIndex, ThreadIndex};
use asyncscope_core::strings::StringIndex;
use hashbrown::HashMap;

/// Names a track while its recording is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TrackKey {
    /// The heading above the tracks of a process.
    Process(ProcessIndex),
    /// The asynchronous spans of a process and a group of events, in lanes.
    Asyncs(ProcessIndex, StringIndex),
    /// The moments of a thread.
    Moments(ThreadIndex),
    /// The spans of a thread.
    Spans(ThreadIndex),
    /// What was on the stack of a thread.
    Samples(ProfileIndex),
    /// The garbage collections of a thread.
    Gcs(ThreadIndex),
    /// The requests that a process sent, in lanes; or those of which nothing tells who sent them.
    Requests(Option<ProcessIndex>),
    /// What makes up the memory of a process.
    Memory(ProcessIndex),
    /// A series of numbers.
    Counter(CounterIndex),
}

/// A track of a recording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Track {
    /// Names it.
    pub key: TrackKey,
    /// What it is called, such as `CrRendererMain`.
    pub title: String,
    /// What it shows, such as "JS, 2 342 samples".
    pub note: String,
    /// The process it belongs to, if it belongs to one.
    pub process: Option<ProcessIndex>,
    /// The thread it is about, if it is about one.
    pub thread: Option<ThreadIndex>,
    /// Whether it is open unless it was closed.
    pub opens: bool,
}

/// Every track of a recording, those of a process below its heading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrackList {
    /// In the order in which they are shown unless they were moved.
    pub tracks: Vec<Track>,
    /// Whether there are several processes, so that headings tell something.
    pub has_headings: bool,
}

/// How the tracks of a recording are arranged.
#[derive(Clone, Debug, Default)]
pub struct TrackSetting {
    /// Tracks that were opened or closed.
    open: HashMap<TrackKey, bool>,
    /// Pinned ones, in the order they are shown above all others.
    pub pinned: Vec<TrackKey>,
    /// All tracks in the order they were moved to; empty while none was moved.
    order: Vec<TrackKey>,
    /// Shows only tracks whose name has one of these words.
    pub filter: String,
}

/// A change of how tracks are arranged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TrackCommand {
    /// Open or close a track; for the heading of a process, all below it.
    Open(TrackKey, bool),
    /// Open or close all tracks.
    OpenAll(bool),
    /// Pin a track above all others, or let it go.
    Pin(TrackKey, bool),
    /// Put a track, or a process with all its tracks, before another one; `None` is the end.
    Move(TrackKey, Option<TrackKey>),
    /// Show only tracks whose name has one of these words; empty text shows all.
    Filter(String),
    /// Forget what was opened, closed, pinned and moved.
    Reset,
}

/// A track as it is to be shown.
#[derive(Clone, Copy, Debug)]
pub struct PlacedTrack<'a> {
    /// The track.
    pub track: &'a Track,
    /// Whether its content is shown.
    pub is_open: bool,
    /// Whether it stands above all others.
    pub is_pinned: bool,
}

impl TrackSetting {
    /// Whether a track is open.
    pub fn is_open(&self, track: &Track) -> bool {
        self.open.get(&track.key).copied().unwrap_or(track.opens)
    }

    /// The tracks to show, from top to bottom: first the pinned ones, then process by process.
    ///
    /// One pass over the tracks, and a sort where some were moved: it is done in every frame.
    pub fn place<'a>(&self, list: &'a TrackList) -> Vec<PlacedTrack<'a>> {
        let words = words(&self.filter);
        let is_wanted = |it: &Track| words.is_empty() || words.iter().any(|word| has(it, word));
        let placed = |track: &'a Track, is_pinned| PlacedTrack {
            track,
            is_open: self.is_open(track) || !words.is_empty(),
            is_pinned,
        };
        let is_heading = |it: &Track| matches!(it.key, TrackKey::Process(_));
        let pinned: HashMap<TrackKey, usize> =
            self.pinned.iter().enumerate().map(|(at, it)| (*it, at)).collect();
        let mut above: Vec<(usize, &Track)> = Vec::new();
        let mut below: Vec<PlacedTrack<'a>> = Vec::new();
        let mut is_closed = false; // the process whose tracks come now
        for track in self.ordered(list) {
            if is_heading(track) {
                is_closed = list.has_headings && words.is_empty() && !self.is_open(track);
                // A heading without anything wanted below it says nothing.
                if below.last().is_some_and(|it| is_heading(it.track) && !words.is_empty()) {
                    below.pop();
                }
                if list.has_headings {
                    below.push(placed(track, false));
                }
            } else if let Some(&at) = pinned.get(&track.key).filter(|_| is_wanted(track)) {
                above.push((at, track));
            } else if !is_closed && is_wanted(track) {
                below.push(placed(track, false));
            }
        }
        if below.last().is_some_and(|it| is_heading(it.track) && !words.is_empty()) {
            below.pop();
        }
        above.sort_by_key(|it| it.0);
        let above = above.into_iter().map(|(_, track)| placed(track, true));
        above.chain(below).collect()
    }

    /// Carries out a command.
    pub fn change(&mut self, list: &TrackList, command: TrackCommand) {
        match command {
            TrackCommand::Open(key, open) => {
                self.open.insert(key, open);
            }
            TrackCommand::OpenAll(open) => {
                self.open = list.tracks.iter().map(|it| (it.key, open)).collect();
                if !open {
                    // Headings stay open: closed ones would leave nothing to be opened.
                    self.open.retain(|key, _| !matches!(key, TrackKey::Process(_)));
                }
            }
            TrackCommand::Pin(key, pin) => {
                self.pinned.retain(|it| *it != key);
                if pin {
                    self.pinned.push(key);
                }
            }
            TrackCommand::Move(key, before) => self.put(list, key, before),
            TrackCommand::Filter(filter) => self.filter = filter,
            TrackCommand::Reset => *self = Self::default(),
        }
    }

    /// All tracks in order, each process's below its heading.
    fn ordered<'a>(&self, list: &'a TrackList) -> Vec<&'a Track> {
        let mut tracks: Vec<&Track> = list.tracks.iter().collect();
        if self.order.is_empty() {
            return tracks;
        }
        let places: HashMap<TrackKey, usize> =
            self.order.iter().enumerate().map(|(at, it)| (*it, at)).collect();
        let place = |key: TrackKey| places.get(&key).copied();
        let heading = |it: &Track| {
            let process = it.process.map(TrackKey::Process);
            process.map_or(0, |it| place(it).unwrap_or(usize::MAX))
        };
        tracks.sort_by_cached_key(|it| {
            let is_heading = matches!(it.key, TrackKey::Process(_));
            (heading(it), !is_heading, place(it.key).unwrap_or(usize::MAX))
        });
        tracks
    }

    /// Puts a track before another one of its process; a heading, or a track of another process,
    /// means the whole process.
    fn put(&mut self, list: &TrackList, key: TrackKey, before: Option<TrackKey>) {
        let process =
            |key: TrackKey| list.tracks.iter().find(|it| it.key == key).and_then(|it| it.process);
        if let Some(at) = self.pinned.iter().position(|it| *it == key) {
            self.pinned.remove(at);
            let to = before.and_then(|it| self.pinned.iter().position(|other| *other == it));
            let is_still_pinned = to.is_some() || before.is_none();
            if is_still_pinned {
                self.pinned.insert(to.unwrap_or(self.pinned.len()), key);
                return;
            }
        }
        let is_within = before.is_none() || before.and_then(process) == process(key);
        let key = match process(key) {
            Some(process) if !is_within => TrackKey::Process(process),
            _ => key,
        };
        let before = match (key, before) {
            (TrackKey::Process(_), Some(before)) => process(before).map(TrackKey::Process),
            _ => before,
        };
        let mut order: Vec<TrackKey> = self.ordered(list).iter().map(|it| it.key).collect();
        if before == Some(key) {
            return;
        }
        order.retain(|it| *it != key);
        let to = before.and_then(|it| order.iter().position(|other| *other == it));
        order.insert(to.unwrap_or(order.len()), key);
        self.order = order;
    }
}

fn words(filter: &str) -> Vec<String> {
    let words = filter.split(',').map(|it| it.trim().to_lowercase());
    words.filter(|it| !it.is_empty()).collect()
}

fn has(track: &Track, word: &str) -> bool {
    track.title.to_lowercase().contains(word) || track.note.to_lowercase().contains(word)
}
