//! How the flame charts of both sides are looked at: which run and thread, and how they move.

use asyncscope_core::analysis::diff::Sides;
use asyncscope_core::model::ThreadIndex;

use crate::compared::Which;
use crate::filter::Filter;

/// How the charts of both sides move together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Link {
    /// As if both recordings began at the same moment.
    #[default]
    Start,
    /// As if the first calls of the selected function were at the same moment.
    Function,
    /// Each by itself.
    Free,
}

/// What the colours of boxes mean.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ChartColors {
    /// The kind of work.
    #[default]
    Category,
    /// How much more or less each function takes in total, in all of its calls.
    Difference,
}

/// What is chosen in the view of both charts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChartsPlace {
    /// Which run of each side is shown, by number.
    pub runs: Sides<usize>,
    /// Which thread of it; without one, the one with most in it.
    pub threads: Sides<Option<ThreadIndex>>,
    /// How they move together.
    pub link: Link,
    /// What their colours mean.
    pub colors: ChartColors,
    /// What is looked for in both.
    pub search: Filter,
}

/// A change of the view of both charts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChartsCommand {
    /// Show another run of a side.
    Run(Which, usize),
    /// Show another thread.
    Thread(Which, ThreadIndex),
    /// Let them move together in this way.
    Link(Link),
    /// Let colours mean this.
    Color(ChartColors),
}

impl Link {
    /// All, in the order of a switch.
    pub const ALL: [Self; 3] = [Self::Start, Self::Function, Self::Free];

    /// Its name for people, and what it means.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Start => {
                ("From start", "Both show the same stretch of time since their recording began (L)")
            }
            Self::Function => (
                "From function",
                "Both show the same stretch of time around the first call of the selected \
                 function (L)",
            ),
            Self::Free => ("Free", "Each is zoomed and moved by itself (L)"),
        }
    }

    /// The one after it.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Start => Self::Function,
            Self::Function => Self::Free,
            Self::Free => Self::Start,
        }
    }
}

impl ChartColors {
    /// Both, in the order of a switch.
    pub const ALL: [Self; 2] = [Self::Category, Self::Difference];

    /// Its name for people, and what it means.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Category => ("Category", "Colours tell the kind of work (C)"),
            Self::Difference => (
                "Difference",
                "Colours tell which functions take more or less in total than before (C)",
            ),
        }
    }

    /// The other one.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Category => Self::Difference,
            Self::Difference => Self::Category,
        }
    }
}

impl ChartsPlace {
    /// Changes it.
    pub fn change(&mut self, command: ChartsCommand) {
        match command {
            ChartsCommand::Run(which, run) => {
                if *which.of_mut(&mut self.runs) != run {
                    *which.of_mut(&mut self.threads) = None;
                }
                *which.of_mut(&mut self.runs) = run;
            }
            ChartsCommand::Thread(which, thread) => {
                *which.of_mut(&mut self.threads) = Some(thread);
            }
            ChartsCommand::Link(link) => self.link = link,
            ChartsCommand::Color(colors) => self.colors = colors,
        }
    }

    /// Shows the first run of each side, and the thread with most in it.
    pub fn forget_numbers(&mut self) {
        (self.runs, self.threads) = (Sides::default(), Sides::default());
    }

    /// What was before becomes what is after.
    pub fn swap(&mut self) {
        self.runs = self.runs.swapped();
        self.threads = self.threads.swapped();
    }
}
