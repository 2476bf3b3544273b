/** The user's changes inside the network. All later pictures show them, and undo reverts them. */
import {
  bringsChanges,
  changeOf,
  growthSizes,
  headKinds,
  headsOf,
  plainGrowth,
} from '../../store/select/network/network.ts';
import {
  type FaceMix,
  type Growth,
  type HeadKind,
  initialNetwork,
  isUnchanged,
  type MapChange,
  type NetworkState,
  networkLimits,
} from '../../store/state/network.ts';
import type { State } from '../../store/state/state.ts';
import type { ZscapeStore } from '../../store/store.ts';
import type { Command } from '../command.ts';

const hasFace = ({ face, model }: State) => face !== null && model !== null;

function change(store: ZscapeStore, part: Partial<NetworkState>): void {
  store.setState(({ network, path, playing }) => ({
    network: { ...network, ...part },
    // A playing path with changes of its own would overwrite this immediately.
    playing: playing === 'path' && bringsChanges(path) ? null : playing,
  }));
}

function grow(store: ZscapeStore, next: (growth: Growth, sizes: readonly number[]) => Growth): void {
  const state = store.getState();
  const { model, network, playing } = state;
  const heads = headsOf(state);
  if (!model || !heads) return;
  const sizes = growthSizes(model, heads);
  const now = network.growth ?? { resolution: sizes.at(-1) ?? 0, alpha: 1, heads };
  change(store, { growth: plainGrowth(model, next(now, sizes)) });
  if (playing === 'growth') store.setState({ playing: null });
}

/** Shows the network at the stage when it had grown to a size, with the block of that size faded in. */
export const setGrowth: Command<[resolution: number]> = {
  name: 'Growth',
  applies: hasFace,
  undo: { drag: () => 'growth' },
  perform: ({ store }, resolution) =>
    grow(store, (growth, sizes) =>
      sizes.includes(resolution) ? { ...growth, resolution, alpha: 1 } : growth,
    ),
};

/** The same by a click: a separate step, which a later drag does not extend. */
export const goToSize: Command<[resolution: number]> = {
  ...setGrowth,
  name: 'Go to a growth size',
  undo: 'step',
};

/** Sets how far the newest block is faded in: 0 is the size below, doubled; 1 is the block alone. */
export const setFade: Command<[alpha: number]> = {
  name: 'Fade',
  applies: hasFace,
  undo: { drag: () => 'fade' },
  perform: ({ store }, alpha) =>
    grow(store, (growth) => ({ ...growth, alpha: Math.min(1, Math.max(0, alpha)) })),
};

/** Chooses the heads with which the younger network draws. */
export const setHeads: Command<[heads: HeadKind]> = {
  name: 'Choose heads',
  applies: hasFace,
  undo: 'step',
  perform({ store }, heads) {
    const { model, network } = store.getState();
    store.setState({ growthHeads: heads });
    if (!model || !network.growth) return;
    const sizes = growthSizes(model, heads);
    grow(store, (growth) => (sizes.includes(growth.resolution) ? { ...growth, heads } : growth));
  },
};

/** Plays the network's growth on the stage, or stops it. */
export const playGrowth: Command = {
  name: 'Play the growth',
  applies: ({ model }) => model !== null && headKinds(model).length > 0,
  undo: 'step',
  perform: ({ store }) =>
    store.setState(({ playing }) => ({ playing: playing === 'growth' ? null : 'growth' })),
};

/** Opens the Export dialog for a film of the growth. */
export const openGrowthExport: Command = {
  name: 'Export the growth',
  applies: ({ model, face }) => model !== null && face !== null && headKinds(model).length > 0,
  undo: 'none',
  perform: ({ store }) =>
    store.setState(({ filmOf }) => ({
      dialog: 'export',
      filmOf: { ...filmOf, source: 'growth', frames: null },
      playing: null,
    })),
};

function setMap(store: ZscapeStore, next: MapChange | null, layer: string, map: number): void {
  const { network } = store.getState();
  const others = network.maps.filter((one) => one.layer !== layer || one.map !== map);
  const maps = next ? [...others, next].slice(-networkLimits.maps) : others;
  change(store, { maps });
}

/** Amplifies one map of a layer: 0 silences it, 1 leaves it unchanged, a negative gain inverts it. */
export const setMapGain: Command<[layer: string, map: number, gain: number]> = {
  name: 'Amplify a map',
  applies: hasFace,
  undo: { drag: (layer, map) => `map ${layer} ${map}` },
  perform: ({ store }, layer, map, gain) => {
    const { lowest, highest } = networkLimits.gain;
    const within = Math.min(highest, Math.max(lowest, gain));
    setMap(store, within === 1 ? null : { layer, map, gain: within }, layer, map);
  },
};

/** Silences a map or restores it by a click: a separate step. */
export const switchMap: Command<[layer: string, map: number, on: boolean]> = {
  name: 'Silence a map',
  applies: hasFace,
  undo: 'step',
  perform: ({ store }, layer, map, on) => setMap(store, on ? null : { layer, map, gain: 0 }, layer, map),
};

/** Holds one map at its values for the face on the canvas, or releases it. */
export const toggleMapHold: Command<[layer: string, map: number]> = {
  name: 'Hold a map',
  applies: hasFace,
  undo: 'step',
  perform: ({ store }, layer, map) => {
    const { face, network } = store.getState();
    const now = changeOf(network, layer, map);
    if (now && 'held' in now) setMap(store, null, layer, map);
    else if (face) setMap(store, { layer, map, held: face.z }, layer, map);
  },
};

/** Makes the layers above one of them work on the maps of another face; null ends that. */
export const setMix: Command<[mix: FaceMix | null]> = {
  name: 'Mix layers',
  applies: hasFace,
  undo: { drag: () => 'mix' },
  perform: ({ store }, mix) => change(store, { mix }),
};

/** Turns PixelNorm of some layers on or off. */
export const setPixelNorm: Command<[layers: readonly string[], on: boolean]> = {
  name: 'Pixel norm',
  applies: hasFace,
  undo: 'step',
  perform: ({ store }, layers, on) => {
    const { withoutNorm } = store.getState().network;
    const others = withoutNorm.filter((name) => !layers.includes(name));
    change(store, { withoutNorm: on ? others : [...others, ...layers] });
  },
};

/** Reverts all changes inside the network. */
export const restoreNetwork: Command = {
  name: 'Restore trained network',
  applies: ({ network }) => !isUnchanged(network),
  undo: 'step',
  perform: ({ store }) =>
    store.setState(({ path, playing }) => ({
      network: initialNetwork,
      playing: playing === 'growth' || (playing === 'path' && bringsChanges(path)) ? null : playing,
    })),
};
