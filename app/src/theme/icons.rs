//! Icons: code points of the Phosphor glyphs in `assets/fonts/Phosphor-subset.ttf`.
//!
//! 16 points in chrome, 14 in buttons, 12 in chips. An icon alone always has a tooltip and an
//! accessible name.

/// `flame`
pub const FLAME: &str = "\u{e624}";
/// `chart-bar-horizontal`
pub const CHART_BAR_HORIZONTAL: &str = "\u{e152}";
/// `clock`
pub const CLOCK: &str = "\u{e19a}";
/// `timer`
pub const TIMER: &str = "\u{e492}";
/// `tree-structure`
pub const TREE_STRUCTURE: &str = "\u{e67c}";
/// `list-magnifying-glass`
pub const LIST_MAGNIFYING_GLASS: &str = "\u{ebe0}";
/// `arrow-down`
pub const ARROW_DOWN: &str = "\u{e03e}";
/// `arrow-up`
pub const ARROW_UP: &str = "\u{e08e}";
/// `caret-down`
pub const CARET_DOWN: &str = "\u{e136}";
/// `caret-right`
pub const CARET_RIGHT: &str = "\u{e13a}";
/// `caret-left`
pub const CARET_LEFT: &str = "\u{e138}";
/// `x`
pub const X: &str = "\u{e4f6}";
/// `magnifying-glass`
pub const MAGNIFYING_GLASS: &str = "\u{e30c}";
/// `funnel-simple`
pub const FUNNEL_SIMPLE: &str = "\u{e268}";
/// `sun`
pub const SUN: &str = "\u{e472}";
/// `moon`
pub const MOON: &str = "\u{e330}";
/// `file`
pub const FILE: &str = "\u{e230}";
/// `file-js`
pub const FILE_JS: &str = "\u{eb24}";
/// `folder-open`
pub const FOLDER_OPEN: &str = "\u{e256}";
/// `cpu`
pub const CPU: &str = "\u{e610}";
/// `warning`
pub const WARNING: &str = "\u{e4e0}";
/// `warning-circle`
pub const WARNING_CIRCLE: &str = "\u{e4e2}";
/// `info`
pub const INFO: &str = "\u{e2ce}";
/// `check-circle`
pub const CHECK_CIRCLE: &str = "\u{e184}";
/// `x-circle`
pub const X_CIRCLE: &str = "\u{e4f8}";
/// `export`
pub const EXPORT: &str = "\u{eaf0}";
/// `copy`
pub const COPY: &str = "\u{e1ca}";
/// `plus`
pub const PLUS: &str = "\u{e3d4}";
/// `minus`
pub const MINUS: &str = "\u{e32a}";
/// `keyboard`
pub const KEYBOARD: &str = "\u{e2d8}";
/// `stack`
pub const STACK: &str = "\u{e466}";
/// `function`
pub const FUNCTION: &str = "\u{ebe4}";
/// `sidebar-simple`
pub const SIDEBAR_SIMPLE: &str = "\u{ec24}";
/// `rows`
pub const ROWS: &str = "\u{e5a2}";
/// `list-bullets`
pub const LIST_BULLETS: &str = "\u{e2f2}";
/// `file-arrow-down`
pub const FILE_ARROW_DOWN: &str = "\u{e232}";
/// `arrow-clockwise`
pub const ARROW_CLOCKWISE: &str = "\u{e036}";
/// `prohibit`
pub const PROHIBIT: &str = "\u{e3de}";
/// `circle-notch`
pub const CIRCLE_NOTCH: &str = "\u{eb44}";
/// `path`
pub const PATH: &str = "\u{e39c}";
/// `graph`
pub const GRAPH: &str = "\u{eb58}";
/// `trash`
pub const TRASH: &str = "\u{e4a6}";
/// `arrows-out-line-horizontal`
pub const ARROWS_OUT_LINE_HORIZONTAL: &str = "\u{e534}";
/// `recycle`
pub const RECYCLE: &str = "\u{e75a}";
/// `push-pin`
pub const PUSH_PIN: &str = "\u{e3e2}";
/// `code`
pub const CODE: &str = "\u{e1bc}";
/// `arrow-left`
pub const ARROW_LEFT: &str = "\u{e058}";
/// `arrow-right`
pub const ARROW_RIGHT: &str = "\u{e06c}";
/// `caret-up`
pub const CARET_UP: &str = "\u{e13c}";
/// `gear`
pub const GEAR: &str = "\u{e270}";
/// `columns`
pub const COLUMNS: &str = "\u{e546}";
/// `squares-four`
pub const SQUARES_FOUR: &str = "\u{e464}";
/// `swap`
pub const SWAP: &str = "\u{e83c}";
/// `target`
pub const TARGET: &str = "\u{e47c}";
/// `crosshair`
pub const CROSSHAIR: &str = "\u{e1d6}";
/// `check`
pub const CHECK: &str = "\u{e182}";
/// `command`
pub const COMMAND: &str = "\u{e1c4}";
/// `hash`
pub const HASH: &str = "\u{e2a2}";
/// `package`
pub const PACKAGE: &str = "\u{e390}";
/// `text-aa`
pub const TEXT_AA: &str = "\u{e6ee}";
/// `question`
pub const QUESTION: &str = "\u{e3e8}";
/// `eye`
pub const EYE: &str = "\u{e220}";
/// `drop-half`
pub const DROP_HALF: &str = "\u{e566}";
/// `trend-up`
pub const TREND_UP: &str = "\u{e4ae}";
/// `star`
pub const STAR: &str = "\u{e46a}";
/// `eye-slash`
pub const EYE_SLASH: &str = "\u{e224}";
/// `scales`
pub const SCALES: &str = "\u{e750}";
/// `lightning`
pub const LIGHTNING: &str = "\u{e2de}";
/// `clock-counter-clockwise`
pub const CLOCK_COUNTER_CLOCKWISE: &str = "\u{e1a0}";
/// `pulse`
pub const PULSE: &str = "\u{e000}";
/// `globe`
pub const GLOBE: &str = "\u{e288}";
/// `arrows-left-right`
pub const ARROWS_LEFT_RIGHT: &str = "\u{e0a0}";
/// `file-text`
pub const FILE_TEXT: &str = "\u{e23a}";
/// `dots-three`
pub const DOTS_THREE: &str = "\u{e1fe}";
