/** Faces derived from the state, and their names. */
import type { BundleManifest } from '../../bundle/schema/manifest.ts';
import { drawZ } from '../../latent/vector/drawn.ts';
import { selectMessages } from '../faceNames/messages.ts';
import type { WalkEnd } from '../state/journeys.ts';
import type { Face, Model, Pin, State } from '../state/state.ts';
import { canSpread, classOf, classTitle, inClass, pointSize, usualSpread } from './space.ts';

/** How a face is drawn, besides its seed. */
export interface Draw {
  /** Factor of the random vector; by default the model's usual one. */
  spread?: number | undefined;
  /** By default the first. */
  class?: number | undefined;
}

/** Draws the face of a seed from a model's prior. The same seed with another spread or class is another face. */
export function sampleFace(model: Model, seed: number, draw: Draw = {}): Face {
  const spread = canSpread(model) ? (draw.spread ?? usualSpread(model)) : 1;
  const origin = inClass(model, sampleZ(model, seed, spread), draw.class);
  return { seed, ...(spread !== 1 && { spread }), origin, z: origin };
}

/** The z of that face, without its class. */
export const sampleZ: (model: Model, seed: number, spread?: number) => Float32Array = drawZ;

/** Returns how new faces are drawn at the moment: with the spread that is set, and in the current face's class. */
export function presentDraw({ model, face, spread }: Pick<State, 'model' | 'face' | 'spread'>): Draw {
  return { spread, class: model && face ? classOf(model, face.z) : undefined };
}

/** Returns the face of a seed as an end of a walk, named after the seed. */
export function sampleEnd(model: Model, seed: number, draw?: Draw): WalkEnd {
  const face = sampleFace(model, seed, draw);
  return { name: faceName(face, model), ...seedOf(face), z: face.z };
}

/** Turns a pin, an end, a key or a corner into the face on the canvas. */
export function faceOf({ seed, spread, z }: Pick<WalkEnd, 'seed' | 'spread' | 'z'>): Face {
  return { seed, spread, origin: z, z };
}

/** Makes a face that has no seed. */
export function freeFace(z: Float32Array): Face {
  return { seed: null, origin: z, z };
}

/** Returns the number of dimensions of the current model's z; 0 without a model. */
export function latentSize(state: Pick<State, 'model'>): number {
  return state.model?.latent.size ?? 0;
}

/** Tells whether z differs from the sample or pin that the face began as. */
export function isEdited({ face }: Pick<State, 'face'>): boolean {
  return face !== null && face.z !== face.origin;
}

/** Returns the words that distinguish a face from others of its seed: its class, and a spread other than the usual one. */
export function drawnWith(model: BundleManifest, { spread = 1, z }: Pick<Face, 'spread' | 'z'>): string[] {
  const of = classOf(model, z);
  return [
    ...(of === undefined ? [] : [classTitle(model, of).slice(0, 40)]),
    ...(spread === usualSpread(model) ? [] : [`spread ${spread}`]),
  ];
}

/** Names a face that nobody has named yet. */
export function faceName(face: Face, model: BundleManifest | null): string {
  const t = selectMessages.get();
  if (face.seed === null) return t.inBetween;
  const notes = [...(model ? drawnWith(model, face) : []), ...(isEdited({ face }) ? [t.edited] : [])];
  // A seed is written as it is typed, without separators.
  return [t.seed({ seed: String(face.seed) }), ...notes].join(', ');
}

/** Returns the current face as an end of a walk, a key of a path or a corner of a map; null without a face. */
export function presentEnd({ face, model }: Pick<State, 'face' | 'model'>): WalkEnd | null {
  if (!face) return null;
  const told = isEdited({ face }) ? { seed: null } : seedOf(face);
  return { name: faceName(face, model), ...told, z: face.z };
}

/** Returns the seed of a face with its spread. */
export function seedOf({ seed, spread }: Pick<Face, 'seed' | 'spread'>): Pick<Face, 'seed' | 'spread'> {
  return seed === null || spread === undefined ? { seed } : { seed, spread };
}

type PinState = Pick<State, 'pins' | 'model'>;

let lastPins: { key: PinState; list: readonly Pin[] } | null = null;

/** Returns the pins of the current model; the same array as long as nothing changed. */
export function pinsOfModel({ pins, model }: PinState): readonly Pin[] {
  if (lastPins?.key.pins === pins && lastPins.key.model === model) return lastPins.list;
  const list = pins.filter((pin) => pin.model === model?.id && pin.z.length === pointSize(model));
  lastPins = { key: { pins, model }, list };
  return list;
}
