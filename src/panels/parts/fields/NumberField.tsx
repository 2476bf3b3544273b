import { useEffect, useState } from 'react';

/**
 * A field for a whole number, with the browser's own spinner. A number out of bounds is not taken, and the field says
 * so.
 */
export function NumberField({
  label,
  value,
  min,
  max,
  onChange,
}: {
  label: string;
  value: number;
  min: number;
  max: number;
  onChange: (value: number) => void;
}) {
  const [text, setText] = useState(String(value));
  useEffect(() => setText(String(value)), [value]);
  const typed = Number(text);
  const valid = text.trim() !== '' && Number.isInteger(typed) && typed >= min && typed <= max;
  return (
    <label className="number-field">
      <span>{label}</span>
      <input
        type="number"
        value={text}
        min={min}
        max={max}
        step={1}
        aria-invalid={!valid}
        onChange={(event) => {
          setText(event.currentTarget.value);
          const next = event.currentTarget.valueAsNumber;
          if (Number.isInteger(next) && next >= min && next <= max) onChange(next);
        }}
        onBlur={() => setText(String(value))}
      />
      {!valid && (
        <span role="alert" className="field-error">
          A whole number from {min} to {max}
        </span>
      )}
    </label>
  );
}
