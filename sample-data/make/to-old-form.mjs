// Writes a CPU profile in the old form, which early browsers and profiling packages wrote:
// a tree of nodes under `head` instead of the list `nodes`, absolute `timestamps`
// instead of `timeDeltas`, and start and end in seconds.
//
// usage: node to-old-form.mjs INPUT.cpuprofile OUTPUT.cpuprofile

import { readFileSync, writeFileSync } from 'node:fs';

const [input, output] = process.argv.slice(2);
if (!output) throw new Error('usage: node to-old-form.mjs INPUT.cpuprofile OUTPUT.cpuprofile');

const profile = JSON.parse(readFileSync(input, 'utf8'));
const byId = new Map(profile.nodes.map((node) => [node.id, node]));
const children = new Set(profile.nodes.flatMap((node) => node.children ?? []));
const root = profile.nodes.find((node) => !children.has(node.id));

let time = profile.startTime;
const timestamps = profile.timeDeltas.map((delta) => (time += delta));

const old = {
  head: toOldNode(root),
  startTime: profile.startTime / 1e6,
  endTime: profile.endTime / 1e6,
  samples: profile.samples,
  timestamps,
};
writeFileSync(output, JSON.stringify(old));

function toOldNode({ id, callFrame, hitCount, positionTicks, children = [] }) {
  return {
    functionName: callFrame.functionName,
    scriptId: callFrame.scriptId,
    url: callFrame.url,
    // Lines and columns of frames were 1-based in the old form, with 0 for none.
    lineNumber: callFrame.lineNumber + 1,
    columnNumber: callFrame.columnNumber + 1,
    hitCount,
    callUID: id,
    children: children.map((child) => toOldNode(byId.get(child))),
    deoptReason: '',
    id,
    positionTicks: positionTicks ?? [],
  };
}
