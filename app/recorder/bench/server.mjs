// A small HTTP server, as it is measured with and without the recorder. Tells its CPU time itself.

import http from 'node:http';

import { profile } from '../index.js';

const rows = Array.from({ length: 120 }, (_, id) => ({
  id,
  name: `item ${id}`,
  price: ((id * 7919) % 1000) / 10,
  tags: ['a', 'b', 'c'].slice(id % 3),
}));

/** What a small service does: look up, filter, sort, render. */
function render(limit) {
  const found = rows.filter((it) => it.price < limit).sort((a, b) => a.price - b.price);
  return JSON.stringify({ count: found.length, items: found, text: found.map((it) => `<li>${it.name}</li>`).join('') });
}

const load = async (n) => {
  await null;
  return 20 + (n % 80);
};

const pages = {
  '/hello': async () => 'hello',
  '/items': async (n) => {
    const limit = await profile('load', () => load(n));
    return profile('render', () => render(limit));
  },
  // As dear as a page of a framework: about a millisecond.
  '/page': async (n) => {
    const limit = await profile('load', () => load(n));
    return profile('render', () => Array.from({ length: 16 }, (_, part) => render(limit + part)).join('').slice(0, 20_000));
  },
  // As dear, but in code of Node.js alone, which is compiled once and for all: two processes differ
  // less.
  '/copy': async (n) => {
    const limit = await profile('load', () => load(n));
    return profile('copy', () => {
      let text = '';
      for (let i = 0; i < 24; i += 1) text = JSON.stringify(JSON.parse(JSON.stringify(rows)));
      return text.slice(0, 2000 + limit);
    });
  },
};

let n = 0;
const server = http.createServer(async (request, response) => {
  if (request.url === '/cpu') {
    const { user, system } = process.cpuUsage();
    response.end(String(user + system));
    return;
  }
  n += 1;
  response.end(await pages[request.url](n));
});
// A server that waits for its turn keeps its connections.
server.keepAliveTimeout = 0;
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
process.on('disconnect', () => process.exit());
