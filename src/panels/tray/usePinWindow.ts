import { type RefObject, useCallback, useLayoutEffect, useState } from 'react';

/** CSS pixels. */
const gap = 12;
const usualSize = 70;
const padding = 2;
/** How many pins next to those in view are also in the document, so a small scroll shows no gap. */
const beside = 4;

/**
 * Returns which pins of the row are in the document: those in view, a few next to them, and the Tab stop. (All are equally wide,
 * so one division is enough; a library that measures would be a tenth of the page's first script.)
 * @returns `left` and `width` in CSS pixels
 */
export function usePinWindow(row: RefObject<HTMLElement | null>, count: number, current: number) {
  const [range, setRange] = useState({ first: 0, last: 24, step: usualSize + gap });
  const { step } = range;
  const look = useCallback(() => {
    if (!row.current) return;
    const { scrollLeft, clientWidth } = row.current;
    // The styles set the size of a pin, which changes with the room that the page has.
    const style = getComputedStyle(row.current);
    const size = Number.parseFloat(style.getPropertyValue('--pin')) || usualSize;
    const menu = Number.parseFloat(style.getPropertyValue('--pin-menu')) || 0;
    const step = size + menu + gap;
    const first = Math.max(0, Math.floor(scrollLeft / step) - beside);
    const last = Math.ceil((scrollLeft + clientWidth) / step) + beside;
    setRange((before) =>
      before.first === first && before.last === last && before.step === step ? before : { first, last, step },
    );
  }, [row]);
  useLayoutEffect(() => {
    const element = row.current;
    if (!element) return;
    const observer = new ResizeObserver(look);
    observer.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [row, look]);
  const first = Math.min(range.first, Math.max(0, count - 1));
  const shown = Array.from(
    { length: Math.max(0, Math.min(count, range.last + 1) - first) },
    (_, i) => first + i,
  );
  if (current >= 0 && !shown.includes(current)) shown.push(current);
  return {
    shown: shown.sort((one, other) => one - other),
    left: (index: number) => padding + index * step,
    width: 2 * padding + count * step - gap,
    /** Brings a pin into view. */
    scrollTo: (index: number) => {
      const element = row.current;
      if (!element) return;
      const [start, end] = [index * step, index * step + step];
      if (start < element.scrollLeft) element.scrollLeft = start;
      else if (end > element.scrollLeft + element.clientWidth) element.scrollLeft = end - element.clientWidth;
    },
  };
}
