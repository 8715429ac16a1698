import assert from 'node:assert/strict';
import test from 'node:test';

import { API, folderOf, named, operations, run } from './program.mjs';

test('operations end as their functions do, and pass on what these return and throw', async (t) => {
  const { events, out } = await run(folderOf(t), `
    import { profile } from '${API}';
    const seen = [profile('plain', () => 1), await profile('promise', async () => 2)];
    try { profile('throws', () => { throw new TypeError('x'.repeat(500)); }) } catch (error) { seen.push(error.name); }
    try { await profile('rejects', async () => { throw 'text'; }) } catch (error) { seen.push(error); }
    profile('never ends', () => new Promise(() => {}), { attempt: 3 });
    console.log(JSON.stringify(seen));
  `);
  assert.deepEqual(JSON.parse(out), [1, 2, 'TypeError', 'text']);
  const found = Object.fromEntries(operations(events).map((it) => [it.name, it]));
  assert.deepEqual(Object.keys(found), ['plain', 'promise', 'throws', 'rejects', 'never ends']);
  assert.deepEqual(found.plain.result, { ok: true });
  assert.deepEqual(found.throws.result, { ok: false, error: 'TypeError', message: 'x'.repeat(200) });
  assert.deepEqual(found.rejects.result, { ok: false, error: 'string', message: 'text' });
  assert.equal(found['never ends'].result, undefined);
  assert.deepEqual(found['never ends'].attrs, { attempt: 3 });
});

test('an operation knows the one it began in, also across timers and at the same time', async (t) => {
  const { events } = await run(folderOf(t), `
    import { profile } from '${API}';
    import { setTimeout as sleep } from 'node:timers/promises';
    const one = (name) => profile(name, async () => {
      await sleep(5);
      await Promise.all(['a', 'b'].map((it) => profile(name + it, () => sleep(2))));
    });
    await Promise.all([one('x'), one('y')]);
  `);
  const all = operations(events);
  const nameOf = Object.fromEntries(all.map((it) => [it.id, it.name]));
  const parents = Object.fromEntries(all.map((it) => [it.name, nameOf[it.parent]]));
  assert.deepEqual(parents, { x: undefined, y: undefined, xa: 'x', xb: 'x', ya: 'y', yb: 'y' });
});

test('without parents there are none', async (t) => {
  const { events } = await run(folderOf(t), `
    import { profile } from '${API}';
    profile('outer', () => profile('inner', () => {}));
  `, { config: { parents: false } });
  assert.deepEqual(operations(events).map((it) => it.parent), [undefined, undefined]);
});

test('long and strange texts leave the file whole', async (t) => {
  const { events } = await run(folderOf(t), `
    import { profile } from '${API}';
    const fail = (name, message) => { try { profile('fails', () => { throw { name, message }; }) } catch {} };
    for (let i = 0; i < 40; i += 1) {
      fail('\\ud800'.repeat(100_000), 'é'.repeat(100_000));
      profile('ü'.repeat(500) + i, () => {}, { text: '語'.repeat(1900) });
      profile('\\u2028"' + i, () => {});
    }
  `);
  const all = operations(events);
  assert.equal(all.length, 120);
  assert.deepEqual(all[0].result, { ok: false, error: '\ud800'.repeat(200), message: 'é'.repeat(200) });
  assert.deepEqual([all[1].name, all[1].attrs, all[1].result], ['ü'.repeat(300), { text: '語'.repeat(1900) }, { ok: true }]);
  assert.equal(all[119].name, '\u2028"39');
});

test('objects of the program keep their layout, whatever is recorded', async (t) => {
  const { out } = await run(folderOf(t), `
    import { profile, trackObject, trackRequest } from '${API}';
    import { setTimeout as sleep } from 'node:timers/promises';
    const isAlike = new Function('a', 'b', 'return %HaveSameMap(a, b)');
    // As many members as those that a recorder might make, of which V8 makes families. And other code
    // each time: that which ran before makes what it made before.
    const made = (n) => new Function('return [{ id: 1, name: "a", price: 2, tags: 3 }, { id: 1, start: 2, end: 3, text: 4 },'
      + '{ id: 1, parent: 2, at: 3 }, { id: 1, children: 2 }, { name: "a", size: 1, at: 3 }, { count: 1, sum: 2, at: 3 }]//' + n)();
    const before = made(1);
    for (let i = 0; i < 50; i += 1) {
      profile('sync', () => {});
      await profile('async', () => sleep(20));
      trackObject({ i }, { size: 1.5 });
      trackRequest('http://somewhere/').complete(200, 1.5);
    }
    performance.mark('begin');
    performance.measure('all', 'begin');
    await sleep(300);
    const after = made(2);
    console.log(JSON.stringify(before.map((it, at) => isAlike(it, after[at]))));
  `, { nodeArgs: ['--allow-natives-syntax'], config: { cpuIntervalUs: 1000 } });
  assert.deepEqual(JSON.parse(out), Array.from({ length: 6 }, () => true));
});

test('moments and numbers are those of the program, digit by digit', async (t) => {
  const { events, out } = await run(folderOf(t), `
    import { profile } from '${API}';
    import { setTimeout as sleep } from 'node:timers/promises';
    const micros = () => Number(process.hrtime.bigint() / 1000n);
    const seen = [];
    for (let i = 0; i < 60; i += 1) {
      const before = micros();
      profile('op' + i, () => {});
      seen.push([before, micros()]);
      await sleep(20);
    }
    console.log(JSON.stringify(seen));
  `);
  const found = operations(events);
  JSON.parse(out).forEach(([before, after], at) => {
    const { name, start, end } = found[at];
    assert.equal(name, `op${at}`);
    assert.ok(before - 2 <= start && start <= end && end <= after + 2, `${before} <= ${start} <= ${end} <= ${after}`);
  });
});

test('a rejection that nobody handles still ends the program', async (t) => {
  const { events, code } = await run(folderOf(t), `
    import { profile } from '${API}';
    profile('rejects', async () => { throw new Error('nobody looks'); });
    setTimeout(() => {}, 10_000);
  `);
  assert.equal(code, 1);
  const [error] = named(events, 'error');
  assert.equal(error.args.message, 'nobody looks');
  assert.equal(error.args.origin, 'unhandledRejection');
});

test('marks and measures of the program are recorded at their time', async (t) => {
  const { events } = await run(folderOf(t), `
    import { mark } from '${API}';
    performance.mark('begin');
    const end = performance.now() + 30;
    while (performance.now() < end);
    performance.measure('busy', 'begin');
    mark('own');
  `);
  const [busy] = operations(events);
  assert.equal(busy.kind, 'measure');
  assert.ok(busy.end - busy.start >= 30_000, 'longer than the loop');
  const [begin] = named(events, 'begin');
  assert.ok(Math.abs(begin.ts - busy.start) <= 1);
  assert.equal(named(events, 'own')[0].cat, 'blink.user_timing');
});

test('statistics in the process are those of the file, by nearest rank', async (t) => {
  const { events, out } = await run(folderOf(t), `
    import { getStats, profile } from '${API}';
    import { setTimeout as sleep } from 'node:timers/promises';
    for (let i = 1; i <= 20; i += 1) await profile('work', () => sleep(i % 3));
    console.log(JSON.stringify(getStats().operations));
  `);
  const durations = operations(events).map((it) => it.end - it.start).sort((a, b) => a - b);
  const rank = (share) => durations[Math.ceil(share * durations.length) - 1] / 1e3;
  const sum = durations.reduce((a, b) => a + b);
  assert.deepEqual(JSON.parse(out), { work: { count: 20, avg: sum / 20 / 1e3, p50: rank(0.5), p95: rank(0.95), p99: rank(0.99) } });
});

test('deep recordings hold async resources, each inside of what began it', async (t) => {
  const { events, code } = await run(folderOf(t), `
    import { readFile } from 'node:fs/promises';
    import { profile } from '${API}';
    await profile('outer', async () => { await readFile(process.argv[1]); await new Promise((r) => setTimeout(r, 20)); });
  `, { config: { deep: true } });
  assert.equal(code, 0);
  const found = operations(events).filter((it) => it.kind === 'async');
  const names = new Set(found.map((it) => it.name));
  for (const name of ['PROMISE', 'Timeout', 'FSREQPROMISE']) assert.ok(names.has(name), name);
  const timer = found.find((it) => it.name === 'Timeout' && it.end - it.start >= 15_000);
  assert.ok(timer !== undefined);
  const byId = new Map(operations(events).map((it) => [it.id, it]));
  assert.ok(found.filter((it) => it.parent !== undefined).every((it) => byId.has(it.parent)));
});
