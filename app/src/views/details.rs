//! Everything about what is selected: the panel beside the views, or below them.
//!
//! What it is called and where it stands is shown at once; what has to be worked out follows.

pub(in crate::views) mod calls;
mod events;
mod function;
mod operation;
pub(in crate::views) mod parts;
mod request;
mod source;

use asyncscope_core::model::FrameIndex;
use egui::{Align, Layout, ScrollArea, Ui, vec2};

use super::Scene;
use crate::actions::Action;
use crate::command::{Command, Commands};
use crate::questions::details::{About, Details};
use crate::selection::Entity;
use crate::theme::{self, Type, icons, size};
use crate::widgets::button::icon_button;
use crate::widgets::text;

/// Where the panel stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// At the right of the views: narrow, everything one below the other.
    Beside,
    /// Below the views: wide, everything side by side.
    Below,
}

/// What the panel remembers for itself.
#[derive(Debug, Default)]
pub struct DetailsMemory {
    /// What is shown, so that something else is shown from its top.
    entity: Option<Entity>,
    /// The function whose source is shown, scrolled to its line.
    source_shown: Option<FrameIndex>,
    /// Whether all callers and callees are listed.
    shows_all: bool,
}

/// One part of the panel after its first, as a caption of what it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Section {
    /// What was called, or what lay within.
    Within,
    /// What called it, or what it lay within.
    Around,
    /// What happened in an operation.
    Operation,
    /// Every time it ran.
    Calls,
    /// Where it stands in its source.
    Source,
    /// What the time of a request went to.
    Phases,
    /// The headers of a request.
    Headers,
    /// What led to a request, and what else was going on.
    Related,
}

/// Shows the panel.
pub fn show(
    ui: &mut Ui,
    scene: Scene<'_>,
    place: Place,
    memory: &mut DetailsMemory,
    commands: &mut Commands,
) {
    ui.spacing_mut().item_spacing = vec2(8.0, 0.0);
    // A panel is no smaller while it has little to say.
    ui.expand_to_include_rect(ui.max_rect());
    let entity = scene.opened.selection.entity;
    if memory.entity != entity {
        *memory = DetailsMemory { entity, ..DetailsMemory::default() };
    }
    head(ui, entity, commands);
    let Some(entity) = entity else {
        return parts::empty(
            ui,
            "Select a function, a span or a request to see what it costs and why.",
        );
    };
    let answer = &scene.opened.answers.details;
    let details = answer.value().filter(|it| it.entity == entity);
    match place {
        Place::Beside => {
            ScrollArea::vertical().id_salt(("details", entity)).auto_shrink(false).show(ui, |ui| {
                identity(ui, scene, entity, details.map(|it| &**it), commands);
                for section in sections(entity, details.map(|it| &**it)) {
                    if let Some(details) = details {
                        parts::rule(ui);
                        parts::padded(ui, |ui| {
                            show_section(ui, scene, section, (details, memory), commands);
                        });
                    }
                }
                waiting(ui, scene);
            });
        }
        Place::Below => side_by_side(ui, scene, entity, memory, commands),
    }
}

/// The same with its parts side by side, each with a scroll bar of its own.
fn side_by_side(
    ui: &mut Ui,
    scene: Scene<'_>,
    entity: Entity,
    memory: &mut DetailsMemory,
    commands: &mut Commands,
) {
    let details = scene.opened.answers.details.value().filter(|it| it.entity == entity);
    let sections = sections(entity, details.map(|it| &**it));
    // What was called and what called it are lists that go well below each other.
    let mut groups: Vec<Vec<Section>> = Vec::new();
    for section in sections {
        match groups.last_mut() {
            Some(group) if section == Section::Around => group.push(section),
            _ => groups.push(vec![section]),
        }
    }
    ui.columns(1 + groups.len(), |columns| {
        let Some((first, rest)) = columns.split_first_mut() else { return };
        column(first, (entity, 0), |ui| {
            identity(ui, scene, entity, details.map(|it| &**it), commands);
            waiting(ui, scene);
        });
        let Some(details) = details else { return };
        for (i, (ui, group)) in rest.iter_mut().zip(groups).enumerate() {
            column(ui, (entity, i + 1), |ui| {
                for section in group {
                    parts::padded(ui, |ui| {
                        show_section(ui, scene, section, (details, memory), commands);
                    });
                }
            });
        }
    });
}

/// A column with a scroll bar of its own.
fn column(ui: &mut Ui, id: (Entity, usize), contents: impl FnOnce(&mut Ui)) {
    ScrollArea::vertical().id_salt(("details", id)).auto_shrink(false).show(ui, contents);
}

/// The parts that there is something to say in.
fn sections(entity: Entity, details: Option<&Details>) -> Vec<Section> {
    let has_samples = match details.map(|it| &it.about) {
        Some(About::Function(it)) => it.shown().row.samples > 0,
        _ => true,
    };
    match entity {
        Entity::Function(_) if !has_samples => vec![Section::Source],
        Entity::Function(_) => {
            vec![Section::Within, Section::Around, Section::Calls, Section::Source]
        }
        Entity::Span(_) => vec![Section::Within, Section::Around, Section::Calls],
        Entity::AsyncSpan(_) => vec![Section::Operation, Section::Calls],
        Entity::Request(_) => vec![Section::Phases, Section::Headers, Section::Related],
        Entity::Instant(_) | Entity::Gc(_) => vec![Section::Calls],
    }
}

fn head(ui: &mut Ui, entity: Option<Entity>, commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    let room = vec2(ui.available_width(), size::TOOLBAR);
    ui.allocate_ui_with_layout(room, Layout::left_to_right(Align::Center), |ui| {
        ui.add_space(size::PANEL);
        text::fixed(ui, Type::Heading, tokens.text, title(entity));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(4.0);
            if icon_button(ui, icons::SIDEBAR_SIMPLE, "Hide details").clicked() {
                commands.push(Command::Run(Action::ToggleDetails));
            }
            if entity.and_then(Entity::function).is_some()
                && icon_button(ui, icons::CODE, "Go to source").clicked()
            {
                commands.push(Command::ShowSource);
            }
        });
    });
}

fn title(entity: Option<Entity>) -> &'static str {
    match entity {
        None => "Details",
        Some(Entity::Function(_)) => "Function",
        Some(Entity::Span(_)) => "Span",
        Some(Entity::AsyncSpan(_)) => "Operation",
        Some(Entity::Instant(_)) => "Moment",
        Some(Entity::Gc(_)) => "Garbage collection",
        Some(Entity::Request(_)) => "Request",
    }
}

/// What it is called, where it stands, and the figures about it.
fn identity(
    ui: &mut Ui,
    scene: Scene<'_>,
    entity: Entity,
    details: Option<&Details>,
    commands: &mut Commands,
) {
    parts::padded(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        match entity {
            Entity::Function(frame) => function::identity(ui, scene, frame, details, commands),
            Entity::Span(span) => events::span(ui, scene, span, details, commands),
            Entity::AsyncSpan(span) => events::async_span(ui, scene, span, commands),
            Entity::Instant(moment) => events::moment(ui, scene, moment, commands),
            Entity::Gc(gc) => events::gc(ui, scene, gc, commands),
            Entity::Request(it) => request::identity(ui, scene, it, commands),
        }
    });
}

fn show_section(
    ui: &mut Ui,
    scene: Scene<'_>,
    section: Section,
    (details, memory): (&Details, &mut DetailsMemory),
    commands: &mut Commands,
) {
    match (section, &details.about) {
        (Section::Within, About::Function(it)) => {
            function::callees(ui, scene, it, memory, commands);
        }
        (Section::Around, About::Function(it)) => {
            function::callers(ui, scene, it, memory, commands);
        }
        (Section::Within, About::Span(it)) => events::within(ui, scene, it, memory, commands),
        (Section::Around, About::Span(it)) => events::around(ui, scene, it, memory, commands),
        (Section::Source, About::Function(it)) => source::show(ui, scene, it, memory, commands),
        (Section::Operation, _) => {
            if let Entity::AsyncSpan(span) = details.entity {
                operation::show(ui, scene, span, commands);
            }
        }
        (Section::Phases | Section::Headers | Section::Related, _) => {
            if let Entity::Request(it) = details.entity {
                match section {
                    Section::Phases => request::phases(ui, scene, it),
                    Section::Headers => request::headers(ui, scene, it, commands),
                    _ => request::around(ui, scene, it, commands),
                }
            }
        }
        (Section::Calls, _) => calls::show(ui, scene, details, commands),
        (Section::Within | Section::Around | Section::Source, _) => {}
    }
}

/// Says that work goes on, once it is worth saying, or that it failed.
fn waiting(ui: &mut Ui, scene: Scene<'_>) {
    let answer = &scene.opened.answers.details;
    let tokens = theme::tokens(ui);
    if let Some(progress) = answer.progress() {
        parts::padded(ui, |ui| {
            text::paragraph(ui, Type::Table, tokens.text2, &format!("{}…", progress.name));
        });
    } else if let Some(why) = answer.failure() {
        parts::padded(ui, |ui| {
            text::paragraph(ui, Type::Table, tokens.error, why);
        });
    }
}
