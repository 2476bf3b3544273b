import { ZscapeError } from '../../base/errors.ts';
import { inPageLanguage } from '../../language/texts.ts';
import { announce } from '../../store/announce.ts';
import { tellingMessages } from '../telling/messages.ts';

/**
 * Puts a picture on the clipboard, as PNG. The clipboard is requested immediately, while the user's gesture counts, and
 * gets the picture once it is ready.
 * @throws EXPORT_FAILED if the browser cannot or will not; and any error of making the picture
 */
export async function copyPicture(picture: Promise<Blob>): Promise<void> {
  const { copied, copyMissing, copyRefused } = tellingMessages.get();
  // A page that did not come over https has no clipboard.
  if (typeof ClipboardItem === 'undefined' || !navigator.clipboard?.write) {
    picture.catch(() => undefined);
    throw new ZscapeError('EXPORT_FAILED', copyMissing, inPageLanguage());
  }
  try {
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture })]);
  } catch (cause) {
    await picture;
    throw new ZscapeError('EXPORT_FAILED', copyRefused, { cause, ...inPageLanguage() });
  }
  announce(copied);
}
