//! The address of a script without what changes from build to build and from machine to machine.

/// Shortest text that can be the hash of a build: webpack and Vite write eight characters.
const HASH: std::ops::RangeInclusive<usize> = 8..=64;

/// An address without query and fragment, without the folders above a package, without hashes and
/// versions, such as `lodash/map.js` for `file:///app/node_modules/lodash@4.17.21/map.js?v=2`.
pub(super) fn stable_address(url: &str) -> String {
    let url = url.split(['?', '#']).next().unwrap_or_default();
    let url = url.replace('\\', "/");
    let inside = url.rfind("node_modules/").map(|at| &url[at + "node_modules/".len()..]);
    let (head, path) = match inside {
        Some(inside) => ("node_modules/", inside),
        None => ("", url.strip_prefix("file://").unwrap_or(&url)),
    };
    let mut parts: Vec<String> = path.split('/').map(without_version).collect();
    if let Some(last) = parts.last_mut() {
        *last = without_hash(last);
    }
    head.to_owned() + &parts.join("/")
}

/// A part of a path without the version behind its name: `lodash@4.17.21` is `lodash`.
fn without_version(part: &str) -> String {
    match part.rsplit_once('@') {
        Some((name, version))
            if !name.is_empty() && version.starts_with(|it: char| it.is_ascii_digit()) =>
        {
            name.to_owned()
        }
        _ => part.to_owned(),
    }
}

/// A file name whose hash is a star: `app.3f9c2b1a.js` and `app-BxY12abc.js` are `app.*.js` and
/// `app-*.js`.
fn without_hash(name: &str) -> String {
    let mut start = 0;
    let mut result = String::with_capacity(name.len());
    for (at, separator) in name.match_indices(['.', '-']) {
        push_part(&mut result, &name[start..at], start > 0);
        result.push_str(separator);
        start = at + 1;
    }
    push_part(&mut result, &name[start..], start > 0 && !name[..start].ends_with('.'));
    result
}

fn push_part(result: &mut String, part: &str, may_be_hash: bool) {
    result.push_str(if may_be_hash && is_hash(part) { "*" } else { part });
}

/// Whether a text looks like a hash: hexadecimal with a digit, or letters of both cases, or capital
/// letters, with a digit. Words have no digits, and versions no capital letters.
fn is_hash(part: &str) -> bool {
    let has = |of: fn(&u8) -> bool| part.as_bytes().iter().any(of);
    let is_word = part.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_');
    let is_hex = part.bytes().all(|it| it.is_ascii_hexdigit());
    HASH.contains(&part.len())
        && is_word
        && has(u8::is_ascii_digit)
        && (is_hex || has(u8::is_ascii_uppercase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changes_from_build_to_build_is_left_out() {
        for (url, expected) in [
            ("", ""),
            ("node:fs", "node:fs"),
            ("file:///app/src/a.js", "/app/src/a.js"),
            ("https://a.example/app.js?v=7#x", "https://a.example/app.js"),
            ("https://a.example/app.3f9c2b1a.js", "https://a.example/app.*.js"),
            ("https://a.example/assets/index-BxY12abc.js", "https://a.example/assets/index-*.js"),
            ("https://a.example/chunk-5BQ3WLSF.mjs", "https://a.example/chunk-*.mjs"),
            ("/x/3f9c2b1a.js", "/x/3f9c2b1a.js"),
            ("/x/user-profile.component.js", "/x/user-profile.component.js"),
            ("/x/2024-01-02.js", "/x/2024-01-02.js"),
            ("/a/node_modules/lodash/map.js", "node_modules/lodash/map.js"),
            (
                "/b/node_modules/.pnpm/lodash@4.17.21/node_modules/lodash/map.js",
                "node_modules/lodash/map.js",
            ),
            ("https://cdn.example/lodash@4.17.21/map.js", "https://cdn.example/lodash/map.js"),
            ("https://cdn.example/@scope/x@1.0.0/a.js", "https://cdn.example/@scope/x/a.js"),
            (r"C:\app\node_modules\x\i.js", "node_modules/x/i.js"),
        ] {
            assert_eq!(stable_address(url), expected, "{url}");
        }
    }
}
