//! The parts of an address, also of one that is not sound.

/// The parts of an address, as they stand in it. Any text has parts; what is missing is empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct UrlParts<'a> {
    /// Such as `https`, without the colon.
    pub scheme: &'a str,
    /// Host and port, without user name and password, such as `api.example:8080`.
    pub host: &'a str,
    /// From the first slash to the query, such as `/users/7`; for `data:` the type of its content.
    pub path: &'a str,
    /// Behind the question mark, without it.
    pub query: &'a str,
}

impl<'a> UrlParts<'a> {
    /// Takes an address apart. Nothing is decoded or checked.
    pub fn of(url: &'a str) -> Self {
        let url = url.split('#').next().unwrap_or_default();
        let Some((scheme, rest)) = scheme_of(url) else {
            let (path, query) = url.split_once('?').unwrap_or((url, ""));
            return Self { path, query, ..Self::default() };
        };
        if scheme.eq_ignore_ascii_case("data") {
            let path = rest.split([',', ';']).next().unwrap_or_default();
            return Self { scheme, path, ..Self::default() };
        }
        let (before, query) = rest.split_once('?').unwrap_or((rest, ""));
        let Some(after) = before.strip_prefix("//") else {
            return Self { scheme, path: before, query, ..Self::default() };
        };
        let (authority, path) = after.split_at(after.find('/').unwrap_or(after.len()));
        let host = authority.rsplit('@').next().unwrap_or_default();
        Self { scheme, host, path: if path.is_empty() { "/" } else { path }, query }
    }

    /// The host without its port.
    pub fn host_name(&self) -> &'a str {
        let port = self.host.rfind(':').filter(|&it| !self.host[it..].contains(']'));
        port.map_or(self.host, |it| &self.host[..it])
    }

    /// The last part of the path, or the host where there is none: what a narrow column shows.
    pub fn file_name(&self) -> &'a str {
        let last = self.path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        if last.is_empty() { self.host } else { last }
    }
}

/// The scheme of an address and what follows its colon.
fn scheme_of(url: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = url.split_once(':')?;
    let is_scheme = scheme.starts_with(|it: char| it.is_ascii_alphabetic())
        && scheme.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'+' | b'-' | b'.'));
    is_scheme.then_some((scheme, rest))
}

/// The address that `reference` means where it stands in the answer from `base`.
///
/// Source: RFC 3986, 5.2.2, without the removal of what is not there in practice.
pub fn resolve(base: &str, reference: &str) -> String {
    let reference = reference.split('#').next().unwrap_or_default();
    if scheme_of(reference).is_some() {
        return reference.to_owned();
    }
    let base_parts = UrlParts::of(base);
    let (scheme, host) = (base_parts.scheme, base_parts.host);
    if let Some(rest) = reference.strip_prefix("//") {
        return format!("{scheme}://{rest}");
    }
    if reference.is_empty() {
        return base.split('#').next().unwrap_or_default().to_owned();
    }
    if reference.starts_with('/') {
        return format!("{scheme}://{host}{}", without_dots(reference));
    }
    if reference.starts_with('?') {
        return format!("{scheme}://{host}{}{reference}", base_parts.path);
    }
    let folder = base_parts.path.rfind('/').map_or("/", |it| &base_parts.path[..=it]);
    format!("{scheme}://{host}{}", without_dots(&format!("{folder}{reference}")))
}

/// A path without `.` and `..`.
fn without_dots(path: &str) -> String {
    let (path, query) = path.split_at(path.find('?').unwrap_or(path.len()));
    let mut parts: Vec<&str> = Vec::new();
    let mut is_folder = false;
    for part in path.split('/').skip(1) {
        is_folder = matches!(part, "." | "..");
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            _ => parts.push(part),
        }
    }
    let end = if is_folder && !parts.is_empty() { "/" } else { "" };
    format!("/{}{end}{query}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_have_parts() {
        let parts = |url| {
            let it = UrlParts::of(url);
            (it.scheme, it.host, it.path, it.query)
        };
        assert_eq!(
            parts("https://me:pw@a.example:8080/x/y?q=1?2#z"),
            ("https", "a.example:8080", "/x/y", "q=1?2")
        );
        assert_eq!(parts("http://a.example"), ("http", "a.example", "/", ""));
        assert_eq!(parts("http://a.example?x"), ("http", "a.example", "/", "x"));
        assert_eq!(parts("data:text/html;base64,QUJD?"), ("data", "", "text/html", ""));
        assert_eq!(parts("/local?x"), ("", "", "/local", "x"));
        assert_eq!(parts("not a url"), ("", "", "not a url", ""));
        assert_eq!(parts("https://[::1"), ("https", "[::1", "/", ""));
        assert_eq!(parts("blob:https://a/7"), ("blob", "", "https://a/7", ""));
        assert_eq!(UrlParts::of("http://[::1]:80/").host_name(), "[::1]");
        assert_eq!(UrlParts::of("http://[::1]/").host_name(), "[::1]");
        assert_eq!(UrlParts::of("http://a:80/b/c/").file_name(), "c");
    }

    /// Expected: RFC 3986, section 5.4, with base `http://a/b/c/d?q`.
    #[test]
    fn references_resolve_as_in_the_standard() {
        for (reference, expected) in [
            ("g", "http://a/b/c/g"),
            ("./g", "http://a/b/c/g"),
            ("g/", "http://a/b/c/g/"),
            ("/g", "http://a/g"),
            ("//g", "http://g"),
            ("?y", "http://a/b/c/d?y"),
            ("g?y", "http://a/b/c/g?y"),
            ("..", "http://a/b/"),
            ("../g", "http://a/b/g"),
            ("../../g", "http://a/g"),
            ("../../../g", "http://a/g"),
            ("https://x/y#z", "https://x/y"),
            ("", "http://a/b/c/d?q"),
        ] {
            assert_eq!(resolve("http://a/b/c/d?q", reference), expected, "{reference}");
        }
    }
}
