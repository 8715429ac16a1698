// Sampled allocations of what is still alive, as in a `.heapprofile`.

import { at } from './thread.js';

export class AllocationSampler {
  #writer;
  #session;

  constructor(writer, session, samplingInterval) {
    this.#writer = writer;
    this.#session = session;
    session.post('HeapProfiler.startSampling', { samplingInterval });
  }

  /** Writes the profile up to now. */
  write() {
    this.#session.post('HeapProfiler.getSamplingProfile', (error, result) => {
      if (error) return;
      const profile = JSON.stringify(result.profile);
      this.#writer.add(`{"ph":"I","s":"t","cat":"asyncscope","name":"heapProfile",${at()},"args":{"profile":${profile}}}`);
    });
  }
}
