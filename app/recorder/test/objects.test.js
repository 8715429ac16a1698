import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { API, folderOf, named, readWhole, run, start } from './program.mjs';

test('tracked objects are born and die in the file', async (t) => {
  const { events } = await run(folderOf(t), `
    import { trackObject } from '${API}';
    import { setTimeout as sleep } from 'node:timers/promises';
    class Session {}
    globalThis.kept = [];
    for (let i = 0; i < 10; i += 1) kept.push(trackObject(new Session(), { size: 1000, user: i }));
    (() => { for (let i = 0; i < 5; i += 1) trackObject(Buffer.alloc(64), { label: 'buffer' }); })();
    await sleep(10);
    gc();
    await sleep(1200);
  `, { nodeArgs: ['--expose-gc'] });
  const tracked = events.filter((it) => it.cat === 'asyncscope.tracked');
  const count = (name, ph) => tracked.filter((it) => it.name === name && it.ph === ph).length;
  assert.deepEqual([count('Session', 'N'), count('Session', 'D')], [10, 0]);
  assert.deepEqual([count('buffer', 'N'), count('buffer', 'D')], [5, 5]);
  assert.deepEqual(tracked[3].args, { size: 1000, metadata: { size: 1000, user: 3 } });
  assert.deepEqual(named(events, 'tracked Session').at(-1).args, { count: 10, bytes: 10_000 });
  assert.deepEqual(named(events, 'tracked buffer').at(-1).args, { count: 0, bytes: 0 });
});

test('a leak is told by its trend, never by the last generation', async (t) => {
  const { out } = await run(folderOf(t), `
    import { detectLeaks, takeSnapshot, trackObject } from '${API}';
    import { setTimeout as sleep } from 'node:timers/promises';
    class Leaking {} class Fresh {} class Short {}
    globalThis.kept = [];
    const seen = [];
    for (let round = 0; round < 4; round += 1) {
      for (let i = 0; i < 3; i += 1) { kept.push(trackObject(new Leaking())); trackObject(new Short()); }
      if (round === 3) kept.push(trackObject(new Fresh()));
      await sleep(10);
      gc();
      await sleep(50);
      if (round === 0) takeSnapshot({ file: false });
      seen.push(detectLeaks().map((it) => [it.name, it.verdict, it.alive, ...it.generations.map((g) => g.survived + '/' + g.created)].join(' ')));
      if (round > 0) takeSnapshot({ file: false });
    }
    console.log(JSON.stringify(seen));
  `, { nodeArgs: ['--expose-gc'], config: { gc: false } });
  assert.deepEqual(JSON.parse(out), [
    ['Leaking unknown 3 3/3 0/0', 'Short collected 0 0/3 0/0'],
    ['Leaking unknown 6 3/3 3/3', 'Short collected 0 0/3 0/3'],
    ['Leaking unknown 9 3/3 3/3 3/3', 'Short collected 0 0/3 0/3 0/3'],
    ['Leaking growing 12 3/3 3/3 3/3 3/3', 'Fresh unknown 1 0/0 0/0 0/0 1/1', 'Short collected 0 0/3 0/3 0/3 0/3'],
  ]);
});

test('without snapshots, generations end with major collections', async (t) => {
  const { out } = await run(folderOf(t), `
    import { detectLeaks, trackObject } from '${API}';
    import { setTimeout as sleep } from 'node:timers/promises';
    class Leaking {}
    globalThis.kept = [];
    for (let round = 0; round < 40; round += 1) {
      kept.push(trackObject(new Leaking()));
      gc();
      await sleep(10);
    }
    const [it] = detectLeaks();
    console.log(it.verdict, it.created, it.generations.length < 40, it.generations.reduce((sum, g) => sum + g.survived, 0));
  `, { nodeArgs: ['--expose-gc'] });
  assert.equal(out, 'growing 40 true 40\n');
});

test('too many tracked objects are counted, not kept', async (t) => {
  const { events } = await run(folderOf(t), `
    import { trackObject } from '${API}';
    globalThis.kept = Array.from({ length: 20_005 }, () => trackObject({}));
  `);
  assert.equal(events.filter((it) => it.ph === 'N').length, 20_000);
  assert.match(named(events, 'log').at(-1).args.message, /^5 objects were not tracked/);
});

test('snapshots are numbered, lie beside the recording, and compare', async (t) => {
  const folder = folderOf(t);
  const { events, out } = await run(folder, `
    import { compareSnapshots, takeSnapshot } from '${API}';
    const a = takeSnapshot();
    globalThis.kept = new Array(1e6).fill(1.5);
    const b = takeSnapshot({ file: false });
    const { heapDiff, timeDiff } = compareSnapshots(1, b);
    let message;
    try { compareSnapshots(1, 3); } catch (error) { message = error.message; }
    console.log(JSON.stringify({ generations: [a.generation, b.generation], heapDiff, timeDiff, message,
      expected: b.memoryUsage.heapUsed - a.memoryUsage.heapUsed, took: b.timestamp - a.timestamp }));
  `, { nodeArgs: ['--expose-gc'] });
  const it = JSON.parse(out);
  assert.deepEqual(it.generations, [1, 2]);
  assert.equal(it.heapDiff.used, it.expected);
  assert.ok(it.heapDiff.used > 7e6);
  assert.equal(it.timeDiff, it.took);
  assert.equal(it.message, 'Invalid snapshot generation');
  const [first, second] = named(events, 'heapSnapshot').map((event) => event.args);
  assert.deepEqual([first.generation, second.generation, second.file], [1, 2, undefined]);
  const snapshot = readFileSync(path.join(folder, first.file));
  assert.equal(snapshot.length, first.bytes);
  assert.ok(JSON.parse(snapshot).snapshot.node_count > 1000);
  assert.ok(first.pauseUs > 0 && first.memoryUsage.heapUsed > 0);
});

test('a signal, time and the end take snapshots where that is asked for', async (t) => {
  const folder = folderOf(t);
  const it = start(folder, 'console.log("here"); setTimeout(() => {}, 2500)', {
    config: { snapshotOn: 'SIGUSR2', snapshotEvery: 2, snapshotAtExit: true },
  });
  while (it.out === '') await sleep(10);
  it.child.kill('SIGUSR2');
  assert.equal((await it.ended).code, 0);
  const files = readdirSync(folder).filter((name) => name.endsWith('.heapsnapshot')).sort();
  assert.deepEqual(files, named(readWhole(it.file), 'heapSnapshot').map((event) => event.args.file));
  assert.equal(files.length, 3);
});
