// Does `shares` shares of work in each of many short steps, with a turn of the
// event loop after every tenth.

import { parentPort, workerData } from 'node:worker_threads';
import { setImmediate as nextTurn } from 'node:timers/promises';

const ROUNDS = 3_000;
const STEPS = 100_000;

function grind(shares) {
  let mixed = 1;
  for (let step = 0; step < shares * STEPS; step++) mixed = Math.imul(mixed ^ step, 0x9e3779b1);
  return mixed;
}

for (let round = 0; round < ROUNDS; round++) {
  grind(workerData.shares);
  if (round % 10 === 0) await nextTurn();
}
parentPort.postMessage('done');
