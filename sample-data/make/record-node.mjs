// Makes the recordings in ../node-<version>/.
//
// usage: node record-node.mjs APP_FOLDER
//
// The programs are copied to APP_FOLDER (which must not exist yet, and is removed
// afterwards) and run there, because recordings contain the URLs of their files.

import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const [app] = process.argv.slice(2);
if (!app) throw new Error('usage: node record-node.mjs APP_FOLDER');

const here = fileURLToPath(new URL('.', import.meta.url));
const major = process.versions.node.split('.')[0];
const output = join(here, '..', `node-${major}`);

mkdirSync(app); // fails if it exists: nothing of others is overwritten or removed
try {
  cpSync(join(here, 'node'), app, { recursive: true });
  cpSync(join(app, 'packages'), join(app, 'node_modules'), { recursive: true });
  mkdirSync(join(output, 'derived'), { recursive: true });
  mkdirSync(join(output, 'workers'), { recursive: true });

  record('async-server', 500, ['async-server.mjs']);
  record('cpu-heavy', 100, ['cpu-heavy.mjs']);
  recordWorkers();
  recordTraceEvents();
} finally {
  rmSync(app, { recursive: true, force: true });
}

// cpu-heavy is kept in both compressed forms, so that readers of either can be tested.
const plain = join(output, 'cpu-heavy.cpuprofile');
writeFileSync(`${plain}.gz`, gzipSync(readFileSync(plain), { level: 9 }));
run('zstd', ['-q', '-f', '-19', plain, '-o', `${plain}.zst`], here);
rmSync(plain);

run(process.execPath, ['to-old-form.mjs', join(output, 'workers', 'main.cpuprofile'), join(output, 'derived', 'old-form.cpuprofile')], here);

/** One profile, sampled every `interval` microseconds. */
function record(name, interval, program) {
  runNode(['--cpu-prof', `--cpu-prof-interval=${interval}`, `--cpu-prof-name=${name}.cpuprofile`, ...program]);
  keep(`${name}.cpuprofile`, `${name}.cpuprofile`);
}

/**
 * Node names the profiles of threads CPU.<date>.<time>.<pid>.<thread>.<sequence>.cpuprofile;
 * the thread is 0 for the main thread and counts up for workers.
 */
function recordWorkers() {
  const folder = join(app, 'profiles');
  runNode(['--cpu-prof', '--cpu-prof-interval=200', `--cpu-prof-dir=${folder}`, 'workers.mjs']);
  for (const file of readdirSync(folder)) {
    const thread = Number(file.split('.')[4]);
    const name = thread === 0 ? 'main' : `worker-${thread}`;
    keep(join('profiles', file), join('workers', `${name}.cpuprofile`));
  }
}

function recordTraceEvents() {
  runNode([
    '--trace-events-enabled',
    '--trace-event-categories=v8,node.async_hooks,node.bootstrap,node.console,node.environment,node.perf',
    '--trace-event-file-pattern=trace-events.json',
    'async-server.mjs',
    '1',
  ]);
  keep('trace-events.json', 'trace-events.json');
}

/** Copies by content: Node writes profiles that only their owner may read. */
function keep(file, name) {
  writeFileSync(join(output, name), readFileSync(join(app, file)));
}

function runNode(args) {
  run(process.execPath, args, app);
}

function run(program, args, cwd) {
  const { status, error } = spawnSync(program, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw error ?? new Error(`${program} ended with status ${status}`);
}
