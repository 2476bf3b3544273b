/** The engine's own backends, as the page uses them. */
import { startOne } from '../../src/engine/backends/start.ts';
import { start as startWasm } from '../../src/engine/backends/wasm/wasm.ts';
import { kernelMacs } from '../models/work.ts';
import type { ContestantModule } from './contestant.ts';

export const start: ContestantModule['start'] = async ({ backend: name, threads, relaxed }, bundle) => {
  const wasm = name === 'wasm';
  const backend = wasm ? await startWasm({ threads, relaxed }) : await startOne(name);
  const generator = await backend.load(bundle);
  return {
    detail: backend.detail,
    macs: wasm ? kernelMacs(bundle.manifest, threads) : undefined,
    async run(zs) {
      const last = zs.at(-1)!;
      // On a GPU the page requests a batch of pictures, whose values are not read back one by one.
      const rest = wasm ? zs : zs.slice(0, -1);
      if (wasm) for (const z of rest.slice(0, -1)) await generator.raw(z);
      else if (rest.length > 0)
        for (const image of await generator.renderBatch(rest, undefined)) image.close();
      return (await generator.raw(last)).data;
    },
  };
};
