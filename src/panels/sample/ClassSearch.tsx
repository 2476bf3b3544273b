import { type KeyboardEvent, useEffect, useId, useState } from 'react';
import type { BundleManifest } from '../../bundle/schema/manifest.ts';
import { typeClass } from '../../commands/face/draw.ts';
import { useRun } from '../../commands/hooks.ts';
import { useMessages } from '../../language/useMessages.ts';
import { classesCalled, classTitle, findClass } from '../../store/select/space.ts';
import { sampleMessages } from './messages.ts';

/** At most this many of the classes whose names contain what was typed are offered. */
const mostOffered = 30;
const keySteps: Record<string, number> = { ArrowUp: -1, ArrowDown: 1 };

/** Chooses among thousands of classes by name or number. An unknown class is reported and leaves the picture alone. */
export function ClassSearch({
  model,
  value,
  placeholder,
}: {
  model: BundleManifest;
  /** Null where the face is between classes. */
  value: number | null;
  placeholder: string;
}) {
  const run = useRun();
  const t = useMessages(sampleMessages);
  const list = useId();
  const title = value === null ? '' : classTitle(model, value);
  const [text, setText] = useState(title);
  useEffect(() => setText(title), [title]);
  const typed = text.trim();
  const found = findClass(model, typed);
  const count = model.classes?.count ?? 0;
  const onKeyDown = (event: KeyboardEvent) => {
    const step = keySteps[event.key];
    // With Alt the browser opens its list.
    if (step === undefined || event.altKey || typed !== title) return;
    event.preventDefault();
    run(typeClass, Math.min(count - 1, Math.max(0, (value ?? 0) + step)));
  };
  return (
    <span className="sample-class-search">
      <input
        type="text"
        aria-label={t.class}
        list={list}
        value={text}
        placeholder={placeholder}
        aria-invalid={typed !== '' && found === null}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => {
          setText(event.currentTarget.value);
          const next = findClass(model, event.currentTarget.value.trim());
          if (next !== null && next !== value) run(typeClass, next);
        }}
        onKeyDown={onKeyDown}
        onBlur={() => setText(title)}
      />
      <datalist id={list}>
        {(typed === title ? [] : classesCalled(model, typed, mostOffered)).map((index) => (
          <option key={index} value={classTitle(model, index)} />
        ))}
      </datalist>
      {typed !== '' && found === null && (
        <span role="alert" className="field-error">
          {t.noClass({ classes: count })}
        </span>
      )}
    </span>
  );
}
