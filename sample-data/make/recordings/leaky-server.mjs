// A small HTTP server under load, with a planted leak.
//
// Of each request it tracks a Session, which a Map keeps for ever, and a RequestContext, which
// goes with the request. Each query makes a CacheEntry: the first 40 stay in a cache that then is
// full, the others go. After each round garbage is collected and noted as a generation. The load comes from a child process.
// Prints what is true of its recording, by its own counts.

import { fork } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { profile, takeSnapshot, trackObject } from 'asyncscope-recorder';

const ROUNDS = 5;
const CACHE = 40;

class Session {
  constructor(id) {
    this.id = id;
    this.history = new Array(250).fill(id);
  }
}
class RequestContext {
  constructor(path) {
    this.path = path;
  }
}
class CacheEntry {
  constructor(key) {
    this.text = `row ${key} `.repeat(20);
  }
}

const sessions = new Map();
const cache = new Map();
const counts = { session: 0, context: 0, cache: 0, query: 0, render: 0, incoming: {} };

async function query(context) {
  counts.query += 1;
  return profile('query', async () => {
    await sleep(2 + (counts.query % 4));
    counts.cache += 1;
    const entry = trackObject(new CacheEntry(counts.cache), { size: 300 });
    if (cache.size < CACHE) cache.set(counts.cache, entry);
    return entry.text + context.path;
  });
}

function render(row) {
  counts.render += 1;
  return profile('render', () => {
    let text = '';
    for (let line = 0; line < 200; line += 1) text += `<li>${row}${line}</li>`;
    return text;
  });
}

async function answer(request, response) {
  const name = `${request.method} ${request.url.split('?')[0]}`;
  counts.incoming[name] = (counts.incoming[name] ?? 0) + 1;
  if (name === 'GET /missing') {
    response.writeHead(404).end('no such page');
    return;
  }
  counts.session += 1;
  counts.context += 1;
  sessions.set(counts.session, trackObject(new Session(counts.session), { size: 2048 }));
  const context = trackObject(new RequestContext(request.url));
  const row = await query(context);
  if (name === 'GET /slow') await sleep(40); // its client has left by then
  response.end(render(row));
}

const server = http.createServer((request, response) => void answer(request, response)).listen(0);
await once(server, 'listening');
const load = fork(fileURLToPath(new URL('./load.mjs', import.meta.url)), [String(server.address().port)]);
const sent = { requests: 0, whole: 0, notFound: 0, aborted: 0 };
for (let round = 0; round < ROUNDS; round += 1) {
  load.send('round');
  const [done] = await once(load, 'message');
  for (const key of Object.keys(sent)) sent[key] += done[key];
  await sleep(60);
  gc();
  await sleep(60);
  takeSnapshot({ file: false });
}
load.send('end');
await once(load, 'exit');
server.close();
server.closeAllConnections();
await sleep(20);
gc();
await sleep(300);

const op = (name, kind, count, failed, unfinished = 0) => ({ name, kind, count, failed, unfinished });
const incoming = counts.incoming;
console.log(JSON.stringify({
  processes: 2,
  threads: 2,
  snapshots: ROUNDS,
  operations: [
    op('GET /missing', 'http.server', incoming['GET /missing'], incoming['GET /missing']),
    op('GET /page', 'http.server', incoming['GET /page'], 0),
    op('GET /slow', 'http.server', incoming['GET /slow'], incoming['GET /slow']),
    op('query', 'op', counts.query, 0),
    op('render', 'op', counts.render, 0),
  ],
  requests: sent,
  tracked: [
    { name: 'CacheEntry', created: counts.cache, collected: counts.cache - CACHE, alive: CACHE, alive_bytes: CACHE * 300, verdict: 'steady' },
    { name: 'RequestContext', created: counts.context, collected: counts.context, alive: 0, alive_bytes: 0, verdict: 'collected' },
    { name: 'Session', created: counts.session, collected: 0, alive: counts.session, alive_bytes: counts.session * 2048, verdict: 'growing' },
  ],
}));
