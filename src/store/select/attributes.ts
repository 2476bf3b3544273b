/** Attributes and edits derived from the state: the face on the canvas is the base of its edit, moved along the sliders. */
import {
  amountOfDeviations,
  createEditor,
  type Editor,
  entanglement,
} from '../../latent/direction/directions.ts';
import { changeZ, zOfPoint } from '../../latent/point/classTail.ts';
import type { SpaceOptions } from '../../latent/point/onPoints.ts';
import type { Attribute, Edit, Face, State, Taught } from '../state/state.ts';
import { type ShownAttribute, shownAttributes } from './attributeTwins.ts';
import { spaceOf } from './space.ts';

type Shelved = Pick<State, 'attributes' | 'taught' | 'model'>;

let lastShelf: { key: Shelved; list: readonly Attribute[] } | null = null;

/** Returns every attribute of the current model in the order of the panel; the same array as long as nothing changed. */
export function attributesOf({ attributes, taught, model }: Shelved): readonly Attribute[] {
  const known = lastShelf?.key;
  if (lastShelf && known?.attributes === attributes && known.taught === taught && known.model === model) {
    return lastShelf.list;
  }
  const shelved = attributes !== null && attributes.model === model?.id ? attributes.list : [];
  const own = taught
    .filter((one) => one.model === model?.id && one.direction.length === model.latent.size)
    .map(
      (one): Attribute => ({
        id: `taught:${one.id}`,
        name: one.name,
        group: 'taught',
        direction: directionOf(one),
        accuracy: (goesByMeans(one) ? one.means?.accuracy : one.accuracy) ?? undefined,
      }),
    );
  const list = [
    ...shelved.filter(({ group }) => group === 'labelled'),
    ...own,
    ...shelved.filter(({ group }) => group !== 'labelled'),
  ];
  lastShelf = { key: { attributes, taught, model }, list };
  return list;
}

function goesByMeans({ way, means }: Taught): boolean {
  return way === 'means' && means !== undefined;
}

/** Returns the direction that the slider of a taught attribute moves along: a unit vector, float32 [latent size]. */
export function directionOf(one: Taught): Float32Array {
  return (goesByMeans(one) ? one.means?.direction : null) ?? one.direction;
}

/** True while the face on the canvas is the result of the sliders; anything else that moves the face resets them to zero. */
function editHolds({ face, edit }: Pick<State, 'face' | 'edit'>): boolean {
  const { base, result } = edit;
  if (!face || !base || !result || face.z.length !== result.length) return false;
  // In a session read from a file they are equal without being the same array.
  return face.z === result || face.z.every((value, i) => value === result[i]);
}

const none: Edit['amounts'] = {};

/** Returns the position of each slider, in standard deviations; zeros are omitted. */
export function amountsOf(state: Pick<State, 'face' | 'edit'>): Edit['amounts'] {
  return editHolds(state) ? state.edit.amounts : none;
}

/** Returns the face before its edits; null without a face. */
export function baseOf(state: Pick<State, 'face' | 'edit'>): Float32Array | null {
  return editHolds(state) ? state.edit.base : (state.face?.z ?? null);
}

function spaceHere({ model }: Pick<State, 'model'>): SpaceOptions {
  return model ? spaceOf(model) : { normalised: false };
}

let lastEditor: {
  list: readonly Attribute[];
  locked: readonly string[];
  normalised: boolean;
  editor: Editor;
} | null = null;

/** Returns the editor of the current attributes and locks, prepared once so that a move costs one pass over the directions. */
export function editorOf(state: Shelved & Pick<State, 'edit'>): Editor {
  const list = attributesOf(state);
  const { locked } = state.edit;
  const { normalised } = spaceHere(state);
  if (lastEditor?.list === list && lastEditor.locked === locked && lastEditor.normalised === normalised) {
    return lastEditor.editor;
  }
  const indices = list.flatMap(({ id }, index) => (locked.includes(id) ? [index] : []));
  const editor = createEditor(
    list.map(({ direction }) => direction),
    indices,
    { normalised },
  );
  lastEditor = { list, locked, normalised, editor };
  return editor;
}

/**
 * Applies the sliders' amounts to a face, and returns it with its edit.
 * @param face its z is the base of the edit
 */
export function applyEdit(
  state: State,
  face: Face,
  change: Partial<Pick<Edit, 'amounts' | 'locked'>>,
): Pick<State, 'face' | 'edit'> {
  const edit: Edit = { ...state.edit, ...change };
  const amounts = Object.fromEntries(Object.entries(edit.amounts).filter(([, amount]) => amount !== 0));
  const list = attributesOf(state);
  const moved = list.some(({ id }) => amounts[id] !== undefined);
  const { classes } = spaceHere(state);
  const move = (z: Float32Array) =>
    editorOf({ ...state, edit }).apply(
      z,
      list.map(({ id }) => amountOfDeviations(amounts[id] ?? 0, z.length)),
    );
  const z = moved ? changeZ(face.z, classes, move) : face.z;
  return { face: { ...face, z }, edit: { ...edit, amounts, base: face.z, result: z } };
}

/** Returns the attributes that the panel shows; near-duplicates of others are included only while they are moved or locked. */
export function attributesInPanel(state: Shelved & Pick<State, 'face' | 'edit'>): readonly ShownAttribute[] {
  const amounts = amountsOf(state);
  const { locked } = state.edit;
  return shownAttributes(attributesOf(state), (id) => amounts[id] !== undefined || locked.includes(id));
}

interface Movement {
  attribute: Attribute;
  /** Standard deviations. */
  deviations: number;
}

let lastMovement: {
  key: Pick<State, 'face' | 'edit'>;
  list: readonly Attribute[];
  moved: Movement[];
} | null = null;

/**
 * Returns the unintended movements of an edit: every attribute whose own slider is at rest, the most moved first. The
 * same array as long as nothing changed.
 */
export function movedBesides(state: State): Movement[] {
  const { face, edit } = state;
  const list = attributesOf(state);
  const known = lastMovement;
  if (known?.list === list && known.key.face === face && known.key.edit === edit) return known.moved;
  const moved = workOutMovement(state);
  lastMovement = { key: { face, edit }, list, moved };
  return moved;
}

function workOutMovement(state: State): Movement[] {
  const { face } = state;
  const base = baseOf(state);
  const amounts = amountsOf(state);
  if (!face || !base || base === face.z) return [];
  const { normalised, classes } = spaceHere(state);
  const resting = attributesInPanel(state)
    .map(({ attribute }) => attribute)
    .filter(({ id }) => amounts[id] === undefined);
  const deviations = entanglement(
    zOfPoint(base, classes),
    zOfPoint(face.z, classes),
    resting.map(({ direction }) => direction),
    { normalised },
  );
  return resting
    .map((attribute, k) => ({ attribute, deviations: deviations[k]! }))
    .sort((one, other) => Math.abs(other.deviations) - Math.abs(one.deviations));
}
