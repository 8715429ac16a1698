//! The processes and threads that events stand on, as events name them.

use hashbrown::HashMap;

use super::event::Label;
use crate::model::{ProcessIndex, ProcessTable, ThreadIndex, ThreadTable};
use crate::strings::{StringIndex, StringTable};

/// Shown for events that name no process or no thread.
const UNNAMED: &str = "(not given)";

/// Every process and thread met so far, in order of first appearance.
#[derive(Debug, Default)]
pub(super) struct Owners<'a> {
    /// The processes.
    pub(super) processes: ProcessTable,
    /// The threads.
    pub(super) threads: ThreadTable,
    known_processes: HashMap<Label<'a>, ProcessIndex>,
    known_threads: HashMap<(ProcessIndex, Label<'a>), ThreadIndex>,
    /// The last thread asked for: most events stand beside others of their thread.
    last: Option<(Label<'a>, Label<'a>, ThreadIndex)>,
    /// How many processes and threads are named by text, or not at all.
    n_texts: i64,
}

impl<'a> Owners<'a> {
    /// The thread that an event names, added if it is new.
    #[inline]
    pub(super) fn thread(
        &mut self,
        pid: Label<'a>,
        tid: Label<'a>,
        strings: &mut StringTable,
    ) -> ThreadIndex {
        if let Some((last_pid, last_tid, thread)) = self.last
            && (last_pid, last_tid) == (pid, tid)
        {
            return thread;
        }
        let thread = self.find_thread(pid, tid, strings);
        self.last = Some((pid, tid, thread));
        thread
    }

    fn find_thread(
        &mut self,
        pid: Label<'a>,
        tid: Label<'a>,
        strings: &mut StringTable,
    ) -> ThreadIndex {
        let process = self.process(pid, strings);
        if let Some(&known) = self.known_threads.get(&(process, tid)) {
            return known;
        }
        let (number, name) = self.identity(tid, strings);
        self.threads.process.push(process);
        self.threads.name.push(name);
        let thread = self.threads.tid.push(Some(number));
        self.known_threads.insert((process, tid), thread);
        thread
    }

    /// The process that an event names, added if it is new.
    pub(super) fn process(&mut self, pid: Label<'a>, strings: &mut StringTable) -> ProcessIndex {
        if let Some(&known) = self.known_processes.get(&pid) {
            return known;
        }
        let (number, name) = self.identity(pid, strings);
        self.processes.name.push(name);
        let process = self.processes.pid.push(number);
        self.known_processes.insert(pid, process);
        process
    }

    /// Number and name: a negative number stands for a text, which becomes the name.
    fn identity(
        &mut self,
        label: Label<'a>,
        strings: &mut StringTable,
    ) -> (i64, Option<StringIndex>) {
        let text = match label {
            Label::Number(number) => return (number, None),
            Label::Text(raw) => String::from_utf8_lossy(raw),
            Label::None => UNNAMED.into(),
        };
        self.n_texts += 1;
        (-self.n_texts, Some(strings.intern(&text)))
    }

    /// The process of a thread.
    pub(super) fn process_of(&self, thread: ThreadIndex) -> ProcessIndex {
        self.threads.process[thread]
    }

    /// Names a thread; the last name counts.
    pub(super) fn name_thread(&mut self, thread: ThreadIndex, name: StringIndex) {
        self.threads.name[thread] = Some(name);
    }

    /// Names a process; the last name counts.
    pub(super) fn name_process(&mut self, process: ProcessIndex, name: StringIndex) {
        self.processes.name[process] = Some(name);
    }
}
