import assert from 'node:assert/strict';
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

test('what is left out is not there', async (t) => {
  const without = { cpu: false, memory: false, gc: false, eventLoop: false, http: false, userTimings: false };
  const { events } = await run(folderOf(t), `${BUSY} busy(1200); performance.mark('x'); setTimeout(() => {}, 300);`, { config: without });
  const names = new Set(events.map((it) => it.name));
  assert.deepEqual([...names].sort(), ['TracingStartedInBrowser', 'asyncscope_end', 'asyncscope_recording', 'process_name', 'thread_name']);
});
