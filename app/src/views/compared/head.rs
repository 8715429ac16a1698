//! What is compared, how objects were matched, and what came of it, in words.

use asyncscope_core::analysis::heap::MatchedBy;
use asyncscope_core::units::{Bytes, Count};
use egui::{Align, Layout, Sense, Ui, vec2};

use crate::actions::Action;
use crate::command::{Command, Commands};
use crate::compared::{Compared, ComparedCommand};
use crate::questions::compared::list::ChangeList;
use crate::theme::{self, Type, icons, size};
use crate::widgets::button::Button;
use crate::widgets::segments::segments;
use crate::widgets::text;

/// Less than this share of matched objects deserves a word.
const FEW: f64 = 0.5;

/// Shows the head of a comparison.
pub(super) fn show(ui: &mut Ui, compared: &Compared, commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    let list = compared.answers.list.value();
    ui.add_space(10.0);
    row(ui, 24.0, |ui| {
        let said = list.map_or_else(|| "Comparing two heaps…".to_owned(), |it| sentence(it));
        text::label(ui, Type::Page, tokens.text, &said);
    });
    row(ui, size::CONTROL + 8.0, |ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            tools(ui, compared, commands);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                text::label(ui, Type::Table, tokens.text2, &matching(compared, list));
            });
        });
    });
    if let Some(list) = list.filter(|it| has_few(it)) {
        warning(ui, list, commands);
    }
}

fn row(ui: &mut Ui, height: f32, contents: impl FnOnce(&mut Ui)) {
    let room = vec2(ui.available_width(), height);
    let (rect, _) = ui.allocate_exact_size(room, Sense::hover());
    let inner = rect.shrink2(vec2(size::PANEL, 0.0));
    let layout = Layout::left_to_right(Align::Center);
    contents(&mut ui.new_child(egui::UiBuilder::new().max_rect(inner).layout(layout)));
}

/// What came of it: `The heap grew by 61.6 kB: 1 511 objects new, 188 freed. …`
fn sentence(list: &ChangeList) -> String {
    let (new, gone) = (list.all.new, list.all.gone);
    let how = match new.1.cmp(&gone.1) {
        std::cmp::Ordering::Greater => format!("grew by {}", Bytes(new.1 - gone.1)),
        std::cmp::Ordering::Less => format!("shrank by {}", Bytes(gone.1 - new.1)),
        std::cmp::Ordering::Equal => "is as large as before".to_owned(),
    };
    let most = list.most.and_then(|it| list.found.classes.get(it)).map(|it| {
        let grown = Bytes(it.shallow_delta().unsigned_abs());
        format!(" {} grew most, by {grown}.", text::clipped(&it.class.name()))
    });
    let (new, gone) = (Count(new.0), Count(gone.0));
    format!("The heap {how}: {new} objects new, {gone} freed.{}", most.unwrap_or_default())
}

/// What is compared with what, and how objects were matched.
fn matching(compared: &Compared, list: Option<&std::sync::Arc<ChangeList>>) -> String {
    let [before, after] = &compared.sides;
    let matched = list.map(|list| {
        let how = match list.found.matched_by {
            MatchedBy::Id => "by object id, as in one process",
            MatchedBy::Path => "by class and what dominates them",
        };
        let share = list.found.share_matched() * 100.0;
        format!(" · objects matched {how}: {share:.0}\u{2009}%")
    });
    format!("{} after {}{}", after.name, before.name, matched.unwrap_or_default())
}

fn tools(ui: &mut Ui, compared: &Compared, commands: &mut Commands) {
    ui.spacing_mut().item_spacing.x = 8.0;
    let swap = ui.add(Button::new("Swap").icon(icons::ARROWS_LEFT_RIGHT));
    if swap.on_hover_text("Let the later one be the earlier one").clicked() {
        commands.push(Command::Compared(ComparedCommand::Swap));
    }
    let leaks = ui.add(Button::new("Find leaks…").icon(icons::TREND_UP));
    let said = "Look at these two with more snapshots, and for what holds what is new";
    if leaks.on_hover_text(said).clicked() {
        commands.push(Command::Run(Action::FindLeaks));
    }
    let choices = [
        ("By id", "An object is the same if its id is: two snapshots of one process"),
        ("By class and path", "By class and what dominates it: two processes, or two builds"),
    ];
    let active = usize::from(compared.place.by == MatchedBy::Path);
    if let Some(chosen) = segments(ui, &choices, active) {
        let by = if chosen == 1 { MatchedBy::Path } else { MatchedBy::Id };
        commands.push(Command::Compared(ComparedCommand::MatchBy(by)));
    }
}

fn has_few(list: &ChangeList) -> bool {
    list.found.share_matched() < FEW
}

/// Warns that few objects were matched, and offers what may help.
fn warning(ui: &mut Ui, list: &ChangeList, commands: &mut Commands) {
    let tokens = theme::tokens(ui);
    let room = vec2(ui.available_width(), size::CONTROL + 8.0);
    let (rect, response) = ui.allocate_exact_size(room, Sense::hover());
    let is_by_id = list.found.matched_by == MatchedBy::Id;
    let said = if is_by_id {
        "Less than half of the objects are in both: these may be two processes, where the same id \
         means nothing."
    } else {
        "Less than half of the objects are in both: these heaps have little in common."
    };
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Alert, true, said));
    ui.painter().rect_filled(rect, 0.0, tokens.warn_bg);
    let layout = Layout::left_to_right(Align::Center);
    let inner = rect.shrink2(vec2(size::PANEL, 0.0));
    let mut ui = ui.new_child(egui::UiBuilder::new().max_rect(inner).layout(layout));
    ui.spacing_mut().item_spacing.x = 8.0;
    let font = egui::FontId::new(size::ICON_BUTTON, theme::Face::Sans.family());
    let (icon, _) = ui.allocate_exact_size(vec2(18.0, 18.0), Sense::hover());
    let align = egui::Align2::CENTER_CENTER;
    ui.painter().text(icon.center(), align, icons::WARNING, font, tokens.warn);
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        if is_by_id && ui.add(Button::new("Match by class and path")).clicked() {
            commands.push(Command::Compared(ComparedCommand::MatchBy(MatchedBy::Path)));
        }
        ui.with_layout(layout, |ui| text::label(ui, Type::Table, tokens.text, said));
    });
}
