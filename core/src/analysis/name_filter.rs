//! Finding functions by text.

use crate::index::Column;
use crate::model::{FrameIndex, Recording};
use crate::strings::StringIndex;

/// Words of which one must occur in a name or a script, upper and lower case alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameFilter {
    /// Lower case, never empty.
    words: Vec<String>,
}

impl NameFilter {
    /// The filter of a text such as `parse, node_modules/lodash`: commas mean "or".
    ///
    /// `None` if no word is in it, which means that nothing is to be filtered.
    pub fn new(text: &str) -> Option<Self> {
        let words: Vec<String> =
            text.split(',').map(str::trim).filter(|it| !it.is_empty()).map(lower_case).collect();
        (!words.is_empty()).then_some(Self { words })
    }

    /// Whether one of the words occurs in `name` or in `url`.
    pub fn matches(&self, name: &str, url: &str) -> bool {
        self.matches_text(name) || self.matches_text(url)
    }

    /// Whether one of the words occurs in `text`.
    pub fn matches_text(&self, text: &str) -> bool {
        let text = lower_case(text);
        self.words.iter().any(|it| text.contains(it.as_str()))
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

fn lower_case(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_lowercase() } else { text.to_lowercase() }
}
