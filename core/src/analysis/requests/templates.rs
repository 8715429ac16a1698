//! Which paths belong to one endpoint: parts of a path that name one thing among many, such as a
//! number, become a placeholder.

use std::borrow::Cow;
use std::fmt;
use std::sync::{Arc, LazyLock};

use regex::Regex;

/// Turns paths into templates: `/users/7/orders/2026-01-02` into `/users/:id/orders/:date`.
///
/// Rules are tried in order, and the first that matches decides. A rule for a part of a path sees
/// each part alone, without the extension of a file name: `7.json` becomes `:id.json`.
#[derive(Clone, Debug, PartialEq)]
pub struct TemplateRules {
    rules: Arc<[TemplateRule]>,
}

/// A rule.
#[derive(Clone)]
pub enum TemplateRule {
    /// A part of a path that matches as a whole becomes a placeholder.
    Part {
        /// Such as `:id`.
        placeholder: String,
        /// What the whole part must match.
        pattern: Regex,
        /// The pattern as it was written.
        source: String,
    },
    /// A whole path of this form becomes this form: `/users/:name`. A part that begins with a colon
    /// stands for any part, a `*` at the end for any rest.
    Path(String),
}

/// Why a text is no rule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{rule}` is not a rule: {problem}; expected a path such as /users/:name, or NAME=REGEX")]
pub struct RuleError {
    /// The text.
    pub rule: String,
    /// What is wrong with it.
    pub problem: String,
}

/// The rules that count unless others are given.
const DEFAULTS: [&str; 4] = [
    "uuid=[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}",
    r"date=[0-9]{4}-[0-9]{2}-[0-9]{2}([T_ ][0-9:.]+([Zz]|[+-][0-9:]+)?)?",
    "id=[0-9]+",
    "hash=[0-9a-fA-F]{16,}",
];

/// The longest extension of a file name.
const MAX_EXTENSION: usize = 5;

/// The default rules, made once: selections are made all the time.
static DEFAULT_RULES: LazyLock<Arc<[TemplateRule]>> =
    LazyLock::new(|| DEFAULTS.iter().filter_map(|it| TemplateRule::parse(it).ok()).collect());

impl Default for TemplateRules {
    fn default() -> Self {
        Self { rules: Arc::clone(&DEFAULT_RULES) }
    }
}

impl TemplateRules {
    /// These rules, tried in this order.
    pub fn new(rules: Vec<TemplateRule>) -> Self {
        Self { rules: rules.into() }
    }

    /// The rules, first to last.
    pub fn rules(&self) -> &[TemplateRule] {
        &self.rules
    }

    /// The template of a path.
    pub fn apply<'a>(&self, path: &'a str) -> Cow<'a, str> {
        for rule in &*self.rules {
            if let TemplateRule::Path(form) = rule
                && has_form(path, form)
            {
                return Cow::Owned(form.clone());
            }
        }
        let mut is_changed = false;
        let parts: Vec<Cow<'_, str>> = path
            .split('/')
            .map(|part| match self.apply_to_part(part) {
                Some(changed) => {
                    is_changed = true;
                    Cow::Owned(changed)
                }
                None => Cow::Borrowed(part),
            })
            .collect();
        if is_changed { Cow::Owned(parts.join("/")) } else { Cow::Borrowed(path) }
    }

    fn apply_to_part(&self, part: &str) -> Option<String> {
        let (stem, extension) = split_extension(part);
        let whole = [(part, ""), (stem, extension)];
        let tried = if extension.is_empty() { &whole[..1] } else { &whole };
        self.rules.iter().find_map(|rule| {
            let TemplateRule::Part { placeholder, pattern, .. } = rule else { return None };
            let (_, rest) = tried.iter().find(|(text, _)| pattern.is_match(text))?;
            Some(format!("{placeholder}{rest}"))
        })
    }
}

/// A part of a path without the extension of a file name, and that extension with its dot.
fn split_extension(part: &str) -> (&str, &str) {
    let Some(dot) = part.find('.') else { return (part, "") };
    let (stem, extension) = part.split_at(dot);
    let is_extension = extension.len() <= MAX_EXTENSION + 1
        && extension[1..].bytes().all(|it| it.is_ascii_alphanumeric())
        && extension[1..].bytes().any(|it| it.is_ascii_alphabetic());
    if is_extension { (stem, extension) } else { (part, "") }
}

/// Whether a path has the form of a template.
fn has_form(path: &str, form: &str) -> bool {
    let mut parts = path.split('/');
    let mut wanted = form.split('/').peekable();
    while let Some(want) = wanted.next() {
        if want == "*" && wanted.peek().is_none() {
            return parts.next().is_some();
        }
        match parts.next() {
            Some(part) if want == part || want.starts_with(':') && !part.is_empty() => {}
            _ => return false,
        }
    }
    parts.next().is_none()
}

impl TemplateRule {
    /// A rule as text: `/users/:name`, or `NAME=REGEX` for parts that become `:NAME`.
    pub fn parse(text: &str) -> Result<Self, RuleError> {
        let text = text.trim();
        let error =
            |problem: &str| RuleError { rule: text.to_owned(), problem: problem.to_owned() };
        if text.starts_with('/') {
            return Ok(Self::Path(text.to_owned()));
        }
        let Some((name, source)) = text.split_once('=') else {
            return Err(error("it is neither"));
        };
        let name = name.trim().trim_start_matches(':');
        let is_name = |it: char| it.is_alphanumeric() || matches!(it, '_' | '-');
        if name.is_empty() || !name.chars().all(is_name) {
            return Err(error("its name is not a word"));
        }
        let pattern = Regex::new(&format!("^(?:{source})$")).map_err(|it| {
            let problem = match regex_syntax::parse(source) {
                Err(regex_syntax::Error::Parse(it)) => it.kind().to_string(),
                Err(regex_syntax::Error::Translate(it)) => it.kind().to_string(),
                _ => it.to_string(),
            };
            error(&problem)
        })?;
        Ok(Self::Part { placeholder: format!(":{name}"), pattern, source: source.to_owned() })
    }
}

impl fmt::Display for TemplateRule {
    /// The rule as it can be parsed again.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Part { placeholder, source, .. } => {
                write!(f, "{}={source}", placeholder.trim_start_matches(':'))
            }
            Self::Path(form) => f.write_str(form),
        }
    }
}

impl fmt::Debug for TemplateRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl PartialEq for TemplateRule {
    fn eq(&self, other: &Self) -> bool {
        self.to_string() == other.to_string()
    }
}
