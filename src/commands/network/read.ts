/** The Network panel's requests to the engine. None of them changes anything. */
import type { BatchOptions, FeatureMaps, LayerSignal, NetworkLayer } from '../../engine/contract.ts';
import type { LayerMeaning } from '../../session/network/aboutMaps.ts';
import type { Command } from '../command.ts';

export type { MapMeaning, Zone } from '../../session/network/mapMeaning.ts';
export type { FeatureMaps, LayerMeaning, LayerSignal, NetworkLayer };

/** The layers of the current model. */
export const readLayers: Command<[], Promise<NetworkLayer[]>> = {
  name: 'Layers',
  applies: ({ model }) => model !== null,
  undo: 'none',
  showsOwnErrors: true,
  perform: ({ engine }) => engine.layers(),
};

/** Returns a layer's output for a face, with the current changes to the network. */
export const readMaps: Command<
  [z: Float32Array, layer: string, signal: AbortSignal],
  Promise<FeatureMaps>
> = {
  name: 'Feature maps',
  applies: ({ model }) => model !== null,
  undo: 'none',
  showsOwnErrors: true,
  perform: ({ engine }, z, layer, signal) => engine.featureMaps(z, layer, signal),
};

/** Draws pictures of a network with the changes in the options, regardless of those on the canvas. */
export const renderChanged: Command<[z: Float32Array, options: BatchOptions], Promise<void>> = {
  name: 'Render pictures',
  applies: ({ model }) => model !== null,
  undo: 'none',
  showsOwnErrors: true,
  perform: ({ pictures }, z, options) => pictures.render([z], options, 'quiet'),
};

/** Measures how strong the signal of a face is after each layer, and how long each layer takes. */
export const readSignal: Command<[z: Float32Array], Promise<LayerSignal[]>> = {
  name: 'Signal through the layers',
  applies: ({ model }) => model !== null,
  undo: 'none',
  showsOwnErrors: true,
  perform: ({ engine }, z) => engine.signal(z),
};

/** Observes the maps of a layer over many samples, in the background. The signal ends it. */
export const watchMaps: Command<
  [layer: string, hooks: { signal: AbortSignal; onProgress: (done: number, total: number) => void }],
  Promise<LayerMeaning>
> = {
  name: 'What maps are about',
  applies: ({ model }) => model !== null,
  undo: 'none',
  showsOwnErrors: true,
  perform: async (session, layer, hooks) =>
    (await import('../../session/network/aboutMaps.ts')).watchMaps(session, layer, hooks),
};

/** Returns where a map is strongest. */
export { strongestZone } from '../../session/network/mapMeaning.ts';
