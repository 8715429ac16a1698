//! What is typed into the palette, what it finds, and what is done with it.

use std::sync::Arc;

use asyncscope_core::error::{show_os_str, show_path};
use asyncscope_core::index::RowIndex as _;
use egui::Context;

use super::{actions, files, places, selection};
use crate::actions::{Action, Group as ActionGroup};
use crate::heap::{HeapCommand, HeapEntity, TreeName};
use crate::jobs::Job;
use crate::kind::Kind as DocumentKind;
use crate::palette::search::{self, Question, search};
use crate::palette::{Entry, Group, Kind, Palette, Target, best_first, drop_weak, time};
use crate::selection::Entity;
use crate::state::AppState;
use crate::views::View;
use crate::wording;

/// Points that an action has beyond those of its letters: it is what the palette is for.
const ACTION: i32 = 12;

/// Opens the palette with `text` in it.
pub(super) fn open(state: &mut AppState, text: &str, ctx: &Context) {
    state.overlay = None;
    state.palette = Some(Palette::default());
    typed(state, text.to_owned(), ctx);
}

/// Looks for what was typed.
pub(super) fn typed(state: &mut AppState, text: String, ctx: &Context) {
    let Some(palette) = &mut state.palette else { return };
    palette.text = text;
    palette.has_moved = false;
    palette.chosen = 0;
    ask(state, ctx);
    refresh(state);
}

/// Starts to look for it in the recording that is shown.
fn ask(state: &mut AppState, ctx: &Context) {
    if state.kind().is_diff() {
        return; // what is found would be of one side, and is selected in its own document
    }
    let Some(document) = state.shown else { return };
    let Some(opened) = state.opened() else { return };
    let (recording, known) = (Arc::clone(&opened.recording), opened.known());
    let Some(palette) = &mut state.palette else { return };
    let (kind, text) = Kind::of(&palette.text);
    let question = Question { document, typed: text.to_owned(), kind };
    if kind == Kind::Time || kind == Kind::Actions {
        palette.found.clear();
        return;
    }
    let asked = question.clone();
    palette.found.ask(question, || {
        Job::spawn("Searching the recording", ctx, move |task| {
            search(&recording, known.as_ref(), &asked, task).map(Arc::new)
        })
    });
}

/// Takes in what was found in the recording. Returns what went wrong.
pub(super) fn poll(state: &mut AppState) -> Option<String> {
    let palette = state.palette.as_mut()?;
    if !palette.found.is_working() {
        return None;
    }
    let failure = palette.found.poll();
    if !palette.found.is_working() {
        refresh(state);
    }
    failure
}

/// Arranges what was found.
fn refresh(state: &mut AppState) {
    let Some(palette) = &state.palette else { return };
    let (kind, text) = Kind::of(&palette.text);
    let mut groups = Vec::new();
    if kind.is_in(&[Kind::Time]) {
        groups.extend(times(state, text));
    }
    if kind.is_in(&[Kind::Actions]) {
        groups.extend(of_actions(state.kind(), text));
    }
    if kind.is_in(&[Kind::Tracks]) {
        groups.extend(documents(state, text));
    }
    let mut n_found: usize = groups.iter().map(|it| it.entries.len()).sum();
    if let Some(found) = palette.found.value() {
        let search::Found { threads, operations, functions, classes, objects, n_found: n } =
            (**found).clone();
        let named = [
            ("Objects", objects),
            ("Classes", classes),
            ("Threads", threads),
            ("Operations", operations),
            ("Functions", functions),
        ];
        let named = named.into_iter().filter(|it| !it.1.is_empty());
        groups.extend(named.map(|(name, entries)| Group { name, entries }));
        n_found += n;
    }
    if kind.is_in(&[Kind::Tracks]) {
        let recent = recent(state, text);
        n_found += recent.iter().map(|it| it.entries.len()).sum::<usize>();
        groups.extend(recent);
    }
    if !text.is_empty() {
        let all = groups.iter().flat_map(|it| &it.entries);
        let best = all.map(|it| it.score).max().unwrap_or(0);
        for group in &mut groups {
            let before = group.entries.len();
            drop_weak(&mut group.entries, best);
            n_found -= before - group.entries.len();
        }
        groups.retain(|it| !it.entries.is_empty());
        let best = |it: &Group| it.entries.iter().map(|it| it.score).max();
        groups.sort_by_key(|it| std::cmp::Reverse(best(it)));
    }
    if let Some(palette) = &mut state.palette {
        palette.show(groups, n_found);
    }
}

fn group(name: &'static str, mut entries: Vec<Entry>) -> Option<Group> {
    best_first(&mut entries);
    (!entries.is_empty()).then_some(Group { name, entries })
}

/// The actions that mean something for a kind of document.
fn of_actions(kind: DocumentKind, text: &str) -> Vec<Group> {
    let fits = |it: &&Action| match it {
        Action::Show(view) => view.fits(kind),
        it if matches!(kind, DocumentKind::Comparison | DocumentKind::Snapshots)
            || kind.is_diff() =>
        {
            it.is_of_comparisons()
        }
        it => !kind.is_heap() || it.is_of_heaps(),
    };
    let entries = |group: ActionGroup| {
        let all = Action::ALL.iter().filter(move |it| it.group() == group);
        let all = all.filter(|it| !matches!(it, Action::Palette | Action::FindTrack));
        let all = all.filter(fits);
        let entry = |it: &Action| {
            let words = match it {
                Action::Show(view) => format!("Show {}", view.name().to_lowercase()),
                other => other.text().to_owned(),
            };
            let entry = Entry::matching(Target::Action(*it), &words, text)?;
            Some(Entry { score: entry.score + ACTION, ..entry })
        };
        all.filter_map(entry).collect()
    };
    ActionGroup::ALL.into_iter().filter_map(|it| group(it.name(), entries(it))).collect()
}

fn documents(state: &AppState, text: &str) -> Option<Group> {
    let entry = |it: &crate::document::Document| {
        let folder = wording::folder(&it.path, state.home.as_deref());
        Some(Entry::matching(Target::Document(it.id), &it.name, text)?.beside(folder))
    };
    group("Recordings", state.documents.iter().filter_map(entry).collect())
}

fn recent(state: &AppState, text: &str) -> Option<Group> {
    let is_open = |path: &std::path::Path| state.documents.iter().any(|it| it.path == path);
    let files = state.remembered.session.recent().iter().filter(|it| !is_open(&it.path));
    let entry = |it: &asyncscope_core::session::RecentFile| {
        let name = it.path.file_name().map_or_else(|| show_path(&it.path), show_os_str);
        let folder = wording::folder(&it.path, state.home.as_deref());
        Some(Entry::matching(Target::File(it.path.clone()), &name, text)?.beside(folder))
    };
    group("Recent files", files.filter_map(entry).collect())
}

fn times(state: &AppState, text: &str) -> Option<Group> {
    let range = time::parse(text, state.opened()?.recording.duration)?;
    let said = if time::is_range(text) {
        format!("Select {}", wording::range(&range))
    } else {
        format!(
            "Go to {text}{}",
            if text.ends_with(char::is_alphabetic) { "" } else { "\u{2009}s" }
        )
    };
    let entry = Entry {
        target: Target::Time(range),
        text: said,
        detail: String::new(),
        letters: Vec::new(),
        score: i32::MAX,
    };
    group("Time", vec![entry])
}

/// Does what the entry of this number says, and closes the palette.
pub(super) fn run(state: &mut AppState, at: usize, ctx: &Context) {
    let Some(palette) = state.palette.take() else { return };
    let Some(entry) = palette.entries().nth(at) else {
        state.palette = Some(palette); // nothing is chosen: typing goes on
        return;
    };
    let is_range = time::is_range(&palette.text);
    match entry.target.clone() {
        Target::Action(action) => actions::run(state, action, ctx),
        Target::Document(id) => state.shown = Some(id),
        Target::File(path) => files::open(state, vec![path], ctx),
        in_recording => {
            let view = go(state, in_recording, is_range);
            if let Some(view) = view {
                places::show_view(state, view);
            }
        }
    }
}

/// Goes to something in the recording; returns the view that shows it best.
fn go(state: &mut AppState, target: Target, is_range: bool) -> Option<View> {
    let opened = state.opened_mut()?;
    let shown = opened.view;
    match target {
        Target::Thread(thread) => {
            opened.selection.threads = Some(vec![thread]);
            (shown == View::Overview).then_some(View::Timeline)
        }
        Target::Function(frame) => {
            opened.selection.select(Some(Entity::Function(frame)));
            (shown == View::Overview).then_some(View::Functions)
        }
        Target::Operation(span) => {
            opened.selection.select(Some(Entity::AsyncSpan(span)));
            selection::run(opened, Action::ShowSelected);
            Some(View::Timeline)
        }
        Target::Time(range) => {
            if is_range {
                opened.selection.range = Some(range.clone());
            }
            opened.selection.shown = Some(range);
            Some(View::Timeline)
        }
        Target::Class(class) => {
            let path = vec![u32::try_from(class.row()).ok()?];
            let entity = Some(HeapEntity::Class(class));
            opened.heap.change(HeapCommand::ShowClasses(String::new()));
            opened.heap.change(HeapCommand::SelectRow(TreeName::Classes, path, entity));
            Some(View::Classes)
        }
        Target::Object(node) => {
            opened.heap.change(HeapCommand::OpenObject(node));
            Some(View::Object)
        }
        Target::Action(_) | Target::Document(_) | Target::File(_) => None,
    }
}
