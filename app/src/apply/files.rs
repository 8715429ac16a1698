//! Opening, closing and writing files.

use std::path::{Path, PathBuf};

use asyncscope_core::error::show_path;
use asyncscope_core::files::snapshot_beside;

use super::{finished, no_thread};
use crate::dialogs::{self, Chosen, Purpose};
use crate::document::{Content, Document, DocumentId, Loaded};
use crate::export::{Export, ExportWhat, Saved};
use crate::jobs::Job;
use crate::notices::NoticeKind;
use crate::samples::Sample;
use crate::state::{AppState, Overlay, PathField, ToCompare, ToGather};
use crate::together::{Together, TogetherCommand, TogetherPage};
use crate::wording;

/// Said where the system has no dialog for files.
const NO_DIALOG: &str = "This system offers no dialog for files. Type the path instead.";

/// Starts to read files; the first of them is shown. One that is open already is only shown, one
/// that failed is read again.
pub fn open(state: &mut AppState, paths: Vec<PathBuf>, ctx: &egui::Context) {
    let mut first = None;
    let cache = state.heap_cache();
    for path in paths {
        let path = if path == Path::new("-") { path } else { absolute(path) };
        let known = state.documents.iter_mut().find(|it| it.path == path && it.parts.is_none());
        let id = if let Some(document) = known {
            if matches!(document.content, Content::Failed(_) | Content::Stopped) {
                document.reload(cache.clone(), ctx);
            }
            document.id
        } else {
            let id = state.next_id();
            state.documents.push(Document::load(id, path, cache.clone(), ctx));
            id
        };
        first = first.or(Some(id));
    }
    state.shown = first.or(state.shown);
}

/// Starts to read several files as one recording. One that is open already is only shown.
pub fn open_together(state: &mut AppState, together: Together, ctx: &egui::Context) {
    let Together { paths, alignment } = together;
    let together = Together { paths: paths.into_iter().map(absolute).collect(), alignment };
    let known = state.documents.iter().find(|it| it.parts.as_ref() == Some(&together));
    if let Some(known) = known.map(|it| it.id) {
        state.shown = Some(known);
        return;
    }
    let id = state.next_id();
    state.documents.push(Document::load_together(id, together, ctx));
    state.shown = Some(id);
}

/// Shows the page to choose what is opened as one, with the files that are open.
pub(super) fn ask_together(state: &mut AppState) {
    let is_file = |it: &&Document| {
        let is_comparison =
            it.opened().is_some_and(|it| it.compared.is_some() || it.snapshots.is_some());
        it.sample.is_none() && it.parts.is_none() && !is_comparison
    };
    let files = state.documents.iter().filter(is_file).map(|it| it.path.clone());
    state.together = TogetherPage::of(files);
    state.overlay = Some(Overlay::Together);
}

/// Carries out a change of that page.
pub(super) fn together(state: &mut AppState, command: TogetherCommand, ctx: &egui::Context) {
    match command {
        TogetherCommand::Choose if state.dialog.is_some() => {}
        TogetherCommand::Choose if !state.uses_dialogs => ask_path(state, Purpose::Together),
        TogetherCommand::Choose => ask(state, dialogs::open(ctx, Purpose::Together)),
        TogetherCommand::Open => {
            if let Ok(chosen) = state.together.chosen() {
                state.overlay = None;
                open_together(state, chosen, ctx);
            }
        }
        other => state.together.change(other),
    }
}

/// Starts to read two heap snapshots that lie beside the shown recording, to compare them.
pub(super) fn compare_beside(state: &mut AppState, names: [&str; 2], ctx: &egui::Context) {
    let Some(document) = state.shown_document() else { return };
    let paths = names.map(|it| snapshot_beside(&document.path, it));
    let [Some(first), Some(second)] = paths.clone() else {
        let missing = names.iter().zip(&paths).find(|it| it.1.is_none());
        return not_beside(state, missing.map_or("", |it| it.0));
    };
    open_to_compare(state, &[first, second].map(absolute), false, ctx);
}

pub(super) fn not_beside(state: &mut AppState, name: &str) {
    let name = asyncscope_core::error::show_text(name);
    let text = format!("{name} does not lie beside the recording any more");
    state.notices.add(NoticeKind::Error, text);
}

/// Starts to read two files; once they are read, they are compared, or it is asked what for.
fn open_to_compare(state: &mut AppState, paths: &[PathBuf; 2], asks: bool, ctx: &egui::Context) {
    open(state, paths.to_vec(), ctx);
    let id = |path: &PathBuf| state.documents.iter().find(|it| it.path == *path).map(|it| it.id);
    let [first, second] = [&paths[0], &paths[1]].map(id);
    let pair = first.zip(second).filter(|(one, other)| one != other);
    state.to_compare = pair.map(|pair| ToCompare { pair, asks });
}

/// Starts to read files that were dropped together: of two it is then asked what for.
pub(super) fn open_dropped(state: &mut AppState, paths: Vec<PathBuf>, ctx: &egui::Context) {
    match <[PathBuf; 2]>::try_from(paths) {
        Ok(pair) => open_to_compare(state, &pair.map(absolute), true, ctx),
        Err(paths) => open_to_gather(state, paths, true, ctx),
    }
}

/// Starts to read files; once they are read, leaks are looked for in the heaps among them, or it is
/// asked what for.
pub(super) fn open_to_gather(
    state: &mut AppState,
    paths: Vec<PathBuf>,
    asks: bool,
    ctx: &egui::Context,
) {
    let paths: Vec<PathBuf> = paths.into_iter().map(absolute).collect();
    open(state, paths.clone(), ctx);
    let is_one = |it: &&Document| it.parts.is_none() && paths.contains(&it.path);
    let documents = state.documents.iter().filter(is_one).map(|it| it.id).collect();
    state.to_gather = Some(ToGather { documents, asks });
}

/// Starts to read a sample. One that is open already is only shown.
pub(super) fn open_sample(state: &mut AppState, sample: &'static Sample, ctx: &egui::Context) {
    let known = state.documents.iter().find(|it| it.sample == Some(sample)).map(|it| it.id);
    let id = known.unwrap_or_else(|| {
        let id = state.next_id();
        state.documents.push(Document::sample(id, sample, ctx));
        id
    });
    state.shown = Some(id);
}

/// Opens a file that lies in the folder of the shown recording, such as a heap snapshot.
pub(super) fn open_beside(state: &mut AppState, name: &str, ctx: &egui::Context) {
    let Some(document) = state.shown_document() else { return };
    if let Some(path) = snapshot_beside(&document.path, name) {
        open(state, vec![path], ctx);
    } else {
        not_beside(state, name);
    }
}

/// A path that stays right when it is remembered.
fn absolute(path: PathBuf) -> PathBuf {
    std::path::absolute(&path).unwrap_or(path)
}

/// Reads a file again.
pub(super) fn reload(state: &mut AppState, id: DocumentId, ctx: &egui::Context) {
    let cache = state.heap_cache();
    if let Some(document) = state.documents.iter_mut().find(|it| it.id == id) {
        document.reload(cache, ctx);
    }
}

/// Stops reading a file.
pub(super) fn stop(state: &mut AppState, id: DocumentId) {
    if let Some(document) = state.documents.iter_mut().find(|it| it.id == id) {
        document.stop();
    }
}

/// Closes a document, and shows the one after it.
pub(super) fn close(state: &mut AppState, id: DocumentId) {
    let Some(at) = state.documents.iter().position(|it| it.id == id) else { return };
    state.documents.remove(at);
    state.history.forget(id);
    if state.shown == Some(id) {
        let next = state.documents.get(at).or_else(|| state.documents.last());
        state.shown = next.map(|it| it.id);
    }
}

/// Asks for files to open.
pub(super) fn choose(state: &mut AppState, ctx: &egui::Context) {
    if state.dialog.is_some() {
        return;
    }
    if !state.uses_dialogs {
        return ask_path(state, Purpose::Open);
    }
    ask(state, dialogs::open(ctx, Purpose::Open));
}

/// Asks for a folder.
pub(super) fn choose_folder(state: &mut AppState, purpose: Purpose, ctx: &egui::Context) {
    if state.dialog.is_some() {
        return;
    }
    if !state.uses_dialogs {
        return ask_path(state, purpose);
    }
    ask(state, dialogs::folder(ctx, purpose));
}

fn ask(state: &mut AppState, dialog: std::io::Result<Job<Chosen>>) {
    match dialog {
        Ok(dialog) => state.dialog = Some(dialog),
        Err(error) => no_thread(state, &error),
    }
}

/// Asks where to write a table.
pub(super) fn choose_export(state: &mut AppState, what: ExportWhat, ctx: &egui::Context) {
    if state.dialog.is_some() {
        return;
    }
    let Some(export) = state.shown_document().and_then(|it| Export::new(it, what)) else { return };
    if !state.uses_dialogs {
        return ask_path(state, Purpose::Export(what));
    }
    match dialogs::save(ctx, what, &export.file_name()) {
        Ok(dialog) => state.dialog = Some(dialog),
        Err(error) => no_thread(state, &error),
    }
}

/// Puts a table on the clipboard.
pub(super) fn copy_table(state: &mut AppState, what: ExportWhat, ctx: &egui::Context) {
    let Some(export) = state.shown_document().and_then(|it| Export::new(it, what)) else { return };
    match export.copy(ctx) {
        Ok(job) => state.saving.push(job),
        Err(error) => no_thread(state, &error),
    }
}

/// Takes in what stands in the field for a path.
pub(super) fn path_typed(state: &mut AppState, text: String) {
    if let Some(field) = &mut state.path_field {
        field.text = text;
    }
}

/// Does what the path in the field is for.
pub(super) fn path_entered(state: &mut AppState, ctx: &egui::Context) {
    let Some(field) = state.path_field.take() else { return };
    let text = field.text.trim();
    if text.is_empty() {
        return;
    }
    let path = from_home(text, state.home.as_deref());
    use_paths(state, field.purpose, vec![path], ctx);
}

/// `~` at the beginning of a path is the home folder, as in a shell.
fn from_home(text: &str, home: Option<&Path>) -> PathBuf {
    match (text.strip_prefix('~'), home) {
        (Some(""), Some(home)) => home.to_owned(),
        (Some(rest), Some(home)) if rest.starts_with('/') => {
            home.join(rest.trim_start_matches('/'))
        }
        _ => PathBuf::from(text),
    }
}

fn use_paths(state: &mut AppState, purpose: Purpose, paths: Vec<PathBuf>, ctx: &egui::Context) {
    match purpose {
        Purpose::Open if paths.len() > 2 => open_to_gather(state, paths, true, ctx),
        Purpose::Open | Purpose::OpenFolder => open(state, paths, ctx),
        Purpose::Together => state.together.add(paths.into_iter().map(absolute).collect()),
        Purpose::RecordFolder => {
            let folder = paths.into_iter().next().map(absolute);
            state.record.setting.folder = folder.as_deref().map(show_path).unwrap_or_default();
        }
        Purpose::Sources => state.kept.source = paths.into_iter().next().map(absolute),
        Purpose::Export(what) => {
            let export = state.shown_document().and_then(|it| Export::new(it, what));
            let (Some(export), Some(path)) = (export, paths.into_iter().next()) else { return };
            match export.save(ctx, path) {
                Ok(job) => state.saving.push(job),
                Err(error) => no_thread(state, &error),
            }
        }
    }
}

/// Takes in what was read, chosen and written.
pub(super) fn poll(state: &mut AppState, ctx: &egui::Context) {
    poll_documents(state);
    if let Some(job) = state.dialog.take() {
        match job.poll() {
            crate::jobs::JobState::Running => state.dialog = Some(job),
            other => {
                if let Some(chosen) = finished(other, &mut state.notices) {
                    chosen_paths(state, chosen, ctx);
                }
            }
        }
    }
    let jobs = std::mem::take(&mut state.saving);
    for job in jobs {
        match job.poll() {
            crate::jobs::JobState::Running => state.saving.push(job),
            other => {
                if let Some(saved) = finished(other, &mut state.notices) {
                    tell(state, saved, ctx);
                }
            }
        }
    }
}

fn poll_documents(state: &mut AppState) {
    let mut stopped = Vec::new();
    for at in 0..state.documents.len() {
        let document = &mut state.documents[at];
        match document.poll() {
            Loaded::No => {}
            Loaded::Now => {
                let only_my_code = state.look.only_my_code;
                if let Some(opened) = document.opened_mut() {
                    opened.selection.only_my_code = only_my_code;
                }
                if let Some(opened) = document.opened().filter(|_| document.is_file()) {
                    let source = &opened.recording.source;
                    let (size, format) = (document.size.unwrap_or(source.size), source.format);
                    state.remembered.remember(&document.path, size, format);
                }
            }
            Loaded::Failed => {
                let is_shown = state.shown == Some(document.id);
                let text = format!("{} could not be opened", document.name);
                if !is_shown {
                    state.notices.add(NoticeKind::Error, text);
                }
            }
            Loaded::Stopped => stopped.push(document.id),
        }
    }
    for id in stopped {
        close(state, id);
    }
}

fn chosen_paths(state: &mut AppState, chosen: Chosen, ctx: &egui::Context) {
    let Chosen { purpose, paths, is_missing } = chosen;
    if is_missing {
        ask_path(state, purpose);
    } else if !paths.is_empty() {
        use_paths(state, purpose, paths, ctx);
    }
}

/// Opens the field for a path, in the place of a dialog that the system does not have.
pub(super) fn ask_path(state: &mut AppState, purpose: Purpose) {
    let text = match purpose {
        Purpose::Open
        | Purpose::OpenFolder
        | Purpose::Together
        | Purpose::Sources
        | Purpose::RecordFolder => String::new(),
        Purpose::Export(what) => {
            let export = state.shown_document().and_then(|it| Export::new(it, what));
            let folder = if state.home.is_some() { "~/" } else { "" };
            export.map(|it| format!("{folder}{}", it.file_name())).unwrap_or_default()
        }
    };
    state.path_field = Some(PathField { purpose, text, note: Some(NO_DIALOG) });
}

fn tell(state: &mut AppState, saved: Saved, ctx: &egui::Context) {
    let rows = |n_rows: usize| wording::counted(n_rows, "row");
    match saved {
        Saved::File { path, n_rows } => {
            let text = format!("Wrote {} to {}", rows(n_rows), show_path(&path));
            state.notices.add(NoticeKind::Done, text);
        }
        Saved::Report { path } => {
            let text = format!("Wrote the report to {}", show_path(&path));
            state.notices.add(NoticeKind::Done, text);
        }
        Saved::Words { text } => {
            ctx.copy_text(text);
            state.notices.add(NoticeKind::Done, "Copied the report as Markdown".to_owned());
        }
        Saved::Text { text, n_rows } => {
            ctx.copy_text(text);
            state.notices.add(NoticeKind::Done, format!("Copied {} as CSV", rows(n_rows)));
        }
        Saved::Failed(why) => state.notices.add(NoticeKind::Error, why),
    }
}
