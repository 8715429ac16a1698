//! Recordings that are compared: which on each side, how, and what is chosen of the answer.

pub mod basis;
pub mod charts;

use std::sync::Arc;

use asyncscope_core::analysis::Direction;
use asyncscope_core::analysis::diff::{
    FunctionTab, LayoutPart, Normalisation, Part, Sides, Subject,
};
use asyncscope_core::analysis::memory::MemoryField;
use asyncscope_core::analysis::requests::GroupName;
use asyncscope_core::model::{FrameIndex, ProfileKind, Recording};

use crate::compared::Which;
use crate::document::DocumentId;
use crate::filter::Filter;
use crate::kind::Kind;
use crate::questions::diff::DiffAnswers;
use crate::questions::diff::sought::SoughtQuestion;
use crate::questions::diff::tree::{OpenPaths, TreePath};
use crate::questions::diff::tree_walk::TreeWalk;
use crate::views::diff::{columns, tree_columns};

use crate::widgets::table::Sort;
use basis::{Basis, BasisCommand, RunPart};
use charts::{ChartsCommand, ChartsPlace};

/// One recording of a side.
#[derive(Clone, Debug)]
pub struct DiffRun {
    /// Its document, which may have been closed since.
    pub document: DocumentId,
    /// The name of its file.
    pub name: String,
    /// What was read.
    pub recording: Arc<Recording>,
}

/// Name and kind of operations.
pub type OperationName = (String, String);

/// What is chosen in a comparison: a place to come back to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DiffPlace {
    /// What of both sides is compared.
    pub basis: Basis,
    /// How amounts are made comparable; `None` is what fits both sides.
    pub normalisation: Option<Normalisation>,
    /// Which functions are listed.
    pub tab: FunctionTab,
    /// Which boxes the flame graph has.
    pub part: LayoutPart,
    /// Which way the flame graph grows.
    pub flames_direction: Direction,
    /// What is looked for in the flame graph.
    pub flames_search: Filter,
    /// Which way the call tree grows.
    pub direction: Direction,
    /// Which lines of the call tree are open.
    pub open: Arc<OpenPaths>,
    /// The selected line of the call tree.
    pub line: Option<TreePath>,
    /// What is shown of both sides over time.
    pub charts: ChartsPlace,
    /// Shows only functions that match.
    pub functions: Filter,
    /// Shows only operations that match.
    pub operations: Filter,
    /// Shows only endpoints that match.
    pub endpoints: Filter,
    /// The selected line of the summary.
    pub finding: Option<usize>,
    /// The selected function, a row of the names of both sides.
    pub function: Option<FrameIndex>,
    /// The selected operations.
    pub operation: Option<OperationName>,
    /// The selected endpoint.
    pub endpoint: Option<GroupName>,
    /// The selected part of memory.
    pub field: Option<MemoryField>,
    /// How often sides were swapped: numbers of functions mean others then.
    pub swaps: u32,
}

/// How the tables of a comparison are sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DiffSorts {
    /// Functions.
    pub functions: Sort,
    /// Siblings of the call tree.
    pub tree: Sort,
    /// Operations.
    pub operations: Sort,
    /// Endpoints.
    pub endpoints: Sort,
}

/// Recordings that are compared.
#[derive(Debug)]
pub struct Diff {
    /// The recordings of each side; never none.
    pub sides: Sides<Vec<DiffRun>>,
    /// In what they can be compared.
    pub parts: Vec<Part>,
    /// What is chosen.
    pub place: DiffPlace,
    /// How tables are sorted.
    pub sorts: DiffSorts,
    /// What is to be shown in a recording of that side, once it is found there.
    pub sought: Option<SoughtQuestion>,
    /// Lines of the call tree that are to be opened all at once.
    pub walk: Option<TreeWalk>,
    /// What was asked, and the answers.
    pub answers: DiffAnswers,
}

/// A change of how a comparison is looked at.
#[derive(Clone, Debug, PartialEq)]
pub enum DiffCommand {
    /// Let what is after be before.
    Swap,
    /// Compare something else of both sides.
    Basis(BasisCommand),
    /// Compare what is selected in the documents that recordings come from.
    TakeParts,
    /// Make amounts comparable in this way.
    Normalise(Normalisation),
    /// List the functions of which this became.
    Tab(FunctionTab),
    /// Show these boxes in the flame graph.
    Part(LayoutPart),
    /// Let the flame graph grow this way.
    GrowFlames(Direction),
    /// Let the call tree grow this way.
    Grow(Direction),
    /// Open or close a line of the call tree.
    Toggle(TreePath),
    /// Open several lines of the call tree.
    Walk(TreeWalk),
    /// Select a line of the call tree.
    SelectLine(TreePath),
    /// Select a line of the summary.
    SelectFinding(usize),
    /// Select a function, or nothing.
    SelectFunction(Option<FrameIndex>),
    /// Select operations, or nothing.
    SelectOperation(Option<OperationName>),
    /// Select an endpoint, or nothing.
    SelectEndpoint(Option<GroupName>),
    /// Show this part of memory.
    SelectMemory(MemoryField),
    /// Change the view of both charts.
    Charts(ChartsCommand),
    /// Show something in a recording of that side.
    Open(Which, Subject),
    /// Show something in the view of the comparison that is about it.
    Reveal(Subject),
}

impl Diff {
    /// A comparison as it is shown first.
    pub fn new(sides: Sides<Vec<DiffRun>>, parts: Vec<Part>) -> Self {
        let by = |column| Sort { column, descending: true };
        Self {
            sides,
            parts,
            place: DiffPlace::default(),
            sorts: DiffSorts {
                functions: by(columns::DELTA),
                tree: by(tree_columns::DELTA),
                operations: by(columns::P50),
                endpoints: by(columns::P50),
            },
            sought: None,
            walk: None,
            answers: DiffAnswers::default(),
        }
    }

    /// Changes it. What concerns other documents is not done here.
    pub fn change(&mut self, command: DiffCommand) {
        let place = &mut self.place;
        match command {
            DiffCommand::Swap => {
                place.basis.swap();
                self.sides = std::mem::take(&mut self.sides).swapped();
                place.swaps += 1;
                forget_numbers(place);
                self.walk = None;
                place.tab = swapped_tab(place.tab);
                place.part = swapped_part(place.part);
                place.charts.swap();
                self.answers = DiffAnswers::default();
            }
            DiffCommand::Normalise(it) => place.normalisation = Some(it),
            DiffCommand::Tab(tab) => place.tab = tab,
            DiffCommand::Part(part) => place.part = part,
            DiffCommand::GrowFlames(direction) => place.flames_direction = direction,
            DiffCommand::Grow(direction) => {
                if place.direction != direction {
                    place.open = Arc::default();
                    place.line = None;
                    self.walk = None;
                }
                place.direction = direction;
            }
            DiffCommand::Toggle(path) => {
                let open = Arc::make_mut(&mut place.open);
                if !open.remove(&path) {
                    open.insert(path);
                }
            }
            DiffCommand::Walk(walk) => self.walk = Some(walk),
            DiffCommand::SelectLine(path) => {
                place.function = path.last().copied();
                place.line = Some(path);
            }
            DiffCommand::SelectFinding(at) => place.finding = Some(at),
            DiffCommand::SelectFunction(frame) => place.function = frame,
            DiffCommand::SelectOperation(it) => place.operation = it,
            DiffCommand::SelectEndpoint(it) => place.endpoint = it,
            DiffCommand::SelectMemory(field) => place.field = Some(field),
            DiffCommand::Charts(command) => place.charts.change(command),
            DiffCommand::Basis(command) => {
                let before = place.basis.clone();
                place.basis.change(command);
                self.follow_basis(&before);
            }
            // What concerns other documents is done elsewhere.
            DiffCommand::TakeParts | DiffCommand::Open(..) | DiffCommand::Reveal(_) => {}
        }
    }

    /// Compares these parts of recordings.
    pub fn take_parts(&mut self, parts: Sides<Vec<RunPart>>) {
        let before = self.place.basis.clone();
        self.place.basis.set_parts(parts);
        self.follow_basis(&before);
    }

    /// Forgets what was answered about something else than what is compared now.
    fn follow_basis(&mut self, before: &Basis) {
        self.walk = None; // it began at a line that may be no more
        let basis = &self.place.basis;
        if basis.is_summed != before.is_summed {
            // Numbers of functions, runs and threads are those of other recordings then.
            forget_numbers(&mut self.place);
            self.place.charts.forget_numbers();
            self.place.basis.set_parts(Sides::default());
        }
        if self.place.basis.samples != before.samples {
            self.place.finding = None; // lines of the summary are others
        }
        let basis = &self.place.basis;
        if !basis.is_like(before) {
            self.answers = std::mem::take(&mut self.answers).without_figures();
        } else if basis.aliases() != before.aliases() && basis.aliases().is_ok() {
            self.answers.forget_endpoints();
        }
    }

    /// Goes back to what was chosen before.
    pub fn go(&mut self, mut place: DiffPlace) {
        self.walk = None;
        if place.swaps != self.place.swaps {
            if (place.swaps + self.place.swaps) % 2 == 1 {
                place.basis.swap();
                place.charts.swap();
            }
            place.swaps = self.place.swaps;
            forget_numbers(&mut place);
        }
        let before = std::mem::replace(&mut self.place, place).basis;
        let basis = &self.place.basis;
        if !basis.is_like(&before) {
            self.answers = std::mem::take(&mut self.answers).without_figures();
        } else if basis.aliases() != before.aliases() {
            self.answers.forget_endpoints();
        }
    }

    /// What it is called.
    pub fn name(&self) -> String {
        let Sides { before, after } = self.sides.as_ref().map(|it| name_of(it));
        format!("{after} after {before}")
    }

    /// The recordings of one side.
    pub fn side(&self, which: Which) -> &[DiffRun] {
        match which {
            Which::Before => &self.sides.before,
            Which::After => &self.sides.after,
        }
    }

    /// What kind of document it is.
    pub fn kind(&self) -> Kind {
        let is_samples = |it: &Part| matches!(it, Part::Samples(_));
        match (self.parts.iter().any(is_samples), self.parts.iter().all(is_samples)) {
            (true, true) => Kind::DiffOfProfiles,
            (true, false) => Kind::Diff,
            (false, _) => Kind::DiffOfEvents,
        }
    }

    /// Whether both sides can be compared in this.
    pub fn has(&self, part: Part) -> bool {
        self.parts.contains(&part)
    }

    /// The kinds of samples that both sides have.
    pub fn kinds_of_samples(&self) -> Vec<ProfileKind> {
        let kind = |it: &Part| match it {
            Part::Samples(kind) => Some(*kind),
            _ => None,
        };
        self.parts.iter().filter_map(kind).collect()
    }

    /// The kind of samples that are compared: as was chosen, or the first that both sides have.
    pub fn kind_of_samples(&self) -> Option<ProfileKind> {
        let all = self.kinds_of_samples();
        let chosen = self.place.basis.samples.filter(|it| all.contains(it));
        chosen.or_else(|| all.first().copied())
    }

    /// Whether both sides have samples.
    pub fn has_samples(&self) -> bool {
        self.parts.iter().any(|it| matches!(it, Part::Samples(_)))
    }
}

/// What a side is called: its first recording, and how many more there are.
pub fn name_of(side: &[DiffRun]) -> String {
    match side {
        [] => String::new(),
        [run] => run.name.clone(),
        [run, more @ ..] => format!("{} and {} more", run.name, more.len()),
    }
}

/// Forgets what is known by numbers of functions of both sides.
fn forget_numbers(place: &mut DiffPlace) {
    (place.function, place.line, place.finding) = (None, None, None);
    place.open = Arc::default();
}

fn swapped_tab(tab: FunctionTab) -> FunctionTab {
    match tab {
        FunctionTab::Slower => FunctionTab::Faster,
        FunctionTab::Faster => FunctionTab::Slower,
        FunctionTab::New => FunctionTab::Removed,
        FunctionTab::Removed => FunctionTab::New,
    }
}

fn swapped_part(part: LayoutPart) -> LayoutPart {
    match part {
        LayoutPart::Both => LayoutPart::Both,
        LayoutPart::Before => LayoutPart::After,
        LayoutPart::After => LayoutPart::Before,
        LayoutPart::OnlyRemoved => LayoutPart::OnlyNew,
        LayoutPart::OnlyNew => LayoutPart::OnlyRemoved,
    }
}
