// Work on the processor only, in proportions that are known.
//
// spend1, spend2 and spend3 do one, two and three shares of the same loop. Each
// has a loop of its own, so that the time is its own and not a callee's. They
// take turns in short steps, so that noise from the machine falls on all alike.

const STEPS = 100_000;
const ROUNDS = 200;

function spend1() {
  let mixed = 1;
  for (let step = 0; step < STEPS; step++) mixed = Math.imul(mixed ^ step, 0x9e3779b1);
  return mixed;
}

function spend2() {
  let mixed = 1;
  for (let step = 0; step < 2 * STEPS; step++) mixed = Math.imul(mixed ^ step, 0x9e3779b1);
  return mixed;
}

function spend3() {
  let mixed = 1;
  for (let step = 0; step < 3 * STEPS; step++) mixed = Math.imul(mixed ^ step, 0x9e3779b1);
  return mixed;
}

function spend() {
  for (let turn = 0; turn < 12; turn++) {
    spend1();
    spend2();
    spend3();
  }
}

// Recursion: its total time must be counted once per stack, not once per call.
function countPaths(rows, columns) {
  if (rows === 0 || columns === 0) return 1;
  return countPaths(rows - 1, columns) + countPaths(rows, columns - 1);
}

// Garbage: most objects die young, some live for a few rounds, so that both
// kinds of collection happen.
const kept = [];

function allocate() {
  const list = [];
  for (let index = 0; index < 5_000; index++) {
    list.push({ index, label: `item ${index}`, values: [index, index + 1] });
  }
  kept.push(list);
  if (kept.length > 25) kept.splice(0, 20);
  return list.length;
}

// Names that a viewer has to show well: a method, a getter, an arrow function
// and a function without any name.
class Ledger {
  #entries = Array.from({ length: 3_000 }, (_, index) => (index * 7919) % 3_001);

  get sorted() {
    return this.#entries.toSorted((before, after) => before - after);
  }

  total() {
    return this.sorted.reduce((sum, entry) => sum + entry, 0);
  }
}

function runRound(ledger) {
  return [
    spend(),
    countPaths(10, 9),
    allocate(),
    ledger.total(),
    (function () {
      return ledger.sorted.map((entry) => entry * 2).length;
    })(),
  ];
}

const ledger = new Ledger();
for (let round = 0; round < ROUNDS; round++) runRound(ledger);
