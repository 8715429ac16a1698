// A program that leaks in known numbers, and writes what lies in its heap before and after.
//
// usage: node --expose-gc leak.mjs OUTPUT_FOLDER

import { Session } from 'node:inspector';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { writeHeapSnapshot } from 'node:v8';

const [output] = process.argv.slice(2);

class LeakedOrder { constructor(i) { this.number = 'order ' + i; this.lines = [i, i + 1]; } }
class TransientRow { constructor(i) { this.text = 'row ' + i; } }
class Listener { constructor(order) { this.handle = () => order.number; } }

globalThis.__leak = { orders: new Map(), listeners: [], copies: [], rows: [] };
const { orders, listeners, copies } = globalThis.__leak;

/** 300 orders in a map, 100 listeners whose closures hold one each, 200 equal strings. */
function leak() {
  for (let i = 0; i < 300; i++) orders.set(i, new LeakedOrder(i));
  for (let i = 0; i < 100; i++) listeners.push(new Listener(orders.get(i)));
  for (let i = 0; i < 200; i++) copies.push(JSON.parse('"a text that is there two hundred times"'));
}

leak();
globalThis.__leak.rows = Array.from({ length: 40 }, (_, i) => new TransientRow(i));
orders.clear();
listeners.length = 0;
copies.length = 0;
gc();
writeHeapSnapshot(join(output, 'leak-before.heapsnapshot'));

globalThis.__leak.rows = [];
leak();
gc();
writeHeapSnapshot(join(output, 'leak-after.heapsnapshot'));

// A timeline that tracks where a thousand objects are allocated.
const session = new Session();
session.connect();
const post = (method, params) => session.post(method, params, (error) => { if (error) throw error; });
const file = createWriteStream(join(output, 'leak.heaptimeline'));
session.on('HeapProfiler.addHeapSnapshotChunk', (message) => file.write(message.params.chunk));
post('HeapProfiler.startTrackingHeapObjects', { trackAllocations: true });
const kept = [];
function allocate() { for (let i = 0; i < 1000; i++) kept.push(new LeakedOrder(i)); }
allocate();
post('HeapProfiler.stopTrackingHeapObjects', { reportProgress: false });
session.disconnect();
file.end();
globalThis.__leak.kept = kept;
