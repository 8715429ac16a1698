//! Opening several files as one recording: which, and on what clock.

use std::path::PathBuf;

use asyncscope_core::combine::Alignment;

use crate::cli::time::parse_alignment;

/// Files that are one recording, and how their beginnings are put together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Together {
    /// The files; times of the others are moved to the clock of the first.
    pub paths: Vec<PathBuf>,
    /// How.
    pub alignment: Alignment,
}

/// What is to be opened as one, while it is being chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TogetherPage {
    /// The files, each with whether it is a part.
    pub files: Vec<(PathBuf, bool)>,
    /// How their beginnings are put together.
    pub choice: AlignmentChoice,
    /// How much later all but the first begin, as it is typed.
    pub by_hand: String,
}

/// A way of putting beginnings together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AlignmentChoice {
    /// By the machine's clock if it can be the same one, else by the time of day.
    #[default]
    Auto,
    /// By the machine's clock.
    Clock,
    /// By the time of day.
    WallTime,
    /// By a time that is typed.
    ByHand,
}

impl AlignmentChoice {
    /// Every way.
    pub const ALL: [Self; 4] = [Self::Auto, Self::Clock, Self::WallTime, Self::ByHand];

    /// Its name for people, and what it means.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Auto => (
                "Automatically",
                "The machine's clock where the files share it, else the time of day",
            ),
            Self::Clock => (
                "By machine's clock",
                "Files of one machine that was not started anew between them",
            ),
            Self::WallTime => {
                ("By time of day", "Files of several machines whose clocks are right")
            }
            Self::ByHand => ("By hand", "Say how much later the others begin"),
        }
    }
}

/// A change of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TogetherCommand {
    /// Take a file in, or leave it out.
    Switch(usize),
    /// Choose how beginnings are put together.
    Align(AlignmentChoice),
    /// How much later the others begin, as typed.
    ByHand(String),
    /// Ask for more files.
    Choose,
    /// Open what is chosen.
    Open,
}

impl TogetherPage {
    /// A page with these files, all taken in.
    pub fn of(paths: impl IntoIterator<Item = PathBuf>) -> Self {
        Self { files: paths.into_iter().map(|it| (it, true)).collect(), ..Self::default() }
    }

    /// Adds files that are not there yet, and takes them in.
    pub fn add(&mut self, paths: Vec<PathBuf>) {
        for path in paths {
            match self.files.iter_mut().find(|it| it.0 == path) {
                Some(known) => known.1 = true,
                None => self.files.push((path, true)),
            }
        }
    }

    /// Carries out a change that is about the page alone.
    pub fn change(&mut self, command: TogetherCommand) {
        match command {
            TogetherCommand::Switch(at) => {
                if let Some(file) = self.files.get_mut(at) {
                    file.1 = !file.1;
                }
            }
            TogetherCommand::Align(choice) => self.choice = choice,
            TogetherCommand::ByHand(text) => self.by_hand = text,
            TogetherCommand::Choose | TogetherCommand::Open => {}
        }
    }

    /// What is to be opened, or why that cannot be said yet.
    pub fn chosen(&self) -> Result<Together, String> {
        let taken = self.files.iter().filter(|it| it.1);
        let paths: Vec<PathBuf> = taken.map(|it| it.0.clone()).collect();
        if paths.len() < 2 {
            return Err("Choose at least two files.".to_owned());
        }
        let alignment = match self.choice {
            AlignmentChoice::Auto => Alignment::Auto,
            AlignmentChoice::Clock => Alignment::Clock,
            AlignmentChoice::WallTime => Alignment::WallTime,
            AlignmentChoice::ByHand => match parse_alignment(&self.by_hand) {
                Ok(it @ Alignment::ByHand(_)) => it,
                _ => {
                    return Err(
                        "Type how much later the others begin, such as 350ms or -2s.".to_owned()
                    );
                }
            },
        };
        Ok(Together { paths, alignment })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_files_and_a_time_are_needed() {
        let mut page = TogetherPage::of(["a", "b"].map(PathBuf::from));
        page.add(vec!["b".into(), "c".into()]);
        assert_eq!(page.chosen().map(|it| it.paths.len()), Ok(3));
        page.change(TogetherCommand::Align(AlignmentChoice::ByHand));
        assert!(page.chosen().is_err());
        page.change(TogetherCommand::ByHand("-1.5s".to_owned()));
        let by_hand = Alignment::ByHand(-1_500_000_000);
        assert_eq!(page.chosen().map(|it| it.alignment), Ok(by_hand));
        page.change(TogetherCommand::Switch(0));
        page.change(TogetherCommand::Switch(1));
        assert!(page.chosen().is_err(), "one file is left");
    }
}
