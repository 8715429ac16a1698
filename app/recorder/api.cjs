'use strict';
// What programs call to name their work. Each call goes to the recorder of this thread, or passes
// through where there is none. CommonJS, so that every program can load it.

/** Under this name `start.js` leaves the recorder, whatever copy of this package it came from. */
const RECORDER = Symbol.for('asyncscope.recorder');

const recorder = () => globalThis[RECORDER];
const nothing = () => {};

function profile(name, fn, attributes) {
  const it = recorder();
  return it === undefined ? fn() : it.profile(name, fn, attributes);
}

function startSampling(options) {
  return recorder()?.startSampling(options) ?? nothing;
}

/** Snapshots taken while nothing records: numbers and memory, no file. */
const unrecorded = [];

function takeSnapshot(options) {
  const it = recorder();
  if (it !== undefined) return it.takeSnapshot(options);
  const snapshot = {
    generation: unrecorded.length + 1,
    timestamp: Date.now(),
    memoryUsage: process.memoryUsage(),
  };
  unrecorded.push(snapshot);
  return snapshot;
}

function compareSnapshots(before, after) {
  const snapshots = recorder()?.snapshots() ?? unrecorded;
  const find = (wanted) => {
    const generation = typeof wanted === 'object' ? wanted?.generation : wanted;
    const found = snapshots.find((it) => it.generation === generation);
    if (found === undefined) throw new Error('Invalid snapshot generation');
    return found;
  };
  const [a, b] = [find(before), find(after)];
  return {
    heapDiff: {
      used: b.memoryUsage.heapUsed - a.memoryUsage.heapUsed,
      total: b.memoryUsage.heapTotal - a.memoryUsage.heapTotal,
    },
    timeDiff: b.timestamp - a.timestamp,
  };
}

function trackObject(object, metadata) {
  recorder()?.trackObject(object, metadata);
  return object;
}

function detectLeaks() {
  return recorder()?.detectLeaks() ?? [];
}

function trackRequest(url, options) {
  return recorder()?.trackRequest(url, options) ?? { complete: nothing, fail: nothing };
}

function mark(name) {
  recorder()?.mark(name);
}

function getStats() {
  return (
    recorder()?.getStats() ?? {
      operations: {},
      requests: { count: 0, averageDuration: 0, totalSize: 0, successRate: 0 },
    }
  );
}

module.exports = {
  profile,
  startSampling,
  takeSnapshot,
  compareSnapshots,
  trackObject,
  detectLeaks,
  trackRequest,
  mark,
  getStats,
};
