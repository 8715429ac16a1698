//! The columns of the table of requests: which are shown, in what order, how wide.

use asyncscope_core::analysis::requests::RequestKey;
use serde::{Deserialize, Serialize};

use super::RequestCommand;

/// A column of the table of requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "their titles say it")]
pub enum RequestColumn {
    Start,
    Method,
    Path,
    Host,
    Url,
    Status,
    Outcome,
    Type,
    Mime,
    Transferred,
    Decoded,
    Duration,
    Wait,
    Initiator,
    Protocol,
    Priority,
    Server,
    Answerer,
    Side,
    Waterfall,
}

impl RequestColumn {
    /// Every column, in the order they are offered.
    pub const ALL: [RequestColumn; 20] = [
        Self::Start,
        Self::Method,
        Self::Path,
        Self::Host,
        Self::Url,
        Self::Status,
        Self::Outcome,
        Self::Type,
        Self::Mime,
        Self::Transferred,
        Self::Decoded,
        Self::Duration,
        Self::Wait,
        Self::Initiator,
        Self::Protocol,
        Self::Priority,
        Self::Server,
        Self::Answerer,
        Self::Side,
        Self::Waterfall,
    ];

    /// What its head says.
    pub fn title(self) -> &'static str {
        match self {
            Self::Start => "Start",
            Self::Method => "Method",
            Self::Path => "Path",
            Self::Host => "Host",
            Self::Url => "Address",
            Self::Status => "Status",
            Self::Outcome => "Outcome",
            Self::Type => "Type",
            Self::Mime => "Content type",
            Self::Transferred => "Size",
            Self::Decoded => "Decoded",
            Self::Duration => "Duration",
            Self::Wait => "Wait",
            Self::Initiator => "Initiator",
            Self::Protocol => "Protocol",
            Self::Priority => "Priority",
            Self::Server => "Server",
            Self::Answerer => "Answered by",
            Self::Side => "Side",
            Self::Waterfall => "Waterfall",
        }
    }

    /// What it means.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Start => "When it was asked for",
            Self::Method => "How it asks: GET, POST, …",
            Self::Path => "Path and query of its address",
            Self::Host => "Host and port",
            Self::Url => "The whole address",
            Self::Status => "Status of the answer, or why there is none",
            Self::Outcome => "How it ended, and why",
            Self::Type => "What it was asked for as",
            Self::Mime => "The type of the content",
            Self::Transferred => "Bytes that came over the network, headers included",
            Self::Decoded => "Bytes of the content after decompression",
            Self::Duration => "From asking to its end",
            Self::Wait => "From sending to the first byte of the answer",
            Self::Initiator => "What made it be sent",
            Self::Protocol => "Such as h2",
            Self::Priority => "As the browser ranks it",
            Self::Server => "The address of the server",
            Self::Answerer => "The network, a cache, a service worker",
            Self::Side => "Whether this program asks, or is asked",
            Self::Waterfall => "When it was under way, and what the time went to",
        }
    }

    /// What a click on its head sorts by; `None` for the waterfall, which can be several things.
    pub fn key(self) -> Option<RequestKey> {
        Some(match self {
            Self::Start => RequestKey::Start,
            Self::Method => RequestKey::Method,
            Self::Path => RequestKey::Path,
            Self::Host => RequestKey::Host,
            Self::Url => RequestKey::Url,
            Self::Status => RequestKey::Status,
            Self::Outcome => RequestKey::Outcome,
            Self::Type => RequestKey::Kind,
            Self::Mime => RequestKey::Mime,
            Self::Transferred => RequestKey::Transferred,
            Self::Decoded => RequestKey::Decoded,
            Self::Duration => RequestKey::Duration,
            Self::Wait => RequestKey::Wait,
            Self::Initiator => RequestKey::Initiator,
            Self::Protocol => RequestKey::Protocol,
            Self::Priority => RequestKey::Priority,
            Self::Server => RequestKey::Server,
            Self::Answerer => RequestKey::Answerer,
            Self::Side => RequestKey::Side,
            Self::Waterfall => return None,
        })
    }

    /// Whether it holds numbers, of which the largest are looked for first.
    pub fn is_number(self) -> bool {
        matches!(
            self,
            Self::Start | Self::Transferred | Self::Decoded | Self::Duration | Self::Wait
        )
    }
}

/// The columns that are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnSetting {
    /// From left to right, each with its width in points if it was made wider or narrower.
    shown: Vec<(RequestColumn, Option<u16>)>,
}

impl Default for ColumnSetting {
    fn default() -> Self {
        use RequestColumn as C;
        let shown = [
            C::Start,
            C::Method,
            C::Path,
            C::Host,
            C::Status,
            C::Type,
            C::Transferred,
            C::Duration,
            C::Waterfall,
        ];
        Self { shown: shown.map(|it| (it, None)).to_vec() }
    }
}

/// A column by its name, and its width.
pub type StoredColumn = (String, Option<u16>);

/// Narrower columns cannot be taken hold of.
const LEAST: u16 = 32;
/// Wider ones leave no room for others.
const MOST: u16 = 900;

impl ColumnSetting {
    /// The columns from left to right, with their width if it was set by hand.
    pub fn shown(&self) -> &[(RequestColumn, Option<u16>)] {
        &self.shown
    }

    /// Carries out a change of columns; whether it was one.
    pub fn change(&mut self, command: &RequestCommand) -> bool {
        match *command {
            RequestCommand::Column(column, shown) => self.show(column, shown),
            RequestCommand::MoveColumn(column, before) => self.put(column, before),
            RequestCommand::Resize(column, width) => self.resize(column, width),
            RequestCommand::ResetColumns => *self = Self::default(),
            _ => return false,
        }
        true
    }

    /// The columns by names that are kept from run to run.
    pub fn stored(&self) -> Vec<StoredColumn> {
        let name = |it: RequestColumn| match serde_json::to_value(it) {
            Ok(serde_json::Value::String(name)) => name,
            _ => String::new(),
        };
        self.shown.iter().map(|(column, width)| (name(*column), *width)).collect()
    }

    /// The columns of such names; unknown ones are left out. As they are at first where none is left.
    pub fn of_stored(stored: Vec<StoredColumn>) -> Self {
        let mut setting = Self { shown: Vec::new() };
        for (name, width) in stored {
            let Ok(column) = serde_json::from_value(serde_json::Value::String(name)) else {
                continue;
            };
            if !setting.has(column) {
                setting.shown.push((column, None));
                setting.resize(column, width);
            }
        }
        if setting.shown.is_empty() { Self::default() } else { setting }
    }

    /// Whether a column is shown.
    pub fn has(&self, column: RequestColumn) -> bool {
        self.place(column).is_some()
    }

    fn place(&self, column: RequestColumn) -> Option<usize> {
        self.shown.iter().position(|it| it.0 == column)
    }

    /// Shows a column, or hides it. The last one stays.
    fn show(&mut self, column: RequestColumn, shown: bool) {
        match (self.place(column), shown) {
            (None, true) => {
                // Beside those it stands beside in the list, and before the waterfall.
                let rank = |it: RequestColumn| RequestColumn::ALL.iter().position(|all| *all == it);
                let after = self.shown.iter().rposition(|it| rank(it.0) < rank(column));
                self.shown.insert(after.map_or(0, |it| it + 1), (column, None));
            }
            (Some(at), false) if self.shown.len() > 1 => {
                self.shown.remove(at);
            }
            _ => {}
        }
    }

    /// Puts a column before another one; `None` is the end.
    fn put(&mut self, column: RequestColumn, before: Option<RequestColumn>) {
        if before == Some(column) {
            return;
        }
        let Some(from) = self.place(column) else { return };
        let it = self.shown.remove(from);
        let to = before.and_then(|it| self.place(it)).unwrap_or(self.shown.len());
        self.shown.insert(to, it);
    }

    /// Makes a column so many points wide, or as wide as it is by itself.
    fn resize(&mut self, column: RequestColumn, width: Option<u16>) {
        if let Some(at) = self.place(column) {
            self.shown[at].1 = width.map(|it| it.clamp(LEAST, MOST));
        }
    }
}
