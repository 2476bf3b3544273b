/** The WASM kernels in Node on one thread, as the engine of a search for a picture's latent. */
import { kernelTexts } from '../../scripts/vite/kernels.ts';
import type { LoadedBundle } from '../../src/bundle/read/reader.ts';
import { compileVariant } from '../../src/engine/backends/wasm/compile.ts';
import { proganGenerator } from '../../src/engine/backends/wasm/generator.ts';
import { Pool } from '../../src/engine/backends/wasm/threads/pool.ts';
import type { ProjectionEngine } from '../../src/latent/projection/contract.ts';

export interface CountingEngine extends ProjectionEngine {
  /** Pictures without a gradient, and gradients, so far. */
  readonly asked: { pictures: number; gradients: number };
}

export async function nodeEngine(bundle: LoadedBundle): Promise<CountingEngine> {
  const kernels = await compileVariant(await kernelTexts(), false);
  if (!kernels) throw new Error('This Node has no WebAssembly SIMD.');
  const pool = await Pool.start(0, () => {
    throw new Error('A single thread starts no others.');
  });
  const { gradients } = proganGenerator(bundle, kernels, 1, (machine) => pool.attach(machine));
  const asked = { pictures: 0, gradients: 0 };
  return {
    asked,
    sizes: async () => [...gradients.resolutions],
    async pictures(zs, resolution) {
      asked.pictures += zs.length;
      const pictures = [];
      for (const z of zs) pictures.push(await gradients.picture(z, resolution));
      return pictures;
    },
    async gradient(zs, dPicture, resolution) {
      asked.gradients += zs.length;
      const found = [];
      for (const [i, z] of zs.entries()) {
        const picture = await gradients.picture(z, resolution);
        found.push(await gradients.gradient(z, await dPicture(picture, i), resolution));
      }
      return found;
    },
  };
}
