//! What a snapshot knows of when and where its objects were allocated.

/// The state of the heap at one moment of an allocation timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeapSample {
    /// Microseconds since the timeline began.
    pub time_us: u64,
    /// The largest id that any object had by then.
    pub last_id: u64,
}

/// A function that allocated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AllocationFunction {
    /// Its name: a number of a text.
    pub name: u32,
    /// Its script: a number of a text.
    pub script: u32,
    /// V8's number of the script.
    pub script_id: u64,
    /// Line counted from 1; 0 or `None` where there is none.
    pub line: Option<u32>,
    /// Column counted from 1; 0 or `None` where there is none.
    pub column: Option<u32>,
}

/// A call path that allocated: a function called along one path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AllocationTrace {
    /// What nodes call it.
    pub id: u32,
    /// A row of [`AllocationTraces::functions`].
    pub function: u32,
    /// The row of its caller's path, always an earlier one.
    pub caller: Option<u32>,
    /// Objects allocated there, dead ones included.
    pub count: u64,
    /// Their bytes.
    pub size: u64,
}

/// Where objects were allocated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AllocationTraces {
    /// Functions.
    pub functions: Vec<AllocationFunction>,
    /// Call paths, callers before callees.
    pub traces: Vec<AllocationTrace>,
}
