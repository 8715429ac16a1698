// Objects that a program asks to be watched until they are collected.

import { at, newId, ownSeries } from './thread.js';
import { attached, quoted } from './text.js';
import { leaks } from './leaks.js';

/** So many are watched at a time; what is beyond is counted. */
const MAX_ALIVE = 20_000;

export class TrackedObjects {
  #writer;
  #alive = new Map();
  #classes = new Map();
  #generation = 0;
  #registry = new FinalizationRegistry((id) => this.#collect(id));
  /** Objects that came while too many were alive. */
  beyond = 0;

  constructor(writer) {
    this.#writer = writer;
  }

  /** Watches `object`, once. */
  track(object, metadata) {
    if (typeof object !== 'object' && typeof object !== 'function') return;
    if (object === null) return;
    if (this.#alive.size >= MAX_ALIVE) {
      this.beyond += 1;
      return;
    }
    const id = newId();
    const name = nameOf(object, metadata);
    const size = sizeOf(object, metadata);
    this.#registry.register(object, id);
    this.#alive.set(id, { name, size, generation: this.#generation });
    this.#count(name, size, 1);
    const json = attached(metadata);
    this.#writer.add(
      `{"ph":"N","cat":"asyncscope.tracked","name":${quoted(name)},"id":"${id}",${at()},"args":{` +
        (size > 0 ? `"size":${size}` : '') +
        (json === undefined ? '}}' : `${size > 0 ? ',' : ''}"metadata":${json}}}`),
    );
  }

  /** What is tracked from now on is of the next generation. */
  nextGeneration() {
    this.#generation += 1;
  }

  /** Classes by what of them survives, the most suspect first. */
  detectLeaks() {
    return leaks(this.#classes, this.#alive.values(), this.#generation);
  }

  /** Writes how many of each class are alive, where that changed. */
  write() {
    for (const [name, it] of this.#classes) {
      if (!it.isChanged) continue;
      it.isChanged = false;
      this.#writer.add(
        `{"ph":"C","cat":"asyncscope","name":${quoted(`tracked ${name}`)}${ownSeries},${at()},"args":{"count":${it.alive},"bytes":${it.bytes}}}`,
      );
    }
  }

  #collect(id) {
    const it = this.#alive.get(id);
    if (it === undefined) return;
    this.#alive.delete(id);
    this.#count(it.name, it.size, -1);
    this.#writer.add(`{"ph":"D","cat":"asyncscope.tracked","name":${quoted(it.name)},"id":"${id}",${at()}}`);
  }

  #count(name, size, by) {
    let it = this.#classes.get(name);
    if (it === undefined) this.#classes.set(name, (it = { created: 0, alive: 0, bytes: 0 }));
    if (by > 0) it.created += 1;
    it.alive += by;
    it.bytes += by * size;
    it.isChanged = true;
  }
}

/** The label it is given, or else its class. */
function nameOf(object, metadata) {
  const label = metadata?.label ?? metadata?.name;
  if (typeof label === 'string' && label !== '') return label;
  if (typeof object === 'function') return object.name || 'Function';
  return object.constructor?.name || 'Object';
}

/** Bytes, where it says them or is made of bytes; or else 0. */
function sizeOf(object, metadata) {
  const size = metadata?.size ?? object.byteLength;
  return Number.isFinite(size) && size > 0 ? Math.trunc(size) : 0;
}
