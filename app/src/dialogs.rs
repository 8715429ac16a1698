//! The system's dialogs for files, waited for on a thread of their own.
//!
//! Where the system has none, the dialog answers at once, as if it had been cancelled. Nobody
//! cancels that fast, so then a field to type a path in takes its place.

use std::future::Future;
use std::io;
use std::path::PathBuf;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

use rfd::{AsyncFileDialog, FileHandle};

use crate::export::ExportWhat;
use crate::jobs::Job;

/// What files are chosen for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Purpose {
    /// To open them.
    Open,
    /// To write a table into one.
    Export(ExportWhat),
    /// To open all recordings in a folder as one.
    OpenFolder,
    /// To be opened as one recording with others.
    Together,
    /// To find the sources of recorded programs in a folder.
    Sources,
    /// To record a program in a folder.
    RecordFolder,
}

/// What a dialog answered.
#[derive(Clone, Debug, PartialEq)]
pub struct Chosen {
    /// What for.
    pub purpose: Purpose,
    /// The files; none if the dialog was cancelled.
    pub paths: Vec<PathBuf>,
    /// Whether the system seems to have no dialog at all.
    pub is_missing: bool,
}

/// An answer of "nothing" this soon was given by no human.
const TOO_FAST: Duration = Duration::from_millis(300);

/// Endings of the files that can be opened.
const ENDINGS: &[&str] = &["cpuprofile", "json", "trace", "gz", "zst"];

/// Asks for files to open, each by itself or together.
///
/// # Errors
///
/// If the system gives no thread.
pub fn open(ctx: &egui::Context, purpose: Purpose) -> io::Result<Job<Chosen>> {
    let dialog = AsyncFileDialog::new()
        .set_title("Open recordings")
        .add_filter("Recordings", ENDINGS)
        .add_filter("All files", &["*"]);
    wait(ctx, purpose, dialog.pick_files())
}

/// Asks for a folder.
///
/// # Errors
///
/// If the system gives no thread.
pub fn folder(ctx: &egui::Context, purpose: Purpose) -> io::Result<Job<Chosen>> {
    let title = match purpose {
        Purpose::RecordFolder => "Folder to run in",
        Purpose::Sources => "Folder of sources",
        Purpose::Open | Purpose::OpenFolder | Purpose::Together | Purpose::Export(_) => {
            "Folder of recordings"
        }
    };
    let one = AsyncFileDialog::new().set_title(title).pick_folder();
    wait(ctx, purpose, async move { one.await.map(|it| vec![it]) })
}

/// Asks where to write a table; `name` is the file name to begin with.
///
/// # Errors
///
/// If the system gives no thread.
pub fn save(ctx: &egui::Context, what: ExportWhat, name: &str) -> io::Result<Job<Chosen>> {
    let ending = what.ending();
    let (title, kind) = match what {
        ExportWhat::LeakReport => ("Export report", "Markdown"),
        _ => ("Export CSV", "Comma-separated values"),
    };
    let dialog =
        AsyncFileDialog::new().set_title(title).add_filter(kind, &[ending]).set_file_name(name);
    let one = dialog.save_file();
    wait(ctx, Purpose::Export(what), async move { one.await.map(|it| vec![it]) })
}

fn wait(
    ctx: &egui::Context,
    purpose: Purpose,
    answer: impl Future<Output = Option<Vec<FileHandle>>> + Send + 'static,
) -> io::Result<Job<Chosen>> {
    Job::spawn("Waiting for a file dialog", ctx, move |_task| {
        let asked = Instant::now();
        let files = block_on(answer);
        let is_missing = files.is_none() && asked.elapsed() < TOO_FAST;
        let paths = files.unwrap_or_default().into_iter().map(|it| it.path().to_owned());
        Ok(Chosen { purpose, paths: paths.collect(), is_missing })
    })
}

/// Wakes the thread that waits.
struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Waits for a future on this thread.
fn block_on<T>(future: impl Future<Output = T>) -> T {
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut context = Context::from_waker(&waker);
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(value) => return value,
            Poll::Pending => thread::park(),
        }
    }
}
