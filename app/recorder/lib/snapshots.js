// Heap snapshots on request: numbered, written beside the recording, and marked in it.

import fs from 'node:fs';
import path from 'node:path';
import v8 from 'node:v8';

import { at, thread } from './thread.js';
import { nowUs } from './clock.js';

export class Snapshots {
  #writer;
  #stem;
  #onTaken;
  /** Those taken so far, of which `compareSnapshots` asks. */
  taken = [];

  constructor(writer, file, onTaken) {
    this.#writer = writer;
    this.#onTaken = onTaken;
    this.#stem = file.replace(/(\.asyncscope)?(\.json)?$/, '');
  }

  /** Collects garbage where that is exposed, and takes one; without a file where none is wanted. */
  take({ file = true } = {}) {
    globalThis.gc?.();
    const generation = this.taken.length + 1;
    const memoryUsage = process.memoryUsage();
    const snapshot = { generation, timestamp: Date.now(), memoryUsage };
    const start = nowUs();
    const written = file ? this.#write(generation) : undefined;
    const members = {
      generation,
      memoryUsage,
      ...(written && { file: path.basename(written), bytes: fs.statSync(written).size, pauseUs: nowUs() - start }),
    };
    if (written) snapshot.file = written;
    this.taken.push(snapshot);
    this.#writer.add(
      `{"ph":"I","s":"t","cat":"asyncscope","name":"heapSnapshot",${at(start)},"args":${JSON.stringify(members)}}`,
    );
    this.#onTaken();
    return snapshot;
  }

  #write(generation) {
    const owner = thread.isMainThread ? thread.pid : `${thread.pid}-${thread.threadId}`;
    return v8.writeHeapSnapshot(`${this.#stem}.${owner}.${generation}.heapsnapshot`);
  }
}
