/** Distinguishes files from what hosts send in their place, by the first bytes. */

/** The number of first bytes needed to decide. */
export const headBytes = 512;

/**
 * Returns whether a text is a web page.
 * @param text of the beginning; a byte order mark and white space before it do not matter.
 */
export function isPageText(text: string): boolean {
  return /^\ufeff?\s*<(!doctype|html|head|body|\?xml|!--)/i.test(text);
}

/**
 * Returns whether a file is a web page.
 * @param head the file's first bytes
 * @param type the content type that the host states. Some hosts declare every file as a page, so bytes that cannot belong
 * to a page take precedence.
 */
export function isPage(head: Uint8Array, type: string): boolean {
  if (head.includes(0)) return false;
  const text = new TextDecoder().decode(head);
  return isPageText(text) || (/^(text\/html|application\/xhtml)/i.test(type) && /^\s*</.test(text));
}

/** Returns whether it is the pointer that Git keeps in place of a large file in another store (Git LFS). */
export function isPointer(head: Uint8Array): boolean {
  return new TextDecoder()
    .decode(head.subarray(0, 64))
    .startsWith('version https://git-lfs.github.com/spec/');
}
