// A program that leaks in known ways and numbers, and does things that only look like leaks.
//
// usage: node --expose-gc plants.mjs OUTPUT_FOLDER     writes plants-1 to plants-4.heapsnapshot

import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import { writeHeapSnapshot } from 'node:v8';

const [output] = process.argv.slice(2);

class StuckRequest { constructor(i) { this.text = 'stuck ' + i; } }
class RequestRecord { constructor(i) { this.url = '/page/' + i; } }
class TenantStore { constructor(i) { this.tenant = 'tenant ' + i; } }
class Poller { constructor(i) { this.history = ['poll ' + i]; } tick() { this.history.push('tick'); } }
class Subscriber { constructor(i) { this.topic = 'topic ' + i; } }
class WeakValue { constructor(i) { this.text = 'weak ' + i; } }
class LruEntry { constructor(i) { this.text = 'entry ' + i; } }
class TableRow { constructor(i) { this.text = 'row ' + i; } }
class TransientJob { constructor(i) { this.text = 'job ' + i; } }

const storage = new AsyncLocalStorage();
const app = globalThis.__plants = {
  waiting: [], recordsByRequest: new Map(), resources: [], bus: new EventEmitter(),
  weak: new WeakMap(), keys: [], lru: new Map(), table: [], jobs: [],
};
app.bus.setMaxListeners(0);
let serial = 0;

// What leaks.
async function answer(request) {
  await new Promise((resolve) => app.waiting.push(resolve)); // nobody ever calls it
  return request.text;
}
function record() { serial++; app.recordsByRequest.set({ request: serial }, new RequestRecord(serial)); }
function runAsTenant() {
  storage.run(new TenantStore(serial++), () => app.resources.push(new AsyncResource('Job')));
}
function poll() { const poller = new Poller(serial++); setInterval(() => poller.tick(), 1e8).unref(); }
function subscribe() {
  const subscriber = new Subscriber(serial++);
  app.bus.on('change', function onChange() { return subscriber.topic; });
}

// What only looks like a leak.
function weaklyKnown() { const key = { key: serial++ }; app.weak.set(key, new WeakValue(serial)); return key; }
function cached() {
  app.lru.set(serial++, new LruEntry(serial));
  if (app.lru.size > 100) app.lru.delete(app.lru.keys().next().value);
}

const times = (n, make) => Array.from({ length: n }, (_, i) => make(i));

function round(number) {
  times(30, () => { answer(new StuckRequest(serial++)); });
  times(40, record);
  times(25, runAsTenant);
  times(10, poll);
  times(20, subscribe);
  app.keys = times(50, weaklyKnown); // those of the round before are let go
  if (number > 0) times(number === 1 ? 100 : 60, cached);
  if (number === 1) times(200, (i) => { app.table.push(new TableRow(i)); });
  app.jobs = number === 1 ? times(300, (i) => new TransientJob(i)) : [];
}

async function settle() {
  for (let i = 0; i < 4; i++) { await new Promise((done) => setTimeout(done, 10)); gc(); }
}

// Once before, so that code is compiled and classes are known.
for (const number of [1, 0]) round(number);
app.lru.clear();
app.table.length = 0;
for (let number = 0; number < 4; number++) {
  round(number);
  await settle();
  writeHeapSnapshot(join(output, `plants-${number + 1}.heapsnapshot`));
}
process.exit(0);
