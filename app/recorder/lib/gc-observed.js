// Garbage collections by performance entries, which tell when and how long, and V8's own profiler of
// collections, which tells how much.

import { PerformanceObserver, constants } from 'node:perf_hooks';
import v8 from 'node:v8';

import { at } from './thread.js';
import { fromPerformance, nowUs } from './clock.js';

const KINDS = new Map([
  [constants.NODE_PERFORMANCE_GC_MINOR, 'minor'],
  [constants.NODE_PERFORMANCE_GC_MAJOR, 'major'],
  [constants.NODE_PERFORMANCE_GC_INCREMENTAL, 'incremental'],
  [constants.NODE_PERFORMANCE_GC_WEAKCB, 'weak callbacks'],
]);

/** What V8's profiler calls them. */
const KIND_OF_TYPE = {
  Scavenge: 'minor',
  MinorMarkCompact: 'minor',
  MinorMarkSweep: 'minor',
  MarkSweepCompact: 'major',
  IncrementalMarking: 'incremental',
  ProcessWeakCallbacks: 'weak callbacks',
};

const newSizer = () => (typeof v8.GCProfiler === 'function' ? new v8.GCProfiler() : undefined);

/** Entries that wait for their sizes, at most. */
const MAX_WAITING = 10_000;

/** Sizing one collection takes about so many microseconds: V8 writes all that it knows as text. */
const US_TO_SIZE = 200;
/** Of all time, sizing may take so much; where collections are many, only some seconds have sizes. */
const MOST_OF_ALL = 1 / 500;
const SECOND = 1e6;

export class ObservedCollections {
  #writer;
  #sizer = newSizer();
  /** Since when they are sized, and when they are to be again, in microseconds. */
  #since = 0;
  #next = 0;
  #waiting = [];
  #sizes = [];
  #observer = new PerformanceObserver((list) => this.#keep(list.getEntries()));

  constructor(writer) {
    this.#writer = writer;
    this.#observer.observe({ entryTypes: ['gc'] });
    this.#sizer?.start();
  }

  /** Writes those that have their sizes by now; that more will come. Both lists are in order; each
   * lacks a few. */
  write() {
    this.#keep(this.#observer.takeRecords());
    const isSized = this.#takeSizes();
    while (this.#waiting.length > 0 && (this.#sizes.length > 0 || !isSized)) {
      const entry = this.#waiting.shift();
      this.#write(entry, this.#sizeOf(entry));
    }
    if (!isSized) this.#sizes.length = 0;
    if (this.#waiting.length > MAX_WAITING) this.#writeAll();
    return true;
  }

  /** Writes the rest. */
  finish() {
    this.write();
    this.#writeAll();
    this.#observer.disconnect();
    this.#sizer?.stop();
  }

  #keep(entries) {
    for (const entry of entries) this.#waiting.push(entry);
  }

  /** Whether there are sizes of those that came since the last time, and will be of the next. */
  #takeSizes() {
    const now = nowUs();
    const wasSized = this.#sizer !== undefined;
    if (wasSized) {
      const { statistics } = this.#sizer.stop() ?? { statistics: [] };
      for (const it of statistics) this.#sizes.push(it);
      this.#next = now + statistics.length * US_TO_SIZE / MOST_OF_ALL - SECOND;
      this.#sizer = undefined;
    }
    if (now < this.#next) return false;
    // A new one: on Node 18 one that was stopped never starts again.
    this.#sizer = newSizer();
    this.#sizer?.start();
    if (!wasSized) this.#since = now;
    return wasSized && this.#sizer !== undefined;
  }

  /** The sizes of the collection of an entry: of its kind, and about as long. */
  #sizeOf(entry) {
    if (fromPerformance(entry.startTime) < this.#since) return undefined;
    const kind = KINDS.get(entry.detail?.kind);
    const at = this.#sizes.findIndex((it) =>
      KIND_OF_TYPE[it.gcType] === kind && Math.abs(it.cost / 1e3 - entry.duration) < 1 + entry.duration / 10);
    if (at === -1) return undefined;
    const [found] = this.#sizes.splice(0, at + 1).slice(-1);
    return found;
  }

  #writeAll() {
    for (const entry of this.#waiting.splice(0)) this.#write(entry, undefined);
  }

  #write(entry, sizes) {
    const kind = KINDS.get(entry.detail?.kind) ?? 'unknown';
    const name = kind === 'minor' ? 'MinorGC' : 'MajorGC';
    const duration = Math.round(entry.duration * 1e3);
    const before = sizes?.beforeGC?.heapStatistics?.usedHeapSize;
    const after = sizes?.afterGC?.heapStatistics?.usedHeapSize;
    const freed = before === undefined ? '' : `,"usedHeapSizeBefore":${before},"usedHeapSizeAfter":${after}`;
    this.#writer.add(
      `{"ph":"X","cat":"devtools.timeline,v8","name":"${name}",${at(fromPerformance(entry.startTime))},"dur":${duration},"args":{"kind":"${kind}"${freed}}}`,
    );
  }
}
