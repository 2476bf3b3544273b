/** Recipes in JPEG files. */
import { jpegXmpName } from '../jpegRecipe.ts';
import { recipeInXmp } from '../webpRecipe.ts';
import type { BlobWindow } from './blobWindow.ts';
import { cutOff } from './faults.ts';

/** Returns the recipe, or null if there is none. @throws RECIPE_INVALID */
export async function recipeInJpeg(file: BlobWindow, name: string): Promise<string | null> {
  for (let at = 2; file.goesOn(); ) {
    const head = await file.view(at, 4);
    // There are no segments after the start of the scan.
    if (head?.getUint8(0) !== 0xff || head.getUint8(1) === 0xda) return null;
    const length = head.getUint16(2);
    if (head.getUint8(1) === 0xe1) {
      const data = await file.bytes(at + 4, length - 2);
      const text = new TextDecoder().decode(data);
      const recipe = text.startsWith(jpegXmpName) ? recipeInXmp(text) : null;
      if (recipe !== null) return recipe;
      if (data.length < length - 2 && text.includes('zscape')) throw cutOff(name);
    }
    at += 2 + length;
  }
  return null;
}
