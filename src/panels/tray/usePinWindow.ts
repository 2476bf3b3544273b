import { type RefObject, useCallback, useLayoutEffect, useState } from 'react';
import { useMediaQuery } from '../parts/useMediaQuery.ts';

/** As in tray.css, in CSS pixels. */
const gap = 12;
const wide = 70;
const narrow = 52;
const padding = 2;
/** So many pins beside those in view are in the document too, so that a small scroll shows no gap. */
const beside = 4;

/**
 * Which pins of the row are in the document: those in view, some beside them, and the one that the Tab key goes to.
 * (All are equally wide, so that this is one division; a library that measures would be a tenth of the page's first
 * script.)
 * @returns `left` and `width` in CSS pixels
 */
export function usePinWindow(row: RefObject<HTMLElement | null>, count: number, current: number) {
  const step = (useMediaQuery('(max-width: 820px)') ? narrow : wide) + gap;
  const [range, setRange] = useState({ first: 0, last: 24 });
  const look = useCallback(() => {
    const { scrollLeft = 0, clientWidth = 0 } = row.current ?? {};
    const first = Math.max(0, Math.floor(scrollLeft / step) - beside);
    const last = Math.ceil((scrollLeft + clientWidth) / step) + beside;
    setRange((before) => (before.first === first && before.last === last ? before : { first, last }));
  }, [row, step]);
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
