/** One build of the WASM backend in a worker of its own: runs frames on request, and reports how long each took. */
import { start } from 'zscape-wasm';
import { toPlainError } from '../../src/base/errors.ts';
import { loadModel, type ModelName } from '../models/model.ts';
import { randomLatent } from '../models/random.ts';

export type Ask =
  | { type: 'start'; model: ModelName; base: string; threads: number | undefined }
  | { type: 'run'; frames: number; seed: number };

export type Answer =
  | { type: 'started'; coldMs: number }
  /** Milliseconds of each frame, and the last frame's values. */
  | { type: 'ran'; ms: number[]; values: Float32Array }
  | { type: 'failed'; message: string };

const scope = globalThis as unknown as {
  onmessage: (event: MessageEvent<Ask>) => void;
  postMessage(answer: Answer): void;
};

let render: (z: Float32Array) => Promise<Float32Array>;
let latent = 0;

scope.onmessage = async ({ data }) => {
  try {
    scope.postMessage(data.type === 'start' ? await begin(data) : await run(data));
  } catch (error) {
    scope.postMessage({ type: 'failed', message: toPlainError(error).message });
  }
};

async function begin({ model, base, threads }: Ask & { type: 'start' }): Promise<Answer> {
  const bundle = await loadModel(model, base);
  latent = bundle.manifest.latent.size;
  const began = performance.now();
  const backend = await start(threads === undefined ? {} : { threads });
  const generator = await backend.load(bundle);
  render = async (z) => (await generator.raw(z)).data;
  await render(randomLatent(latent, 0));
  const coldMs = performance.now() - began;
  // The page's threads start a second after a small model.
  if (threads === undefined) await new Promise((resolve) => setTimeout(resolve, 2000));
  return { type: 'started', coldMs };
}

async function run({ frames, seed }: Ask & { type: 'run' }): Promise<Answer> {
  const ms: number[] = [];
  let values = new Float32Array();
  for (let i = 0; i < frames; i++) {
    const z = randomLatent(latent, seed + i);
    const began = performance.now();
    values = (await render(z)) as Float32Array<ArrayBuffer>;
    ms.push(performance.now() - began);
  }
  return { type: 'ran', ms, values };
}
