// Sampled allocations of what is still alive, as in a `.heapprofile`.
//
// V8 collects the whole heap whenever the profile is read. So it is read at the end, and before
// that only now and then, while the heap is small and that is quick.

import { at } from './thread.js';
import { nowUs } from './clock.js';

/** A larger heap is not collected for this, in bytes. */
const SMALL_HEAP = 64 * 1024 * 1024;
/** Once a reading took so long, in microseconds, the next one is the last. */
const LONG = 50_000;

export class AllocationSampler {
  #writer;
  #session;
  #isQuick = true;

  constructor(writer, session, samplingInterval) {
    this.#writer = writer;
    this.#session = session;
    session.post('HeapProfiler.startSampling', { samplingInterval });
  }

  /** Writes the profile up to now, if that does not hold up the program. */
  writeIfQuick() {
    if (this.#isQuick && process.memoryUsage().heapTotal < SMALL_HEAP) this.write();
  }

  /** Writes the profile up to now. */
  write() {
    const start = nowUs();
    this.#session.post('HeapProfiler.getSamplingProfile', (error, result) => {
      if (error) return;
      const profile = JSON.stringify(result.profile);
      this.#writer.add(`{"ph":"I","s":"t","cat":"asyncscope","name":"heapProfile",${at()},"args":{"profile":${profile}}}`);
    });
    this.#isQuick = nowUs() - start < LONG;
  }
}
