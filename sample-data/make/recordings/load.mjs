// The load of leaky-server.mjs: in each round 60 pages, 6 that are missing, 3 that are given up.

import http from 'node:http';

const [port] = process.argv.slice(2);
const agent = new http.Agent({ keepAlive: true, maxSockets: 6 });

function get(path, giveUpAfter) {
  return new Promise((resolve) => {
    const request = http.get({ port, agent, path, timeout: 10_000 }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode));
    });
    request.on('error', () => resolve(0));
    if (giveUpAfter) setTimeout(() => request.destroy(), giveUpAfter);
  });
}

async function round() {
  const done = { requests: 0, whole: 0, notFound: 0, aborted: 0 };
  const paths = Array.from({ length: 69 }, (_, at) =>
    at % 23 === 11 ? '/slow' : at % 11 === 5 && at < 66 ? '/missing' : `/page?user=${at}`);
  const next = async () => {
    for (let path = paths.shift(); path !== undefined; path = paths.shift()) {
      const status = await get(path, path === '/slow' ? 20 : 0);
      done.requests += 1;
      done[status === 200 ? 'whole' : status === 404 ? 'notFound' : 'aborted'] += 1;
    }
  };
  await Promise.all(Array.from({ length: 6 }, next));
  process.send(done);
}

process.on('message', (what) => (what === 'end' ? process.exit() : void round()));
