// Parts that need no program, and the calls where nothing records.

import assert from 'node:assert/strict';
import test from 'node:test';

import * as api from '../index.js';
import { Durations, nearestRank } from '../lib/durations.js';
import { verdict } from '../lib/leaks.js';
import { SampleTree } from '../lib/sample-tree.js';
import { isPreloaded, withImport } from '../lib/preload.js';
import { pathOf, withoutSecrets } from '../lib/urls.js';

test('without a recorder every call passes through', async () => {
  assert.equal(api.profile('x', () => 1), 1);
  assert.equal(await api.profile('x', async () => 2), 2);
  assert.throws(() => api.profile('x', () => { throw new TypeError('y'); }), TypeError);
  api.startSampling({ intervalUs: 100 })();
  const object = {};
  assert.equal(api.trackObject(object, { label: 'x' }), object);
  assert.deepEqual(api.detectLeaks(), []);
  const request = api.trackRequest('http://x/');
  request.complete(200, 5);
  request.fail(new Error('x'));
  api.mark('x');
  assert.deepEqual(api.getStats(), { operations: {}, requests: { count: 0, averageDuration: 0, totalSize: 0, successRate: 0 } });
  const [a, b] = [api.takeSnapshot(), api.takeSnapshot()];
  const { heapDiff, timeDiff } = api.compareSnapshots(a, b.generation);
  assert.equal(heapDiff.used, b.memoryUsage.heapUsed - a.memoryUsage.heapUsed);
  assert.equal(timeDiff, b.timestamp - a.timestamp);
  assert.throws(() => api.compareSnapshots(1, 99), { message: 'Invalid snapshot generation' });
  assert.throws(() => api.compareSnapshots(0, 1), { message: 'Invalid snapshot generation' });
});

test('ranks are the nearest', () => {
  const of = (n, share) => nearestRank(Array.from({ length: n }, (_, i) => i + 1), share);
  assert.deepEqual([of(1, 0.5), of(2, 0.5), of(3, 0.5), of(100, 0.95), of(100, 0.99), of(101, 0.99)], [1, 1, 2, 95, 99, 100]);
});

test('statistics count all, and keep the latest durations', () => {
  const durations = new Durations();
  for (let i = 0; i < 20_000; i += 1) durations.add('x', i < 10_000 ? 1000 : 3000);
  const { x } = durations.stats();
  assert.deepEqual([x.count, x.avg, x.p50, x.p99], [20_000, 2, 3, 3]);
});

test('verdicts are those of the analysis of recordings', () => {
  const of = (text) => verdict(text.split(' ').map((it) => ({ created: 1, survived: Number(it) })));
  for (const [survivors, expected] of [
    ['1', 'unknown'], ['0 1', 'collected'], ['1 1', 'unknown'], ['1 1 1', 'unknown'],
    ['1 1 1 0', 'growing'], ['1 1 1 0 0 0 0 0', 'steady'], ['0 0 0 1 1 1 0', 'growing'], ['0 0 1 0 0', 'steady'],
  ]) assert.equal(of(survivors), expected, survivors);
});

test('secrets of a URL go', () => {
  for (const [url, shown] of [
    ['http://a/b', 'http://a/b'],
    ['http://a/b?x=1&y=2#z=3', 'http://a/b?x&y'],
    ['http://user:word@a:80/b?x', 'http://a:80/b?x'],
    ['http://a/b#token=1?x=2', 'http://a/b'],
    ['http://a/@b', 'http://a/@b'],
    ['/b?=1', '/b?'],
    ['', ''],
  ]) assert.equal(withoutSecrets(url), shown);
  assert.equal(pathOf('/a/b?x=1#y'), '/a/b');
});

test('the package knows whether it was asked for before the program', () => {
  assert.ok(isPreloaded(['--import', 'asyncscope-recorder'], ''));
  assert.ok(isPreloaded(['--import=asyncscope-recorder'], undefined));
  assert.ok(isPreloaded([], '--enable-source-maps --import asyncscope-recorder'));
  assert.ok(isPreloaded(['--import', 'file:///x/node_modules/asyncscope-recorder/index.js'], ''));
  assert.ok(!isPreloaded([], ''));
  assert.ok(!isPreloaded(['--import', 'other'], '--import asyncscope-recorder-plus'));
  assert.equal(withImport('', 'file:///a'), '--import file:///a');
  assert.equal(withImport('--x', 'file:///a'), '--x --import file:///a');
  assert.equal(withImport('--import file:///a', 'file:///a'), '--import file:///a');
});

test('profiles that overlap become one tree and one line of samples', () => {
  const frame = (functionName) => ({ functionName, scriptId: '1', url: 'u', lineNumber: 1, columnNumber: 1 });
  const tree = new SampleTree(100);
  const first = tree.add({
    startTime: 100,
    nodes: [{ id: 1, callFrame: frame('root'), children: [2, 3] }, { id: 2, callFrame: frame('a') }, { id: 3, callFrame: frame('never') }],
    samples: [2, 1, 2],
    timeDeltas: [10, 10, 10],
  });
  assert.deepEqual(first.nodes.map((it) => [it.id, it.parent, it.callFrame.functionName]), [[1, undefined, 'root'], [2, 1, 'a']]);
  assert.deepEqual([first.samples, first.timeDeltas], [[2, 1, 2], [10, 10, 10]]);
  const second = tree.add({
    startTime: 105,
    nodes: [{ id: 1, callFrame: frame('root'), children: [2] }, { id: 2, callFrame: frame('a'), children: [3] }, { id: 3, callFrame: frame('b') }],
    samples: [2, 2, 3],
    timeDeltas: [15, 10, 15],
  });
  assert.deepEqual(second.nodes.map((it) => [it.id, it.parent, it.callFrame.functionName]), [[3, 2, 'b']]);
  assert.deepEqual([second.samples, second.timeDeltas], [[3], [15]]);
});
