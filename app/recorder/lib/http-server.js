// Incoming requests as operations, by Node's diagnostics channel.

import channels from 'node:diagnostics_channel';

import { HTTP_SERVER } from './operation-log.js';
import { pathOf } from './urls.js';

/** So many names are kept. */
const MAX_KNOWN = 4096;

export function recordHttpServer(operations, { keepQuery }) {
  const nameOf = names();
  channels.subscribe('http.server.request.start', ({ request, response, socket }) => {
    const { url } = request;
    const operation = operations.begin(HTTP_SERVER, nameOf(request.method, keepQuery ? url : pathOf(url)));
    const before = socket.bytesWritten;
    operations.enter(operation);
    // Not the channel for the end of a response: it says nothing of those that were aborted.
    // `on` is cheaper than `once`, and a response closes once.
    response.on('close', () => {
      const bytes = Math.max(0, socket.bytesWritten - before);
      operations.respond(operation, response.writableFinished, response.statusCode, bytes);
    });
  });
}

/** Method and path in one text: the same text for the same two, which is then quick to look up. */
function names() {
  const byMethod = new Map();
  let n = 0;
  return (method, place) => {
    let byPlace = byMethod.get(method);
    if (byPlace === undefined) byMethod.set(method, (byPlace = new Map()));
    let name = byPlace.get(place);
    if (name === undefined) {
      name = `${method} ${place}`;
      n += 1;
      if (n <= MAX_KNOWN) byPlace.set(place, name);
    }
    return name;
  };
}
