/** Who is measured against whom. */
import type { BackendName } from '../../src/engine/contract.ts';
import type { EngineName, Setup } from '../contestants/contestant.ts';
import type { ModelName } from '../models/model.ts';
import type { Plan } from './measure.ts';

export interface Wishes {
  backends: readonly BackendName[];
  engines: readonly EngineName[];
  threads: number;
  /** Measures our own kernels also on one thread and without relaxed SIMD. */
  variants: boolean;
  /** Whether there is a real GPU. WebGPU and WebGL in software say nothing about speed. */
  gpu: boolean;
  batches: number[];
  turns: number;
  turnMs: number;
}

/**
 * The engines to measure on each backend. jax-js is slow at convolutions on WASM, so it is measured there only on explicit request.
 */
const known: Record<BackendName, readonly EngineName[]> = {
  wasm: ['zscape', 'tfjs', 'onnxruntime-web'],
  webgpu: ['zscape', 'tfjs', 'onnxruntime-web', 'jax-js'],
  webgl: ['tfjs'],
  cpu: ['tfjs'],
};

/** In plain JavaScript, a full-size picture takes a minute. */
const tooSlow = (model: ModelName, backend: BackendName, gpu: boolean): boolean =>
  model === 'progan-128' && (backend === 'cpu' || (backend !== 'wasm' && !gpu));

export function planFor(model: ModelName, wishes: Wishes): Plan {
  const { threads, batches, turns, turnMs } = wishes;
  const setups: Setup[] = [];
  const add = (engine: EngineName, backend: BackendName) =>
    setups.push({ engine, backend, threads: backend === 'wasm' ? threads : 1, relaxed: true });
  for (const backend of wishes.backends) {
    if (tooSlow(model, backend, wishes.gpu)) continue;
    for (const engine of known[backend]) if (wishes.engines.includes(engine)) add(engine, backend);
  }
  if (setups.length === 0 && wishes.engines.length === 1 && wishes.engines[0] === 'jax-js')
    for (const backend of wishes.backends) add('jax-js', backend);
  if (wishes.variants) {
    for (const count of new Set([threads, 1])) {
      for (const relaxed of [true, false]) {
        if (count !== threads || !relaxed)
          setups.push({ engine: 'zscape', backend: 'wasm', threads: count, relaxed });
      }
    }
  }
  return { model, setups, batches, turns, turnMs };
}
