//! Finding things by text.

use std::fmt;

use regex::{Regex, RegexBuilder};

use crate::index::Column;
use crate::model::{FrameIndex, Recording};
use crate::strings::StringIndex;

/// What of a text must occur in a name or a script.
///
/// A text such as `parse, node_modules/lodash` is some words of which one must occur: commas mean
/// "or". A text between slashes, such as `/^on[A-Z]/`, is a regular expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameFilter {
    pattern: Pattern,
    is_exact: bool,
}

/// Which letters are alike.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Case {
    /// Upper and lower case are.
    #[default]
    Ignore,
    /// Upper and lower case are, unless the filter has an upper-case letter.
    Smart,
    /// None but equal ones.
    Exact,
}

/// Why a text is no filter.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a valid regular expression: {problem}, at character {position}")]
pub struct PatternError {
    /// What is wrong, such as "unclosed group".
    pub problem: String,
    /// Which character of the filter's text, counted from 1.
    pub position: usize,
}

/// What must occur.
#[derive(Clone)]
enum Pattern {
    /// One of these, which are never empty; in lower case if case is ignored.
    Words(Vec<String>),
    /// A match of this.
    Regex(Regex),
}

impl NameFilter {
    /// The filter of some words, upper and lower case alike; slashes mean nothing.
    ///
    /// `None` if no word is in it, which means that nothing is to be filtered.
    pub fn new(text: &str) -> Option<Self> {
        Self::words(text, false)
    }

    /// The filter of some words or of a regular expression, upper and lower case alike.
    ///
    /// `None` if no word is in it, which means that nothing is to be filtered.
    pub fn parse(text: &str) -> Result<Option<Self>, PatternError> {
        Self::parse_with(text, Case::Ignore)
    }

    /// The filter of some words or of a regular expression.
    ///
    /// `None` if no word is in it, which means that nothing is to be filtered.
    pub fn parse_with(text: &str, case: Case) -> Result<Option<Self>, PatternError> {
        let is_exact = match case {
            Case::Ignore => false,
            Case::Smart => has_upper_case(text),
            Case::Exact => true,
        };
        let Some((start, expression)) = expression(text) else {
            return Ok(Self::words(text, is_exact));
        };
        // The parser of the same engine tells where the error is, which the engine itself does not.
        if let Err(error) = regex_syntax::parse(expression) {
            return Err(PatternError::new(text, start, &error));
        }
        let regex = RegexBuilder::new(expression).case_insensitive(!is_exact).build();
        match regex {
            Ok(regex) => Ok(Some(Self { pattern: Pattern::Regex(regex), is_exact })),
            Err(_too_big) => {
                let problem = "it would take too much memory".to_owned();
                Err(PatternError { problem, position: text[..start].chars().count() + 1 })
            }
        }
    }

    fn words(text: &str, is_exact: bool) -> Option<Self> {
        let words = text.split(',').map(str::trim).filter(|it| !it.is_empty());
        let words: Vec<String> =
            words.map(|it| if is_exact { it.to_owned() } else { lower_case(it) }).collect();
        (!words.is_empty()).then_some(Self { pattern: Pattern::Words(words), is_exact })
    }

    /// Whether `name` or `url` matches.
    pub fn matches(&self, name: &str, url: &str) -> bool {
        self.matches_text(name) || self.matches_text(url)
    }

    /// Whether `text` matches.
    pub fn matches_text(&self, text: &str) -> bool {
        match &self.pattern {
            Pattern::Regex(regex) => regex.is_match(text),
            Pattern::Words(words) if self.is_exact => words.iter().any(|it| text.contains(it)),
            Pattern::Words(words) => {
                let text = lower_case(text);
                words.iter().any(|it| text.contains(it.as_str()))
            }
        }
    }

    /// For each function of `recording` whether it matches by the name that people see, or by its
    /// script.
    ///
    /// Each distinct text is searched once, however many functions share it.
    pub fn frames(&self, recording: &Recording) -> Column<FrameIndex, bool> {
        let mut known: Column<StringIndex, Option<bool>> =
            vec![None; recording.strings.len()].into();
        let mut has = |text| match known[text] {
            Some(has) => has,
            None => *known[text].insert(self.matches_text(recording.text(text))),
        };
        let nameless = self.matches_text("(anonymous)");
        let mut matches = Column::default();
        for frame in recording.frames.indices() {
            let frame = recording.frames.get(frame);
            let is_nameless = recording.text(frame.name).is_empty();
            matches.push((is_nameless && nameless) || has(frame.name) || has(frame.url));
        }
        matches
    }
}

/// The regular expression that a text is, and at which byte it begins.
fn expression(text: &str) -> Option<(usize, &str)> {
    let start = text.len() - text.trim_start().len() + 1;
    let inner = text.trim().strip_prefix('/')?.strip_suffix('/')?;
    (!inner.is_empty()).then_some((start, inner))
}

/// Whether a letter of a filter is upper case; what follows a backslash is no letter.
fn has_upper_case(text: &str) -> bool {
    let mut is_escaped = false;
    text.chars().any(|c| {
        let is_letter = !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        is_letter && c.is_uppercase()
    })
}

impl PatternError {
    /// What the parser said of the expression that begins at byte `start` of `text`.
    fn new(text: &str, start: usize, error: &regex_syntax::Error) -> Self {
        let (problem, offset) = match error {
            regex_syntax::Error::Parse(it) => (it.kind().to_string(), it.span().start.offset),
            regex_syntax::Error::Translate(it) => (it.kind().to_string(), it.span().start.offset),
            _ => ("it is not understood".to_owned(), 0),
        };
        let before = text.get(..start + offset).unwrap_or(text);
        Self { problem, position: before.chars().count() + 1 }
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Words(words), Self::Words(others)) => words == others,
            (Self::Regex(regex), Self::Regex(other)) => regex.as_str() == other.as_str(),
            _ => false,
        }
    }
}

impl Eq for Pattern {}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Words(words) => words.fmt(f),
            Self::Regex(regex) => write!(f, "/{}/", regex.as_str()),
        }
    }
}

fn lower_case(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_lowercase() } else { text.to_lowercase() }
}
