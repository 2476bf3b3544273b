/** Faces as they follow from the state, and what they are called. */
import type { BundleManifest } from '../../bundle/schema/manifest.ts';
import { sampleLatent } from '../../latent/vector/sample.ts';
import type { WalkEnd } from '../state/journeys.ts';
import type { Face, Pin, State } from '../state/state.ts';

/** The face that a model draws from its prior with a seed. */
export function sampleFace(model: BundleManifest, seed: number): Face {
  const z = sampleLatent(seed, model.latent.size, model.latent.prior);
  return { seed, origin: z, z };
}

/** The face of a seed as an end of a walk, named after the seed. */
export function sampleEnd(model: BundleManifest, seed: number): WalkEnd {
  return { name: `Seed ${seed}`, seed, z: sampleFace(model, seed).z };
}

/** Number of dimensions of the current model's z; 0 before there is one. */
export function latentSize(state: Pick<State, 'model'>): number {
  return state.model?.latent.size ?? 0;
}

/** True when z is no longer what was sampled or taken. */
export function isEdited({ face }: Pick<State, 'face'>): boolean {
  return face !== null && face.z !== face.origin;
}

/** The name of a face that nobody has named yet. */
export function faceName(face: Pick<Face, 'seed'>, edited: boolean): string {
  if (face.seed === null) return 'In between';
  return edited ? `Seed ${face.seed}, edited` : `Seed ${face.seed}`;
}

/** The present face as an end of a walk, a key of a path or a corner of a map; null before there is one. */
export function presentEnd(state: Pick<State, 'face'>): WalkEnd | null {
  const { face } = state;
  if (!face) return null;
  const edited = isEdited(state);
  return { name: faceName(face, edited), seed: edited ? null : face.seed, z: face.z };
}

type PinState = Pick<State, 'pins' | 'model'>;

let lastPins: { key: PinState; list: readonly Pin[] } | null = null;

/** The pins that mean something to the current model; the same array as long as nothing changed. */
export function pinsOfModel({ pins, model }: PinState): readonly Pin[] {
  if (lastPins?.key.pins === pins && lastPins.key.model === model) return lastPins.list;
  const list = pins.filter((pin) => pin.model === model?.id && pin.z.length === model.latent.size);
  lastPins = { key: { pins, model }, list };
  return list;
}
