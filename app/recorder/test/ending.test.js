import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import test from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { API, folderOf, named, operations, readLines, readWhole, run, start } from './program.mjs';

/** Programs that are killed side by side. */
const AT_ONCE = 5;

const endOf = (events) => named(events, 'asyncscope_end').map((it) => it.args);

/** Waits until the program has said something. */
async function spoke(it) {
  while (it.out === '') await sleep(10);
}

test('every road out keeps its exit code and completes the file', async (t) => {
  for (const [text, expected, reason] of [
    ['', 0, 'exit'],
    ['process.exitCode = 4', 4, 'exit'],
    ['process.exit(3)', 3, 'exit'],
    ['throw new Error("x")', 1, 'exit'],
    ['process.on("exit", () => { process.exitCode = 9; })', 9, 'exit'],
    ['await new Promise(() => {})', 13, 'exit'],
    ['process.on("uncaughtException", () => process.exit(6)); throw 1', 6, 'exit'],
  ]) {
    const { code, events, file } = await run(folderOf(t), text);
    assert.equal(code, expected, text);
    const [end] = endOf(events);
    assert.deepEqual([end.reason, end.code], [reason, expected], text);
    assert.ok(readFileSync(file, 'utf8').endsWith('}\n]'), 'nothing behind the end');
  }
});

test('a signal ends the program as it would have, and the file is complete', async (t) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    const it = start(folderOf(t), 'console.log("here"); setInterval(() => {}, 1000)');
    await spoke(it);
    it.child.kill(signal);
    const ended = await it.ended;
    assert.equal(ended.signal, signal);
    assert.deepEqual(endOf(readWhole(it.file)).map((end) => [end.reason, end.signal]), [['signal', signal]]);
  }
});

test('a program with its own way with a signal has its way', async (t) => {
  const it = start(folderOf(t), `
    process.on('SIGTERM', () => setTimeout(() => process.exit(7), 50));
    console.log('here');
    setInterval(() => {}, 1000);
  `);
  await spoke(it);
  it.child.kill('SIGTERM');
  assert.equal((await it.ended).code, 7);
  assert.equal(endOf(readWhole(it.file))[0].code, 7);
});

test('what listeners for the end do is recorded', async (t) => {
  const { events } = await run(folderOf(t), `
    import { profile } from '${API}';
    process.on('exit', () => profile('last words', () => {}));
  `);
  assert.deepEqual(operations(events).map((it) => it.name), ['last words']);
});

test('a kill at any moment loses at most one second, and all else is whole', async (t) => {
  // Each operation ends with a line to the test, so the test knows what was done and when.
  const program = `
    import { profile } from '${API}';
    import { setTimeout as sleep } from 'node:timers/promises';
    for (let n = 0; ; n += 1) {
      await profile('n' + n, () => sleep(1));
      process.stdout.write(n + ' ' + Date.now() + '\\n');
    }
  `;
  const kills = Number(process.env.ASYNCSCOPE_KILLS ?? 50);
  let worst = 0;
  let seed = 12345;
  const one = async () => {
    seed = (seed * 1103515245 + 12345) % 2 ** 31;
    const it = start(folderOf(t), program);
    await sleep((seed / 2 ** 31) * 1500);
    it.child.kill('SIGKILL');
    await it.ended;
    const done = it.out.trim().split('\n').filter(Boolean).map((line) => line.split(' ').map(Number));
    if (!existsSync(it.file)) {
      assert.equal(done.length, 0, 'a program that did something has a file');
      return;
    }
    const { events, odd } = readLines(it.file);
    assert.ok(odd <= 1, `${odd} lines are no event`);
    if (done.length === 0) return;
    const whole = operations(events).filter((it) => it.end !== undefined).length;
    const lost = done.slice(whole);
    if (lost.length > 0) worst = Math.max(worst, done.at(-1)[1] - lost[0][1]);
  };
  for (let i = 0; i < kills; i += AT_ONCE) await Promise.all(Array.from({ length: AT_ONCE }, one));
  t.diagnostic(`${kills} kills, at most ${worst} ms lost`);
  assert.ok(worst <= 1000, `${worst} ms lost`);
});
