// Who writes: numbers of process and thread, ids, and the members that all events share.

import { isMainThread, threadId } from 'node:worker_threads';

import { nowUs } from './clock.js';

/** Ids of one worker begin here, so that those of a process never meet. */
const IDS_OF_A_THREAD = 1e10;

const { pid } = process;
const tid = isMainThread ? pid : pid * 1000 + threadId;

let nextId = isMainThread ? 0 : threadId * IDS_OF_A_THREAD;

export const thread = { pid, tid, threadId, isMainThread };

/** A number that nothing else in this process has. */
export function newId() {
  nextId += 1;
  return nextId;
}

/** What ids begin with, so that nothing else in the file has them: the process. */
export const OWN_IDS = `${pid}.`;

/** The id as it stands in the file. */
export const idText = (id) => OWN_IDS + id;

/** `"pid":..,"tid":..,"ts":` */
export const place = `"pid":${pid},"tid":${tid},"ts":`;

/** `"pid":..,"tid":..,"ts":..`: now, or at `ts`. */
export const at = (ts = nowUs()) => place + ts;

/** `,"id":".."` for series of a worker, which would otherwise mix with those of the main thread. */
export const ownSeries = isMainThread ? '' : `,"id":"worker ${threadId}"`;
