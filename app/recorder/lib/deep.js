// Every async resource of Node as an operation: files, sockets, timers, promises. Dear, since each
// await then calls back into the program, so only on request.

import { createHook } from 'node:async_hooks';

import { ASYNC } from './operation-log.js';

/** So many are followed at a time. */
const MAX_OPEN = 100_000;

/** Plumbing of Node's own, which nobody waits for. */
const PLUMBING = new Set(['TickObject', 'Microtask', 'ELDHISTOGRAM', 'PerformanceObserver']);

export function recordResources(operations) {
  const open = new Map();
  const end = (asyncId) => {
    const operation = open.get(asyncId);
    if (operation === undefined) return;
    open.delete(asyncId);
    operations.end(operation, true);
  };
  createHook({
    init(asyncId, type, triggerId) {
      if (open.size >= MAX_OPEN || PLUMBING.has(type)) return;
      const parent = open.get(triggerId)?.id ?? operations.parent();
      open.set(asyncId, operations.begin(ASYNC, type, parent));
    },
    destroy: end,
    // Promises end when they settle; when they are collected tells nothing.
    promiseResolve: end,
  }).enable();
}
