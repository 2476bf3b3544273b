/** Recipes in GIF files. */
import { joinBytes } from '../../../base/joinBytes.ts';
import { gifRecipeName } from '../gifRecipe.ts';
import { mostInside } from '../limits.ts';
import type { BlobWindow } from './blobWindow.ts';
import { cutOff, tooLarge } from './faults.ts';

const headerBytes = 13;

/** Returns the recipe, or null if there is none. @throws RECIPE_INVALID */
export async function recipeInGif(file: BlobWindow, name: string): Promise<string | null> {
  const header = await file.view(0, headerBytes);
  if (!header) return null;
  let at = headerBytes + tableBytes(header.getUint8(10));
  while (file.goesOn()) {
    const [kind, label, size] = await file.bytes(at, 3);
    if (kind === 0x2c) {
      const descriptor = await file.view(at, 10);
      if (!descriptor) return null;
      at = await afterBlocks(file, at + 10 + tableBytes(descriptor.getUint8(9)) + 1);
    } else if (kind === 0x21 && label !== undefined) {
      if (label === 0xff && size === gifRecipeName.length && (await isOurs(file, at + 3)))
        return await textAt(file, at + 3 + gifRecipeName.length, name);
      at = await afterBlocks(file, at + 2);
    } else return null;
  }
  return null;
}

/**
 * @param flags of a screen or a picture: the lowest bits give the size of its colour table, the highest whether there is
 * one
 */
function tableBytes(flags: number): number {
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1);
}

async function isOurs(file: BlobWindow, at: number): Promise<boolean> {
  return new TextDecoder('latin1').decode(await file.bytes(at, gifRecipeName.length)) === gifRecipeName;
}

/** Returns the end of a sequence of blocks, which an empty block marks. */
async function afterBlocks(file: BlobWindow, from: number): Promise<number> {
  let at = from;
  while (file.goesOn()) {
    const [length] = await file.bytes(at, 1);
    if (length === undefined) return file.size;
    at += 1 + length;
    if (length === 0) return at;
  }
  return file.size;
}

async function textAt(file: BlobWindow, from: number, name: string): Promise<string> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for (let at = from; ; ) {
    const [size] = await file.bytes(at, 1);
    if (size === undefined) throw cutOff(name);
    if (size === 0) return new TextDecoder().decode(joinBytes(parts));
    const block = await file.bytes(at + 1, size);
    if (block.length < size) throw cutOff(name);
    length += size;
    if (length > mostInside) throw tooLarge(name);
    parts.push(block.slice());
    at += 1 + size;
  }
}
