/** Tells files from what hosts send in their place, by the first bytes. */

/** How many first bytes tell. */
export const headBytes = 512;

/** @param text of the beginning; a byte order mark and white space before it do not matter. */
export function isPageText(text: string): boolean {
  return /^\ufeff?\s*<(!doctype|html|head|body|\?xml|!--)/i.test(text);
}

/**
 * @param head the file's first bytes
 * @param type the content type that the host names. Some hosts call every file a page, so bytes that no page has are
 *   believed before it.
 */
export function isPage(head: Uint8Array, type: string): boolean {
  if (head.includes(0)) return false;
  const text = new TextDecoder().decode(head);
  return isPageText(text) || (/^(text\/html|application\/xhtml)/i.test(type) && /^\s*</.test(text));
}

/** What Git keeps of a large file where the file itself lies in another store (Git LFS). */
export function isPointer(head: Uint8Array): boolean {
  return new TextDecoder()
    .decode(head.subarray(0, 64))
    .startsWith('version https://git-lfs.github.com/spec/');
}
