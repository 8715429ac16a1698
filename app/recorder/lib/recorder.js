// The recorder of one thread: everything that is recorded, and the calls of a program.

import inspector from 'node:inspector';

import { AllocationSampler } from './allocations.js';
import { Collections } from './gc.js';
import { CpuSampler } from './cpu.js';
import { Operations } from './operations.js';
import { Requests } from './requests.js';
import { Snapshots } from './snapshots.js';
import { TrackedObjects } from './tracked.js';
import { Writer } from './writer.js';
import { endTimer, every } from './clock.js';
import { end, header } from './header.js';
import { log, recordFailures } from './failures.js';
import { onEnd } from './ending.js';
import { recordEventLoop, recordMemory } from './counters.js';
import { recordFetch } from './fetch.js';
import { recordHttpClient } from './http-client.js';
import { recordHttpServer } from './http-server.js';
import { recordResources } from './deep.js';
import { recordUserTimings, writeMark } from './user-timings.js';
import { thread } from './thread.js';

/** Milliseconds between two writes. */
const TICK = 250;
const TICKS_OF_A_SECOND = 4;
const TICKS_BETWEEN_ALLOCATIONS = 40;

/** Begins to record this thread, and returns what programs may call. */
export function record(config) {
  const writer = new Writer(config.file, config.maxBytes);
  for (const event of header(config)) writer.add(event);

  const session = new inspector.Session();
  session.connect();
  const operations = new Operations(writer, config);
  const requests = new Requests(writer, operations, config);
  // Generations end with snapshots, or else with collections of everything.
  const tracked = new TrackedObjects(writer, () => {
    if (config.gc && snapshots.taken.length === 0) tracked.nextGeneration();
  });
  const snapshots = new Snapshots(writer, config.file, () => tracked.nextGeneration());
  const cpu = new CpuSampler(writer, session);
  if (config.cpu) cpu.start(config.cpuIntervalUs);
  recordFailures(writer);
  if (config.http) {
    recordHttpServer(operations, config);
    recordHttpClient(requests);
    recordFetch(requests);
  }

  const collections = config.gc ? new Collections(writer, session) : undefined;
  const allocations = config.allocations
    ? new AllocationSampler(writer, session, config.allocationBytes) : undefined;
  const memory = config.memory ? recordMemory(writer) : undefined;
  const eventLoop = config.eventLoop ? recordEventLoop(writer) : undefined;
  const userTimings = config.userTimings ? recordUserTimings(writer, operations) : undefined;

  const second = () => {
    cpu.rotate();
    collections?.write();
    eventLoop?.();
    tracked.write();
  };
  memory?.();
  writer.flush();
  const ticksOfMemory = Math.max(1, Math.round(config.memoryMs / TICK));
  let ticks = 0;
  const timer = every(TICK, () => {
    ticks += 1;
    if (ticks % ticksOfMemory === 0) memory?.();
    if (ticks % TICKS_OF_A_SECOND === 0) second();
    if (ticks % TICKS_BETWEEN_ALLOCATIONS === 0) allocations?.writeIfQuick();
    writer.flush();
  });

  if (config.deep) recordResources(operations);
  if (thread.isMainThread) takeSnapshotsOnTheirOwn(config, snapshots);

  let isFinished = false;
  const finish = (how) => {
    if (isFinished) return;
    isFinished = true;
    endTimer(timer);
    userTimings?.();
    cpu.finish();
    collections?.finish();
    eventLoop?.();
    tracked.write();
    memory?.();
    allocations?.write();
    if (config.snapshotAtExit && thread.isMainThread) snapshots.take();
    if (tracked.beyond > 0) log(writer, `${tracked.beyond} objects were not tracked: too many were alive`);
    writer.end(() => end(how, writer), config.closer === thread.pid && thread.isMainThread);
  };
  onEnd(thread.isMainThread, () => writer.flush(), finish);

  return {
    profile: (name, fn, attributes) => operations.profile(String(name), fn, attributes),
    startSampling({ intervalUs = config.cpuIntervalUs } = {}) {
      cpu.start(intervalUs);
      let isOn = true;
      return () => {
        if (isOn) cpu.stop();
        isOn = false;
      };
    },
    takeSnapshot: (options) => snapshots.take(options),
    snapshots: () => snapshots.taken,
    trackObject: (object, metadata) => tracked.track(object, metadata),
    detectLeaks: () => tracked.detectLeaks(),
    trackRequest(url, { method = 'GET' } = {}) {
      const request = requests.send(String(url), method);
      return {
        complete(status, size) {
          requests.respond(request, status);
          requests.finish(request, size);
        },
        fail: (error) => requests.fail(request, error),
      };
    },
    mark: (name) => writeMark(writer, String(name)),
    getStats: () => ({ operations: operations.stats(), requests: requests.stats() }),
  };
}

function takeSnapshotsOnTheirOwn({ snapshotOn, snapshotEvery }, snapshots) {
  if (snapshotOn !== '') process.on(snapshotOn, () => snapshots.take());
  if (snapshotEvery > 0) every(snapshotEvery * 1000, () => snapshots.take());
}
