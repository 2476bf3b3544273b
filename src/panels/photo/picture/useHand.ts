import { type PointerEvent, type RefObject, useEffect, useRef } from 'react';
import type { Point, Size } from '../../../photo/contract.ts';

/** Handlers for fingers, mouse and wheel on the frame. Points are in the frame's pixels, from its centre. */
export interface Hand {
  /** One finger or the mouse button goes down; `drag` and `end` follow. */
  begin(at: Point): void;
  drag(from: Point, to: Point): void;
  /** @param cancelled true if a second finger or the browser ended it */
  end(cancelled: boolean): void;
  pinch(from: readonly [Point, Point], to: readonly [Point, Point]): void;
  /** @param factor above 1 to zoom in */
  wheel(at: Point, factor: number): void;
  /** The mouse moves over the frame with no button pressed. */
  hover(at: Point): void;
}

/** Turns pointer and wheel events of an element into the calls of a `Hand`. @returns event handlers */
export function useHand(frame: RefObject<HTMLElement | null>, { width, height }: Size, hand: Hand) {
  const latest = useRef(hand);
  latest.current = hand;
  const down = useRef(new Map<number, Point>());

  const pointOf = ({ clientX, clientY }: { clientX: number; clientY: number }): Point => {
    const box = frame.current?.getBoundingClientRect();
    if (!box || box.width === 0) return { x: 0, y: 0 };
    return {
      x: ((clientX - box.left) / box.width - 0.5) * width,
      y: ((clientY - box.top) / box.height - 0.5) * height,
    };
  };
  const pointAt = useRef(pointOf);
  pointAt.current = pointOf;

  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const onWheel = (event: WheelEvent) => {
      // Without focus on the frame, the wheel scrolls the page. Trackpads send a pinch as a wheel with Ctrl.
      if (!event.ctrlKey && document.activeElement !== element) return;
      event.preventDefault();
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
      const factor = Math.exp((-event.deltaY * lines) / (event.ctrlKey ? 150 : 500));
      latest.current.wheel(pointAt.current(event), Math.min(2, Math.max(0.5, factor)));
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [frame]);

  const lift = (event: PointerEvent, cancelled: boolean) => {
    if (!down.current.delete(event.pointerId)) return;
    if (down.current.size === 0) hand.end(cancelled);
  };
  return {
    onPointerDown(event: PointerEvent) {
      if (event.button !== 0 || down.current.size >= 2) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      const at = pointOf(event);
      down.current.set(event.pointerId, at);
      if (down.current.size === 1) hand.begin(at);
      else hand.end(true);
    },
    onPointerMove(event: PointerEvent) {
      const at = pointOf(event);
      const from = down.current.get(event.pointerId);
      if (from === undefined) {
        if (event.pointerType === 'mouse') hand.hover(at);
        return;
      }
      const [one, other] = [...down.current.entries()];
      down.current.set(event.pointerId, at);
      if (one === undefined || other === undefined) return hand.drag(from, at);
      const after = (id: number, before: Point) => (id === event.pointerId ? at : before);
      hand.pinch([one[1], other[1]], [after(...one), after(...other)]);
    },
    onPointerUp: (event: PointerEvent) => lift(event, false),
    onPointerCancel: (event: PointerEvent) => lift(event, true),
  };
}
