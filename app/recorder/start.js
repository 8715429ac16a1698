// Records this thread, once: loaded before the program, by `node --import`.

import path from 'node:path';
import { isMainThread } from 'node:worker_threads';

import { VARIABLE, readConfig } from './lib/config.js';
import { begin } from './lib/file.js';
import { nowUs } from './lib/clock.js';
import { record } from './lib/recorder.js';
import { withImport } from './lib/preload.js';

const RECORDER = Symbol.for('asyncscope.recorder');

function start() {
  const { env, pid } = process;
  const config = readConfig(env[VARIABLE], { pid, nowUs: nowUs(), cwd: process.cwd() });
  if (isMainThread) {
    begin(config.file);
    env[VARIABLE] = JSON.stringify(config);
    env.NODE_OPTIONS = withImport(env.NODE_OPTIONS, import.meta.url);
  }
  return record(config);
}

if (globalThis[RECORDER] === undefined) {
  try {
    Object.defineProperty(globalThis, RECORDER, { value: start() });
  } catch (error) {
    // The program matters more than its recording.
    process.emitWarning(`Asyncscope cannot record ${path.basename(process.argv[1] ?? 'this program')}: ${error.message}`);
  }
}
