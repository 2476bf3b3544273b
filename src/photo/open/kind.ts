/**
 * Recognises a file by its first bytes: file names and types lie, and browsers' errors about undecodable files help
 * nobody. Pure.
 */

export type PictureKind =
  | 'jpeg'
  | 'png'
  | 'gif'
  | 'webp'
  | 'bmp'
  | 'avif'
  | 'heic'
  | 'tiff'
  | 'jxl'
  | 'ico'
  | 'psd'
  | 'svg'
  | 'pdf'
  | 'video'
  | 'unknown';

/** The names of the kinds in sentences. */
export const kindNames: Readonly<Record<PictureKind, string>> = {
  jpeg: 'JPEG',
  png: 'PNG',
  gif: 'GIF',
  webp: 'WebP',
  bmp: 'BMP',
  avif: 'AVIF',
  heic: 'HEIC',
  tiff: 'TIFF',
  jxl: 'JPEG XL',
  ico: 'ICO',
  psd: 'Photoshop',
  svg: 'SVG',
  pdf: 'PDF',
  video: 'video',
  unknown: 'unknown',
};

/** How many bytes at the beginning of a file tell its kind. */
const headBytes = 4096;

/** Returns the kind of a file. @param head the beginning of the file; `headBytes` of it are enough */
export function kindOf(head: Uint8Array): PictureKind {
  const text = Array.from(head.subarray(0, headBytes), (byte) => String.fromCharCode(byte)).join('');
  for (const [start, kind] of starts) if (text.startsWith(start)) return kind;
  if (text.startsWith('RIFF')) return text.startsWith('WEBP', 8) ? 'webp' : 'video';
  if (text.startsWith('ftyp', 4)) return brandOf(text);
  return looksLikeSvg(text) ? 'svg' : 'unknown';
}

const starts: readonly (readonly [string, PictureKind])[] = [
  ['\xff\xd8\xff', 'jpeg'],
  ['\x89PNG\r\n\x1a\n', 'png'],
  ['GIF87a', 'gif'],
  ['GIF89a', 'gif'],
  ['BM', 'bmp'],
  ['II*\0', 'tiff'],
  ['MM\0*', 'tiff'],
  ['\xff\x0a', 'jxl'],
  ['\0\0\0\x0cJXL ', 'jxl'],
  ['\0\0\x01\0', 'ico'],
  ['8BPS', 'psd'],
  ['%PDF', 'pdf'],
  ['\x1a\x45\xdf\xa3', 'video'],
];

/** Files in ISO's container state their content in `ftyp`, which follows its size. */
function brandOf(text: string): PictureKind {
  const size = [0, 1, 2, 3].reduce((all, i) => all * 256 + text.charCodeAt(i), 0);
  const brands = text.slice(8, Math.min(size, 200)).match(/.{4}/gs) ?? [];
  if (brands.some((brand) => /^avi[fs]$/.test(brand))) return 'avif';
  if (brands.some((brand) => /^(hei[cxms]|hev[cxms]|mif1|msf1)$/.test(brand))) return 'heic';
  return 'video';
}

/** Tells whether the root element of the text is `svg`, after a byte order mark, a declaration, comments and a doctype. */
function looksLikeSvg(text: string): boolean {
  const plain = text.replaceAll('\0', '').replace(/^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*/, '');
  const bare = plain.replace(/^(<\?[^>]*\?>|<!--[\s\S]*?-->|<!DOCTYPE[^[>]*(\[[^\]]*\])?\s*>|\s)+/i, '');
  return /^<([a-z]+:)?svg[\s>/]/i.test(bare);
}
