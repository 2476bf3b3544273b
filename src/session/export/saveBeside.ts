/** Saves a recipe that does not fit into its file as a separate file. */
import { recipeNameFor } from '../../export/recipe/limits.ts';
import type { ZscapeStore } from '../../store/store.ts';
import { saveFile } from './saveFile.ts';

/** @param text of the recipe; null for none */
export function saveBeside(store: ZscapeStore, text: string | null, fileName: string): void {
  if (text === null) return;
  saveFile(store, new Blob([text], { type: 'application/json' }), recipeNameFor(fileName));
}
