/** Reads how a picture or a film that this page exported was made. */
import { BlobWindow, lettersAt } from './read/blobWindow.ts';
import { recipeInGif } from './read/gifBlocks.ts';
import { recipeInJpeg } from './read/jpegSegments.ts';
import { recipeInMp4 } from './read/mp4Boxes.ts';
import { recipeInPng } from './read/pngTexts.ts';
import { recipeInWebm } from './read/webmElements.ts';
import { recipeInWebp } from './read/webpChunks.ts';

/** Formats that are recognised by their first bytes. */
export type MediaFormat = 'png' | 'gif' | 'webp' | 'mp4' | 'webm' | 'jpeg';

/** Returns the format of a file by its content, whatever its name; null if it is neither picture nor film. */
export async function mediaFormat(file: Blob): Promise<MediaFormat | null> {
  const head = await new BlobWindow(file.slice(0, 16)).view(0, 12);
  if (!head) return null;
  const start = head.getUint32(0);
  if (start === 0x89504e47) return 'png';
  if (start === 0x47494638) return 'gif';
  if (start === 0x1a45dfa3) return 'webm';
  if (start >>> 8 === 0xffd8ff) return 'jpeg';
  if (lettersAt(head, 0) === 'RIFF' && lettersAt(head, 8) === 'WEBP') return 'webp';
  return lettersAt(head, 4) === 'ftyp' ? 'mp4' : null;
}

const readers = {
  png: recipeInPng,
  gif: recipeInGif,
  webp: recipeInWebp,
  mp4: recipeInMp4,
  webm: recipeInWebm,
  jpeg: recipeInJpeg,
} satisfies Record<MediaFormat, (file: BlobWindow, name: string) => Promise<string | null>>;

/**
 * Returns the text of the recipe, unchecked; null if the file has none.
 * @throws RECIPE_INVALID if a recipe was cut off, damaged, or is far too large
 */
export async function recipeIn(file: File): Promise<string | null> {
  const format = await mediaFormat(file);
  return format && readers[format](new BlobWindow(file), file.name);
}
