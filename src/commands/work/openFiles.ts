/** Opens files, however they arrive: dropped, pasted, chosen, shared by another app, or opened with this one. */
import { toPlainError } from '../../base/errors.ts';
import { isPictureFile } from '../../photo/pictureFiles.ts';
import type { Command } from '../command.ts';
import { runCommand } from '../command.ts';
import { openLatent } from './exports.ts';
import { addModel } from './models.ts';
import { openSession } from './sessions.ts';

/** A file, perhaps with its position in a dropped folder. */
type Given = File & { path?: string };

/** The code that reads recipes is loaded when the first file arrives. */
const recipes = () =>
  Promise.all([import('../../session/recipe/findRecipe.ts'), import('../../session/recipe/restore.ts')]);

/**
 * Opens a latent, a session, or a picture or film that this page exported. Other pictures go to the Photo tab. Anything
 * else is taken as a model, perhaps one of its many files.
 */
export const openFiles: Command<[files: readonly Given[]], Promise<void>> = {
  name: 'Open files',
  undo: 'none',
  perform: async (session, files) => {
    const [first] = files;
    if (!first) return;
    const name = first.name.toLowerCase();
    if (files.length === 1 && name.endsWith('.npy')) await runCommand(session, openLatent, first);
    else if (await runCommand(session, restoreFiles, files, true)) return;
    else if (files.every(isPictureFile)) {
      const { addPictures } = await import('../photo/pictures.ts');
      await runCommand(session, addPictures, files);
    } else if (files.length === 1 && name.endsWith('.zscape.json'))
      await runCommand(session, openSession, first);
    else {
      session.store.setState({ panel: 'models' });
      const dropped = files.map((file) => ({ path: file.path ?? file.name, blob: file }));
      await runCommand(session, addModel, dropped);
    }
  },
};

/**
 * Restores what a picture or a film shows.
 * @param others whether pictures without a recipe are accepted, too
 * @returns false if the files are something else
 */
export const restoreFiles: Command<[files: readonly File[], others?: boolean], Promise<boolean>> = {
  name: 'Restore',
  undo: 'itself',
  perform: async (session, files, others = false) => {
    const [{ findRecipe }, { restoreRecipe }] = await recipes();
    const found = await findRecipe(files).catch((error: unknown) => {
      if (others && files.every(isPictureFile) && toPlainError(error).code === 'RECIPE_MISSING') return null;
      throw error;
    });
    if (!found) return false;
    // The page follows its address (`src/session/opening.ts`).
    if (found.kind === 'link') location.hash = found.link;
    else await restoreRecipe(session, found.text, found.fileName, restoreFiles.name);
    return true;
  },
};

/** Opens a file that somebody chose to continue with: a session, or a file with a recipe. */
export const openWork: Command<[file: File], Promise<void>> = {
  name: 'Open session',
  undo: 'none',
  perform: async (session, file) => {
    if (!(await runCommand(session, restoreFiles, [file]))) await runCommand(session, openSession, file);
  },
};

/** Takes the user's answer to the question whether to load the model that made a file. */
export const answerRecipe: Command<[yes: boolean], Promise<void>> = {
  name: 'Load the model of a file',
  undo: 'itself',
  perform: async (session, yes) => (await recipes())[1].answerRecipe(session, yes),
};
