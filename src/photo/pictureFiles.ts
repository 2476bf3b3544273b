/** Pictures that arrive by a drop, a paste or the clipboard. */
import { ZscapeError } from '../base/errors.ts';

/** Extensions of files whose type browsers often do not know. */
const endings = /\.(jpe?g|png|gif|webp|bmp|avif|hei[cf]|tiff?|jxl|svg)$/i;

/** Tells whether a file claims to be a picture; `openPicture` finds out what it really is. */
export const isPictureFile = (file: File): boolean =>
  file.type.startsWith('image/') || (file.type === '' && endings.test(file.name));

/** Returns the pictures in a drop or a paste; an empty list if there are none. */
export function picturesIn(transfer: Pick<DataTransfer, 'files'>): File[] {
  return [...transfer.files].filter(isPictureFile);
}

/**
 * Reads the clipboard, after a click.
 * @throws CLIPBOARD_REFUSED if the page may not read it, PICTURE_NONE if it contains no picture
 */
export async function readClipboard(
  clipboard: Pick<Clipboard, 'read'> | undefined = navigator.clipboard,
): Promise<File[]> {
  const items = await Promise.resolve(clipboard?.read?.()).catch(() => undefined);
  if (items === undefined)
    throw new ZscapeError(
      'CLIPBOARD_REFUSED',
      'The browser does not let the page read the clipboard. Click the page and press Ctrl + V (or Cmd + V), or choose a file.',
    );
  const files: File[] = [];
  for (const item of items) {
    const type = item.types.find((name) => name.startsWith('image/') && name !== 'image/svg+xml');
    if (type !== undefined) files.push(new File([await item.getType(type)], '', { type }));
  }
  if (files.length === 0) throw noPicture();
  return files;
}

/** For a paste without a picture. */
export const noPicture = (): ZscapeError =>
  new ZscapeError('PICTURE_NONE', 'There is no picture in the clipboard. Copy one and paste again.');
