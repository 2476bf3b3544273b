import type { BatchOptions } from '../../engine/contract.ts';
import type { Command } from '../command.ts';

/** Renders small pictures of many latents, in the gaps between the frames on the canvas. */
export const renderPictures: Command<[zs: readonly Float32Array[], options: BatchOptions], Promise<void>> = {
  name: 'Render pictures',
  applies: ({ model }) => model !== null,
  undo: 'none',
  perform: ({ pictures }, zs, options) => pictures.render(zs, options, 'quiet'),
};
