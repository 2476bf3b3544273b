/** Our own WebGPU backend in Node. Node has no bitmaps, so a batch is measured as the values of its pictures, one by one. */

import type { LoadedBundle } from '../../src/bundle/read/reader.ts';
import { adapterName, isSoftware } from '../../src/engine/backends/probe.ts';
import { openDevice } from '../../src/engine/backends/webgpu/device.ts';
import { Tuner } from '../../src/engine/backends/webgpu/tuner.ts';
import { abilitiesOf } from '../../src/engine/backends/webgpu/variants.ts';
import { GpuBackend } from '../../src/engine/backends/webgpu/webgpu.ts';
import type { Contestant, ContestantModule } from '../contestants/contestant.ts';

/** Keeps no measurements, so every run of the bench tunes again. */
const noStore = { get: async () => undefined, put: async () => {} };

/** Starts with the kernels that the tuner has chosen. */
export const start: ContestantModule['start'] = (_setup, bundle) => contestant(bundle, true);

/** Starts with the kernels used before any tuning. */
export const startUntuned: ContestantModule['start'] = (_setup, bundle) => contestant(bundle, false);

async function contestant(bundle: LoadedBundle, tuned: boolean): Promise<Contestant> {
  const opened = await openDevice();
  const { device, traits } = opened;
  const abilities = abilitiesOf(device, isSoftware(traits));
  const measure = tuned ? undefined : async () => [];
  const backend = new GpuBackend(opened, new Tuner(device, abilities, adapterName(traits), noStore, measure));
  const generator = await backend.load(bundle);
  await generator.hasOwnWeights; // the tuner has done its work
  return {
    detail: tuned ? backend.detail : `${backend.detail}, untuned`,
    async run(zs) {
      let values = new Float32Array();
      for (const z of zs) values = (await generator.raw(z)).data as Float32Array<ArrayBuffer>;
      return values;
    },
    end: () => backend.dispose(),
  };
}
