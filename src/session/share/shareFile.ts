/** Passes files to other apps and to the clipboard, if the browser can. */
import { ZscapeError } from '../../base/errors.ts';
import { inPageLanguage } from '../../language/texts.ts';
import { announce } from '../../store/announce.ts';
import { shareMessages } from './messages.ts';

/** Shares a file. @throws EXPORT_FAILED if the browser cannot share it; nothing if the user changes their mind */
export async function shareFile(file: File): Promise<void> {
  const { shareMissing, shareRefused } = shareMessages.get();
  if (!navigator.canShare?.({ files: [file] })) {
    throw new ZscapeError('EXPORT_FAILED', shareMissing, inPageLanguage());
  }
  try {
    await navigator.share({ files: [file] });
  } catch (cause) {
    if (cause instanceof Error && cause.name === 'AbortError') return;
    throw new ZscapeError('EXPORT_FAILED', shareRefused, { cause, ...inPageLanguage() });
  }
}

/** Copies a file. @throws EXPORT_FAILED if the browser does not allow it */
export async function copyFile(file: Blob): Promise<void> {
  const { copied, copyRefused } = shareMessages.get();
  try {
    await navigator.clipboard.write([new ClipboardItem({ [file.type]: file })]);
  } catch (cause) {
    throw new ZscapeError('EXPORT_FAILED', copyRefused, { cause, ...inPageLanguage() });
  }
  announce(copied);
}

/** Copies code as text. @throws EXPORT_FAILED if the browser does not allow it */
export async function copyCode(code: string): Promise<void> {
  const { codeCopied, copyRefused } = shareMessages.get();
  try {
    await navigator.clipboard.writeText(code);
  } catch (cause) {
    throw new ZscapeError('EXPORT_FAILED', copyRefused, { cause, ...inPageLanguage() });
  }
  announce(codeCopied);
}
