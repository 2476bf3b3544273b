/** Passing the current picture on: to other apps, or as code that draws it. */
import type { Session } from '../../session/session.ts';
import { isEdited } from '../../store/select/faces.ts';
import type { State } from '../../store/state/state.ts';
import type { Command } from '../command.ts';

const hasFace = ({ face, model }: State) => face !== null && model !== null;

/** The code for this is loaded on first use. */
const codes = () => import('../../session/share/pictureCode.ts');
const files = () => import('../../session/share/shareFile.ts');

/** True if the browser can share pictures with other apps, as phones can. */
export function canSharePictures(): boolean {
  const file = () => new File([], 'face.png', { type: 'image/png' });
  return typeof navigator !== 'undefined' && (navigator.canShare?.({ files: [file()] }) ?? false);
}

export const sharePicture: Command<[], Promise<void>> = {
  name: 'Share picture',
  applies: (state) => hasFace(state) && canSharePictures(),
  undo: 'none',
  perform: async (session) => {
    const state = session.store.getState();
    const { model, face } = state;
    if (!model || !face) return;
    const [{ pictureFile }, { shareFile }] = await Promise.all([
      import('../../session/export/exports.ts'),
      files(),
    ]);
    await shareFile(await pictureFile(session, { model, face, edited: isEdited(state), state }));
  },
};

/** Copies lines of JavaScript that draw this very picture. */
export const copyTfjsCode: Command<[], Promise<void>> = {
  name: 'Copy as code (TF.js)',
  applies: hasFace,
  undo: 'none',
  perform: (session) =>
    copy(session, async (drawn) => {
      const [{ tfjsCode }, { bundleUrl }] = await Promise.all([
        codes(),
        import('../../session/models/modelLoader.ts'),
      ]);
      const entry = session.store.getState().catalogue?.find(({ id }) => id === drawn.model.id);
      return tfjsCode(drawn, entry && !entry.onDevice ? `${bundleUrl(entry)}model.json` : null);
    }),
};

/** Copies lines of Python that draw this very picture, for models whose weights are in this project. */
export const copyTorchCode: Command<[], Promise<void>> = {
  name: 'Copy as code (PyTorch)',
  applies: (state) =>
    hasFace(state) && (state.model?.source?.name.startsWith('Trained by this project') ?? false),
  undo: 'none',
  perform: (session) => copy(session, async (drawn) => (await codes()).torchCode(drawn)),
};

type Drawn = Parameters<typeof import('../../session/share/pictureCode.ts').torchCode>[0];

async function copy({ store }: Session, code: (drawn: Drawn) => Promise<string>): Promise<void> {
  const { model, face } = store.getState();
  if (!model || !face) return;
  const [{ copyCode }, text] = await Promise.all([files(), code({ model, z: face.z })]);
  await copyCode(text);
}

/** Shares a file that was just exported with other apps. */
export const shareExported: Command<[file: File], Promise<void>> = {
  name: 'Share the exported file',
  undo: 'none',
  showsOwnErrors: true,
  perform: async (_, file) => (await files()).shareFile(file),
};

/** Puts a file that was just exported on the clipboard. */
export const copyExported: Command<[file: Blob], Promise<void>> = {
  name: 'Copy the exported file',
  undo: 'none',
  showsOwnErrors: true,
  perform: async (_, file) => (await files()).copyFile(file),
};
