import { type KeyboardEvent, useEffect, useState } from 'react';
import { type PlainError, toPlainError } from '../../../base/errors.ts';
import { MAX_SEED, parseSeed } from '../../../base/random.ts';
import { setSeed } from '../../../commands/face/setSeed.ts';
import { useRun } from '../../../commands/hooks.ts';
import { useErrorText } from '../../../language/errors/errorText.ts';
import { useMessages } from '../../../language/useMessages.ts';
import { useSelect } from '../../../store/hooks.ts';
import { partsMessages } from '../messages.ts';

const keySteps: Record<string, number> = { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 };

/**
 * The field for the seed. A whole number takes effect as it is typed; anything else leaves the picture alone, and the field says
 * why.
 */
export function SeedField() {
  const run = useRun();
  const t = useMessages(partsMessages);
  const errorText = useErrorText();
  const seed = useSelect(({ face }) => face?.seed ?? null);
  const [text, setText] = useState('');
  const [error, setError] = useState<PlainError | null>(null);
  useEffect(() => {
    setText(seed === null ? '' : String(seed));
    setError(null);
  }, [seed]);

  const type = (typed: string) => {
    setText(typed);
    setError(null);
    if (typed.trim() === '') return;
    try {
      const next = parseSeed(typed);
      if (next !== seed) run(setSeed, next);
    } catch (failure) {
      setError(toPlainError(failure));
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = keySteps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    run(setSeed, Math.min(MAX_SEED, Math.max(0, (seed ?? 0) + step)));
  };
  return (
    <span className="seed" data-try="seed">
      {/* A text field, because a number field hides what was typed wrong instead of letting us say so. */}
      <input
        type="text"
        inputMode="numeric"
        role="spinbutton"
        className="tab-nums"
        aria-label={t.seed}
        aria-valuemin={0}
        aria-valuemax={MAX_SEED}
        aria-valuenow={seed ?? undefined}
        aria-invalid={error !== null}
        aria-describedby={error ? 'seed-error' : undefined}
        placeholder={t.seed}
        title={t.seedHint}
        value={text}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => type(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        onBlur={() => {
          if (text.trim() === '' && seed !== null) setText(String(seed));
        }}
      />
      {error && (
        <span id="seed-error" role="alert" className="field-error">
          {errorText(error).text}
        </span>
      )}
    </span>
  );
}
