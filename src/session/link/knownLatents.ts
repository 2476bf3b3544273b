/** Seeds and attributes that the faces of a state are likely to be made of, so that a link can name them. */
import { attributesOf } from '../../store/select/attributes.ts';
import { pinsOfModel } from '../../store/select/faces.ts';
import type { WalkEnd } from '../../store/state/journeys.ts';
import type { State, Undone } from '../../store/state/state.ts';
import type { Known } from './latentCodes.ts';

/** It would take too long to look through more faces than this. */
const mostSeeds = 256;

/** Groups that every page with the model has. What was found in pictures or was taught exists in one browser only. */
const everywhere = ['labelled', 'closed-form'];

export function knownOf(state: State): Known {
  const seeds = new Set<number>();
  const add = (face: { seed: number | null; name?: string } | null) => {
    if (!face) return;
    // An edited face has no seed of its own, but the name that the page gave it says which seed it came from.
    const seed = face.seed ?? Number(/^Seed (\d{1,10})\b/.exec(face.name ?? '')?.[1] ?? Number.NaN);
    if (Number.isInteger(seed) && seed <= 0xffffffff) seeds.add(seed);
  };
  const addAll = (then: Undone) => {
    add(then.face);
    const ends: (WalkEnd | null)[] = [then.walk.a, then.walk.b, ...then.path.keys, ...then.map.corners];
    for (const end of ends) add(end);
    for (const { recipe } of then.path.keys) if (recipe) seeds.add(recipe.around);
    for (const pin of pinsOfModel(then)) add(pin);
  };
  addAll(state);
  // The latest moments first: what was made lately was made of faces that were seen lately.
  const moments = [...(state.history?.moments.values() ?? [])].reverse();
  for (const { snapshot } of moments) if (snapshot.model?.id === state.model?.id) addAll(snapshot);
  const attributes = attributesOf(state).filter(({ group }) => everywhere.includes(group));
  return {
    seeds: [...seeds].slice(0, mostSeeds),
    attributes: attributes.map(({ id, direction }) => ({ id, direction })),
  };
}
