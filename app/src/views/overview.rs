//! What a recording holds: a sentence, a few numbers, and where its time went.

mod figures;
mod lists;
mod memory;
pub(super) mod notes;

use asyncscope_core::analysis::{FunctionRow, Summary};
use asyncscope_core::model::Category;
use asyncscope_core::units::{Count, Percent, WeightUnit};
use egui::{ScrollArea, Ui};

use super::Scene;
use super::parts::{nothing, thread_picker, toolbar};
use crate::answers::AnswerState;
use crate::command::{Command, Commands};
use crate::kind::Kind;
use crate::opened::Opened;
use crate::questions::overview::Overview;
use crate::theme::{self, Type, size};
use crate::widgets::text;
use crate::wording;

/// Widest the page is.
const WIDTH: f32 = 1160.0;

/// Shows the page.
pub fn show(ui: &mut Ui, scene: Scene<'_>, commands: &mut Commands) {
    let opened = scene.opened;
    if opened.kind == Kind::Requests {
        return super::requests::overview::show(ui, scene, commands);
    }
    let overview = match opened.answers.overview.state() {
        AnswerState::Ready(overview) | AnswerState::Working(Some(overview)) => overview,
        AnswerState::Failed(why) => return nothing(ui, why, |_| {}),
        AnswerState::Absent | AnswerState::Working(None) => return,
    };
    if crate::questions::threads::contents(&opened.recording).len() > 1 {
        toolbar(ui, |ui| thread_picker(ui, scene, true, commands));
    }
    if scene.wants_find {
        commands.push(Command::FindTaken); // there is nothing to find here
    }
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.add_space(16.0);
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            ui.add_space(size::PAGE);
            ui.vertical(|ui| {
                let width = (ui.available_width() - size::PAGE).clamp(0.0, WIDTH);
                ui.set_width(width);
                ui.spacing_mut().item_spacing = egui::vec2(12.0, 12.0);
                page(ui, opened, overview, commands);
            });
        });
        ui.add_space(24.0);
    });
}

fn page(ui: &mut Ui, opened: &Opened, overview: &Overview, commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    text::paragraph(ui, Type::Page, tokens.text, &sentence(opened, overview));
    notes::losses(ui, &opened.recording);
    figures::cards(ui, opened, overview);
    figures::categories(ui, overview);
    lists::lists(ui, opened, overview, commands);
    lists::threads(ui, opened, &overview.summary, commands);
    memory::curves(ui, &overview.memory);
    notes::others(ui, &opened.recording);
}

/// What the recording holds, in words.
fn sentence(opened: &Opened, overview: &Overview) -> String {
    let Summary { duration, samples, n_spans, n_async_spans, per_thread, .. } = &overview.summary;
    let where_ = match &opened.selection.range {
        Some(range) => format!("In {}", wording::range(range)),
        None => format!("{} over {duration}", wording::capital(opened.recording.source.format)),
    };
    let n_threads = per_thread.iter().filter(|it| it.samples.n_samples > 0).count();
    if samples.n_samples == 0 {
        let others = match n_async_spans {
            0 => String::new(),
            n => format!(" and {} asynchronous ones", Count(*n)),
        };
        return format!("{where_}: {} spans{others}, no CPU samples.", Count(*n_spans));
    }
    if overview.unit == WeightUnit::Bytes {
        let bytes = overview.unit.show(overview.sum);
        let what = wording::capital(opened.recording.source.format);
        let functions = wording::counted(overview.n_functions, "function");
        return format!("{what}: {bytes} allocated in {functions}, as far as samples tell.");
    }
    let threads = wording::counted(n_threads, "thread");
    let sampled = samples.busy.saturating_add(samples.idle);
    let busy = Percent::of(samples.busy, sampled);
    let is_named =
        |it: &&FunctionRow| opened.recording.frames.category(it.frame) != Category::Program;
    let top = overview.top.iter().find(is_named).filter(|it| it.own >= samples.busy / 50);
    let top = top.map(|it| {
        let share = Percent::of(it.own, samples.busy);
        match opened.recording.frames.category(it.frame) {
            Category::GarbageCollection => format!("; {share} of that collecting garbage"),
            _ => format!("; {share} of that in {} itself", opened.recording.frame_name(it.frame)),
        }
    });
    format!("{where_}, {threads} sampled: busy for {busy} of it{}.", top.unwrap_or_default())
}
