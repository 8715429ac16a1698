/** Statistics of the operations of one name, over at most its latest 16 384. Milliseconds. */
export interface OperationStats {
  count: number;
  avg: number;
  /** Nearest rank, as everywhere in Asyncscope. */
  p50: number;
  p95: number;
  p99: number;
}

/** Statistics of outgoing requests that are over. */
export interface RequestStats {
  count: number;
  /** Milliseconds. */
  averageDuration: number;
  /** Bytes. */
  totalSize: number;
  /** From 0 to 1: of all, those whose response came whole with a status below 400. */
  successRate: number;
}

export interface Stats {
  operations: Record<string, OperationStats>;
  requests: RequestStats;
}

export interface Snapshot {
  /** 1 for the first of this thread. */
  generation: number;
  /** Milliseconds since 1970. */
  timestamp: number;
  memoryUsage: NodeJS.MemoryUsage;
  /** The `.heapsnapshot`, where one was written. */
  file?: string;
}

export interface SnapshotDifference {
  /** Bytes. */
  heapDiff: { used: number; total: number };
  /** Milliseconds. */
  timeDiff: number;
}

export interface TrackedMetadata {
  /** What it is counted under instead of its class. */
  label?: string;
  /** Bytes. */
  size?: number;
  [key: string]: unknown;
}

export interface TrackedClass {
  name: string;
  created: number;
  collected: number;
  alive: number;
  aliveBytes: number;
  /** In order of time. A generation ends with a snapshot; without any, with each major collection. */
  generations: { created: number; survived: number }[];
  /** By trend; the last generation never counts, it may simply not have been collected yet. */
  verdict: 'growing' | 'steady' | 'unknown' | 'collected';
}

export interface TrackedRequest {
  /** Its response came: status and bytes. */
  complete(status: number, size?: number): void;
  fail(error?: unknown): void;
}

/**
 * Calls `fn` and records it as an operation: until it returns or throws, or until its promise
 * settles. What `fn` returns is returned, what it throws is thrown. `attributes` are kept as JSON.
 */
export function profile<T>(name: string, fn: () => T, attributes?: Record<string, unknown>): T;

/**
 * Samples the CPU until the returned function is called. While everything is sampled anyway, the
 * interval stays as it is.
 */
export function startSampling(options?: { intervalUs?: number }): () => void;

/**
 * Collects garbage where `--expose-gc` is given, and takes a heap snapshot, which halts the thread.
 * `file: false` only notes the memory in use.
 */
export function takeSnapshot(options?: { file?: boolean }): Snapshot;

/**
 * What was added from one snapshot to another; `Invalid snapshot generation` is thrown where there
 * is none of that number.
 */
export function compareSnapshots(
  before: number | Snapshot,
  after: number | Snapshot,
): SnapshotDifference;

/** Watches until `object` is collected, and returns it. */
export function trackObject<T extends object>(object: T, metadata?: TrackedMetadata): T;

/** Classes of tracked objects, the most suspect first. */
export function detectLeaks(): TrackedClass[];

/** Records a request that is made by other means than `http`, `https` and `fetch`. */
export function trackRequest(url: string | URL, options?: { method?: string }): TrackedRequest;

/** Marks this moment. */
export function mark(name: string): void;

/** Statistics of what this thread has recorded so far. */
export function getStats(): Stats;
