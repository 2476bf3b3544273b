import { ZscapeError } from '../../base/errors.ts';
import { copyPicture } from '../../session/export/copyPicture.ts';
import type { ChosenFace } from '../../session/export/exports.ts';
import type { Session } from '../../session/session.ts';
import { freeFace, isEdited } from '../../store/select/faces.ts';
import { classOf } from '../../store/select/space.ts';
import type { State } from '../../store/state/state.ts';
import type { Command } from '../command.ts';
import { takeFace } from '../face/face.ts';

const hasFace = ({ face, model }: State) => face !== null && model !== null;

/** The code for files is loaded on first use. */
const exportsOfSession = () => import('../../session/export/exports.ts');

/** Captures the face on the canvas before anything asynchronous happens. */
function chooseFace({ store }: Session): ChosenFace {
  const state = store.getState();
  const { model, face } = state;
  if (!model || !face) throw new ZscapeError('EXPORT_FAILED', 'There is no face yet to save.');
  return { model, face, edited: isEdited(state), state };
}

/** Saves the picture at the network's own size. */
export const exportPng: Command<[], Promise<void>> = {
  name: 'Export PNG',
  applies: hasFace,
  undo: 'none',
  perform: async (session) => {
    const chosen = chooseFace(session);
    await (await exportsOfSession()).savePng(session, chosen, 1);
  },
};

/** Asks for the size of the picture before it is exported: a key pressed by mistake must not download anything. */
export const openPngDialog: Command = {
  name: 'Export PNG…',
  keys: ['s'],
  applies: hasFace,
  undo: 'none',
  perform: ({ store }) => store.setState({ dialog: 'png' }),
};

/** Exports the picture, at this multiple of the network's own size. */
export const exportPngAs: Command<[scale: number], Promise<void>> = {
  name: 'Export PNG',
  applies: hasFace,
  undo: 'none',
  perform: async (session, scale) => {
    const chosen = chooseFace(session);
    await (await exportsOfSession()).savePng(session, chosen, scale);
  },
};

/** Puts the picture on the clipboard. */
export const copyFace: Command<[], Promise<void>> = {
  name: 'Copy picture',
  keys: ['c'],
  applies: hasFace,
  undo: 'none',
  perform: (session) => {
    const chosen = chooseFace(session);
    return copyPicture(exportsOfSession().then(({ pngOf }) => pngOf(session, chosen, 1)));
  },
};

export const exportLargePng: Command<[], Promise<void>> = {
  name: 'Export PNG at four times the size',
  applies: hasFace,
  undo: 'none',
  perform: async (session) => {
    const chosen = chooseFace(session);
    await (await exportsOfSession()).savePng(session, chosen, 4);
  },
};

/** Saves z, followed by the class if the model has classes, as a NumPy file: float32 [1, point size]. */
export const exportLatent: Command<[], Promise<void>> = {
  name: 'Export latent',
  applies: hasFace,
  undo: 'none',
  perform: async (session) => {
    const chosen = chooseFace(session);
    (await exportsOfSession()).saveLatent(session, chosen);
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

/** Shows the face of a latent from a NumPy file. */
export const openLatent: Command<[file: File], Promise<void>> = {
  name: 'Open latent',
  applies: hasFace,
  undo: 'step',
  perform: async ({ store }, file) => {
    const { model, face } = store.getState();
    if (!model || !face) return;
    const z = await (await exportsOfSession()).readLatent(model, file, classOf(model, face.z));
    // If another model was loaded in the meantime, the latent means nothing to it.
    if (store.getState().model === model) takeFace(store, freeFace(z));
  },
};
