/** Faces as they follow from the state, and what they are called. */
import type { BundleManifest } from '../../bundle/schema/manifest.ts';
import { sampleCloud } from '../../latent/vector/cloud.ts';
import { sampleLatent } from '../../latent/vector/sample.ts';
import type { WalkEnd } from '../state/journeys.ts';
import type { Face, Model, Pin, State } from '../state/state.ts';
import { canSpread, classOf, classTitle, inClass, pointSize, usualSpread } from './space.ts';

/** What a face is drawn with besides its seed. */
export interface Draw {
  /** Factor of the random vector; the model's usual one when left out. */
  spread?: number | undefined;
  /** The first when left out. */
  class?: number | undefined;
}

/** The face that a model draws from its prior with a seed. The same seed with another spread or class is another face. */
export function sampleFace(model: Model, seed: number, draw: Draw = {}): Face {
  const spread = canSpread(model) ? (draw.spread ?? usualSpread(model)) : 1;
  const origin = inClass(model, sampleZ(model, seed, spread), draw.class);
  return { seed, ...(spread !== 1 && { spread }), origin, z: origin };
}

/** The z of that face, without its class. */
export function sampleZ(model: Model, seed: number, spread = usualSpread(model)): Float32Array {
  const { cloud, latent } = model;
  if (cloud) return sampleCloud(cloud, seed, spread / usualSpread(model));
  const z = sampleLatent(seed, latent.size, latent.prior);
  return spread === 1 ? z : z.map((value) => spread * value);
}

/** How new faces are drawn now: with the spread that is set, and of the present face's class. */
export function presentDraw({ model, face, spread }: Pick<State, 'model' | 'face' | 'spread'>): Draw {
  return { spread, class: model && face ? classOf(model, face.z) : undefined };
}

/** The face of a seed as an end of a walk, named after the seed. */
export function sampleEnd(model: Model, seed: number, draw?: Draw): WalkEnd {
  const face = sampleFace(model, seed, draw);
  return { name: faceName(face, model), ...seedOf(face), z: face.z };
}

/** A kept face, an end, a key or a corner as the face on the canvas. */
export function faceOf({ seed, spread, z }: Pick<WalkEnd, 'seed' | 'spread' | 'z'>): Face {
  return { seed, spread, origin: z, z };
}

/** A face that no seed tells. */
export function freeFace(z: Float32Array): Face {
  return { seed: null, origin: z, z };
}

/** Number of dimensions of the current model's z; 0 before there is one. */
export function latentSize(state: Pick<State, 'model'>): number {
  return state.model?.latent.size ?? 0;
}

/** True when z is no longer what was sampled or taken. */
export function isEdited({ face }: Pick<State, 'face'>): boolean {
  return face !== null && face.z !== face.origin;
}

/** What tells a face apart from others of its seed, in words: its class, and a spread that is not the usual one. */
export function drawnWith(model: BundleManifest, { spread = 1, z }: Pick<Face, 'spread' | 'z'>): string[] {
  const of = classOf(model, z);
  return [
    ...(of === undefined ? [] : [classTitle(model, of).slice(0, 40)]),
    ...(spread === usualSpread(model) ? [] : [`spread ${spread}`]),
  ];
}

/** The name of a face that nobody has named yet. */
export function faceName(face: Face, model: BundleManifest | null): string {
  if (face.seed === null) return 'In between';
  const notes = [...(model ? drawnWith(model, face) : []), ...(isEdited({ face }) ? ['edited'] : [])];
  return [`Seed ${face.seed}`, ...notes].join(', ');
}

/** The present face as an end of a walk, a key of a path or a corner of a map; null before there is one. */
export function presentEnd({ face, model }: Pick<State, 'face' | 'model'>): WalkEnd | null {
  if (!face) return null;
  const told = isEdited({ face }) ? { seed: null } : seedOf(face);
  return { name: faceName(face, model), ...told, z: face.z };
}

/** The seed of a face, with the spread that belongs to it. */
export function seedOf({ seed, spread }: Pick<Face, 'seed' | 'spread'>): Pick<Face, 'seed' | 'spread'> {
  return seed === null || spread === undefined ? { seed } : { seed, spread };
}

type PinState = Pick<State, 'pins' | 'model'>;

let lastPins: { key: PinState; list: readonly Pin[] } | null = null;

/** The pins that mean something to the current model; the same array as long as nothing changed. */
export function pinsOfModel({ pins, model }: PinState): readonly Pin[] {
  if (lastPins?.key.pins === pins && lastPins.key.model === model) return lastPins.list;
  const list = pins.filter((pin) => pin.model === model?.id && pin.z.length === pointSize(model));
  lastPins = { key: { pins, model }, list };
  return list;
}
