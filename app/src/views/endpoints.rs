//! Requests taken together: by endpoint, host, type, status or initiator; and one group in detail.

mod group;
mod list;
mod rules;

use asyncscope_core::analysis::requests::RequestGrouping;
use egui::{Align, Layout, Ui, vec2};

use super::parts::toolbar;
use super::table_parts::{error_line, footer, has_words, write_buttons};
use super::{Scene, requests};
use crate::answers::AnswerState;
use crate::command::{Command, Commands};
use crate::export::ExportWhat;
use crate::questions::requests::groups::GroupList;
use crate::requests::RequestCommand;
use crate::theme::{icons, size};
use crate::widgets::button::Button;
use crate::widgets::segments::segments;
use crate::wording;

/// The columns of groups, by number.
pub mod columns {
    /// What they have in common.
    pub const NAME: usize = 0;
    /// When they began, as a small chart.
    pub const SPARK: usize = 1;
    /// Their number.
    pub const COUNT: usize = 2;
    /// How many of those that ended succeeded.
    pub const SUCCESS: usize = 3;
    /// How many failed.
    pub const FAILED: usize = 4;
    /// How many never ended.
    pub const PENDING: usize = 5;
    /// The mean.
    pub const AVG: usize = 6;
    /// How long half of them took at most.
    pub const P50: usize = 7;
    /// How long 95 in 100 of them took at most.
    pub const P95: usize = 8;
    /// How long 99 in 100 of them took at most.
    pub const P99: usize = 9;
    /// The longest.
    pub const MAX: usize = 10;
    /// The time in which any was under way.
    pub const UNION: usize = 11;
    /// Bytes over the network.
    pub const TRANSFERRED: usize = 12;
    /// Bytes after decompression.
    pub const DECODED: usize = 13;
}

/// Room of the group that is looked into.
const BELOW: f32 = 232.0;
/// Less room than this does not show it.
const ENOUGH: f32 = 380.0;

/// Shows the view.
pub fn show(ui: &mut Ui, scene: Scene<'_>, commands: &mut Commands) {
    tools(ui, scene, commands);
    let answer = &scene.opened.answers.requests.groups;
    let list = match answer.state() {
        AnswerState::Ready(list) | AnswerState::Working(Some(list)) => list,
        AnswerState::Failed(why) => return super::working::failed(ui, why, commands),
        AnswerState::Absent | AnswerState::Working(None) => {
            return super::working::strip(ui, scene, commands);
        }
    };
    if list.rows.is_empty() {
        return requests::none(ui, scene, commands);
    }
    let height = ui.available_height();
    let below = if height < ENOUGH { 0.0 } else { BELOW };
    let room = vec2(ui.available_width(), (height - below - size::TOTALS).max(60.0));
    ui.allocate_ui(room, |ui| {
        ui.set_min_size(room);
        list::show(ui, scene, list, commands);
    });
    totals(ui, list);
    if below > 0.0 {
        group::show(ui, scene, commands);
    }
}

fn tools(ui: &mut Ui, scene: Scene<'_>, commands: &mut Commands) {
    let setting = &scene.opened.requests;
    toolbar(ui, |ui| {
        let width = ui.available_width();
        requests::filter(ui, scene, (width * 0.34).clamp(150.0, 360.0), commands);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let with_words = has_words(width);
            write_buttons(ui, scene, (ExportWhat::EndpointsShown, with_words), commands);
            ui.spacing_mut().item_spacing.x = 8.0;
            if setting.place.grouping == RequestGrouping::Endpoint {
                let rules = Button::new("Rules").icon(icons::HASH).switch(setting.rules.is_open);
                let why = "Which paths are one endpoint";
                if ui.add(rules).on_hover_text(why).clicked() {
                    let command = RequestCommand::ShowRules(!setting.rules.is_open);
                    commands.push(Command::Requests(command));
                }
            }
            let active = RequestGrouping::ALL.iter().position(|it| *it == setting.place.grouping);
            let choices = [
                (
                    "Endpoint",
                    "By method, host and path, with placeholders for numbers and the like",
                ),
                ("Host", "By host and port"),
                ("Type", "By what they were asked for as"),
                ("Status", "By the hundreds of the status, or how they ended without one"),
                ("Initiator", "By the document or script that made them be sent"),
            ];
            if let Some(chosen) = segments(ui, &choices, active.unwrap_or(0)) {
                let command = RequestCommand::Group(RequestGrouping::ALL[chosen]);
                commands.push(Command::Requests(command));
            }
        });
    });
    if let Err(error) = setting.selection() {
        error_line(ui, &format!("{error}."));
    }
    if setting.rules.is_open && setting.place.grouping == RequestGrouping::Endpoint {
        rules::show(ui, scene, commands);
    }
}

fn totals(ui: &mut Ui, list: &GroupList) {
    let what = match list.grouping {
        RequestGrouping::Endpoint => "endpoint",
        RequestGrouping::Host => "host",
        RequestGrouping::Type => "type",
        RequestGrouping::Status => "kind of status",
        RequestGrouping::Initiator => "initiator",
    };
    let groups = match (list.rows.len(), what) {
        (n, "kind of status") if n != 1 => format!("{n} kinds of status"),
        (n, what) => wording::counted(n, what),
    };
    let n = usize::try_from(list.n_requests).unwrap_or(usize::MAX);
    let said = format!("{groups} · {}", wording::counted(n, "request"));
    footer(ui, &said, "Percentiles are nearest ranks · Enter shows the requests of a row");
}
