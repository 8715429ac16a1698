//! The application: what happens in a frame, and in which order.
//!
//! 1. what jobs have finished is taken in, and what the view needs is asked;
//! 2. shortcuts and dropped files become commands;
//! 3. panels and views read the state and push commands: nothing changes here;
//! 4. the commands are carried out;
//! 5. the window sleeps until something happens, or wakes to show how far a job is.

use std::path::PathBuf;
use std::time::Duration;

use egui::{Context, PointerButton};
use hashbrown::HashMap;

use crate::actions::{Action, keys};
use crate::apply::{apply, keep, poll, record_place, restore};
use crate::command::{Command, Commands};
use crate::document::{Document, DocumentId};
use crate::notices::NoticeKind;
use crate::own_memory::OwnMemory;
use crate::panels;
use crate::remembered::Remembered;
use crate::state::{AppState, Look};
use crate::theme;
use crate::views::ViewMemory;
use crate::widgets::focus;

/// How often progress is shown while a job runs.
const PROGRESS_EVERY: Duration = Duration::from_millis(100);

/// What the window begins with.
#[derive(Clone, Debug, Default)]
pub struct WorkbenchOptions {
    /// Files to open.
    pub files: Vec<PathBuf>,
    /// The file that remembers recent files and the like; `None` remembers nothing.
    pub session: Option<PathBuf>,
    /// The folder for what can be found out again; `None` keeps nothing.
    pub cache: Option<PathBuf>,
    /// The user's home folder, which paths are shortened by.
    pub home: Option<PathBuf>,
    /// Whether the system's dialogs for files may be opened; if not, paths are typed.
    pub uses_dialogs: bool,
    /// Whether the window looks the same in every run: it does not tell its own memory.
    pub is_repeatable: bool,
}

/// The application.
#[derive(Debug)]
pub struct WorkbenchApp {
    state: AppState,
    /// What the views of each recording remember for themselves.
    memory: HashMap<DocumentId, ViewMemory>,
    commands: Commands,
    /// Asked for the status bar, unless the window is to look the same in every run.
    own_memory: Option<OwnMemory>,
    /// What the window is called.
    title: String,
    /// Whether something was done since the last place was recorded.
    is_moving: bool,
}

impl WorkbenchApp {
    /// The application in a new window.
    pub fn new(cc: &eframe::CreationContext<'_>, options: WorkbenchOptions) -> Self {
        let ctx = &cc.egui_ctx;
        theme::install(ctx);
        ctx.options_mut(|it| it.zoom_with_keyboard = false);
        let (remembered, told) = Remembered::load(options.session);
        let look = Look::from(remembered.session.window);
        let mut state = AppState::new(remembered, look, options.home);
        state.uses_dialogs = options.uses_dialogs;
        state.cache_folder = options.cache;
        restore(&mut state, ctx);
        if let Some(told) = told {
            state.notices.add(NoticeKind::Error, told);
        }
        apply(&mut state, Command::Open(options.files), ctx);
        let (memory, commands) = (HashMap::new(), Commands::default());
        let own_memory = (!options.is_repeatable).then(OwnMemory::default);
        let title = String::new();
        Self { state, memory, commands, own_memory, title, is_moving: true }
    }

    /// Everything it knows.
    pub fn state(&self) -> &AppState {
        &self.state
    }

    /// Asks for a change, to be carried out at the end of the next frame.
    pub fn push(&mut self, command: Command) {
        self.commands.push(command);
    }

    /// Shows a document that is not opened from a path; `make` gets the name to give it.
    pub fn add(&mut self, make: impl FnOnce(DocumentId) -> Document) {
        self.state.add(make);
    }

    /// Whether any work goes on, or is about to.
    pub fn is_working(&self) -> bool {
        self.state.is_working()
    }

    fn take_dropped_files(&mut self, ctx: &Context) {
        let dropped = ctx.input(|input| {
            let files = input.raw.dropped_files.iter();
            files.map(|it| it.path().to_owned()).collect::<Vec<_>>()
        });
        if !dropped.is_empty() {
            self.commands.push(Command::OpenDropped(dropped));
        }
    }

    /// Runs what keys ask for.
    fn take_shortcuts(&mut self, ctx: &Context) {
        let is_covered = self.state.overlay.is_some()
            || self.state.path_field.is_some()
            || self.state.palette.is_some();
        let shown = self.state.opened().map(|it| (it.view, it.kind));
        for action in keys::pressed(ctx, shown, is_covered) {
            self.commands.push(Command::Run(action));
        }
        let goes =
            [(PointerButton::Extra1, Action::Back), (PointerButton::Extra2, Action::Forward)];
        for (button, action) in goes {
            if ctx.input(|input| input.pointer.button_pressed(button)) {
                self.commands.push(Command::Run(action));
            }
        }
        let copies = |event: &egui::Event| matches!(event, egui::Event::Copy);
        if !ctx.text_edit_focused() && ctx.input(|input| input.events.iter().any(copies)) {
            self.commands.push(Command::Run(Action::Copy));
        }
    }

    fn carry_out(&mut self, ctx: &Context) {
        let commands = self.commands.take();
        let is_any = !commands.is_empty();
        for command in commands {
            apply(&mut self.state, command, ctx);
        }
        if is_any {
            self.is_moving = true;
            // What was asked for is shown, and its questions are asked, in the next frame.
            ctx.request_repaint();
        }
        if !is_any && self.is_moving && is_at_rest(ctx) {
            self.is_moving = !record_place(&mut self.state);
        }
        self.name_window(ctx);
        self.memory.retain(|id, _| self.state.document(*id).is_some());
        keep(&mut self.state);
        if let Some(error) = self.state.remembered.save(ctx) {
            self.state.notices.add(NoticeKind::Error, error);
        }
    }

    /// Puts the name of the recording that is shown into the title.
    fn name_window(&mut self, ctx: &Context) {
        let title = match self.state.shown_document() {
            Some(document) => format!("{} – Asyncscope", document.name),
            None => "Asyncscope".to_owned(),
        };
        if self.title != title {
            self.title.clone_from(&title);
            ctx.send_viewport_cmd(egui::ViewportCommand::Title(title));
        }
    }

    /// Wakes the window only if something will have changed by then.
    fn sleep(&self, ctx: &Context) {
        if self.state.is_working() {
            ctx.request_repaint_after(PROGRESS_EVERY);
        }
        if let Some(after) = self.state.notices.next_change() {
            ctx.request_repaint_after(after);
        }
    }
}

/// Whether nothing is being done: no button is held, nothing scrolls, no text is typed.
fn is_at_rest(ctx: &Context) -> bool {
    let moves = |input: &egui::InputState| input.pointer.any_down() || input.is_scrolling();
    !ctx.text_edit_focused() && !ctx.input(moves)
}

impl eframe::App for WorkbenchApp {
    fn logic(&mut self, ctx: &Context, _frame: &mut eframe::Frame) {
        poll(&mut self.state, ctx);
        self.state.memory = self.own_memory.as_mut().and_then(OwnMemory::read);
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        let ctx = ui.ctx().clone();
        focus::watch(&ctx);
        self.take_dropped_files(&ctx);
        self.take_shortcuts(&ctx);
        let mut nothing = ViewMemory::default();
        let memory = match self.state.shown {
            Some(id) => self.memory.entry(id).or_default(),
            None => &mut nothing,
        };
        panels::show(ui, &self.state, memory, &mut self.commands);
        self.carry_out(&ctx);
        self.sleep(&ctx);
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.state.remembered.save_now();
    }

    /// Ours are kept in the session; egui's would bring back what a new version has changed.
    fn persist_egui_memory(&self) -> bool {
        false
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        theme::tokens_of(visuals).bg1.to_normalized_gamma_f32()
    }
}
