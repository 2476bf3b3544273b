import { memo, useEffect, useRef, useState } from 'react';
import { renamePin, takePin } from '../../commands/face/pins.ts';
import type { Run } from '../../commands/hooks.ts';
import { useSelect } from '../../store/hooks.ts';
import type { WalkEnd } from '../../store/state/journeys.ts';
import type { Pin } from '../../store/state/state.ts';
import { More } from '../parts/icons.tsx';
import { Thumbnail } from '../parts/pictures/Thumbnail.tsx';

/** One kept face. A press shows it, its name can be changed in place, and its button opens the menu of the row. */
export const PinItem = memo(function PinItem({
  pin,
  index,
  count,
  left,
  letter,
  stop,
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
  /** The Tab key stops here. */
  stop: boolean;
  renaming: boolean;
  menuOpen: boolean;
  onRename: (id: string | null) => void;
  onMenu: (pin: Pin, button: HTMLElement) => void;
  run: Run;
}) {
  const isPin = (end: WalkEnd | null) =>
    end !== null && (end.z === pin.z || (end.seed === pin.seed && isSame(end.z, pin.z)));
  const end = useSelect(({ walk }) =>
    letter !== null ? '' : isPin(walk.a) ? 'a' : isPin(walk.b) ? 'b' : '',
  );
  const mark = letter ?? end.toUpperCase();
  const tabIndex = stop ? 0 : -1;
  return (
    <li
      className={`pin ${end}`}
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
        title={`Take ${pin.name}`}
        tabIndex={tabIndex}
        onClick={() => run(takePin, pin)}
      >
        <Thumbnail src={pin.thumbnail} size={60} />
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
          title="Rename"
          tabIndex={tabIndex}
          onClick={() => onRename(pin.id)}
        >
          {pin.name}
        </button>
      )}
      <button
        type="button"
        className={menuOpen ? 'pin-more open' : 'pin-more'}
        aria-label={`Actions for ${pin.name}`}
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

/** After a link or a file the same face is another array. */
function isSame(one: Float32Array, other: Float32Array): boolean {
  return one.length === other.length && one.every((value, i) => value === other[i]);
}
