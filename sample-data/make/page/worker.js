// The worker of the sample page. crunch is the only function that takes time here.

const STEPS = 4_000_000;

function crunch(seed) {
  let mixed = seed | 1;
  for (let step = 0; step < STEPS; step++) mixed = Math.imul(mixed ^ step, 0x9e3779b1);
  return mixed;
}

self.onmessage = (event) => {
  performance.mark('crunch:start');
  const answer = crunch(event.data);
  performance.measure('crunch', 'crunch:start');
  self.postMessage(answer);
};
