import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useRun } from '../../commands/hooks.ts';
import { goToKey, moveKey, removeKey } from '../../commands/journey/pathKeys.ts';
import type { PathKey } from '../../store/state/journeys.ts';
import { Picture } from '../parts/pictures/Picture.tsx';
import { useReorder } from './useReorder.ts';

/** The faces of the path in their order. They can be dragged, or moved with Shift and an arrow key. */
export function Keyframes({
  keys,
  current,
  pictureOf,
}: {
  keys: readonly PathKey[];
  /** The key that the path stands at or left last. */
  current: number;
  pictureOf: (z: Float32Array) => ImageBitmap | undefined;
}) {
  const run = useRun();
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
    setSaid(`${keys[from]?.name} is now face ${index + 1} of ${keys.length}.`);
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
      <ol className="keyframes" ref={list} aria-label="Faces of the path">
        {keys.map((key, index) => {
          const { style, dragged, ...hand } = card(index);
          return (
            <li
              key={key.id}
              className={dragged ? 'keyframe dragged' : 'keyframe'}
              style={style ?? undefined}
              {...hand}
            >
              <button
                type="button"
                className={index === current ? 'on' : ''}
                aria-label={`Face ${index + 1}: ${key.name}`}
                aria-current={index === current ? 'step' : undefined}
                title={`${key.name}: drag to reorder, or Shift with an arrow key; Delete removes`}
                onClick={() => run(goToKey, index)}
                onKeyDown={(event) => onKeyDown(event, index)}
              >
                <Picture image={pictureOf(key.z)} />
                <b aria-hidden="true">{index + 1}</b>
                {key.hold > 0 && <i aria-hidden="true">{key.hold.toFixed(1)} s</i>}
              </button>
            </li>
          );
        })}
      </ol>
      <span className="unseen" role="status" aria-label="Order">
        {said}
      </span>
    </>
  );
}
