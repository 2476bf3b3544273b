/** Our own WebGPU backend in Node: there are no bitmaps, so that a batch is its pictures' values one by one. */
import { startOne } from '../../src/engine/backends/start.ts';
import type { ContestantModule } from '../contestants/contestant.ts';

export const start: ContestantModule['start'] = async (_setup, bundle) => {
  const backend = await startOne('webgpu');
  const generator = await backend.load(bundle);
  return {
    detail: backend.detail,
    async run(zs) {
      let values = new Float32Array();
      for (const z of zs) values = (await generator.raw(z)).data as Float32Array<ArrayBuffer>;
      return values;
    },
  };
};
