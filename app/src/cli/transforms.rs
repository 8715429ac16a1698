//! Options that change stacks, kept in the order in which they were written.

use std::fmt;

use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches};

/// One change to stacks, with the function it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TransformArg {
    /// Only samples through this function; their stacks begin at it.
    Focus(String),
    /// No samples through this function.
    Hide(String),
    /// This function is taken out of the stacks; its time goes to its callers.
    Merge(String),
    /// Each function once per stack.
    CollapseRecursion,
}

impl fmt::Display for TransformArg {
    /// As it was written on the command line, without the dashes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Focus(name) => write!(f, "focus {name}"),
            Self::Hide(name) => write!(f, "hide {name}"),
            Self::Merge(name) => write!(f, "merge {name}"),
            Self::CollapseRecursion => f.write_str(COLLAPSE),
        }
    }
}

/// The changes, in the order of the command line: each works on what the one before it left.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct TransformArgs(pub(super) Vec<TransformArg>);

/// Makes a change of the function that was named.
type Make = fn(String) -> TransformArg;

/// Options that name a function: name, help, what they make.
const NAMED: [(&str, &str, Make); 3] = [
    ("focus", "Only samples through this function; their stacks begin at it", TransformArg::Focus),
    ("hide", "No samples through this function", TransformArg::Hide),
    (
        "merge",
        "Take this function out of the stacks; its time goes to its callers",
        TransformArg::Merge,
    ),
];

const COLLAPSE: &str = "collapse-recursion";

const NAMED_HELP: &str = "\
FUNCTION is a whole name, such as parse. If several functions have it, NAME@PLACE picks one by a \
part of its place, such as parse@reader.js:12; --hide and --merge without a place take all of \
them. --focus, --hide, --merge and --collapse-recursion can be repeated and are applied in the \
order in which they are written.";

impl Args for TransformArgs {
    fn augment_args(command: Command) -> Command {
        let named = NAMED.map(|(name, help, _)| {
            let arg = Arg::new(name).long(name).value_name("FUNCTION").action(ArgAction::Append);
            match name {
                "focus" => arg.help(help).long_help(format!("{help}. {NAMED_HELP}")),
                _ => arg.help(help),
            }
        });
        let help = "Count each function once per stack, also where it calls itself through others";
        // A flag that is repeated says nothing new, but its place in the order must be known.
        let collapse = Arg::new(COLLAPSE).long(COLLAPSE).action(ArgAction::Append).num_args(0);
        let collapse = collapse.default_missing_value("true").help(help);
        command.args(named).arg(collapse)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for TransformArgs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut placed: Vec<(usize, TransformArg)> = Vec::new();
        for (name, _, make) in NAMED {
            let indices = matches.indices_of(name).into_iter().flatten();
            let values = matches.get_many::<String>(name).into_iter().flatten();
            placed.extend(indices.zip(values).map(|(at, value)| (at, make(value.clone()))));
        }
        let collapses = matches.indices_of(COLLAPSE).into_iter().flatten();
        placed.extend(collapses.map(|at| (at, TransformArg::CollapseRecursion)));
        placed.sort_by_key(|it| it.0);
        Ok(Self(placed.into_iter().map(|it| it.1).collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}
