import { useState } from 'react';
import { useRun } from '../../commands/hooks.ts';
import { showLessons } from '../../commands/lessons/lessons.ts';
import { showFirstSteps } from '../../commands/view/firstVisit.ts';
import { resetKeys, setCharacterKeys } from '../../commands/view/keys.ts';
import { openDialog, showGallery } from '../../commands/view/view.ts';
import { useMessages } from '../../language/useMessages.ts';
import { LatentSpace } from '../../panels/first/LatentSpace.tsx';
import { firstMessages } from '../../panels/first/messages.ts';
import { Dialog } from '../../panels/parts/Dialog.tsx';
import { Switch } from '../../panels/parts/fields/Switch.tsx';
import { announce } from '../../store/announce.ts';
import { useSelect } from '../../store/hooks.ts';
import { KeyButton } from './KeyButton.tsx';
import { keysMessages } from './messages.ts';
import { shortcuts } from './shortcuts.ts';
import './shortcuts.css';

/** Lists every command that has a key, lets the user change the keys, and says what keys do on sliders and other controls. */
export default function ShortcutsDialog() {
  const run = useRun();
  const t = useMessages(keysMessages);
  const first = useMessages(firstMessages);
  const characterKeys = useSelect((state) => state.characterKeys);
  const changed = useSelect((state) => !state.characterKeys || Object.keys(state.keyChanges).length > 0);
  /** The default key that is being replaced; the new one is about to be pressed. */
  const [recording, setRecording] = useState<string | null>(null);
  return (
    <Dialog
      title={t.title}
      hint={t.hint}
      className="shortcuts-dialog"
      onClose={() => run(openDialog, null)}
      onEscapeKeyDown={(event) => {
        if (recording === null) return;
        // Escape only ends the recording and does not close the dialog, even if the button has lost the focus, or never had it: in
        // Safari a click does not give it.
        event.preventDefault();
        setRecording(null);
      }}
      actions={
        <button
          type="button"
          className="btn"
          disabled={!changed}
          onClick={() => {
            run(resetKeys);
            announce(t.wasReset);
          }}
        >
          {t.reset}
        </button>
      }
    >
      <LatentSpace />
      <p className="first-more">
        <button type="button" className="btn small" onClick={() => run(showGallery)}>
          {first.gallery}
        </button>
        <button type="button" className="btn small" onClick={() => run(showLessons)}>
          {first.takeLesson}
        </button>
        <button type="button" className="btn small ghost" onClick={() => run(showFirstSteps)}>
          {first.again}
        </button>
      </p>
      <h3>{t.keys}</h3>
      <Switch
        label={t.characterKeys}
        hint={t.characterKeysHint}
        checked={characterKeys}
        onChange={(on) => run(setCharacterKeys, on)}
      />
      <dl className="keys">
        {shortcuts.map((command) => (
          <div key={command.name}>
            <dt>
              {command.keys?.map((usual) => (
                <KeyButton
                  key={usual}
                  command={command}
                  usual={usual}
                  recording={recording === usual}
                  onRecord={(on) => setRecording(on ? usual : null)}
                />
              ))}
            </dt>
            <dd>{command.name}</dd>
          </div>
        ))}
      </dl>
      <KeyList
        title={t.onSliders}
        lines={[
          ['← → ↑ ↓', t.fine],
          ['Shift + ← →, Page Up, Page Down', t.coarse],
          ['Home, End', t.ends],
        ]}
      />
      <KeyList
        title={t.onNumbers}
        lines={[
          ['← →', t.numberValue],
          ['↑ ↓', t.numberNext],
          ['Page Up, Page Down, Home, End', t.numberPage],
          ['0 – 9', t.numberJump],
          ['Backspace', t.numberReset],
        ]}
      />
      <KeyList title={t.onPicture} lines={[['← → ↑ ↓', t.pictureMove]]} />
    </Dialog>
  );
}

function KeyList({ title, lines }: { title: string; lines: readonly (readonly [string, string])[] }) {
  return (
    <>
      <h3>{title}</h3>
      <dl className="keys">
        {lines.map(([keys, what]) => (
          <div key={keys}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
