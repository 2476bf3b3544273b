import { type PointerEvent, useRef, useState } from 'react';

/** A pointer that moves less than this, in CSS pixels, does not drag. */
const slack = 6;

interface Drag {
  from: number;
  over: number;
  /** How far the pointer is from where it took the card. */
  x: number;
  y: number;
}

/** The centres of the cards before the drag. */
type Slots = { x: number; y: number }[];

/**
 * Reorders the cards of a grid by dragging. While a card is dragged, the others make room by their CSS `order`, so
 * that no element moves in the document and the pointer stays captured.
 */
export function useReorder(count: number, onMove: (from: number, to: number) => void) {
  const [drag, setDrag] = useState<Drag | null>(null);
  const start = useRef<{ x: number; y: number; slots: Slots } | null>(null);
  /** Whether the pointer has dragged: the click that ends a drag is ignored. */
  const moved = useRef(false);

  const end = (take: boolean) => {
    start.current = null;
    if (drag && take && drag.over !== drag.from) onMove(drag.from, drag.over);
    setDrag(null);
  };

  const card = (index: number) => ({
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0 || !event.isPrimary) return;
      moved.current = false;
      const siblings = [...(event.currentTarget.parentElement?.children ?? [])].slice(0, count);
      start.current = { x: event.clientX, y: event.clientY, slots: siblings.map(centre) };
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const began = start.current;
      if (!began) return;
      const [x, y] = [event.clientX - began.x, event.clientY - began.y];
      if (!drag && Math.hypot(x, y) < slack) return;
      if (!drag) event.currentTarget.setPointerCapture(event.pointerId);
      moved.current = true;
      setDrag({ from: index, over: nearest(began.slots, index, x, y), x, y });
    },
    onPointerUp: () => end(true),
    onPointerCancel: () => end(false),
    onLostPointerCapture: () => end(false),
    onClickCapture: (event: { preventDefault(): void; stopPropagation(): void }) => {
      if (!moved.current) return;
      event.preventDefault();
      event.stopPropagation();
      moved.current = false;
    },
    style: drag && cardStyle(drag, index, start.current?.slots ?? []),
    dragged: drag?.from === index,
  });

  return card;
}

function centre(element: Element): { x: number; y: number } {
  const { left, top, width, height } = element.getBoundingClientRect();
  return { x: left + width / 2, y: top + height / 2 };
}

function nearest(slots: Slots, from: number, dx: number, dy: number): number {
  const own = slots[from];
  if (!own) return from;
  const distance = ({ x, y }: { x: number; y: number }) => Math.hypot(own.x + dx - x, own.y + dy - y);
  return slots.reduce((best, slot, i) => (distance(slot) < distance(slots[best] ?? slot) ? i : best), from);
}

/** The order of a card while one is dragged; the dragged card follows the hand from where its new order puts it. */
function cardStyle({ from, over, x, y }: Drag, index: number, slots: Slots) {
  const order =
    index === from ? over : index - Number(index > from) + Number(indexWithout(index, from) >= over);
  if (index !== from) return { order };
  const [old, now] = [slots[from], slots[over]];
  const [fromX, fromY] = old && now ? [old.x - now.x, old.y - now.y] : [0, 0];
  return { order, transform: `translate(${x + fromX}px, ${y + fromY}px)` };
}

/** The index of a card among the others once the dragged one is taken out. */
function indexWithout(index: number, from: number): number {
  return index - Number(index > from);
}
