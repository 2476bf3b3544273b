/** Handles whatever is pasted outside text fields: files are opened, and an address is taken as that of a model. */
import { runCommand } from '../../commands/command.ts';
import { askAddress } from '../../commands/work/models.ts';
import type { Session } from '../../session/session.ts';
import { looksLikeAddress } from './looksLikeAddress.ts';
import { openGiven } from './openGiven.ts';

export function listenToPaste(session: Session, opened: Promise<void>): () => void {
  const onPaste = (event: ClipboardEvent) => {
    if (event.defaultPrevented || takesText(event.target)) return;
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length > 0) {
      event.preventDefault();
      void openGiven(session, opened, files);
      return;
    }
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (!looksLikeAddress(text)) {
      // Where pictures are asked for, a paste without one is told.
      if (session.store.getState().panel === 'photo') void openPictures(session);
      return;
    }
    event.preventDefault();
    runCommand(session, askAddress, text);
  };
  document.addEventListener('paste', onPaste);
  return () => document.removeEventListener('paste', onPaste);
}

async function openPictures(session: Session): Promise<void> {
  const { addPictures } = await import('../../commands/photo/pictures.ts');
  runCommand(session, addPictures, []);
}

const textless = ['range', 'checkbox', 'radio', 'button', 'color', 'file'];

/** Fields in which a paste inserts text. */
function takesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true;
  return target instanceof HTMLInputElement && !textless.includes(target.type);
}
