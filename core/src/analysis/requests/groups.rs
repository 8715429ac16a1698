//! Requests taken together: by endpoint, host, type, status class or initiator.

use std::cmp::Reverse;

use hashbrown::HashMap;
use rayon::prelude::*;

use crate::analysis::pace::Pace;
use crate::analysis::requests::{RequestStats, TemplateRules, request_stats};
use crate::model::requests::UrlParts;
use crate::model::{Recording, Request, RequestIndex};
use crate::strings::StringIndex;
use crate::task::{Cancelled, Task};

/// What requests have in common that are taken together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum RequestGrouping {
    /// Method, host and template of the path.
    #[default]
    Endpoint,
    /// The host, with its port.
    Host,
    /// What they were asked for as.
    Type,
    /// The hundreds of the status, or how they ended without one.
    Status,
    /// The document or script that made them be sent.
    Initiator,
}

/// The name of a group.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GroupName {
    /// The method; empty unless they are endpoints.
    pub method: String,
    /// The host; empty unless they are endpoints.
    pub host: String,
    /// The template of the path, or the name of another kind of group.
    pub name: String,
}

/// Requests that are taken together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestGroup {
    /// What they have in common.
    pub name: GroupName,
    /// The requests, in order of start.
    pub rows: Vec<RequestIndex>,
    /// Their figures.
    pub stats: RequestStats,
}

/// Takes `rows` together; most requests first, then by name.
pub fn request_groups(
    recording: &Recording,
    rows: &[RequestIndex],
    grouping: RequestGrouping,
    rules: &TemplateRules,
    task: &Task,
) -> Result<Vec<RequestGroup>, Cancelled> {
    let namer = Namer { recording, grouping, rules };
    let mut known: HashMap<Key, usize> = HashMap::new();
    let mut by_name: HashMap<GroupName, usize> = HashMap::new();
    let mut groups: Vec<(GroupName, Vec<RequestIndex>)> = Vec::new();
    let mut pace = Pace::new(task);
    for &row in rows {
        pace.step()?;
        let request = recording.requests.get(row);
        let key = namer.key(request);
        let group = *known.entry(key).or_insert_with(|| {
            let name = namer.name(request);
            *by_name.entry(name.clone()).or_insert_with(|| {
                groups.push((name, Vec::new()));
                groups.len() - 1
            })
        });
        groups[group].1.push(row);
    }
    let mut groups: Vec<RequestGroup> = groups
        .into_par_iter()
        .map(|(name, rows)| {
            task.advance(rows.len() as u64)?;
            let stats = request_stats(recording, &rows);
            Ok(RequestGroup { name, rows, stats })
        })
        .collect::<Result<_, Cancelled>>()?;
    groups
        .sort_by(|a, b| (Reverse(a.stats.count), &a.name).cmp(&(Reverse(b.stats.count), &b.name)));
    Ok(groups)
}

/// Those of `rows` that belong to the group called `name`, in the same order.
pub fn requests_of_group(
    recording: &Recording,
    rows: &[RequestIndex],
    (grouping, name): (RequestGrouping, &GroupName),
    rules: &TemplateRules,
    task: &Task,
) -> Result<Vec<RequestIndex>, Cancelled> {
    let namer = Namer { recording, grouping, rules };
    let mut known: HashMap<Key, bool> = HashMap::new();
    let mut kept = Vec::new();
    let mut pace = Pace::new(task);
    for &row in rows {
        pace.step()?;
        let request = recording.requests.get(row);
        let is_kept =
            *known.entry(namer.key(request)).or_insert_with(|| namer.name(request) == *name);
        kept.extend(is_kept.then_some(row));
    }
    Ok(kept)
}

/// What a name is made of. It is looked up for every request, so that each name is made but once for
/// each of them.
type Key = (Option<StringIndex>, Option<StringIndex>, u32);

/// Names the group that a request belongs to.
struct Namer<'a> {
    recording: &'a Recording,
    grouping: RequestGrouping,
    rules: &'a TemplateRules,
}

impl RequestGrouping {
    /// Every way, in the order they are offered.
    pub const ALL: [RequestGrouping; 5] =
        [Self::Endpoint, Self::Host, Self::Type, Self::Status, Self::Initiator];

    /// Its name in reports and for people.
    pub fn key(self) -> &'static str {
        match self {
            Self::Endpoint => "endpoint",
            Self::Host => "host",
            Self::Type => "type",
            Self::Status => "status",
            Self::Initiator => "initiator",
        }
    }
}

impl std::fmt::Display for GroupName {
    /// Such as `GET api.example /users/:id`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for part in [&self.method, &self.host].into_iter().filter(|it| !it.is_empty()) {
            write!(f, "{part} ")?;
        }
        f.write_str(&self.name)
    }
}

impl Namer<'_> {
    /// What the name of a request's group is made of.
    fn key(&self, request: &Request) -> Key {
        match self.grouping {
            RequestGrouping::Endpoint => (Some(request.url), Some(request.method), 0),
            RequestGrouping::Host => (Some(request.url), None, 0),
            RequestGrouping::Type => (None, None, request.kind as u32),
            RequestGrouping::Status => {
                let class = request.status.map_or(0, |it| u32::from(it / 100));
                (None, None, class << 8 | request.outcome as u32)
            }
            RequestGrouping::Initiator => {
                (request.initiator.url, None, request.initiator.kind as u32)
            }
        }
    }

    fn name(&self, request: &Request) -> GroupName {
        let recording = self.recording;
        let url = UrlParts::of(recording.text(request.url));
        let host = || match (url.host, url.scheme) {
            ("", "") => "(none)".to_owned(),
            ("", scheme) => format!("{scheme}:"),
            (host, _) => host.to_ascii_lowercase(),
        };
        let name = match self.grouping {
            RequestGrouping::Endpoint => {
                let method = recording.text(request.method).to_owned();
                let name = self.rules.apply(url.path).into_owned();
                return GroupName { method, host: host(), name };
            }
            RequestGrouping::Host => host(),
            RequestGrouping::Type => request.kind.key().to_owned(),
            RequestGrouping::Status => match request.status {
                Some(status) if request.outcome.is_failure() && status < 400 => {
                    format!("{}xx, {}", status / 100, request.outcome.key())
                }
                Some(status) => format!("{}xx", status / 100),
                None => request.outcome.key().to_owned(),
            },
            RequestGrouping::Initiator => match request.initiator.url {
                Some(url) => recording.text(url).to_owned(),
                None => format!("({})", request.initiator.kind.key()),
            },
        };
        GroupName { name, ..GroupName::default() }
    }
}
