import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useRun } from '../../commands/hooks.ts';
import { goToKey, moveKey, removeKey } from '../../commands/journey/pathKeys.ts';
import { formatSeconds } from '../../language/numbers.ts';
import { useMessages } from '../../language/useMessages.ts';
import type { PathKey } from '../../store/state/journeys.ts';
import { Picture } from '../parts/pictures/Picture.tsx';
import { pathMessages } from './messages.ts';
import { useReorder } from './useReorder.ts';

/** The faces of the path in their order. They can be dragged, or moved with Shift and an arrow key. */
export function Keyframes({
  keys,
  current,
  pictureOf,
}: {
  keys: readonly PathKey[];
  /** The key that the path is at or left last. */
  current: number;
  pictureOf: (key: PathKey) => ImageBitmap | undefined;
}) {
  const run = useRun();
  const t = useMessages(pathMessages);
  const list = useRef<HTMLOListElement>(null);
  const focus = useRef<string | null>(null);
  const [said, setSaid] = useState('');
  // A card that moves in the document loses the focus: give it back.
  useEffect(() => {
    const index = keys.findIndex(({ id }) => id === focus.current);
    focus.current = null;
    if (index >= 0) list.current?.querySelectorAll('button')[index]?.focus();
  }, [keys]);

  const move = (from: number, to: number) => {
    const index = Math.min(keys.length - 1, Math.max(0, to));
    if (index === from) return;
    setSaid(t.moved({ name: keys[from]?.name ?? '', number: index + 1, total: keys.length }));
    run(moveKey, from, index);
  };
  const card = useReorder(keys.length, move);

  const onKeyDown = (event: KeyboardEvent, index: number) => {
    const to = { ArrowLeft: index - 1, ArrowRight: index + 1, Home: 0, End: keys.length - 1 }[event.key];
    if (to !== undefined && event.shiftKey) {
      focus.current = keys[index]?.id ?? null;
      move(index, to);
    } else if (to !== undefined && to in keys) {
      list.current?.querySelectorAll('button')[to]?.focus();
      run(goToKey, to);
    } else if (event.key === 'Delete') {
      focus.current = keys[index + 1]?.id ?? keys[index - 1]?.id ?? null;
      run(removeKey, index);
    } else return;
    event.preventDefault();
  };

  return (
    <>
      <ol className="path-keys" ref={list} aria-label={t.faces}>
        {keys.map((key, index) => {
          const { style, dragged, ...hand } = card(index);
          return (
            <li
              key={key.id}
              className={dragged ? 'path-key dragged' : 'path-key'}
              style={style ?? undefined}
              {...hand}
            >
              <button
                type="button"
                className={index === current ? 'on' : ''}
                aria-label={t.face({ number: index + 1, name: key.name })}
                aria-current={index === current ? 'step' : undefined}
                title={t.faceHint({ name: key.name })}
                onClick={() => run(goToKey, index)}
                onKeyDown={(event) => onKeyDown(event, index)}
              >
                <Picture image={pictureOf(key)} />
                <b aria-hidden="true">{index + 1}</b>
                {key.hold > 0 && <i aria-hidden="true">{formatSeconds(key.hold, 1)}</i>}
              </button>
            </li>
          );
        })}
      </ol>
      <span className="unseen" role="status" aria-label={t.order}>
        {said}
      </span>
    </>
  );
}
