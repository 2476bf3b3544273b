/** The latent space of a model: its points and classes in the form that the maths needs, and the spread of its samples. */
import type { BundleManifest } from '../../bundle/schema/manifest.ts';
import {
  type ClassTail,
  classShares,
  isTail,
  joinPoint,
  mainClass,
  tailLength,
  tailOfClass,
  tailOfPoint,
} from '../../latent/point/classTail.ts';
import type { SpaceOptions } from '../../latent/point/onPoints.ts';
import { canSpread, usualSpread } from '../../latent/vector/drawn.ts';
import type { State } from '../state/state.ts';

export { canSpread, usualSpread };

interface Space extends SpaceOptions {
  classes: ClassTail | undefined;
}

const spaces = new WeakMap<BundleManifest, Space>();

/** Returns the same object for the same model, so that it can be compared. */
export function spaceOf(model: BundleManifest): Space {
  const known = spaces.get(model);
  if (known) return known;
  const { latent, classes } = model;
  const made: Space = {
    normalised: latent.normalised,
    classes: classes && {
      size: latent.size,
      count: classes.count,
      kind: classes.kind,
      // An index cannot hold shares.
      mixes: classes.kind === 'oneHot' && classes.dtype === 'float32',
    },
  };
  spaces.set(model, made);
  return made;
}

/** Returns the length of this model's face vectors: z, then the tail with the class. */
export function pointSize(model: BundleManifest): number {
  const { classes } = spaceOf(model);
  return model.latent.size + (classes ? tailLength(classes) : 0);
}

/** Tells whether the model can take a vector: it has the right length and one of the model's classes. */
export function isPointOf(model: BundleManifest, point: Float32Array): boolean {
  const { classes } = spaceOf(model);
  return point.length === pointSize(model) && (!classes || isTail(classes, tailOfPoint(point, classes)));
}

export const spreadLimits = { lowest: 0, highest: 3 } as const;

/** Returns z as a point of the model, in the given class; z itself for a model without classes. */
export function inClass(model: BundleManifest, z: Float32Array, index = 0): Float32Array {
  const { classes } = spaceOf(model);
  return classes ? joinPoint(z, tailOfClass(classes, index)) : z;
}

/** Returns the class of a point, or the one with the largest share of a mixture; undefined for a model without classes. */
export function classOf(model: BundleManifest, point: Float32Array): number | undefined {
  const { classes } = spaceOf(model);
  return classes && mainClass(classes, tailOfPoint(point, classes));
}

/** Returns the classes of the face on the canvas: several for a mixture, none for a model without classes. */
export function presentClasses({ model, face }: Pick<State, 'model' | 'face'>): number[] {
  const classes = model && spaceOf(model).classes;
  if (!classes || !face) return [];
  return classShares(classes, tailOfPoint(face.z, classes)).map(({ index }) => index);
}

/** Returns the spread that the user set for a model, or its usual one. */
export function spreadFor({ spreads }: Pick<State, 'spreads'>, model: BundleManifest): number {
  return canSpread(model) ? (spreads[model.id] ?? usualSpread(model)) : 1;
}

/** Returns the title of a class: its name if the model has names, otherwise its number. */
export function classTitle({ classes }: BundleManifest, index: number): string {
  return classes?.names?.[index] ?? String(index);
}

/** Finds a class by its name, in any case, or its number; null if neither matches. */
export function findClass({ classes }: BundleManifest, text: string): number | null {
  const wanted = text.toLowerCase();
  const named = classes?.names?.findIndex((name) => name.toLowerCase() === wanted) ?? -1;
  if (named >= 0) return named;
  const index = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  return index < (classes?.count ?? 0) ? index : null;
}

/** Returns the classes whose names or numbers contain a text, those that begin with it first. */
export function classesCalled(model: BundleManifest, text: string, most: number): number[] {
  const wanted = text.toLowerCase();
  const [begin, hold]: [number[], number[]] = [[], []];
  for (let index = 0; index < (model.classes?.count ?? 0) && begin.length < most; index++) {
    const title = classTitle(model, index).toLowerCase();
    if (title.startsWith(wanted)) begin.push(index);
    else if (hold.length < most && title.includes(wanted)) hold.push(index);
  }
  return [...begin, ...hold].slice(0, most);
}
