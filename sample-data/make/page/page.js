// The page of the Chromium recordings. It does one thing of each kind that a
// viewer of traces has to show, each in a function of its own name.
//
// spinThree does three times the work of spinOne, in a loop of its own so that
// the time is its own. They take turns in short steps, so that noise falls on both
// alike and both are compiled early.
//
// index.html?rounds=2 runs fewer rounds than usual.

const ROUNDS = Number(new URLSearchParams(location.search).get('rounds') ?? 12);
const STEPS = 50_000;

function spinOne() {
  let mixed = 1;
  for (let step = 0; step < STEPS; step++) mixed = Math.imul(mixed ^ step, 0x9e3779b1);
  return mixed;
}

function spinThree() {
  let mixed = 1;
  for (let step = 0; step < 3 * STEPS; step++) mixed = Math.imul(mixed ^ step, 0x9e3779b1);
  return mixed;
}

function spin() {
  for (let turn = 0; turn < 40; turn++) {
    spinOne();
    spinThree();
  }
}

// Network: three requests at once, one of which fails, read by a promise chain.
function loadOrders() {
  performance.mark('orders:start');
  return Promise.all([fetchOrders(1), fetchOrders(2), fetch('missing.json')])
    .then(([first, second]) => [...first, ...second])
    .then((orders) => orders.filter((order) => order.amount > 10))
    .then((orders) => {
      performance.mark('orders:end', { detail: { orders: orders.length } });
      performance.measure('load orders', 'orders:start', 'orders:end');
      return orders;
    });
}

async function fetchOrders(part) {
  const response = await fetch(`orders.json?part=${part}`);
  return response.json();
}

function loadWithXhr() {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('GET', 'orders.json?part=3');
    request.onload = () => resolve(request.responseText.length);
    request.onerror = reject;
    request.send();
  });
}

// The document: an insertion at once, then layout thrash (a write and a read in turn).
function renderOrders(orders) {
  console.time('render orders');
  const rows = orders.map((order) => {
    const row = document.createElement('li');
    row.textContent = `${order.id}: ${order.amount}`;
    return row;
  });
  document.querySelector('#orders').replaceChildren(...rows);
  console.timeEnd('render orders');
}

function thrashLayout() {
  let height = 0;
  for (const row of document.querySelectorAll('#orders li:nth-child(6n)')) {
    row.style.height = `${20 + (height % 7)}px`;
    height += row.offsetHeight;
  }
  return height;
}

// Time: nested timers, animation frames, idle time, messages and microtasks.
const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

function animate(frames) {
  return new Promise((resolve) => {
    function onFrame() {
      document.querySelector('h1').classList.toggle('moving');
      if (frames-- > 0) requestAnimationFrame(onFrame);
      else resolve();
    }
    requestAnimationFrame(onFrame);
  });
}

const whenIdle = () => new Promise((resolve) => requestIdleCallback(resolve, { timeout: 50 }));

function postToSelf() {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage('turn');
  });
}

// Memory: most objects die young, some live for a few rounds.
const kept = [];

function makeGarbage() {
  const list = Array.from({ length: 20_000 }, (_, index) => ({ index, label: `item ${index}` }));
  kept.push(list);
  if (kept.length > 6) kept.splice(0, 5);
}

// A thread of its own, asked by message.
const worker = new Worker('worker.js', { type: 'module', name: 'crunch worker' });

function askWorker(question) {
  return new Promise((resolve) => {
    worker.onmessage = (event) => resolve(event.data);
    worker.postMessage(question);
  });
}

async function runRound(round) {
  const start = performance.now();
  performance.mark('round:start', { detail: { round } });
  const crunched = askWorker(round);
  renderOrders(await loadOrders());
  for (let turn = 0; turn < 4; turn++) {
    spin();
    await sleep(1);
  }
  thrashLayout();
  makeGarbage();
  await Promise.all([animate(3), whenIdle(), postToSelf(), loadWithXhr(), crunched]);
  await new Promise((resolve) => queueMicrotask(resolve));
  performance.measure('round', {
    start,
    detail: { devtools: { dataType: 'track-entry', track: 'Rounds', trackGroup: 'Sample', color: 'primary' } },
  });
}

async function runAll() {
  performance.mark('page:start');
  for (let round = 0; round < ROUNDS; round++) await runRound(round);
  console.timeStamp('all rounds done');
  performance.mark('page:end');
  performance.measure('page', 'page:start', 'page:end');
}

// The recorder presses the button once, after the rounds.
document.querySelector('#reload').addEventListener('click', async function reload() {
  performance.mark('click');
  renderOrders(await loadOrders());
  document.title = 'Loaded again';
});

runAll().then(() => {
  document.title = 'Rounds done';
});
