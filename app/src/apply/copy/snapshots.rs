//! Copying what several snapshots tell: the report of leaks, or the selected class.

use asyncscope_core::analysis::markdown_text;
use asyncscope_core::export::leak_text::{markdown, plain};

use super::{Copied, CopyAs};
use crate::snapshots::Snapshots;
use crate::views::View;
use crate::views::snapshots::basket_cells::{cell, slope_of};

/// The report, or the selected class with its figures, as the view shows it.
pub(super) fn selected(snapshots: &Snapshots, view: View, copy_as: CopyAs) -> Option<Copied> {
    if view == View::Leaks {
        let found = snapshots.answers.suspected.value()?;
        let files: Vec<String> = snapshots.members.iter().map(|it| it.side.name.clone()).collect();
        let said = match copy_as {
            CopyAs::Text => plain(&found.report, &files),
            CopyAs::Markdown => markdown(&found.report, &files),
        };
        return Some((said, "the report".to_owned()));
    }
    let list = snapshots.answers.list.value()?;
    let row = list.row_of(snapshots.place.selected.as_ref()?)?;
    let (class, it) = (list.class(row)?, list.rows.get(row)?);
    let cells: Vec<String> = (0..it.values.len()).map(|at| cell(list, it, at)).collect();
    let (name, slope) = (class.class.name(), slope_of(list, it));
    let said = match copy_as {
        CopyAs::Text => format!("{name}\t{slope} per step\t{}", cells.join("\t")),
        CopyAs::Markdown => {
            let names = snapshots.members.iter().map(|it| markdown_text(it.short_name()));
            let heads: Vec<String> = names.collect();
            let rule = "---|".repeat(heads.len() + 2);
            let name = markdown_text(&name);
            format!(
                "| Class | Per step | {} |\n|{rule}\n| {name} | {slope} | {} |\n",
                heads.join(" | "),
                cells.join(" | ")
            )
        }
    };
    Some((said, "the class".to_owned()))
}
