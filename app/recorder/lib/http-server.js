// Incoming requests as operations, by Node's diagnostics channel.

import channels from 'node:diagnostics_channel';

import { pathOf } from './urls.js';

export function recordHttpServer(operations, { keepQuery }) {
  channels.subscribe('http.server.request.start', ({ request, response, socket }) => {
    const place = keepQuery ? request.url : pathOf(request.url);
    const operation = operations.begin('http.server', `${request.method} ${place}`);
    const before = socket.bytesWritten;
    operations.enter(operation);
    // Not the channel for the end of a response: it says nothing of those that were aborted.
    response.once('close', () => {
      const isWhole = response.writableFinished;
      const bytes = Math.max(0, socket.bytesWritten - before);
      operations.end(
        operation,
        isWhole && response.statusCode < 400,
        `,"status":${response.statusCode},"bytes":${bytes},"aborted":${!isWhole}`,
      );
    });
  });
}
