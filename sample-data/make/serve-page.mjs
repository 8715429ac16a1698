// Serves the folder `page` on loopback, and orders.json, which it makes up.

import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const TYPES = { '.html': 'text/html', '.css': 'text/css', '.js': 'text/javascript' };

/** Starts the server; the promise is of the running server. */
export function servePage(port) {
  const server = createServer(answer);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, 'localhost', () => resolve(server));
  });
}

async function answer(request, response) {
  const { pathname, searchParams } = new URL(request.url, 'http://localhost');
  if (pathname === '/orders.json') {
    const part = Number(searchParams.get('part'));
    await sleep(3 * part);
    send(response, 200, 'application/json', JSON.stringify(makeOrders(part)));
    return;
  }
  const name = pathname === '/' ? 'index.html' : pathname.slice(1);
  const type = TYPES[extname(name)];
  if (!type || !/^\w+\.\w+$/.test(name)) {
    send(response, 404, 'text/plain', 'not found');
    return;
  }
  send(response, 200, type, await readFile(new URL(`page/${name}`, import.meta.url)));
}

function send(response, status, type, body) {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
}

function makeOrders(part) {
  return Array.from({ length: 50 }, (_, index) => ({ id: part * 1000 + index, amount: (index * 37) % 100 }));
}
