// Runs programs under the recorder, and reads what they left.

import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const recorder = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
export const API = pathToFileURL(path.join(recorder, 'index.js')).href;
const START = pathToFileURL(path.join(recorder, 'start.js')).href;

/** A folder for one test. */
export function folderOf(t) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'asyncscope-recorder-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Starts the text of a program under the recorder. */
export function start(folder, text, { config = {}, args = [], nodeArgs = [], name = 'program.mjs', env = {} } = {}) {
  const program = path.join(folder, name);
  writeFileSync(program, text);
  const file = path.join(folder, 'recording.asyncscope.json');
  const child = spawn(process.execPath, [...nodeArgs, program, ...args], {
    cwd: folder,
    env: {
      ...process.env,
      NODE_OPTIONS: `--import ${START}`,
      NODE_TEST_CONTEXT: undefined,
      ASYNCSCOPE_RECORDER: JSON.stringify({ file, ...config }),
      ...env,
    },
  });
  const run = { child, file, out: '', err: '' };
  child.stdout.on('data', (it) => (run.out += it));
  child.stderr.on('data', (it) => (run.err += it));
  run.ended = new Promise((resolve) => {
    child.on('close', (code, signal) => resolve(Object.assign(run, { code, signal })));
  });
  return run;
}

/** Runs it to its end. */
export async function run(folder, text, options) {
  const it = await start(folder, text, options).ended;
  return Object.assign(it, { events: readWhole(it.file) });
}

/** The events of a recording that is a whole array. */
export const readWhole = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** The events of a recording that may have been cut, and how many lines are none. */
export function readLines(file) {
  const lines = readFileSync(file, 'utf8').split('\n').filter((it) => it !== '' && it !== '[' && it !== ']');
  const events = [];
  let odd = 0;
  for (const line of lines) {
    try {
      events.push(JSON.parse(line.replace(/,$/, '')));
    } catch {
      odd += 1;
    }
  }
  return { events, odd };
}

/** Operations by name, with their beginnings and ends put together. */
export function operations(events) {
  const ends = new Map(events.filter((it) => it.ph === 'e').map((it) => [it.id, it]));
  return events
    .filter((it) => it.ph === 'b')
    .map((begin) => ({ name: begin.name, id: begin.id, ...begin.args, tid: begin.tid, start: begin.ts, end: ends.get(begin.id)?.ts, result: ends.get(begin.id)?.args }));
}

/** Events of that name. */
export const named = (events, name) => events.filter((it) => it.name === name);
