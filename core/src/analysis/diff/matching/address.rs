//! The address of a script without what changes from build to build and from machine to machine.

/// Folders in which builds put files that are named by their hashes.
const BUILT: [&str; 4] = ["assets", "chunks", "nodes", "entry"];

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
    let folder = parts.len().checked_sub(2).map(|it| parts[it].clone());
    let is_built = folder.is_some_and(|it| BUILT.contains(&it.as_str()));
    if let Some(last) = parts.last_mut() {
        *last = if is_built { without_hash_of_build(last) } else { without_hash(last) };
    }
    head.to_owned() + &parts.join("/")
}

/// The name of a file in a folder of builds: there, eight characters behind the last dash before
/// the extension are a hash (Rollup's and Vite's default), whatever characters they are, unless all
/// are small letters, as of a word.
fn without_hash_of_build(name: &str) -> String {
    let (stem, extension) = name.split_once('.').unwrap_or((name, ""));
    let at = stem.len().checked_sub(*HASH.start());
    let split = at.filter(|&at| at > 1 && stem.is_char_boundary(at)).map(|at| stem.split_at(at));
    match split {
        Some((head, hash)) if head.ends_with('-') && is_base64_url(hash) => {
            format!(
                "{head}*{}",
                if extension.is_empty() { String::new() } else { format!(".{extension}") }
            )
        }
        _ => without_hash(name),
    }
}

fn is_base64_url(text: &str) -> bool {
    text.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_' || it == b'-')
        && text.bytes().any(|it| !it.is_ascii_lowercase() && it != b'-')
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
/// letters, with a digit; or eight letters that no name is made of. Words have no digits, and
/// versions no capital letters.
fn is_hash(part: &str) -> bool {
    let has = |of: fn(&u8) -> bool| part.as_bytes().iter().any(of);
    let is_word = part.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_');
    let is_hex = part.bytes().all(|it| it.is_ascii_hexdigit());
    let is_mixed = is_hex || has(u8::is_ascii_uppercase);
    HASH.contains(&part.len())
        && is_word
        && (has(u8::is_ascii_digit) && is_mixed || is_unreadable(part))
}

/// Whether letters change between small and capital as no name does: `BxKdHdTe` is no word, while
/// `HomePage` and `parseURL` are.
fn is_unreadable(part: &str) -> bool {
    let is_small = |it: &u8| it.is_ascii_lowercase();
    let bytes = part.as_bytes();
    let n_rises =
        bytes.windows(2).filter(|it| is_small(&it[0]) && it[1].is_ascii_uppercase()).count();
    let longest = bytes.chunk_by(|a, b| is_small(a) && is_small(b));
    let longest = longest.filter(|it| is_small(&it[0])).map(<[u8]>::len).max().unwrap_or(0);
    part.len() == *HASH.start() && n_rises >= 2 && longest <= 2
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
            ("https://a.example/index-BxKdHdTe.js", "https://a.example/index-*.js"),
            ("https://a.example/assets/index-BxKdHdTe.js", "https://a.example/assets/index-*.js"),
            ("https://a.example/assets/index-CrownApe.js", "https://a.example/assets/index-*.js"),
            ("https://a.example/assets/index-D_x-Kd3a.js", "https://a.example/assets/index-*.js"),
            ("/assets/user-settings.js", "/assets/user-settings.js"),
            ("/assets/vendor.3f9c2b1a.js", "/assets/vendor.*.js"),
            ("/assets/app.js", "/assets/app.js"),
            ("/src/my-HomePage.js", "/src/my-HomePage.js"),
            ("/src/lib-parseURL.js", "/src/lib-parseURL.js"),
            ("/src/the-toDoList.js", "/src/the-toDoList.js"),
            ("/x/3f9c2b1a.js", "/x/3f9c2b1a.js"),
            ("/x/user-profile.component.js", "/x/user-profile.component.js"),
            ("/x/2024-01-02.js", "/x/2024-01-02.js"),
            ("/a/node_modules/lodash/map.js", "node_modules/lodash/map.js"),
            (
                "/b/node_modules/.pnpm/lodash@4.17.21/node_modules/lodash/map.js",
                "node_modules/lodash/map.js",
            ),
            ("https://cdn.example/lodash@4.17.21/map.js", "https://cdn.example/lodash/map.js"),
            ("https://cdn.example/x@2.0.0-beta.1/a.js", "https://cdn.example/x/a.js"),
            (
                "/a/node_modules/.pnpm/@s+x@1.0.0_y@2/node_modules/@s/x/i.js",
                "node_modules/@s/x/i.js",
            ),
            ("https://cdn.example/@scope/x@1.0.0/a.js", "https://cdn.example/@scope/x/a.js"),
            (r"C:\app\node_modules\x\i.js", "node_modules/x/i.js"),
        ] {
            assert_eq!(stable_address(url), expected, "{url}");
        }
    }
}
