/** What is derived from the state rather than kept in it. */
import type { WalkEnd } from '../state/journeys.ts';
import type { Pin, State } from '../state/state.ts';

/** Number of dimensions of the current model's z; 0 before there is one. */
export function latentSize(state: State): number {
  return state.model?.latent.size ?? 0;
}

/** True when z differs from what was sampled or taken. */
export function isEdited({ face }: State): boolean {
  return face !== null && face.z !== face.origin;
}

/** Pins that mean something to the current model. */
export function pinsOfModel({ pins, model }: Pick<State, 'pins' | 'model'>): Pin[] {
  return pins.filter((pin) => pin.model === model?.id && pin.z.length === model.latent.size);
}

/** Both ends of the walk, or null while one is missing. */
export function walkEnds({ walk: { a, b } }: State): { a: WalkEnd; b: WalkEnd } | null {
  return a && b ? { a, b } : null;
}
