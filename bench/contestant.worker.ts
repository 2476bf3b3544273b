/** A contestant in a worker of its own. */
import { toPlainError } from '../src/base/errors.ts';
import type { LoadedBundle } from '../src/bundle/reader.ts';
import type { Contestant, ContestantModule, EngineName, Setup } from './contestants/contestant.ts';
import { loadModel, type ModelName } from './models/model.ts';
import { randomLatent } from './models/random.ts';

export type Ask =
  | { type: 'start'; setup: Setup; model: ModelName; base: string }
  /** `count` times `batch` pictures, each time measured. */
  | { type: 'run'; count: number; batch: number; seed: number };
export type Answer =
  | { type: 'started'; detail: string; coldMs: number }
  | { type: 'ran'; ms: number[]; values: Float32Array }
  | { type: 'failed'; message: string };

const modules: Record<EngineName, () => Promise<ContestantModule>> = {
  zscape: () => import('./contestants/zscape.ts'),
  tfjs: () => import('./contestants/tfjs.ts'),
  'onnxruntime-web': () => import('./contestants/onnx.ts'),
};

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
  // From here on: the engine's code, its binary, its threads, the weights' way in, the first picture.
  const began = performance.now();
  contestant = await (await modules[setup.engine]()).start(setup, bundle);
  await contestant.run([randomLatent(bundle.manifest.latent.size, 0)]);
  return { type: 'started', detail: contestant.detail, coldMs: performance.now() - began };
}

async function run({ count, batch, seed }: Ask & { type: 'run' }): Promise<Answer> {
  const ms: number[] = [];
  let values = new Float32Array();
  for (let i = 0; i < count; i++) {
    const zs = Array.from({ length: batch }, (_, j) =>
      randomLatent(bundle.manifest.latent.size, seed + i * batch + j),
    );
    const began = performance.now();
    values = (await contestant.run(zs)) as Float32Array<ArrayBuffer>;
    ms.push(performance.now() - began);
  }
  return { type: 'ran', ms, values };
}
