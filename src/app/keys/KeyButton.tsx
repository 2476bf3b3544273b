import { type KeyboardEvent, useId, useRef, useState } from 'react';
import type { Command } from '../../commands/command.ts';
import { useRun } from '../../commands/hooks.ts';
import { changeKey } from '../../commands/view/keys.ts';
import { useMessages } from '../../language/useMessages.ts';
import { keyTitle } from '../../panels/parts/keyTitles.ts';
import { announce } from '../../store/announce.ts';
import { useSelect, useZscapeStore } from '../../store/hooks.ts';
import { isCharacterKey, takenBy } from '../../store/select/keys.ts';
import { chord, isFree, isModifier } from './chord.ts';
import { keysMessages } from './messages.ts';
import { shortcuts } from './shortcuts.ts';

/** Shows a command's key. When pressed, it waits for the key that is to replace it. */
export function KeyButton({
  command,
  usual,
  recording,
  onRecord,
}: {
  command: Command;
  usual: string;
  recording: boolean;
  onRecord: (on: boolean) => void;
}) {
  const t = useMessages(keysMessages);
  const run = useRun();
  const store = useZscapeStore();
  const now = useSelect((state) => state.keyChanges[usual] ?? usual);
  const off = useSelect((state) => !state.characterKeys && isCharacterKey(now));
  const [refused, setRefused] = useState<string | null>(null);
  const hint = useId();
  /** Space is about to be released, which would press the button. */
  const spaceTaken = useRef(false);
  const { name } = command;

  const end = () => {
    setRefused(null);
    onRecord(false);
  };
  const take = (key: string) => {
    run(changeKey, usual, key);
    announce(key === '' ? t.takenAway({ command: name }) : t.changed({ command: name, key: keyTitle(key) }));
    end();
  };
  const refuse = (sentence: string) => {
    setRefused(sentence);
    announce(sentence);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!recording || event.nativeEvent.isComposing) return;
    // Tab leaves the button and so ends the recording. A modifier alone is not a key yet.
    if (event.key === 'Tab' || isModifier(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    spaceTaken.current = event.key === ' ';
    if (event.key === 'Escape') return end();
    if (event.key === 'Backspace' || event.key === 'Delete') return take('');
    const key = chord(event.nativeEvent);
    const other = takenBy(store.getState(), shortcuts, key, usual);
    if (!isFree(key) || event.altKey) refuse(t.reserved({ key: keyTitle(key) }));
    else if (other) refuse(t.taken({ key: keyTitle(key), command: other.name }));
    else take(key);
  };
  return (
    <>
      <button
        type="button"
        className={off ? 'key-button off' : 'key-button'}
        aria-label={now === '' ? t.give({ command: name }) : t.change({ command: name, key: keyTitle(now) })}
        aria-pressed={recording}
        aria-describedby={recording ? hint : undefined}
        onClick={(event) => {
          if (recording) return end();
          // Safari does not do that on a click, and the key is pressed next.
          event.currentTarget.focus();
          onRecord(true);
        }}
        onKeyDown={onKeyDown}
        onKeyUp={(event) => {
          if (event.key === ' ' && spaceTaken.current) event.preventDefault();
          spaceTaken.current = false;
        }}
        onBlur={() => {
          if (recording) end();
        }}
      >
        <kbd>{recording ? t.press : now === '' ? t.none : keyTitle(now)}</kbd>
      </button>
      {recording && (
        <span id={hint} className={refused ? 'key-hint field-error' : 'key-hint hint'}>
          {refused ?? t.pressHint}
        </span>
      )}
    </>
  );
}
