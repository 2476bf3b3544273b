/** A recipe in a GIF: an application extension of our own (GIF89a, 26). Viewers skip extensions that they do not know. */

/** Eight bytes that name the application, and three by which it recognises its own. */
export const gifRecipeName = 'ZSCAPE01RCP';
const longestBlock = 255;

/** Makes the whole extension. It belongs after the global colour table, among the other extensions, before the first frame. */
export function gifRecipeBlock(text: string): Uint8Array<ArrayBuffer> {
  const data = new TextEncoder().encode(text);
  const blocks = Math.ceil(data.length / longestBlock);
  const extension = new Uint8Array(3 + gifRecipeName.length + data.length + blocks + 1);
  extension.set([0x21, 0xff, gifRecipeName.length]);
  extension.set(new TextEncoder().encode(gifRecipeName), 3);
  let at = 3 + gifRecipeName.length;
  for (let from = 0; from < data.length; from += longestBlock) {
    const block = data.subarray(from, from + longestBlock);
    extension[at] = block.length;
    extension.set(block, at + 1);
    at += 1 + block.length;
  }
  // The last byte stays 0: an empty block ends the extension.
  return extension;
}
