/** The page: measures on request, by a person or by `run.ts`, and shows bars. */

import { adapterName, isSoftware, traitsOf } from '../../src/engine/backends/probe.ts';
import type { BackendName } from '../../src/engine/contract.ts';
import { engines } from '../contestants/contestant.ts';
import type { ModelName } from '../models/model.ts';
import { measurePeak, type Peak } from '../peak/peak.ts';
import { bars } from './bars.ts';
import { measure, type Plan, type Row } from './measure.ts';
import { planFor } from './plan.ts';

export interface Machine {
  cores: number;
  threads: boolean;
  /** The GPU's name, or undefined where there is no WebGPU; `real` is false for a GPU emulated by the processor. */
  gpu: string | undefined;
  real: boolean;
}

/** Packages that this build was made without (`vite.ts`). */
declare const __MISSING_PEERS__: readonly string[];

declare global {
  interface Window {
    zscapeMachine(): Promise<Machine>;
    zscapePeak(threads: number, gpu: boolean): Promise<Peak>;
    zscapeBench(plan: Plan, peak: Peak): Promise<Row[]>;
  }
}

const find = <T extends HTMLElement>(selector: string) => document.querySelector<T>(selector)!;
const status = find<HTMLOutputElement>('output');
const chart = find('#chart');
const start = find<HTMLButtonElement>('#start');
const copy = find<HTMLButtonElement>('#copy');
const wide = find<HTMLInputElement>('#wide');
const shown: Row[] = [];
let peak: Peak = { wasm: 0, webgpu: 0, webgpuHalf: 0 };
let machine: Machine;

window.zscapeMachine = async () => {
  const adapter = await navigator.gpu?.requestAdapter({ powerPreference: 'high-performance' });
  const traits = adapter ? traitsOf(adapter) : undefined;
  return {
    cores: navigator.hardwareConcurrency,
    threads: crossOriginIsolated,
    gpu: traits && adapterName(traits),
    real: traits !== undefined && !isSoftware(traits),
  };
};
window.zscapePeak = measurePeak;
window.zscapeBench = async (plan, most) => {
  const rows = await measure(plan, most, (words) => {
    status.textContent = words;
  });
  shown.push(...rows);
  chart.replaceChildren(...bars(shown));
  return rows;
};

start.addEventListener('click', async () => {
  start.disabled = true;
  shown.length = 0;
  try {
    const threads = machine.threads ? Math.min(8, Math.max(2, Math.floor(machine.cores / 2))) : 1;
    status.textContent = 'The most that this machine can do';
    peak = await measurePeak(threads, machine.real);
    const backends: BackendName[] = machine.real ? ['webgpu', 'wasm'] : ['wasm'];
    const wishes = { backends, engines, threads, variants: false, gpu: machine.real };
    const models: ModelName[] = wide.checked ? ['avatars-128', 'progan-128'] : ['avatars-128'];
    for (const model of models)
      await window.zscapeBench(planFor(model, { ...wishes, batches: [1], turns: 5, turnMs: 800 }), peak);
    status.textContent = 'Done.';
  } catch (error) {
    status.textContent = error instanceof Error ? error.message : String(error);
  } finally {
    start.disabled = false;
    copy.disabled = shown.length === 0;
  }
});

copy.addEventListener('click', async () => {
  const report = {
    machine: { ...machine, browser: navigator.userAgent },
    date: new Date().toISOString(),
    peak,
  };
  try {
    await navigator.clipboard.writeText(JSON.stringify({ ...report, rows: shown }, null, 2));
    status.textContent = 'The figures have been copied.';
  } catch {
    status.textContent = 'The browser does not let this page use the clipboard.';
  }
});

machine = await window.zscapeMachine();
find('#machine').textContent = [
  `${machine.cores} cores`,
  machine.threads ? 'WASM threads' : 'no WASM threads (the page is not isolated)',
  machine.gpu === undefined
    ? 'no WebGPU'
    : `WebGPU on ${machine.gpu}${machine.real ? '' : ' (software: not measured)'}`,
].join(' · ');
if (__MISSING_PEERS__.length > 0)
  find('#missing').textContent =
    `Not compared here, because of their size: ${__MISSING_PEERS__.join(' and ')}. \`npm run bench\` in a clone of the project compares them, too.`;
start.disabled = false;
