import { type KeyboardEvent, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { deletePin, endPointing } from '../../commands/face/pins.ts';
import { useRun } from '../../commands/hooks.ts';
import { useSelect } from '../../store/hooks.ts';
import { pinLetter } from '../../store/select/pinLetters.ts';
import type { Pin } from '../../store/state/state.ts';
import { PinItem } from './PinItem.tsx';
import { PinMenu } from './PinMenu.tsx';
import { usePinWindow } from './usePinWindow.ts';

/** How long a pin is pointed at. */
const pointingMs = 2500;

/**
 * The row of pins. Only those in view are in the document. The row is a single Tab stop, at the pin that had the focus last;
 * arrow keys go from pin to pin, Home and End to its ends.
 */
export function PinRow({ pins, lettered }: { pins: readonly Pin[]; lettered: boolean }) {
  const run = useRun();
  const row = useRef<HTMLUListElement>(null);
  const [active, setActive] = useState(0);
  const [menu, setMenu] = useState<{ pin: Pin; button: HTMLElement } | null>(null);
  const [renaming, setRenaming] = useState<string | null>(null);
  const wanted = useRef<string | null>(null);
  const current = Math.min(active, pins.length - 1);
  const { shown, left, width, scrollTo } = usePinWindow(row, pins.length, current);

  // A pin has to be in the document before it can get the focus.
  useLayoutEffect(() => {
    const part = wanted.current;
    if (part === null) return;
    const target = row.current?.querySelector<HTMLElement>(`[data-index="${current}"] .${part}`);
    if (!target) return;
    wanted.current = null;
    target.focus({ preventScroll: true });
  });
  // When a face is pinned a second time, its pin comes into view and is highlighted for a while.
  const pointed = useSelect((state) => state.pointedPin);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it points once, however the row changes meanwhile
  useEffect(() => {
    const index = pins.findIndex(({ id }) => id === pointed);
    if (index < 0) return;
    setActive(index);
    scrollTo(index);
    const timer = setTimeout(() => run(endPointing), pointingMs);
    return () => clearTimeout(timer);
  }, [pointed]);
  const focus = (index: number, part = 'pin-face') => {
    const next = Math.min(pins.length - 1, Math.max(0, index));
    wanted.current = part;
    setActive(next);
    scrollTo(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.target instanceof HTMLButtonElement)) return;
    const part = event.target.classList[0];
    if (event.key === 'Delete' && part === 'pin-face') {
      const pin = pins[current];
      if (pin) run(deletePin, pin.id);
      wanted.current = 'pin-face';
    } else if (event.key === 'F2') setRenaming(pins[current]?.id ?? null);
    else {
      const to = { ArrowLeft: current - 1, ArrowRight: current + 1, Home: 0, End: pins.length - 1 }[
        event.key
      ];
      if (to === undefined) return;
      focus(to, part);
    }
    event.preventDefault();
  };
  const onMenu = useCallback((pin: Pin, button: HTMLElement) => setMenu({ pin, button }), []);
  return (
    <>
      <ul
        ref={row}
        className="pins"
        onKeyDown={onKeyDown}
        onFocus={({ target }) => {
          const index = Number(target.closest<HTMLElement>('[data-index]')?.dataset.index);
          if (Number.isInteger(index)) setActive(index);
        }}
      >
        {shown.map((index) => {
          const pin = pins[index];
          return (
            pin && (
              <PinItem
                key={pin.id}
                pin={pin}
                index={index}
                count={pins.length}
                left={left(index)}
                letter={lettered ? pinLetter(index) : null}
                stop={index === current}
                pointed={pin.id === pointed}
                renaming={renaming === pin.id}
                menuOpen={menu?.pin.id === pin.id}
                onRename={setRenaming}
                onMenu={onMenu}
                run={run}
              />
            )
          );
        })}
        {/* As wide as all pins together. */}
        <li className="pins-width" style={{ width }} aria-hidden="true" />
      </ul>
      <PinMenu
        open={menu}
        onClose={() => setMenu(null)}
        onRename={setRenaming}
        onDeleted={() => {
          wanted.current = 'pin-face';
        }}
      />
    </>
  );
}
