// A program whose two runs hold objects in known numbers: two processes, as of two releases.
//
// usage: node --expose-gc runs.mjs OUTPUT_FOLDER first|second

import { join } from 'node:path';
import { writeHeapSnapshot } from 'node:v8';

const [output, run] = process.argv.slice(2);
const counts = {
  first: { customers: 200, orders: 500, drafts: 60, invoices: 0 },
  second: { customers: 150, orders: 800, drafts: 0, invoices: 120 },
}[run];

// The second run has loaded more before, so that ids and numbers of scripts are others.
const loaded = run === 'second' ? await import('node:http') : null;
const warmUp = Array.from({ length: run === 'second' ? 5000 : 0 }, (_, i) => ({ warm: String(i) }));

class Customer { constructor(i) { this.name = 'customer ' + i; } }
class Order { constructor(i) { this.lines = [i]; this.total = { cents: { value: 'total ' + i } }; } }
class Draft { constructor(i) { this.text = 'draft ' + i; } }
class Invoice { constructor(i) { this.text = 'invoice ' + i; } }

const make = (Class, count) => Array.from({ length: count }, (_, i) => new Class(i));
globalThis.__shop = {
  customers: make(Customer, counts.customers),
  orders: new Map(make(Order, counts.orders).map((order, i) => [i, order])),
  drafts: make(Draft, counts.drafts),
  invoices: make(Invoice, counts.invoices),
};
warmUp.length = 0;
gc();
writeHeapSnapshot(join(output, `run-${run}.heapsnapshot`));
if (loaded && warmUp.length) throw new Error('not reached: keeps both alive until here');
