// Objects that a program asks to be watched until they are collected.

import { at, idText, newId, ownSeries } from './thread.js';
import { attached, quoted } from './text.js';
import { sorted, verdict } from './leaks.js';

/** So many generations are told apart; then two and two become one. */
const MAX_GENERATIONS = 32;

/** So many are watched at a time; what is beyond is counted. */
const MAX_ALIVE = 20_000;

/** One that is alive. */
class Tracked {
  constructor(name, size, generation) {
    this.name = name;
    this.size = size;
    this.generation = generation;
  }
}

/** Those of one name. */
class Row {
  created = 0;
  alive = 0;
  bytes = 0;
  born = [];
  isChanged = false;
}

export class TrackedObjects {
  #writer;
  #alive = new Map();
  #classes = new Map();
  #generation = 0;
  #registry = new FinalizationRegistry((id) => this.#collect(id));
  #onMajor;
  /** Told of an object that nobody holds: after each collection of everything, and no other. */
  #majors = new FinalizationRegistry(() => {
    this.#awaitMajor();
    this.#onMajor();
  });
  /** Objects that came while too many were alive. */
  beyond = 0;

  /** `onMajor` is called after collections of everything, once something is tracked. */
  constructor(writer, onMajor) {
    this.#writer = writer;
    this.#onMajor = onMajor;
  }

  /** Watches `object`, once. */
  track(object, metadata) {
    if (typeof object !== 'object' && typeof object !== 'function') return;
    if (object === null) return;
    if (this.#alive.size >= MAX_ALIVE) {
      this.beyond += 1;
      return;
    }
    if (this.#classes.size === 0) this.#awaitMajor();
    const id = newId();
    const name = nameOf(object, metadata);
    const size = sizeOf(object, metadata);
    this.#registry.register(object, id);
    this.#alive.set(id, new Tracked(name, size, this.#generation));
    const it = this.#count(name, size, 1);
    it.created += 1;
    it.born[this.#generation] = (it.born[this.#generation] ?? 0) + 1;
    const json = attached(metadata);
    this.#writer.add(
      `{"ph":"N","cat":"asyncscope.tracked","name":${quoted(name)},"id":"${idText(id)}",${at()},"args":{` +
        (size > 0 ? `"size":${size}` : '') +
        (json === undefined ? '}}' : `${size > 0 ? ',' : ''}"metadata":${json}}}`),
    );
  }

  /** What is tracked from now on is of the next generation. */
  nextGeneration() {
    this.#generation += 1;
    if (this.#generation >= MAX_GENERATIONS) this.#halve();
  }

  /** Classes by what of them survives, the most suspect first. */
  detectLeaks() {
    const survivors = new Map();
    for (const { name, generation } of this.#alive.values()) {
      const row = survivors.get(name) ?? [];
      row[generation] = (row[generation] ?? 0) + 1;
      survivors.set(name, row);
    }
    return sorted([...this.#classes].map(([name, it]) => {
      const generations = Array.from({ length: this.#generation + 1 }, (_, at) => ({
        created: it.born[at] ?? 0,
        survived: survivors.get(name)?.[at] ?? 0,
      }));
      const { created, alive, bytes: aliveBytes } = it;
      return { name, created, collected: created - alive, alive, aliveBytes, generations, verdict: verdict(generations) };
    }));
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

  #awaitMajor() {
    this.#majors.register({}, undefined);
  }

  #collect(id) {
    const it = this.#alive.get(id);
    if (it === undefined) return;
    this.#alive.delete(id);
    this.#count(it.name, it.size, -1);
    this.#writer.add(`{"ph":"D","cat":"asyncscope.tracked","name":${quoted(it.name)},"id":"${idText(id)}",${at()}}`);
  }

  #count(name, size, by) {
    let it = this.#classes.get(name);
    if (it === undefined) this.#classes.set(name, (it = new Row()));
    it.alive += by;
    it.bytes += by * size;
    it.isChanged = true;
    return it;
  }

  #halve() {
    this.#generation >>= 1;
    for (const it of this.#alive.values()) it.generation >>= 1;
    for (const it of this.#classes.values()) {
      const born = it.born;
      it.born = [];
      born.forEach((n, at) => (it.born[at >> 1] = (it.born[at >> 1] ?? 0) + n));
    }
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
