/** Recipes in WebP files. */
import { mostInside } from '../limits.ts';
import { recipeInXmp } from '../webpRecipe.ts';
import { type BlobWindow, lettersAt } from './blobWindow.ts';
import { cutOff, tooLarge } from './faults.ts';

/** Other programs add texts of their own beside ours, and padding so that they can be edited in place. */
const mostXmp = 4 * mostInside;

/** Returns the recipe, or null if there is none. @throws RECIPE_INVALID */
export async function recipeInWebp(file: BlobWindow, name: string): Promise<string | null> {
  for (let at = 12; file.goesOn(); ) {
    const head = await file.view(at, 8);
    if (!head) return null;
    const length = head.getUint32(4, true);
    if (lettersAt(head, 0) === 'XMP ') {
      if (length > mostXmp) throw tooLarge(name);
      const packet = await file.bytes(at + 8, length);
      const text = new TextDecoder().decode(packet);
      const recipe = recipeInXmp(text);
      if (recipe === null && packet.length < length && text.includes('zscape')) throw cutOff(name);
      return recipe;
    }
    at += 8 + length + (length % 2);
  }
  return null;
}
