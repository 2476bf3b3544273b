import { type RefObject, useEffect } from 'react';
import { findAttributes, setAttributes } from '../../commands/attributes/attributes.ts';
import { useRun } from '../../commands/hooks.ts';
import { useFactorNames } from '../../language/factors/factorNames.ts';
import { formatList } from '../../language/numbers.ts';
import { useMessages } from '../../language/useMessages.ts';
import { useSelect, useSelectShallow, useZscapeStore } from '../../store/hooks.ts';
import { amountsOf, attributesOf } from '../../store/select/attributes.ts';
import type { State } from '../../store/state/state.ts';
import { stageMessages } from './messages.ts';

/** Standard deviations from one side of the picture to the other. */
const acrossPicture = 8;
const fine = 0.25;
const coarse = 1;

const keySteps: Record<string, readonly [x: number, y: number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

/** The chosen attributes that this model has. */
export function axesOf(state: State): { x: string | null; y: string | null } {
  const list = attributesOf(state);
  const known = (id: string | null) => (list.some((one) => one.id === id) ? id : null);
  return { x: known(state.dragAxes.x), y: known(state.dragAxes.y) };
}

/**
 * Moves the face along the two chosen attributes, from their current values, while the user drags on the picture or presses arrow
 * keys with the picture focused.
 * @param picture the element that is dragged on and has the focus
 */
export function useAttributeDrag(picture: RefObject<HTMLElement | null>): void {
  const run = useRun();
  const t = useMessages(stageMessages);
  const { factorName } = useFactorNames();
  const store = useZscapeStore();
  const x = useSelect((state) => axesOf(state).x);
  const y = useSelect((state) => axesOf(state).y);
  const chosen = useSelect(({ dragAxes }) => dragAxes.x !== null || dragAxes.y !== null);
  const unknown = useSelect(({ attributes, model }) => model !== null && attributes?.model !== model.id);
  useEffect(() => {
    if (chosen && unknown) void run(findAttributes);
  }, [run, chosen, unknown]);

  const moved = useSelectShallow((state) =>
    attributesOf(state)
      .filter(({ id }) => id === x || id === y)
      .map(({ name }) => name),
  );
  useEffect(() => {
    const canvas = picture.current?.querySelector('canvas');
    if (!canvas || moved.length === 0) return;
    const attributes = formatList(moved.map(factorName));
    canvas.setAttribute('aria-description', t.arrows({ attributes }));
    return () => canvas.removeAttribute('aria-description');
  }, [picture, moved, factorName, t]);

  useEffect(() => {
    const frame = picture.current;
    if (!frame || (x === null && y === null)) return;
    const standing = () => {
      const amounts = amountsOf(store.getState());
      return { x: x === null ? 0 : (amounts[x] ?? 0), y: y === null ? 0 : (amounts[y] ?? 0) };
    };
    /** Moves to that many standard deviations; multiples of a step stay exact in spite of binary fractions. */
    const moveTo = (toX: number, toY: number) =>
      run(setAttributes, {
        ...(x !== null && { [x]: Number(toX.toFixed(4)) }),
        ...(y !== null && { [y]: Number(toY.toFixed(4)) }),
      });
    let begun: { left: number; top: number; width: number; height: number; x: number; y: number } | null =
      null;
    const onDown = (event: PointerEvent) => {
      if (event.button !== 0 || !(event.target instanceof HTMLCanvasElement)) return;
      frame.setPointerCapture(event.pointerId);
      const { width, height } = frame.getBoundingClientRect();
      begun = { left: event.clientX, top: event.clientY, width, height, ...standing() };
    };
    const onMove = ({ clientX, clientY, pointerId }: PointerEvent) => {
      if (!begun || !frame.hasPointerCapture(pointerId)) return;
      const { left, top, width, height } = begun;
      moveTo(
        begun.x + (acrossPicture * (clientX - left)) / width,
        begun.y - (acrossPicture * (clientY - top)) / height,
      );
    };
    const onUp = () => {
      begun = null;
    };
    const onKeyDown = (event: KeyboardEvent) => {
      const step = keySteps[event.key];
      if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
      if (!(event.target instanceof HTMLCanvasElement)) return;
      event.preventDefault();
      const size = event.shiftKey ? coarse : fine;
      const now = standing();
      moveTo(now.x + size * step[0], now.y + size * step[1]);
    };
    frame.addEventListener('pointerdown', onDown);
    frame.addEventListener('pointermove', onMove);
    frame.addEventListener('pointerup', onUp);
    frame.addEventListener('pointercancel', onUp);
    frame.addEventListener('keydown', onKeyDown);
    return () => {
      frame.removeEventListener('pointerdown', onDown);
      frame.removeEventListener('pointermove', onMove);
      frame.removeEventListener('pointerup', onUp);
      frame.removeEventListener('pointercancel', onUp);
      frame.removeEventListener('keydown', onKeyDown);
    };
  }, [run, store, picture, x, y]);
}
