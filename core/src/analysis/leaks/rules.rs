//! By which rule something is suspected: what kind of thing keeps it alive.

use super::groups::{GroupKey, GroupKind};
use super::holders::Holder;

/// Classes of timers in Node.js and in pages.
pub(super) const TIMERS: &[&str] = &["Timeout", "Immediate", "DOMTimer", "ScheduledAction"];

/// What kind of thing keeps the objects of a suspect alive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// Nodes that left their document.
    DetachedDom,
    /// Timers that were never cleared.
    Timer,
    /// Listeners that were never removed.
    Listener,
    /// Promises that never settle.
    PendingPromise,
    /// The store of an asynchronous context.
    AsyncContext,
    /// Texts that are there many times.
    DuplicateStrings,
    /// A map or an object by key, from which nothing is removed.
    Cache,
    /// Variables of functions that stay alive.
    Closure,
    /// An array, a set, or another collection.
    Collection,
    /// Nothing of all that.
    Other,
}

impl Rule {
    /// Its name in JSON.
    pub fn key(self) -> &'static str {
        match self {
            Self::DetachedDom => "detached-dom",
            Self::Timer => "timer",
            Self::Listener => "listener",
            Self::PendingPromise => "pending-promise",
            Self::AsyncContext => "async-context",
            Self::DuplicateStrings => "duplicate-strings",
            Self::Cache => "cache",
            Self::Closure => "closure",
            Self::Collection => "collection",
            Self::Other => "other",
        }
    }

    /// What it says, for people.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::DetachedDom => "Nodes that left their document are held by the program.",
            Self::Timer => "A timer that is not cleared keeps what its function uses.",
            Self::Listener => "A listener that is not removed keeps what its function uses.",
            Self::PendingPromise => "A promise that is not settled keeps what waits for it.",
            Self::AsyncContext => "The store of an asynchronous context is still referred to.",
            Self::DuplicateStrings => "One text is there many times.",
            Self::Cache => "Entries are added by key and not removed.",
            Self::Closure => "Functions that are kept keep the variables around them.",
            Self::Collection => "A collection is added to and not emptied.",
            Self::Other => "What holds them is no collection.",
        }
    }

    /// The rule that fits objects of the group `key` with this way to the roots.
    ///
    /// `steps` lead from the objects towards the roots; only those as far as the holder tell.
    pub(super) fn of(key: &GroupKey, steps: &[String], holder: Option<&Holder>) -> Self {
        let class = key.shown();
        let near = steps_to(steps, holder);
        let has =
            |wanted: &[&str]| near.iter().any(|it| wanted.iter().any(|part| it.contains(part)));
        let is_class = |wanted: &[&str]| wanted.contains(&class.as_str());
        if class.starts_with("Detached ") {
            return Self::DetachedDom;
        }
        if is_class(TIMERS)
            || has(&[
                "of Timeout",
                "of Immediate",
                "of TimersList",
                "of DOMTimer",
                "of ScheduledAction",
            ])
        {
            return Self::Timer;
        }
        // Listeners of one event are an array that the emitter holds by the name of the event.
        let beyond = &steps[..steps.len().min(near.len() + 2)];
        if beyond.iter().any(|it| it.starts_with("._events of"))
            || has(&["V8EventListener", "of Listener", "EventListener", "EventTargetData"])
        {
            return Self::Listener;
        }
        if has(&["AsyncContextFrame", "kResourceStore", "resource_symbol", "AsyncLocalStorage"]) {
            return Self::AsyncContext;
        }
        if is_class(&["Promise"])
            || has(&["PromiseReaction", "reactions_or_result", "of Generator"])
        {
            return Self::PendingPromise;
        }
        if key.kind == GroupKind::Text {
            return Self::DuplicateStrings;
        }
        let by_closure = near.iter().any(|it| it.contains("of system / Context"));
        match holder.map_or("", |it| it.class.as_str()) {
            _ if by_closure || key.kind == GroupKind::Function => Self::Closure,
            "Map" | "WeakMap" | "Object" => Self::Cache,
            class if class.starts_with('{') => Self::Cache,
            "Array" | "Set" | "WeakSet" => Self::Collection,
            _ if has(&["[] of"]) => Self::Collection,
            _ => Self::Other,
        }
    }
}

/// The steps as far as the holder: behind it stand only names of modules and of the program.
pub(super) fn steps_to<'a>(steps: &'a [String], holder: Option<&Holder>) -> &'a [String] {
    let Some(holder) = holder else { return steps };
    let end = format!(" of {}", holder.class);
    let at = steps.iter().position(|it| it.ends_with(&end));
    &steps[..at.map_or(steps.len(), |it| it + 1)]
}
