// Requests made with `http` and `https`, by Node's diagnostics channels.
//
// Nothing here listens for 'response' or 'error' of a request: a listener for the first makes Node
// keep bodies that nobody reads, one for the second hides errors that nobody handles. An error
// monitor hides none.

import channels from 'node:diagnostics_channel';
import { errorMonitor } from 'node:events';

export function recordHttpClient(requests) {
  const known = new WeakMap();
  /** Bytes that a socket had read when the last response on it was over. */
  const readBefore = new WeakMap();

  channels.subscribe('http.client.request.start', ({ request }) => {
    const host = request.getHeader('host') ?? request.host;
    const sent = requests.send(`${request.protocol}//${host}${request.path}`, request.method);
    known.set(request, sent);
    // Not the channel for errors: Node 18 does not have it.
    request.once(errorMonitor, (error) => {
      requests.fail(sent, error, request.destroyed && isQuiet(request.socket, error));
    });
    request.once('close', () => {
      if (!request.res) requests.fail(sent, new Error('aborted'), true);
    });
  });

  channels.subscribe('http.client.response.finish', ({ request, response }) => {
    const sent = known.get(request);
    if (sent === undefined) return;
    const { socket, headers } = response;
    requests.respond(sent, response.statusCode, mimeType(headers['content-type']));
    response.once('close', () => {
      if (!response.complete) {
        requests.fail(sent, response.errored ?? new Error('aborted'), isQuiet(socket, socket?.errored));
        return;
      }
      const encoded = socket.bytesRead - (readBefore.get(socket) ?? 0);
      readBefore.set(socket, socket.bytesRead);
      requests.finish(sent, encoded, length(headers['content-length']));
    });
  });
}

/** Whether neither the other end nor the system has ended it, so that the program did: a client that
 * gives up gets the same "socket hang up" as one whose server does. */
const isQuiet = (socket, error) => !socket?.readableEnded && error?.syscall === undefined;

/** A media type without its parameters. */
export const mimeType = (text = '') => text.split(';', 1)[0].trim();

/** A number of bytes, where a header says one. */
export const length = (text) => (/^\d+$/.test(text ?? '') ? Number(text) : undefined);
