//! A request as a command of `curl`, to be pasted into a shell.

use crate::model::requests::{Exchange, Header};

/// Stands for a value that is not told.
const HIDDEN: &str = "HIDDEN";

/// What of a request is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CurlValues {
    /// Everything.
    All,
    /// Not the values of headers that open doors, and not the body.
    NoSecrets,
}

/// A command, and what is not in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Curl {
    /// The command, for a POSIX shell.
    pub command: String,
    /// What of the request is not in it, in words; empty if all is.
    pub left_out: Vec<String>,
}

/// The command that sends a request again. `exchange` is what the file holds of headers and body, if
/// it holds any.
///
/// Every argument stands in single quotes, in which a shell changes nothing. What `curl` makes
/// itself is left out: the names of HTTP/2 that begin with a colon, and the length of the body.
pub fn curl(method: &str, url: &str, exchange: Option<&Exchange>, values: CurlValues) -> Curl {
    let url = exchange.map(|it| it.url.as_str()).filter(|it| !it.is_empty()).unwrap_or(url);
    let body = exchange.and_then(|it| it.body.as_deref());
    let is_told = values == CurlValues::All;
    let mut left_out = Vec::new();
    let mut parts = vec![format!("curl --url {}", quoted(url))];
    if url.contains(['[', ']', '{', '}']) {
        parts.push("--globoff".to_owned()); // else curl takes them as a pattern
    }
    let usual = if body.is_some() && is_told { "POST" } else { "GET" };
    match method {
        "HEAD" => parts.push("--head".to_owned()),
        "" => {}
        method if method == usual => {}
        method => parts.push(format!("--request {}", quoted(method))),
    }
    let mut n_hidden = 0;
    for header in exchange.iter().flat_map(|it| &it.request).filter(|it| is_sent(it)) {
        let hides = !is_told && header.is_secret();
        n_hidden += usize::from(hides);
        parts.push(format!("--header {}", quoted(&line_of(header, hides))));
        if header.name.eq_ignore_ascii_case("accept-encoding") {
            parts.push("--compressed".to_owned());
        }
    }
    match body {
        Some(body) if is_told => parts.push(format!("--data-raw {}", quoted(body))),
        Some(body) => left_out.push(format!("the body of {} bytes", body.len())),
        None if matches!(method, "POST" | "PUT" | "PATCH") => {
            left_out.push("the body, which the recording does not hold".to_owned());
        }
        None => {}
    }
    match (n_hidden, exchange) {
        (_, None) => left_out.push("the headers, which the recording does not hold".to_owned()),
        (0, _) => {}
        (1, _) => left_out.push("the value of 1 header".to_owned()),
        (n, _) => left_out.push(format!("the values of {n} headers")),
    }
    Curl { command: parts.join(" \\\n  "), left_out }
}

/// Whether `curl` is to be told of a header.
fn is_sent(header: &Header) -> bool {
    let is_made = header.name.eq_ignore_ascii_case("content-length");
    !header.name.is_empty() && !header.name.starts_with(':') && !is_made
}

/// A header as `curl` takes it: one without a value ends with a semicolon.
fn line_of(header: &Header, hides: bool) -> String {
    let value = if hides { HIDDEN } else { header.value.trim() };
    let line = match value {
        "" => format!("{};", header.name),
        value => format!("{}: {value}", header.name),
    };
    line.replace(['\r', '\n'], " ")
}

/// An argument in single quotes. A quote within ends them, stands by itself, and begins them anew.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\0', "").replace('\'', r"'\''"))
}
