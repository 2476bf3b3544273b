/** Keys that work anywhere on the page. */
import { type Command, runCommand } from '../../commands/command.ts';
import { toggleOnlyPicture } from '../../commands/view/frame.ts';
import type { Session } from '../../session/session.ts';
import { endDrag } from '../../store/history/remember.ts';
import { commandOf } from '../../store/select/keys.ts';
import type { ZscapeStore } from '../../store/store.ts';
import { chord } from './chord.ts';
import { shortcuts } from './shortcuts.ts';

/** Says whether the focused control uses a key itself, so that it does not reach a shortcut. */
function belongsToControl({ target, key, ctrlKey, metaKey }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest('textarea, select, [role="menu"], [role="dialog"]'))
    return true;
  if (target instanceof HTMLInputElement) {
    if (target.type === 'range') return false;
    if (target.type === 'radio' || target.type === 'checkbox') return key === ' ';
    // In a number field, letters are not shortcuts either, and neither are keys that edit text.
    return !(ctrlKey || metaKey) || /^[acvxyz]$/i.test(key);
  }
  return key === ' ' && target.closest('button, a, summary') !== null;
}

export function listenToKeys(session: Session): () => void {
  /** The command that lasts while its key is held, and that key. */
  let held: { command: Command; code: string } | null = null;
  const letGo = () => {
    if (held?.command.release) held.command.release(session);
    held = null;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.altKey || event.isComposing) return;
    if (belongsToControl(event)) return;
    const state = session.store.getState();
    // Handled here, because the stage's own buttons may still be on their way when V hides everything else.
    const leaves = event.key === 'Escape' && state.onlyPicture;
    const command = leaves ? toggleOnlyPicture : commandOf(state, shortcuts, chord(event));
    if (!command) return;
    event.preventDefault();
    if (command.release) {
      if (event.repeat) return;
      letGo();
      held = { command, code: event.code };
    }
    runCommand(session, command);
  };
  const onKeyUp = ({ code }: KeyboardEvent) => {
    if (held?.code === code) letGo();
  };
  window.addEventListener('keydown', onKeyDown);
  window.addEventListener('keyup', onKeyUp);
  // When the window loses the focus, the release of the key is not seen.
  window.addEventListener('blur', letGo);
  return () => {
    window.removeEventListener('keydown', onKeyDown);
    window.removeEventListener('keyup', onKeyUp);
    window.removeEventListener('blur', letGo);
  };
}

/** Ends a drag when the pointer or the key is released, so the next change is a new undo step. */
export function listenForRest(store: ZscapeStore): void {
  for (const type of ['pointerup', 'pointercancel', 'keyup', 'change']) {
    window.addEventListener(type, ({ target }) => {
      // Typing arrives character by character and counts as one drag until the field reports a change.
      const typing =
        type === 'keyup' &&
        (target instanceof HTMLTextAreaElement ||
          (target instanceof HTMLInputElement && target.type === 'text'));
      if (!typing) endDrag(store);
    });
  }
}
