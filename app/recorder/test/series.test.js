import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';

import { API, folderOf, named, run } from './program.mjs';

const BUSY = `
  function busy(milliseconds) {
    const end = performance.now() + milliseconds;
    let x = 0;
    while (performance.now() < end) for (let i = 0; i < 1000; i += 1) x += Math.sqrt(i);
    return x;
  }
`;

/** The samples of a thread as moments and paths of names; checks that the tree is one. */
function samplesOf(events) {
  const [profile] = named(events, 'Profile');
  const nodes = new Map();
  const samples = [];
  let time = profile.args.data.startTime;
  for (const { id, args } of named(events, 'ProfileChunk')) {
    assert.equal(id, profile.id);
    for (const node of args.data.cpuProfile.nodes) {
      assert.ok(!nodes.has(node.id), 'a node is written once');
      assert.ok(node.parent === undefined || nodes.has(node.parent), 'callers stand before callees');
      nodes.set(node.id, node);
    }
    args.data.cpuProfile.samples.forEach((node, at) => {
      const delta = args.data.timeDeltas[at];
      assert.ok(delta > 0, 'samples are in order, and none comes twice');
      time += delta;
      assert.ok(nodes.has(node));
      samples.push({ time, name: nodes.get(node).callFrame.functionName });
    });
  }
  return samples;
}

test('CPU samples come without gaps or overlaps, over many rotations', async (t) => {
  const { events } = await run(folderOf(t), `${BUSY}
    const end = performance.now() + 3500;
    const step = () => { busy(20); if (performance.now() < end) setImmediate(step); };
    step();
  `, { config: { cpuIntervalUs: 1000 } });
  assert.ok(named(events, 'ProfileChunk').length >= 3);
  const samples = samplesOf(events);
  const first = samples[0].time;
  const last = samples.at(-1).time;
  assert.ok(last - first > 3_000_000, `${(last - first) / 1e6} s are covered`);
  const busy = samples.filter((it) => it.name === 'busy').length;
  assert.ok(busy > samples.length * 0.6, `${busy} of ${samples.length} samples are in the loop`);
});

test('sampling can be switched on for a while', async (t) => {
  const { events } = await run(folderOf(t), `${BUSY}
    import { startSampling } from '${API}';
    busy(100);
    const stop = startSampling({ intervalUs: 1000 });
    busy(200);
    stop();
    stop();
    busy(100);
  `, { config: { cpu: false } });
  const samples = samplesOf(events);
  const covered = samples.at(-1).time - samples[0].time;
  assert.ok(covered > 100_000 && covered < 320_000, `${covered} us are covered`);
});

test('memory, event loop, CPU time and collections are series of their thread', async (t) => {
  const { events, out } = await run(folderOf(t), `${BUSY}
    import { setTimeout as sleep } from 'node:timers/promises';
    const begin = process.cpuUsage();
    let kept = [];
    for (let i = 0; i < 30; i += 1) { kept = Array.from({ length: 50_000 }, (_, n) => ({ n })); await sleep(20); }
    globalThis.kept = kept;
    globalThis.gc();
    busy(400);
    await sleep(600);
    await sleep(600);
    const { user, system } = process.cpuUsage(begin);
    console.log(user + system);
  `, { nodeArgs: ['--expose-gc'], config: { allocations: true, allocationBytes: 65_536 } });
  const memory = named(events, 'memory');
  assert.ok(memory.length >= 6, `${memory.length} in over two seconds`);
  for (const { ph, args } of memory) {
    assert.equal(ph, 'C');
    assert.deepEqual(Object.keys(args), ['rss', 'heapTotal', 'heapUsed', 'external', 'arrayBuffers']);
    assert.ok(args.rss > args.heapUsed && args.heapUsed > 1e6);
  }
  const delays = named(events, 'event loop delay us').map((it) => it.args.max);
  assert.ok(Math.max(...delays) > 350_000, `the loop was blocked for 400 ms: ${delays}`);
  assert.ok(Math.min(...named(events, 'event loop delay us').map((it) => it.args.p50)) < 10_000);
  const utilization = named(events, 'event loop').map((it) => it.args.utilization);
  assert.ok(utilization.every((it) => it >= 0 && it <= 1));
  const cpu = named(events, 'cpu us').reduce((sum, it) => sum + it.args.user + it.args.system, 0);
  assert.ok(cpu >= Number(out), `${cpu} us of CPU, of which the program counts ${out}`);
  const major = named(events, 'MajorGC').filter((it) => it.args.kind === 'major');
  assert.ok(major.length >= 1);
  const sized = named(events, 'MinorGC').filter((it) => it.args.usedHeapSizeBefore > it.args.usedHeapSizeAfter);
  assert.ok(sized.length > 0, 'collections tell what they freed');
  assert.ok(named(events, 'heapProfile')[0].args.profile.head.children.length > 0);
});

test('each collection tells when it was and what it freed', async (t) => {
  const { events, out } = await run(folderOf(t), `
    import { setTimeout as sleep } from 'node:timers/promises';
    const micros = () => Number(process.hrtime.bigint() / 1000n);
    const seen = [];
    for (let round = 0; round < 4; round += 1) {
      let filled = Array.from({ length: 300_000 }, (_, n) => ({ n, round }));
      filled = undefined;
      const begin = micros();
      gc();
      seen.push([begin, micros()]);
      await sleep(600);
    }
    console.log(JSON.stringify(seen));
  `, { nodeArgs: ['--expose-gc'] });
  const major = named(events, 'MajorGC');
  for (const [begin, end] of JSON.parse(out)) {
    const within = major.filter((it) => it.ts >= begin - 1 && it.ts + it.dur <= end + 1);
    assert.ok(within.length >= 1, `one of ${major.length} between ${begin} and ${end}`);
    assert.ok(within.some(({ args }) => args.usedHeapSizeBefore - args.usedHeapSizeAfter > 1e6));
  }
  for (const { ph, dur, args } of [...major, ...named(events, 'MinorGC')]) {
    assert.equal(ph, 'X');
    assert.ok(dur >= 0 && args.usedHeapSizeBefore > 1e6 && args.usedHeapSizeAfter > 1e6);
    assert.ok(['minor', 'major'].includes(args.kind));
  }
});

/** Collects from time to time for over two seconds; `middle` runs after the first. */
const COLLECTING = (middle) => `
  import { setTimeout as sleep } from 'node:timers/promises';
  gc();
  await sleep(100);
  ${middle}
  for (let round = 0; round < 22; round += 1) { gc(); await sleep(100); }
`;

test('programs that take a trace themselves get theirs, and collections are recorded all the same', async (t) => {
  const folder = folderOf(t);
  const { events, code } = await run(folder, COLLECTING(`
    import { createTracing } from 'node:trace_events';
    import { statSync } from 'node:fs';
    createTracing({ categories: ['node.fs.sync'] }).enable();
    statSync('.');
  `), { nodeArgs: ['--expose-gc'] });
  assert.equal(code, 0);
  const major = named(events, 'MajorGC').filter((it) => it.args.kind === 'major');
  assert.equal(major.length, 23);
  assert.equal(new Set(major.map((it) => it.ts)).size, 23);
  const { traceEvents } = JSON.parse(readFileSync(path.join(folder, 'node_trace.1.log'), 'utf8'));
  assert.ok(named(traceEvents, 'fs.sync.stat').length > 0);
});

test('programs whose trace is asked for at their start are no different', async (t) => {
  const folder = folderOf(t);
  const { events } = await run(folder, COLLECTING(''), {
    nodeArgs: ['--expose-gc', '--trace-event-categories', 'node.environment'],
  });
  assert.equal(named(events, 'MajorGC').filter((it) => it.args.kind === 'major').length, 23);
  const { traceEvents } = JSON.parse(readFileSync(path.join(folder, 'node_trace.1.log'), 'utf8'));
  assert.equal(named(traceEvents, 'MajorGC').length, 0, 'nothing of ours is in it');
});

test('collections of workers are theirs', async (t) => {
  const { events } = await run(folderOf(t), `
    import { Worker, isMainThread } from 'node:worker_threads';
    import { setTimeout as sleep } from 'node:timers/promises';
    if (isMainThread) new Worker(new URL(import.meta.url));
    for (let round = 0; round < (isMainThread ? 5 : 7); round += 1) { gc(); await sleep(20); }
    await sleep(1500);
  `, { nodeArgs: ['--expose-gc'] });
  const [main, worker] = named(events, 'asyncscope_recording').map((it) => it.tid);
  const majors = (tid) => named(events, 'MajorGC').filter((it) => it.tid === tid && it.args.kind === 'major');
  assert.deepEqual([majors(main).length, majors(worker).length], [5, 7]);
});

test('what is left out is not there', async (t) => {
  const without = { cpu: false, memory: false, gc: false, eventLoop: false, http: false, userTimings: false };
  const { events } = await run(folderOf(t), `${BUSY} busy(1200); performance.mark('x'); setTimeout(() => {}, 300);`, { config: without });
  const names = new Set(events.map((it) => it.name));
  assert.deepEqual([...names].sort(), ['TracingStartedInBrowser', 'asyncscope_end', 'asyncscope_recording', 'process_name', 'thread_name']);
});
