//! Changes to stacks as people ask for them: by a letter, from a menu, as chips.

use asyncscope_core::analysis::Transform;
use asyncscope_core::model::{FrameIndex, Recording};
use egui::{Key, KeyboardShortcut, Modifiers};

/// A kind of change, before it is known what it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TransformKind {
    /// Keeps only what runs through a function.
    FocusFunction,
    /// Keeps only one node of the call tree and what it calls.
    FocusSubtree,
    /// Takes a function out of every stack.
    MergeFunction,
    /// Takes one node of the call tree out.
    MergeNode,
    /// Makes what a function calls part of it.
    CollapseFunction,
    /// Makes one function of each run of functions of a package.
    CollapsePackage,
    /// Shows each function once per stack.
    CollapseRecursion,
    /// Drops the samples that run through a function.
    DropSamples,
}

impl TransformKind {
    /// Every kind, in the order of menus.
    pub const ALL: [TransformKind; 8] = [
        Self::FocusFunction,
        Self::FocusSubtree,
        Self::MergeFunction,
        Self::MergeNode,
        Self::CollapseFunction,
        Self::CollapsePackage,
        Self::CollapseRecursion,
        Self::DropSamples,
    ];

    /// What menus say.
    pub fn text(self) -> &'static str {
        match self {
            Self::FocusFunction => "Focus on function",
            Self::FocusSubtree => "Focus on subtree only",
            Self::MergeFunction => "Merge function into callers",
            Self::MergeNode => "Merge this node only",
            Self::CollapseFunction => "Collapse function",
            Self::CollapsePackage => "Collapse package",
            Self::CollapseRecursion => "Collapse recursion",
            Self::DropSamples => "Drop samples with this function",
        }
    }

    /// What it does, in a sentence.
    pub fn about(self) -> &'static str {
        match self {
            Self::FocusFunction => "Keeps the samples that run through it; stacks begin at it",
            Self::FocusSubtree => "Keeps what runs below this very stack; stacks begin at its end",
            Self::MergeFunction => "Takes it out of every stack; its self time goes to its callers",
            Self::MergeNode => "Takes it out below this very stack, and nowhere else",
            Self::CollapseFunction => "What it calls becomes its own self time",
            Self::CollapsePackage => "Functions of its package that call each other become one",
            Self::CollapseRecursion => "Shows each function once per stack, the outermost time",
            Self::DropSamples => "Leaves out every sample that runs through it",
        }
    }

    /// The letter that asks for it, as in Firefox Profiler.
    pub fn keys(self) -> KeyboardShortcut {
        let (modifiers, key) = match self {
            Self::FocusFunction => (Modifiers::NONE, Key::F),
            Self::FocusSubtree => (Modifiers::SHIFT, Key::F),
            Self::MergeFunction => (Modifiers::NONE, Key::M),
            Self::MergeNode => (Modifiers::SHIFT, Key::M),
            Self::CollapseFunction => (Modifiers::NONE, Key::C),
            Self::CollapsePackage => (Modifiers::SHIFT, Key::C),
            Self::CollapseRecursion => (Modifiers::NONE, Key::R),
            Self::DropSamples => (Modifiers::NONE, Key::D),
        };
        KeyboardShortcut::new(modifiers, key)
    }

    /// What must be selected for it.
    pub fn needs(self) -> &'static str {
        match self {
            Self::FocusSubtree | Self::MergeNode => {
                "Select a box of the flame graph or a row of the top-down call tree first"
            }
            Self::CollapsePackage => "Select a function that belongs to a package first",
            _ => "Select a function first",
        }
    }

    /// The change of this kind that is about `frame`, met at the end of the stack `path`.
    ///
    /// `None` if there is none: all but recursion need a function, a node needs a path, a package a
    /// function that belongs to one.
    pub fn of(
        self,
        recording: &Recording,
        frame: Option<FrameIndex>,
        path: &[FrameIndex],
    ) -> Option<Transform> {
        if self == Self::CollapseRecursion {
            return Some(Transform::CollapseRecursion);
        }
        let frame = frame?;
        let node = || (path.last() == Some(&frame)).then(|| path.to_vec());
        Some(match self {
            Self::FocusFunction => Transform::FocusFunction(frame),
            Self::FocusSubtree => Transform::FocusSubtree(node()?),
            Self::MergeFunction => Transform::MergeFunction(frame),
            Self::MergeNode => Transform::MergeNode(node()?),
            Self::CollapseFunction => Transform::CollapseFunction(frame),
            Self::CollapsePackage => Transform::CollapsePackage(recording.frames.package(frame)?),
            Self::CollapseRecursion => Transform::CollapseRecursion,
            Self::DropSamples => Transform::DropFunction(frame),
        })
    }
}

/// What a chip says of an active change.
pub fn in_words(recording: &Recording, transform: &Transform) -> String {
    let name = |frame: &FrameIndex| recording.frame_name(*frame);
    let end = |path: &[FrameIndex]| path.last().map_or("everything", name);
    match transform {
        Transform::FocusFunction(frame) => format!("Focus on {}", name(frame)),
        Transform::FocusSubtree(path) => format!("Focus on subtree of {}", end(path)),
        Transform::MergeFunction(frame) => format!("Without {} (merged)", name(frame)),
        Transform::MergeNode(path) => format!("Without one {} (merged)", end(path)),
        Transform::CollapseFunction(frame) => format!("{} collapsed", name(frame)),
        Transform::CollapsePackage(package) => {
            format!("Package {} collapsed", recording.text(*package))
        }
        Transform::CollapseRecursion => "Recursion collapsed".to_owned(),
        Transform::DropFunction(frame) => format!("Without samples of {}", name(frame)),
        Transform::OnlyMyCode => "Only my code".to_owned(),
    }
}

/// What an active change does, for the tooltip of its chip: whole paths, one function a line.
pub fn in_detail(recording: &Recording, transform: &Transform) -> String {
    /// More functions of a path are left out.
    const MOST: usize = 20;
    let (Transform::FocusSubtree(path) | Transform::MergeNode(path)) = transform else {
        return in_words(recording, transform);
    };
    let skipped = path.len().saturating_sub(MOST);
    let mut lines = vec![in_words(recording, transform)];
    if skipped > 0 {
        lines.push(format!("… {skipped} callers"));
    }
    lines.extend(path.iter().skip(skipped).map(|it| recording.frame_name(*it).to_owned()));
    lines.join("\n")
}
