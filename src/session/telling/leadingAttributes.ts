/** Finds the attributes of a model that stand out in a face: what its picture shows, as far as there are words for it. */
import { readDirections } from '../../bundle/schema/directions.ts';
import { zOfPoint } from '../../latent/point/classTail.ts';
import { dot, norm } from '../../latent/vector/vector.ts';
import { spaceOf, usualSpread } from '../../store/select/space.ts';
import type { Attribute, Model, State } from '../../store/state/state.ts';
import { bundleUrl } from '../models/modelLoader.ts';

/** The parts of an attribute that a description of a face needs. */
export type Telling = Pick<Attribute, 'name' | 'ends' | 'direction'>;

/** An attribute that stands out, with the end that the face is near, if it has two. */
export interface Standing {
  name: string;
  end: string | null;
}

/** From this many standard deviations on, an attribute is plain to see in most pictures; about one face in ten is beyond. */
const plain = 1.25;
const mostTold = 3;

/**
 * Returns the attributes of a model that a description may name: those that people named after what pictures show.
 * Components and axes of weights mean nothing to somebody who cannot see them.
 * @throws any error of reading the model's directions
 */
export async function tellingAttributes(
  { attributes, catalogue }: Pick<State, 'attributes' | 'catalogue'>,
  model: Model,
): Promise<readonly Telling[]> {
  const shelved = attributes?.model === model.id ? attributes.list : [];
  const labelled = shelved.filter(({ group }) => group === 'labelled');
  if (labelled.length > 0) return labelled.filter((one) => one.accuracy ?? one.ends);
  const entry = catalogue?.find(({ id }) => id === model.id);
  if (!entry) return [];
  const directions = await readDirections(bundleUrl(entry), model);
  return directions
    .map(({ name, low, high, vector, accuracy }) => ({
      name,
      ends: low !== undefined && high !== undefined ? ([low, high] as const) : undefined,
      direction: vector,
      accuracy,
    }))
    .filter((one) => one.accuracy ?? one.ends);
}

/**
 * Returns the few attributes that stand out most in a face, the strongest first: an attribute by its name if the face has
 * it, or by the nearer end if both ends have names.
 * @param point z, then the class's tail
 */
export function leadingAttributes(known: readonly Telling[], model: Model, point: Float32Array): Standing[] {
  const { classes, normalised } = spaceOf(model);
  const z = zOfPoint(point, classes);
  const length = norm(z);
  const deviation = (model.latent.prior === 'normal' ? 1 : Math.sqrt(1 / 3)) * usualSpread(model);
  // A model that normalises z treats every latent as if it had the length of a sample.
  const scale = normalised && length > 0 ? Math.sqrt(z.length) / length : 1 / deviation;
  return known
    .map(({ name, ends, direction }) => {
      const deviations = scale * dot(z, direction);
      const end = ends?.[deviations < 0 ? 0 : 1] ?? null;
      return { name, end, at: ends ? Math.abs(deviations) : deviations };
    })
    .filter(({ at }) => at >= plain)
    .sort((one, other) => other.at - one.at)
    .slice(0, mostTold)
    .map(({ name, end }) => ({ name, end }));
}
