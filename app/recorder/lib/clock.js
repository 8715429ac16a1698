// Microseconds of the machine's monotonic clock: that of `process.hrtime` and of V8's profiles.

// Kept from the start: programs under test replace clocks and timers.
const now = performance.now.bind(performance);

const TRIES = 16;

const machine = () => {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1e6 + nanoseconds / 1e3;
};

/** What lies between `performance.now()` of this thread and the monotonic clock: known the better,
 * the less time passes while both are read. */
const base = (() => {
  let [found, shortest] = [0, Infinity];
  for (let i = 0; i < TRIES; i += 1) {
    const before = machine();
    const own = now() * 1e3;
    const after = machine();
    if (after - before < shortest) [found, shortest] = [(before + after) / 2 - own, after - before];
  }
  return found;
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
