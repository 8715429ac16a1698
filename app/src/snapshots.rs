//! Heap snapshots of one program, in order of time: which, and how what they tell is looked at.

pub mod choice;
pub mod dismissals;

use std::collections::BTreeSet;
use std::sync::Arc;

use asyncscope_core::analysis::heap::{
    BasketFigure, BasketSet, Class, HeapFacts, HeapTree, MatchedBy,
};
use asyncscope_core::model::heap::NodeIndex;

use crate::answers::Answer;
use crate::compared::Side;
use crate::document::DocumentId;
use crate::filter::Filter;
use crate::questions::compared::SideAnswers;
use crate::questions::snapshots::{ReduceQuestion, Reduced, SnapshotsAnswers};
use crate::views::snapshots::columns;
use crate::widgets::table::Sort;
use dismissals::Dismissals;

/// The most snapshots that are looked at together.
pub const MOST: usize = 50;

/// How many suspects a page shows, and how many more it shows when it is asked to.
pub const SUSPECTS: usize = 20;

/// A snapshot that may be one of several, with what is known of it already.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The snapshot.
    pub side: Side,
    /// What can be said of each object, if that is known.
    pub facts: Option<Arc<HeapFacts>>,
    /// What keeps each alive, if that is known.
    pub tree: Option<Arc<HeapTree>>,
}

/// One of several snapshots.
#[derive(Debug)]
pub struct Member {
    /// The snapshot.
    pub side: Side,
    /// What is known of it.
    pub known: SideAnswers,
    /// What is compared of it.
    pub reduced: Answer<ReduceQuestion, Arc<Reduced>>,
}

impl Member {
    /// Its name without the endings that all snapshots have.
    pub fn short_name(&self) -> &str {
        short_name(&self.side.name)
    }

    /// The same, to be chosen again.
    pub fn candidate(&self) -> Candidate {
        Candidate {
            side: self.side.clone(),
            facts: self.known.facts.current().cloned(),
            tree: self.known.tree.current().cloned(),
        }
    }
}

impl From<Candidate> for Member {
    fn from(it: Candidate) -> Self {
        let mut known = SideAnswers::default();
        if let Some(facts) = it.facts {
            known.facts = Answer::known((), facts);
        }
        if let Some(tree) = it.tree {
            known.tree = Answer::known((), tree);
        }
        Self { side: it.side, known, reduced: Answer::default() }
    }
}

/// The name of a file without the endings that all snapshots have.
pub fn short_name(name: &str) -> &str {
    let name = name.strip_suffix(".zst").or(name.strip_suffix(".gz")).unwrap_or(name);
    let short = name.strip_suffix(".heapsnapshot").or(name.strip_suffix(".heaptimeline"));
    short.filter(|it| !it.is_empty()).unwrap_or(name)
}

/// What is chosen of what several snapshots tell: a place to come back to.
#[derive(Clone, Debug, PartialEq)]
pub struct SnapshotsPlace {
    /// How objects are matched; without it by id, if half of the ids are in both.
    pub by: Option<MatchedBy>,
    /// Whether dismissed suspects are shown too.
    pub shows_dismissed: bool,
    /// Whether it is told what was not reported, and why.
    pub shows_left_alone: bool,
    /// How many suspects are shown.
    pub n_suspects: usize,
    /// The suspects of which all ways are shown, by what they are known by.
    pub unfolded: BTreeSet<String>,
    /// The document of the snapshot that others are compared with.
    pub baseline: DocumentId,
    /// What the table tells of each class.
    pub figure: BasketFigure,
    /// Which objects it counts.
    pub set: BasketSet,
    /// Whether it tells differences from the baseline.
    pub as_delta: bool,
    /// Shows only classes whose name matches.
    pub filter: Filter,
    /// The selected class.
    pub selected: Option<Class>,
}

/// Several snapshots; one alone tells what is large.
#[derive(Debug)]
pub struct Snapshots {
    /// The snapshots in order of time; never none.
    pub members: Vec<Member>,
    /// What is chosen.
    pub place: SnapshotsPlace,
    /// The order of classes.
    pub sort: Sort,
    /// What was asked, and the answers.
    pub answers: SnapshotsAnswers,
    /// The suspects that somebody found to be fine.
    pub dismissals: Dismissals,
}

/// A change of how several snapshots are looked at.
#[derive(Clone, Debug, PartialEq)]
pub enum SnapshotsCommand {
    /// Let others be compared with this one.
    Baseline(DocumentId),
    /// Take a snapshot out.
    Remove(DocumentId),
    /// Choose other snapshots, or another order.
    Edit,
    /// Match objects so; without it as fits.
    MatchBy(Option<MatchedBy>),
    /// Dismiss what is known by this, or take that back.
    Dismiss(String, bool),
    /// Show dismissed suspects too, or do not.
    ShowDismissed(bool),
    /// Tell what was not reported, or do not.
    ShowLeftAlone(bool),
    /// Show more suspects.
    ShowMore,
    /// Show all ways of what is known by this, or only the first.
    Unfold(String),
    /// Show the new objects of the suspect of that number, in the last snapshot.
    ShowObjects(usize),
    /// Show an object of the last snapshot.
    OpenObject(NodeIndex),
    /// Show the objects of a class in the last snapshot.
    OpenClass(Class),
    /// Tell this of each class.
    Figure(BasketFigure),
    /// Count these objects.
    Set(BasketSet),
    /// Tell differences from the baseline, or figures as they are.
    AsDelta(bool),
    /// Select a class, or nothing.
    Select(Option<Class>),
}

impl Snapshots {
    /// Snapshots as they are shown first; `None` if there are none.
    pub fn new(members: Vec<Candidate>) -> Option<Self> {
        let baseline = members.first()?.side.document;
        Some(Self {
            members: members.into_iter().take(MOST).map(Member::from).collect(),
            place: SnapshotsPlace {
                by: None,
                shows_dismissed: false,
                shows_left_alone: false,
                n_suspects: SUSPECTS,
                unfolded: BTreeSet::new(),
                baseline,
                figure: BasketFigure::default(),
                set: BasketSet::default(),
                as_delta: false,
                filter: Filter::default(),
                selected: None,
            },
            sort: Sort { column: columns::SLOPE, descending: true },
            answers: SnapshotsAnswers::default(),
            dismissals: Dismissals::default(),
        })
    }

    /// The last snapshot: that of which objects are shown.
    pub fn last(&self) -> Option<&Member> {
        self.members.last()
    }

    /// The number of the snapshot that others are compared with.
    pub fn baseline(&self) -> usize {
        let is_it = |it: &Member| it.side.document == self.place.baseline;
        self.members.iter().position(is_it).unwrap_or(0)
    }

    /// The documents of all snapshots, in order.
    pub fn documents(&self) -> Vec<DocumentId> {
        self.members.iter().map(|it| it.side.document).collect()
    }

    /// What the table tells: what is kept alive is known of all objects of a class alone.
    pub fn figure(&self) -> BasketFigure {
        match (self.place.set, self.place.figure) {
            (BasketSet::All, figure) => figure,
            (_, BasketFigure::Retained) => BasketFigure::Shallow,
            (_, figure) => figure,
        }
    }

    /// What they are called.
    pub fn name(&self) -> String {
        match self.members.as_slice() {
            [] => String::new(),
            [one] => format!("Leak suspects of {}", one.side.name),
            [first, .., last] => {
                let n = self.members.len();
                format!("{} to {}, {n} snapshots", first.short_name(), last.short_name())
            }
        }
    }

    /// Puts other snapshots in the place of these. What is known of those that stay is kept.
    pub fn replace(&mut self, chosen: Vec<Candidate>) {
        let mut before = std::mem::take(&mut self.members);
        for it in chosen.into_iter().take(MOST) {
            let known = before.iter().position(|old| old.side.document == it.side.document);
            self.members.push(match known {
                Some(at) => before.swap_remove(at),
                None => it.into(),
            });
        }
        self.answers.forget();
        self.dismissals.forget();
    }

    /// Changes them. What concerns other documents or files is not done here.
    pub fn change(&mut self, command: SnapshotsCommand) {
        let place = &mut self.place;
        match command {
            SnapshotsCommand::Baseline(document) => place.baseline = document,
            SnapshotsCommand::Remove(document) => {
                if self.members.len() > 1 {
                    self.members.retain(|it| it.side.document != document);
                    self.answers.forget();
                    self.dismissals.forget();
                }
            }
            SnapshotsCommand::MatchBy(by) => place.by = by,
            SnapshotsCommand::ShowDismissed(shows) => place.shows_dismissed = shows,
            SnapshotsCommand::ShowLeftAlone(shows) => place.shows_left_alone = shows,
            SnapshotsCommand::ShowMore => place.n_suspects += SUSPECTS,
            SnapshotsCommand::Unfold(suspect) => {
                if !place.unfolded.remove(&suspect) {
                    place.unfolded.insert(suspect);
                }
            }
            SnapshotsCommand::Figure(figure) => place.figure = figure,
            SnapshotsCommand::Set(set) => place.set = set,
            SnapshotsCommand::AsDelta(as_delta) => place.as_delta = as_delta,
            SnapshotsCommand::Select(class) => place.selected = class,
            SnapshotsCommand::Edit
            | SnapshotsCommand::Dismiss(..)
            | SnapshotsCommand::ShowObjects(_)
            | SnapshotsCommand::OpenObject(_)
            | SnapshotsCommand::OpenClass(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_of_snapshots_are_left_out() {
        let cases = [
            ("plants-1.heapsnapshot.zst", "plants-1"),
            ("a.b.heapsnapshot", "a.b"),
            ("heap.json", "heap.json"),
            (".heapsnapshot", ".heapsnapshot"),
        ];
        for (name, short) in cases {
            assert_eq!(short_name(name), short);
        }
    }
}
