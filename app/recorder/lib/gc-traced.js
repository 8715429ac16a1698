// Garbage collections by the trace events of V8, which tell when each began and ended and how much
// of the heap was used: about 10 us a collection, where a performance entry takes 60 and V8's own
// profiler of collections up to 190.
//
// `NodeTracing` of the inspector's protocol hands over all that came when it is stopped, at once,
// also while the process ends: https://chromedevtools.github.io/devtools-protocol/v8/NodeTracing/

import { createRequire } from 'node:module';

import { at, thread } from './thread.js';

/** The category of collections; little else is in it. */
const CATEGORY = 'v8';
const NAMES = new Map([['MinorGC', 'minor'], ['MajorGC', 'major']]);
/** By this name Node.js makes its main thread known. */
const MAIN = 'JavaScriptMainThread';

const require = createRequire(import.meta.url);

/** Whether this is the main thread, and nobody else takes traces: their events would be ours, too,
 * and ours theirs. */
export function mayTrace() {
  if (!thread.isMainThread) return false;
  try {
    return require('node:trace_events').getEnabledCategories() === undefined;
  } catch {
    return false;
  }
}

export class TracedCollections {
  #writer;
  #session;
  /** What V8 calls this thread. */
  #tid = thread.pid;
  /** By name, the collection that has begun. */
  #begun = new Map();

  /** Nothing where no trace can be taken. */
  static start(writer, session) {
    const made = new TracedCollections(writer, session);
    if (made.#begin()) return made;
    made.#end();
    return undefined;
  }

  constructor(writer, session) {
    this.#writer = writer;
    this.#session = session;
    session.on('NodeTracing.dataCollected', this.#take);
  }

  /** Writes those that came since the last time; whether more will come. */
  write() {
    this.#post('NodeTracing.stop');
    if (mayTrace() && this.#begin()) return true;
    this.#end();
    return false;
  }

  /** Writes the rest. */
  finish() {
    this.#post('NodeTracing.stop');
    this.#end();
  }

  #begin() {
    return this.#post('NodeTracing.start', { traceConfig: { includedCategories: [CATEGORY] } });
  }

  #end() {
    this.#session.off('NodeTracing.dataCollected', this.#take);
  }

  /** Whether it could be done. The answer comes before `post` returns. */
  #post(method, params) {
    let isDone = false;
    this.#session.post(method, params, (error) => {
      isDone = error === null;
    });
    return isDone;
  }

  #take = ({ params }) => {
    for (const event of params.value) {
      if (event.ph === 'M' && event.name === 'thread_name' && event.args.name === MAIN) this.#tid = event.tid;
    }
    for (const event of params.value) {
      if (event.tid !== this.#tid || !NAMES.has(event.name)) continue;
      if (event.ph === 'B') this.#begun.set(event.name, event);
      else if (event.ph === 'E') this.#write(event);
    }
  };

  #write({ name, ts, args }) {
    const begun = this.#begun.get(name);
    if (begun === undefined) return;
    this.#begun.delete(name);
    const { type: reason, usedHeapSizeBefore } = begun.args;
    const { usedHeapSizeAfter } = args;
    const members = { kind: NAMES.get(name), reason, usedHeapSizeBefore, usedHeapSizeAfter };
    this.#writer.add(
      `{"ph":"X","cat":"devtools.timeline,v8","name":"${name}",${at(begun.ts)},"dur":${ts - begun.ts},"args":${JSON.stringify(members)}}`,
    );
  }
}
