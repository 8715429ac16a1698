//! Where code comes from, and what kind of work a box shows.

/// What kind of work a frame or span is; decides its colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Category {
    /// The program's own code.
    #[default]
    Application,
    /// Code of a package under `node_modules/`, or of a browser extension.
    Dependency,
    /// JavaScript inside Node.js (`node:` modules).
    NodeInternals,
    /// C++ of V8, Node.js or the browser, and built-in functions.
    Native,
    /// Garbage collection.
    GarbageCollection,
    /// Compilation, optimisation and deoptimisation.
    Compile,
    /// Parsing of scripts, HTML and style sheets.
    Parse,
    /// Style calculation and layout.
    StyleLayout,
    /// Painting and rasterising.
    Paint,
    /// WebAssembly and evaluated code.
    WasmEval,
    /// Native work outside any JavaScript, V8's `(program)`.
    Program,
    /// Nothing to do, V8's `(idle)`.
    Idle,
}

impl Category {
    /// Every category, in the order of legends.
    pub const ALL: [Category; 12] = [
        Self::Application,
        Self::Dependency,
        Self::NodeInternals,
        Self::Native,
        Self::GarbageCollection,
        Self::Compile,
        Self::Parse,
        Self::StyleLayout,
        Self::Paint,
        Self::WasmEval,
        Self::Program,
        Self::Idle,
    ];

    /// Its name for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Application => "Application",
            Self::Dependency => "Dependency",
            Self::NodeInternals => "Node internals",
            Self::Native => "Native",
            Self::GarbageCollection => "Garbage collection",
            Self::Compile => "Compile",
            Self::Parse => "Parse",
            Self::StyleLayout => "Style and layout",
            Self::Paint => "Paint",
            Self::WasmEval => "WebAssembly, eval",
            Self::Program => "Program",
            Self::Idle => "Idle",
        }
    }

    /// Its name in CSV, JSON and options: lower case with underscores.
    pub fn key(self) -> &'static str {
        match self {
            Self::Application => "application",
            Self::Dependency => "dependency",
            Self::NodeInternals => "node_internals",
            Self::Native => "native",
            Self::GarbageCollection => "gc",
            Self::Compile => "compile",
            Self::Parse => "parse",
            Self::StyleLayout => "style_layout",
            Self::Paint => "paint",
            Self::WasmEval => "wasm_eval",
            Self::Program => "program",
            Self::Idle => "idle",
        }
    }

    /// Whether this is code that ran: neither idle nor unattributed.
    pub fn is_idle(self) -> bool {
        self == Self::Idle
    }
}

/// Where a function's code comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin<'a> {
    /// The kind of code.
    pub category: Category,
    /// The package it belongs to, such as `lodash` or `@scope/name`, if any.
    pub package: Option<&'a str>,
}

impl<'a> Origin<'a> {
    /// Tells where the function `name` of the script `url` comes from.
    ///
    /// `has_position` says whether the function has a line: V8's built-in functions have neither
    /// script nor line, evaluated code has a line but no script.
    pub fn of(name: &str, url: &'a str, has_position: bool) -> Origin<'a> {
        let plain = |category| Origin { category, package: None };
        if url.is_empty() {
            return plain(match name {
                "(garbage collector)" => Category::GarbageCollection,
                "(program)" | "(root)" => Category::Program,
                "(idle)" => Category::Idle,
                _ if has_position => Category::WasmEval,
                _ => Category::Native,
            });
        }
        if url.starts_with("node:") || is_old_node_internal(url) {
            return plain(Category::NodeInternals);
        }
        if url.starts_with("wasm://") {
            return plain(Category::WasmEval);
        }
        if url.starts_with("native ") {
            return plain(Category::Native);
        }
        if let Some(package) = package_of(url) {
            return Origin { category: Category::Dependency, package: Some(package) };
        }
        plain(Category::Application)
    }
}

/// Node.js before 16 named its own scripts `fs.js` or `internal/modules/cjs/loader.js`.
fn is_old_node_internal(url: &str) -> bool {
    let Some(stem) = url.strip_suffix(".js") else { return false };
    !stem.starts_with('.') && (url.starts_with("internal/") || !url.contains(['/', '\\', ':']))
}

/// The package that a script belongs to: what follows the last `node_modules/`.
fn package_of(url: &str) -> Option<&str> {
    const FOLDER: &str = "node_modules";
    if let Some(rest) = url.strip_prefix("chrome-extension://") {
        return rest.split('/').next().filter(|it| !it.is_empty());
    }
    let is_separator = |c: char| matches!(c, '/' | '\\');
    let (start, _) = url.rmatch_indices(FOLDER).find(|&(at, _)| {
        let before = url[..at].chars().next_back();
        let after = url[at + FOLDER.len()..].chars().next();
        before.is_none_or(|c| is_separator(c) || c == '~') && after.is_some_and(is_separator)
    })?;
    let rest = &url[start + FOLDER.len() + 1..];
    let mut ends = rest.match_indices(is_separator).map(|(at, _)| at);
    let first = ends.next()?;
    let end = if rest.starts_with('@') { ends.next()? } else { first };
    (end > 0).then(|| &rest[..end])
}
