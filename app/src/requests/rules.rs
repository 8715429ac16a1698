//! The rules that say which paths are one endpoint, as they are typed.

use asyncscope_core::analysis::requests::{RuleError, TemplateRule, TemplateRules};

/// The rules as they are typed. While one of them is none, the others count.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleSetting {
    /// What stands in each field.
    texts: Vec<String>,
    rules: TemplateRules,
    /// Whether they are shown.
    pub is_open: bool,
}

impl Default for RuleSetting {
    fn default() -> Self {
        let rules = TemplateRules::default();
        let texts = rules.rules().iter().map(ToString::to_string).collect();
        Self { texts, rules, is_open: false }
    }
}

impl RuleSetting {
    /// What stands in each field, in the order the rules are tried.
    pub fn texts(&self) -> &[String] {
        &self.texts
    }

    /// The rules that count.
    pub fn rules(&self) -> &TemplateRules {
        &self.rules
    }

    /// What is wrong with a text, if something is. An empty one is no rule, and not wrong.
    pub fn error(&self, at: usize) -> Option<RuleError> {
        let text = self.texts.get(at).filter(|it| !it.trim().is_empty())?;
        TemplateRule::parse(text).err()
    }

    /// Whether they are as they are at first.
    pub fn are_usual(&self) -> bool {
        self.rules == TemplateRules::default() && self.texts.len() == self.rules.rules().len()
    }

    pub(super) fn set(&mut self, at: usize, text: String) {
        if let Some(it) = self.texts.get_mut(at) {
            *it = text;
            self.read();
        }
    }

    pub(super) fn add(&mut self) {
        self.texts.push(String::new());
    }

    pub(super) fn remove(&mut self, at: usize) {
        if at < self.texts.len() {
            self.texts.remove(at);
            self.read();
        }
    }

    /// Tries a rule before the one above it.
    pub(super) fn raise(&mut self, at: usize) {
        if 0 < at && at < self.texts.len() {
            self.texts.swap(at - 1, at);
            self.read();
        }
    }

    pub(super) fn reset(&mut self) {
        *self = Self { is_open: self.is_open, ..Self::default() };
    }

    fn read(&mut self) {
        let rules = self.texts.iter().filter_map(|it| TemplateRule::parse(it).ok());
        self.rules = TemplateRules::new(rules.collect());
    }
}
