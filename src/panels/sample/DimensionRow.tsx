import { type CSSProperties, memo, useRef, useState } from 'react';
import { resetZ, setZ } from '../../commands/face/editDimensions.ts';
import { useRun } from '../../commands/hooks.ts';
import { formatNumber } from '../../language/numbers.ts';
import { useMessages } from '../../language/useMessages.ts';
import { useSelect } from '../../store/hooks.ts';
import { Slider } from '../parts/fields/Slider.tsx';
import { IconButton } from '../parts/IconButton.tsx';
import { Reset } from '../parts/icons.tsx';
import { readValue } from './dimensionOrder.ts';
import { sampleMessages } from './messages.ts';

/** Sliders span this many standard deviations to each side; a value beyond that widens its own slider. */
const span = 3;

/** One dimension of z: its slider, its value to type over, and a button that gives its first value back. */
export const DimensionRow = memo(function DimensionRow({
  index,
  top,
  height,
  stop,
  effect,
}: {
  index: number;
  /** CSS pixels, like the height. */
  top: number;
  height: number;
  /** Whether this row is the list's Tab stop. */
  stop: boolean;
  /** Its effect on the face, as a share of the strongest one's; null while unknown. */
  effect: number | null;
}) {
  const run = useRun();
  const t = useMessages(sampleMessages);
  const value = useSelect(({ face }) => face?.z[index] ?? 0);
  const origin = useSelect(({ face }) => face?.origin[index] ?? 0);
  const reach = Math.max(span, Math.ceil(Math.abs(value)), Math.ceil(Math.abs(origin)));
  const row = useRef<HTMLDivElement>(null);
  const slider = () => row.current?.querySelector<HTMLInputElement>('input[type=range]');
  return (
    <div
      ref={row}
      className="sample-dimension"
      data-dimension={index}
      data-try="dimension"
      style={{ transform: `translateY(${top}px)`, height }}
    >
      <span className="sample-dimension-name tab-nums">
        z {index}
        {effect !== null && <i style={{ '--effect': effect } as CSSProperties} />}
      </span>
      <Slider
        label={`z ${index}`}
        value={value}
        min={-reach}
        max={reach}
        from={0}
        fine={0.05}
        coarse={0.5}
        tabIndex={stop ? 0 : -1}
        valueText={formatNumber(value, 2, true)}
        onChange={(next) => run(setZ, index, next)}
      />
      <ValueField
        label={t.valueOf({ index: String(index) })}
        value={value}
        onChange={(next) => run(setZ, index, next)}
        onDone={() => slider()?.focus()}
      />
      <IconButton
        label={t.restore({ index: String(index) })}
        title={t.backTo({ value: signed(origin) })}
        Icon={Reset}
        size={13}
        // On the keyboard, Backspace does the same.
        tabIndex={-1}
        style={{ visibility: value === origin ? 'hidden' : 'visible' }}
        onClick={() => run(resetZ, index)}
      />
    </div>
  );
});

/** The value as a field. Enter or leaving the field applies what was typed; Escape or an invalid value changes nothing. */
function ValueField({
  label,
  value,
  onChange,
  onDone,
}: {
  label: string;
  value: number;
  onChange: (value: number) => void;
  /** Called when the keyboard ends the typing. */
  onDone: () => void;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? signed(value);
  /** The keyboard ended the typing, so leaving the field, which follows, must not apply anything. */
  const ended = useRef(false);
  const take = () => {
    const next = typed === null || ended.current ? null : readValue(typed);
    setTyped(null);
    if (next !== null) onChange(next);
  };
  return (
    <input
      type="text"
      inputMode="decimal"
      className="sample-dimension-value tab-nums"
      // The list is a single Tab stop; Enter leads here from the slider.
      tabIndex={-1}
      aria-label={label}
      aria-invalid={typed !== null && readValue(typed) === null}
      value={text}
      spellCheck={false}
      autoComplete="off"
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => {
        ended.current = false;
        setTyped(event.currentTarget.value);
      }}
      onBlur={take}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        if (event.key === 'Enter') take();
        else setTyped(null);
        ended.current = true;
        onDone();
      }}
    />
  );
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${formatNumber(Math.abs(value), 2, true)}`;
}
