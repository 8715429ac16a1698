//! Options that change stacks, kept in the order in which they were written.

use std::fmt;

use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches};

/// One change to stacks, with the function it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TransformArg {
    /// Only samples through this function; their stacks begin at it.
    Focus(String),
    /// Only samples whose stack begins with this path; their stacks begin at its end.
    FocusSubtree(String),
    /// No samples through this function.
    Hide(String),
    /// This function is taken out of the stacks; its time goes to its callers.
    Merge(String),
    /// This node of the call tree is taken out; its time goes to its caller.
    MergeNode(String),
    /// What this function calls becomes part of it.
    Collapse(String),
    /// Functions of this package that call each other become one.
    CollapsePackage(String),
    /// Each function once per stack.
    CollapseRecursion,
    /// Only the program's own code.
    OnlyMyCode,
}

impl fmt::Display for TransformArg {
    /// As it was written on the command line, without the dashes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Focus(name) => write!(f, "focus {name}"),
            Self::FocusSubtree(path) => write!(f, "focus-subtree {path}"),
            Self::Hide(name) => write!(f, "hide {name}"),
            Self::Merge(name) => write!(f, "merge {name}"),
            Self::MergeNode(path) => write!(f, "merge-node {path}"),
            Self::Collapse(name) => write!(f, "collapse {name}"),
            Self::CollapsePackage(name) => write!(f, "collapse-package {name}"),
            Self::CollapseRecursion => f.write_str("collapse-recursion"),
            Self::OnlyMyCode => f.write_str(ONLY_MINE),
        }
    }
}

/// The changes, in the order of the command line: each works on what the one before it left.
/// Leaving only the program's own code comes first, as in the window.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct TransformArgs(pub(super) Vec<TransformArg>);

/// Makes a change of what was named.
type Make = fn(String) -> TransformArg;

/// Options that name something: name, what they name, help, what they make.
const NAMED: [(&str, &str, &str, Make); 7] = [
    (
        "focus",
        "FUNCTION",
        "Only samples through this function; their stacks begin at it",
        TransformArg::Focus,
    ),
    (
        "focus-subtree",
        "PATH",
        "Only samples whose stack begins with this path; their stacks begin at its end",
        TransformArg::FocusSubtree,
    ),
    ("hide", "FUNCTION", "No samples through this function", TransformArg::Hide),
    (
        "merge",
        "FUNCTION",
        "Take this function out of the stacks; its time goes to its callers",
        TransformArg::Merge,
    ),
    (
        "merge-node",
        "PATH",
        "Take out only the end of this path; its time goes to its caller",
        TransformArg::MergeNode,
    ),
    ("collapse", "FUNCTION", "Make what this function calls part of it", TransformArg::Collapse),
    (
        "collapse-package",
        "PACKAGE",
        "Show functions of this package that call each other as one",
        TransformArg::CollapsePackage,
    ),
];

const RECURSION: &str = "collapse-recursion";
const ONLY_MINE: &str = "only-my-code";

/// Options that are on or off: name, help, what they make.
const FLAGS: [(&str, &str, TransformArg); 2] = [
    (
        RECURSION,
        "Count each function once per stack, also where it calls itself through others",
        TransformArg::CollapseRecursion,
    ),
    (
        ONLY_MINE,
        "Only the program's own code: that of packages, Node.js and V8 is merged into what calls it",
        TransformArg::OnlyMyCode,
    ),
];

const NAMED_HELP: &str = "\
FUNCTION is a whole name, such as parse. If several functions have it, NAME@PLACE picks one by a \
part of its place, such as parse@reader.js:12; --hide, --merge and --collapse without a place take \
all of them. PATH is functions from the outermost caller on, such as 'main > load > parse'. PACKAGE \
is a name such as lodash or @scope/name. These options can be repeated and are applied in the order \
in which they are written; only --only-my-code always comes first.";

impl Args for TransformArgs {
    fn augment_args(command: Command) -> Command {
        let named = NAMED.map(|(name, value, help, _)| {
            let arg = Arg::new(name).long(name).value_name(value).action(ArgAction::Append);
            match name {
                "focus" => arg.help(help).long_help(format!("{help}. {NAMED_HELP}")),
                _ => arg.help(help),
            }
        });
        // A flag that is repeated says nothing new, but its place in the order must be known.
        let flags = FLAGS.map(|(name, help, _)| {
            let arg = Arg::new(name).long(name).action(ArgAction::Append).num_args(0);
            arg.default_missing_value("true").help(help)
        });
        command.args(named).args(flags)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for TransformArgs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut placed: Vec<(usize, TransformArg)> = Vec::new();
        for (name, _, _, make) in NAMED {
            let indices = matches.indices_of(name).into_iter().flatten();
            let values = matches.get_many::<String>(name).into_iter().flatten();
            placed.extend(indices.zip(values).map(|(at, value)| (at, make(value.clone()))));
        }
        for (name, _, flag) in FLAGS {
            let indices = matches.indices_of(name).into_iter().flatten();
            placed.extend(indices.map(|at| (at, flag.clone())));
        }
        placed.sort_by_key(|it| (it.1 != TransformArg::OnlyMyCode, it.0));
        placed.dedup_by(|a, b| a.1 == TransformArg::OnlyMyCode && a.1 == b.1);
        Ok(Self(placed.into_iter().map(|it| it.1).collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}
