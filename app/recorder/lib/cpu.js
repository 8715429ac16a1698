// CPU samples as a stream: two runs of the profiler that overlap, one ended and one begun each
// second. A run that begins while another is on costs well below a millisecond; a profiler that
// was off takes a hundred.

import inspector from 'node:inspector';

import { at, idText, newId } from './thread.js';
import { nowUs } from './clock.js';
import { SampleTree } from './sample-tree.js';

const CATEGORY = '"cat":"disabled-by-default-v8.cpu_profiler"';
const TITLE = 'asyncscope ';

/** Of all time, writing samples may take so much: it is done the more seldom, the longer it takes. */
const MOST_OF_ALL = 1 / 400;
/** But at least so often, in microseconds. */
const LONGEST = 10e6;

export class CpuSampler {
  #writer;
  #session;
  #tree;
  #id;
  #run = 0;
  #users = 0;
  /** When samples are to be written next. */
  #next = 0;

  constructor(writer, session) {
    this.#writer = writer;
    this.#session = session;
    session.on('Profiler.consoleProfileFinished', ({ params }) => {
      if (params.title?.startsWith(TITLE)) this.#take(params.profile);
    });
  }

  /** Begins to sample, or stays on for one more who asked. */
  start(intervalUs) {
    this.#users += 1;
    if (this.#users > 1) return;
    this.#session.post('Profiler.enable');
    this.#session.post('Profiler.setSamplingInterval', { interval: intervalUs });
    this.#begin();
    // A profile of its own for each time it is on: the time between belongs to no sample.
    this.#id = idText(newId());
    const start = nowUs();
    this.#tree = new SampleTree(start);
    this.#writer.add(
      `{"ph":"P",${CATEGORY},"name":"Profile","id":"${this.#id}",${at(start)},"args":{"data":{"startTime":${start}}}}`,
    );
  }

  /** Writes the samples that came since the last time, unless that was too short a time ago. */
  rotate() {
    const start = nowUs();
    if (this.#users === 0 || start < this.#next) return;
    const previous = this.#run;
    this.#begin();
    this.#end(previous);
    const end = nowUs();
    this.#next = end + Math.min((end - start) / MOST_OF_ALL, LONGEST);
  }

  /** Ends sampling, once everyone who asked for it is done. */
  stop() {
    if (this.#users === 0) return;
    this.#users -= 1;
    if (this.#users > 0) return;
    this.#end(this.#run);
    this.#session.post('Profiler.disable');
  }

  /** Ends it whoever asked. */
  finish() {
    this.#users = Math.min(this.#users, 1);
    this.stop();
  }

  #begin() {
    this.#run += 1;
    inspector.console.profile(TITLE + this.#run);
  }

  #end(run) {
    inspector.console.profileEnd(TITLE + run);
  }

  #take(profile) {
    const { nodes, samples, timeDeltas } = this.#tree.add(profile);
    if (samples.length === 0) return;
    const data = JSON.stringify({ cpuProfile: { nodes, samples }, timeDeltas });
    this.#writer.add(
      `{"ph":"P",${CATEGORY},"name":"ProfileChunk","id":"${this.#id}",${at()},"args":{"data":${data}}}`,
    );
  }
}
