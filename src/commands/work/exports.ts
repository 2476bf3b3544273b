import { ZscapeError } from '../../base/errors.ts';
import type { ChosenFace, GifHooks } from '../../session/export/exports.ts';
import type { Session } from '../../session/session.ts';
import { freeFace, isEdited } from '../../store/select/faces.ts';
import { classOf } from '../../store/select/space.ts';
import type { GifSettings, State } from '../../store/state/state.ts';
import type { Command } from '../command.ts';
import { takeFace } from '../face/face.ts';
import { completeWalk, playableHere } from '../journey/walk.ts';

const hasFace = ({ face, model }: State) => face !== null && model !== null;

/** The code for files is loaded when somebody first asks for it. */
const exportsOfSession = () => import('../../session/export/exports.ts');

/** The face on the canvas as it is now, before anything is waited for. */
function chooseFace({ store }: Session): ChosenFace {
  const state = store.getState();
  const { model, face } = state;
  if (!model || !face) throw new ZscapeError('EXPORT_FAILED', 'There is no face yet to save.');
  return { model, face, edited: isEdited(state) };
}

/** Saves the picture as the network gives it. */
export const exportPng: Command<[], Promise<void>> = {
  name: 'Export PNG',
  keys: ['s'],
  applies: hasFace,
  undo: 'none',
  perform: async (session) => {
    const chosen = chooseFace(session);
    await (await exportsOfSession()).savePng(session, chosen, 1);
  },
};

export const exportLargePng: Command<[], Promise<void>> = {
  name: 'Export PNG, four times as large',
  applies: hasFace,
  undo: 'none',
  perform: async (session) => {
    const chosen = chooseFace(session);
    await (await exportsOfSession()).savePng(session, chosen, 4);
  },
};

/** Saves z, and behind it the class of a model with classes, as a NumPy file: float32 [1, point size]. */
export const exportLatent: Command<[], Promise<void>> = {
  name: 'Export latent',
  applies: hasFace,
  undo: 'none',
  perform: async (session) => {
    const chosen = chooseFace(session);
    (await exportsOfSession()).saveLatent(chosen);
  },
};

/** Saves the network's own values as a NumPy file, float32 [height, width, channels]. */
export const exportImageValues: Command<[], Promise<void>> = {
  name: 'Export image values',
  applies: hasFace,
  undo: 'none',
  perform: async (session) => {
    const chosen = chooseFace(session);
    await (await exportsOfSession()).saveImageValues(session, chosen);
  },
};

/** Shows the face of a latent out of a NumPy file. */
export const openLatent: Command<[file: File], Promise<void>> = {
  name: 'Open latent',
  applies: hasFace,
  undo: 'step',
  perform: async ({ store }, file) => {
    const { model, face } = store.getState();
    if (!model || !face) return;
    const z = await (await exportsOfSession()).readLatent(model, file, classOf(model, face.z));
    // To another model that was loaded meanwhile the latent means nothing.
    if (store.getState().model === model) takeFace(store, freeFace(z));
  },
};

/**
 * Opens the GIF dialog: for the path while its panel is open, otherwise for the walk, which gets ends if it has none
 * yet.
 */
export const openGifDialog: Command = {
  name: 'Export GIF',
  keys: ['g'],
  applies: hasFace,
  undo: 'joins',
  perform: (session) => {
    const state = session.store.getState();
    const gifOf = state.path.keys.length > 1 ? playableHere(state) : 'walk';
    if (gifOf === 'walk') completeWalk.perform(session);
    session.store.setState({ dialog: 'gif', gifOf });
  },
};

export const changeGif: Command<[change: Partial<GifSettings>]> = {
  name: 'GIF settings',
  undo: 'none',
  perform: ({ store }, change) => store.setState(({ gif }) => ({ gif: { ...gif, ...change } })),
};

/** Renders the walk or the path, encodes it off the page's thread, saves it, and resolves to what was saved. */
export const exportGif: Command<[hooks: GifHooks], Promise<{ blob: Blob; fileName: string }>> = {
  name: 'Export GIF',
  undo: 'none',
  showsOwnErrors: true,
  perform: async (session, hooks) => (await exportsOfSession()).saveGif(session, hooks),
};
