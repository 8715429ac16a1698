//! Which requests are kept: the words of Chrome DevTools' network filter.

use std::fmt;

use regex::Regex;

use crate::analysis::name_filter::NameFilter;
use crate::model::requests::{Outcome, RequestKind, UrlParts};
use crate::model::{Recording, Request};

/// Keeps requests for which every word holds; the default keeps all.
///
/// `status:5xx method:POST domain:*.api.com larger-than:100k slower-than:1s mime-type:json
/// -type:image`: a word with a minus must not hold, a comma within one means "or". A word without a
/// known key is looked for in the address; between slashes it is a regular expression. Quotes keep
/// spaces together. Letters' case does not matter.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RequestFilter {
    pub(super) terms: Vec<Term>,
    pub(super) text: String,
}

/// Why a text is no filter.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{word}`: {problem}")]
pub struct FilterError {
    /// The word.
    pub word: String,
    /// What is wrong with it.
    pub problem: String,
}

/// One word.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Term {
    pub(super) is_negated: bool,
    pub(super) test: Test,
}

/// What must hold.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Test {
    /// The address holds this.
    Url(NameFilter),
    /// The status lies in one of these ranges, ends included.
    Status(Vec<(u16, u16)>),
    /// The method is one of these.
    Method(Vec<String>),
    /// The host, with or without its port, has one of these forms.
    Domain(Vec<Glob>),
    Scheme(Vec<String>),
    Path(Vec<Glob>),
    /// At least so many bytes came over the network.
    LargerThan(u64),
    /// Fewer bytes did.
    SmallerThan(u64),
    /// It took at least so many nanoseconds.
    SlowerThan(u64),
    /// It took fewer.
    FasterThan(u64),
    /// The type of the content holds one of these.
    Mime(Vec<String>),
    Type(Vec<RequestKind>),
    Outcome(Vec<Outcome>),
    Is(Vec<Trait>),
    Priority(Vec<String>),
    Protocol(Vec<String>),
    Side(Vec<String>),
    /// The address of the initiator, or its kind, holds one of these.
    Initiator(Vec<String>),
    /// The error holds one of these.
    Reason(Vec<String>),
}

/// What a request may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trait {
    FromCache,
    Pending,
    Failed,
    Redirect,
    ServiceWorker,
}

/// A text with `*` for anything.
#[derive(Clone)]
pub(super) struct Glob(pub(super) Regex);

impl PartialEq for Glob {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_str() == other.0.as_str()
    }
}

impl fmt::Debug for Glob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str())
    }
}

impl RequestFilter {
    /// The text it was made of.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it keeps everything.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Whether `request` is kept.
    pub fn keeps(&self, recording: &Recording, request: &Request) -> bool {
        self.terms.iter().all(|it| it.test.holds(recording, request) != it.is_negated)
    }
}

impl Test {
    fn holds(&self, recording: &Recording, request: &Request) -> bool {
        let url = || UrlParts::of(recording.text(request.url));
        let text = |it: Option<_>| it.map_or("", |it| recording.text(it));
        let is_one =
            |them: &[String], text: &str| them.iter().any(|it| it.eq_ignore_ascii_case(text));
        match self {
            Self::Url(filter) => filter.matches_text(recording.text(request.url)),
            Self::Status(ranges) => {
                let status = request.status.unwrap_or(0);
                ranges.iter().any(|&(first, last)| (first..=last).contains(&status))
            }
            Self::Method(them) => is_one(them, recording.text(request.method)),
            Self::Domain(globs) => {
                let url = url();
                let names = [url.host, url.host_name()];
                globs.iter().any(|it| names.iter().any(|name| it.0.is_match(name)))
            }
            Self::Scheme(them) => is_one(them, url().scheme),
            Self::Path(globs) => globs.iter().any(|it| it.0.is_match(url().path)),
            Self::LargerThan(bytes) => request.transferred.get().is_some_and(|it| it >= *bytes),
            Self::SmallerThan(bytes) => request.transferred.get().is_some_and(|it| it < *bytes),
            Self::SlowerThan(nanos) => request.duration.get().is_some_and(|it| it >= *nanos),
            Self::FasterThan(nanos) => request.duration.get().is_some_and(|it| it < *nanos),
            Self::Mime(them) => holds_one(them, text(request.mime)),
            Self::Type(kinds) => kinds.contains(&request.kind),
            Self::Outcome(them) => them.contains(&request.outcome),
            Self::Is(traits) => traits.iter().any(|it| it.is_of(request)),
            Self::Priority(them) => is_one(them, text(request.priority)),
            Self::Protocol(them) => is_one(them, text(request.protocol)),
            Self::Side(them) => is_one(them, request.side.key()),
            Self::Initiator(them) => {
                let initiator = &request.initiator;
                holds_one(them, text(initiator.url)) || holds_one(them, initiator.kind.key())
            }
            Self::Reason(them) => holds_one(them, text(request.reason)),
        }
    }
}

impl Trait {
    fn is_of(self, request: &Request) -> bool {
        match self {
            Self::FromCache => request.answerer.is_cache(),
            Self::Pending => request.outcome == Outcome::Pending,
            Self::Failed => request.outcome.is_failure(),
            Self::Redirect => request.redirected_to.is_some(),
            Self::ServiceWorker => {
                request.answerer == crate::model::requests::Answerer::ServiceWorker
            }
        }
    }
}

/// Whether `text` holds one of some texts, which are in lower case.
fn holds_one(them: &[String], text: &str) -> bool {
    let text = text.to_lowercase();
    !text.is_empty() && them.iter().any(|it| text.contains(it.as_str()))
}
