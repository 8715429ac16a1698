import assert from 'node:assert/strict';
import test from 'node:test';

import { API, folderOf, named, operations, run } from './program.mjs';

test('workers and children write to one file, with ids that never meet', async (t) => {
  const { events, code, err } = await run(folderOf(t), `
    import { Worker, isMainThread } from 'node:worker_threads';
    import { fork, spawn } from 'node:child_process';
    import { once } from 'node:events';
    import { writeFileSync } from 'node:fs';
    import { profile } from '${API}';
    for (let i = 0; i < 50; i += 1) profile('main', () => {});
    const work = (name) => "import { profile } from '${API}'; for (let i = 0; i < 50; i += 1) profile('" + name + "', () => {});";
    writeFileSync('worker.mjs', work('worker'));
    writeFileSync('child.mjs', work('child'));
    const all = [new Worker('./worker.mjs'), new Worker('./worker.mjs'), fork('child.mjs'), spawn(process.execPath, ['child.mjs'])];
    await Promise.all(all.map((it) => once(it, 'exit')));
  `);
  assert.equal(code, 0, err);
  const headers = named(events, 'asyncscope_recording');
  const threads = headers.map(({ pid, tid, args }) => ({ pid, tid, ...args }));
  assert.equal(threads.length, 5);
  const main = threads.find((it) => it.isMainThread && threads.some((other) => other.ppid === it.pid));
  const workers = threads.filter((it) => !it.isMainThread);
  assert.deepEqual(workers.map((it) => [it.pid, it.tid]).sort(), workers.map((it) => [main.pid, main.pid * 1000 + it.threadId]).sort());
  assert.equal(threads.filter((it) => it.ppid === main.pid).length, 2);
  assert.equal(named(events, 'asyncscope_end').length, 5);
  const ids = operations(events).map((it) => it.id);
  assert.equal(ids.length, 250);
  assert.equal(new Set(ids).size, 250);
  assert.equal(new Set(operations(events).map((it) => it.tid)).size, 5);
});

test('the header says what was recorded, on which clock', async (t) => {
  const before = Number(process.hrtime.bigint() / 1000n);
  const { events } = await run(folderOf(t), '', { args: ['an argument'], config: { cpuIntervalUs: 2000 } });
  const after = Number(process.hrtime.bigint() / 1000n);
  const [{ ts, ph, cat, args }] = named(events, 'asyncscope_recording');
  assert.deepEqual([ph, cat, args.format, args.version, args.minReader], ['M', '__metadata', 'asyncscope-recording', 1, 1]);
  assert.deepEqual([args.runtime, args.node, args.platform, args.arch], ['node', process.versions.node, process.platform, process.arch]);
  assert.ok(before < ts && ts < after, 'the monotonic clock of the machine');
  assert.ok(Math.abs(args.unixUs / 1e3 - Date.now()) < 60_000);
  assert.equal(args.argv.at(-1), 'an argument');
  assert.equal(args.config.cpuIntervalUs, 2000);
  assert.equal(events[0].name, 'asyncscope_recording');
});

test('arguments and folder are left out where that is asked for', async (t) => {
  const { events } = await run(folderOf(t), '', { args: ['secret'], config: { commandLine: false } });
  const [{ args }] = named(events, 'asyncscope_recording');
  assert.deepEqual([args.argv, args.cwd], [undefined, undefined]);
  assert.ok(!JSON.stringify(events).includes('secret'));
});

test('a full file ends the recording, not the program', async (t) => {
  const { events, out } = await run(folderOf(t), `
    import { profile } from '${API}';
    for (let i = 0; i < 20_000; i += 1) profile('work', () => {});
    console.log('done');
  `, { config: { maxBytes: 200_000 } });
  assert.equal(out, 'done\n');
  const [end] = named(events, 'asyncscope_end');
  const n = operations(events).length;
  assert.ok(n > 100 && n < 2000, `${n} operations`);
  assert.ok(end.args.lost > 30_000, 'what is lost is counted');
});

test('a folder that cannot be written does not keep the program from running', async (t) => {
  const it = await import('./program.mjs').then(({ start }) =>
    start(folderOf(t), 'console.log("ran")', { config: { file: '/proc/nowhere/x.json' } }).ended);
  assert.deepEqual([it.code, it.out], [0, 'ran\n']);
  assert.match(it.err, /Asyncscope cannot record/);
});
