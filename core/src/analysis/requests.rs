//! Questions about requests: which, how many, how long, how often they fail, what led to what.
//!
//! ```text
//! RequestTable + Selection ──select──▶ rows ──┬─ stats, groups ─▶ endpoints, hosts, types, …
//!                                             ├─ load ──────────▶ concurrency, throughput
//!                                             ├─ order, neighbours
//!                                             └─ chains ────────▶ redirects, critical chain
//! ```
//!
//! A request that had not ended when the recording did is pending: it counts, but is in no figure
//! of durations. Percentiles are nearest ranks: each is the duration of one of the requests.

mod chains;
mod filter;
mod filter_words;
mod groups;
mod load;
mod neighbours;
mod order;
mod overview;
mod select;
mod stats;
mod templates;

pub use chains::{critical_chain, initiator_chain, redirect_chain, slowest};
pub use filter::{FilterError, RequestFilter};
pub use groups::{GroupName, RequestGroup, RequestGrouping, request_groups, requests_of_group};
pub use load::{Concurrency, Throughput, concurrency, throughput};
pub use neighbours::{Neighbours, neighbours};
pub use order::{RequestKey, RequestOrder, sort_requests};
pub use overview::{
    FEW_REQUESTS, RequestOverview, most_at_once, request_histogram, request_overview,
};
pub use select::{RequestSelection, selected_requests};
pub use stats::{RequestStats, failure_reason, request_stats};
pub use templates::{RuleError, TemplateRule, TemplateRules};
