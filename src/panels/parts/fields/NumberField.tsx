import { useEffect, useId, useState } from 'react';
import { useMessages } from '../../../language/useMessages.ts';
import { partsMessages } from '../messages.ts';

/** A field for a whole number, with the browser's own spinner. A number out of bounds is not accepted, and the field says so. */
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
  const t = useMessages(partsMessages);
  const id = useId();
  const errorId = useId();
  const [text, setText] = useState(String(value));
  useEffect(() => setText(String(value)), [value]);
  const typed = Number(text);
  const valid = text.trim() !== '' && Number.isInteger(typed) && typed >= min && typed <= max;
  return (
    <span className="number-field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="number"
        value={text}
        min={min}
        max={max}
        step={1}
        aria-invalid={!valid}
        aria-describedby={valid ? undefined : errorId}
        onChange={(event) => {
          setText(event.currentTarget.value);
          const next = event.currentTarget.valueAsNumber;
          if (Number.isInteger(next) && next >= min && next <= max) onChange(next);
        }}
        onBlur={() => setText(String(value))}
      />
      {!valid && (
        <span id={errorId} role="alert" className="field-error">
          {t.wholeNumber({ min, max })}
        </span>
      )}
    </span>
  );
}
