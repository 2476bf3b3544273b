import { MoreVertical } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useEffect, useRef, useState } from 'react';
import { useRun } from '../../commands/hooks.ts';
import { deletePin, renamePin, takePin } from '../../commands/pins.ts';
import { pullTowardsPin } from '../../commands/pull.ts';
import { openSession, saveSession, showSessions } from '../../commands/sessions.ts';
import { showPanel } from '../../commands/view.ts';
import { setA, setB } from '../../commands/walk.ts';
import { useSelect, useSelectShallow } from '../../store/hooks.ts';
import { pinLetter } from '../../store/letters.ts';
import { pinsOfModel } from '../../store/selectors.ts';
import type { Pin, WalkEnd } from '../../store/state.ts';
import { pickFiles } from '../parts/pickFiles.ts';
import './tray.css';

/** The faces that the user kept, for the model on the canvas. */
export function PinTray() {
  const pins = useSelectShallow(pinsOfModel);
  const all = useSelect((state) => state.pins.length);
  const model = useSelect((state) => state.model);
  // An expression calls the pins by their letters.
  const lettered = useSelect((state) => state.panel === 'arithmetic');
  return (
    <section className="tray" aria-label="Kept faces">
      {pins.length === 0 && (
        <p className="hint">
          Faces that you keep stand here, also after a reload. Press <kbd>P</kbd> to keep the one above.
        </p>
      )}
      <ul>
        {pins.map((pin, index) => (
          <PinItem key={pin.id} pin={pin} letter={lettered ? pinLetter(index) : null} />
        ))}
      </ul>
      {model && all > pins.length && (
        <p className="hint tray-others">
          {all - pins.length} more of {all - pins.length === 1 ? 'another model' : 'other models'}
        </p>
      )}
      <SessionButtons />
    </section>
  );
}

/** Everything here, and what was done, as one file; or what the browser kept. */
function SessionButtons() {
  const run = useRun();
  const ready = useSelect((state) => state.face !== null);
  return (
    <span className="tray-session">
      <button
        type="button"
        className="btn small wide-only"
        disabled={!ready}
        onClick={() => run(saveSession)}
      >
        Save session
      </button>
      <button
        type="button"
        className="btn small wide-only"
        onClick={async () => {
          const [file] = await pickFiles({ accept: '.json' });
          if (file) run(openSession, file);
        }}
      >
        Open session
      </button>
      <button type="button" className="btn small" disabled={!ready} onClick={() => run(showSessions)}>
        All kept…
      </button>
    </span>
  );
}

/** @param letter by which expressions call the pin, where they are on the screen */
function PinItem({ pin, letter }: { pin: Pin; letter: string | null }) {
  const run = useRun();
  const [renaming, setRenaming] = useState(false);
  const fieldIsOpen = useRef(false);
  fieldIsOpen.current = renaming;
  const isPin = (end: WalkEnd | null) =>
    end !== null && (end.z === pin.z || (pin.seed !== null && end.seed === pin.seed));
  const end = useSelect(({ walk }) =>
    letter !== null ? '' : isPin(walk.a) ? 'a' : isPin(walk.b) ? 'b' : '',
  );
  const mark = letter ?? end.toUpperCase();
  return (
    <li
      className={`pin ${end}`}
      draggable={letter !== null}
      onDragStart={(event) => {
        if (letter !== null) event.dataTransfer.setData('text/plain', letter);
      }}
    >
      <button
        type="button"
        className="pin-face"
        aria-label={pin.name}
        title={`Take ${pin.name}`}
        onClick={() => run(takePin, pin)}
        onKeyDown={(event) => {
          if (event.key === 'Delete') run(deletePin, pin.id);
          else if (event.key === 'F2') setRenaming(true);
        }}
      >
        <img src={pin.thumbnail} alt="" width={60} height={60} draggable={false} />
        {mark && <b aria-hidden="true">{mark}</b>}
      </button>
      {renaming ? (
        <NameField
          name={pin.name}
          onDone={(name) => {
            if (name !== null) run(renamePin, pin.id, name);
            setRenaming(false);
          }}
        />
      ) : (
        <button type="button" className="pin-name" title="Rename" onClick={() => setRenaming(true)}>
          {pin.name}
        </button>
      )}
      <DropdownMenu.Root>
        <DropdownMenu.Trigger className="pin-more" aria-label={`Actions for ${pin.name}`}>
          <MoreVertical size={14} aria-hidden="true" />
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content
            className="menu"
            sideOffset={4}
            collisionPadding={8}
            // The field has the focus by then; given back to the button, it would count as left, and close.
            onCloseAutoFocus={(event) => {
              if (fieldIsOpen.current) event.preventDefault();
            }}
          >
            <DropdownMenu.Item onSelect={() => run(takePin, pin)}>Take</DropdownMenu.Item>
            <DropdownMenu.Item onSelect={() => run(setA, pin)}>Walk from here (A)</DropdownMenu.Item>
            <DropdownMenu.Item onSelect={() => run(setB, pin)}>Walk to here (B)</DropdownMenu.Item>
            <DropdownMenu.Item
              onSelect={() => {
                run(pullTowardsPin, pin.id, 0);
                run(showPanel, 'sample');
              }}
            >
              Pull towards it
            </DropdownMenu.Item>
            <DropdownMenu.Separator />
            <DropdownMenu.Item onSelect={() => setRenaming(true)}>Rename</DropdownMenu.Item>
            <DropdownMenu.Item className="danger" onSelect={() => run(deletePin, pin.id)}>
              Delete
            </DropdownMenu.Item>
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
    </li>
  );
}

function NameField({ name, onDone }: { name: string; onDone: (name: string | null) => void }) {
  const [text, setText] = useState(name);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // A menu that opened the field still holds the focus until it is gone.
    const frame = requestAnimationFrame(() => field.current?.select());
    return () => cancelAnimationFrame(frame);
  }, []);
  return (
    <input
      className="pin-rename"
      aria-label="Name"
      value={text}
      maxLength={60}
      ref={field}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={() => onDone(text)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onDone(text);
        if (event.key === 'Escape') onDone(null);
      }}
    />
  );
}
