//! From options to changes of stacks: what functions, paths and packages are meant.

use asyncscope_core::analysis::Transform;
use asyncscope_core::error::show_text;
use asyncscope_core::model::{FrameIndex, Recording};
use asyncscope_core::strings::StringIndex;

use crate::cli::columns::{cut_end, cut_middle};
use crate::cli::error::CliError;
use crate::cli::names::nearest;
use crate::cli::question::{NAME_WIDTH, list};
use crate::cli::transforms::TransformArg;

/// Adds what an option asks for.
pub(super) fn add_transform(
    recording: &Recording,
    arg: &TransformArg,
    transforms: &mut Vec<Transform>,
) -> Result<(), CliError> {
    let all = |name: &str, make: fn(FrameIndex) -> Transform| -> Result<Vec<_>, CliError> {
        Ok(functions(recording, name)?.into_iter().map(make).collect())
    };
    transforms.extend(match arg {
        TransformArg::CollapseRecursion => vec![Transform::CollapseRecursion],
        TransformArg::OnlyMyCode => vec![Transform::OnlyMyCode],
        TransformArg::Focus(name) => {
            vec![Transform::FocusFunction(one_function(recording, "focus", name)?)]
        }
        TransformArg::FocusSubtree(text) => {
            vec![Transform::FocusSubtree(path(recording, "focus-subtree", text)?)]
        }
        TransformArg::MergeNode(text) => {
            vec![Transform::MergeNode(path(recording, "merge-node", text)?)]
        }
        TransformArg::Hide(name) => all(name, Transform::DropFunction)?,
        TransformArg::Merge(name) => all(name, Transform::MergeFunction)?,
        TransformArg::Collapse(name) => all(name, Transform::CollapseFunction)?,
        TransformArg::CollapsePackage(name) => {
            vec![Transform::CollapsePackage(package(recording, name)?)]
        }
    });
    Ok(())
}

/// The functions of a path such as `main > load > parse`.
fn path(recording: &Recording, option: &str, text: &str) -> Result<Vec<FrameIndex>, CliError> {
    text.split(" > ").map(|name| one_function(recording, option, name.trim())).collect()
}

/// The package called `wanted`.
fn package(recording: &Recording, wanted: &str) -> Result<StringIndex, CliError> {
    let frames = &recording.frames;
    let mut packages: Vec<StringIndex> =
        frames.indices().filter_map(|it| frames.package(it)).collect();
    packages.sort_unstable();
    packages.dedup();
    let found = packages.iter().find(|&&it| recording.text(it) == wanted.trim());
    found.copied().ok_or_else(|| {
        let mut names: Vec<&str> = packages.iter().map(|&it| recording.text(it)).collect();
        names.sort_unstable();
        let names: Vec<String> =
            names.into_iter().map(|it| cut_end(&show_text(it), NAME_WIDTH)).collect();
        let head = format!("there is no package `{}`", show_text(wanted));
        let of_file = if names.is_empty() { String::new() } else { list("the file has", &names) };
        CliError::Question(head + &of_file)
    })
}

/// The one function that `wanted` names.
fn one_function(recording: &Recording, option: &str, wanted: &str) -> Result<FrameIndex, CliError> {
    let found = functions(recording, wanted)?;
    if let [only] = found[..] {
        return Ok(only);
    }
    let places: Vec<String> = found
        .iter()
        .map(|&it| {
            let place = cut_middle(&show_text(&recording.frame_place(it)), NAME_WIDTH);
            format!("{}@{place}", show_text(recording.frame_name(it)))
        })
        .collect();
    let head = format!("--{option} needs one function, but {} are called `{wanted}`", places.len());
    Err(CliError::Question(head + &list("name one by a part of its place", &places)))
}

/// The functions that are called `wanted`, or for which `wanted` is `NAME@PART-OF-PLACE`.
fn functions(recording: &Recording, wanted: &str) -> Result<Vec<FrameIndex>, CliError> {
    let named = |name: &str| -> Vec<FrameIndex> {
        let all = recording.frames.indices();
        all.filter(|&it| recording.frame_name(it) == name).collect()
    };
    let mut found = named(wanted);
    for (at, _) in wanted.match_indices('@') {
        if found.is_empty() {
            let place = &wanted[at + 1..];
            found = named(&wanted[..at]);
            found.retain(|&it| recording.frame_place(it).contains(place));
        }
    }
    if found.is_empty() { Err(no_function(recording, wanted)) } else { Ok(found) }
}

fn no_function(recording: &Recording, wanted: &str) -> CliError {
    let name = wanted.split('@').next().unwrap_or(wanted);
    let all = recording.frames.indices().map(|it| recording.frame_name(it));
    let near: Vec<String> =
        nearest(name, all).into_iter().map(|it| cut_end(&show_text(it), NAME_WIDTH)).collect();
    let head = format!("there is no function `{}`", show_text(wanted));
    if near.is_empty() {
        let hint = "; --name finds functions by a part of their name, `asyncscope functions` lists \
                    them";
        return CliError::Question(head + hint);
    }
    CliError::Question(head + &list("similar names", &near))
}
