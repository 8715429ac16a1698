// An HTTP server and its clients in one process, on loopback.
//
// Real asynchronous work of every common kind: sockets, files, streams, timers,
// promises, microtasks and immediates. Each request passes through two packages
// under node_modules; `checksum` of @sample/checksum is the hot function.
//
// usage: node async-server.mjs [ROUNDS]

import { createServer, get } from 'node:http';
import { createReadStream } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep, setImmediate as nextTurn } from 'node:timers/promises';

import { Router } from 'light-router';
import { checksum } from '@sample/checksum';

const rounds = Number(process.argv[2] ?? 150);
const FILE_BYTES = 96 * 1024;

const folder = await mkdtemp(join(tmpdir(), 'async-server-'));
const file = join(folder, 'orders.bin');
await writeFile(file, Uint8Array.from({ length: FILE_BYTES }, (_, index) => index * 31));

const router = new Router()
  .add('/checksum/:round', serveChecksum)
  .add('/stream/:round', serveStream)
  .add('/table/:size', serveTable);

async function serveChecksum() {
  const bytes = await readFile(file);
  return { checksum: checksum(bytes) };
}

async function serveStream() {
  let length = 0;
  for await (const chunk of createReadStream(file, { highWaterMark: 16 * 1024 })) {
    length += chunk.length;
    await nextTurn();
  }
  return { length };
}

async function serveTable({ size }) {
  await sleep(2);
  const digests = Array.from({ length: 50 }, size === 'large' ? renderLarge : renderSmall);
  return { digest: digests.at(-1) };
}

// renderLarge does four times the work of renderSmall, in a loop of its own so
// that the time is its own. One request of each is made in every round.
const TABLE_STEPS = 10_000;

function renderSmall() {
  let digest = 1;
  for (let step = 0; step < TABLE_STEPS; step++) digest = Math.imul(digest ^ step, 0x9e3779b1);
  return digest;
}

function renderLarge() {
  let digest = 1;
  for (let step = 0; step < 4 * TABLE_STEPS; step++) digest = Math.imul(digest ^ step, 0x9e3779b1);
  return digest;
}

async function answer(request, response) {
  const route = router.match(request.url);
  if (!route) {
    response.writeHead(404).end();
    return;
  }
  const body = JSON.stringify(await route.handler(route.parameters));
  response.writeHead(200, { 'content-type': 'application/json' }).end(body);
}

function getWithCallbacks(url) {
  return new Promise((resolve, reject) => {
    get(url, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part) => (text += part));
      response.on('end', () => resolve(text));
    }).on('error', reject);
  });
}

async function getWithFetch(url) {
  const response = await fetch(url);
  return response.text();
}

async function clientRound(origin, round) {
  console.count('rounds');
  performance.mark('round-start');
  const answers = await Promise.all([
    getWithCallbacks(`${origin}/checksum/${round}`),
    getWithFetch(`${origin}/stream/${round}`),
    getWithCallbacks(`${origin}/table/small`),
    getWithFetch(`${origin}/table/large`),
    getWithFetch(`${origin}/missing`),
  ]);
  await new Promise((resolve) => queueMicrotask(resolve));
  performance.measure('round', 'round-start');
  return answers;
}

const server = createServer(answer);
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const origin = `http://127.0.0.1:${server.address().port}`;

performance.mark('server-ready');
console.time('all rounds');
for (let round = 0; round < rounds; round++) {
  await clientRound(origin, round);
  await sleep(3);
}
console.timeEnd('all rounds');
performance.mark('clients-done');

server.closeAllConnections();
server.close();
await rm(folder, { recursive: true });
