// What the recorder costs: CPU time a request and throughput of a small HTTP server, with it and
// without, in turns.
//
//   node cost.mjs [--path /items] [--rounds 5] [--warm-up 8000] [--turns 10] [--requests 1500]
//                 [--config '{"cpuIntervalUs":1000}']
//
// Several servers run at the same time and are asked in turns, so that whatever else the machine
// does falls on all alike. Each figure is the median over turns of the ratio to the server without
// the recorder in the same turn. Two processes of one program may be compiled differently and then
// differ by several percent, so there are rounds with new ones; the median, the mean with its
// standard error and the extremes of rounds are told.
//
// V8 compiles the recorder's code, and Node's that only it makes run, over the first thousands of
// requests, each function several times. That is a price paid once, not one of every request, so
// turns count only after a warm-up that is longer than that, and what a server with the recorder
// spent in it beyond the steady figure is told as the price of the start.

import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const here = path.dirname(fileURLToPath(import.meta.url));
const { values } = parseArgs({
  options: {
    path: { type: 'string', default: '/items' },
    rounds: { type: 'string', default: '5' },
    'warm-up': { type: 'string', default: '8000' },
    turns: { type: 'string', default: '10' },
    requests: { type: 'string', default: '1500' },
    node: { type: 'string', default: process.execPath },
    config: { type: 'string', multiple: true, default: [] },
  },
});
const [rounds, turns, requests] = [values.rounds, values.turns, values.requests].map(Number);
const warmUp = Math.ceil(Number(values['warm-up']) / requests);
const CONNECTIONS = 8;
const folder = mkdtempSync(path.join(os.tmpdir(), 'asyncscope-cost-'));
const preload = pathToFileURL(path.join(here, '../start.js')).href;

function start(name, config) {
  const env = { ...process.env };
  if (config !== undefined) {
    env.NODE_OPTIONS = `--import ${preload}`;
    env.ASYNCSCOPE_RECORDER = JSON.stringify({ file: path.join(folder, `${name}.asyncscope.json`), ...config });
  }
  const child = fork(path.join(here, 'server.mjs'), {
    env, execPath: values.node, execArgv: [], stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  return new Promise((resolve) => {
    child.stdout.once('data', (port) => {
      const connections = Array.from({ length: CONNECTIONS }, () => new Connection(Number(port)));
      resolve({ name, child, connections, warming: 0, cpu: [], rate: [] });
    });
  });
}

const HEAD_END = Buffer.from('\r\n\r\n');

/** Asks one request after the other. Bare of all that a client does, so that machines busy with
 * other work spend their time on the server. */
class Connection {
  #socket;
  #resolve;
  #chunks = [];
  #missing = -1;

  constructor(port) {
    this.#socket = net.connect({ port, host: '127.0.0.1', noDelay: true });
    this.#socket.on('data', (chunk) => this.#take(chunk));
  }

  get(url) {
    return new Promise((resolve) => {
      this.#resolve = resolve;
      this.#socket.write(`GET ${url} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`);
    });
  }

  end() {
    this.#socket.end();
  }

  /** What it sends holds one response, whose length its head says. */
  #take(chunk) {
    this.#chunks.push(chunk);
    if (this.#missing === -1) {
      const text = Buffer.concat(this.#chunks);
      const end = text.indexOf(HEAD_END);
      if (end === -1) return;
      const body = end + HEAD_END.length;
      const [, length] = /content-length: (\d+)/i.exec(text.toString('latin1', 0, end));
      this.#chunks = [text.subarray(body)];
      this.#missing = Number(length) - (text.length - body);
    } else {
      this.#missing -= chunk.length;
    }
    if (this.#missing > 0) return;
    const body = Buffer.concat(this.#chunks);
    this.#chunks = [];
    this.#missing = -1;
    this.#resolve(body.toString());
  }
}

async function turn(server) {
  const [first] = server.connections;
  const cpu = Number(await first.get('/cpu'));
  const begin = performance.now();
  let left = requests;
  await Promise.all(server.connections.map(async (it) => {
    while (left-- > 0) await it.get(values.path);
  }));
  const seconds = (performance.now() - begin) / 1e3;
  return { cpu: (Number(await first.get('/cpu')) - cpu) / requests, rate: requests / seconds };
}

const median = (list) => list.toSorted((a, b) => a - b)[list.length >> 1];

const average = (list) => list.reduce((sum, it) => sum + it, 0) / list.length;

/** The standard error of a mean; of a single value nobody knows one. */
function errorOf(list) {
  if (list.length < 2) return '?';
  const mid = average(list);
  const squares = list.reduce((sum, it) => sum + (it - mid) ** 2, 0);
  return Math.sqrt(squares / (list.length - 1) / list.length).toFixed(1);
}

const configs = [
  ['off', undefined],
  ['off again', undefined],
  ...(values.config.length > 0 ? values.config.map((it) => [it, JSON.parse(it)]) : [['on', {}]]),
];
const names = configs.map(([name]) => name);
/** By configuration: of each round the medians of its turns, and their ratios to the first. */
const results = new Map(names.map((it) => [it, []]));

/** Tells what the rounds came to that are over. */
function tell() {
  rmSync(folder, { recursive: true });
  const signed = (it) => `${it >= 0 ? '+' : ''}${it.toFixed(1)}`;
  const over = results.get(names[0]).length;
  console.log(`${values.path}, ${over} rounds of ${turns} turns of ${requests} requests, Node ${process.version}`);
  for (const [name, list] of results) {
    if (list.length === 0) return;
    const of = (key) => median(list.map((it) => it[key]));
    const spread = (key) => {
      const all = list.map((it) => it[key]);
      return `median ${signed(of(key))} %, mean ${signed(average(all))} ± ${errorOf(all)}, ${signed(Math.min(...all))} .. ${signed(Math.max(...all))}`;
    };
    console.log(`${name}
      CPU ${of('cpu').toFixed(1)} us a request: ${signed(of('added'))} us, ${spread('cpuMore')}
      ${of('rate').toFixed(0)} requests/s: ${spread('rateMore')}
      start: ${signed(of('start'))} ms of CPU`);
  }
}

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(tell()));

for (let round = 0; round < rounds; round += 1) {
  const servers = [];
  for (const [name, config] of configs) servers.push(await start(`${round}-${name.replace(/\W+/g, '-')}`, config));
  for (let i = 0; i < warmUp + turns; i += 1) {
    // Each begins as often as any other, and follows the same one: what ran before stays in caches.
    for (let k = 0; k < servers.length; k += 1) {
      const server = servers[(i + k) % servers.length];
      const { cpu, rate } = await turn(server);
      if (i < warmUp) {
        server.warming += cpu * requests;
      } else {
        server.cpu.push(cpu);
        server.rate.push(rate);
      }
    }
  }
  const [off] = servers;
  servers.forEach((server, at) => {
    const ratio = (key) => (median(server[key].map((it, i) => it / off[key][i])) - 1) * 100;
    const added = median(server.cpu.map((it, i) => it - off.cpu[i]));
    results.get(names[at]).push({
      cpu: median(server.cpu), rate: median(server.rate), cpuMore: ratio('cpu'), rateMore: ratio('rate'),
      added, start: (server.warming - off.warming - added * warmUp * requests) / 1e3,
    });
  });
  for (const { child, connections } of servers) {
    for (const it of connections) it.end();
    child.disconnect();
  }
  await Promise.all(servers.map(({ child }) => new Promise((r) => child.once('exit', r))));
}
tell();
