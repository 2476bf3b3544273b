/** Single keys that work anywhere on the page. */
import { runCommand } from '../../commands/command.ts';
import type { Session } from '../../session/session.ts';
import { endDrag } from '../../store/history/remember.ts';
import type { ZscapeStore } from '../../store/store.ts';
import { shortcuts } from './shortcuts.ts';

/** Says whether the focused control uses a key itself, so that it does not reach a shortcut. */
function belongsToControl(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest('textarea, select, [role="menu"], [role="dialog"]'))
    return true;
  if (target instanceof HTMLInputElement) {
    if (target.type === 'range') return false;
    if (target.type === 'radio' || target.type === 'checkbox') return key === ' ';
    // In a field of digits, letters are shortcuts no more than digits are.
    return true;
  }
  return key === ' ' && target.closest('button, a, summary') !== null;
}

export function listenToKeys(session: Session): () => void {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.altKey || event.isComposing) return;
    if (belongsToControl(event.target, event.key)) return;
    const key = chord(event);
    const command = shortcuts.find(({ keys }) => keys?.includes(key));
    if (!command) return;
    event.preventDefault();
    runCommand(session, command);
  };
  window.addEventListener('keydown', onKeyDown);
  return () => window.removeEventListener('keydown', onKeyDown);
}

/** `z`, `mod+z`, `mod+shift+z`: mod is Ctrl, or Cmd on a Mac. Shift alone is in the character already. */
function chord({ key, ctrlKey, metaKey, shiftKey }: KeyboardEvent): string {
  const plain = key.length === 1 ? key.toLowerCase() : key;
  return ctrlKey || metaKey ? `mod+${shiftKey ? 'shift+' : ''}${plain}` : plain;
}

/** Ends a drag when the hand lets go of the pointer or of the key, so that what comes next is another step of undo. */
export function listenForRest(store: ZscapeStore): void {
  for (const type of ['pointerup', 'pointercancel', 'keyup', 'change']) {
    window.addEventListener(type, ({ target }) => {
      // What is typed comes character by character: it ends when the field says that it changed.
      const typing =
        type === 'keyup' &&
        (target instanceof HTMLTextAreaElement ||
          (target instanceof HTMLInputElement && target.type === 'text'));
      if (!typing) endDrag(store);
    });
  }
}

/**
 * A button that was pressed with a pointer gives the focus back to the page, so that Space still means a new sample.
 * With the keyboard nothing changes: the focus stays where it is.
 */
export function giveFocusBack(): void {
  document.addEventListener('click', (event) => {
    if (event.detail === 0 || !(event.target instanceof Element)) return;
    const button = event.target.closest<HTMLElement>('button');
    if (
      button &&
      !button.closest('[role="dialog"], [role="menu"]') &&
      !button.hasAttribute('aria-haspopup')
    ) {
      button.blur();
    }
  });
}
