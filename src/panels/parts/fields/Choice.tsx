import { useId } from 'react';
import type { Option } from './choices.ts';

/** A few alternatives side by side: a radio group of the browser's own radios. */
export function Choice<Value extends string | number>({
  label,
  options,
  value,
  onChange,
  showLabel = true,
}: {
  label: string;
  options: readonly Option<Value>[];
  value: Value;
  onChange: (value: Value) => void;
  showLabel?: boolean;
}) {
  const name = useId();
  return (
    <div className="choice" role="radiogroup" aria-label={label}>
      {showLabel && <span className="choice-label">{label}</span>}
      <span className="choice-options">
        {options.map((option) => (
          <label key={option.value}>
            <input
              type="radio"
              name={name}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </span>
    </div>
  );
}
