//! A filter of names as it is typed: words, or a regular expression.

use asyncscope_core::analysis::{NameFilter, PatternError};

/// A filter of names as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// What stands in the field.
    pub text: String,
    /// Whether that is a regular expression. A text between slashes always is one.
    pub is_regex: bool,
}

impl Filter {
    /// What it keeps; `None` if it keeps everything.
    ///
    /// # Errors
    ///
    /// If it is no regular expression, with the character of the text where it goes wrong.
    pub fn parse(&self) -> Result<Option<NameFilter>, PatternError> {
        if !self.is_regex || self.text.is_empty() {
            return NameFilter::parse(&self.text);
        }
        let parsed = NameFilter::parse(&format!("/{}/", self.text));
        parsed.map_err(|it| PatternError { position: it.position - 1, ..it })
    }

    /// What to type to keep exactly one name.
    pub fn exactly(name: &str) -> String {
        let mut text = String::with_capacity(name.len() + 4);
        for it in name.chars() {
            if !it.is_alphanumeric() && it != '_' && it != ' ' && it.is_ascii() {
                text.push('\\');
            }
            text.push(it);
        }
        format!("/^{text}$/")
    }

    /// Whether nothing stands in the field.
    pub fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keeps(text: &str, is_regex: bool, name: &str) -> bool {
        let filter = Filter { text: text.to_owned(), is_regex };
        filter.parse().expect("sound").is_none_or(|it| it.matches_text(name))
    }

    #[test]
    fn words_are_taken_as_they_stand_and_expressions_as_they_mean() {
        assert!(keeps("on, off", false, "turnOff"));
        assert!(!keeps("^on", false, "onClick"));
        assert!(keeps("^on", true, "onClick"));
        assert!(!keeps("^on", true, "button"));
        assert!(keeps("/^on/", false, "onClick"), "as on the command line");
        assert!(keeps("", true, "anything"));
    }

    #[test]
    fn an_error_names_the_character_that_was_typed() {
        let wrong = Filter { text: "ab(".to_owned(), is_regex: true };
        assert_eq!(wrong.parse().expect_err("an open group").position, 3);
    }
}
