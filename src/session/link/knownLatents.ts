/** Seeds and attributes that the faces of a state are probably made of, so that a link can name them. */
import { attributesOf } from '../../store/select/attributes.ts';
import { pinsOfModel } from '../../store/select/faces.ts';
import type { WalkEnd } from '../../store/state/journeys.ts';
import type { State, Undone } from '../../store/state/state.ts';
import type { Known } from './latentCodes.ts';

/** The most faces to look through; more would take too long. */
const mostSeeds = 256;

/**
 * Groups of attributes that every page with this model has. Those that were found in pictures or taught exist in one
 * browser only.
 */
const everywhere = ['labelled', 'closed-form'];

/** Returns the likely parts of the faces in a state, its history and its pins: at most `mostSeeds` seeds. */
export function knownOf(state: State): Known {
  const seeds = new Set<number>();
  const add = (face: { seed: number | null; name?: string } | null) => {
    if (!face) return;
    // An edited face has no seed of its own, but the page named it after its seed, in any of its languages. The number in
    // another name does no harm: a seed that does not help to make up the face is not used.
    const seed = face.seed ?? Number(/\d+/.exec(face.name ?? '')?.[0] ?? Number.NaN);
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
  // The latest moments come first, because a recent face was probably made of faces that were seen recently.
  const moments = [...(state.history?.moments.values() ?? [])].reverse();
  for (const { snapshot } of moments) if (snapshot.model?.id === state.model?.id) addAll(snapshot);
  const attributes = attributesOf(state).filter(({ group }) => everywhere.includes(group));
  return {
    seeds: [...seeds].slice(0, mostSeeds),
    attributes: attributes.map(({ id, direction }) => ({ id, direction })),
  };
}
