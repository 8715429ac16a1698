//! What can be written behind `requests`.

use asyncscope_core::analysis::requests::{
    RequestFilter, RequestGrouping, RequestSelection, TemplateRule, TemplateRules,
};
use clap::{Args, ValueEnum};

use crate::cli::args::ReportArgs;
use crate::cli::error::CliError;

pub(in crate::cli) const HELP: &str = "\
Filter: words that must all hold, as in DevTools; a minus turns one round, a comma within one means
\"or\", quotes keep spaces together. A word without a key is looked for in the address; between slashes
it is a regular expression.
  status:404 status:5xx status:400-499  method:POST  domain:*.api.com  path:/users/*  scheme:wss
  larger-than:100k smaller-than:1M  slower-than:1s faster-than:50ms  mime-type:json  type:image
  outcome:aborted  is:failed is:running is:from-cache is:redirect  error:refused  priority:High
  initiator:app.js  protocol:h2  side:server

Rules: a path's parts that match become a placeholder, so that addresses of one endpoint are one row.
The first rule that matches counts; those of --rule come before the ones below.
  uuid=  three dashes and more  :uuid      id=[0-9]+             :id
  date=  2026-01-02[T03:04:05]  :date      hash=[0-9a-fA-F]{16,}  :hash

Figures: durations of requests that ended, failed ones included; percentiles are nearest ranks;
success_rate is succeeded of those that ended, 0 to 1.

JSON: {report, schema, file, filter, total_requests, most_at_once, totals, requests: [{start_ns,
method, url, status, outcome, type, duration_ns, phases_ns, transferred_bytes, decoded_bytes,
reason, redirected_to, redirected_from, initiator, time_gap_ns, answerer}], critical_chain,
redirects}; with --by, {…, by, rules, total_rows, groups: [{method, host, name, count, succeeded,
failed, pending, success_rate, avg_ns, p50_ns, p95_ns, p99_ns, max_ns, sum_ns, union_ns,
transferred_bytes, decoded_bytes, failures}]}; with --over-time, {…, over_time: [{start_ns, end_ns,
started, failed, transferred_bytes, most_at_once}]}";

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum By {
    /// Method, host and path, with placeholders for numbers and the like
    Endpoint,
    /// Host and port
    Host,
    /// What they were asked for as: document, script, fetch, …
    Type,
    /// The hundreds of the status, or how they ended without one
    Status,
    /// The document or script that made them be sent
    Initiator,
}

impl From<By> for RequestGrouping {
    fn from(by: By) -> Self {
        match by {
            By::Endpoint => Self::Endpoint,
            By::Host => Self::Host,
            By::Type => Self::Type,
            By::Status => Self::Status,
            By::Initiator => Self::Initiator,
        }
    }
}

/// What stands first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Sort {
    /// What was asked for first
    Start,
    /// What took longest
    Duration,
    /// What took most bytes over the network
    Size,
}

/// Which requests are meant, and which of them are one endpoint.
#[derive(Debug, Args)]
pub(in crate::cli) struct RequestFilterArgs {
    /// Only requests for which all of these words hold: status:5xx method:POST slower-than:1s
    #[arg(long, value_name = "EXPR", allow_hyphen_values = true)]
    filter: Option<String>,
    /// A rule for endpoints: a path such as /users/:name, or NAME=REGEX for its parts; repeatable
    #[arg(long, value_name = "RULE")]
    rule: Vec<String>,
    /// Only the rules given by --rule
    #[arg(long)]
    only_rules: bool,
}

impl RequestFilterArgs {
    /// What the options ask for.
    pub(in crate::cli) fn selection(&self) -> Result<RequestSelection, CliError> {
        let text = self.filter.as_deref().unwrap_or_default();
        let filter = RequestFilter::parse(text)
            .map_err(|error| CliError::Question(format!("--filter: {error}")))?;
        let mut rules = Vec::new();
        for text in &self.rule {
            let rule = TemplateRule::parse(text);
            rules.push(rule.map_err(|error| CliError::Question(format!("--rule: {error}")))?);
        }
        if !self.only_rules {
            rules.extend(TemplateRules::default().rules().iter().cloned());
        }
        Ok(RequestSelection { filter, rules: TemplateRules::new(rules) })
    }
}

/// Options of `requests`.
#[derive(Debug, Args)]
pub(in crate::cli) struct RequestsArgs {
    /// Take them together
    #[arg(long, value_name = "WHAT")]
    pub(super) by: Option<By>,
    /// What happens in each of N equal parts of the time: started, failed, bytes, at once
    #[arg(long, value_name = "N", conflicts_with = "by",
        value_parser = clap::value_parser!(u16).range(1..=10_000))]
    pub(super) over_time: Option<u16>,
    #[command(flatten)]
    pub(super) filter: RequestFilterArgs,
    /// What stands first in the list
    #[arg(long, value_name = "WHAT", default_value = "start")]
    pub(super) sort: Sort,
    /// How many rows to print
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub(super) top: usize,
    #[command(flatten)]
    pub(super) report: ReportArgs,
}
