/** How large a recipe may be, and the name of a separate file for one that is larger. */

/** Most bytes of a recipe inside a picture or a film: everybody who receives the file carries them along. */
export const mostInside = 64 * 1024;
/** Most bytes of a recipe in a separate file: those of a path of 64 faces of 10,000 numbers, twice over. */
export const mostBeside = 8 * 1024 * 1024;

/** Name of the recipe in an archive of frames. */
export const recipeFileName = 'recipe.zscape.json';

/** Returns `walk.gif.zscape.json`: the name shows which file it belongs to. */
export function recipeNameFor(fileName: string): string {
  return `${fileName}.zscape.json`;
}

/** True if a text may go inside a file; otherwise it goes into a separate file. */
export function fitsInside(text: string): boolean {
  return new TextEncoder().encode(text).length <= mostInside;
}
