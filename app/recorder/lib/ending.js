// The roads out of a program: its end, an uncaught error, a signal. Each is left as it was.

const SIGNALS = process.platform === 'win32' ? ['SIGINT'] : ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Calls `finish` once, with `{reason, code, signal}`, when the thread ends. */
export function onEnd(isMainThread, flush, finish) {
  process.once('exit', (code) => finish({ reason: 'exit', code: code ?? 0 }));
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
