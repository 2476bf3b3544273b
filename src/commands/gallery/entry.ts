/** A ready walk, path or edit: its parts, and the state that it sets up for its model. */
import { freshId } from '../../base/ids.ts';
import type { Begun } from '../../session/models/modelLoader.ts';
import { applyEdit } from '../../store/select/attributes.ts';
import { faceName, faceOf, sampleFace } from '../../store/select/faces.ts';
import { initialState } from '../../store/state/initialState.ts';
import {
  initialPath,
  initialWalk,
  type Path,
  type PathKey,
  type Walk,
  type WalkEnd,
} from '../../store/state/journeys.ts';
import type { Attribute, Face, Model } from '../../store/state/state.ts';

/** A face given by its seed and moved along attributes, by the names that its model gives them, in standard deviations. */
export interface Spot {
  readonly seed: number;
  readonly edit?: Readonly<Record<string, number>>;
}

interface Shared {
  /** Key of the entry's texts on the page; unique. */
  readonly id: string;
  /** Bundle id. */
  readonly model: string;
}

export type GalleryEntry = Shared &
  (
    | { readonly kind: 'edit'; readonly face: Spot }
    | ({ readonly kind: 'walk'; readonly a: Spot; readonly b: Spot } & Partial<
        Pick<Walk, 'seconds' | 'loop'>
      >)
    | ({ readonly kind: 'path'; readonly keys: readonly Spot[] } & Partial<
        Pick<Path, 'seconds' | 'closed' | 'curve' | 'loop'>
      >)
  );

/** Returns every face of an entry, in its order. */
export function spotsOf(entry: GalleryEntry): readonly Spot[] {
  if (entry.kind === 'edit') return [{ seed: entry.face.seed }, entry.face];
  return entry.kind === 'walk' ? [entry.a, entry.b] : entry.keys;
}

/** Returns the names of the attributes that an entry needs. */
export function attributesNeeded(entry: GalleryEntry): string[] {
  return [...new Set(spotsOf(entry).flatMap(({ edit }) => Object.keys(edit ?? {})))];
}

/** Returns the labelled attributes that the entry needs and the model lacks. */
export function attributesMissing(entry: GalleryEntry, attributes: readonly Attribute[]): string[] {
  return attributesNeeded(entry).filter((name) => !attributes.some((one) => isNamed(one, name)));
}

const isNamed = ({ id }: Attribute, name: string) => id === `labelled:${name}`;

/** Returns the face at a spot, and the edit that made it from its seed. Attributes that the model lacks are skipped. */
export function faceAt(
  spot: Spot,
  model: Model,
  attributes: readonly Attribute[],
): ReturnType<typeof applyEdit> & { face: Face } {
  const drawn = sampleFace(model, spot.seed);
  const amounts = Object.fromEntries(
    Object.entries(spot.edit ?? {}).flatMap(([name, amount]) => {
      const one = attributes.find((attribute) => isNamed(attribute, name));
      return one ? [[one.id, amount]] : [];
    }),
  );
  const shelf = { model: model.id, list: attributes, finding: null };
  const { face, edit } = applyEdit({ ...initialState, model, attributes: shelf }, drawn, { amounts });
  return { face: face ?? drawn, edit };
}

/** Returns the state that an entry sets up for its model: its first face, and the walk, the path or the edit. */
export function beginningOf(entry: GalleryEntry, model: Model, attributes: readonly Attribute[]): Begun {
  const end = (spot: Spot): WalkEnd => {
    const { face } = faceAt(spot, model, attributes);
    const plain = face.z === face.origin;
    return { name: faceName(face, model), seed: plain ? face.seed : null, z: face.z };
  };
  if (entry.kind === 'edit') return faceAt(entry.face, model, attributes);
  if (entry.kind === 'walk') {
    const { seconds = initialWalk.seconds, loop = initialWalk.loop } = entry;
    const a = end(entry.a);
    return { face: faceOf(a), walk: { ...initialWalk, a, b: end(entry.b), seconds, loop } };
  }
  const { seconds = initialPath.seconds, closed = true, curve = initialPath.curve, loop = 'loop' } = entry;
  const keys = entry.keys.map(
    (spot): PathKey => ({ ...end(spot), id: freshId(), hold: 0, easing: 'linear' }),
  );
  const [first] = keys;
  if (!first) throw new RangeError(`The path ${entry.id} has no face.`);
  return { face: faceOf(first), path: { ...initialPath, keys, seconds, closed, curve, loop } };
}
