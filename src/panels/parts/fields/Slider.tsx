import { type CSSProperties, type KeyboardEvent, memo } from 'react';
import { useMessages } from '../../../language/useMessages.ts';
import { partsMessages } from '../messages.ts';
import './slider.css';

export interface SliderProps {
  /** Its accessible name. */
  label: string;
  value: number;
  min: number;
  max: number;
  /** The step of an arrow key. */
  fine: number;
  /** The step of the Page keys, and of an arrow key with Shift. */
  coarse: number;
  /** Where the filled part of the track begins; `min` when left out. */
  from?: number;
  /** The value as screen readers say it. */
  valueText?: string;
  /** `walk` colours the track from A to B. */
  look?: 'plain' | 'walk';
  disabled?: boolean;
  /** For a slider in a list that is a single Tab stop. */
  tabIndex?: number;
  /** The name by which lessons find it. */
  'data-try'?: string;
  onChange: (value: number) => void;
}

const keySteps: Record<string, (props: SliderProps) => number> = {
  ArrowRight: ({ value, fine }) => value + fine,
  ArrowUp: ({ value, fine }) => value + fine,
  ArrowLeft: ({ value, fine }) => value - fine,
  ArrowDown: ({ value, fine }) => value - fine,
  PageUp: ({ value, coarse }) => value + coarse,
  PageDown: ({ value, coarse }) => value - coarse,
  Home: ({ min }) => min,
  End: ({ max }) => max,
};

/** The browser's own range input, with steps of two sizes on the keyboard. */
export const Slider = memo(function Slider(props: SliderProps) {
  const {
    label,
    value,
    min,
    max,
    from = min,
    fine,
    coarse,
    valueText,
    look = 'plain',
    disabled,
    tabIndex,
    onChange,
  } = props;
  const t = useMessages(partsMessages);
  const share = (at: number) => (max > min ? (100 * (at - min)) / (max - min) : 0);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = keySteps[event.key];
    if (!step) return;
    event.preventDefault();
    const size = event.shiftKey ? coarse : fine;
    const next = step({ ...props, fine: size });
    // Rounded, so multiples of the fine step stay exact despite binary fractions.
    onChange(Math.min(max, Math.max(min, Number(next.toFixed(6)))));
  };
  return (
    <input
      type="range"
      className={`slider ${look}`}
      aria-label={label}
      aria-valuetext={valueText}
      value={value}
      min={min}
      max={max}
      step="any"
      disabled={disabled}
      tabIndex={tabIndex}
      data-try={props['data-try']}
      title={t.sliderKeys({ label, fine, coarse })}
      style={
        {
          '--low': `${Math.min(share(from), share(value))}%`,
          '--high': `${Math.max(share(from), share(value))}%`,
        } as CSSProperties
      }
      onChange={(event) => onChange(event.currentTarget.valueAsNumber)}
      onKeyDown={onKeyDown}
    />
  );
});
