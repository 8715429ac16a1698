//! The field to find boxes of a chart, and the way from match to match.

use egui::{Id, Key, Ui};

use super::flame_chart::Step;
use super::{Scene, View};
use crate::command::{Command, Commands};
use crate::filter::Filter;
use crate::theme::{self, Type, icons};
use crate::widgets::button::{Button, icon_button};
use crate::widgets::field::{Field, field};
use crate::widgets::text;

/// A field to find boxes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Find<'a> {
    /// The view that it searches.
    pub(super) view: View,
    /// What screen readers say, such as "Find in the flame graph".
    pub(super) name: &'a str,
    /// What stands in it while it is empty.
    pub(super) hint: &'a str,
    /// What is looked for.
    pub(super) search: &'a Filter,
    /// Its width, in points.
    pub(super) width: f32,
}

impl Find<'_> {
    /// Shows the field and the switch for regular expressions. Says where to go if Enter was
    /// pressed in it.
    pub(super) fn show(
        &self,
        ui: &mut Ui,
        scene: Scene<'_>,
        commands: &mut Commands,
    ) -> Option<Step> {
        let mut said = self.search.text.clone();
        let about = Field {
            id: Id::unique(("find", self.view)),
            name: self.name,
            hint: self.hint,
            icon: icons::MAGNIFYING_GLASS,
            width: self.width,
            takes_focus: scene.wants_find,
        };
        let response = field(ui, &about, &mut said);
        if scene.wants_find {
            commands.push(Command::FindTaken);
        }
        if response.changed() {
            commands.push(Command::Filter(self.view, said));
        }
        ui.spacing_mut().item_spacing.x = 4.0;
        let regex = ui.add(Button::new(".*").switch(self.search.is_regex));
        if regex.on_hover_text("Take it as a regular expression").clicked() {
            commands.push(Command::FilterRegex(self.view, !self.search.is_regex));
        }
        ui.spacing_mut().item_spacing.x = 8.0;
        let entered =
            ui.input(|input| input.key_pressed(Key::Enter).then_some(input.modifiers.shift));
        let entered = entered.filter(|_| response.lost_focus() || response.has_focus());
        if entered.is_some() {
            response.request_focus(); // to go on with the next Enter
        }
        entered.map(|backwards| if backwards { Step::Previous } else { Step::Next })
    }

    /// Shows how many matches there are, or what is wrong with what is looked for. Says where to go
    /// if a button was clicked.
    pub(super) fn found(&self, ui: &mut Ui, matches: Option<String>) -> Option<Step> {
        let tokens = theme::tokens(ui);
        if let Err(error) = self.search.parse() {
            text::fixed(ui, Type::Table, tokens.error, "Not a regular expression")
                .on_hover_text(error.to_string());
            return None;
        }
        let matches = matches?;
        let mut step = None;
        if icon_button(ui, icons::CARET_LEFT, "Previous match (Shift+Enter)").clicked() {
            step = Some(Step::Previous);
        }
        if icon_button(ui, icons::CARET_RIGHT, "Next match (Enter)").clicked() {
            step = Some(Step::Next);
        }
        text::fixed(ui, Type::Table, tokens.text2, &matches);
        step
    }
}
