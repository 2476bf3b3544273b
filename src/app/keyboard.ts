/** Single keys that work anywhere on the page. */
import { runCommand } from '../commands/command.ts';
import type { Session } from '../session/session.ts';
import { shortcuts } from './shortcuts.ts';

/** Keys that a focused control uses itself and that therefore do not reach a shortcut. */
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
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (belongsToControl(event.target, event.key)) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const command = shortcuts.find(({ keys }) => keys?.includes(key));
    if (!command) return;
    event.preventDefault();
    runCommand(session, command);
  };
  window.addEventListener('keydown', onKeyDown);
  return () => window.removeEventListener('keydown', onKeyDown);
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
