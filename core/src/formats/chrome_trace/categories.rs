//! What kind of work a span is, by its name and groups.

use crate::model::Category;

/// Names of spans, by category. Where a name ends with `*`, it is the beginning of one.
const NAMES: &[(Category, &[&str])] = &[
    (
        Category::Application,
        &[
            "FunctionCall",
            "EvaluateScript",
            "EventDispatch",
            "FireAnimationFrame",
            "FireIdleCallback",
            "HandlePostMessage",
            "RunMicrotasks",
            "TimerFire",
            "V8.Execute",
            "V8.RunMicrotasks",
            "V8.ScriptRun",
            "V8Console::runTask",
            "XHRLoad",
            "XHRReadyStateChange",
            "v8.callFunction",
            "v8.evaluateModule",
            "v8.run",
        ],
    ),
    (
        Category::Parse,
        &[
            "ParseAuthorStyleSheet",
            "ParseHTML",
            "V8.Parse*",
            "V8.PreParse*",
            "V8.BackgroundParse*",
            "v8.parse*",
        ],
    ),
    (
        Category::Compile,
        &[
            "V8.Baseline*",
            "V8.BytecodeBudgetInterrupt*",
            "V8.Compile*",
            "V8.CollectSourcePositions",
            "V8.Deopt*",
            "V8.FinalizeBaseline*",
            "V8.FinalizeMaglev*",
            "V8.GraphBuilding*",
            "V8.Maglev*",
            "V8.MarkCandidatesForOptimization",
            "V8.Optimize*",
            "V8.RecompileConcurrent",
            "V8.RecompileSynchronous",
            "V8.TF*",
            "V8.Turbofan*",
            "V8.TurbolevFan*",
            "v8.compile*",
            "v8.deserialize*",
            "v8.produce*",
            "v8.wasm.compile*",
        ],
    ),
    (
        Category::StyleLayout,
        &[
            "Document::recalcStyle",
            "Document::updateStyle",
            "HitTest",
            "InvalidateLayout",
            "IntersectionObserverController::computeIntersections",
            "Layout",
            "LocalFrameView::layout",
            "LocalFrameView::performLayout",
            "PrePaint",
            "RecalculateStyles",
            "ScheduleStyleRecalculation",
            "UpdateLayerTree",
            "UpdateLayoutTree",
        ],
    ),
    (
        Category::Paint,
        &[
            "ActivateLayerTree",
            "Commit",
            "CompositeLayers",
            "Decode Image",
            "Decode LazyPixelRef",
            "Draw LazyPixelRef",
            "DrawFrame",
            "GPUTask",
            "ImageDecodeTask",
            "Layerize",
            "Paint",
            "PaintImage",
            "PaintSetup",
            "RasterTask",
            "Rasterize",
            "Resize Image",
            "UpdateLayer",
        ],
    ),
    (
        Category::GarbageCollection,
        &["BlinkGC*", "CppGC*", "GCEvent", "MajorGC", "MinorGC", "ThreadState::*GC", "V8.GC*"],
    ),
    (
        Category::Program,
        &[
            "MessageLoop::RunTask",
            "Program",
            "RunTask",
            "Task",
            "TaskQueueManager::ProcessTaskFromWorkQueue",
            "ThreadControllerImpl::RunTask",
            "ThreadPool_RunTask",
        ],
    ),
];

/// Groups whose every span is of one category, most telling first.
const GROUPS: &[(Category, &[&str])] = &[
    (
        Category::GarbageCollection,
        &["blink_gc", "cppgc", "disabled-by-default-cppgc", "disabled-by-default-v8.gc"],
    ),
    (Category::Compile, &["disabled-by-default-v8.compile", "disabled-by-default-v8.turbofan"]),
    (Category::Application, &["asyncscope", "blink.console", "blink.user_timing"]),
    (Category::NodeInternals, &["node"]),
];

/// The groups of Chromium and V8 that events of their own C++ code stand in.
const NATIVE_GROUPS: &[&str] = &[
    "IndexedDB",
    "ServiceWorker",
    "android",
    "base",
    "benchmark",
    "blink",
    "browser",
    "cc",
    "content",
    "devtools",
    "disk_cache",
    "evdev",
    "event",
    "extensions",
    "gpu",
    "input",
    "io",
    "ipc",
    "latencyInfo",
    "loading",
    "media",
    "memory",
    "mojom",
    "navigation",
    "net",
    "netlog",
    "omnibox",
    "passwords",
    "rail",
    "renderer_host",
    "renderer",
    "scheduler",
    "sequence_manager",
    "shutdown",
    "skia",
    "startup",
    "sync",
    "task_scheduler",
    "test_gpu",
    "toplevel",
    "ui",
    "v8",
    "viz",
    "webaudio",
    "webkit",
    "webrtc",
];

/// The kind of work that spans named `name` are, if the name tells.
pub(super) fn of_name(name: &str) -> Option<Category> {
    let is_meant = |pattern: &str| match pattern.split_once('*') {
        Some((start, end)) => name.starts_with(start) && name.ends_with(end),
        None => name == pattern,
    };
    let found = NAMES.iter().find(|(_, patterns)| patterns.iter().any(|it| is_meant(it)));
    found.map(|(category, _)| *category)
}

/// The kind of work that spans in `groups`, separated by commas, are: the browser's own code if a
/// group is the browser's, and the program's own if none is known.
pub(super) fn of_groups(groups: &str) -> Category {
    let is_in = |known: &[&str]| groups.split(',').any(|it| known.contains(&it.trim()));
    if let Some((category, _)) = GROUPS.iter().find(|(_, known)| is_in(known)) {
        return *category;
    }
    let is_native = |group: &str| {
        let group = group.trim();
        let group = group.strip_prefix("disabled-by-default-").unwrap_or(group);
        NATIVE_GROUPS.contains(&group.split('.').next().unwrap_or_default())
    };
    if groups.split(',').any(is_native) { Category::Native } else { Category::Application }
}
