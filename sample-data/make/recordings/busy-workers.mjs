// CPU work in three workers, whose shares are 1 : 2 : 3, and one block of the main thread.
//
// Prints what is true of its recording, by its own counts.

import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

import { profile } from 'asyncscope-recorder';

const PIECES = 12;
const BLOCK_MS = 400;

function grind(steps) {
  let mixed = 1;
  for (let step = 0; step < steps; step += 1) mixed = Math.imul(mixed ^ step, 0x9e3779b1);
  return mixed;
}

function blockTheLoop(milliseconds) {
  const end = performance.now() + milliseconds;
  let mixed = 1;
  while (performance.now() < end) mixed ^= grind(10_000);
  return mixed;
}

if (isMainThread) {
  const url = new URL(import.meta.url);
  const workers = [1, 2, 3].map((share) => new Worker(url, { workerData: { share } }));
  const answers = Promise.all(workers.map((it) => once(it, 'message')));
  const ends = Promise.all(workers.map((it) => once(it, 'exit')));
  await sleep(300);
  profile('block', () => blockTheLoop(BLOCK_MS));
  await answers;
  await ends;
  await sleep(300);
  const op = (name, count) => ({ name, kind: 'op', count, failed: 0, unfinished: 0 });
  console.log(JSON.stringify({
    processes: 1,
    threads: 4,
    snapshots: 0,
    operations: [op('block', 1), op('piece 1', PIECES), op('piece 2', 2 * PIECES), op('piece 3', 3 * PIECES)],
    requests: { requests: 0, whole: 0, notFound: 0, aborted: 0 },
    tracked: [],
    blocked_ms: BLOCK_MS,
    hot_function: 'grind',
  }));
} else {
  for (let piece = 0; piece < PIECES * workerData.share; piece += 1) {
    profile(`piece ${workerData.share}`, () => grind(9_000_000));
    await sleep(1);
  }
  parentPort.postMessage('done');
}
