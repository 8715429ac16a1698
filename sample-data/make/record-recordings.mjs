// Makes the recordings in ../recordings/ and the truth beside them.
//
// usage: node record-recordings.mjs APP_FOLDER
//
// The programs are copied to APP_FOLDER (which must not exist yet, and is removed afterwards) with
// the recorder as a package, and run there. Each program prints what is true of its recording, by
// its own counts.

import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const [app] = process.argv.slice(2);
if (!app) throw new Error('usage: node record-recordings.mjs APP_FOLDER');

const here = fileURLToPath(new URL('.', import.meta.url));
const output = join(here, '../recordings');
const recorder = join(here, '../../app/recorder');
const truth = [];

mkdirSync(app); // fails if it exists: nothing of others is overwritten or removed
try {
  cpSync(join(here, 'recordings'), app, { recursive: true });
  const folder = join(app, 'node_modules/asyncscope-recorder');
  for (const part of ['package.json', 'index.js', 'api.cjs', 'start.js', 'lib']) {
    cpSync(join(recorder, part), join(folder, part), { recursive: true });
  }
  mkdirSync(output, { recursive: true });
  record('leaky-server', { cpuIntervalUs: 2000, allocations: true, allocationBytes: 65_536 });
  record('many-operations', { cpuIntervalUs: 2000 });
  record('busy-workers', { cpuIntervalUs: 5000 });
  writeFileSync(join(output, 'truth.json'), `${JSON.stringify(truth, null, 2)}\n`);
} finally {
  rmSync(app, { recursive: true });
}

function record(name, config) {
  const file = join(app, `${name}.asyncscope.json`);
  const run = spawnSync(process.execPath, ['--expose-gc', '--import', 'asyncscope-recorder', `${name}.mjs`], {
    cwd: app,
    encoding: 'utf8',
    env: { PATH: '/usr/bin:/bin', HOME: app, LANG: 'C', ASYNCSCOPE_RECORDER: JSON.stringify({ file, ...config }) },
  });
  if (run.status !== 0) throw new Error(`${name}: ${run.stderr}`);
  truth.push({ file: `${name}.asyncscope.json.gz`, ...JSON.parse(run.stdout) });
  writeFileSync(join(output, `${name}.asyncscope.json.gz`), gzipSync(readFileSync(file), { level: 9 }));
}
