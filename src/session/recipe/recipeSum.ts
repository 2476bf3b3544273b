/** Detects changes to a recipe, however its JSON is formatted. */

/** Returns FNV-1a of 32 bits, in hex, of everything but the sum itself. @param recipe as parsed from JSON */
export function recipeSum(recipe: Readonly<Record<string, unknown>>): string {
  const { sum: _, ...rest } = recipe;
  const text = JSON.stringify(rest);
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
