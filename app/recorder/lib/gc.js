// Garbage collections: when and how long by performance entries, how much by V8's own profiler.

import { PerformanceObserver, constants } from 'node:perf_hooks';
import v8 from 'node:v8';

import { at } from './thread.js';
import { fromPerformance } from './clock.js';

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

/** Entries that wait for their sizes, at most. */
const MAX_WAITING = 10_000;

export class Collections {
  #writer;
  #sizer = typeof v8.GCProfiler === 'function' ? new v8.GCProfiler() : undefined;
  #waiting = [];
  #sizes = [];
  #observer = new PerformanceObserver((list) => this.#waiting.push(...list.getEntries()));

  constructor(writer) {
    this.#writer = writer;
    this.#observer.observe({ entryTypes: ['gc'] });
    this.#sizer?.start();
  }

  /** Writes those that have their sizes by now. Both lists are in order; each lacks a few. */
  write() {
    this.#waiting.push(...this.#observer.takeRecords());
    this.#takeSizes();
    while (this.#waiting.length > 0 && (this.#sizes.length > 0 || this.#sizer === undefined)) {
      const entry = this.#waiting.shift();
      this.#write(entry, this.#sizeOf(entry));
    }
    if (this.#waiting.length > MAX_WAITING) this.#writeAll();
  }

  /** Writes the rest. */
  finish() {
    this.write();
    this.#writeAll();
    this.#observer.disconnect();
    this.#sizer?.stop();
  }

  #takeSizes() {
    if (this.#sizer === undefined) return;
    const { statistics } = this.#sizer.stop() ?? { statistics: [] };
    for (const it of statistics) this.#sizes.push(it);
    this.#sizer.start();
  }

  /** The sizes of the collection of an entry: of its kind, and about as long. */
  #sizeOf(entry) {
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
