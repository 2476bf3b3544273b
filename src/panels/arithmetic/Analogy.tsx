import { useMemo, useState } from 'react';
import { takeExpression } from '../../commands/attributes/arithmetic.ts';
import { useRun } from '../../commands/hooks.ts';
import { useMessages } from '../../language/useMessages.ts';
import { useSelect, useZscapeStore } from '../../store/hooks.ts';
import { isShown, outcomeOf } from '../../store/select/expressionOutcome.ts';
import { letterIndex, pinLetter } from '../../store/select/pinLetters.ts';
import type { Pin } from '../../store/state/state.ts';
import { Picture } from '../parts/pictures/Picture.tsx';
import { Thumbnail } from '../parts/pictures/Thumbnail.tsx';
import { usePictures } from '../parts/pictures/usePictures.ts';
import { Section } from '../parts/Section.tsx';
import { draggedTerm } from './dragTerm.ts';
import { arithmeticMessages } from './messages.ts';

/** The names of the slots and of the lists in them, in `messages.ts`. */
const slots = [
  ['first', 'firstFace'],
  ['second', 'secondFace'],
  ['third', 'thirdFace'],
] as const;
const pictureSize = 64;

/** An analogy: the first is to the second as the third is to the answer. Three slots for pins, and the face that answers. */
export function Analogy({ pins }: { pins: readonly Pin[] }) {
  const run = useRun();
  const t = useMessages(arithmeticMessages);
  const store = useZscapeStore();
  const text = useSelect((state) => state.arithmetic.text);
  const guard = useSelect((state) => state.arithmetic.guard);
  const [chosen, setChosen] = useState<readonly string[]>(() => lettersOf(text) ?? ['', '', '']);
  // While the expression is an analogy, the board shows it, even after an undo.
  const letters = lettersOf(text) ?? chosen;
  const whole = letters.every((letter) => pins[letterIndex(letter) ?? -1]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the pins are what the letters mean
  const outcome = useMemo(
    () => (whole ? outcomeOf(store.getState(), expressionOf(letters), guard) : { kind: 'empty' as const }),
    [store, whole, letters.join(), guard, pins],
  );
  const zs = useMemo(() => (outcome.kind === 'face' ? [outcome.z] : []), [outcome]);
  const [answer] = usePictures(zs, pictureSize);
  const shown = useSelect((state) => isShown(state, outcome));
  const choose = (slot: number, letter: string) => {
    const next = letters.map((before, index) => (index === slot ? letter : before));
    setChosen(next);
    if (next.every((one) => pins[letterIndex(one) ?? -1])) run(takeExpression, expressionOf(next));
  };
  return (
    <Section title={t.analogy} hint={t.analogyHint}>
      <div className="arithmetic-analogy">
        {slots.map(([slot, list], index) => {
          const letter = letters[index] ?? '';
          const pin = pins[letterIndex(letter) ?? -1];
          return (
            <fieldset
              key={slot}
              aria-label={t[slot]}
              className="arithmetic-analogy-place"
              onDragOver={(event) => {
                if (event.dataTransfer.types.includes('text/plain')) event.preventDefault();
              }}
              onDrop={(event) => {
                const term = draggedTerm(event);
                if (term === null || !pins[letterIndex(term) ?? -1]) return;
                event.preventDefault();
                choose(index, term.toUpperCase());
              }}
            >
              {pin ? (
                <Thumbnail src={pin.thumbnail} />
              ) : (
                <span className="arithmetic-analogy-empty" aria-hidden="true">
                  {index + 1}
                </span>
              )}
              <select
                aria-label={t[list]}
                value={pin ? letter : ''}
                onChange={(event) => choose(index, event.currentTarget.value)}
              >
                <option value="">–</option>
                {pins.map((one, at) => (
                  <option key={one.id} value={pinLetter(at)}>
                    {pinLetter(at)} {one.name}
                  </option>
                ))}
              </select>
            </fieldset>
          );
        })}
        <button
          type="button"
          className={shown ? 'arithmetic-analogy-answer on' : 'arithmetic-analogy-answer'}
          aria-label={t.answer}
          title={t.answerHint}
          disabled={outcome.kind !== 'face'}
          onClick={() => run(takeExpression, expressionOf(letters))}
        >
          {outcome.kind === 'face' ? (
            <Picture image={answer} />
          ) : (
            <span className="arithmetic-analogy-empty">?</span>
          )}
        </button>
      </div>
    </Section>
  );
}

/** B - A leads from A to B; added to C it leads to the answer. */
function expressionOf([a, b, c]: readonly string[]): string {
  return `${c} + ${b} - ${a}`;
}

function lettersOf(text: string): string[] | null {
  const [, c, b, a] = /^\s*([A-Za-z]{1,2})\s*\+\s*([A-Za-z]{1,2})\s*-\s*([A-Za-z]{1,2})\s*$/.exec(text) ?? [];
  return a && b && c ? [a, b, c].map((letter) => letter.toUpperCase()) : null;
}
