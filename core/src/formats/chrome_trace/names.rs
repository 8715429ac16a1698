//! Names and groups of events, each looked up once.

use std::hash::BuildHasher as _;

use hashbrown::{DefaultHashBuilder, HashTable};

use super::categories;
use super::details::{self, Detail};
use super::flows::{Link, link_of_name};
use super::recorded;
use super::roles::{self, Role};
use crate::formats::json::Text;
use crate::model::Category;
use crate::strings::{StringIndex, StringTable};

/// What is known of a name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Name {
    /// The name itself.
    pub(super) text: StringIndex,
    /// The kind of work that spans of this name are, if the name tells.
    pub(super) category: Option<Category>,
    /// What else its events tell.
    pub(super) role: Role,
    /// What in their `args` tells its events apart.
    pub(super) detail: Option<Detail>,
    /// What its events have to do with others.
    pub(super) link: Option<Link>,
}

/// What is known of an event's groups: the text of its `cat`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Group {
    /// The groups, as they stand in the file.
    pub(super) text: StringIndex,
    /// The kind of work of spans whose name does not tell.
    pub(super) category: Category,
    /// Whether the page or program itself set these events.
    pub(super) is_user_timing: bool,
    /// What kind of operation its asynchronous spans are that do not say so themselves.
    pub(super) kind: StringIndex,
    /// Whether only our own recorder writes this group.
    pub(super) is_ours: bool,
    /// Whether it is that of tracked objects.
    pub(super) is_tracked: bool,
}

/// Every name and group met so far.
///
/// A trace repeats a few hundred of them over millions of events, letter for letter, so they are
/// known by their bytes.
#[derive(Debug, Default)]
pub(super) struct Names<'a> {
    names: Known<'a, Name>,
    groups: Known<'a, Group>,
}

impl<'a> Names<'a> {
    /// What is known of a name; a missing one counts as empty.
    #[inline]
    pub(super) fn name(&mut self, name: Option<Text<'a>>, strings: &mut StringTable) -> Name {
        self.names.get(name.map_or(b"", |it| it.raw), || {
            let decoded = name.map(Text::decode).unwrap_or_default();
            Name {
                text: strings.intern(&decoded),
                category: categories::of_name(&decoded),
                role: roles::of_name(&decoded),
                detail: details::of_name(&decoded),
                link: link_of_name(&decoded),
            }
        })
    }

    /// What is known of an event's groups; missing ones count as empty.
    #[inline]
    pub(super) fn group(&mut self, group: Option<Text<'a>>, strings: &mut StringTable) -> Group {
        self.groups.get(group.map_or(b"", |it| it.raw), || {
            let decoded = group.map(Text::decode).unwrap_or_default();
            Group {
                text: strings.intern(&decoded),
                category: categories::of_groups(&decoded),
                is_user_timing: decoded.split(',').any(|it| it == "blink.user_timing"),
                kind: strings.intern(recorded::kind_of_group(&decoded)),
                is_ours: decoded == "asyncscope",
                is_tracked: decoded == "asyncscope.tracked",
            }
        })
    }
}

/// Values known by the bytes of a text.
#[derive(Debug)]
struct Known<'a, T> {
    table: HashTable<(&'a [u8], T)>,
    hasher: DefaultHashBuilder,
}

impl<'a, T: Copy> Known<'a, T> {
    #[inline]
    fn get(&mut self, raw: &'a [u8], make: impl FnOnce() -> T) -> T {
        let hash = self.hasher.hash_one(raw);
        if let Some(known) = self.table.find(hash, |it| it.0 == raw) {
            return known.1;
        }
        let made = make();
        let hasher = &self.hasher;
        self.table.insert_unique(hash, (raw, made), |it| hasher.hash_one(it.0));
        made
    }
}

impl<T> Default for Known<'_, T> {
    fn default() -> Self {
        Self { table: HashTable::new(), hasher: DefaultHashBuilder::default() }
    }
}
