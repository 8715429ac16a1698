//! Writing tables to files and to the clipboard, in the background.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use asyncscope_core::analysis;
use asyncscope_core::export::leak_text::markdown;
use asyncscope_core::export::tables::diff;
use asyncscope_core::export::tables::heap::{
    KnownHeap, classes as heap_classes, table_of as heap_table,
};
use asyncscope_core::export::tables::heap::{basket, changes};
use asyncscope_core::export::tables::{
    endpoints as endpoints_table, functions as functions_table, requests as requests_table,
};
use asyncscope_core::export::{CsvText, ExportError, Table, csv, find_table, save};
use asyncscope_core::model::{Recording, RequestIndex};
use asyncscope_core::task::{Cancelled, Task};
use asyncscope_core::units::Count;

use crate::diff::Diff;
use crate::document::Document;
use crate::filter::Filter;
use crate::jobs::Job;
use crate::opened::Opened;
use crate::questions::compared::list::ChangeList;
use crate::questions::diff::events::{EndpointList, OperationList};
use crate::questions::diff::functions::FunctionList as FunctionRows;
use crate::questions::functions::FunctionList;
use crate::questions::heap::Known;
use crate::questions::heap::classes::ClassList;
use crate::questions::requests::groups::GroupList;
use crate::questions::snapshots::Suspected;
use crate::questions::snapshots::list::BasketList;
use crate::snapshots::Snapshots;
use crate::views::View;

/// More text than this is not put on the clipboard.
const MOST_COPIED: usize = 64 << 20;

/// Which table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ExportWhat {
    /// The list of functions as it is sorted and filtered.
    FunctionsShown,
    /// The table of classes as it is sorted and filtered.
    Classes,
    /// What changed between two heaps, as it is sorted and filtered.
    Changes,
    /// The classes of several snapshots, as they are sorted and filtered.
    Basket,
    /// What is suspected from several snapshots, as a report in Markdown.
    LeakReport,
    /// The requests as they are sorted and filtered.
    RequestsShown,
    /// Groups of requests as they are sorted.
    EndpointsShown,
    /// The functions of a comparison, as they are sorted and filtered.
    DiffFunctions,
    /// The operations of a comparison, as they are sorted and filtered.
    DiffOperations,
    /// The endpoints of a comparison, as they are sorted and filtered.
    DiffEndpoints,
    /// The table of that name, of what is selected.
    Table(&'static str),
}

impl ExportWhat {
    /// What the button of a view writes.
    pub fn of(view: View) -> Option<Self> {
        match view {
            View::Changes | View::Growth => Some(Self::Changes),
            View::Leaks => Some(Self::LeakReport),
            View::Basket => Some(Self::Basket),
            View::Classes | View::Allocations => Some(Self::Classes),
            View::Dominators => Some(Self::Table("heap-dominators")),
            View::Strings => Some(Self::Table("heap-strings")),
            View::Functions => Some(Self::FunctionsShown),
            View::Spans => Some(Self::Table("span-names")),
            View::Operations => Some(Self::Table("operations")),
            View::Memory => Some(Self::Table("memory")),
            View::Tracked => Some(Self::Table("tracked")),
            View::Requests => Some(Self::RequestsShown),
            View::Endpoints => Some(Self::EndpointsShown),
            View::CallTree => Some(Self::Table("call-tree")),
            View::DiffFunctions => Some(Self::DiffFunctions),
            View::DiffOperations => Some(Self::DiffOperations),
            View::DiffEndpoints => Some(Self::DiffEndpoints),
            // Pages, charts, and what has no end.
            View::Overview
            | View::Timeline
            | View::FlameGraph
            | View::Sandwich
            | View::HeapOverview
            | View::DiffSummary
            | View::DiffFlames
            | View::DiffTree
            | View::DiffCharts
            | View::DiffMemory
            | View::Containment
            | View::Object => None,
        }
    }

    /// The ending of its file.
    pub fn ending(self) -> &'static str {
        if self == Self::LeakReport { "md" } else { "csv" }
    }

    /// The name of the table.
    pub fn name(self) -> &'static str {
        match self {
            Self::FunctionsShown => "functions",
            Self::Classes => "heap-classes",
            Self::Changes => changes::NAME,
            Self::Basket => basket::NAME,
            Self::LeakReport => "leaks",
            Self::RequestsShown => "requests",
            Self::EndpointsShown => "endpoints",
            Self::DiffFunctions => diff::functions::NAME,
            Self::DiffOperations => diff::operations::NAME,
            Self::DiffEndpoints => diff::endpoints::NAME,
            Self::Table(name) => name,
        }
    }
}

/// A table to write, and all that it is made from.
#[derive(Clone, Debug)]
pub struct Export {
    what: ExportWhat,
    recording: Arc<Recording>,
    selection: analysis::Selection,
    list: Option<Arc<FunctionList>>,
    /// What is known of the heap, so that it need not be found out again.
    known: Option<Known>,
    classes: Option<Arc<ClassList>>,
    changes: Option<Arc<ChangeList>>,
    several: Option<Several>,
    requests: Option<Arc<Vec<RequestIndex>>>,
    groups: Option<Arc<GroupList>>,
    diff: Option<DiffRows>,
    /// The name of the recording.
    name: String,
}

/// The rows of a table of a comparison.
#[derive(Clone, Debug)]
enum DiffRows {
    Functions(Arc<FunctionRows>),
    Operations(Arc<OperationList>),
    Endpoints(Arc<EndpointList>),
}

impl DiffRows {
    fn of(diff: &Diff, what: ExportWhat) -> Option<Self> {
        let answers = &diff.answers;
        match what {
            ExportWhat::DiffFunctions => answers.list.current().cloned().map(Self::Functions),
            ExportWhat::DiffOperations => {
                answers.operation_list.current().cloned().map(Self::Operations)
            }
            ExportWhat::DiffEndpoints => {
                answers.endpoint_list.current().cloned().map(Self::Endpoints)
            }
            _ => None,
        }
    }

    fn table<'a>(&self) -> Table<'a> {
        match self {
            Self::Functions(it) => diff::functions::table(Arc::clone(&it.profile), it.rows.clone()),
            Self::Operations(it) => {
                diff::operations::table(it.rows.iter().map(|&at| it.all[at].clone()).collect())
            }
            Self::Endpoints(it) => {
                diff::endpoints::table(it.rows.iter().map(|&at| it.all[at].clone()).collect())
            }
        }
    }
}

/// What is written of several snapshots.
#[derive(Clone, Debug)]
enum Several {
    Basket(Arc<BasketList>),
    /// The report, and the names of the snapshots.
    Leaks(Arc<Suspected>, Vec<String>),
}

impl Several {
    fn of(snapshots: &Snapshots, what: ExportWhat) -> Option<Self> {
        if what == ExportWhat::Basket {
            return snapshots.answers.list.current().cloned().map(Self::Basket);
        }
        let names = snapshots.members.iter().map(|it| it.side.name.clone());
        let found = snapshots.answers.suspected.current()?;
        Some(Self::Leaks(Arc::clone(found), names.collect()))
    }
}

/// The filter of the view that a table is of.
fn filter_of(opened: &Opened, what: ExportWhat) -> Option<&Filter> {
    match what {
        ExportWhat::Table("call-tree") => Some(&opened.tree.filter),
        ExportWhat::Table("span-names") => Some(&opened.spans.filter),
        ExportWhat::Table("heap-strings") => Some(&opened.heap.place.strings),
        _ => None,
    }
}

/// What became of an export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saved {
    /// A file was written.
    File {
        /// Where it lies.
        path: PathBuf,
        /// How many rows.
        n_rows: usize,
    },
    /// A report was written.
    Report {
        /// Where it lies.
        path: PathBuf,
    },
    /// A report for the clipboard.
    Words {
        /// The text.
        text: String,
    },
    /// Text for the clipboard.
    Text {
        /// The text.
        text: String,
        /// How many rows.
        n_rows: usize,
    },
    /// It went wrong; why.
    Failed(String),
}

impl Export {
    /// What is to be written of a document, or `None` if it holds no such table.
    pub fn new(document: &Document, what: ExportWhat) -> Option<Self> {
        let opened = document.opened()?;
        let list = match what {
            ExportWhat::FunctionsShown => Some(Arc::clone(opened.answers.list.value()?)),
            ExportWhat::Table(name) => {
                find_table(name).filter(|it| (it.is_in)(&opened.recording))?;
                None
            }
            _ => None,
        };
        let recording = Arc::clone(&opened.recording);
        let mut selection = opened.selection.question();
        let known = opened.known();
        let classes = match what {
            ExportWhat::Classes => Some(Arc::clone(opened.answers.heap.classes.current()?)),
            _ => None,
        };
        let (mut requests, mut groups) = (None, None);
        if what == ExportWhat::RequestsShown {
            requests = Some(Arc::clone(&opened.answers.requests.list.current()?.rows));
        } else if what == ExportWhat::EndpointsShown {
            groups = Some(Arc::clone(opened.answers.requests.groups.current()?));
        }
        let changes = match what {
            ExportWhat::Changes => {
                let compared = opened.compared.as_ref()?;
                Some(Arc::clone(compared.answers.list.current()?))
            }
            _ => None,
        };
        let several = match what {
            ExportWhat::Basket | ExportWhat::LeakReport => {
                Some(Several::of(opened.snapshots.as_ref()?, what)?)
            }
            _ => None,
        };
        let diff = match what {
            ExportWhat::DiffFunctions | ExportWhat::DiffOperations | ExportWhat::DiffEndpoints => {
                Some(DiffRows::of(opened.diff.as_ref()?, what)?)
            }
            _ => None,
        };
        selection.name = filter_of(opened, what).and_then(|it| it.parse().ok().flatten());
        let name = document.name.clone();
        Some(Self {
            what,
            recording,
            selection,
            list,
            known,
            classes,
            changes,
            several,
            requests,
            groups,
            diff,
            name,
        })
    }

    /// A good name for the file.
    pub fn file_name(&self) -> String {
        let stem = self.name.split('.').next().filter(|it| !it.is_empty()).unwrap_or("recording");
        format!("{stem}-{}.{}", self.what.name(), self.what.ending())
    }

    /// Writes it to a file.
    ///
    /// # Errors
    ///
    /// If the system gives no thread.
    pub fn save(self, ctx: &egui::Context, path: PathBuf) -> io::Result<Job<Saved>> {
        if let Some(report) = self.report() {
            return Job::spawn("Writing the report", ctx, move |_task| {
                let written = save(&path, |out| Ok(out.write_all(report.as_bytes())?));
                Ok(match written {
                    Ok(()) => Saved::Report { path },
                    Err(error) => Saved::Failed(error.to_string()),
                })
            });
        }
        Job::spawn("Writing CSV", ctx, move |task| {
            let table = self.table(task)?;
            let n_rows = table.len();
            let written = save(&path, |out| csv::write(&table, CsvText::Guarded, out, task));
            if task.is_cancelled() {
                return Err(Cancelled);
            }
            Ok(match written {
                Ok(()) => Saved::File { path, n_rows },
                Err(error) => Saved::Failed(error.to_string()),
            })
        })
    }

    /// Makes text of it for the clipboard.
    ///
    /// # Errors
    ///
    /// If the system gives no thread.
    pub fn copy(self, ctx: &egui::Context) -> io::Result<Job<Saved>> {
        if let Some(text) = self.report() {
            return Job::spawn("Copying", ctx, move |_task| Ok(Saved::Words { text }));
        }
        Job::spawn("Copying", ctx, move |task| {
            let table = self.table(task)?;
            let mut text = Vec::new();
            match csv::write(&table, CsvText::Guarded, &mut text, task) {
                Ok(()) => {}
                Err(ExportError::Cancelled(cancelled)) => return Err(cancelled),
                Err(ExportError::Write(error)) => return Ok(Saved::Failed(error.to_string())),
            }
            if text.len() > MOST_COPIED {
                let rows = Count(table.len() as u64);
                let why = format!("{rows} rows are too many for the clipboard: export them");
                return Ok(Saved::Failed(why));
            }
            let text = String::from_utf8_lossy(&text).into_owned();
            Ok(Saved::Text { text, n_rows: table.len() })
        })
    }

    /// The report in Markdown, if it is that what is to be written.
    fn report(&self) -> Option<String> {
        match &self.several {
            Some(Several::Leaks(found, files)) => Some(markdown(&found.report, files)),
            Some(Several::Basket(_)) | None => None,
        }
    }

    fn known_heap(&self) -> Option<KnownHeap<'_>> {
        let Known { graph, facts, tree, .. } = self.known.as_ref()?;
        Some(KnownHeap { graph, facts: Arc::clone(facts), tree: Arc::clone(tree.as_ref()?) })
    }

    fn table(&self, task: &Task) -> Result<Table<'_>, Cancelled> {
        if let Some(Several::Basket(list)) = &self.several {
            return Ok(basket::table(Arc::clone(&list.basket), list.basket_rows()));
        }
        if let Some(list) = &self.changes {
            return Ok(changes::table(Arc::clone(&list.found), list.rows.clone()));
        }
        if let Some(rows) = &self.requests {
            return Ok(requests_table::of_rows(&self.recording, rows.to_vec()));
        }
        if let Some(groups) = &self.groups {
            let groups = groups.rows.iter().map(|it| it.group.clone()).collect();
            return Ok(endpoints_table::of_groups(groups));
        }
        if let Some(rows) = &self.diff {
            return Ok(rows.table());
        }
        if let Some(list) = &self.list {
            return Ok(functions_table::table(&self.recording, list.rows.clone()));
        }
        if let Some(heap) = self.known_heap() {
            if let Some(classes) = &self.classes {
                return Ok(heap_classes::of_rows(heap, classes.rows.clone()));
            }
            let table = heap_table(self.what.name(), heap, &self.selection, task)?;
            if let Some(table) = table {
                return Ok(table);
            }
        }
        match find_table(self.what.name()) {
            Some(kind) => (kind.build)(&self.recording, &self.selection, task),
            None => Err(Cancelled), // `new` made sure that it is there
        }
    }
}
