// Microseconds of the machine's monotonic clock: that of `process.hrtime` and of V8's profiles.

// Kept from the start: programs under test replace clocks and timers.
const now = performance.now.bind(performance);

/** What lies between `performance.now()` of this thread and the monotonic clock. */
const base = (() => {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1e6 + nanoseconds / 1e3 - now() * 1e3;
})();

/** Whole microseconds. */
export const nowUs = () => Math.floor(base + now() * 1e3);

/** The same for a time of `performance.now()`, such as that of a performance entry. */
export const fromPerformance = (milliseconds) => Math.floor(base + milliseconds * 1e3);

/** `setInterval` that keeps no program alive. */
export const every = ((start) => (milliseconds, work) => {
  const timer = start(work, milliseconds);
  timer.unref();
  return timer;
})(setInterval);

/** Ends what `every` started. */
export const endTimer = clearInterval;
