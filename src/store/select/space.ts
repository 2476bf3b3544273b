/** The latent space of a model: its points and classes as the maths takes them, and how far its samples are spread. */
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
import type { State } from '../state/state.ts';

interface Space extends SpaceOptions {
  classes: ClassTail | undefined;
}

const spaces = new WeakMap<BundleManifest, Space>();

/** The same object for the same model, so that it can be compared. */
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
      // A row of whole numbers has no room for shares.
      mixes: classes.kind === 'oneHot' && classes.dtype === 'float32',
    },
  };
  spaces.set(model, made);
  return made;
}

/** Length of the vectors that faces of this model are: z, and behind it what tells the class. */
export function pointSize(model: BundleManifest): number {
  const { classes } = spaceOf(model);
  return model.latent.size + (classes ? tailLength(classes) : 0);
}

/** True for a vector that the model takes: of its length, with a class that it has. */
export function isPointOf(model: BundleManifest, point: Float32Array): boolean {
  const { classes } = spaceOf(model);
  return point.length === pointSize(model) && (!classes || isTail(classes, tailOfPoint(point, classes)));
}

export const spreadLimits = { lowest: 0, highest: 3 } as const;

/** False for a model that normalises z: how long z is makes no difference to it. */
export function canSpread({ latent }: BundleManifest): boolean {
  return !latent.normalised;
}

/** The spread at which a model's pictures are usual. */
export function usualSpread(model: BundleManifest): number {
  return canSpread(model) ? (model.spread?.usual ?? 1) : 1;
}

/** z as a point of the model, in the given class; z itself for a model without classes. */
export function inClass(model: BundleManifest, z: Float32Array, index = 0): Float32Array {
  const { classes } = spaceOf(model);
  return classes ? joinPoint(z, tailOfClass(classes, index)) : z;
}

/** The class of a point, the one with most weight where it is a mixture; undefined for a model without classes. */
export function classOf(model: BundleManifest, point: Float32Array): number | undefined {
  const { classes } = spaceOf(model);
  return classes && mainClass(classes, tailOfPoint(point, classes));
}

/** The classes of the face on the canvas: several where it is a mixture, none for a model without classes. */
export function presentClasses({ model, face }: Pick<State, 'model' | 'face'>): number[] {
  const classes = model && spaceOf(model).classes;
  if (!classes || !face) return [];
  return classShares(classes, tailOfPoint(face.z, classes)).map(({ index }) => index);
}

/** The spread that the user set for a model, or else its usual one. */
export function spreadFor({ spreads }: Pick<State, 'spreads'>, model: BundleManifest): number {
  return canSpread(model) ? (spreads[model.id] ?? usualSpread(model)) : 1;
}

/** What a class is called: its name, where the model has names, or its number. */
export function classTitle({ classes }: BundleManifest, index: number): string {
  return classes?.names?.[index] ?? String(index);
}

/** The class of a name, whatever its case, or of a number; null for what is neither. */
export function findClass({ classes }: BundleManifest, text: string): number | null {
  const wanted = text.toLowerCase();
  const named = classes?.names?.findIndex((name) => name.toLowerCase() === wanted) ?? -1;
  if (named >= 0) return named;
  const index = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  return index < (classes?.count ?? 0) ? index : null;
}

/** Classes whose names, or numbers, hold a text: those that begin with it first. */
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
