//! From the text of a filter to what it means.

use regex::RegexBuilder;

use crate::analysis::name_filter::NameFilter;
use crate::analysis::requests::filter::{FilterError, Glob, RequestFilter, Term, Test, Trait};
use crate::model::requests::{Outcome, RequestKind};

impl RequestFilter {
    /// The filter that `text` says.
    pub fn parse(text: &str) -> Result<Self, FilterError> {
        let terms = words(text).iter().map(|it| term(it)).collect::<Result<_, _>>()?;
        Ok(Self { terms, text: text.trim().to_owned() })
    }
}

/// The words of a filter: separated by spaces that stand neither in quotes nor in a regular
/// expression. Quotes are taken away.
fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let word = words.last_mut().map_or("", |it| it.as_str());
        let begins_regex = c == '/' && (word.is_empty() || word == "-");
        if begins_regex && let Some(length) = regex_length(rest.as_str()) {
            let (regex, behind) = rest.as_str().split_at(length);
            words.extend([String::new()]);
            let last = words.len() - 2;
            words[last] += &format!("/{regex}");
            rest = behind.chars();
        } else if c == '"' {
            quoted = !quoted;
        } else if c.is_whitespace() && !quoted {
            words.push(String::new());
        } else if let Some(word) = words.last_mut() {
            word.push(c);
        }
    }
    words.retain(|it| !it.is_empty() && it != "-");
    words
}

/// How many bytes a regular expression takes up to and with its closing slash, if it ends a word.
fn regex_length(text: &str) -> Option<usize> {
    let mut is_escaped = false;
    for (at, c) in text.char_indices() {
        if c == '/' && !is_escaped {
            let behind = text[at + 1..].chars().next();
            return (at > 0 && behind.is_none_or(char::is_whitespace)).then_some(at + 1);
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    None
}

fn term(word: &str) -> Result<Term, FilterError> {
    let (is_negated, text) = word.strip_prefix('-').map_or((false, word), |it| (true, it));
    let error = |problem: String| FilterError { word: word.to_owned(), problem };
    let test = match text.split_once(':') {
        Some((key, value)) => keyed(&key.to_ascii_lowercase(), value).map_err(error)?,
        None => None,
    };
    let test = if let Some(test) = test {
        test
    } else {
        let filter = NameFilter::parse(text).map_err(|it| error(it.to_string()))?;
        Test::Url(filter.ok_or_else(|| error("it holds nothing to look for".to_owned()))?)
    };
    Ok(Term { is_negated, test })
}

/// What a word with a key means; `None` if there is no such key, so that `localhost:80` is text.
fn keyed(key: &str, value: &str) -> Result<Option<Test>, String> {
    let values =
        || -> Vec<&str> { value.split(',').map(str::trim).filter(|it| !it.is_empty()).collect() };
    let texts = || values().into_iter().map(str::to_lowercase).collect::<Vec<String>>();
    let globs = || values().into_iter().map(glob).collect::<Result<Vec<Glob>, String>>();
    let test = match key {
        "status" | "status-code" => Test::Status(each(&values(), status)?),
        "method" => Test::Method(texts()),
        "domain" | "host" => Test::Domain(globs()?),
        "scheme" => Test::Scheme(texts()),
        "path" => Test::Path(globs()?),
        "url" => {
            let filter = NameFilter::parse(value).map_err(|it| it.to_string())?;
            Test::Url(filter.ok_or("it holds nothing to look for")?)
        }
        "larger-than" => Test::LargerThan(bytes(value)?),
        "smaller-than" => Test::SmallerThan(bytes(value)?),
        "slower-than" => Test::SlowerThan(nanos(value)?),
        "faster-than" => Test::FasterThan(nanos(value)?),
        "mime-type" | "mime" => Test::Mime(texts()),
        "type" | "resource-type" => Test::Type(each(&values(), kind)?),
        "outcome" => Test::Outcome(each(&values(), outcome)?),
        "is" => Test::Is(each(&values(), quality)?),
        "priority" => Test::Priority(texts()),
        "protocol" => Test::Protocol(texts()),
        "side" => Test::Side(texts()),
        "initiator" => Test::Initiator(texts()),
        "error" => Test::Reason(texts()),
        _ => return Ok(None),
    };
    if values().is_empty() {
        return Err(format!("nothing stands behind `{key}:`"));
    }
    Ok(Some(test))
}

fn each<T>(values: &[&str], read: impl Fn(&str) -> Result<T, String>) -> Result<Vec<T>, String> {
    values.iter().map(|it| read(it)).collect()
}

/// `404`, `5xx`, `400-499`, or `0` for no status.
fn status(text: &str) -> Result<(u16, u16), String> {
    let wrong = || format!("`{text}` is no status: expected 404, 4xx or 400-499");
    let number = |it: &str| it.parse::<u16>().ok().filter(|it| *it < 1_000).ok_or_else(wrong);
    if let Some(class) = text.strip_suffix(['x', 'X']).and_then(|it| it.strip_suffix(['x', 'X'])) {
        let class = number(class).ok().filter(|it| (1..10).contains(it)).ok_or_else(wrong)?;
        return Ok((class * 100, class * 100 + 99));
    }
    match text.split_once('-') {
        Some((first, last)) => Ok((number(first)?, number(last)?)),
        None => number(text).map(|it| (it, it)),
    }
}

/// `100`, `100k` or `1.5M`, in thousands as DevTools counts.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to fit")]
fn bytes(text: &str) -> Result<u64, String> {
    let lower = text.trim().to_ascii_lowercase();
    let lower = lower.strip_suffix('b').unwrap_or(&lower);
    let (digits, factor) = match lower.strip_suffix(['k', 'm', 'g']) {
        Some(digits) if lower.ends_with('k') => (digits, 1e3),
        Some(digits) if lower.ends_with('m') => (digits, 1e6),
        Some(digits) => (digits, 1e9),
        None => (lower, 1.0),
    };
    let number = digits.parse::<f64>().ok().map(|it| (it * factor).round());
    let number = number.filter(|it| (0.0..1.8e19).contains(it));
    number.map(|it| it as u64).ok_or_else(|| format!("`{text}` is no size: expected 100k or 1.5M"))
}

/// `1s`, `200ms`, `50us`, `2min`, or a bare number of milliseconds.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to fit")]
fn nanos(text: &str) -> Result<u64, String> {
    let lower = text.trim().to_ascii_lowercase();
    let units = [("min", 6e10), ("ms", 1e6), ("us", 1e3), ("µs", 1e3), ("ns", 1.0), ("s", 1e9)];
    let found = units.iter().find_map(|(unit, factor)| Some((lower.strip_suffix(unit)?, *factor)));
    let (digits, factor) = found.unwrap_or((&lower, 1e6));
    let number = digits.trim().parse::<f64>().ok().map(|it| (it * factor).round());
    let number = number.filter(|it| (0.0..1.8e19).contains(it));
    number.map(|it| it as u64).ok_or_else(|| format!("`{text}` is no time: expected 200ms or 1.5s"))
}

fn kind(text: &str) -> Result<RequestKind, String> {
    RequestKind::of_name(text).ok_or_else(|| {
        let known: Vec<&str> = RequestKind::ALL.iter().map(|it| it.key()).collect();
        format!("`{text}` is no type: expected one of {}", known.join(", "))
    })
}

fn outcome(text: &str) -> Result<Outcome, String> {
    let found = Outcome::ALL.into_iter().find(|it| it.key().eq_ignore_ascii_case(text));
    found.ok_or_else(|| {
        let known: Vec<&str> = Outcome::ALL.iter().map(|it| it.key()).collect();
        format!("`{text}` is no outcome: expected one of {}", known.join(", "))
    })
}

fn quality(text: &str) -> Result<Trait, String> {
    Ok(match text.to_ascii_lowercase().as_str() {
        "from-cache" => Trait::FromCache,
        "running" | "pending" => Trait::Pending,
        "failed" => Trait::Failed,
        "redirect" => Trait::Redirect,
        "service-worker-intercepted" | "service-worker" => Trait::ServiceWorker,
        _ => {
            let known = "from-cache, running, failed, redirect, service-worker";
            return Err(format!("`{text}` is unknown: expected one of {known}"));
        }
    })
}

/// A text with `*` for anything.
fn glob(text: &str) -> Result<Glob, String> {
    let parts: Vec<String> = text.split('*').map(regex::escape).collect();
    let mut builder = RegexBuilder::new(&format!("^{}$", parts.join(".*")));
    let regex = builder.case_insensitive(true).build();
    regex.map(Glob).map_err(|_too_big| format!("`{}` is too long", text.len()))
}
