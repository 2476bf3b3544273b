/** A contestant in a worker of its own. */
import { toPlainError } from '../../src/base/errors.ts';
import type { LoadedBundle } from '../../src/bundle/read/reader.ts';
import type { Contestant, ContestantModule, Setup } from '../contestants/contestant.ts';
import { loadModel, type ModelName } from '../models/model.ts';
import { randomLatent } from '../models/random.ts';
import { directMacs } from '../models/work.ts';
import { installMeter, type Reading } from './meter.ts';

export type Ask =
  | { type: 'start'; setup: Setup; model: ModelName; base: string }
  /** Computes `batch` pictures, `count` times; each time is measured. */
  | { type: 'run'; count: number; batch: number; seed: number };
export interface Started {
  type: 'started';
  detail: string;
  coldMs: number;
  /** Multiplications per picture: by the layers' definition, and in this engine. */
  directMacs: number;
  macs: number;
}
export interface Ran {
  type: 'ran';
  ms: number[];
  values: Float32Array;
  /** What the engine holds after the last run. */
  reading: Reading;
  /** Per run. */
  dispatches: number;
  submits: number;
}
export type Answer = Started | Ran | { type: 'failed'; message: string };

function moduleOf({ engine, backend }: Setup): Promise<ContestantModule> {
  if (engine === 'zscape') return import('../contestants/zscape.ts');
  if (engine === 'tfjs') return import('../contestants/tfjs.ts');
  if (engine === 'jax-js') return import('../contestants/jax.ts');
  return backend === 'webgpu' ? import('../contestants/onnxGpu.ts') : import('../contestants/onnx.ts');
}

const meter = installMeter();
let bundle: LoadedBundle;
let contestant: Contestant;
const scope = globalThis as unknown as {
  onmessage: (event: MessageEvent<Ask>) => void;
  postMessage(answer: Answer): void;
};

scope.onmessage = async ({ data }) => {
  try {
    scope.postMessage(data.type === 'start' ? await start(data) : await run(data));
  } catch (error) {
    scope.postMessage({ type: 'failed', message: toPlainError(error).message });
  }
};

async function start({ setup, model, base }: Ask & { type: 'start' }): Promise<Answer> {
  bundle = await loadModel(model, base);
  // The time covers the engine's code, its binary, its threads, the preparation of the weights and the first picture.
  const began = performance.now();
  contestant = await (await moduleOf(setup)).start(setup, bundle);
  await contestant.run([randomLatent(bundle.manifest.latent.size, 0)]);
  const coldMs = performance.now() - began;
  const direct = directMacs(bundle.manifest);
  const { detail, macs = direct } = contestant;
  return { type: 'started', detail, coldMs, directMacs: direct, macs };
}

async function run({ count, batch, seed }: Ask & { type: 'run' }): Promise<Answer> {
  const ms: number[] = [];
  let values = new Float32Array();
  const before = meter.read();
  for (let i = 0; i < count; i++) {
    const zs = Array.from({ length: batch }, (_, j) =>
      randomLatent(bundle.manifest.latent.size, seed + i * batch + j),
    );
    const began = performance.now();
    values = (await contestant.run(zs)) as Float32Array<ArrayBuffer>;
    ms.push(performance.now() - began);
  }
  const reading = meter.read();
  return {
    type: 'ran',
    ms,
    values,
    reading,
    dispatches: (reading.dispatches - before.dispatches) / count,
    submits: (reading.submits - before.submits) / count,
  };
}
