//! How the views of requests are set, and how that changes.

mod columns;
mod rules;

pub use columns::{ColumnSetting, RequestColumn, StoredColumn};
pub use rules::RuleSetting;

use std::sync::Arc;

use asyncscope_core::analysis::requests::{
    FilterError, GroupName, RequestFilter, RequestGrouping, RequestKey, RequestOrder,
    RequestSelection,
};
use asyncscope_core::export::CurlValues;
use asyncscope_core::model::RequestIndex;

use crate::filter::Filter;
use crate::views::endpoints::columns as group_columns;
use crate::widgets::table::Sort;

/// Sorting by more than this tells nothing more.
const MOST_KEYS: usize = 4;

/// How the requests are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RequestMode {
    /// A table with a narrow waterfall.
    #[default]
    Table,
    /// A waterfall with names before it.
    Waterfall,
}

/// Which requests are looked at, and how they are taken together: part of the places that back and
/// forward go through.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RequestPlace {
    /// The words that are typed.
    pub filter: Filter,
    /// Only those of this group.
    pub group: Option<(RequestGrouping, GroupName)>,
    /// How the requests are shown.
    pub mode: RequestMode,
    /// What a row of the view of endpoints is.
    pub grouping: RequestGrouping,
    /// The group that is looked into.
    pub chosen: Option<GroupName>,
}

/// How the views of requests are set.
#[derive(Clone, Debug)]
pub struct RequestSetting {
    /// Which requests are looked at.
    pub place: RequestPlace,
    /// Which paths are one endpoint.
    pub rules: RuleSetting,
    /// The order of requests: what is compared first stands first.
    pub order: Vec<RequestOrder>,
    /// What a click on the head of the waterfall sorts by.
    pub waterfall_by: RequestKey,
    /// The selected requests, sorted, where they are more than one; the selected thing is one of
    /// them.
    pub several: Option<Arc<Vec<RequestIndex>>>,
    /// Where the rows end that were selected one after the other.
    pub until: Option<RequestIndex>,
    /// The order of groups.
    pub groups: Sort,
    /// Whether values of headers are shown.
    pub shows_values: bool,
    /// What is to be copied once its headers are read.
    pub wants_curl: Option<(RequestIndex, CurlValues)>,
}

impl Default for RequestSetting {
    fn default() -> Self {
        Self {
            place: RequestPlace::default(),
            rules: RuleSetting::default(),
            order: vec![RequestOrder { key: RequestKey::Start, descending: false }],
            waterfall_by: RequestKey::Start,
            several: None,
            until: None,
            groups: Sort { column: group_columns::COUNT, descending: true },
            shows_values: false,
            wants_curl: None,
        }
    }
}

/// A change of how the views of requests are set.
#[derive(Clone, Debug, PartialEq)]
pub enum RequestCommand {
    /// Show a table or a waterfall.
    Mode(RequestMode),
    /// Sort by a key alone, or turn it round.
    Sort(RequestOrder),
    /// Sort by a key where those before it tell nothing apart; the second time the other way
    /// round, the third time no longer.
    SortAlso(RequestOrder),
    /// What a click on the head of the waterfall sorts by; sorts by it.
    WaterfallBy(RequestKey),
    /// Show or hide a column.
    Column(RequestColumn, bool),
    /// Put a column before another one; `None` is the end.
    MoveColumn(RequestColumn, Option<RequestColumn>),
    /// Make a column so many points wide, or as wide as it is by itself.
    Resize(RequestColumn, Option<u16>),
    /// Columns as they are at first.
    ResetColumns,
    /// Select these requests, of which the first is the selected thing.
    SelectSeveral(RequestIndex, Vec<RequestIndex>),
    /// Select one more, or one less.
    Toggle(RequestIndex),
    /// What a row of the view of endpoints is.
    Group(RequestGrouping),
    /// Look into a group.
    Choose(GroupName),
    /// Sort the groups.
    SortGroups(Sort),
    /// Show only requests of a group, or all.
    Only(Option<(RequestGrouping, GroupName)>),
    /// Show or close the rules of endpoints.
    ShowRules(bool),
    /// What stands in the field of a rule.
    Rule(usize, String),
    /// Add an empty rule at the end.
    AddRule,
    /// Take a rule away.
    RemoveRule(usize),
    /// Try a rule before the one above it.
    RaiseRule(usize),
    /// The rules as they are at first.
    ResetRules,
    /// Show values of headers, or dots.
    ShowValues(bool),
    /// Copy a request as a command of curl.
    Curl(RequestIndex, CurlValues),
}

impl RequestSetting {
    /// What is asked of requests beside time and threads; an error while the filter is none.
    ///
    /// # Errors
    ///
    /// If the filter says something that it cannot mean, with the word.
    pub fn selection(&self) -> Result<RequestSelection, FilterError> {
        let filter = request_filter(&self.place.filter)?;
        Ok(RequestSelection { filter, rules: self.rules.rules().clone() })
    }

    /// Carries out a change. Selecting is about the selection, and columns are those of every
    /// recording: that is done by `apply`.
    pub fn change(&mut self, command: RequestCommand) {
        match command {
            RequestCommand::Mode(mode) => self.place.mode = mode,
            RequestCommand::Sort(order) => self.order = vec![order],
            RequestCommand::SortAlso(order) => self.sort_also(order),
            RequestCommand::WaterfallBy(key) => {
                self.waterfall_by = key;
                let descending = !matches!(key, RequestKey::Start | RequestKey::End);
                self.order = vec![RequestOrder { key, descending }];
            }
            RequestCommand::Group(grouping) => {
                self.place.grouping = grouping;
                self.place.chosen = None;
            }
            RequestCommand::Choose(name) => self.place.chosen = Some(name),
            RequestCommand::SortGroups(sort) => self.groups = sort,
            RequestCommand::Only(group) => self.place.group = group,
            RequestCommand::ShowRules(shown) => self.rules.is_open = shown,
            RequestCommand::Rule(at, text) => self.rules.set(at, text),
            RequestCommand::AddRule => self.rules.add(),
            RequestCommand::RemoveRule(at) => self.rules.remove(at),
            RequestCommand::RaiseRule(at) => self.rules.raise(at),
            RequestCommand::ResetRules => self.rules.reset(),
            RequestCommand::ShowValues(shown) => self.shows_values = shown,
            RequestCommand::Curl(request, values) => self.wants_curl = Some((request, values)),
            RequestCommand::SelectSeveral(..)
            | RequestCommand::Toggle(_)
            | RequestCommand::Column(..)
            | RequestCommand::MoveColumn(..)
            | RequestCommand::Resize(..)
            | RequestCommand::ResetColumns => {}
        }
    }

    fn sort_also(&mut self, order: RequestOrder) {
        let Some(at) = self.order.iter().position(|it| it.key == order.key) else {
            self.order.truncate(MOST_KEYS - 1);
            self.order.push(order);
            return;
        };
        if self.order[at] != order && self.order.len() > 1 {
            self.order.remove(at);
        } else {
            self.order[at].descending = !self.order[at].descending;
        }
    }

    /// The requests that are selected, given the one that is the selected thing.
    pub fn selected(&self, entity: Option<RequestIndex>) -> Vec<RequestIndex> {
        match &self.several {
            Some(several) => several.to_vec(),
            None => entity.into_iter().collect(),
        }
    }
}

/// What a text means: words, or all of it a regular expression for the address.
///
/// # Errors
///
/// If it says something that it cannot mean.
pub fn request_filter(filter: &Filter) -> Result<RequestFilter, FilterError> {
    if !filter.is_regex || filter.is_empty() {
        return RequestFilter::parse(&filter.text);
    }
    // A slash would end the expression.
    let mut text = String::from("/");
    let mut is_escaped = false;
    for it in filter.text.chars() {
        if it == '/' && !is_escaped {
            text.push('\\');
        }
        is_escaped = it == '\\' && !is_escaped;
        text.push(it);
    }
    text.push('/');
    RequestFilter::parse(&text)
}
