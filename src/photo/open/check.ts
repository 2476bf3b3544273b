/** Checks a file as far as possible before it is decoded. */
import { ZscapeError } from '../../base/errors.ts';
import type { Size } from '../contract.ts';
import { hasEnding } from './ending.ts';
import { kindNames, kindOf, type PictureKind } from './kind.ts';
import { sizeBytes, sizeIn } from './size.ts';

/** Phone cameras make pictures of 200 megapixels, with four bytes each once decoded. */
const mostPixels = 210e6;
const mostSide = 20_000;
const mostBytes = 300e6;
/** There is no face in a smaller picture. */
const leastSide = 8;

const formats = 'Save it as JPEG or PNG and choose that';

/** Kinds that are not pictures, or that the page will not show, and why. */
const refused: Partial<Record<PictureKind, (name: string) => string>> = {
  svg: (name) =>
    `${name} is an SVG, a drawing that can run scripts and fetch other files, so this page does not open it. Export it as PNG and choose that.`,
  pdf: (name) => `${name} is a PDF, not a picture. ${formats}.`,
  psd: (name) => `${name} is a Photoshop file, which browsers cannot show. ${formats}.`,
  video: (name) => `${name} is a film or sound file, not a picture. Save a still from it and choose that.`,
};

/**
 * Checks a file's kind, its stated size, and that it has its end.
 * @throws PICTURE_EMPTY, PICTURE_KIND, PICTURE_TOO_LARGE, PICTURE_TOO_SMALL, PICTURE_CUT_OFF, PICTURE_UNREADABLE
 */
export async function checkPicture(file: Blob): Promise<PictureKind> {
  const name = nameOf(file);
  if (file.size === 0)
    throw new ZscapeError('PICTURE_EMPTY', `${name} is empty: it has 0 bytes. Choose another file.`);
  const head = await headOf(file, name);
  const kind = kindOf(head);
  const why = refused[kind] ?? (file.type === 'image/svg+xml' ? refused.svg : undefined);
  if (why !== undefined) throw new ZscapeError('PICTURE_KIND', why(name));
  if (file.size > mostBytes)
    throw new ZscapeError(
      'PICTURE_TOO_LARGE',
      `${name} has ${Math.round(file.size / 1e6)} MB; the limit is ${mostBytes / 1e6} MB. Choose a smaller picture.`,
    );
  const size = sizeIn(kind, head);
  if (size !== null) checkSize(size, name);
  if (!(await hasEnding(file, kind, head))) throw cutOff(file);
  return kind;
}

async function headOf(file: Blob, name: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.slice(0, sizeBytes).arrayBuffer());
  } catch (cause) {
    throw new ZscapeError(
      'PICTURE_UNREADABLE',
      `${name} cannot be read: it was moved, changed or deleted, or it is a folder. Choose it again.`,
      { cause },
    );
  }
}

/** Checks a picture's size. @throws PICTURE_TOO_LARGE, PICTURE_TOO_SMALL */
export function checkSize({ width, height }: Size, name: string): void {
  const across = `${width} × ${height} pixels`;
  if (width > mostSide || height > mostSide || width * height > mostPixels)
    throw new ZscapeError(
      'PICTURE_TOO_LARGE',
      `${name} has ${across}; the limits are ${mostSide.toLocaleString('en')} a side and ${mostPixels / 1e6} million in total. Make it smaller and choose it again.`,
    );
  if (width < leastSide || height < leastSide)
    throw new ZscapeError(
      'PICTURE_TOO_SMALL',
      `${name} has ${across}, too few for a face. Choose a picture of at least ${leastSide} × ${leastSide}.`,
    );
}

const cutOff = (file: Blob) =>
  new ZscapeError(
    'PICTURE_CUT_OFF',
    `${nameOf(file)} is cut off after ${file.size.toLocaleString('en')} bytes, in the middle of the picture. Copy or download it again.`,
  );

/** Makes the error for a picture that the browser could not decode. */
export function undecodable(file: Blob, kind: PictureKind, cause?: unknown): ZscapeError {
  const name = nameOf(file);
  const options = { cause };
  if (kind === 'unknown')
    return new ZscapeError(
      'PICTURE_UNREADABLE',
      `${name} is not a picture, or this browser does not know its format. Choose a JPEG or PNG.`,
      options,
    );
  if (kind === 'heic')
    return new ZscapeError(
      'PICTURE_KIND',
      `${name} is a HEIC picture, the format of iPhones, which this browser cannot show. ${formats}, or open this page in Safari.`,
      options,
    );
  if (kind === 'tiff' || kind === 'jxl' || kind === 'avif')
    return new ZscapeError(
      'PICTURE_KIND',
      `${name} is a ${kindNames[kind]} picture that is damaged or that this browser cannot show. ${formats}.`,
      options,
    );
  return new ZscapeError(
    'PICTURE_UNREADABLE',
    `${name} is damaged, or too large for this device: the browser cannot decode this ${kindNames[kind]}. Open it in another program, save it again, and choose that.`,
    options,
  );
}

/** Returns a file's name for sentences, or `The picture` if it has none. */
export function nameOf(file: Blob): string {
  return 'name' in file && typeof file.name === 'string' && file.name !== '' ? file.name : 'The picture';
}
