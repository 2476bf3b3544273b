import { amountsOf, applyEdit, baseOf } from '../../store/select/attributes.ts';
import type { Edit, State } from '../../store/state/state.ts';
import type { ZscapeStore } from '../../store/store.ts';
import type { Command } from '../command.ts';
import { showFace } from '../face/face.ts';

/** Sliders reach this many standard deviations to each side. */
export const reach = 6;

const hasFace = ({ face, model }: State) => face !== null && model !== null;
const isMoved = (state: State) => Object.keys(amountsOf(state)).length > 0;

function changeEdit(
  store: ZscapeStore,
  change: (amounts: Edit['amounts'], edit: Edit) => Partial<Pick<Edit, 'amounts' | 'locked'>>,
): void {
  showFace(store, (state) => {
    const base = baseOf(state);
    const amounts = amountsOf(state);
    if (!state.face || !base) return {};
    const changed = { amounts, ...change(amounts, state.edit) };
    return applyEdit(state, { ...state.face, z: base }, changed);
  });
}

const within = (amount: number) => Math.min(reach, Math.max(-reach, amount));

/** Moves the face along an attribute, in standard deviations from its position before the edits. */
export const setAttribute: Command<[id: string, amount: number]> = {
  name: 'Move an attribute',
  undo: { drag: (id) => `attribute ${id}` },
  applies: hasFace,
  perform: ({ store }, id, amount) =>
    changeEdit(store, (amounts) => ({ amounts: { ...amounts, [id]: within(amount) } })),
};

/** Moves the face along several attributes together, for dragging on the picture; a drag is one step. */
export const setAttributes: Command<[wanted: Edit['amounts']]> = {
  name: 'Drag on the picture',
  undo: { drag: () => 'picture' },
  applies: hasFace,
  perform: ({ store }, wanted) =>
    changeEdit(store, (amounts) => {
      const limited = Object.entries(wanted).map(([id, amount]) => [id, within(amount)]);
      return { amounts: { ...amounts, ...Object.fromEntries(limited) } };
    }),
};

export const clearAttribute: Command<[id: string]> = {
  name: 'Clear an attribute',
  applies: isMoved,
  undo: 'step',
  perform: ({ store }, id) => changeEdit(store, ({ [id]: _, ...amounts }) => ({ amounts })),
};

/** Resets every attribute to its value before the edits. */
export const clearEdits: Command = {
  name: 'Clear edits',
  applies: isMoved,
  undo: 'step',
  perform: ({ store }) => changeEdit(store, () => ({ amounts: {} })),
};

/** Moves every attribute equally far in the other direction. */
export const invertEdits: Command = {
  name: 'Invert edits',
  applies: isMoved,
  undo: 'step',
  perform: ({ store }) =>
    changeEdit(store, (amounts) => ({
      amounts: Object.fromEntries(Object.entries(amounts).map(([id, amount]) => [id, -amount])),
    })),
};

/** Copies the sliders, so that they can be applied to another face. */
export const copyEdits: Command = {
  name: 'Copy edits',
  applies: isMoved,
  undo: 'none',
  perform: ({ store }) => store.setState((state) => ({ copiedEdit: amountsOf(state) })),
};

export const applyCopiedEdits: Command = {
  name: 'Apply copied edits',
  applies: (state) => hasFace(state) && state.copiedEdit !== null,
  undo: 'step',
  perform: ({ store }) => {
    const { copiedEdit } = store.getState();
    if (copiedEdit) changeEdit(store, () => ({ amounts: copiedEdit }));
  },
};

export const setKeepEdits: Command<[keep: boolean]> = {
  name: 'Keep edits on new samples',
  undo: 'none',
  perform: ({ store }, keepEdits) => store.setState({ keepEdits }),
};

/** Locks an attribute, so that the other sliders leave it alone, or unlocks it. */
export const toggleLock: Command<[id: string]> = {
  name: 'Lock an attribute',
  applies: hasFace,
  undo: 'step',
  perform: ({ store }, id) =>
    changeEdit(store, (_, { locked }) => ({
      locked: locked.includes(id) ? locked.filter((one) => one !== id) : [...locked, id],
    })),
};

const search = () => import('../../session/attributes/findAttributes.ts');

/** Finds the current model's attributes, once. */
export const findAttributes: Command<[], Promise<void>> = {
  name: 'Find attributes',
  undo: 'none',
  perform: async (session) => (await search()).findAttributes(session),
};

/** Finds directions in many small pictures. This takes a while; the signal ends it. */
export const findInPictures: Command<[signal: AbortSignal], Promise<void>> = {
  name: 'Find directions in pictures',
  undo: 'none',
  perform: async (session, signal) => (await search()).findInPictures(session, signal),
};
