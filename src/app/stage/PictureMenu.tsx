import { Popover } from 'radix-ui';
import { useEffect, useId } from 'react';
import { findAttributes } from '../../commands/attributes/attributes.ts';
import { useRun } from '../../commands/hooks.ts';
import { compareWith, setDragAxes } from '../../commands/view/compare.ts';
import { useFactorNames } from '../../language/factors/factorNames.ts';
import { useMessages } from '../../language/useMessages.ts';
import { Move } from '../../panels/parts/icons.tsx';
import { useSelect } from '../../store/hooks.ts';
import { attributesOf } from '../../store/select/attributes.ts';
import { pinsOfModel } from '../../store/select/faces.ts';
import { stageMessages } from './messages.ts';
import { axesOf } from './useAttributeDrag.ts';

/** Chooses what the picture is compared with, and what dragging on it changes. */
export function PictureMenu() {
  const t = useMessages(stageMessages);
  const ready = useSelect((state) => state.face !== null);
  const active = useSelect((state) => axesOf(state).x !== null || axesOf(state).y !== null);
  return (
    <Popover.Root>
      <Popover.Trigger
        className={active ? 'icon-btn on' : 'icon-btn'}
        aria-label={t.more}
        title={t.more}
        disabled={!ready}
      >
        <Move size={17} aria-hidden="true" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className="menu picture-menu"
          aria-label={t.more}
          side="left"
          align="start"
          sideOffset={6}
          collisionPadding={8}
        >
          <ComparedWith />
          <DraggedAlong />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function ComparedWith() {
  const t = useMessages(stageMessages);
  const run = useRun();
  const pins = useSelect(pinsOfModel);
  const chosen = useSelect((state) => state.comparison.pin);
  const id = useId();
  return (
    <div className="picture-menu-line">
      <label htmlFor={id}>{t.compare}</label>
      <select
        id={id}
        value={pins.some((pin) => pin.id === chosen) ? (chosen ?? '') : ''}
        onChange={({ currentTarget }) => run(compareWith, currentTarget.value || null)}
      >
        <option value="">{t.faceBefore}</option>
        {pins.map((pin) => (
          <option key={pin.id} value={pin.id}>
            {pin.name}
          </option>
        ))}
      </select>
    </div>
  );
}

function DraggedAlong() {
  const t = useMessages(stageMessages);
  const run = useRun();
  const list = useSelect(attributesOf);
  const finding = useSelect(
    ({ attributes, model }) => attributes?.model !== model?.id || attributes?.finding !== null,
  );
  useEffect(() => void run(findAttributes), [run]);
  return (
    <fieldset className="picture-menu-axes">
      <legend>{t.drag}</legend>
      <p className="hint">{t.dragHint}</p>
      <AxisSelect label={t.across} axis="x" />
      <AxisSelect label={t.upward} axis="y" />
      {list.length === 0 && <p className="hint">{finding ? t.finding : t.noAttributes}</p>}
    </fieldset>
  );
}

function AxisSelect({ label, axis }: { label: string; axis: 'x' | 'y' }) {
  const t = useMessages(stageMessages);
  const run = useRun();
  const { factorName } = useFactorNames();
  const list = useSelect(attributesOf);
  const chosen = useSelect((state) => axesOf(state)[axis]);
  const id = useId();
  return (
    <div className="picture-menu-line">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={chosen ?? ''}
        onChange={({ currentTarget }) => run(setDragAxes, { [axis]: currentTarget.value || null })}
      >
        <option value="">{t.nothing}</option>
        {list.map((one) => (
          <option key={one.id} value={one.id}>
            {factorName(one.name)}
          </option>
        ))}
      </select>
    </div>
  );
}
