/** The engine's own backend, as the page uses it. */
import { start as startWasm } from '../../src/engine/backends/wasm/wasm.ts';
import type { ContestantModule } from './contestant.ts';

export const start: ContestantModule['start'] = async ({ threads, relaxed }, bundle) => {
  const backend = await startWasm({ threads, relaxed });
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
