/** An address that is pasted anywhere outside a text field is meant as that of a model. */
import { runCommand } from '../../commands/command.ts';
import { askAddress } from '../../commands/work/models.ts';
import type { Session } from '../../session/session.ts';
import { looksLikeAddress } from './looksLikeAddress.ts';

export function listenToPaste(session: Session): () => void {
  const onPaste = (event: ClipboardEvent) => {
    if (event.defaultPrevented || takesText(event.target)) return;
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (!looksLikeAddress(text)) return;
    event.preventDefault();
    runCommand(session, askAddress, text);
  };
  document.addEventListener('paste', onPaste);
  return () => document.removeEventListener('paste', onPaste);
}

const textless = ['range', 'checkbox', 'radio', 'button', 'color', 'file'];

/** Where a paste means its text. */
function takesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true;
  return target instanceof HTMLInputElement && !textless.includes(target.type);
}
