// The roads out of a program: its end, an uncaught error, a signal. Each is left as it was.

const SIGNALS = process.platform === 'win32' ? ['SIGINT'] : ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Calls `finish` once, with `{reason, code, signal}`, when the thread ends. */
export function onEnd(isMainThread, flush, finish) {
  stayLast('exit', (code) => finish({ reason: 'exit', code: Number(process.exitCode ?? code) || 0 }));
  if (!isMainThread) return;
  for (const signal of SIGNALS) {
    process.on(signal, function leave() {
      // The program has its own way with this signal: it will end, or not.
      if (process.listenerCount(signal) > 1) return flush();
      finish({ reason: 'signal', signal });
      process.off(signal, leave);
      process.kill(process.pid, signal);
    });
  }
}

/** Listens behind all other listeners, also those that come later: what they do is recorded too,
 * and they may yet change the exit code. */
function stayLast(event, listener) {
  process.on(event, listener);
  let isMoving = false;
  process.on('newListener', (name) => {
    if (name !== event || isMoving) return;
    isMoving = true;
    queueMicrotask(() => {
      process.off(event, listener);
      process.on(event, listener);
      isMoving = false;
    });
  });
}
