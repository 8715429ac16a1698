//! Which scripts of two sides are the same one.

use std::collections::BTreeMap;

use hashbrown::HashMap;

use super::address::stable_address;
use crate::analysis::diff::sides::{Run, Runs};

/// A number for each script: the same for what is the same script on both sides.
pub(super) struct Scripts {
    number: HashMap<String, u32>,
}

impl Scripts {
    /// The number of the script of this address; all addresses of the runs have one.
    pub(super) fn of(&self, url: &str) -> u32 {
        self.number.get(url).copied().unwrap_or(u32::MAX)
    }
}

/// Numbers the scripts of both sides.
///
/// Scripts with the same stable address are one. If no script of the program itself is on both
/// sides, it was built in another folder or comes from another host: then scripts are paired if
/// their file names and the most folders above agree, and no other pair agrees as far.
pub(super) fn script_numbers(runs: Runs<'_>) -> Scripts {
    let addresses = runs.map(addresses);
    let mut numbers: BTreeMap<String, u32> = BTreeMap::new();
    let all = addresses.before.values().chain(addresses.after.values());
    for (number, stable) in (0..).zip(all) {
        numbers.entry(stable.clone()).or_insert(number);
    }
    let only = |of: &BTreeMap<String, String>, other: &BTreeMap<String, String>| {
        let others: std::collections::BTreeSet<&String> = other.values().collect();
        let mut only: Vec<String> =
            of.values().filter(|it| !others.contains(it)).cloned().collect();
        only.sort_unstable();
        only.dedup();
        only
    };
    let only_before = only(&addresses.before, &addresses.after);
    let only_after = only(&addresses.after, &addresses.before);
    let is_common = |it: &String| is_own(it) && only_before.binary_search(it).is_err();
    let is_at_one_place = addresses.before.values().any(is_common);
    let pairs = if is_at_one_place { Vec::new() } else { by_folders(&only_before, &only_after) };
    for (before, after) in pairs {
        if let Some(&number) = numbers.get(before) {
            numbers.insert(after.to_owned(), number);
        }
    }
    let number = addresses
        .before
        .iter()
        .chain(&addresses.after)
        .map(|(url, stable)| (url.clone(), numbers.get(stable).copied().unwrap_or(u32::MAX)));
    Scripts { number: number.collect() }
}

/// Whether a stable address is of the program's own code, rather than of a package or of Node.js.
fn is_own(address: &str) -> bool {
    address.contains('/') && !address.starts_with("node_modules/") && !address.starts_with("node:")
}

/// Each address of a side with its stable form.
fn addresses(runs: &[Run<'_>]) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for run in runs {
        let frames = &run.recording.frames;
        let mut urls: Vec<_> = frames.indices().map(|it| frames.get(it).url).collect();
        urls.sort_unstable();
        urls.dedup();
        for url in urls.into_iter().map(|it| run.recording.text(it)) {
            if !all.contains_key(url) {
                all.insert(url.to_owned(), stable_address(url));
            }
        }
    }
    all
}

/// Pairs addresses by how many parts at their ends agree, the file name at least.
fn by_folders<'a>(before: &'a [String], after: &'a [String]) -> Vec<(&'a str, &'a str)> {
    let mut of_name: HashMap<&str, [Vec<&'a str>; 2]> = HashMap::new();
    for (side, all) in [before, after].into_iter().enumerate() {
        for address in all.iter().filter(|it| is_own(it)) {
            let name = address.rsplit('/').next().unwrap_or_default();
            of_name.entry(name).or_default()[side].push(address);
        }
    }
    let mut groups: Vec<_> = of_name.into_iter().collect();
    groups.sort_unstable_by_key(|it| it.0);
    groups.into_iter().flat_map(|(_, [before, after])| agreeing(&before, &after)).collect()
}

/// The pairs in which each is the one that agrees most with the other.
fn agreeing<'a>(before: &[&'a str], after: &[&'a str]) -> Vec<(&'a str, &'a str)> {
    /// More files of one name than this are not compared with each other.
    const MOST: usize = 500;
    if before.len().max(after.len()) > MOST {
        return Vec::new();
    }
    let best = |one: &str, others: &[&'a str]| -> Option<&'a str> {
        let far = others.iter().map(|it| (n_common(one, it), *it));
        let most = far.clone().map(|it| it.0).max()?;
        let mut found = far.filter(|it| it.0 == most);
        let first = found.next()?;
        found.next().is_none().then_some(first.1)
    };
    let pairs = before.iter().filter_map(|&it| Some((it, best(it, after)?)));
    pairs.filter(|(it, other)| best(other, before) == Some(*it)).collect()
}

/// How many parts at the ends of two addresses are the same.
fn n_common(a: &str, b: &str) -> usize {
    a.rsplit('/').zip(b.rsplit('/')).take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_tell_files_of_one_name_apart() {
        let own = |all: &[&str]| all.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
        let before = own(&["/home/a/app/src/index.js", "/home/a/app/lib/index.js", "/home/a/x.js"]);
        let after = own(&["/build/src/index.js", "/build/lib/index.js", "/build/y.js"]);
        assert_eq!(
            by_folders(&before, &after),
            [
                ("/home/a/app/src/index.js", "/build/src/index.js"),
                ("/home/a/app/lib/index.js", "/build/lib/index.js"),
            ]
        );
        let unclear = own(&["/b/1/index.js", "/b/2/index.js"]);
        assert_eq!(by_folders(&own(&["/a/index.js"]), &unclear), []);
    }
}
