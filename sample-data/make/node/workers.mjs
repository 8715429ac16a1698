// A main thread and two workers with different, known loads.
//
// Worker 2 does three times the work of worker 1; the main thread mostly waits.
// Node writes one profile per thread.

import { Worker } from 'node:worker_threads';
import { setTimeout as sleep } from 'node:timers/promises';

function startWorker(shares) {
  const worker = new Worker(new URL('./worker.mjs', import.meta.url), { workerData: { shares } });
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

function coordinate() {
  let mixed = 1;
  for (let step = 0; step < 2_000_000; step++) mixed = Math.imul(mixed ^ step, 0x9e3779b1);
  return mixed;
}

const answers = Promise.all([startWorker(1), startWorker(3)]);
for (let turn = 0; turn < 40; turn++) {
  coordinate();
  await sleep(20);
}
await answers;
