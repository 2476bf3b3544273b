import { DropdownMenu } from 'radix-ui';
import { useRef } from 'react';
import { deletePin, takePin } from '../../commands/face/pins.ts';
import { pullTowardsPin } from '../../commands/face/pull.ts';
import { useRun } from '../../commands/hooks.ts';
import { addPinToPath } from '../../commands/journey/addPinToPath.ts';
import { setA, setB } from '../../commands/journey/walk.ts';
import { showPanel } from '../../commands/view/view.ts';
import { useMessages } from '../../language/useMessages.ts';
import type { Pin } from '../../store/state/state.ts';
import { MenuPlace } from '../parts/MenuPlace.tsx';
import { trayMessages } from './messages.ts';

/** Actions on a pin. There is one menu for the whole row; it opens at the button that was pressed. */
export function PinMenu({
  open,
  onClose,
  onRename,
  onDeleted,
}: {
  open: { pin: Pin; button: HTMLElement } | null;
  onClose: () => void;
  onRename: (id: string) => void;
  /** Called when the pin is gone, and with it the button that the focus would return to. */
  onDeleted: () => void;
}) {
  const run = useRun();
  const t = useMessages(trayMessages);
  const last = useRef(open);
  if (open) last.current = open;
  const { pin, button } = last.current ?? {};
  const leaves = useRef(false);
  const box = open?.button.getBoundingClientRect();
  return (
    <DropdownMenu.Root
      modal={false}
      open={open !== null}
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
    >
      {/* Placed where the button is, because the menu is positioned by it. */}
      <DropdownMenu.Trigger asChild>
        <span
          className="pin-anchor"
          aria-hidden="true"
          tabIndex={-1}
          style={box && { left: box.left, top: box.top, width: box.width, height: box.height }}
        />
      </DropdownMenu.Trigger>
      {pin && (
        <MenuPlace label={t.actions({ name: pin.name })}>
          <DropdownMenu.Content
            className="menu"
            aria-label={t.actions({ name: pin.name })}
            sideOffset={4}
            collisionPadding={8}
            onCloseAutoFocus={(event) => {
              event.preventDefault();
              // A field that was opened has the focus by now. It would close if the focus went back to the button.
              if (!leaves.current) button?.focus();
              leaves.current = false;
            }}
          >
            <DropdownMenu.Item onSelect={() => run(takePin, pin)}>{t.use}</DropdownMenu.Item>
            <DropdownMenu.Item onSelect={() => run(setA, pin)}>{t.walkFrom}</DropdownMenu.Item>
            <DropdownMenu.Item onSelect={() => run(setB, pin)}>{t.walkTo}</DropdownMenu.Item>
            <DropdownMenu.Item
              onSelect={() => {
                run(showPanel, 'path');
                void run(addPinToPath, pin);
              }}
            >
              {t.addToPath}
            </DropdownMenu.Item>
            <DropdownMenu.Item
              onSelect={() => {
                run(pullTowardsPin, pin.id, 0);
                run(showPanel, 'sample');
              }}
            >
              {t.pullTowards}
            </DropdownMenu.Item>
            <DropdownMenu.Separator />
            <DropdownMenu.Item
              onSelect={() => {
                leaves.current = true;
                onRename(pin.id);
              }}
            >
              {t.rename}
            </DropdownMenu.Item>
            <DropdownMenu.Item
              className="danger"
              onSelect={() => {
                leaves.current = true;
                run(deletePin, pin.id);
                onDeleted();
              }}
            >
              {t.delete}
            </DropdownMenu.Item>
          </DropdownMenu.Content>
        </MenuPlace>
      )}
    </DropdownMenu.Root>
  );
}
