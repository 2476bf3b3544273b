/** Faces found for pictures, derived from the state. */
import { zOfPoint } from '../../latent/point/classTail.ts';
import type { FoundFace, PhotoPicture, PinPhoto } from '../state/photo.ts';
import type { Attribute, Pin, State } from '../state/state.ts';
import { attributesOf } from './attributes.ts';
import { pinsOfModel } from './faces.ts';
import { spaceOf } from './space.ts';

/** A pin whose face was found for a picture. */
export interface FoundPin extends Pin {
  photo: PinPhoto;
}

let lastFound: { pins: readonly Pin[]; list: readonly FoundPin[] } | null = null;

/** Returns the current model's pins that were found for pictures; the same array as long as nothing changed. */
export function foundPins(state: Pick<State, 'pins' | 'model'>): readonly FoundPin[] {
  const pins = pinsOfModel(state);
  if (lastFound?.pins === pins) return lastFound.list;
  const list = pins.filter((pin): pin is FoundPin => pin.photo !== undefined);
  lastFound = { pins, list };
  return list;
}

/** Returns the found face that the Photo tab shows: the one on the canvas, otherwise the latest. */
export function shownFound(state: State): FoundPin | null {
  const all = foundPins(state);
  const { face, pull, projection } = state;
  return (
    all.find(({ id }) => pull?.pin === id) ??
    all.find(({ z }) => face !== null && sameLatent(z, face.z)) ??
    all.find(({ id }) => projection?.pins.includes(id)) ??
    all.at(-1) ??
    null
  );
}

/** Returns the pictures to search for next: those not found yet, otherwise the one in the crop box. */
export function picturesToFind({ photos }: Pick<State, 'photos'>): readonly PhotoPicture[] {
  const left = photos.pictures.filter(({ found }) => !found);
  return left.length > 0 ? left : photos.pictures.filter(({ id }) => id === photos.chosen);
}

/** Returns where the face is on the way from the start of the search to its result, 0 to 1. */
export function strengthOf({ pull }: Pick<State, 'pull'>, { id, photo }: FoundPin): number {
  return pull?.pin === id && sameLatent(pull.from, photo.start) ? pull.amount : 1;
}

/** Returns the search that can be refined; null for one of another visit, whose picture is gone. */
export function refinable({ photos }: Pick<State, 'photos'>, pin: string): FoundFace | null {
  return photos.found.find((one) => one.pin === pin) ?? null;
}

export interface Reading extends Pick<Attribute, 'id' | 'name' | 'group' | 'ends'> {
  /** Standard deviations of the prior, from its middle. */
  deviations: number;
}

/** Returns the labelled and taught attributes of a face, the strongest first. */
export function readOff(
  state: Pick<State, 'attributes' | 'taught' | 'model'>,
  point: Float32Array,
): readonly Reading[] {
  const { model } = state;
  if (!model) return [];
  const z = zOfPoint(point, spaceOf(model).classes);
  const length = Math.sqrt(z.reduce((sum, value) => sum + value * value, 0)) || 1;
  const scale = model.latent.normalised ? Math.sqrt(z.length) / length : 1;
  return attributesOf(state)
    .filter(isMeasured)
    .map(({ id, name, group, ends, direction }) => ({
      ...{ id, name, group, ends },
      deviations: scale * direction.reduce((sum, value, i) => sum + value * z[i]!, 0),
    }))
    .sort((one, other) => Math.abs(other.deviations) - Math.abs(one.deviations));
}

/** Tells whether the attribute's effect on faces is known: nobody has measured axes that were found without labels. */
function isMeasured({ group, accuracy, effect, ends }: Attribute): boolean {
  if (group === 'taught') return true;
  const succeeds = effect?.kind === 'step' && effect.success !== undefined;
  return group === 'labelled' && (accuracy !== undefined || ends !== undefined || succeeds);
}

export function sameLatent(one: Float32Array, other: Float32Array): boolean {
  return one === other || (one.length === other.length && one.every((value, i) => value === other[i]));
}
