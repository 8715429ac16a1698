//! A suspect: what it is, how much it keeps, how it grew, what holds it, and what to do.

use asyncscope_core::analysis::leaks::{Confidence, LeakVerdict, Suspect};
use asyncscope_core::units::Count;
use egui::{Align, Color32, Layout, Role, Sense, Ui, WidgetInfo, vec2};

use super::leaks::is_dismissed;
use super::summary::{beside, is_likely, short};
use super::ways;
use crate::command::{Command, Commands};
use crate::questions::snapshots::Suspected;
use crate::snapshots::{Snapshots, SnapshotsCommand};
use crate::theme::{self, Tokens, Type, icons, size};
use crate::widgets::button::Button;
use crate::widgets::card::card;
use crate::widgets::steps::{Steps, steps};
use crate::widgets::text;

/// How far what stands within another suspect is moved to the right.
const INDENT: f32 = 24.0;
/// Height of the bars of a chart.
const BARS: f32 = 96.0;

/// Shows the suspect of a number.
pub(super) fn show(
    ui: &mut Ui,
    snapshots: &Snapshots,
    (found, at): (&Suspected, usize),
    commands: &mut Commands,
) {
    let Some(suspect) = found.report.suspects.get(at) else { return };
    let indent = if suspect.within.is_some() { INDENT } else { 0.0 };
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.add_space(indent);
        ui.vertical(|ui| {
            card(ui, |ui| {
                ui.set_width(ui.available_width().max(0.0));
                let has_chart = suspect.counts.len() > 1;
                beside(
                    ui,
                    has_chart,
                    |ui| about(ui, snapshots, (found, at), suspect, commands),
                    |ui| chart(ui, snapshots, suspect),
                );
            });
        });
    });
}

fn about(
    ui: &mut Ui,
    snapshots: &Snapshots,
    (found, at): (&Suspected, usize),
    suspect: &Suspect,
    commands: &mut Commands,
) {
    let tokens = theme::tokens(ui);
    ui.spacing_mut().item_spacing = vec2(8.0, 8.0);
    let is_dismissed = is_dismissed(snapshots, found, at);
    head(ui, at, suspect, is_dismissed);
    text::paragraph_with_code(ui, tokens.text, &format!("{}.", suspect.sentence));
    sureness(ui, suspect);
    if let Some(outer) = suspect.within.and_then(|it| Some((it, found.report.suspects.get(it)?))) {
        let said = format!("Stands within number {}, {}.", outer.0 + 1, short(&outer.1.class));
        text::paragraph(ui, Type::Table, tokens.text2, &said);
    }
    ways::show(ui, snapshots, (suspect, &found.fingerprints[at]), commands);
    let is_itself = snapshots.dismissals.has(&found.fingerprints[at]);
    let can_be = if is_dismissed == is_itself { Some(is_itself) } else { None };
    buttons(ui, (found, at), suspect, can_be, commands);
}

/// The verdict, the name, and the rule by which it is suspected.
fn head(ui: &mut Ui, at: usize, suspect: &Suspect, is_dismissed: bool) {
    let tokens = theme::tokens(ui);
    let room = vec2(ui.available_width(), size::CHIP);
    ui.allocate_ui_with_layout(room, Layout::left_to_right(Align::Center), |ui| {
        ui.set_min_size(room);
        let (said, color, tint, why) = verdict(tokens, suspect, is_dismissed);
        tag(ui, said, color, tint).on_hover_text(why);
        let number = format!("{}.", at + 1);
        text::fixed(ui, Type::Body, tokens.text2, &number);
        text::label(ui, Type::CodeStrong, tokens.text, &suspect.class);
    });
}

/// What the counts tell: a word, its colour, the tint behind it, and what it means.
fn verdict(
    tokens: &Tokens,
    suspect: &Suspect,
    is_dismissed: bool,
) -> (&'static str, Color32, Color32, &'static str) {
    let (warn, info) = ((tokens.warn, tokens.warn_bg), (tokens.info, tokens.info_bg));
    let (said, (color, tint), why) = match suspect.verdict {
        _ if is_dismissed => ("Dismissed", (tokens.text2, tokens.bg2), "It was found to be fine"),
        LeakVerdict::Growing if is_likely(suspect) => (
            "Likely leak",
            (tokens.error, tokens.error_bg),
            "It rose in several steps and never fell back, and one object keeps it all",
        ),
        LeakVerdict::Growing => ("Growing", warn, "It rose in several steps and never fell back"),
        LeakVerdict::Stayed => {
            ("Stayed", warn, "It rose in one step, and nothing of it was let go after")
        }
        LeakVerdict::Recent => {
            ("Recent", info, "It rose in the last step: what comes after is not known")
        }
        LeakVerdict::Grown => ("Grown", info, "Two snapshots tell growth, but no trend"),
        LeakVerdict::Large => ("Large", info, "One snapshot tells size, but no growth"),
        LeakVerdict::Filled | LeakVerdict::Replaced | LeakVerdict::NotMore => {
            ("Fine", info, "It does not grow")
        }
    };
    (said, color, tint, why)
}

/// A word on a tint.
fn tag(ui: &mut Ui, said: &str, color: Color32, tint: Color32) -> egui::Response {
    let words = text::line(ui.painter(), Type::CaptionStrong, color, said, f32::INFINITY);
    let room = vec2(words.size().x + 12.0, 18.0);
    let (rect, response) = ui.allocate_exact_size(room, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, said));
    ui.painter().rect_filled(rect, 3.0, tint);
    text::paint_center(ui.painter(), rect, words);
    response
}

/// How sure the report is, and why.
fn sureness(ui: &mut Ui, suspect: &Suspect) {
    let tokens = theme::tokens(ui);
    let (word, icon) = match suspect.confidence {
        Confidence::High => ("High confidence", icons::CHECK_CIRCLE),
        Confidence::Medium => ("Medium confidence", icons::INFO),
        Confidence::Low => ("Low confidence", icons::QUESTION),
    };
    let reasons = suspect.reasons.join("; ");
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let (rect, _) = ui.allocate_exact_size(vec2(14.0, 17.0), Sense::hover());
        let font = egui::FontId::new(size::ICON_BUTTON, theme::Face::Sans.family());
        let align = egui::Align2::CENTER_CENTER;
        ui.painter().text(rect.center(), align, icon, font, tokens.text2);
        let said = format!("{word}: {reasons}.");
        text::paragraph(ui, Type::Table, tokens.text2, &said);
    });
}

/// Ways to its objects; and to dismiss it or take that back, unless what it stands within is
/// dismissed.
fn buttons(
    ui: &mut Ui,
    (found, at): (&Suspected, usize),
    suspect: &Suspect,
    is_dismissed: Option<bool>,
    commands: &mut Commands,
) {
    let mut ask = |it: SnapshotsCommand| commands.push(Command::Snapshots(it));
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(8.0, 8.0);
        let objects = ui.add(Button::new("Show objects").icon(icons::LIST_BULLETS));
        if objects.on_hover_text("Show them by class, in the last snapshot").clicked() {
            ask(SnapshotsCommand::ShowObjects(at));
        }
        if let Some(path) = suspect.paths.first() {
            let response = ui.add(Button::new("Show path").icon(icons::PATH));
            if response
                .on_hover_text("Show one of them and the way to it, in the last snapshot")
                .clicked()
            {
                ask(SnapshotsCommand::OpenObject(path.example));
            }
        }
        if let Some(holder) = &suspect.holder {
            let response = ui.add(Button::new("Show holder").icon(icons::TARGET));
            let said = format!("Show the {}, where they pile up", holder.name);
            if response.on_hover_text(said).clicked() {
                ask(SnapshotsCommand::OpenObject(holder.node));
            }
        }
        let Some(is_dismissed) = is_dismissed else { return };
        let (word, icon) =
            if is_dismissed { ("Restore", icons::EYE) } else { ("Dismiss", icons::EYE_SLASH) };
        let said = if is_dismissed {
            "Report it again"
        } else {
            "It is fine: do not report it again. Remembered in a file beside the snapshots"
        };
        if ui.add(Button::new(word).icon(icon)).on_hover_text(said).clicked() {
            ask(SnapshotsCommand::Dismiss(found.fingerprints[at].clone(), !is_dismissed));
        }
    });
}

/// How many were alive in each snapshot.
fn chart(ui: &mut Ui, snapshots: &Snapshots, suspect: &Suspect) {
    let tokens = theme::tokens(ui);
    ui.spacing_mut().item_spacing.y = 2.0;
    let room = vec2(ui.available_width(), size::CHIP);
    ui.allocate_ui_with_layout(room, Layout::right_to_left(Align::Center), |ui| {
        let rise = format!("{} per step", signed(suspect.growth_per_step));
        text::fixed(ui, Type::Table, tokens.text2, &rise);
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            text::label(ui, Type::TableStrong, tokens.text, "Alive in each snapshot");
        });
    });
    let names: Vec<String> = snapshots.members.iter().map(|it| it.side.name.clone()).collect();
    let say = |it: u64| Count(it).to_string();
    let step = if is_likely(suspect) { 6 } else { 3 };
    let about = Steps {
        name: "Alive in each snapshot",
        height: BARS,
        values: &suspect.counts,
        say: &say,
        names: &names,
        color: tokens.difference(step).fill,
    };
    steps(ui, &about);
}

/// A number with its sign and at most one decimal.
pub(super) fn signed(number: f64) -> String {
    let sign = if number < 0.0 { "−" } else { "+" };
    let number = number.abs();
    if number == 0.0 {
        return "0".to_owned();
    }
    if number < 100.0 && number.fract() != 0.0 {
        return format!("{sign}{number:.1}");
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` saturates")]
    let whole = number.round() as u64;
    format!("{sign}{}", Count(whole))
}
