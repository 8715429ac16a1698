// The package: what programs import, and what `node --import asyncscope-recorder` loads first.

import api from './api.cjs';
import { isPreloaded } from './lib/preload.js';

if (isPreloaded(process.execArgv, process.env.NODE_OPTIONS)) await import('./start.js');

export const {
  profile,
  startSampling,
  takeSnapshot,
  compareSnapshots,
  trackObject,
  detectLeaks,
  trackRequest,
  mark,
  getStats,
} = api;
