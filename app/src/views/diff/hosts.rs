//! Which hosts count as others, so that the same endpoints of two servers are one.

use egui::{Id, Ui};

use super::super::table_parts::error_line;
use crate::command::{Command, Commands};
use crate::diff::basis::BasisCommand;
use crate::diff::{Diff, DiffCommand};
use crate::theme::icons;
use crate::widgets::button::Button;
use crate::widgets::field::{self, Field};

/// Shows the field, and offers to take the hosts that only one side has as one.
pub(super) fn field(ui: &mut Ui, diff: &Diff, commands: &mut Commands) {
    let mut typed = diff.place.basis.hosts.clone();
    let about = Field {
        id: Id::unique("hosts that count as others"),
        name: "Hosts that count as others",
        hint: "Host aliases: staging:*=api",
        icon: icons::GLOBE,
        width: 200.0,
        takes_focus: false,
    };
    let response = field::field(ui, &about, &mut typed);
    if response.changed() {
        push(commands, typed);
    }
    response.on_hover_text(
        "HOST=NAME, split by commas: requests to that host count as to that name. A star at the \
         end of the host stands for any rest",
    );
    let list = diff.answers.endpoint_list.value();
    let Some((before, after)) = list.and_then(|it| it.sole_hosts.as_ref()) else { return };
    if ui.available_width() < 260.0 {
        return;
    }
    let rule = format!("{before}={after}");
    let offer = ui.add(Button::new("Take both hosts as one"));
    let said = format!("Only {before} is before and only {after} is after: count both as {after}");
    if offer.on_hover_text(said).clicked() {
        let rules = [diff.place.basis.hosts.trim().trim_end_matches(','), &rule];
        let rules: Vec<&str> = rules.into_iter().filter(|it| !it.is_empty()).collect();
        push(commands, rules.join(", "));
    }
}

fn push(commands: &mut Commands, hosts: String) {
    commands.push(Command::Diff(DiffCommand::Basis(BasisCommand::Hosts(hosts))));
}

/// Says below the toolbar what is no rule.
pub(super) fn error(ui: &mut Ui, diff: &Diff) {
    if let Err(rule) = diff.place.basis.aliases() {
        error_line(ui, &format!("Expected HOST=NAME, found “{}”.", rule.trim()));
    }
}
