import { saveBlob } from '../../export/download.ts';
import { formatBytes } from '../../language/numbers.ts';
import { announce } from '../../store/announce.ts';
import { notify, type ZscapeStore } from '../../store/store.ts';
import { tellingMessages } from '../telling/messages.ts';

export interface SavedFile {
  blob: Blob;
  fileName: string;
}

/**
 * Passes a file to the browser's downloads and tells the user, because browsers may save files silently.
 * @param told `page` shows a line over the picture; `aloud`, for dialogs that show it themselves, only has it read out
 */
export function saveFile(
  store: ZscapeStore,
  blob: Blob,
  fileName: string,
  told: 'page' | 'aloud' = 'page',
): void {
  saveBlob(blob, fileName);
  const sentence = tellingMessages.get().exported({ file: fileName, size: formatBytes(blob.size) });
  if (told === 'page') notify(store, new Error(sentence), 'info');
  else announce(sentence);
}
