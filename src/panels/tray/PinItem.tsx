import { memo, useEffect, useRef, useState } from 'react';
import { renamePin, takePin } from '../../commands/face/pins.ts';
import type { Run } from '../../commands/hooks.ts';
import { useMessages } from '../../language/useMessages.ts';
import { useSelect } from '../../store/hooks.ts';
import type { WalkEnd } from '../../store/state/journeys.ts';
import type { Pin } from '../../store/state/state.ts';
import { returnFocus } from '../parts/focusTrail.ts';
import { More } from '../parts/icons.tsx';
import { Thumbnail } from '../parts/pictures/Thumbnail.tsx';
import { trayMessages } from './messages.ts';

/** One pin. A press shows its face, its name can be changed in place, and its button opens the menu of the row. */
export const PinItem = memo(function PinItem({
  pin,
  index,
  count,
  left,
  letter,
  stop,
  pointed,
  renaming,
  menuOpen,
  onRename,
  onMenu,
  run,
}: {
  pin: Pin;
  /** Its index in the row. */
  index: number;
  count: number;
  /** CSS pixels. */
  left: number;
  /** The letter by which expressions call the pin, while they are on the screen. */
  letter: string | null;
  /** Whether this pin is the row's Tab stop. */
  stop: boolean;
  /** Whether it is highlighted because its face was pinned a second time. */
  pointed: boolean;
  renaming: boolean;
  menuOpen: boolean;
  onRename: (id: string | null) => void;
  onMenu: (pin: Pin, button: HTMLElement) => void;
  run: Run;
}) {
  const t = useMessages(trayMessages);
  const isPin = (end: WalkEnd | null) =>
    end !== null && (end.z === pin.z || (end.seed === pin.seed && isSame(end.z, pin.z)));
  const end = useSelect(({ walk }) =>
    letter !== null ? '' : isPin(walk.a) ? 'a' : isPin(walk.b) ? 'b' : '',
  );
  const mark = letter ?? end.toUpperCase();
  const tabIndex = stop ? 0 : -1;
  return (
    <li
      className={`pin ${end}${pointed ? ' pointed' : ''}`}
      style={{ left }}
      data-index={index}
      aria-posinset={index + 1}
      aria-setsize={count}
      draggable={letter !== null}
      onDragStart={(event) => {
        if (letter !== null) event.dataTransfer.setData('text/plain', letter);
      }}
    >
      <button
        type="button"
        className="pin-face"
        aria-label={pin.name}
        title={t.pinHint({ name: pin.name })}
        tabIndex={tabIndex}
        onClick={() => run(takePin, pin)}
      >
        <Thumbnail src={pin.thumbnail} size={60} />
        {pin.photo && (
          <span className="pin-photo">
            <Thumbnail src={pin.photo.thumbnail} size={22} />
          </span>
        )}
        {mark && <b aria-hidden="true">{mark}</b>}
      </button>
      {renaming ? (
        <NameField
          name={pin.name}
          onDone={(name) => {
            if (name !== null) run(renamePin, pin.id, name);
            onRename(null);
          }}
        />
      ) : (
        <button
          type="button"
          className="pin-name"
          title={t.rename}
          tabIndex={tabIndex}
          onClick={() => onRename(pin.id)}
        >
          {pin.name}
        </button>
      )}
      <button
        type="button"
        className={menuOpen ? 'pin-more open' : 'pin-more'}
        aria-label={t.actions({ name: pin.name })}
        aria-haspopup="menu"
        aria-expanded={menuOpen}
        tabIndex={tabIndex}
        onClick={({ currentTarget }) => onMenu(pin, currentTarget)}
      >
        <More size={14} aria-hidden="true" />
      </button>
    </li>
  );
});

function NameField({ name, onDone }: { name: string; onDone: (name: string | null) => void }) {
  const t = useMessages(trayMessages);
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
      aria-label={t.name}
      value={text}
      maxLength={60}
      ref={field}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={() => onDone(text)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== 'Escape') return;
        onDone(event.key === 'Enter' ? text : null);
        // The field is gone with the next render, and with it the focus.
        setTimeout(returnFocus);
      }}
    />
  );
}

/** After a link or a file was opened, the same face is a different array. */
function isSame(one: Float32Array, other: Float32Array): boolean {
  return one.length === other.length && one.every((value, i) => value === other[i]);
}
