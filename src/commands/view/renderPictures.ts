import type { BatchOptions } from '../../engine/contract.ts';
import type { Command } from '../command.ts';

/** Small pictures of many latents, in the gaps between the frames on the canvas. */
export const renderPictures: Command<[zs: readonly Float32Array[], options: BatchOptions], Promise<void>> = {
  name: 'Render pictures',
  passive: true,
  applies: ({ model }) => model !== null,
  perform: ({ engine }, zs, options) => engine.renderBatch(zs, options),
};
