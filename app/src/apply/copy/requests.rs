//! Copying the selected requests: as text, as Markdown, as CSV.

use asyncscope_core::analysis::markdown_text;
use asyncscope_core::export::tables::requests as requests_table;
use asyncscope_core::export::{CsvText, csv};
use asyncscope_core::model::{Recording, RequestIndex};
use asyncscope_core::task::Task;
use asyncscope_core::units::Bytes;

use super::{Copied, CopyAs, MOST_ROWS, table};
use crate::opened::Opened;
use crate::wording;

/// The selected requests in the order they are listed.
pub(super) fn rows(opened: &Opened, copy_as: CopyAs) -> Option<Copied> {
    let rows = selected(opened)?;
    let (what, recording) = (what(rows.len()), &*opened.recording);
    let said = match copy_as {
        CopyAs::Text => {
            let lines: Vec<String> =
                rows.iter().map(|it| cells(recording, *it).join("\t")).collect();
            lines.join("\n")
        }
        CopyAs::Markdown => {
            let heads = ["Start", "Method", "Address", "Status", "Type", "Size", "Duration"];
            let cells = rows.iter().map(|it| cells(recording, *it).map(|it| markdown_text(&it)));
            table(&heads, cells)
        }
    };
    Some((said, what))
}

/// The same as CSV.
pub(in crate::apply) fn as_csv(opened: &Opened) -> Option<Copied> {
    let rows = selected(opened)?;
    let what = format!("{} as CSV", what(rows.len()));
    let table = requests_table::of_rows(&opened.recording, rows);
    let mut text = Vec::new();
    csv::write(&table, CsvText::Guarded, &mut text, &Task::default()).ok()?;
    Some((String::from_utf8_lossy(&text).into_owned(), what))
}

fn selected(opened: &Opened) -> Option<Vec<RequestIndex>> {
    let list = opened.answers.requests.list.value()?;
    let mut rows = opened.requests.selected(opened.selected_request());
    rows.sort_by_key(|it| (list.row_of(*it).unwrap_or(usize::MAX), *it));
    rows.truncate(MOST_ROWS);
    (!rows.is_empty()).then_some(rows)
}

fn what(n: usize) -> String {
    if n == 1 { "the request".to_owned() } else { wording::counted(n, "request") }
}

fn cells(recording: &Recording, request: RequestIndex) -> [String; 7] {
    let it = recording.requests.get(request);
    let dash = || "–".to_owned();
    [
        it.start.to_string(),
        recording.text(it.method).to_owned(),
        recording.text(it.url).to_owned(),
        it.status.map_or_else(|| it.outcome.name().to_owned(), |it| it.to_string()),
        it.kind.key().to_owned(),
        it.transferred.get().map_or_else(dash, |it| Bytes(it).to_string()),
        it.duration.nanos().map_or_else(dash, |it| it.to_string()),
    ]
}
