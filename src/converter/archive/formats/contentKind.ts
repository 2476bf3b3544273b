/** Recognises a file by its first bytes, and never by its name. `read/sources.ts` tells kinds of models apart. */

import { headBytes, isPageText } from '../../../download/whatCame.ts';

export { headBytes };

export type ContentKind = 'gzip' | 'zip' | 'tar' | 'html' | 'json' | 'empty' | 'unknown';

/** Recognises the content. @param head the first `headBytes` bytes, or the whole file if it is shorter. */
export function contentKind(head: Uint8Array): ContentKind {
  if (head.length === 0) return 'empty';
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  if (isZip(head)) return 'zip';
  if (isTar(head)) return 'tar';
  const text = textStart(head);
  if (isPageText(text)) return 'html';
  if (/^[{[]/.test(text)) return 'json';
  return 'unknown';
}

/** Checks for PK, followed by the mark of a local file, of an empty archive's end, or of a spanned archive. */
function isZip(head: Uint8Array): boolean {
  if (head[0] !== 0x50 || head[1] !== 0x4b) return false;
  return (
    (head[2] === 3 && head[3] === 4) || (head[2] === 5 && head[3] === 6) || (head[2] === 7 && head[3] === 8)
  );
}

/**
 * Checks the sum in a tar header: it covers the header's own bytes, with the eight of the sum itself counted as spaces.
 * This also recognises archives older than `ustar`.
 */
function isTar(head: Uint8Array): boolean {
  if (head.length < 512) return false;
  let sum = 8 * 0x20;
  for (let i = 0; i < 512; i++) if (i < 148 || i >= 156) sum += head[i]!;
  const written = String.fromCharCode(...head.subarray(148, 156))
    .replace(/[\0 ]+$/, '')
    .trim();
  return sum > 8 * 0x20 && /^[0-7]+$/.test(written) && Number.parseInt(written, 8) === sum;
}

function textStart(head: Uint8Array): string {
  return new TextDecoder()
    .decode(head.subarray(0, 64))
    .replace(/^\ufeff/, '')
    .trimStart();
}
